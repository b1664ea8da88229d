#pragma once

// What does a result file say? Everything of one run but the trajectories, as plain values: what
// `run` prints, what the file holds, and what `compare` and `export` read back.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "input/cycle.hpp"
#include "input/parameter.hpp"
#include "outcomes/measure.hpp"
#include "results/draw_results.hpp"

namespace forlob {

/// One parameter as an arm used it.
struct ParameterRow {
    std::string name;
    std::string label;
    std::string unit;
    std::string distribution;  ///< as text, e.g. "lognormal(low=0.003, high=0.012)"; may be empty
    Grade grade = Grade::D;
    std::string source;
    std::vector<double> value;  ///< [arm]; NaN where the arm does not use it
};

/// A file that was read.
struct InputFile {
    std::string name;    ///< relative to the scenario's folder, never an absolute path
    std::string sha256;  ///< of the text, 64 hexadecimal digits
    std::string text;    ///< verbatim
};

/// The cells of every arm, one below the other: coordinates as columns, counts beside them.
struct CellTable {
    struct Column {
        std::string name;  ///< arm, state, phase, subgroup, then attributes and clocks by name
        std::string long_name;
        std::vector<std::int32_t> value;  ///< [cell]; -1: not distinguished
    };
    std::vector<Column> columns;
    std::size_t n_cells = 0;
    std::size_t n_ticks = 0;
    std::vector<std::uint64_t> persons;  ///< [cell · n_ticks + tick], all replications added up
};

struct Result {
    std::string title;
    std::string description;
    std::string method;     ///< "simulation" or "exact recursion"
    std::string reference;  ///< name of the reference arm
    std::uint64_t seed = 0;
    std::uint32_t n_people = 0;
    std::uint32_t n_replications = 0;
    CycleSpec cycle;                  ///< its place in the author's text is not kept
    std::int32_t horizon_months = 0;  ///< cycles, as all that is called months
    int start_year = 0;
    int start_month = 1;
    std::string currency;  ///< empty if no money is counted
    int price_year = 0;
    std::string scenario_name;  ///< file name of the scenario, without folders
    std::string generator;  ///< scheme of the random numbers, e.g. "Philox4x32-10"; may be empty
    std::string scenario_digest;                      ///< SHA-256 over all inputs and overrides
    std::vector<std::string> command_line_overrides;  ///< as given to --set, --replications …
    std::vector<std::uint32_t> cohort_sizes;          ///< of the money grid
    std::string headline_base, headline_event;        ///< empty if no relapse is defined
    std::int32_t confirm_months = 1;

    std::vector<Axis> axes;
    std::vector<Measure> measures;
    std::vector<ParameterRow> parameters;
    std::vector<InputFile> files;
    CellTable cells;
    /// Discount rate and convention as a sentence for people.
    std::string discounting;
    std::optional<DrawResults> draws;  ///< of a scenario that has them
    std::string left_out;  ///< what the method could not give, as sentences; may be empty

    [[nodiscard]] CycleWords words() const { return CycleWords::of(cycle.is_month()); }
};

}  // namespace forlob
