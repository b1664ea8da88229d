#pragma once

// The steps of compiling one arm, in order: kinds and population, clocks, programs, rows, cells.
// Private to the module: others include model/model.hpp.
//
// Programs and rows are planned once and filled with numbers for every draw of the parameters. A
// plan knows what acts on what, which is in the specification; only filling reads parameters.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/multiplier.hpp"
#include "model/value.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// What every step reads about the arm that is compiled.
struct ArmSource {
    const ScenarioSpec& scenario;
    const ArmSpec& arm;
    std::vector<const ProgramSpec*> programs;  ///< in the order of offer
    std::vector<std::size_t> positions;        ///< theirs in ScenarioSpec::programs
    std::vector<const ProgramSpec*> standing;  ///< programs that everybody is under
    const Vocabulary& vocabulary;
    const ParameterValues& parameters;
    FactorContext factors;
    ValueContext values;  ///< of transitions
    Diagnostics& diagnostics;
};

/// The attributes that rows, eligibility, prices or recording distinguish, and the kinds they make.
struct KindTable {
    std::vector<AttributeId> attributes;
    std::vector<Kind> kinds;  ///< frailty is the fastest coordinate
    std::size_t n_frailty = 1;

    [[nodiscard]] std::uint32_t kind_of(const std::vector<LevelId>& levels,
                                        const std::vector<std::size_t>& n_levels) const;
};
[[nodiscard]] KindTable compile_kinds(const ArmSource& source);

/// Multipliers of the frailty levels: means of equally likely quantile classes of a lognormal with
/// mean 1 and the given standard deviation of its logarithm.
[[nodiscard]] std::vector<double> frailty_levels(double sd_log, int n_levels);

/// Those of the model; one level of 1 if it has no frailty.
[[nodiscard]] std::vector<double> frailty_of(const ArmSource& source);

[[nodiscard]] Population compile_population(const ArmSource& source, const KindTable& kinds);

/// How many come when, once `population` has its strata.
void compile_inflow(const ArmSource& source, Population& population);
/// States that somebody with these levels may come in.
[[nodiscard]] StartStates start_states(const ArmSource& source, const AttributeSharesSpec& spec,
                                       const std::vector<LevelId>& levels);

/// An amount that may depend on the cycle, not negative: [tick], tick 0 as cycle 1. `what` names it
/// in messages.
[[nodiscard]] std::vector<double> amounts_by_cycle(const ArmSource& source,
                                                   const Expression& expression, const char* what);
/// Whole numbers [tick 1 …] of amounts of which what is less than one is carried over.
[[nodiscard]] std::vector<std::uint32_t> carried_over(const std::vector<double>& amounts);

/// Clocks in the author's order, then `age` if the population has ages. Caps are set later.
[[nodiscard]] std::vector<Clock> compile_clocks(const ArmSource& source);
/// Start values of every clock for one stratum, not yet saturated: months, or `never` as max.
[[nodiscard]] std::vector<ClockRange> clock_starts(const ArmSource& source,
                                                   const std::vector<LevelId>& levels,
                                                   std::size_t n_clocks);

/// (constant × Π by) ^ ramp.
struct Multiplier {
    Value constant{1.0};         ///< filled in, where `stated`
    std::vector<Factor> by{};    ///< filled in
    std::vector<Factor> ramp{};  ///< one or two, or none; without parameters
    const char* what = "factor";
    std::optional<Expression> stated{};                ///< what `constant` was written as
    const std::vector<FactorSpec>* by_spec = nullptr;  ///< what `by` was written as
    bool is_frailty = false;                           ///< `by` are the levels of frailty
    std::optional<std::size_t> like{};  ///< an earlier one in the plan with the same numbers

    [[nodiscard]] double at(const Kind& kind, std::span<const std::uint16_t> values) const;
};

