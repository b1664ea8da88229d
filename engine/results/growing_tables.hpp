#pragma once

// What goes into the file while the run goes on? One table of key outcomes per replication, and the
// trajectories: spells, the dense panel, and who the persons are. Each holds a chunk in memory.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "outcomes/spells.hpp"
#include "results/chunk_queue.hpp"
#include "results/growing_variable.hpp"
#include "results/result_file.hpp"
#include "results/variables.hpp"

namespace forlob {

/// /replications: one variable (replication, arm) per key outcome.
class ReplicationTable {
public:
    ReplicationTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
    void add(std::uint32_t replication, const std::vector<std::vector<double>>& key_outcomes);
    /// Hands over what is left.
    void finish();
    /// When the queue has written everything.
    void close(KnownDigests& known);

private:
    VariableGroup group_;
    GrowingVariable replication_;
    std::vector<GrowingVariable> columns_;
    std::uint32_t n_replications_ = 0;
};

/// /spells: one variable (spell) per column.
class SpellTable {
public:
    SpellTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
    /// The next ones, in the order of the table.
    void add(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
             std::span<const std::size_t> phase_position);
    void finish();
    void close(KnownDigests& known);

private:
    VariableGroup group_;
    std::vector<GrowingVariable> columns_;
    void append(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                std::size_t first, std::size_t n, std::span<const std::size_t> phase_position);

    std::uint32_t n_replications_ = 0;
    std::uint64_t n_spells_ = 0;
};

/// /panel: state (arm, replication, person, month).
class PanelTable {
public:
    PanelTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
    /// The next people of an arm: [person][month].
    void add(std::uint32_t replication, std::uint32_t arm, std::span<const std::uint8_t> states);
    void finish();
    void close(KnownDigests& known);

private:
    // The chunk of an arm that is filled.
    struct Open {
        std::vector<std::byte> numbers;  ///< empty between chunks
        std::size_t n_filled = 0;        ///< of them
        std::uint64_t n_rows = 0;        ///< rows handed over: [replication][person]
    };
    [[nodiscard]] std::uint64_t rows_wanted(const Open& open) const;
    void hand_over(std::uint32_t arm);

    VariableGroup group_;
    ChunkQueue* queue_;
    GrowingVariable replication_;
    ChunkedDataset state_;
    hdf5::Shape shape_;       ///< with the replications that have begun
    std::vector<Open> open_;  ///< [arm]
};

/// /persons: one variable (replication, person) per attribute, and the frailty level.
class PersonTable {
public:
    PersonTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
    /// The next persons of a replication.
    void add(std::uint32_t replication, const std::vector<std::vector<std::uint8_t>>& attributes,
             std::span<const std::uint8_t> frailty);
    void finish();
    void close(KnownDigests& known);

private:
    [[nodiscard]] GrowingVariable variable(const std::string& name, const Description& description);

    VariableGroup group_;
    ChunkQueue* queue_;
    std::uint32_t n_people_;
    std::uint64_t rows_per_chunk_;
    std::uint32_t n_replications_ = 0;  ///< that have begun
    GrowingVariable replication_;
    std::vector<GrowingVariable> attributes_;
    std::optional<GrowingVariable> frailty_;
};

}  // namespace forlob
