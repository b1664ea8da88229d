// Which hazards act on whom? Every move of every phase and state with its multipliers, then rows
// for every combination of coordinates between which they differ.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "model/compile.hpp"
#include "model/enumeration.hpp"
#include "model/occurrence.hpp"
#include "model/row_values.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_slots = std::size_t{1} << 26;

bool are_among(const std::vector<std::pair<StateSet, StateSet>>& moves, StateId from, StateId to) {
    return std::any_of(moves.begin(), moves.end(), [&](const auto& sets) {
        return sets.first.contains(from) && sets.second.contains(to);
    });
}

// Collects the multipliers once each and says which act on a move.
class MultiplierBook {
public:
    MultiplierBook(const ArmSource& source, const CompiledPrograms& programs,
                   const std::vector<double>& frailty, std::vector<Multiplier>& multipliers)
        : source_(source), multipliers_(multipliers) {
        for (const ModifierSpec& modifier : source.scenario.model.modifiers) {
            Multiplier multiplier;
            if (modifier.factor) multiplier = stated_factor(*modifier.factor);
            add_factors(modifier.by, multiplier);
            add(std::nullopt, move_sets(modifier.moves, source), std::move(multiplier));
        }
        if (const auto& spec = source.scenario.model.frailty) {
            Multiplier multiplier;
            multiplier.by.push_back({.over = Factor::Over::frailty, .value = frailty});
            add(std::nullopt, move_sets(spec->moves, source), std::move(multiplier));
        }
        for (const PhaseEffect& effect : programs.effects)
            if (effect.spec->form == EffectSpec::Form::hazard_ratio)
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
            if (are_among(entry.moves, from, to)) acting.push_back(entry.multiplier);
        }
        return acting;
    }

private:
    struct Entry {
        std::optional<PhaseId> phase;
        std::vector<std::pair<StateSet, StateSet>> moves;
        std::size_t multiplier = 0;
    };

    Multiplier stated_factor(const Expression& factor) {
        Multiplier multiplier;
        multiplier.stated = factor;
        multiplier.constant =
            compile_value(factor, multiplier.what, source_.values, source_.diagnostics);
        if (multiplier.constant.is_constant())
            multiplier.constant = Value(
                non_negative(factor, multiplier.what, source_.parameters, source_.diagnostics));
        return multiplier;
    }
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

// Relative risks, odds ratios and replaced values: effects on what the author stated.
class StatedEffects {
public:
    StatedEffects(const ArmSource& source, const CompiledPrograms& programs,
                  std::vector<Multiplier>& multipliers)
        : source_(source) {
        for (const PhaseEffect& effect : programs.effects) {
            if (effect.spec->form == EffectSpec::Form::hazard_ratio) continue;
            effects_.push_back({&effect, multipliers.size()});
            if (!effect.spec->replaces()) multipliers.push_back(effect.multiplier);
        }
    }

    void apply(PhaseId phase, const PlannedRow& row, PlannedMove& move) const {
        const PhaseEffect* replaced = nullptr;
        for (const auto& [effect, multiplier] : effects_) {
            if (effect->phase && *effect->phase != phase) continue;
            if (!are_among(effect->moves, row.origin, move.to) || is_refused(*effect, row, move))
                continue;
            if (effect->spec->form == EffectSpec::Form::relative_risk)
                move.relative_risks.push_back(multiplier);
            else if (effect->spec->form == EffectSpec::Form::odds_ratio)
                move.odds_ratios.push_back(multiplier);
            else if (replaced == nullptr || (!replaced->phase && effect->phase))
                replaced = effect;  // a phase's own value before that of a program for everybody
            else if (replaced->phase == effect->phase)
                source_.diagnostics.error(
                    effect->spec->location,
                    fmt::format("a second effect replaces the value of {}", text(row, move)),
                    "one value replaces another: let the effects act on different moves");
        }
        if (replaced == nullptr) return;
        move.stated = {replaced->replacement, replaced->spec->value,
                       replaced->spec->form == EffectSpec::Form::rate ? MoveSpec::Form::rate
                                                                      : MoveSpec::Form::probability,
                       source_.scenario.model.cycle.in(replaced->spec->per)};
    }

private:
    [[nodiscard]] std::string text(const PlannedRow& row, const PlannedMove& move) const {
        const auto& states = source_.scenario.model.states;
        return fmt::format("'{}' → '{}'", states[index(row.origin)].name.text,
                           states[index(move.to)].name.text);
    }

    bool is_refused(const PhaseEffect& effect, const PlannedRow& row,
                    const PlannedMove& move) const {
        if (move.stated.form == MoveSpec::Form::rest) {
            source_.diagnostics.error(
                effect.spec->location,
                fmt::format("the effect acts on {}, which is the rest of its row", text(row, move)),
                "let it act on the other moves of the row: the rest follows from them");
            return true;
        }
        if (effect.spec->replaces() || row.form != MoveSpec::Form::rate) return false;
        source_.diagnostics.error(
            effect.spec->location,
            fmt::format("{} '{}' acts on {}, which has a rate", effect.multiplier.what,
                        effect.spec->value.text(), text(row, move)),
            "it acts on stated probabilities: use a hazard_ratio, or state the row as "
            "probabilities");
        return true;
    }

