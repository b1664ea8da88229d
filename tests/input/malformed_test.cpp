// Does every mistake get the message that it should? Every file of tests/input/malformed is checked
// as `forlob check` does it, and what is printed is compared with NAME.expected beside it. Files in
// malformed/values are right as far as reading goes: their mistakes are found when models are made.
// Files in malformed/parts are used by others.
//
// FORLOB_RENEW=1 forlob_tests -tc="malformed*" writes the expected texts anew. Read the difference:
// place, wording and help must each be right.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "economics/price.hpp"
#include "input/reading.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/parameter_draws.hpp"
#include "support/temporary.hpp"

namespace fs = std::filesystem;
using namespace forlob;

namespace {

// Messages name files as they are given, so that the tests work in the folder of the files.
class WorkingFolder {
public:
    explicit WorkingFolder(const fs::path& folder) : before_(fs::current_path()) {
        fs::current_path(folder);
    }
    ~WorkingFolder() { fs::current_path(before_); }
    WorkingFolder(const WorkingFolder&) = delete;
    WorkingFolder& operator=(const WorkingFolder&) = delete;

private:
    fs::path before_;
};

std::string printed(const std::function<void()>& check) {
    try {
        check();
    } catch (const InputError& error) {
        return error.what();
    }
    return "no mistake was found\n";
}

std::vector<std::string> files_here(const std::string& suffix) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator("."))
        if (entry.path().extension() == suffix) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

// Compares what `check` prints for every file of the folder; returns the number of files.
std::size_t compare_all(const std::string& folder,
                        const std::function<void(const std::string&)>& check) {
    const WorkingFolder here(folder);
    const char* renew = std::getenv("FORLOB_RENEW");
    const auto names = files_here(".yaml");
    for (const std::string& name : names) {
        INFO(folder << "/" << name);
        const std::string expected = fs::path(name).stem().string() + ".expected";
        const std::string text = printed([&] { check(name); });
        if (renew != nullptr && std::string(renew) == "1")
            std::ofstream(expected, std::ios::binary) << text;
        REQUIRE(fs::exists(expected));
        CHECK(test::read_file(expected) == text);
        CHECK(text != "no mistake was found\n");
    }
    CHECK(files_here(".expected").size() == names.size());
    return names.size();
}

std::string check_text(const std::string& text) {
    const test::TemporaryFolder folder;
    folder.write("file.yaml", text);
    const WorkingFolder here(folder.path());
    return printed([] { static_cast<void>(check_file("file.yaml")); });
}

}  // namespace

TEST_CASE("malformed files get their messages") {
    const std::size_t n_files =
        compare_all(test::in_tests("malformed"),
                    [](const std::string& name) { static_cast<void>(check_file(name)); });
    CHECK(n_files >= 100);
}

TEST_CASE("malformed values get their messages when models are made") {
    const std::size_t n_files =
        compare_all(test::in_tests("malformed/values"), [](const std::string& name) {
            const ScenarioSpec scenario = read_scenario(name);
            static_cast<void>(price_arms(scenario, compile_arms(scenario)));
            if (scenario.draws) static_cast<void>(draw_parameters(scenario));
        });
    CHECK(n_files >= 5);
}

TEST_CASE("a file of more than 4 MiB is refused before it is read") {
    CHECK(check_text("# " + std::string(5'000'000, 'x') + "\n") ==
          "error: 'file.yaml' is larger than 4 MiB\n"
          "help: put large tables into a CSV file\n");
}

TEST_CASE("a line of more than 64 KiB is refused") {
    const std::string message = check_text("forlob: 1\nx-long: " + std::string(70'000, 'x') + "\n");
    CHECK(message.starts_with("file.yaml:2:1: error: this line is longer than 64 KiB\n"));
    CHECK(message.ends_with("help: break it into several lines\n"));
}

TEST_CASE("a file of more than 200,000 lines is refused") {
    std::string text = "forlob: 1\nkind: model\n";
    for (int i = 0; i < 200'000; ++i) text += "#\n";
    CHECK(check_text(text) ==
          "file.yaml:200001:2: error: the file has too many lines\n"
          "200001 | #\n"
          "       |  ^\n"
          "help: at most 200,000 are allowed: put large tables into a CSV file\n");
}

TEST_CASE("a file of more than 200,000 keys and values is refused") {
    std::string text = "forlob: 1\nkind: model\nx-values:\n";
    for (int i = 0; i < 50'000; ++i) text += "- [0, 0, 0, 0]\n";
    CHECK(check_text(text) ==
          "file.yaml:40003:4: error: the file has too many keys and values\n"
          "40003 | - [0, 0, 0, 0]\n"
          "      |    ^\n"
          "help: at most 200,000 are allowed: put large tables into a CSV file\n");
}

TEST_CASE("rows of more than 4 MiB are refused") {
    const test::TemporaryFolder folder;
    folder.write("people.yaml",
                 "forlob: 1\nkind: population\ntitle: Many\nrows: people.csv\nstart: a\n");
    folder.write("people.csv", "sex,weight\n" + std::string(5'000'000, '1'));
    const WorkingFolder here(folder.path());
    CHECK(printed([] { static_cast<void>(check_file("people.yaml")); }) ==
          "people.yaml:4:7: error: 'people.csv' is larger than 4 MiB\n"
          "    4 | rows: people.csv\n"
          "      |       ^~~~~~~~~~\n"
          "help: leave out rows of small weight\n");
}
