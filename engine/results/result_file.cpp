#include "results/result_file.hpp"

#include <optional>
#include <utility>

#include "base/require.hpp"
#include "results/atomic_file.hpp"
#include "results/content_digest.hpp"
#include "results/growing_tables.hpp"
#include "results/hdf5.hpp"
#include "results/result_content.hpp"

namespace forlob {

bool must_exit_quickly() { return hdf5::is_broken(); }

struct ResultWriter::State {
    AtomicFile atomic;
    ResultLayout layout;
    ChunkQueue queue;
    // Closed in the order they are declared here, the file last of all: see finish().
    std::optional<hdf5::File> file;
    std::optional<ReplicationTable> replications;
    std::optional<SpellTable> spells;
    std::optional<PanelTable> panel;
    std::optional<PersonTable> persons;

    State(const std::string& path, Overwrite overwrite, ResultLayout wanted, ForEach for_each)
        : atomic(path, overwrite), layout(std::move(wanted)), queue(std::move(for_each)) {}

    /// Calls `function`. When HDF5 fails the temporary file goes, so that a full disk has room
    /// again, and the user hears why.
    template <typename Function>
    void attempt(Function&& function) {
        try {
            std::forward<Function>(function)();
        } catch (const hdf5::Error& error) {
            atomic.discard();
            throw ResultFileError("cannot write the result file " + atomic.path() + ": " +
                                  error.what());
        }
    }

    void create() {
        file = hdf5::File::create(atomic.temporary_path());
        auto root = file->root();
        replications.emplace(root.create_group("replications"), layout, queue);
        if (layout.spells) spells.emplace(root.create_group("spells"), layout, queue);
        if (layout.panel) panel.emplace(root.create_group("panel"), layout, queue);
        if (layout.persons && (layout.spells || layout.panel))
            persons.emplace(root.create_group("persons"), layout, queue);
    }

    void finish_tables(KnownDigests& known) {
        const auto each = [&](auto&& visit) {
            const auto if_any = [&](auto& table) {
                if (table) visit(table);
            };
            if_any(replications);
            if_any(spells);
            if_any(panel);
            if_any(persons);
        };
        each([](auto& table) { table->finish(); });
        queue.flush();
        each([&](auto& table) {
            table->close(known);
            table.reset();
        });
    }
};

void one_after_another(std::size_t n, const std::function<void(std::size_t)>& work) {
    for (std::size_t number = 0; number < n; ++number) work(number);
}

ResultWriter::ResultWriter(const std::string& path, Overwrite overwrite, ResultLayout layout,
                           ForEach for_each)
    : state_(std::make_unique<State>(path, overwrite, std::move(layout), std::move(for_each))) {
    state_->attempt([&] { state_->create(); });
}

ResultWriter::~ResultWriter() = default;

void ResultWriter::add_replication(std::uint32_t replication,
                                   const std::vector<std::vector<double>>& key_outcomes) {
    require(key_outcomes.size() == state_->layout.arm.size(), "every arm has key outcomes");
    state_->attempt([&] { state_->replications->add(replication, key_outcomes); });
}

void ResultWriter::add_spells(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                              std::span<const std::size_t> phase_position) {
    require(state_->spells.has_value(), "the layout has spells");
    state_->attempt([&] { state_->spells->add(replication, arm, spells, phase_position); });
}

void ResultWriter::add_states(std::uint32_t replication, std::uint32_t arm,
                              std::span<const std::uint8_t> states) {
    require(state_->panel.has_value(), "the layout has a panel");
    state_->attempt([&] { state_->panel->add(replication, arm, states); });
}

void ResultWriter::add_persons(std::uint32_t replication,
                               const std::vector<std::vector<std::uint8_t>>& attributes,
                               std::span<const std::uint8_t> frailty) {
    if (!state_->persons) return;
    state_->attempt([&] { state_->persons->add(replication, attributes, frailty); });
}

void ResultWriter::finish(const Result& result, const std::string& command_line) {
    state_->attempt([&] {
        KnownDigests known;
        state_->finish_tables(known);
        write_content(state_->file->root(), result, state_->layout.attributes);
        auto root = state_->file->root();
        write_root_attributes(root, result, content_digest(root, known), command_line);
        root.close();
        state_->file->close();
        // A destructor that could not close cannot say so; the file would lack what it held.
        if (hdf5::is_broken()) throw hdf5::Error("close the file: not everything was written");
    });
    state_->atomic.commit();
}

}  // namespace forlob
