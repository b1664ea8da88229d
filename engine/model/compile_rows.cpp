// Which hazards act on whom? Every move of every phase and state with its multipliers, then rows
// for every combination of coordinates between which they differ.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/compile.hpp"
#include "model/enumeration.hpp"

namespace forlob {
namespace {

constexpr double certainty_tolerance = 1e-9;
constexpr std::size_t most_slots = std::size_t{1} << 26;

// The stated row of one origin as hazards, before anything multiplies them.
PlannedRow stated_row(const RowSpec& spec, StateId origin, const ArmSource& source) {
    std::vector<StatedMove> stated;
    PlannedRow row{.origin = origin};
    bool is_rates = false;
    double total = 0.0;
    for (const MoveSpec& move : spec.moves) {
        const auto to = source.vocabulary.state(move.to, source.diagnostics);
        is_rates = move.form == MoveSpec::Form::rate;
        const double value = non_negative(move.value, is_rates ? "rate" : "probability",
                                          source.parameters, source.diagnostics);
        total += value;
        if (!is_rates && value > 1.0 + certainty_tolerance)
            source.diagnostics.error(
                move.value.location(),
                fmt::format("probability '{}' is {}", move.value.text(), value),
                "a probability is at most 1");
        if (!to) continue;
        stated.push_back({*to, {value}});
        const double hazard = is_rates ? source.scenario.model.cycle.in(move.per, value) : value;
        row.moves.push_back({.to = *to, .hazard = hazard});
    }
    if (is_rates) return row;
    if (total > 1.0 + certainty_tolerance) {
        source.diagnostics.error(
            spec.from.location,
            fmt::format("the probabilities of leaving '{}' add up to {:.9g}", spec.from.text,
                        total),
            "they must add up to at most 1; what is left over is the probability of staying");
        return row;
    }
    const Row exact = row_from_probabilities(origin, stated);
    row.certain_exit = exact.certain_exit;
    for (std::size_t move = 0; move < row.moves.size(); ++move)
        row.moves[move].hazard = exact.moves[move].hazard.per_cycle;
    return row;
}

// Collects the multipliers once each and says which act on a move.
class MultiplierBook {
public:
    MultiplierBook(const ArmSource& source, const CompiledPrograms& programs,
                   const std::vector<double>& frailty, std::vector<Multiplier>& multipliers)
        : source_(source), multipliers_(multipliers) {
        for (const ModifierSpec& modifier : source.scenario.model.modifiers) {
            Multiplier multiplier;
            if (modifier.factor)
                multiplier.constant =
                    non_negative(*modifier.factor, "factor", source.parameters, source.diagnostics);
            add_factors(modifier.by, multiplier);
            add(std::nullopt, move_sets(modifier.moves, source), std::move(multiplier));
        }
        if (const auto& spec = source.scenario.model.frailty) {
            Multiplier multiplier;
            multiplier.by.push_back({.over = Factor::Over::frailty, .value = frailty});
            add(std::nullopt, move_sets(spec->moves, source), std::move(multiplier));
        }
        for (const PhaseEffect& effect : programs.effects)
            add(effect.phase, effect.moves, effect.multiplier);
    }

    /// The multiplier of a move's own `by`, made once per move of the author's text.
    [[nodiscard]] std::optional<std::size_t> own(const MoveSpec& move) {
        if (move.by.empty()) return std::nullopt;
        const auto known = own_.find(&move);
        if (known != own_.end()) return known->second;
        Multiplier multiplier;
        add_factors(move.by, multiplier);
        multipliers_.push_back(std::move(multiplier));
        return own_[&move] = multipliers_.size() - 1;
    }

    [[nodiscard]] std::vector<std::size_t> acting_on(PhaseId phase, StateId from,
                                                     StateId to) const {
        std::vector<std::size_t> acting;
        for (const Entry& entry : entries_) {
            if (entry.phase && *entry.phase != phase) continue;
            if (std::any_of(entry.moves.begin(), entry.moves.end(), [&](const auto& sets) {
                    return sets.first.contains(from) && sets.second.contains(to);
                }))
                acting.push_back(entry.multiplier);
        }
        return acting;
    }

private:
    struct Entry {
        std::optional<PhaseId> phase;
        std::vector<std::pair<StateSet, StateSet>> moves;
        std::size_t multiplier = 0;
    };

    void add_factors(const std::vector<FactorSpec>& by, Multiplier& multiplier) {
        for (const FactorSpec& spec : by)
            if (auto factor = compile_factor(spec, source_.factors, source_.diagnostics))
                multiplier.by.push_back(std::move(*factor));
    }
    void add(std::optional<PhaseId> phase, std::vector<std::pair<StateSet, StateSet>> moves,
             Multiplier multiplier) {
        multipliers_.push_back(std::move(multiplier));
        entries_.push_back({phase, std::move(moves), multipliers_.size() - 1});
    }

