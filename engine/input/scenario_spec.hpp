#pragma once

// What is compared with what? The plain form of a file of kind `scenario`, with everything it
// refers to read and at hand.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "input/calibrate_spec.hpp"
#include "input/draws_spec.hpp"
#include "input/economy_spec.hpp"
#include "input/model_spec.hpp"
#include "input/population_spec.hpp"
#include "input/program_spec.hpp"

namespace forlob {

struct ArmSpec {
    Name name;
    Label label;
    std::vector<std::size_t> programs;  ///< positions in ScenarioSpec::programs, in order of offer
    std::vector<Override> overrides;
};

enum class Trajectories { none, spells, panel };

struct RecordSpec {
    Trajectories trajectories = Trajectories::none;
    std::optional<std::uint32_t> replications;  ///< trajectories of the first so many; empty: all
    std::vector<Name> by;  ///< attributes whose levels get outcomes of their own
};

struct ScenarioSpec {
    std::string title;
    std::string description;
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> joint;
    ModelSpec model;
    PopulationSpec population;
    EconomySpec economy;                ///< empty if no money is counted
    std::vector<ProgramSpec> programs;  ///< each file once, however many arms use it
    std::vector<Override> overrides;    ///< of every arm
    std::vector<ArmSpec> arms;
    std::size_t reference = 0;  ///< position in `arms`
    std::uint32_t cohort_size = 0;
    std::int32_t horizon_months = 0;  ///< cycles of the model, as everything called months
    std::uint32_t replications = 0;
    std::uint64_t seed = 0;
    int start_year = 2026;  ///< calendar month of tick 0
    int start_month = 1;
    std::vector<std::int32_t> horizons_months;  ///< for the money grid; default {horizon}
    std::vector<std::uint32_t> cohort_sizes;    ///< for the money grid; default {cohort size}
    RecordSpec record;
    std::optional<DrawsSpec> draws;
    std::optional<CalibrateSpec> calibrate;
    Location location;

    /// Every file that was read, scenario first, in the order met: for the result file.
    std::vector<std::shared_ptr<const SourceFile>> files;
};

/// Changes made on the command line.
struct CommandLineOverrides {
    /// `name=value` for every arm, or `arm.name=value` for one.
    std::vector<std::string> set;
    std::optional<std::uint32_t> replications;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> cohort_size;
    std::optional<std::int32_t> horizon_months;
};

/// Reads a scenario and all it names. Throws InputError with every mistake of every file.
[[nodiscard]] ScenarioSpec read_scenario(const std::string& path,
                                         const CommandLineOverrides& changes = {});

/// The same from texts: `files` maps the names that files use for one another to their content, the
/// first is the scenario. How a result file is run again, and how tests write scenarios.
[[nodiscard]] ScenarioSpec read_scenario_texts(const std::vector<SourceFile>& files,
                                               const CommandLineOverrides& changes = {});

/// Reads one file of any kind for `forlob check`: throws InputError with every mistake. Returns the
/// kind. A file that is not a scenario is checked alone (names of other files are not known).
[[nodiscard]] std::string check_file(const std::string& path);

/// `title:` and `kind:` of a file, for `forlob list`; empty kind if it is not one of ours.
struct FileSummary {
    std::string kind;
    std::string title;
};
[[nodiscard]] FileSummary summarise_file(const std::string& path);

}  // namespace forlob
