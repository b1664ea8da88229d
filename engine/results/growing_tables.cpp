#include "results/growing_tables.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/require.hpp"
#include "results/blocks.hpp"

namespace forlob {

namespace {

using hdf5::Element;
using hdf5::Shape;

// A chunk of a column of spells; of the other tables, about as many numbers.
constexpr std::size_t spells_per_chunk = 1 << 16;
constexpr std::size_t replications_per_chunk = 1 << 10;

// Of replications: how many there will be is not known before the end, and chunks do not depend on
// it.
constexpr std::uint64_t any_number = 1 << 16;

const Description replication_description{"1", "Replication", "Gentagelse"};
const Description person_description{"1", "Person within the replication",
                                     "Person inden for gentagelsen"};
const Description state_description{"1", "State", "Tilstand"};

VariableGroup with_arms(hdf5::Group group, const Axis& arm) {
    VariableGroup variables(std::move(group));
    variables.add_axis(arm);
    return variables;
}

VariableGroup panel_dimensions(hdf5::Group group, const ResultLayout& layout) {
    auto variables = with_arms(std::move(group), layout.arm);
    variables.add_numbers("person", layout.n_people, person_description);
    const CycleWords& words = layout.words;
    variables.add_numbers(words.one, static_cast<std::uint32_t>(layout.horizon_months) + 1,
                          {words.many, capitalised(words.one), capitalised(words.one_da)});
    return variables;
}

VariableGroup person_dimensions(hdf5::Group group, const ResultLayout& layout) {
    VariableGroup variables(std::move(group));
    variables.add_numbers("person", layout.n_people, person_description);
    return variables;
}

GrowingVariable growing_replications(VariableGroup& group, ChunkQueue& queue) {
    return {group.add_growing_numbers("replication", replication_description), queue};
}

// Codes that fit a byte are kept as one: half as many bytes to hash and to deflate.
Element code_element(const Axis& axis) { return axis.size() <= 256 ? Element::u8 : Element::u16; }

void set_code_meanings(GrowingVariable& codes, const Axis& axis) {
    if (codes.element() == Element::u8)
        set_meanings<std::uint8_t>(codes.attributes(), axis.labels);
    else
        set_meanings<std::uint16_t>(codes.attributes(), axis.labels);
}

template <typename CodeOf>
void append_codes(GrowingVariable& codes, std::size_t n, CodeOf code_of) {
    if (codes.element() == Element::u8)
        codes.append<std::uint8_t>(
            n, [&](std::size_t i) { return static_cast<std::uint8_t>(code_of(i)); });
    else
        codes.append<std::uint16_t>(
            n, [&](std::size_t i) { return static_cast<std::uint16_t>(code_of(i)); });
}

void append_one(GrowingVariable& variable, std::uint32_t value) {
    variable.append(std::span<const std::uint32_t>(&value, 1));
}

}  // namespace

ReplicationTable::ReplicationTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue)
    : group_(with_arms(std::move(group), layout.arm)),
      replication_(growing_replications(group_, queue)) {
    for (const auto& column : layout.replication_columns) {
        columns_.emplace_back(group_.create({column.name,
                                             Element::f64,
                                             {"replication", "arm"},
                                             {column.units, column.long_name, ""},
                                             {replications_per_chunk, layout.arm.size()}}),
                              queue);
        if (!column.is_money) continue;
        auto attributes = columns_.back().attributes();
        attributes.set("currency", layout.currency);
        attributes.set("price_year", static_cast<std::int32_t>(layout.price_year));
    }
}

void ReplicationTable::add(std::uint32_t replication,
                           const std::vector<std::vector<double>>& key_outcomes) {
    require(replication == n_replications_, "replications are written in order");
    ++n_replications_;
    append_one(replication_, replication);
    std::vector<double> row(key_outcomes.size());
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        for (std::size_t arm = 0; arm < row.size(); ++arm) row[arm] = key_outcomes[arm].at(column);
        columns_[column].append(std::span<const double>(row));
    }
}

void ReplicationTable::finish() {
    replication_.finish();
    for (auto& column : columns_) column.finish();
}

void ReplicationTable::close(KnownDigests& known) {
    replication_.close(known);
    for (auto& column : columns_) column.close(known);
    group_.close();
}

