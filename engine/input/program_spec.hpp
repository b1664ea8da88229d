#pragma once

// What is offered, to whom, in which steps, to what effect? The plain form of a file of kind
// `program`.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/economy_spec.hpp"
#include "input/model_spec.hpp"
#include "input/resources.hpp"

namespace forlob {

struct EligibilitySpec {
    std::vector<Name> states;                                    ///< states and groups
    std::vector<std::pair<Name, std::vector<Name>>> attributes;  ///< attribute → allowed levels
    struct ClockRange {
        Name clock;
        std::int32_t from_months = 0;
        std::optional<std::int32_t> to_months;  ///< inclusive
    };
    std::vector<ClockRange> clocks;
    Location location;
};

struct EnrolmentSpec {
    std::int32_t from_month = 1;  ///< first month in which it is offered; also the launch
    std::optional<std::int32_t> to_month;
    Expression probability{1.0};  ///< per month, of those eligible and willing
    Expression willing{1.0};      ///< share of persons who would ever accept
    bool repeat = true;           ///< whether those who have been in it may enter again
};

/// Where a person goes: a phase of this program, or `end`.
struct PhaseSpec {
    Name name;
    Label label;
    std::optional<std::int32_t> min_months;  ///< with `max_months`: may advance from then on
    /// The fixed length if `min_months` is absent; no limit if both are.
    std::optional<std::int32_t> max_months;
    std::optional<Expression> advance;  ///< probability per month of advancing, from min on
    std::optional<Name> placement;      ///< state that a person is moved to on entry
    std::optional<Name> release;  ///< state to which those still in `placement` are moved when the
                                  ///< phase ends by its length
    Name then;                    ///< phase or `end`; empty text: end
    std::vector<std::pair<Name, Name>> on_enter;  ///< state or group → phase or `end`
    std::optional<Expression> drop_out;           ///< probability per month
    std::vector<Name> uses;  ///< resources of which everybody in the phase takes one place
    Location location;
};

/// What a program does to some moves, in some phases and for a time after the program.
struct EffectSpec {
    enum class Form {
        hazard_ratio,   ///< multiplies the hazard
        relative_risk,  ///< multiplies the stated probability
        odds_ratio,     ///< multiplies the odds of the stated probability
        probability,    ///< replaces the stated value …
        rate            ///< … whatever its form
    };
    std::string label;
    std::vector<MovePattern> moves;
    Form form = Form::hazard_ratio;
    Expression value{1.0};
    TimeUnit per = TimeUnit::month;  ///< of a rate
    std::vector<FactorSpec> by;
    std::vector<Name> phases;       ///< empty: all phases
    std::int32_t months_after = 0;  ///< after leaving the program by any way
    /// Share of the effect that is reached: the ratio acts as ratio^share.
    struct Ramp {
        enum class Since { launch, program_start };
        Since since = Since::launch;
        std::int32_t full_after_months = 0;  ///< linear from 0 to 1 over so many months
        Location location;
    };
    std::optional<Ramp> ramp;
    Location location;

    [[nodiscard]] bool replaces() const { return form == Form::probability || form == Form::rate; }
};

/// The key that an effect of this form is written with.
[[nodiscard]] const char* form_word(EffectSpec::Form form);

struct ReplacedRowSpec {
    std::vector<Name> phases;  ///< empty: all
    RowSpec row;
    Location location;
};

struct ProgramSpec {
    Name name;
    std::string title;
    Label label;
    std::vector<Parameter> parameters;
    std::vector<JointDistribution> joint;
    std::vector<TableSpec> tables;
    /// Everybody is under it from tick 0 on, besides any other program: no eligibility, enrolment
    /// or phases.
    bool is_standing = false;
    EligibilitySpec eligibility;
    EnrolmentSpec enrolment;
    std::vector<PhaseSpec> phases;                ///< the first is where people enter
    std::vector<std::pair<Name, Name>> on_enter;  ///< for every phase that has no rule of its own
    std::vector<EffectSpec> effects;
    std::vector<ReplacedRowSpec> replace;
    std::vector<AccountSpec> payments;
    std::vector<OutcomeSpec> outcomes;    ///< added to the economy's of the same name, or replacing
    std::vector<ResourceSpec> resources;  ///< none: there is a place for everybody
    std::optional<QueueSpec> queue;
    Location location;
};

[[nodiscard]] std::optional<ProgramSpec> read_program(const YamlNode& root,
                                                      Diagnostics& diagnostics);

}  // namespace forlob
