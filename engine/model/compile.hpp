#pragma once

// The steps of compiling one arm, in order: kinds and population, clocks, programs, rows, cells.
// Private to the module: others include model/model.hpp.

#include <cstdint>
#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/multiplier.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// What every step reads about the arm that is compiled.
struct ArmSource {
    const ScenarioSpec& scenario;
    const ArmSpec& arm;
    std::vector<const ProgramSpec*> programs;  ///< in the order of offer
    const Vocabulary& vocabulary;
    const ParameterValues& parameters;
    FactorContext factors;
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

/// Programs, and their phases after phase 0. Effects become multipliers per phase.
struct PhaseEffect {
    PhaseId phase;
    std::vector<std::pair<StateSet, StateSet>> moves;  ///< from, to
    Multiplier multiplier;
};
struct CompiledPrograms {
    std::vector<Program> programs;
    std::vector<Phase> phases;
    std::vector<Resource> resources;
    std::vector<PhaseEffect> effects;
    struct Replacement {
        PhaseId phase;
        const RowSpec* row;
    };
    std::vector<Replacement> replacements;
};
[[nodiscard]] CompiledPrograms compile_programs(const ArmSource& source, const KindTable& kinds);

/// Resources and queue of the program that was compiled last, whose phases are the last ones from
/// `first_phase` on.
void compile_resources(const ArmSource& source, const ProgramSpec& spec, std::size_t first_phase,
                       CompiledPrograms& compiled);

/// Patterns of moves as pairs of sets; an empty list of states means all.
[[nodiscard]] std::vector<std::pair<StateSet, StateSet>> move_sets(
    const std::vector<MovePattern>& patterns, const ArmSource& source);

/// Every move of every context with the multipliers that act on it, before enumeration.
struct PlannedMove {
    StateId to;
    double hazard = 0.0;                     ///< unmodified
    std::vector<std::size_t> multipliers{};  ///< positions in RowPlan::multipliers
};
struct PlannedRow {
    StateId origin{};
    bool certain_exit = false;
    std::vector<PlannedMove> moves{};
};
struct RowPlan {
    std::vector<Multiplier> multipliers;
    std::vector<PlannedRow> contexts;  ///< [phase · n_states + state]
};
[[nodiscard]] RowPlan plan_rows(const ArmSource& source, const CompiledPrograms& programs,
                                const std::vector<double>& frailty);
void build_rows(const ArmSource& source, const RowPlan& plan, const KindTable& kinds, Model& model);

/// What the prices of each context depend on.
struct CellPlan {
    struct Context {
        std::vector<AttributeId> attributes;
        std::vector<Factor> clocks;  ///< values only mark where classes begin
    };
    std::vector<Context> contexts;
};
[[nodiscard]] CellPlan plan_cells(const ArmSource& source, const CompiledPrograms& programs,
                                  const Population& population);
void build_cells(const ArmSource& source, const CellPlan& plan, const KindTable& kinds,
                 Model& model);

}  // namespace forlob