    const ArmSource& source_;
    std::vector<std::pair<const PhaseEffect*, std::size_t>> effects_;
};

StatedValue compile_stated(const MoveSpec& move, const ArmSource& source) {
    StatedValue stated{Value(0.0), move.value, move.form, source.scenario.model.cycle.in(move.per)};
    const char* const what = move.form == MoveSpec::Form::rate    ? "rate"
                             : move.form == MoveSpec::Form::count ? "count"
                                                                  : "probability";
    if (move.form != MoveSpec::Form::rest)
        stated.value = compile_value(move.value, what, source.values, source.diagnostics);
    return stated;
}

// The row of an origin as stated, by destination.
PlannedRow plan_stated(const RowSpec& spec, StateId origin, const ArmSource& source) {
    PlannedRow row{.origin = origin, .spec = &spec};
    for (const MoveSpec& move : spec.moves) {
        const auto to = source.vocabulary.state(move.to, source.diagnostics);
        if (!to) continue;
        if (move.form != MoveSpec::Form::rest) row.form = move.form;
        StatedValue stated = compile_stated(move, source);
        if (move.form == MoveSpec::Form::count) row.counts.push_back(stated);
        if (*to != origin) row.moves.push_back({.to = *to, .stated = std::move(stated)});
    }
    return row;
}

const MoveSpec& spec_of(const RowSpec& row, StateId to, const ArmSource& source) {
    return *std::find_if(row.moves.begin(), row.moves.end(), [&](const MoveSpec& move) {
        return source.scenario.model.states[index(to)].name.text == move.to.text;
    });
}

// Rows that programs put in place of the model's, in one phase.
std::vector<const RowSpec*> rows_of_phase(const std::vector<const RowSpec*>& base, PhaseId phase,
                                          const CompiledPrograms& programs,
                                          const ArmSource& source) {
    std::vector<const RowSpec*> rows = base;
    // Those of programs for everybody stand first, so that a phase's own row wins.
    for (const auto& replacement : programs.replacements) {
        if (replacement.phase && *replacement.phase != phase) continue;
        const auto from = source.vocabulary.state(replacement.row->from, source.diagnostics);
        if (!from) continue;
        if (!replacement.phase && rows[index(*from)] != base[index(*from)])
            source.diagnostics.error(
                replacement.row->from.location,
                fmt::format("a second program for everyone replaces the row of '{}'",
                            replacement.row->from.text),
                "leave one of them out of the arm");
        rows[index(*from)] = replacement.row;
    }
    return rows;
}

bool is_dependent(const PlannedRow& row, const RowPlan& plan) {
    const auto depends = [](const StatedValue& stated) { return !stated.value.is_constant(); };
    if (std::any_of(row.counts.begin(), row.counts.end(), depends)) return true;
    return std::any_of(row.moves.begin(), row.moves.end(), [&](const PlannedMove& move) {
        const auto differs = [&](std::size_t number) {
            const Multiplier& multiplier = plan.multipliers[number];
            return !multiplier.constant.is_constant() || !multiplier.by.empty() ||
                   !multiplier.ramp.empty();
        };
        return depends(move.stated) ||
               std::any_of(move.relative_risks.begin(), move.relative_risks.end(), differs) ||
               std::any_of(move.odds_ratios.begin(), move.odds_ratios.end(), differs);
    });
}

// Builds the rows of a plan, reporting each number that makes no sense once.
class RowBuilder {
public:
    RowBuilder(const ArmSource& source, const RowPlan& plan, const std::vector<Phase>& phases,
               const KindTable& kinds, Model& model)
        : source_(source),
          plan_(plan),
          phases_(phases),
          kinds_(kinds),
          model_(model),
          kind_exists_(kinds.kinds.size(), false) {
        for (const Stratum& stratum : model.population.strata)
            for (std::size_t level = 0; level < kinds.n_frailty; ++level)
                kind_exists_[stratum.kind + level] = true;
    }

    void add_context(std::size_t number, const Enumeration& enumeration) {
        const PlannedRow& planned = plan_.contexts[number];
        const auto n_states = static_cast<std::size_t>(model_.n_states);
        std::optional<Occurrence> occurrence;  // asked for at the first mistake only
        for_each_combination(
            enumeration, model_.coordinate_cap.size(),
            [&](std::size_t kind, std::span<const std::uint16_t> values) {
                mistakes_.clear();
                Row row = planned.fixed ? *planned.fixed
                                        : stated_row(planned, plan_, source_, kinds_.kinds[kind],
                                                     values, mistakes_);
                multiply(planned, plan_, kinds_.kinds[kind], values, row, mistakes_);
                if (!mistakes_.empty()) {
                    row = {.origin = planned.origin};
                    if (!occurrence)
                        occurrence.emplace(enumeration, source_.values.reach,
                                           phases_[number / n_states], kind_exists_);
                    if (occurrence->is_possible(kind, values)) report(kind, values);
                }
                model_.rows.append(row, model_.n_states);
            });
    }

private:
    void report(std::size_t kind, std::span<const std::uint16_t> values) {
        for (const RowMistake& mistake : mistakes_) {
            if (!reported_.insert(mistake.number).second) continue;
            const std::string place =
                place_of(mistake.depends_on, kinds_.kinds[kind], values, source_.values);
            source_.diagnostics.error(
                mistake.location,
                place.empty() ? mistake.message : fmt::format("{} at {}", mistake.message, place),
                mistake.help);
        }
    }

