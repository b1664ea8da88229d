#include "economics/ledger_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "economics/incremental.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

using Axes = std::vector<std::string>;
using Positions = std::vector<std::size_t>;

Measure empty_measure(std::string name, std::string long_name, std::string long_name_da, Axes axes,
                      std::string units) {
    Measure measure;
    measure.name = std::move(name);
    measure.long_name = std::move(long_name);
    measure.long_name_da = std::move(long_name_da);
    measure.axes = std::move(axes);
    measure.units = std::move(units);
    return measure;
}

// Of every arm, the values at these positions of the row.
Measure filled(Measure measure, const Positions& positions, const LedgerMoments& from) {
    const PairedMoments& moments = from.moments;
    const double no_error = moments.n() < 2 ? not_defined : 0.0;
    for (std::size_t arm = 0; arm < from.n_arms(); ++arm) {
        for (const std::size_t at : positions) {
            const bool is_paid = at != nothing;
            measure.mean.push_back(from.mean(arm, at));
            measure.standard_error.push_back(is_paid ? moments.standard_error(arm, at) : no_error);
            measure.difference.push_back(is_paid ? moments.difference(arm, at) : 0.0);
            measure.difference_standard_error.push_back(
                is_paid ? moments.difference_standard_error(arm, at) : no_error);
        }
    }
    return measure;
}

Measure money(Measure measure, const Positions& positions, const LedgerMoments& from) {
    measure.units = from.labels.currency;
    measure.is_money = true;
    return filled(std::move(measure), positions, from);
}

// A value of the means alone: it has no standard error, and no difference.
void append_plain(double value, Measure& measure) {
    measure.mean.push_back(value);
    measure.standard_error.push_back(not_defined);
    measure.difference.push_back(not_defined);
    measure.difference_standard_error.push_back(not_defined);
}

Measure cost(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    Positions positions;
    for (std::size_t month = 0; month < row.n_ticks; ++month)
        for (std::size_t payer = 0; payer <= row.n_payers; ++payer)
            for (std::size_t account = 0; account < row.n_accounts; ++account)
                positions.push_back(row.cost(row.column(payer, account), month));
    return money(empty_measure("cost", "Cost of the cohort, undiscounted",
                               "Udgift for hele gruppen, ikke tilbagediskonteret",
                               {"arm", from.labels.words.one, "payer", "account"}, ""),
                 positions, from);
}

std::vector<Measure> account_costs(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    Positions discounted;
    Positions undiscounted;
    for (std::size_t payer = 0; payer <= row.n_payers; ++payer) {
        for (std::size_t account = 0; account < row.n_accounts; ++account) {
            const std::size_t column = row.column(payer, account);
            for (std::size_t horizon = 0; horizon < row.horizons.size(); ++horizon) {
                discounted.push_back(row.account_cost(column, horizon));
                undiscounted.push_back(row.account_cost_undiscounted(column, horizon));
            }
        }
    }
    const Axes axes{"arm", "payer", "account", "horizon"};
    return {
        money(empty_measure("account_cost", "Cost per person by account, discounted",
                            "Udgift pr. person efter konto, tilbagediskonteret", axes, ""),
              discounted, from),
        money(empty_measure("account_cost_undiscounted", "Cost per person by account, undiscounted",
                            "Udgift pr. person efter konto, ikke tilbagediskonteret", axes, ""),
              undiscounted, from)};
}

std::vector<Measure> net_costs(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    Positions at_horizons, at_horizons_undiscounted, by_month, by_month_undiscounted;
    for (std::size_t payer = 0; payer <= row.n_payers; ++payer) {
        for (const std::size_t month : row.horizons) {
            at_horizons.push_back(row.cumulative(payer, month));
            at_horizons_undiscounted.push_back(row.cumulative_undiscounted(payer, month));
        }
        for (std::size_t month = 0; month < row.n_ticks; ++month) {
            by_month.push_back(row.cumulative(payer, month));
            by_month_undiscounted.push_back(row.cumulative_undiscounted(payer, month));
        }
    }
    const Axes until{"arm", "payer", "horizon"};
    const CycleWords& words = from.labels.words;
    const Axes monthly{"arm", "payer", words.one};
    return {
        money(empty_measure("net_cost", "Net cost per person until the horizon, discounted",
                            "Nettoudgift pr. person i perioden, tilbagediskonteret", until, ""),
              at_horizons, from),
        money(empty_measure(
                  "net_cost_undiscounted", "Net cost per person until the horizon, undiscounted",
                  "Nettoudgift pr. person i perioden, ikke tilbagediskonteret", until, ""),
              at_horizons_undiscounted, from),
        money(empty_measure(
                  "cumulative_net_cost", "Net cost per person by " + words.one + ", discounted",
                  "Nettoudgift pr. person til og med " + words.the_da + ", tilbagediskonteret",
                  monthly, ""),
              by_month, from),
        money(empty_measure(
                  "cumulative_net_cost_undiscounted",
                  "Net cost per person by " + words.one + ", undiscounted",
                  "Nettoudgift pr. person til og med " + words.the_da + ", ikke tilbagediskonteret",
                  monthly, ""),
              by_month_undiscounted, from)};
}

