#pragma once

// A small scenario as text, in pieces that a test replaces: what most tests of compiled models
// need.

#include <string>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob::test {

/// Four states (benefit, internship, employment, pension), one attribute `history` (short, long),
/// one clock `support`. Every piece is the body of a YAML block and may be replaced by a test.
struct ScenarioText {
    std::string parameters = "{}";  ///< flow or block mapping
    std::string cycle;              ///< e.g. "cycle: year\n"
    std::string transitions =
        "  benefit: {internship: 0.03, employment: 0.006, pension: 0.002}\n"
        "  internship: {benefit: 0.3, employment: 0.02}\n"
        "  employment: {benefit: 0.05}\n";
    std::string attributes =
        "  history: {label: History, levels: {short: {label: Short}, long: {label: Long}}}\n";
    std::string tables;      ///< of the model
    std::string modifiers;   ///< a flow list
    int confirm_months = 1;  ///< of exits; above 1 cycles must be months
    std::string frailty;  ///< e.g. "frailty: {sd_log: 0.6, levels: 3, moves: [{from: benefit}]}\n"
    std::string clocks =
        "  support: {counts: [support], resets_after: {months: 12, in: [work], within_months: "
        "36}}\n";
    std::string population_attributes = "  history: {shares: {short: 0.25, long: 0.75}}\n";
    std::string start = "benefit";
    std::string population_more;
    std::string economy =
        "{title: Prices, currency: DKK, price_year: 2025, accrual: start, "
        "payers: {municipality: {label: Municipality}}, "
        "accounts: {benefit: {label: Benefit, split: municipality, "
        "amounts: [{per_month_in: [benefit], amount: 100}]}}}";
    std::string program;        ///< body of one program; empty: no arm has one
    std::string more_programs;  ///< body of a second one, after it
    std::string scenario;       ///< further keys, e.g. "record: {by: [history]}\n"
    std::string set;            ///< of the arm "other", a flow mapping
    int horizon = 24;
    int replications = 10;
    int people = 100;

    /// Arms: `plain`, the reference, without a program; `other` with the program, if there is one.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] ScenarioSpec spec() const;
    [[nodiscard]] std::vector<Model> models() const;
};

}  // namespace forlob::test