    const ArmSource& source_;
    const RowPlan& plan_;
    const std::vector<Phase>& phases_;
    const KindTable& kinds_;
    Model& model_;
    std::vector<bool> kind_exists_;
    std::set<const void*> reported_;
    std::vector<RowMistake> mistakes_;
};

}  // namespace

double Multiplier::at(const Kind& kind, std::span<const std::uint16_t> values) const {
    double product = constant.at(kind, values);
    for (const Factor& factor : by) product *= factor.at(kind, values);
    for (const Factor& factor : ramp)
        if (const double share = factor.at(kind, values); share != 1.0)
            product = std::pow(product, share);
    return product;
}

std::vector<const Factor*> RowPlan::factors_of(const PlannedRow& row) const {
    std::vector<const Factor*> factors;
    const auto add = [&](const std::vector<Factor>& more) {
        for (const Factor& factor : more) factors.push_back(&factor);
    };
    for (const StatedValue& count : row.counts) add(count.value.dependence());
    for (const PlannedMove& move : row.moves) {
        add(move.stated.value.dependence());
        for (const auto* numbers : {&move.relative_risks, &move.odds_ratios, &move.multipliers})
            for (const std::size_t number : *numbers) {
                add(multipliers[number].constant.dependence());
                add(multipliers[number].by);
                add(multipliers[number].ramp);
            }
    }
    return factors;
}

RowPlan plan_rows(const ArmSource& source, const CompiledPrograms& programs,
                  const std::vector<double>& frailty) {
    RowPlan plan;
    const auto n_states = static_cast<std::size_t>(source.vocabulary.n_states());
    std::vector<const RowSpec*> base(n_states, nullptr);
    for (const RowSpec& row : source.scenario.model.rows)
        if (const auto from = source.vocabulary.state(row.from, source.diagnostics))
            base[index(*from)] = &row;

    MultiplierBook book(source, programs, frailty, plan.multipliers);
    const StatedEffects effects(source, programs, plan.multipliers);
    std::map<const RowSpec*, PlannedRow> stated;  // each row of the author's text once
    for (std::size_t number = 0; number < programs.phases.size(); ++number) {
        const auto phase = static_cast<PhaseId>(number);
        const std::vector<const RowSpec*> rows = rows_of_phase(base, phase, programs, source);
        for (std::size_t state = 0; state < n_states; ++state) {
            const auto origin = static_cast<StateId>(state);
            PlannedRow row{.origin = origin};
            if (rows[state] != nullptr) {
                const auto known = stated.find(rows[state]);
                row = known != stated.end()
                          ? known->second
                          : stated.emplace(rows[state], plan_stated(*rows[state], origin, source))
                                .first->second;
                for (PlannedMove& move : row.moves) {
                    move.multipliers = book.acting_on(phase, origin, move.to);
                    if (const auto own = book.own(spec_of(*rows[state], move.to, source)))
                        move.multipliers.push_back(*own);
                    effects.apply(phase, row, move);
                }
                std::sort(row.moves.begin(), row.moves.end(),
                          [](const PlannedMove& a, const PlannedMove& b) { return a.to < b.to; });
                if (!is_dependent(row, plan)) {
                    std::vector<RowMistake> mistakes;
                    row.fixed = stated_row(row, plan, source, {}, {}, mistakes);
                    for (RowMistake& one : mistakes)
                        source.diagnostics.error(one.location, one.message, one.help);
                }
            }
            plan.contexts.push_back(std::move(row));
        }
    }
    return plan;
}

void build_rows(const ArmSource& source, const RowPlan& plan, const std::vector<Phase>& phases,
                const KindTable& kinds, Model& model) {
    std::vector<Enumeration> enumerations;
    std::size_t n_slots = 0;
    for (const PlannedRow& row : plan.contexts) {
        enumerations.push_back(enumerate(plan.factors_of(row), kinds.kinds, model.coordinate_cap));
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

    RowBuilder builder(source, plan, phases, kinds, model);
    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        const auto base = static_cast<std::uint32_t>(model.rows.n_rows());
        model.row_of.contexts.push_back(lattice_context(enumerations[number], base));
        builder.add_context(number, enumerations[number]);
    }
    model.row_of.size = static_cast<std::uint32_t>(model.rows.n_rows());
}

}  // namespace forlob