Measure break_even(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    const CycleWords& words = from.labels.words;
    Measure measure = empty_measure(
        "break_even_" + words.one,
        capitalised(words.one) + " from which the saving against the reference stays positive",
        capitalised(words.one_da) +
            " hvorfra besparelsen i forhold til referencen forbliver positiv",
        {"arm", "payer"}, words.many);
    for (std::size_t arm = 0; arm < from.n_arms(); ++arm) {
        for (std::size_t payer = 0; payer <= row.n_payers; ++payer) {
            std::vector<double> saving;
            for (std::size_t month = 0; month < row.n_ticks; ++month)
                saving.push_back(-from.moments.difference(arm, row.cumulative(payer, month)));
            append_plain(std::isnan(saving.back()) ? not_defined : break_even_month(saving),
                         measure);
        }
    }
    return measure;
}

// The unit that all outcomes share; else one for each, in the order of their axis.
std::string units_of(const std::vector<std::string>& units) {
    const bool is_common = std::all_of(
        units.begin(), units.end(), [&](const std::string& unit) { return unit == units.front(); });
    return is_common ? units.front() : fmt::format("{}", fmt::join(units, unit_separator));
}

// Means of the arms at one horizon.
std::vector<double> means_of_arms(const LedgerMoments& from, std::size_t position) {
    std::vector<double> means;
    for (std::size_t arm = 0; arm < from.n_arms(); ++arm) means.push_back(from.mean(arm, position));
    return means;
}

bool are_known(const std::vector<double>& values) {
    return std::none_of(values.begin(), values.end(), [](double one) { return std::isnan(one); });
}

std::vector<Measure> analysis_totals(const LedgerMoments& from) {
    const IncrementalLabels& labels = *from.labels.incremental;
    Positions costs;
    Positions effects;
    for (std::size_t horizon = 0; horizon < from.row.horizons.size(); ++horizon) {
        costs.push_back(from.row.analysis_cost(horizon));
        effects.push_back(from.row.analysis_effect(horizon));
    }
    const Axes axes{"arm", "horizon"};
    return {
        money(empty_measure("analysis_cost",
                            "Cost per person in the incremental analysis: " + labels.cost_text,
                            "Udgift pr. person i den trinvise analyse: " + labels.cost_text, axes,
                            ""),
              costs, from),
        filled(empty_measure("analysis_effect",
                             "Effect per person in the incremental analysis: " + labels.effect_text,
                             "Virkning pr. person i den trinvise analyse: " + labels.effect_text,
                             axes, labels.effect_unit),
               effects, from)};
}

std::vector<Measure> increments(const LedgerMoments& from) {
    const IncrementalLabels& labels = *from.labels.incremental;
    const std::size_t n_horizons = from.row.horizons.size();
    std::vector<std::vector<Increment>> found;  // [horizon][arm]
    std::vector<bool> is_known;                 // [horizon]
    for (std::size_t horizon = 0; horizon < n_horizons; ++horizon) {
        const auto costs = means_of_arms(from, from.row.analysis_cost(horizon));
        const auto effects = means_of_arms(from, from.row.analysis_effect(horizon));
        is_known.push_back(are_known(costs) && are_known(effects));
        found.push_back(is_known.back() ? incremental_analysis(costs, effects)
                                        : std::vector<Increment>(from.n_arms()));
    }
    const auto measure = [&](Measure made, auto value) {
        for (std::size_t arm = 0; arm < from.n_arms(); ++arm)
            for (std::size_t horizon = 0; horizon < n_horizons; ++horizon)
                append_plain(is_known[horizon] ? value(found[horizon][arm]) : not_defined, made);
        return made;
    };
    const Axes axes{"arm", "horizon"};
    const std::string& currency = from.labels.currency;
    std::vector<Measure> measures{
        measure(
            empty_measure("dominance", "0: not dominated, 1: extendedly dominated, 2: dominated",
                          "0: ikke domineret, 1: udvidet domineret, 2: domineret", axes, "1"),
            [](const Increment& one) { return static_cast<double>(one.dominance); }),
        measure(
            empty_measure("incremental_cost",
                          "Cost beyond that of the next less costly arm not dominated",
                          "Merudgift i forhold til det næstbilligste ikke dominerede alternativ",
                          axes, currency),
            [](const Increment& one) { return one.cost; }),
        measure(empty_measure("incremental_effect",
                              "Effect beyond that of the next less costly arm not dominated",
                              "Mervirkning i forhold til det næstbilligste ikke dominerede "
                              "alternativ",
                              axes, labels.effect_unit),
                [](const Increment& one) { return one.effect; }),
        measure(empty_measure("icer", "Incremental cost-effectiveness ratio",
                              "Merudgift pr. enhed mervirkning", axes,
                              currency + "/" + labels.effect_unit),
                [](const Increment& one) { return one.ratio; })};
    measures[1].is_money = true;
    measures[3].is_money = true;
    return measures;
}