SpellTable::SpellTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue)
    : group_(std::move(group)) {
    group_.add_growing_dimension("spell");
    const auto add_column = [&](const std::string& name, Element element,
                                const Description& description) -> GrowingVariable& {
        return columns_.emplace_back(
            group_.create({name, element, {"spell"}, description, {spells_per_chunk}}), queue);
    };
    set_code_meanings(add_column("arm", code_element(layout.arm), {"1", "Arm", "Alternativ"}),
                      layout.arm);
    add_column("replication", Element::u32, replication_description);
    add_column("person", Element::u32, person_description);
    set_code_meanings(add_column("state", Element::u8, state_description), layout.state);
    const CycleWords& words = layout.words;
    add_column(
        "start", Element::u16,
        {words.many, "First " + words.one + " of the spell", "Periodens første " + words.one_da});
    add_column(words.many, Element::u16, {words.many, "Length of the spell", "Periodens længde"});
    set_code_meanings(
        add_column("phase", code_element(layout.phase),
                   {"1", "Phase at the start of the spell", "Fase ved periodens start"}),
        layout.phase);
}

void SpellTable::add(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                     std::span<const std::size_t> phase_position) {
    if (spells.size() == 0) return;
    require(*std::max_element(spells.phase.begin(), spells.phase.end()) < phase_position.size(),
            "every phase has a position");
    // Chunk by chunk, so that the chunks of the columns take turns, whatever comes together.
    for (std::size_t first = 0; first < spells.size();) {
        const std::size_t n = std::min(spells.size() - first, columns_.front().room());
        append(replication, arm, spells, first, n, phase_position);
        first += n;
        n_spells_ += n;
    }
    n_replications_ = replication + 1;
}

void SpellTable::append(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                        std::size_t first, std::size_t n,
                        std::span<const std::size_t> phase_position) {
    const auto some = [&](const auto& column) { return std::span(column).subspan(first, n); };
    append_codes(columns_[0], n, [&](std::size_t) { return arm; });
    columns_[1].append<std::uint32_t>(n, [&](std::size_t) { return replication; });
    columns_[2].append(some(spells.person));
    columns_[3].append(some(spells.state));
    columns_[4].append(some(spells.start));
    columns_[5].append(some(spells.months));
    const auto phases = some(spells.phase);
    append_codes(columns_[6], n, [&](std::size_t spell) { return phase_position[phases[spell]]; });
}

void SpellTable::finish() {
    for (auto& column : columns_) column.finish();
}

void SpellTable::close(KnownDigests& known) {
    for (auto& column : columns_) column.close(known);
    // Known at the end only: a run may go on until it is precise enough.
    group_.attributes().set("n_replications", n_replications_);
    group_.set_length("spell", n_spells_);
    group_.close();
}

PanelTable::PanelTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue)
    : group_(panel_dimensions(std::move(group), layout)),
      queue_(&queue),
      replication_(growing_replications(group_, queue)),
      state_(group_.create({"state",
                            Element::u8,
                            {"arm", "replication", "person", layout.words.one},
                            state_description,
                            {1, any_number, layout.n_people,
                             static_cast<std::uint64_t>(layout.horizon_months) + 1}})),
      shape_(state_.extent),
      open_(layout.arm.size()) {
    require(state_.chunk[3] == shape_[3], "a person's months fit a chunk");
    state_.digests.resize(layout.arm.size());
    set_meanings<std::uint8_t>(state_.dataset.attributes(), layout.state.labels);
}

// Rows that the open chunk holds when it is full: of whole replications, or of some people of one.
std::uint64_t PanelTable::rows_wanted(const Open& open) const {
    if (state_.chunk[2] == shape_[2]) return state_.chunk[1] * shape_[2];
    return std::min(state_.chunk[2], shape_[2] - open.n_rows % shape_[2]);
}

void PanelTable::add(std::uint32_t replication, std::uint32_t arm,
                     std::span<const std::uint8_t> states) {
    if (replication >= shape_[1]) {
        require(replication == shape_[1], "replications are written in order");
        append_one(replication_, replication);
        ++shape_[1];
    }
    Open& open = open_.at(arm);
    while (!states.empty()) {
        if (open.numbers.empty()) open.numbers = queue_->take_memory(state_.chunk_bytes());
        const std::size_t n_wanted = rows_wanted(open) * shape_[3];
        const std::size_t n = std::min(states.size(), n_wanted - open.n_filled);
        std::memcpy(open.numbers.data() + open.n_filled, states.data(), n);
        open.n_filled += n;
        states = states.subspan(n);
        if (open.n_filled == n_wanted) hand_over(arm);
    }
}

