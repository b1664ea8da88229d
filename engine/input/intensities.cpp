#include "input/intensities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "input/uses.hpp"

namespace forlob {

namespace {

bool is_intensity(const MoveSpec& move) { return move.form == MoveSpec::Form::intensity; }

// Time spent where a person is, which intensities cannot depend on.
bool counts_cycles_in_state(std::string_view name) {
    return name == "cycles_in_state" || name == "months_in_state";
}

void refuse_time_in_state(const Location& place, std::string_view name, Diagnostics& diagnostics) {
    diagnostics.error(place,
                      fmt::format("'{}' in a model whose moves may follow one another within a "
                                  "cycle",
                                  name),
                      "how long the present stay has lasted is not known there: use a clock, or "
                      "probabilities per cycle");
}

void check_value(const Expression& value, Diagnostics& diagnostics) {
    for (const std::string& name : value.names())
        if (counts_cycles_in_state(name))
            refuse_time_in_state(value.place_of(name), name, diagnostics);
}

void check_factors(const std::vector<const FactorSpec*>& factors, Diagnostics& diagnostics) {
    for (const FactorSpec* factor : factors)
        if (counts_cycles_in_state(factor->coordinate.text))
            refuse_time_in_state(factor->coordinate.location, factor->coordinate.text, diagnostics);
}

// Every row has intensities, or none has.
void check_forms(const RowSpec& row, const std::string& what, const ModelSpec& model,
                 Diagnostics& diagnostics) {
    // One that mixes forms has been reported: its first move stands for it.
    if (row.moves.empty()) return;
    const MoveSpec& move = row.moves.front();
    const bool of_model = model.has_intensities();
    if (is_intensity(move) != of_model) {
        diagnostics.error(
            move.to.location,
            of_model ? fmt::format("{} has no intensities, but the model has", what)
                     : fmt::format("{} has intensities, but the model has none", what),
            "intensities make the matrix of a cycle together: give every row intensities, or none");
        return;
    }
    const bool is_rate = move.form == MoveSpec::Form::rate || is_intensity(move);
    if (!is_rate || !model.stated_cycle) return;
    diagnostics.error(move.to.location,
                      fmt::format("{} has {}, but the matrix is stated for {}", what,
                                  is_intensity(move) ? "intensities" : "rates",
                                  model.stated_cycle->length_text()),
                      "with 'stated_cycle' every row has probabilities, or counts");
}

void check_values(const RowSpec& row, Diagnostics& diagnostics) {
    for (const MoveSpec& move : row.moves) check_value(move.value, diagnostics);
}

// Of what needs a probability of the move.
bool acts_on_probability(EffectSpec::Form form) {
    return form == EffectSpec::Form::relative_risk || form == EffectSpec::Form::odds_ratio ||
           form == EffectSpec::Form::probability;
}

}  // namespace

void check_intensities(const ModelSpec& model, Diagnostics& diagnostics) {
    if (!model.is_continuous()) return;
    for (const RowSpec& row : model.rows) {
        check_forms(row, fmt::format("transitions.{}", row.from.text), model, diagnostics);
        check_values(row, diagnostics);
    }
    for (const ModifierSpec& modifier : model.modifiers)
        if (modifier.factor) check_value(*modifier.factor, diagnostics);
    check_factors(factors_of(model), diagnostics);
}

void check_intensities(const ProgramSpec& program, const ModelSpec& model,
                       Diagnostics& diagnostics) {
    for (std::size_t number = 0; number < program.replace.size(); ++number)
        check_forms(program.replace[number].row, fmt::format("replace[{}].transitions", number),
                    model, diagnostics);
    if (!model.is_continuous()) return;
    for (const ReplacedRowSpec& replaced : program.replace) check_values(replaced.row, diagnostics);
    check_factors(factors_of(program), diagnostics);
    for (std::size_t number = 0; number < program.effects.size(); ++number) {
        const EffectSpec& effect = program.effects[number];
        check_value(effect.value, diagnostics);
        if (!model.has_intensities() || !acts_on_probability(effect.form)) continue;
        diagnostics.error(effect.location,
                          fmt::format("effects[{}] has '{}', but the model has intensities", number,
                                      form_word(effect.form)),
                          "a move has no probability of its own there: use a hazard_ratio, or a "
                          "rate in place of the intensity");
    }
}

bool ModelSpec::has_intensities() const {
    return std::any_of(rows.begin(), rows.end(), [](const RowSpec& row) {
        return std::any_of(row.moves.begin(), row.moves.end(), is_intensity);
    });
}

TimeUnit intensity_unit(const ModelSpec& model) {
    if (model.stated_cycle) return model.stated_cycle->unit;
    for (const RowSpec& row : model.rows)
        for (const MoveSpec& move : row.moves)
            if (is_intensity(move)) return move.per;
    return model.cycle.unit;
}

}  // namespace forlob
