// Which hazards act on whom? Every move of every phase and state with its multipliers.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "model/compile.hpp"
#include "model/row_values.hpp"

namespace forlob {
namespace {

bool are_among(const std::vector<std::pair<StateSet, StateSet>>& moves, StateId from, StateId to) {
    return std::any_of(moves.begin(), moves.end(), [&](const auto& sets) {
        return sets.first.contains(from) && sets.second.contains(to);
    });
}

// Plans the multipliers once each and says which act on a move.
class MultiplierBook {
public:
    MultiplierBook(const ArmSource& source, const CompiledPrograms& programs,
                   std::vector<Multiplier>& multipliers)
        : multipliers_(multipliers) {
        for (const PhaseEffect& effect : programs.effects)
            if (!effect.spec->replaces()) plan_effect(effect);
        for (const ModifierSpec& modifier : source.scenario.model.modifiers) {
            Multiplier multiplier{.stated = modifier.factor, .by_spec = &modifier.by};
            add(std::nullopt, move_sets(modifier.moves, source), std::move(multiplier));
        }
        if (const auto& spec = source.scenario.model.frailty)
            add(std::nullopt, move_sets(spec->moves, source), {.is_frailty = true});
        for (const PhaseEffect& effect : programs.effects)
            if (effect.spec->form == EffectSpec::Form::hazard_ratio)
                entries_.push_back({effect.phase, effect.moves, of_effect(effect)});
    }

    /// The ratio of an effect.
    [[nodiscard]] std::size_t of_effect(const PhaseEffect& effect) const {
        return of_effect_.at(&effect);
    }

    /// The multiplier of a move's own `by`, made once per move of the author's text.
    [[nodiscard]] std::optional<std::size_t> own(const MoveSpec& move) {
        if (move.by.empty()) return std::nullopt;
        const auto [known, is_new] = own_.emplace(&move, multipliers_.size());
        if (is_new) multipliers_.push_back({.by_spec = &move.by});
        return known->second;
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

    // An effect has the same numbers in all phases, and another ramp after the program.
    void plan_effect(const PhaseEffect& effect) {
        const auto [first, is_new] = first_of_.emplace(effect.spec, multipliers_.size());
        if (!is_new && are_same(multipliers_[first->second].ramp, effect.ramp)) {
            of_effect_.emplace(&effect, first->second);
            return;
        }
        of_effect_.emplace(&effect, multipliers_.size());
        Multiplier multiplier{.ramp = effect.ramp,
                              .what = form_word(effect.spec->form),
                              .stated = effect.spec->value,
                              .by_spec = &effect.spec->by};
        if (!is_new) multiplier.like = first->second;
        multipliers_.push_back(std::move(multiplier));
    }
    static bool are_same(const std::vector<Factor>& one, const std::vector<Factor>& other) {
        return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                          [](const Factor& a, const Factor& b) {
                              return a.coordinate == b.coordinate && a.value == b.value;
                          });
    }
    void add(std::optional<PhaseId> phase, std::vector<std::pair<StateSet, StateSet>> moves,
             Multiplier multiplier) {
        multipliers_.push_back(std::move(multiplier));
        entries_.push_back({phase, std::move(moves), multipliers_.size() - 1});
    }

    std::vector<Multiplier>& multipliers_;
    std::vector<Entry> entries_;
    std::map<const EffectSpec*, std::size_t> first_of_;
    std::map<const PhaseEffect*, std::size_t> of_effect_;
    std::map<const MoveSpec*, std::size_t> own_;
};

// Relative risks, odds ratios and replaced values: effects on what the author stated.
class StatedEffects {
public:
    StatedEffects(const ArmSource& source, const CompiledPrograms& programs,
                  const MultiplierBook& book, std::vector<StatedValue>& stated)
        : source_(source), book_(book), stated_(stated) {
        for (const PhaseEffect& effect : programs.effects)
            if (effect.spec->form != EffectSpec::Form::hazard_ratio) effects_.push_back(&effect);
    }

