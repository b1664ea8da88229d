#include "model/row_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace forlob {
namespace {

constexpr double certainty_tolerance = 1e-9;

std::string shown(double value) {
    if (std::isnan(value)) return "not a number";
    return std::isinf(value) ? "infinite" : fmt::format("{:.9g}", value);
}

std::vector<const Factor*> dependence(const Value& value) {
    std::vector<const Factor*> factors;
    for (const Factor& factor : value.dependence()) factors.push_back(&factor);
    return factors;
}

// The numbers of a plan at one combination, and what is wrong with them.
class RowNumbers {
public:
    RowNumbers(const RowPlan& plan, const Kind& kind, std::span<const std::uint16_t> coordinates,
               std::vector<RowMistake>& mistakes)
        : plan_(plan), kind_(kind), coordinates_(coordinates), mistakes_(mistakes) {}

    /// A stated number; 1 after a mistake.
    double number(const StatedValue& stated) {
        return usable(stated.value, stated.text, form_word(stated.form));
    }

    /// The value of a ratio; 1 after a mistake.
    double ratio(std::size_t number) {
        const Multiplier& multiplier = plan_.multipliers[number];
        if (multiplier.stated && !multiplier.constant.is_constant()) {
            const std::size_t n_before = mistakes_.size();
            static_cast<void>(usable(multiplier.constant, *multiplier.stated, multiplier.what));
            if (mistakes_.size() > n_before) return 1.0;
        }
        return multiplier.at(kind_, coordinates_);
    }

    void mistake(const Expression& text, const Value& value, std::string message,
                 std::string help) {
        mistakes_.push_back({&text.location(), text.location(), std::move(message), std::move(help),
                             dependence(value)});
    }

    /// At most 1, to within rounding.
    double probability(double value, const StatedValue& stated) {
        if (value > 1.0 + certainty_tolerance)
            mistake(stated.text, stated.value,
                    fmt::format("probability '{}' is {}", stated.text.text(), shown(value)),
                    "a probability is at most 1");
        return value;
    }

    [[nodiscard]] const Multiplier& multiplier(std::size_t number) const {
        return plan_.multipliers[number];
    }
    [[nodiscard]] const StatedValue& stated(std::size_t number) const {
        return plan_.stated[number];
    }
    [[nodiscard]] const StatedValue& stated(const PlannedMove& move) const {
        return plan_.stated[move.stated];
    }

private:
    double usable(const Value& value, const Expression& text, const char* what) {
        const double number = value.at(kind_, coordinates_);
        if (is_usable_factor(number)) return number;
        const std::string why = value.why_none(kind_, coordinates_);
        if (why.empty())
            mistake(text, value, fmt::format("{} '{}' is {}", what, text.text(), shown(number)),
                    "it must be between 0 and 1e+09");
        else
            mistake(text, value, fmt::format("{} '{}' has no value", what, text.text()), why);
        return 1.0;
    }