void PanelTable::hand_over(std::uint32_t arm) {
    Open& open = open_[arm];
    require(open.n_filled % shape_[3] == 0, "a chunk of a panel is whole persons");
    Chunk chunk;
    chunk.to = &state_;
    chunk.offset = {arm, open.n_rows / shape_[2], open.n_rows % shape_[2], 0};
    open.n_rows += open.n_filled / shape_[3];
    chunk.extent = shape_;
    chunk.extent[1] = (open.n_rows + shape_[2] - 1) / shape_[2];
    chunk.n_bytes_inside = std::exchange(open.n_filled, 0);
    chunk.numbers = std::exchange(open.numbers, {});
    std::fill(chunk.numbers.begin() + static_cast<std::ptrdiff_t>(chunk.n_bytes_inside),
              chunk.numbers.end(), std::byte{nowhere});
    chunk.sequence = arm;
    queue_->add(std::move(chunk));
}

void PanelTable::finish() {
    replication_.finish();
    for (std::uint32_t arm = 0; arm < open_.size(); ++arm) {
        if (!open_[arm].numbers.empty()) hand_over(arm);
        require(open_[arm].n_rows == shape_[1] * shape_[2], "everybody is in the panel");
    }
}

void PanelTable::close(KnownDigests& known) {
    replication_.close(known);
    state_.close(known);
    group_.close();
}

PersonTable::PersonTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue)
    : group_(person_dimensions(std::move(group), layout)),
      queue_(&queue),
      n_people_(layout.n_people),
      rows_per_chunk_(std::clamp<std::uint64_t>(
          spells_per_chunk / std::max<std::uint64_t>(n_people_, 1), 1, any_number)),
      replication_(growing_replications(group_, queue)) {
    for (const auto& axis : layout.attributes) {
        attributes_.push_back(variable(axis.name, {"1", axis.long_name, axis.long_name_da}));
        set_meanings<std::uint8_t>(attributes_.back().attributes(), axis.labels);
        attributes_.back().attributes().set("attribute", axis.name);
    }
}

GrowingVariable PersonTable::variable(const std::string& name, const Description& description) {
    return {group_.create({group_.free_name(name),
                           Element::u8,
                           {"replication", "person"},
                           description,
                           {rows_per_chunk_, n_people_}}),
            *queue_};
}

void PersonTable::add(std::uint32_t replication,
                      const std::vector<std::vector<std::uint8_t>>& attributes,
                      std::span<const std::uint8_t> frailty) {
    require(attributes.size() == attributes_.size(), "every attribute of the layout is written");
    for (const auto& levels : attributes)
        require(frailty.empty() || levels.size() == frailty.size(),
                "an attribute has a level per person");
    if (replication >= n_replications_) {
        require(replication == n_replications_, "replications are written in order");
        append_one(replication_, replication);
        ++n_replications_;
    }
    if (!frailty_ && !frailty.empty())
        frailty_ = variable("frailty", {"1", "Frailty level", "Niveau af uobserveret forskel"});
    // Chunk by chunk, as of spells: all columns have equal ones.
    const std::size_t n = attributes.empty() ? frailty.size() : attributes.front().size();
    for (std::size_t first = 0; first < n;) {
        const GrowingVariable& any = attributes_.empty() ? *frailty_ : attributes_.front();
        const std::size_t n_now = std::min(n - first, any.room());
        for (std::size_t attribute = 0; attribute < attributes.size(); ++attribute)
            attributes_[attribute].append(std::span(attributes[attribute]).subspan(first, n_now));
        if (frailty_) frailty_->append(frailty.subspan(first, n_now));
        first += n_now;
    }
}

void PersonTable::finish() {
    replication_.finish();
    for (auto& attribute : attributes_) attribute.finish();
    if (frailty_) frailty_->finish();
}

void PersonTable::close(KnownDigests& known) {
    replication_.close(known);
    for (auto& attribute : attributes_) attribute.close(known);
    if (frailty_) frailty_->close(known);
    group_.close();
}

}  // namespace forlob