/// Programs, and their phases after phase 0. Effects are ratios, or values that replace others, per
/// phase.
struct PhaseEffect {
    std::optional<PhaseId> phase;                      ///< nothing: every phase, and no program
    std::vector<std::pair<StateSet, StateSet>> moves;  ///< from, to
    const EffectSpec* spec = nullptr;
    std::vector<Factor> ramp;  ///< of ratios
};
struct CompiledPrograms {
    std::vector<Program> programs;
    std::vector<Phase> phases;
    std::vector<Resource> resources;
    std::vector<PhaseEffect> effects;
    struct Replacement {
        std::optional<PhaseId> phase;  ///< nothing: everywhere
        const RowSpec* row;
    };
    std::vector<Replacement> replacements;
};
/// All but the chances.
[[nodiscard]] CompiledPrograms compile_programs(const ArmSource& source, const KindTable& kinds);
/// How likely people are to enter, to move on and to drop out.
void fill_chances(const ArmSource& source, std::vector<Program>& programs,
                  std::vector<Phase>& phases);

/// Resources and queue of the program that was compiled last, whose phases are the last ones from
/// `first_phase` on.
void compile_resources(const ArmSource& source, const ProgramSpec& spec, std::size_t first_phase,
                       CompiledPrograms& compiled);

/// Patterns of moves as pairs of sets; an empty list of states means all.
[[nodiscard]] std::vector<std::pair<StateSet, StateSet>> move_sets(
    const std::vector<MovePattern>& patterns, const ArmSource& source);

/// A number of a row as the author wrote it.
struct StatedValue {
    Value value;  ///< filled in
    Expression text{0.0};
    MoveSpec::Form form = MoveSpec::Form::probability;
    double units_per_cycle =
        1.0;  ///< of a rate or intensity: the hazard of a cycle is so many times the value
};

/// Every move of every context with what acts on it, before enumeration. The numbers are positions
/// in RowPlan::stated and RowPlan::multipliers.
struct PlannedMove {
    StateId to;
    std::size_t stated = 0;  ///< after replacement
    std::vector<std::size_t> relative_risks{};
    std::vector<std::size_t> odds_ratios{};
    std::vector<std::size_t> multipliers{};  ///< of the hazard
    bool operator==(const PlannedMove&) const = default;
};
struct PlannedRow {
    StateId origin{};
    const RowSpec* spec = nullptr;                      ///< null if nobody leaves
    MoveSpec::Form form = MoveSpec::Form::probability;  ///< of the row: probability, rate or count
    std::vector<std::size_t> counts{};                  ///< all of the row, if it has counts
    std::vector<PlannedMove> moves{};                   ///< by destination, ascending
    /// The first context in which the same acts on the same moves: this one, if there is no other.
    std::size_t first_like = 0;
    /// Filled in: the hazards before anything multiplies them, if they are the same for everybody.
    std::optional<Row> fixed{};
};
struct RowPlan {
    std::vector<Multiplier> multipliers;
    std::vector<StatedValue> stated;
    std::vector<PlannedRow> contexts;  ///< [phase · n_states + state]

    /// Whatever tells the rows of one context apart.
    [[nodiscard]] std::vector<const Factor*> factors_of(const PlannedRow& row) const;
};
[[nodiscard]] RowPlan plan_rows(const ArmSource& source, const CompiledPrograms& programs);
void fill_rows(const ArmSource& source, const std::vector<double>& frailty, RowPlan& plan);
/// All that filling reads, and what frailty rests on.
[[nodiscard]] std::vector<const Expression*> expressions_behind_rows(const ArmSource& source,
                                                                     const RowPlan& plan);

/// What the prices of each context depend on.
struct CellPlan {
    struct Context {
        std::vector<AttributeId> attributes;
        std::vector<Factor> coordinates;  ///< values only mark where classes begin
        StateSet priced_to;  ///< destinations of moves whose price depends on who makes them
    };
    std::vector<Context> contexts;
};
[[nodiscard]] CellPlan plan_cells(const ArmSource& source, const CompiledPrograms& programs,
                                  const Population& population);
/// Formulas whose values may change the plan: those that cells are told apart by.
[[nodiscard]] std::vector<const Expression*> expressions_behind_cells(const ArmSource& source);
void build_cells(const ArmSource& source, const CellPlan& plan, const std::vector<Phase>& phases,
                 const KindTable& kinds, Model& model);

/// [kind] whether the population has such people.
[[nodiscard]] std::vector<bool> existing_kinds(const Population& population,
                                               const KindTable& kinds);

}  // namespace forlob