// [threshold · horizons + horizon] the best arm; nothing if a cost is not known.
std::vector<std::optional<std::size_t>> best_arms(const LedgerMoments& from) {
    const std::size_t n_horizons = from.row.horizons.size();
    const auto& thresholds = from.labels.threshold.values;
    std::vector<std::optional<std::size_t>> best(thresholds.size() * n_horizons);
    for (std::size_t horizon = 0; horizon < n_horizons; ++horizon) {
        const auto costs = means_of_arms(from, from.row.analysis_cost(horizon));
        const auto effects = means_of_arms(from, from.row.analysis_effect(horizon));
        if (!are_known(costs) || !are_known(effects)) continue;
        for (std::size_t threshold = 0; threshold < thresholds.size(); ++threshold)
            best[threshold * n_horizons + horizon] =
                best_arm(costs, effects, thresholds[threshold]);
    }
    return best;
}

std::vector<Measure> net_benefits(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    const auto& thresholds = from.labels.threshold.values;
    const Axes axes{"arm", "threshold", "horizon"};
    Positions positions;
    for (std::size_t threshold = 0; threshold < thresholds.size(); ++threshold)
        for (std::size_t horizon = 0; horizon < row.horizons.size(); ++horizon)
            positions.push_back(row.net_benefit(threshold, horizon));
    Measure best = empty_measure("best_arm", "1: the arm with the largest mean net benefit",
                                 "1: alternativet med den største nettofordel", axes, "1");
    const auto arms = best_arms(from);
    for (std::size_t arm = 0; arm < from.n_arms(); ++arm)
        for (const auto& known : arms)
            append_plain(known ? (*known == arm ? 1.0 : 0.0) : not_defined, best);
    return {
        money(empty_measure("net_monetary_benefit",
                            "Worth of the effect at the threshold less the cost, per person",
                            "Værdien af virkningen ved tærsklen fratrukket udgiften, pr. person",
                            axes, ""),
              positions, from),
        std::move(best)};
}

void append(std::vector<Measure> more, std::vector<Measure>& measures) {
    for (Measure& measure : more) measures.push_back(std::move(measure));
}

}  // namespace

double LedgerMoments::mean(std::size_t arm, std::size_t position) const {
    return position == nothing ? 0.0 : moments.mean(arm, position);
}

std::vector<Measure> money_measures(const LedgerMoments& moments) {
    if (moments.row.n_payers == 0) return {};
    std::vector<Measure> measures{cost(moments)};
    append(net_costs(moments), measures);
    append(account_costs(moments), measures);
    measures.push_back(break_even(moments));
    return measures;
}

std::vector<Measure> outcome_measures(const LedgerMoments& from) {
    const LedgerRow& row = from.row;
    if (row.n_outcomes == 0) return {};
    Positions by_month, discounted, undiscounted;
    for (std::size_t month = 0; month < row.n_ticks; ++month)
        for (std::size_t outcome = 0; outcome < row.n_outcomes; ++outcome)
            by_month.push_back(row.outcome(outcome, month));
    for (std::size_t outcome = 0; outcome < row.n_outcomes; ++outcome) {
        for (std::size_t horizon = 0; horizon < row.horizons.size(); ++horizon) {
            discounted.push_back(row.outcome_total(outcome, horizon));
            undiscounted.push_back(row.outcome_undiscounted(outcome, horizon));
        }
    }
    const std::string units = units_of(from.labels.outcome_units);
    const Axes until{"arm", "outcome", "horizon"};
    return {
        filled(empty_measure("outcome_by_month", "Outcomes of the cohort, undiscounted",
                             "Resultater for hele gruppen, ikke tilbagediskonteret",
                             {"arm", from.labels.words.one, "outcome"}, units),
               by_month, from),
        filled(empty_measure("outcome_total", "Outcomes per person until the horizon, discounted",
                             "Resultater pr. person i perioden, tilbagediskonteret", until, units),
               discounted, from),
        filled(empty_measure("outcome_total_undiscounted",
                             "Outcomes per person until the horizon, undiscounted",
                             "Resultater pr. person i perioden, ikke tilbagediskonteret", until,
                             units),
               undiscounted, from)};
}

std::vector<Measure> incremental_measures(const LedgerMoments& from) {
    if (!from.labels.incremental) return {};
    std::vector<Measure> measures = analysis_totals(from);
    append(increments(from), measures);
    if (from.labels.threshold.size() > 0) append(net_benefits(from), measures);
    return measures;
}

}  // namespace forlob
