#include "input/scenario_spec.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "input/reading.hpp"
#include "support/temporary.hpp"

using namespace forlob;

namespace {

// tests/input/example, which uses every word of the language.
const ScenarioSpec& example() {
    static const ScenarioSpec scenario = read_scenario(test::in_tests("example/scenario.yaml"));
    return scenario;
}

// The texts of the example under names as they stand in a result file.
std::vector<SourceFile> example_texts() {
    std::vector<SourceFile> texts;
    for (const char* name : {"scenario.yaml", "model.yaml", "population.yaml", "people.csv",
                             "economy.yaml", "training.yaml", "dialogue.yaml"})
        texts.push_back({std::string("folder/") + name,
                         test::read_file(test::in_tests(std::string("example/") + name))});
    return texts;
}

// A scenario of two states in one text, to which a test adds lines.
std::string small(const std::string& more, const std::string& arms = "arms: {plain: {}}\n") {
    return "forlob: 1\nkind: scenario\ntitle: Small\n"
           "model:\n"
           "  states: {benefit: {}, work: {}}\n"
           "  transitions: {benefit: {work: 0.1}, work: {benefit: 0.05}}\n"
           "  definitions:\n"
           "    exit: {from: benefit, to: {any: {states: work}}}\n"
           "    relapse: {events: {back: {states: benefit}}}\n"
           "    headline: {base: any, event: back}\n"
           "population: {start: benefit}\n"
           "economy:\n"
           "  currency: DKK\n  price_year: 2025\n  payers: {state: {}}\n  accrual: start\n"
           "  accounts: {a: {split: state, amounts: [{once_at_start: true, amount: 1}]}}\n"
           "cohort: {size: 10}\nhorizon: 12\nreplications: 5\nseed: 1\nreference: plain\n" +
           arms + more;
}

ScenarioSpec read_small(const std::string& more) {
    return read_scenario_texts({{"small.yaml", small(more)}});
}

std::string mistakes(const std::vector<SourceFile>& files) {
    try {
        static_cast<void>(read_scenario_texts(files));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a scenario has its numbers") {
    CHECK(example().title == "Two programs against none");
    CHECK(example().description ==
          "A small town of five states that uses every word of the language.");
    CHECK(example().cohort_size == 220);
    CHECK(example().horizon_months == 24);
    CHECK(example().replications == 50);
    CHECK(example().seed == 20260101);
    CHECK(example().start_year == 2026);
    CHECK(example().start_month == 1);
    CHECK(example().horizons_months == std::vector<std::int32_t>{12, 24});
    CHECK(example().cohort_sizes == std::vector<std::uint32_t>{100, 200});
    CHECK(example().record.trajectories == Trajectories::spells);
    CHECK(example().record.replications == 5);
    CHECK(example().record.by[0].text == "history");
}

TEST_CASE("a scenario has its parts") {
    CHECK(example().model.title == "Five states");
    CHECK(example().population.title == "People of the town");
    CHECK(example().economy.title == "Prices of the town");
    CHECK(example().parameters[0].name == "cycle_multiplier");
}

TEST_CASE("a program that several arms use is read once") {
    REQUIRE(example().programs.size() == 2);
    CHECK(example().programs[0].name.text == "training");
    CHECK(example().programs[1].name.text == "dialogue");
    REQUIRE(example().arms.size() == 3);
    CHECK(example().arms[0].programs.empty());
    CHECK(example().arms[1].programs == std::vector<std::size_t>{0});
    CHECK(example().arms[2].programs == std::vector<std::size_t>{0, 1});
    CHECK(example().reference == 0);
    CHECK(example().arms[0].label.danish == "almindelig indsats");
}

TEST_CASE("payments of programs know the payers of the economy") {
    const auto& payments = example().programs[0].payments;
    CHECK_FALSE(payments[0].split_name.has_value());
    CHECK(payments[0].split->shares[0].first.text == "municipality");
    CHECK(payments[1].split_name->text == "shared");
}

TEST_CASE("an override that only some arms know becomes one of these arms, before their own") {
    REQUIRE(example().overrides.size() == 1);
    CHECK(example().overrides[0].name == "discount_rate");
    CHECK(example().arms[0].overrides.empty());
    CHECK(example().arms[1].overrides.empty());
    REQUIRE(example().arms[2].overrides.size() == 3);
    CHECK(example().arms[2].overrides[0].name == "dialogue_effect");
    CHECK(example().arms[2].overrides[1].name == "training_price");
    CHECK(example().arms[2].overrides[1].value.text() == "2 * base_price");
}

TEST_CASE("every file that was read is kept, the scenario first") {
    std::vector<std::string> names;
    for (const auto& file : example().files)
        names.push_back(file->name.substr(file->name.rfind('/') + 1));
    CHECK(names == std::vector<std::string>{"scenario.yaml", "model.yaml", "population.yaml",
                                            "people.csv", "economy.yaml", "training.yaml",
                                            "dialogue.yaml"});
}

TEST_CASE("the same scenario from texts") {
    const ScenarioSpec scenario = read_scenario_texts(example_texts());
    CHECK(scenario.title == example().title);
    CHECK(scenario.programs.size() == 2);
    CHECK(scenario.population.rows->rows.size() == 4);
    CHECK(scenario.files.size() == 7);
    CHECK(scenario.files[3]->name == "folder/people.csv");
}

TEST_CASE("a text that is missing is reported where it is named") {
    auto texts = example_texts();
    texts.erase(texts.begin() + 3);
    CHECK(mistakes(texts) ==
          "folder/population.yaml:6:7: error: 'folder/people.csv' is not among the files\n"
          "    6 | rows: people.csv\n"
          "      |       ^~~~~~~~~~\n"
          "help: the file that names it cannot be used without it\n");
}

TEST_CASE("no texts at all are a mistake, not a crash") {
    CHECK(mistakes({}) ==
          "error: '' is not among the files\n"
          "help: the file that names it cannot be used without it\n");
}

TEST_CASE("the money table has the horizon and the cohort unless others are given") {
    const ScenarioSpec scenario = read_small("");
    CHECK(scenario.horizons_months == std::vector<std::int32_t>{12});
    CHECK(scenario.cohort_sizes == std::vector<std::uint32_t>{10});
    CHECK(scenario.start_year == 2026);
    CHECK(scenario.start_month == 1);
    CHECK(scenario.record.trajectories == Trajectories::none);
    CHECK(scenario.record.replications == std::nullopt);
}

TEST_CASE("the calendar month of tick 0") {
    const ScenarioSpec scenario = read_small("start: 1999-12\n");
    CHECK(scenario.start_year == 1999);
    CHECK(scenario.start_month == 12);
}

TEST_CASE("the smallest and largest numbers are allowed") {
    const std::string text = small("");
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = text;
        changed.replace(changed.find(from), from.size(), to);
        return read_scenario_texts({{"small.yaml", changed}});
    };
    CHECK(with("horizon: 12", "horizon: 1").horizon_months == 1);
    CHECK(with("horizon: 12", "horizon: 1200").horizon_months == 1200);
    CHECK(with("{size: 10}", "{size: 10000000}").cohort_size == 10'000'000);
    CHECK(with("seed: 1", "seed: 9223372036854775807").seed == 9'223'372'036'854'775'807U);
}

TEST_CASE("programs may be written where they are used") {
    const ScenarioSpec scenario = read_scenario_texts(
        {{"small.yaml",
          small("",
                "arms:\n"
                "  plain: {}\n"
                "  talks:\n"
                "    programs:\n"
                "      - {name: talks, eligibility: {states: benefit}, phases: {talks: {}}}\n"
                "      - {name: walks, eligibility: {states: work}, phases: {walks: {}}}\n")}});
    CHECK(scenario.programs.size() == 2);
    CHECK(scenario.arms[1].programs == std::vector<std::size_t>{0, 1});
}

TEST_CASE("more than 64 files are refused") {
    std::vector<SourceFile> files = {{"small.yaml", ""}};
    std::string programs;
    for (int i = 0; i < 64; ++i) {
        const std::string name = "p" + std::to_string(i);
        programs += name + ".yaml, ";
        files.push_back(
            {name + ".yaml", "forlob: 1\nkind: program\ntitle: P\nname: " + name +
                                 "\neligibility: {states: benefit}\nphases: {a: {}}\n"});
    }
    files[0].text = small("", "arms: {plain: {programs: [" + programs + "]}}\n");
    const std::string found = mistakes(files);
    CHECK(found.find("error: this is file number 65\n") != std::string::npos);
    CHECK(found.find("help: a scenario has at most 64 files\n") != std::string::npos);
}

TEST_CASE("a file is shown as the user names it, and those it names beside it") {
    const test::TemporaryFolder folder;
    folder.write("scenarios/s.yaml",
                 "forlob: 1\nkind: scenario\ntitle: S\nmodel: ../models/m.yaml\n");
    const std::string path = folder.path().string() + "/scenarios/s.yaml";
    try {
        static_cast<void>(read_scenario(path));
        FAIL("nothing was reported");
    } catch (const InputError& error) {
        CHECK(std::string(error.what())
                  .find("there is no file '" + folder.path().string() + "/models/m.yaml'") !=
              std::string::npos);
    }
}
