#include "input/inflow.hpp"

#include <fmt/format.h>

#include <utility>

#include "input/block.hpp"
#include "input/scenario_spec.hpp"

namespace forlob {

namespace {

InflowSpec::Kind kind_of(const Block& block) {
    if (block.has("poisson")) return InflowSpec::Kind::poisson;
    return block.has("share") ? InflowSpec::Kind::share : InflowSpec::Kind::number;
}

std::string_view key_of(InflowSpec::Kind kind) {
    constexpr std::string_view keys[] = {"number", "poisson", "share"};
    return keys[static_cast<std::size_t>(kind)];
}

// Of accounts, or of outcomes.
template <typename Stream>
void check_amounts(const std::vector<Stream>& streams, Diagnostics& diagnostics) {
    for (const Stream& stream : streams)
        for (const AmountSpec& amount : stream.amounts)
            if (amount.when == AmountSpec::When::at_start)
                diagnostics.error(amount.location,
                                  "an amount paid once at the start in a population with inflow",
                                  "some people come later: pay per entry to a phase, per move, or "
                                  "per cycle in a state");
}

}  // namespace

InflowSpec read_inflow(const YamlNode& node, const std::string& what, Diagnostics& diagnostics) {
    const Block block(node, what, "inflow", diagnostics);
    InflowSpec spec;
    spec.location = node.location;
    block.exactly_one_of({"number", "poisson", "share"},
                         "number: persons per cycle; poisson: their mean, the number being "
                         "random; share: of those who are in the states of 'of'");
    spec.kind = kind_of(block);
    if (auto amount = block.expression(key_of(spec.kind))) spec.amount = std::move(*amount);
    spec.of = block.names("of");
    if (spec.kind == InflowSpec::Kind::share && !block.has("of"))
        diagnostics.error(node.location, fmt::format("{} has 'share' but no 'of'", what),
                          "name the states whose people it is a share of");
    if (spec.kind != InflowSpec::Kind::share && block.has("of"))
        diagnostics.error(block.entry("of")->key_location,
                          fmt::format("{} has 'of' but no 'share'", what),
                          "only a share is of somebody");
    spec.from_cycle = static_cast<std::int32_t>(block.integer("from_cycle").value_or(1));
    if (const auto to = block.integer("to_cycle")) spec.to_cycle = static_cast<std::int32_t>(*to);
    if (spec.to_cycle && *spec.to_cycle < spec.from_cycle)
        diagnostics.error(
            block.find("to_cycle")->location,
            fmt::format("{} goes from {} to {}", what, spec.from_cycle, *spec.to_cycle),
            "'from_cycle' is the smaller one");
    if (const YamlNode* start = block.find("start"))
        spec.start = read_start(*start, block.path("start"), diagnostics);
    return spec;
}

void check_inflow(const ScenarioSpec& scenario, const CohortPlaces& places,
                  Diagnostics& diagnostics) {
    if (scenario.population.inflow.empty()) {
        if (scenario.cohort_size == 0)
            diagnostics.error(places.size, "there is nobody: the cohort has 0 persons",
                              "give it at least one person, or the population an 'inflow'");
        return;
    }
    check_amounts(scenario.economy.accounts, diagnostics);
    check_amounts(scenario.economy.outcomes, diagnostics);
    for (const ProgramSpec& program : scenario.programs) {
        check_amounts(program.payments, diagnostics);
        check_amounts(program.outcomes, diagnostics);
    }
    if (scenario.record.trajectories == Trajectories::panel && places.trajectories)
        diagnostics.error(*places.trajectories,
                          "a panel of a population with inflow: people are not there at every tick",
                          "write trajectories: spells");
}

}  // namespace forlob