    const ArmSource& source_;
    std::vector<Multiplier>& multipliers_;
    std::vector<Entry> entries_;
    std::map<const MoveSpec*, std::size_t> own_;
};

std::vector<const Factor*> factors_of(const PlannedRow& row, const RowPlan& plan) {
    std::vector<const Factor*> factors;
    for (const PlannedMove& move : row.moves)
        for (const std::size_t number : move.multipliers) {
            const Multiplier& multiplier = plan.multipliers[number];
            for (const Factor& factor : multiplier.by) factors.push_back(&factor);
            for (const Factor& factor : multiplier.ramp) factors.push_back(&factor);
        }
    return factors;
}

}  // namespace

RowPlan plan_rows(const ArmSource& source, const CompiledPrograms& programs,
                  const std::vector<double>& frailty) {
    RowPlan plan;
    const auto n_states = static_cast<std::size_t>(source.vocabulary.n_states());
    std::vector<const RowSpec*> base(n_states, nullptr);
    for (const RowSpec& row : source.scenario.model.rows)
        if (const auto from = source.vocabulary.state(row.from, source.diagnostics))
            base[index(*from)] = &row;

    MultiplierBook book(source, programs, frailty, plan.multipliers);
    for (std::size_t phase = 0; phase < programs.phases.size(); ++phase) {
        std::vector<const RowSpec*> rows = base;
        for (const auto& replacement : programs.replacements)
            if (index(replacement.phase) == phase)
                if (const auto from =
                        source.vocabulary.state(replacement.row->from, source.diagnostics))
                    rows[index(*from)] = replacement.row;
        for (std::size_t state = 0; state < n_states; ++state) {
            const auto origin = static_cast<StateId>(state);
            PlannedRow row{.origin = origin};
            if (rows[state] != nullptr) {
                row = stated_row(*rows[state], origin, source);
                std::size_t number = 0;
                for (const MoveSpec& move : rows[state]->moves) {
                    if (number >= row.moves.size()) break;
                    PlannedMove& planned = row.moves[number++];
                    planned.multipliers =
                        book.acting_on(static_cast<PhaseId>(phase), origin, planned.to);
                    if (const auto own = book.own(move)) planned.multipliers.push_back(*own);
                }
                std::sort(row.moves.begin(), row.moves.end(),
                          [](const PlannedMove& a, const PlannedMove& b) { return a.to < b.to; });
            }
            plan.contexts.push_back(std::move(row));
        }
    }
    return plan;
}

void build_rows(const ArmSource& source, const RowPlan& plan, const KindTable& kinds,
                Model& model) {
    std::vector<Enumeration> enumerations;
    std::size_t n_slots = 0;
    for (const PlannedRow& row : plan.contexts) {
        enumerations.push_back(enumerate(factors_of(row, plan), kinds.kinds, model.coordinate_cap));
        n_slots += enumerations.back().size() * (row.moves.size() + 1);
    }
    if (n_slots > most_slots) {
        std::size_t largest = 0;
        for (std::size_t context = 0; context < enumerations.size(); ++context)
            if (enumerations[context].size() > enumerations[largest].size()) largest = context;
        source.diagnostics.error(
            source.scenario.model.location,
            fmt::format(
                "hazards that depend on so many coordinates make {} table entries, {} of them "
                "for leaving '{}'",
                n_slots, enumerations[largest].size(),
                source.scenario.model.states[largest % static_cast<std::size_t>(model.n_states)]
                    .name.text),
            fmt::format(
                "at most {} are supported: let fewer coordinates multiply, or use fewer steps",
                most_slots));
        return;
    }

    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        const PlannedRow& planned = plan.contexts[number];
        const auto base = static_cast<std::uint32_t>(model.rows.n_rows());
        model.row_of.contexts.push_back(lattice_context(enumerations[number], base));
        for_each_combination(
            enumerations[number], model.coordinate_cap.size(),
            [&](std::size_t kind, std::span<const std::uint16_t> values) {
                Row row{.origin = planned.origin, .certain_exit = planned.certain_exit};
                for (const PlannedMove& move : planned.moves) {
                    double hazard = move.hazard;
                    for (const std::size_t multiplier : move.multipliers)
                        hazard *= plan.multipliers[multiplier].at(kinds.kinds[kind], values);
                    row.moves.push_back({move.to, {hazard}});
                }
                model.rows.append(row, model.n_states);
            });
    }
    model.row_of.size = static_cast<std::uint32_t>(model.rows.n_rows());
}

}  // namespace forlob
