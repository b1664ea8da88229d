// Does the file of a run with trajectories depend on who encodes its chunks? From a scenario to the
// bytes of its file.

#include <doctest/doctest.h>
#include <stdlib.h>  // setenv is POSIX, not in <cstdlib>

#include <string>

#include "run.hpp"
#include "support/scenario_text.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

// Enough for several rounds of encoding: 1.3 million spells, or 16 MB of states.
ScenarioSpec scenario(const std::string& trajectories, int people, int replications) {
    test::ScenarioText text;
    text.transitions =
        "  benefit: {internship: 0.3, employment: 0.06, pension: 0.002}\n"
        "  internship: {benefit: 0.5, employment: 0.02}\n"
        "  employment: {benefit: 0.2}\n";
    text.people = people;
    text.replications = replications;
    text.scenario = "record: {trajectories: " + trajectories + "}\n";
    return text.spec();
}

std::string file_of(const ScenarioSpec& spec, int threads, std::uint32_t block_people) {
    const test::TemporaryFolder folder;
    RunOptions options;
    options.output = (folder.path() / "x.h5").string();
    options.threads = threads;
    options.block_people = block_people;
    ::setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    static_cast<void>(run(spec, options));
    ::unsetenv("SOURCE_DATE_EPOCH");
    return test::read_file(*options.output);
}

}  // namespace

TEST_CASE("a file with trajectories is the same bytes for every number of threads") {
    for (const char* trajectories : {"spells", "panel"})
        for (const auto& [people, replications] : {std::pair{40'000, 4}, std::pair{160, 1000}}) {
            CAPTURE(trajectories);
            CAPTURE(people);
            const ScenarioSpec spec = scenario(trajectories, people, replications);
            const std::string first = file_of(spec, 1, 4096);
            CHECK(first.size() > 100'000);
            CHECK(file_of(spec, 2, 64) == first);
            CHECK(file_of(spec, 4, 4096) == first);
        }
}
