// How long since, or how often? Clocks and where they stand at tick 0.

#include <limits>

#include "model/compile.hpp"

namespace forlob {
namespace {

constexpr std::int32_t months_per_year = 12;

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
        // Ages are stated in whole years, the last one included, and spread over its months.
        const ClockRange years = start_of(*age, levels, source);
        starts[index(*source.factors.age_clock)] = {
            static_cast<std::uint16_t>(years.low * months_per_year),
            static_cast<std::uint16_t>(years.high * months_per_year + months_per_year - 1)};
    }
    return starts;
}

}  // namespace forlob
