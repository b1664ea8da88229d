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
    void add(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
             std::span<const std::size_t> phase_position);
    void finish();
    void close(KnownDigests& known);

private:
    VariableGroup group_;
    std::vector<GrowingVariable> columns_;
    std::uint32_t n_replications_ = 0;
    std::uint64_t n_spells_ = 0;
};

/// /panel: state (arm, replication, person, month).
class PanelTable {
public:
    PanelTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
    void add(std::uint32_t replication, std::uint32_t arm, const Spells& spells);
    void finish();
    void close(KnownDigests& known);

private:
    struct Part;
    void fill(const Part& part, const Spells& spells, std::size_t& next_spell);
    void hand_over(const Part& part);

    VariableGroup group_;
    ChunkQueue* queue_;
    GrowingVariable replication_;
    ChunkedDataset state_;
    hdf5::Shape shape_;                            ///< with the replications added so far
    std::vector<std::vector<std::byte>> numbers_;  ///< [arm] the chunk that is filled, or empty
};

/// /persons: one variable (replication, person) per attribute, and the frailty level.
class PersonTable {
public:
    PersonTable(hdf5::Group group, const ResultLayout& layout, ChunkQueue& queue);
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
    std::uint32_t n_replications_ = 0;
    GrowingVariable replication_;
    std::vector<GrowingVariable> attributes_;
    std::optional<GrowingVariable> frailty_;
};

}  // namespace forlob
