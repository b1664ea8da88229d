#include "results/example.hpp"

#include <limits>
#include <numeric>

namespace forlob::test {

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

Axis labels(const std::string& name, const std::string& long_name, const std::string& danish_name,
            const std::vector<std::string>& identifiers, const std::vector<std::string>& texts,
            const std::vector<std::string>& danish) {
    return {name, long_name, danish_name, identifiers, texts, danish, {}, ""};
}

Axis arm_axis() {
    return labels("arm", "Arm", "Alternativ", {"municipal", "isu"},
                  {"Ordinary practice", "ISU model"}, {"", ""});
}

Axis state_axis() {
    return labels("state", "State", "Tilstand", {"benefit", "job", "pension"},
                  {"Cash benefit", "Employment", "Disability pension"},
                  {"kontanthjælp", "beskæftigelse", "førtidspension"});
}

Axis phase_axis() {
    return labels("phase", "Phase", "Fase", {"none", "practice.talks"}, {"None", "Talks"}, {});
}

Axis month_axis() {
    Axis axis{"month", "Month", "Måned", {}, {}, {}, std::vector<std::int32_t>(13), "months"};
    std::iota(axis.values.begin(), axis.values.end(), 0);
    return axis;
}

std::vector<double> numbers(std::size_t n, double first, double step) {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = first + step * static_cast<double>(i);
    return values;
}

// The first arm is the reference: it differs from itself by nothing.
std::vector<double> to_reference(std::size_t n, double first, double step) {
    std::vector<double> values(n, 0.0);
    const auto other = numbers(n, first, step);
    values.insert(values.end(), other.begin(), other.end());
    return values;
}

std::vector<Measure> measures() {
    Measure state{"persons_in_state",
                  "",
                  {"arm", "month", "state"},
                  "persons",
                  "Persons by state",
                  "Personer i tilstand",
                  false,
                  {},
                  {},
                  {},
                  {}};
    state.mean = numbers(2 * 13 * 3, 0.0, 0.125);
    state.standard_error = numbers(2 * 13 * 3, 0.5, 0.0);
    state.difference = to_reference(13 * 3, -3.0, 0.1);
    state.difference_standard_error = to_reference(13 * 3, 0.25, 0.0);
    Measure by_stratum = state;
    by_stratum.group = "strata";
    by_stratum.axes = {"arm", "stratum", "state"};
    by_stratum.mean = by_stratum.standard_error = numbers(2 * 2 * 3, 1.0, 1.0);
    by_stratum.difference = by_stratum.difference_standard_error = to_reference(2 * 3, 0.5, 0.5);
    const Measure relapse{"relapse_within",
                          "",
                          {"arm", "state"},
                          "1",
                          "Share relapsed within 12 months",
                          "Andel med tilbagefald inden for 12 måneder",
                          false,
                          {0.59, undefined, 0.0, 0.126, undefined, 0.0},
                          {0.01, undefined, 0.0, 0.02, undefined, 0.0},
                          {0.0, undefined, 0.0, -0.464, undefined, 0.0},
                          {0.0, undefined, 0.0, 0.03, undefined, 0.0}};
    const Measure cost{"cost",       "",   {"arm"},          "DKK",      "Cost per person",
                       "Udgift",     true, {1e5, 0.1 + 0.2}, {1e3, 2e3}, {0.0, -1.0 / 3.0},
                       {0.0, 1e-300}};
    return {state, by_stratum, relapse, cost};
}

}  // namespace

