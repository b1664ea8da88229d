// How long since, or how often? Clocks and where they stand at tick 0.

#include <fmt/format.h>

#include <limits>

#include "model/compile.hpp"

namespace forlob {
namespace {

ClockRange range_of(const ClockStart& start) {
    constexpr std::uint16_t never = std::numeric_limits<std::uint16_t>::max();
    if (start.never) return {never, never};
    return {static_cast<std::uint16_t>(start.from_months),
            static_cast<std::uint16_t>(start.to_months)};
}

ClockRange start_of(const ClockStartSpec& spec, const std::vector<LevelId>& levels,
                    const ArmSource& source) {
    if (!spec.given) return range_of(spec.start);
    const auto giver = source.vocabulary.attribute(*spec.given, source.diagnostics);
    if (!giver) return {};
    for (const auto& [name, start] : spec.by_level)
        if (source.vocabulary.level(*giver, name, source.diagnostics) == levels[index(*giver)])
            return range_of(start);
    return {};
}

// Ages are stated in whole years, the last one included, and spread over the cycles that begin in
// them. A cycle of several years begins at whole multiples of it.
ClockRange ages(const ClockRange& years, const ArmSource& source) {
    const CycleSpec& cycle = source.scenario.model.cycle;
    const std::int64_t low = cycles_of_age(years.low, cycle);
    const std::int64_t end = cycles_of_age(std::int64_t{years.high} + 1, cycle);
    constexpr std::int64_t most = std::numeric_limits<std::uint16_t>::max();
    const Location& place = source.scenario.population.age_years->location;
    if (end >= most)
        source.diagnostics.error(
            place,
            fmt::format("nobody can be {} years old with cycles of {}", years.high,
                        cycle.length_text()),
            "ages are counted in cycles, of which at most 65,534 fit: use longer cycles");
    else if (end <= low)
        source.diagnostics.error(
            place,
            fmt::format("no cycle of {} begins at an age from {} to {}", cycle.length_text(),
                        years.low, years.high),
            "ages are whole numbers of cycles: give a range in which one lies");
    else
        return {static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(end - 1)};
    return {};
}

}  // namespace

std::vector<Clock> compile_clocks(const ArmSource& source) {
    std::vector<Clock> clocks;
    for (const ClockSpec& spec : source.scenario.model.clocks) {
        Clock clock;
        clock.name = spec.name.text;
        clock.counts = source.vocabulary.states(spec.counts, source.diagnostics);
        clock.on_enter = source.vocabulary.states(spec.on_enter, source.diagnostics);
        clock.resets_on = source.vocabulary.states(spec.resets_on, source.diagnostics);
        if (const auto& window = spec.resets_after)
            clock.window = ClockWindow{source.vocabulary.states(window->in, source.diagnostics),
                                       window->months, window->within_months};
        clocks.push_back(std::move(clock));
    }
    if (source.factors.age_clock) {
        Clock age;
        age.name = "age";
        age.counts = source.vocabulary.all_states();
        clocks.push_back(std::move(age));
    }
    return clocks;
}

std::vector<ClockRange> clock_starts(const ArmSource& source, const std::vector<LevelId>& levels,
                                     std::size_t n_clocks) {
    std::vector<ClockRange> starts(n_clocks);
    const auto& specs = source.scenario.model.clocks;
    for (std::size_t clock = 0; clock < specs.size(); ++clock) {
        if (specs[clock].starts) starts[clock] = start_of(*specs[clock].starts, levels, source);
        for (const auto& [name, start] : source.scenario.population.clocks)
            if (name.text == specs[clock].name.text)
                starts[clock] = start_of(start, levels, source);
    }
    if (const auto& age = source.scenario.population.age_years; age && source.factors.age_clock) {
        starts[index(*source.factors.age_clock)] = ages(start_of(*age, levels, source), source);
    }
    return starts;
}

}  // namespace forlob