    const RowPlan& plan_;
    const Kind& kind_;
    std::span<const std::uint16_t> coordinates_;
    std::vector<RowMistake>& mistakes_;
};

// A row of rates: each move has its hazard.
void add_hazards(const PlannedRow& planned, RowNumbers& numbers, Row& row) {
    for (const PlannedMove& move : planned.moves) {
        const StatedValue& stated = numbers.stated(move);
        double value = numbers.number(stated);
        if (stated.form == MoveSpec::Form::rate || stated.form == MoveSpec::Form::intensity) {
            value *= stated.units_per_cycle;
        } else if (value >= 1.0 - certainty_tolerance) {
            numbers.mistake(
                stated.text, stated.value,
                fmt::format("probability '{}' is {}", stated.text.text(), shown(value)),
                "in a row of rates a probability is less than 1: no rate is that large");
        } else {
            value = -std::log1p(-value);
        }
        row.moves.push_back({move.to, {value}});
    }
}

// A stated value, or the one in its place, as a probability.
double probability_of(const StatedValue& stated, double total_count, RowNumbers& numbers) {
    const double value = numbers.number(stated);
    if (stated.form == MoveSpec::Form::rate) return -std::expm1(-value * stated.units_per_cycle);
    if (stated.form == MoveSpec::Form::count) return value / total_count;
    return numbers.probability(value, stated);
}

std::string move_text(const PlannedRow& planned, const PlannedMove& move, const ArmSource& source) {
    const auto& states = source.scenario.model.states;
    return fmt::format("'{}' → '{}'", states[index(planned.origin)].name.text,
                       states[index(move.to)].name.text);
}

double with_ratios(const PlannedRow& planned, const PlannedMove& move, double probability,
                   const ArmSource& source, RowNumbers& numbers) {
    for (const std::size_t number : move.relative_risks) {
        probability *= numbers.ratio(number);
        if (probability <= 1.0 + certainty_tolerance) continue;
        const Multiplier& risk = numbers.multiplier(number);
        const Expression& text = risk.stated.value();
        numbers.mistake(text, risk.constant,
                        fmt::format("relative_risk '{}' makes the probability of {} {:.9g}",
                                    text.text(), move_text(planned, move, source), probability),
                        "a probability is at most 1: use an odds_ratio or a hazard_ratio");
        return 0.0;
    }
    for (const std::size_t number : move.odds_ratios) {
        const double left = probability * numbers.ratio(number);
        const double sum = left + std::max(1.0 - probability, 0.0);
        probability = sum > 0.0 ? left / sum : 0.0;
    }
    return probability;
}

void add_probabilities(const PlannedRow& planned, const ArmSource& source, RowNumbers& numbers,
                       std::vector<RowMistake>& mistakes, Row& row) {
    double total_count = 0.0;
    std::vector<const Factor*> factors;
    for (const std::size_t number : planned.counts) {
        const StatedValue& count = numbers.stated(number);
        total_count += numbers.number(count);
        for (const Factor& factor : count.value.dependence()) factors.push_back(&factor);
    }
    if (!planned.counts.empty() && total_count <= 0.0 && mistakes.empty())
        mistakes.push_back({planned.spec, planned.spec->from.location,
                            fmt::format("the counts of '{}' add up to 0", planned.spec->from.text),
                            "at least one of them is above 0", factors});
    std::vector<StatedMove> stated;
    double total = 0.0;
    std::optional<std::size_t> rest;
    for (const PlannedMove& move : planned.moves) {
        const StatedValue& number = numbers.stated(move);
        stated.push_back({move.to, {0.0}});
        if (number.form == MoveSpec::Form::rest) {
            rest = stated.size() - 1;
            continue;
        }
        double& probability = stated.back().probability.value;
        probability = probability_of(number, total_count, numbers);
        probability = with_ratios(planned, move, probability, source, numbers);
        total += probability;
        for (const Factor& factor : number.value.dependence()) factors.push_back(&factor);
    }
    if (!mistakes.empty()) return;
    if (total > 1.0 + certainty_tolerance) {
        mistakes.push_back(
            {planned.spec, planned.spec->from.location,
             fmt::format("the probabilities of leaving '{}' add up to {:.9g}",
                         planned.spec->from.text, total),
             rest
                 ? "they must add up to at most 1; the rest is what they leave over"
                 : "they must add up to at most 1; what is left over is the probability of staying",
             factors});
        return;
    }
    if (rest) stated[*rest].probability.value = std::max(1.0 - total, 0.0);
    row = row_from_probabilities(planned.origin, stated);
}

}  // namespace

Row stated_row(const PlannedRow& planned, const RowPlan& plan, const ArmSource& source,
               const Kind& kind, std::span<const std::uint16_t> coordinates,
               std::vector<RowMistake>& mistakes) {
    Row row{.origin = planned.origin};
    RowNumbers numbers(plan, kind, coordinates, mistakes);
    if (planned.form == MoveSpec::Form::rate || planned.form == MoveSpec::Form::intensity)
        add_hazards(planned, numbers, row);
    else
        add_probabilities(planned, source, numbers, mistakes, row);
    if (!mistakes.empty()) row = {.origin = planned.origin};
    return row;
}

void multiply(const PlannedRow& planned, const RowPlan& plan, const Kind& kind,
              std::span<const std::uint16_t> coordinates, Row& row,
              std::vector<RowMistake>& mistakes) {
    RowNumbers numbers(plan, kind, coordinates, mistakes);
    for (std::size_t move = 0; move < row.moves.size(); ++move)
        for (const std::size_t number : planned.moves[move].multipliers)
            row.moves[move].hazard.per_cycle *= numbers.ratio(number);
}

}  // namespace forlob