Result example_result() {
    Result result;
    result.title = "Example: dialogue against practice";
    result.description = "Two lines,\nand æøå.";
    result.method = "simulation";
    result.reference = "municipal";
    result.seed = 18446744073709551615ULL;
    result.n_people = 3;
    result.n_replications = 2;
    result.horizon_months = 12;
    result.start_year = 2026;
    result.start_month = 11;
    result.currency = "DKK";
    result.price_year = 2025;
    result.scenario_name = "example.yaml";
    result.generator = "Philox4x32-10";
    result.scenario_digest = std::string(64, 'a');
    result.command_line_overrides = {"isu.rate=0.5", "replications=2"};
    result.cohort_sizes = {100, 200};
    result.headline_base = "self_support";
    result.headline_event = "cash_benefit";
    result.confirm_months = 1;
    result.discounting = "3.5 % a year, (1 + r)^-years";
    result.axes = {arm_axis(), month_axis(), state_axis(), phase_axis(),
                   labels("stratum", "Stratum", "Undergruppe", {"all", "young"},
                          {"All", "Under 30"}, {"alle", "under 30"})};
    result.measures = measures();
    result.parameters = {
        {"rate",
         "Exit rate",
         "probability/month",
         "lognormal(high=0.012, low=0.003)",
         Grade::D,
         "Calibrated.",
         {0.006, 0.5}},
        {"price", "", "DKK/month", "", Grade::A, "Finansloven 2025", {4200.0, undefined}}};
    result.files = {{"example.yaml", std::string(64, 'b'), "forlob: 1\nkind: scenario\n"},
                    {"models/model.yaml", std::string(64, 'c'), "forlob: 1\n# æøå\n"}};
    result.cells.columns = {{"arm", "Arm", {0, 0, 1}},
                            {"state", "State", {0, 1, 2}},
                            {"age_group", "Level of age_group, -1: any", {1, -1, 0}},
                            {"persons", "An attribute with an unlucky name", {7, -1, 8}}};
    result.cells.n_cells = 3;
    result.cells.n_ticks = 2;
    result.cells.persons = {1, 2, 3, 4, 5, 6'000'000'000};
    return result;
}

ResultLayout example_layout() {
    ResultLayout layout;
    layout.arm = arm_axis();
    layout.state = state_axis();
    layout.phase = phase_axis();
    layout.replication_columns = {{"exits", "persons", "Exits"}, {"share", "1", "Share relapsed"}};
    layout.attributes = {
        labels("age_group", "Age group", "Aldersgruppe", {"young", "old"}, {"Young", "Old"}, {})};
    layout.spells = true;
    layout.panel = true;
    layout.n_people = 3;
    layout.n_replications = 2;
    layout.horizon_months = 12;
    return layout;
}

Spells example_spells(std::uint32_t arm) {
    const auto first = static_cast<std::uint16_t>(3 + arm);
    return {.person = {0, 1, 1, 2},
            .state = {0, 0, 1, 2},
            .start = {0, 0, first, 0},
            .months = {13, first, static_cast<std::uint16_t>(13 - first), 13},
            .phase = {0, 1, 0, 0}};
}

std::vector<std::uint8_t> example_states(std::uint32_t arm) {
    const Spells spells = example_spells(arm);
    std::vector<std::uint8_t> states;
    for (std::size_t spell = 0; spell < spells.size(); ++spell)
        states.insert(states.end(), spells.months[spell], spells.state[spell]);
    return states;
}

void write_example(const std::string& path, Overwrite overwrite, const Result& result,
                   const std::string& command_line) {
    ResultWriter writer(path, overwrite, example_layout());
    const std::vector<std::size_t> phase_position{0, 1};
    for (std::uint32_t replication = 0; replication < 2; ++replication) {
        writer.add_replication(replication, {{10.0 + replication, 0.5}, {20.0, undefined}});
        for (std::uint32_t arm = 0; arm < 2; ++arm) {
            writer.add_spells(replication, arm, example_spells(arm), phase_position);
            writer.add_states(replication, arm, example_states(arm));
        }
        writer.add_persons(replication, {{0, 1, static_cast<std::uint8_t>(replication)}},
                           std::vector<std::uint8_t>{0, 4, 2});
    }
    writer.finish(result, command_line);
}

void Lines::add(const std::vector<std::string>& values) {
    std::string line;
    for (const auto& value : values) line += (&value == values.data() ? "" : "|") + value;
    lines_.push_back(line);
}

}  // namespace forlob::test
