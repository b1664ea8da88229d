#pragma once

// What goes into the file while the run goes on? One table of key outcomes per replication, and the
// trajectories: spells, the dense panel, and who the persons are. Each holds a chunk in memory.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "outcomes/spells.hpp"
#include "results/result_file.hpp"
#include "results/variables.hpp"

namespace forlob {

/// /replications: one variable (replication, arm) per key outcome.
class ReplicationTable {
public:
    ReplicationTable(hdf5::Group group, const ResultLayout& layout);
    void add(std::uint32_t replication, const std::vector<std::vector<double>>& key_outcomes);
    void finish();

private:
    VariableGroup group_;
    GrowingVariable replication_;
    std::vector<GrowingVariable> columns_;
    std::uint32_t n_replications_ = 0;
};

/// /spells: one variable (spell) per column.
class SpellTable {
public:
    SpellTable(hdf5::Group group, const ResultLayout& layout);
    void add(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
             std::span<const std::size_t> phase_position);
    void finish();

private:
    VariableGroup group_;
    std::vector<GrowingVariable> columns_;
    std::uint32_t n_replications_ = 0;
    std::uint64_t n_spells_ = 0;
};

/// /panel: state (arm, replication, person, month).
class PanelTable {
public:
    PanelTable(hdf5::Group group, const ResultLayout& layout);
    void add(std::uint32_t replication, std::uint32_t arm, const Spells& spells);
    void finish();

private:
    VariableGroup group_;
    GrowingVariable replication_;
    hdf5::Dataset state_;
    hdf5::Shape shape_;
};

/// /persons: one variable (replication, person) per attribute, and the frailty level.
class PersonTable {
public:
    PersonTable(hdf5::Group group, const ResultLayout& layout);
    void add(std::uint32_t replication, const std::vector<std::vector<std::uint8_t>>& attributes,
             std::span<const std::uint8_t> frailty);
    void finish();

private:
    [[nodiscard]] GrowingVariable variable(const std::string& name, const Description& description);

    VariableGroup group_;
    std::uint32_t n_people_;
    std::uint32_t n_replications_ = 0;
    GrowingVariable replication_;
    std::vector<GrowingVariable> attributes_;
    std::optional<GrowingVariable> frailty_;
};

}  // namespace forlob
