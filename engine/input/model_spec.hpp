#pragma once

// What can happen to a person, as the author wrote it? The plain form of a file of kind `model`.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "input/cycle.hpp"
#include "input/expression.hpp"
#include "input/parameter.hpp"
#include "input/yaml.hpp"

namespace forlob {

/// A name in the author's text: of a state, group, attribute, level, clock, phase or payer.
struct Name {
    std::string text;
    Location location;
};

/// Label in English, the Danish term beside it; both may be empty (then the name serves).
struct Label {
    std::string text;
    std::string danish;
};

struct StateSpec {
    Name name;
    Label label;
    std::vector<Name> groups;
    bool absorbing = false;
};

struct GroupSpec {
    Name name;
    Label label;
};

struct AttributeSpec {
    Name name;
    Label label;
    struct Level {
        Name name;
        Label label;
        std::optional<Expression> value{};  ///< what formulas read, over parameters only
    };
    std::vector<Level> levels;
    /// The levels are then equally likely classes `class_1`, `class_2`, … of it, each with the mean
    /// of its class as value, and a population says nothing about them.
    std::optional<Distribution> distribution{};

    /// Whether formulas may name it: every level has a value.
    [[nodiscard]] bool is_numeric() const;
};

/// A function of an expression that may depend on a person, by a table. Formulas use its name.
struct TableSpec {
    Name name;
    Label label;
    Expression of{0.0};
    struct Step {
        double from = 0.0;
        Expression value;  ///< over parameters only; holds from there on
        Location location;
    };
    std::vector<Step> steps;  ///< ascending, at least one
    bool is_linear = false;   ///< between two steps the value goes in a straight line
    struct Columns {
        Name file;  ///< as the author wrote it
        Name key;
        Name column;
    };
    std::optional<Columns> columns;  ///< of the CSV file that the steps come from
    std::string unit;
    Grade grade = Grade::D;
    std::string source;
    Location location;
};

/// A factor that depends on one coordinate. For an attribute: a factor per level, every level once.
/// For a number (a clock, cycles_in_state, cycles_in_phase, cycles_in_program, cycle; in monthly
/// models also the same with `month` in place of `cycle`, and month_of_year): a step function, the
/// factor holding from its key on; the first key is 0 (1 for month_of_year). `age` is in years.
struct FactorSpec {
    Name coordinate;
    struct Step {
        Name key;                          ///< a level's name, or the number as written
        std::optional<std::int64_t> from;  ///< the number; empty if the key is not a whole number
        Expression factor;
    };
    std::vector<Step> steps;
};

/// One destination of an origin.
struct MoveSpec {
    Name to;
    enum class Form {
        probability,
        rate,
        intensity,  ///< of a process in continuous time; all rows of the model have them
        count,      ///< the row's proportions; the origin itself may be among the destinations
        rest        ///< what the other probabilities leave of 1
    };
    Form form = Form::probability;
    Expression value;                ///< per cycle, or per `per`; unused by `rest`
    TimeUnit per = TimeUnit::month;  ///< of a rate or intensity
    std::vector<FactorSpec> by;
};

/// The key that states such a move; of a rest, which has none, that of the other moves.
[[nodiscard]] const char* form_word(MoveSpec::Form form);

struct RowSpec {
    Name from;
    std::vector<MoveSpec> moves;
};

/// Which moves: origins and destinations, each a list of states and groups; empty means all.
struct MovePattern {
    std::vector<Name> from;
    std::vector<Name> to;
    Location location;
};

/// Multiplies the hazards of the moves that match any pattern: `factor`, times every `by`.
struct ModifierSpec {
    std::string label;
    std::vector<MovePattern> moves;
    std::optional<Expression> factor;
    std::vector<FactorSpec> by;
    Location location;
};

/// An unobserved hazard multiplier, lognormal with mean 1, discretised to `levels` equally likely
/// values (the means of the quantile classes).
struct FrailtySpec {
    Expression sd_log;
    int levels = 5;
    std::vector<MovePattern> moves;
    Location location;
};

/// Start value of a clock: a number of cycles, a range that is equally likely cycle by cycle, or
/// `never` (an event that has not happened: later than every threshold). All numbers that are
/// called months here and in other specifications are cycles of the model's length.
struct ClockStart {
    bool never = false;
    std::int32_t from_months = 0;
    std::int32_t to_months = 0;
    Location location;
};
struct ClockStartSpec {
    std::optional<Name> given;  ///< attribute whose levels have starts of their own
    std::vector<std::pair<Name, ClockStart>> by_level;
    ClockStart start;  ///< if not `given`
    Location location;
};

struct ClockSpec {
    Name name;
    Label label;
    std::vector<Name> counts;     ///< states and groups in which it advances a month per month
    std::vector<Name> on_enter;   ///< states and groups whose entries it counts
    std::vector<Name> resets_on;  ///< states and groups whose entry sets it to 0
    struct ResetAfter {
        std::int32_t months = 0;
        std::vector<Name> in;
        std::int32_t within_months = 0;  ///< at most 64
        Location location;
    };
    std::optional<ResetAfter> resets_after;
    std::optional<ClockStartSpec> starts;  ///< default 0
};

/// A named set of states that counts as an exit's destination, or as relapse.
struct NamedStates {
    Name name;
    Label label;
    std::vector<Name> states;  ///< states and groups
};

/// semantics.md, Outcomes. Each part may be absent: no exits, no relapses (which need exits), no
/// employment.
struct DefinitionsSpec {
    std::vector<Name> exit_from;
    std::vector<NamedStates> exit_bases;  ///< in the author's order
    std::int32_t confirm_months = 1;
    std::vector<NamedStates> relapse_events;
    std::vector<std::int32_t> relapse_within_months;  ///< empty without relapse, else default 12
    std::vector<std::int32_t> status_after_months;    ///< the same
    std::vector<Name> employment;                     ///< time to first employment
    /// The pair that headlines show: names of exit_bases and relapse_events; empty without relapse.
    Name headline_base;
    Name headline_event;
    Location location;
};

struct ModelSpec {
    std::string title;
    CycleSpec cycle;
    std::optional<CycleSpec> stated_cycle;  ///< of which the matrix is stated, if not of `cycle`
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> joint;
    std::vector<StateSpec> states;
    std::vector<GroupSpec> groups;
    std::vector<AttributeSpec> attributes;
    std::vector<TableSpec> tables;
    std::optional<FrailtySpec> frailty;
    std::vector<ClockSpec> clocks;
    std::vector<RowSpec> rows;
    std::vector<ModifierSpec> modifiers;
    DefinitionsSpec definitions;
    Location location;

    [[nodiscard]] bool has_intensities() const;
    /// Whether moves may follow one another within a cycle.
    [[nodiscard]] bool is_continuous() const { return stated_cycle || has_intensities(); }
    /// The cycle that stated probabilities are of.
    [[nodiscard]] const CycleSpec& stated_length() const {
        return stated_cycle ? *stated_cycle : cycle;
    }
};

/// Reads a file of kind `model`. Checks form, names within the file and structure (a state that
/// cannot be left and is not absorbing, …); values of expressions are checked by model compilation.
/// Whatever is wrong is reported; the result is then still usable for further checks, or nothing.
[[nodiscard]] std::optional<ModelSpec> read_model(const YamlNode& root, Diagnostics& diagnostics);

}  // namespace forlob