    void apply(PhaseId phase, const PlannedRow& row, PlannedMove& move) {
        const PhaseEffect* replaced = nullptr;
        for (const PhaseEffect* effect : effects_) {
            if (effect->phase && *effect->phase != phase) continue;
            if (!are_among(effect->moves, row.origin, move.to) || is_refused(*effect, row, move))
                continue;
            if (effect->spec->form == EffectSpec::Form::relative_risk)
                move.relative_risks.push_back(book_.of_effect(*effect));
            else if (effect->spec->form == EffectSpec::Form::odds_ratio)
                move.odds_ratios.push_back(book_.of_effect(*effect));
            else if (replaced == nullptr || (!replaced->phase && effect->phase))
                replaced = effect;  // a phase's own value before that of a program for everybody
            else if (replaced->phase == effect->phase)
                source_.diagnostics.error(
                    effect->spec->location,
                    fmt::format("a second effect replaces the value of {}", text(row, move)),
                    "one value replaces another: let the effects act on different moves");
        }
        if (replaced != nullptr) move.stated = replacement(*replaced->spec);
    }

private:
    // What stands in the place of a stated value, once per effect.
    std::size_t replacement(const EffectSpec& spec) {
        const auto [known, is_new] = replacements_.emplace(&spec, stated_.size());
        if (is_new)
            stated_.push_back({Value(), spec.value,
                               spec.form == EffectSpec::Form::rate ? MoveSpec::Form::rate
                                                                   : MoveSpec::Form::probability,
                               source_.scenario.model.stated_length().in(spec.per)});
        return known->second;
    }

    [[nodiscard]] std::string text(const PlannedRow& row, const PlannedMove& move) const {
        const auto& states = source_.scenario.model.states;
        return fmt::format("'{}' → '{}'", states[index(row.origin)].name.text,
                           states[index(move.to)].name.text);
    }

    bool is_refused(const PhaseEffect& effect, const PlannedRow& row,
                    const PlannedMove& move) const {
        if (stated_[move.stated].form == MoveSpec::Form::rest) {
            source_.diagnostics.error(
                effect.spec->location,
                fmt::format("the effect acts on {}, which is the rest of its row", text(row, move)),
                "let it act on the other moves of the row: the rest follows from them");
            return true;
        }
        if (effect.spec->replaces() || row.form != MoveSpec::Form::rate) return false;
        source_.diagnostics.error(
            effect.spec->location,
            fmt::format("{} '{}' acts on {}, which has a rate", form_word(effect.spec->form),
                        effect.spec->value.text(), text(row, move)),
            "it acts on stated probabilities: use a hazard_ratio, or state the row as "
            "probabilities");
        return true;
    }

