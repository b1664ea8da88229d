// The comparison for programs: long form as CSV and JSON.

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/comparison.hpp"
#include "report/csv.hpp"
#include "report/long_form.hpp"
#include "report/reading.hpp"

namespace forlob {

namespace {

// The numbers of the draws; their spread is among the values.
nlohmann::ordered_json draws_json(const Result& result) {
    const DrawResults& draws = *result.draws;
    nlohmann::ordered_json json = {
        {"number", draws.n()},
        {"method", draws.method},
        {"replications", draws.n_replications},
        {"intervals", "2.5 % to 97.5 % of the draws: uncertainty of the parameters"},
        {"parameters", draws.parameters},
        {"not_drawn_because_set", draws.set}};
    if (!draws.acceptability) return json;
    const Acceptability& of = *draws.acceptability;
    const auto by_arm = [&](const Table<double, 2>& table, std::size_t at) {
        const auto row = table.row(at);
        return std::vector<double>(row.begin(), row.end());
    };
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (std::size_t at = 0; at < of.thresholds.size(); ++at)
        rows.push_back({{"threshold", of.thresholds[at]},
                        {"probability_best_by_arm", by_arm(of.probability_best, at)},
                        {"net_benefit_by_arm", by_arm(of.net_benefit, at)},
                        {"expected_loss_by_arm", by_arm(of.expected_loss, at)},
                        {"best", find_axis(result.axes, "arm").labels[of.best[at]]},
                        {"frontier", of.frontier[at]},
                        {"perfect_information", of.perfect_information[at]}});
    json["acceptability"] = {{"cost", draws.cost},
                             {"effect", draws.effect},
                             {"effect_unit", draws.effect_unit},
                             {"by_threshold", rows}};
    return json;
}

}  // namespace

std::string comparison_csv(const Result& result, CsvLocale locale) {
    CsvWriter csv(locale);
    csv.row(long_form_columns(result));
    for_each_value(result, "", [&](const LongRow& row) { csv.row(long_form_texts(row)); });
    return csv.take();
}

std::string comparison_json(const Result& result) {
    using nlohmann::ordered_json;
    const auto number = [](double value) {
        return std::isnan(value) ? ordered_json() : ordered_json(value);
    };
    ordered_json document;
    document["title"] = result.title;
    document["method"] = result.method;
    document["reference"] = result.reference;
    document["seed"] = result.seed;
    document["persons"] = result.n_people;
    document["replications"] = result.n_replications;
    const CycleWords words = result.words();
    document["horizon_" + words.many] = result.horizon_months;
    if (!result.cycle.is_month())
        document["cycle"] = {{"length", result.cycle.length},
                             {"unit", std::string(name_of(result.cycle.unit))}};
    if (!result.currency.empty()) {
        document["currency"] = result.currency;
        document["price_year"] = result.price_year;
    }
    if (!result.left_out.empty()) document["left_out"] = result.left_out;
    document["intervals"] =
        result.n_replications == 0 ? "none: exact expected values" : "95 %, Monte Carlo noise only";
    document["parameters"] = ordered_json::array();
    for (const ParameterRow& parameter : result.parameters) {
        ordered_json values = ordered_json::array();
        for (const double value : parameter.value) values.push_back(number(value));
        document["parameters"].push_back({{"name", parameter.name},
                                          {"unit", parameter.unit},
                                          {"grade", std::string(1, letter(parameter.grade))},
                                          {"grade_meaning", meaning(parameter.grade)},
                                          {"source", parameter.source},
                                          {"value_by_arm", values}});
    }
    if (result.draws) document["draws"] = draws_json(result);
    document["values"] = ordered_json::array();
    for_each_value(result, "", [&](const LongRow& row) {
        document["values"].push_back({{"arm", row.arm},
                                      {"stratum", row.stratum},
                                      {words.one, row.month},
                                      {"measure", row.measure},
                                      {"definition", row.definition},
                                      {"payer", row.payer},
                                      {"account", row.account},
                                      {"statistic", row.statistic},
                                      {"value", number(row.value)},
                                      {"low", number(row.low)},
                                      {"high", number(row.high)},
                                      {"se", number(row.standard_error)},
                                      {"unit", row.unit},
                                      {"price_year", row.price_year}});
    });
    return document.dump(1) + "\n";
}

}  // namespace forlob
