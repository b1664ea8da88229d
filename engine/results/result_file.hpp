#pragma once

// How is a run kept? One HDF5 file that is also valid netCDF-4, whole or absent: written under a
// temporary name in the same folder, flushed, synced and renamed. Trajectories and the table of
// replications stream into it while the run goes on, so memory grows with neither replications nor
// people.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "outcomes/measure.hpp"
#include "outcomes/spells.hpp"
#include "results/result.hpp"

namespace forlob {

/// The machine failed: a sentence that names the action, the file and the system's reason.
class ResultFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A write has failed, as on a full disk. HDF5 1.10 then crashes when it closes the file or when
/// the process ends in the ordinary way: `main` must flush its streams and leave through
/// std::_Exit.
[[nodiscard]] bool must_exit_quickly();

enum class Overwrite { refuse, replace };

/// Calls work(0) … work(n − 1), in any order, perhaps several at once, and returns when all are
/// done. An exception of one of them arrives at the caller.
using ForEach = std::function<void(std::size_t n, const std::function<void(std::size_t)>& work)>;

/// In the calling thread.
void one_after_another(std::size_t n, const std::function<void(std::size_t)>& work);

/// A named column of key outcomes for /replications.
struct ReplicationColumn {
    std::string name;
    std::string units;
    std::string long_name;
    bool is_money = false;  ///< carries the layout's currency and price year
};

/// What a writer must know before the first replication.
struct ResultLayout {
    Axis arm, state, phase;  ///< label axes, for /spells, /panel and /replications
    std::vector<ReplicationColumn> replication_columns;
    std::string currency;  ///< of the columns that are money
    int price_year = 0;
    std::vector<Axis> attributes;  ///< of /persons: name and levels
    bool spells = false;
    bool panel = false;
    bool persons = true;  ///< with spells or panel; not in a population that people enter later
    std::uint32_t n_people = 0;
    std::uint32_t n_replications = 0;
    std::int32_t horizon_months = 0;
    CycleWords words;  ///< what dimensions and columns call a cycle
};

class ResultWriter {
public:
    /// Creates the temporary file; removes those that killed runs of the same name left behind.
    /// Throws ResultFileError if the folder is missing or not writable, or `path` exists and may
    /// not be replaced: before any simulation. Chunks of trajectories are encoded by `for_each`,
    /// which changes speed and no byte of the file.
    ResultWriter(const std::string& path, Overwrite overwrite, ResultLayout layout,
                 ForEach for_each = &one_after_another);
    /// Without `finish` the temporary file is removed.
    ~ResultWriter();
    ResultWriter(const ResultWriter&) = delete;
    ResultWriter& operator=(const ResultWriter&) = delete;

    /// Key outcomes of one replication: [arm][column]. In order.
    void add_replication(std::uint32_t replication,
                         const std::vector<std::vector<double>>& key_outcomes);

    // Trajectories, in the order of replication, arm and person; and persons in the order of
    // replication and person. Some neighbouring people at a time, however many: which of them come
    // together changes no byte of the file.

    /// The next spells of an arm. `phase_position[phase]` maps the arm's phases to the phase axis.
    void add_spells(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                    std::span<const std::size_t> phase_position);
    /// The states of the next people of an arm: [person][tick].
    void add_states(std::uint32_t replication, std::uint32_t arm,
                    std::span<const std::uint8_t> states);
    /// Attribute levels of the next persons: [attribute][person], and frailty level.
    void add_persons(std::uint32_t replication,
                     const std::vector<std::vector<std::uint8_t>>& attributes,
                     std::span<const std::uint8_t> frailty);

    /// Writes everything else and gives the file its name. `command_line` goes into `history`.
    void finish(const Result& result, const std::string& command_line);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Reads a result file back. Throws ResultFileError when it cannot be read or is not one of ours.
[[nodiscard]] Result read_result(const std::string& path);

/// SHA-256 over the content of all its datasets (content_digest.hpp), as the writer noted it: equal
/// for equal results, whenever and by whichever command they were made. Throws as `read_result`.
[[nodiscard]] std::string result_digest(const std::string& path);

/// The tables a file holds beyond measures: "spells", "replications", "persons", "cells",
/// "parameters", "inputs", "draws", "acceptability"; with columns as text, row by row, to `row`.
/// Throws ResultFileError for an unknown name, listing the known ones. Codes are given as their
/// labels, numbers in full precision, and what is not defined as an empty text. Memory does not
/// grow with the table.
struct TableSink {
    virtual ~TableSink() = default;
    virtual void header(const std::vector<std::string>& columns) = 0;
    virtual void row(const std::vector<std::string>& values) = 0;
};
void read_table(const std::string& path, const std::string& name, TableSink& sink);
[[nodiscard]] std::vector<std::string> table_names(const std::string& path);

}  // namespace forlob