    const ArmSource& source_;
    const MultiplierBook& book_;
    std::vector<StatedValue>& stated_;
    std::vector<const PhaseEffect*> effects_;
    std::map<const EffectSpec*, std::size_t> replacements_;
};

// The row of an origin as stated, by destination.
PlannedRow plan_stated(const RowSpec& spec, StateId origin, const ArmSource& source,
                       std::vector<StatedValue>& stated) {
    PlannedRow row{.origin = origin, .spec = &spec};
    for (const MoveSpec& move : spec.moves) {
        const auto to = source.vocabulary.state(move.to, source.diagnostics);
        if (!to) continue;
        if (move.form != MoveSpec::Form::rest) row.form = move.form;
        const bool is_count = move.form == MoveSpec::Form::count;
        if (is_count) row.counts.push_back(stated.size());
        if (*to != origin) row.moves.push_back({.to = *to, .stated = stated.size()});
        if (is_count || *to != origin)
            stated.push_back({Value(), move.value, move.form,
                              source.scenario.model.stated_length().in(move.per)});
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
    const auto depends = [&](std::size_t number) {
        return !plan.stated[number].value.is_constant();
    };
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

void fill_multiplier(const ArmSource& source, const std::vector<double>& frailty, RowPlan& plan,
                     Multiplier& multiplier) {
    if (multiplier.like) {
        multiplier.constant = plan.multipliers[*multiplier.like].constant;
        multiplier.by = plan.multipliers[*multiplier.like].by;
        return;
    }
    if (multiplier.stated) {
        multiplier.constant =
            compile_value(*multiplier.stated, multiplier.what, source.values, source.diagnostics);
        if (multiplier.constant.is_constant())
            multiplier.constant = Value(non_negative(*multiplier.stated, multiplier.what,
                                                     source.parameters, source.diagnostics));
    }
    multiplier.by.clear();
    if (multiplier.is_frailty)
        multiplier.by.push_back({.over = Factor::Over::frailty, .value = frailty});
    if (multiplier.by_spec != nullptr)
        for (const FactorSpec& spec : *multiplier.by_spec)
            if (auto factor = compile_factor(spec, source.factors, source.diagnostics))
                multiplier.by.push_back(std::move(*factor));
}

void fill_stated(const ArmSource& source, StatedValue& stated) {
    const char* const what = stated.form == MoveSpec::Form::rate        ? "rate"
                             : stated.form == MoveSpec::Form::intensity ? "intensity"
                             : stated.form == MoveSpec::Form::count     ? "count"
                                                                        : "probability";
    if (stated.form != MoveSpec::Form::rest)
        stated.value = compile_value(stated.text, what, source.values, source.diagnostics);
}

std::size_t first_like(const PlannedRow& row, const std::vector<PlannedRow>& contexts) {
    const auto first = std::find_if(contexts.begin(), contexts.end(), [&](const PlannedRow& known) {
        return known.origin == row.origin && known.spec == row.spec && known.moves == row.moves;
    });
    return static_cast<std::size_t>(first - contexts.begin());
}

}  // namespace

double Multiplier::at(const Kind& kind, std::span<const std::uint16_t> values) const {
    double product = constant.at(kind, values);
    for (const Factor& factor : by) product *= factor.at(kind, values);
    for (const Factor& factor : ramp)
        if (const double share = factor.at(kind, values); share != 1.0)
            product = std::pow(product, share);
    return product;
}

RowPlan plan_rows(const ArmSource& source, const CompiledPrograms& programs) {
    RowPlan plan;
    const auto n_states = static_cast<std::size_t>(source.vocabulary.n_states());
    std::vector<const RowSpec*> base(n_states, nullptr);
    for (const RowSpec& row : source.scenario.model.rows)
        if (const auto from = source.vocabulary.state(row.from, source.diagnostics))
            base[index(*from)] = &row;

    MultiplierBook book(source, programs, plan.multipliers);
    StatedEffects effects(source, programs, book, plan.stated);
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
                          : stated
                                .emplace(rows[state],
                                         plan_stated(*rows[state], origin, source, plan.stated))
                                .first->second;
                for (PlannedMove& move : row.moves) {
                    move.multipliers = book.acting_on(phase, origin, move.to);
                    if (const auto own = book.own(spec_of(*rows[state], move.to, source)))
                        move.multipliers.push_back(*own);
                    effects.apply(phase, row, move);
                }
                std::sort(row.moves.begin(), row.moves.end(),
                          [](const PlannedMove& a, const PlannedMove& b) { return a.to < b.to; });
            }
            row.first_like = first_like(row, plan.contexts);
            plan.contexts.push_back(std::move(row));
        }
    }
    return plan;
}

void fill_rows(const ArmSource& source, const std::vector<double>& frailty, RowPlan& plan) {
    for (Multiplier& multiplier : plan.multipliers)
        fill_multiplier(source, frailty, plan, multiplier);
    for (StatedValue& stated : plan.stated) fill_stated(source, stated);
    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        PlannedRow& row = plan.contexts[number];
        row.fixed.reset();
        if (row.first_like != number || row.spec == nullptr || is_dependent(row, plan)) continue;
        std::vector<RowMistake> mistakes;
        row.fixed = stated_row(row, plan, source, {}, {}, mistakes);
        for (RowMistake& one : mistakes)
            source.diagnostics.error(one.location, one.message, one.help);
    }
}

std::vector<const Expression*> expressions_behind_rows(const ArmSource& source,
                                                       const RowPlan& plan) {
    std::vector<const Expression*> behind;
    for (const StatedValue& stated : plan.stated) behind.push_back(&stated.text);
    for (const Multiplier& multiplier : plan.multipliers) {
        if (multiplier.stated) behind.push_back(&*multiplier.stated);
        if (multiplier.by_spec == nullptr) continue;
        for (const FactorSpec& factor : *multiplier.by_spec)
            for (const FactorSpec::Step& step : factor.steps) behind.push_back(&step.factor);
    }
    for (const TableSpec* table : source.values.tables) {
        behind.push_back(&table->of);
        for (const TableSpec::Step& step : table->steps) behind.push_back(&step.value);
    }
    const ModelSpec& model = source.scenario.model;
    for (const AttributeSpec& attribute : model.attributes)
        for (const AttributeSpec::Level& level : attribute.levels)
            if (level.value) behind.push_back(&*level.value);
    if (model.frailty) behind.push_back(&model.frailty->sd_log);
    return behind;
}

}  // namespace forlob
