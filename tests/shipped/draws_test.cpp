// Is a draw of a scenario that ships what the scenario is that sets its values?

#include <doctest/doctest.h>

#include <string>

#include "model/parameter_draws.hpp"
#include "support/drawn_arms.hpp"

using namespace forlob;

namespace {

const std::string folder = FORLOB_SOURCE_FOLDER "/";

void check_draws(const std::string& path, std::uint32_t n) {
    CAPTURE(path);
    ScenarioSpec scenario = read_scenario(folder + path);
    if (!scenario.draws) {
        scenario.draws.emplace();
        scenario.draws->n = n;
        scenario.draws->has_n = true;
    }
    const ParameterDraws draws = draw_parameters(scenario);
    scenario.draws.reset();
    test::DrawnArms compiled(scenario);
    for (std::size_t draw = 0; draw < n; ++draw) {
        const bool is_same =
            compiled.draw(draws.of(draw)) == test::arms_with(scenario, draws.of(draw));
        CHECK(is_same);
    }
    // More than numbers never changes there.
    CHECK(compiled.n_anew() == 1);
}

}  // namespace

TEST_CASE("draws of scenarios that ship are what sets of their values make") {
    check_draws("scenarios/isu-vs-municipal.yaml", 6);
    check_draws("models/published/v06-sick-sicker-draws.yaml", 50);
}
