#include "input/command_line.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "input/reading.hpp"

using namespace forlob;

namespace {

ScenarioSpec example_with(const CommandLineOverrides& changes) {
    return read_scenario(test::in_tests("example/scenario.yaml"), changes);
}

std::string mistakes(const CommandLineOverrides& changes) {
    try {
        static_cast<void>(example_with(changes));
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::string mistakes_of_set(const std::string& argument) {
    CommandLineOverrides changes;
    changes.set = {argument};
    return mistakes(changes);
}

// The value that an arm gives a parameter at last; empty if none.
std::string last(const ArmSpec& arm, const std::string& name) {
    std::string value;
    for (const Override& one : arm.overrides)
        if (one.name == name) value = one.value.text();
    return value;
}

}  // namespace

TEST_CASE("a value set for all arms goes to those that know the parameter, and wins") {
    CommandLineOverrides changes;
    changes.set = {"training_price=5 * base_price", "to_job=0.05"};
    const ScenarioSpec scenario = example_with(changes);
    CHECK(last(scenario.arms[0], "training_price") == "");
    CHECK(last(scenario.arms[1], "training_price") == "5 * base_price");
    CHECK(last(scenario.arms[2], "training_price") == "5 * base_price");
    CHECK(last(scenario.arms[0], "to_job") == "0.05");
}

TEST_CASE("a value set for one arm") {
    CommandLineOverrides changes;
    changes.set = {"both.to_job=0.05", "to_job=0.01", "both.to_job=0.07"};
    const ScenarioSpec scenario = example_with(changes);
    CHECK(last(scenario.arms[1], "to_job") == "0.01");
    CHECK(last(scenario.arms[2], "to_job") == "0.07");
}

TEST_CASE("numbers of the command line replace those of the file") {
    CommandLineOverrides changes;
    changes.replications = 7;
    changes.seed = 8;
    changes.cohort_size = 9;
    changes.horizon_months = 36;
    const ScenarioSpec scenario = example_with(changes);
    CHECK(scenario.replications == 7);
    CHECK(scenario.seed == 8);
    CHECK(scenario.cohort_size == 9);
    CHECK(scenario.horizon_months == 36);
    CHECK(scenario.horizons_months == std::vector<std::int32_t>{12, 24});
}

TEST_CASE("a shorter horizon drops the horizons beyond it") {
    CommandLineOverrides changes;
    changes.horizon_months = 12;
    CHECK(example_with(changes).horizons_months == std::vector<std::int32_t>{12});
    changes.horizon_months = 6;
    CHECK(example_with(changes).horizons_months == std::vector<std::int32_t>{6});
}

TEST_CASE("an argument without a name or a value") {
    const std::string help = "help: write name=value, or arm.name=value for one arm\n";
    CHECK(mistakes_of_set("to_job") ==
          "--set:1:1: error: 'to_job' sets nothing\n"
          "    1 | to_job\n"
          "      | ^~~~~~\n" +
              help);
    CHECK(mistakes_of_set("to_job=") ==
          "--set:1:1: error: 'to_job=' sets nothing\n"
          "    1 | to_job=\n"
          "      | ^~~~~~~\n" +
              help);
    CHECK(mistakes_of_set("=3") ==
          "--set:1:1: error: '=3' sets nothing\n"
          "    1 | =3\n"
          "      | ^~\n" +
              help);
    CHECK(mistakes_of_set("") == "--set:1:1: error: '' sets nothing\n" + help);
}

TEST_CASE("a parameter that no arm has") {
    CHECK(mistakes_of_set("to_jbo=0.1") ==
          "--set:1:1: error: no arm has a parameter 'to_jbo'\n"
          "    1 | to_jbo=0.1\n"
          "      | ^~~~~~\n"
          "help: did you mean 'to_job'? known parameters: cycle_multiplier, to_job, "
          "to_internship, frailty_sd, share_long, discount_rate, benefit, base_price, "
          "training_price, training_ratio, dialogue_effect, willing\n");
}

TEST_CASE("a parameter that the named arm does not have") {
    CHECK(mistakes_of_set("ordinary.training_price=0.1") ==
          "--set:1:10: error: arm 'ordinary' has no parameter 'training_price'\n"
          "    1 | ordinary.training_price=0.1\n"
          "      |          ^~~~~~~~~~~~~~\n"
          "help: known parameters: cycle_multiplier, to_job, to_internship, frailty_sd, "
          "share_long, discount_rate, benefit\n");
}

TEST_CASE("an arm that does not exist") {
    CHECK(mistakes_of_set("ordinry.to_job=0.1") ==
          "--set:1:1: error: unknown arm 'ordinry'\n"
          "    1 | ordinry.to_job=0.1\n"
          "      | ^~~~~~~\n"
          "help: did you mean 'ordinary'? known arms: ordinary, training, both\n");
}

TEST_CASE("a value that is no number has its place in the argument") {
    CHECK(mistakes_of_set("to_job=0,1") ==
          "--set:1:8: error: to_job must be a number, not '0,1'\n"
          "    1 | to_job=0,1\n"
          "      |        ^~~\n"
          "help: write 0.1\n");
}

TEST_CASE("an unknown name in a value") {
    CHECK(mistakes_of_set("both.to_job=2 * willng") ==
          "--set:1:17: error: unknown parameter 'willng'\n"
          "    1 | both.to_job=2 * willng\n"
          "      |                 ^~~~~~\n"
          "help: did you mean 'willing'? known parameters: base_price, benefit, cycle_multiplier, "
          "dialogue_effect, discount_rate, frailty_sd, share_long, to_internship, to_job, "
          "training_price, training_ratio, willing\n");
}

TEST_CASE("a number out of range shows the option") {
    CommandLineOverrides changes;
    changes.replications = 0;
    CHECK(mistakes(changes) ==
          "--replications:1:1: error: --replications cannot be 0\n"
          "    1 | 0\n"
          "      | ^\n"
          "help: write a whole number from 1 to 10000000\n");
}
