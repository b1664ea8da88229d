#include "results/result_file.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // setenv is POSIX, not in <cstdlib>
#include <sys/resource.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <functional>

#include "results/child.hpp"
#include "results/content_digest.hpp"
#include "results/example.hpp"
#include "results/hdf5.hpp"
#include "support/temporary.hpp"

using namespace forlob;
namespace fs = std::filesystem;

namespace {

class Scratch {
public:
    [[nodiscard]] std::string path(const std::string& name = "x.h5") const {
        return (folder_.path() / name).string();
    }
    [[nodiscard]] std::size_t n_files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
    }
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        return folder_.write(name, text);
    }

private:
    test::TemporaryFolder folder_;
};

// NaN equals NaN here, and 0 does not equal -0: every bit comes back.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

bool same(const Axis& a, const Axis& b) {
    return a.name == b.name && a.long_name == b.long_name && a.long_name_da == b.long_name_da &&
           a.labels == b.labels && a.texts == b.texts && a.danish == b.danish &&
           a.values == b.values && a.units == b.units;
}

bool same(const Measure& a, const Measure& b) {
    return a.name == b.name && a.group == b.group && a.axes == b.axes && a.units == b.units &&
           a.long_name == b.long_name && a.long_name_da == b.long_name_da &&
           a.is_money == b.is_money && same(a.mean, b.mean) &&
           same(a.standard_error, b.standard_error) && same(a.difference, b.difference) &&
           same(a.difference_standard_error, b.difference_standard_error);
}

bool same(const ParameterRow& a, const ParameterRow& b) {
    return a.name == b.name && a.label == b.label && a.unit == b.unit &&
           a.distribution == b.distribution && a.grade == b.grade && a.source == b.source &&
           same(a.value, b.value);
}

template <typename Item>
bool same(const std::vector<Item>& a, const std::vector<Item>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Item& x, const Item& y) { return same(x, y); });
}

Result written_and_read(const Result& result) {
    const Scratch scratch;
    test::write_example(scratch.path(), Overwrite::refuse, result);
    return read_result(scratch.path());
}

std::string digest_of(const Result& result) {
    const Scratch scratch;
    test::write_example(scratch.path(), Overwrite::refuse, result);
    return result_digest(scratch.path());
}

// An HDF5 file that is none of ours.
void write_foreign(const std::string& path, const std::function<void(hdf5::Attributes)>& set) {
    auto file = hdf5::File::create(path);
    auto root = file.root();
    set(root.attributes());
    root.close();
    file.close();
}

std::string refusal(const std::string& path) {
    try {
        static_cast<void>(read_result(path));
        return "";
    } catch (const ResultFileError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("what describes the run comes back") {
    const auto result = written_and_read(test::example_result());
    CHECK(result.title == "Example: dialogue against practice");
    CHECK(result.description == "Two lines,\nand æøå.");
    CHECK(result.method == "simulation");
    CHECK(result.reference == "municipal");
    CHECK(result.seed == 18446744073709551615ULL);
    CHECK(result.n_people == 3);
    CHECK(result.n_replications == 2);
    CHECK(result.horizon_months == 12);
    CHECK(result.start_year == 2026);
    CHECK(result.start_month == 11);
    CHECK(result.currency == "DKK");
    CHECK(result.price_year == 2025);
    CHECK(result.scenario_name == "example.yaml");
    CHECK(result.generator == "Philox4x32-10");
    CHECK(result.scenario_digest == std::string(64, 'a'));
    CHECK(result.command_line_overrides ==
          std::vector<std::string>{"isu.rate=0.5", "replications=2"});
    CHECK(result.cohort_sizes == std::vector<std::uint32_t>{100, 200});
    CHECK(result.headline_base == "self_support");
    CHECK(result.headline_event == "cash_benefit");
    CHECK(result.confirm_months == 1);
    CHECK(result.discounting == "3.5 % a year, (1 + r)^-years");
}

TEST_CASE("axes and measures come back bit by bit and in their order") {
    const auto original = test::example_result();
    const auto result = written_and_read(original);
    CHECK(same(result.axes, original.axes));
    CHECK(same(result.measures, original.measures));
}

TEST_CASE("parameters, files and cells come back") {
    const auto original = test::example_result();
    const auto result = written_and_read(original);
    CHECK(same(result.parameters, original.parameters));
    REQUIRE(result.files.size() == 2);
    CHECK(result.files[1].name == "models/model.yaml");
    CHECK(result.files[1].sha256 == std::string(64, 'c'));
    CHECK(result.files[1].text == "forlob: 1\n# æøå\n");
    CHECK(result.cells.n_cells == 3);
    CHECK(result.cells.n_ticks == 2);
    CHECK(result.cells.persons == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6'000'000'000});
    REQUIRE(result.cells.columns.size() == 4);
    CHECK(result.cells.columns[2].name == "age_group");
    CHECK(result.cells.columns[2].long_name == "Level of age_group, -1: any");
    CHECK(result.cells.columns[2].value == std::vector<std::int32_t>{1, -1, 0});
    CHECK(result.cells.columns[3].name == "persons");
    CHECK(result.cells.columns[3].value == std::vector<std::int32_t>{7, -1, 8});
}

TEST_CASE("a measure without standard errors has undefined ones in the file") {
    auto original = test::example_result();
    original.measures = {original.measures[3]};
    original.measures[0].standard_error.clear();
    const auto result = written_and_read(original);
    REQUIRE(result.measures.size() == 1);
    CHECK(result.measures[0].mean == original.measures[0].mean);
    REQUIRE(result.measures[0].standard_error.size() == 2);
    CHECK(std::isnan(result.measures[0].standard_error[1]));
}

TEST_CASE("a result that holds next to nothing comes back too") {
    Result original;
    original.reference = "municipal";
    const auto result = written_and_read(original);
    CHECK(result.reference == "municipal");
    CHECK(result.axes.empty());
    CHECK(result.measures.empty());
    CHECK(result.parameters.empty());
    CHECK(result.files.empty());
    CHECK(result.command_line_overrides.empty());
    CHECK(result.cohort_sizes.empty());
    CHECK(result.cells.n_cells == 0);
}

TEST_CASE("every month has its first day as a date") {
    const Scratch scratch;
    test::write_example(scratch.path());
    const auto time = hdf5::File::open(scratch.path()).root().dataset("time");
    CHECK(time.attributes().text("units") == "days since 1970-01-01");
    const auto days = time.read<std::int32_t>();
    REQUIRE(days.size() == 13);
    CHECK(days[0] == 20758);   // 1 November 2026
    CHECK(days[2] == 20819);   // 1 January 2027
    CHECK(days[12] == 21123);  // 1 November 2027
}

TEST_CASE("the panel says where each person was each month") {
    const Scratch scratch;
    test::write_example(scratch.path());
    const auto state = hdf5::File::open(scratch.path()).root().group("panel").dataset("state");
    CHECK(state.shape() == hdf5::Shape{2, 2, 3, 13});
    CHECK(state.dimension_names() ==
          std::vector<std::string>{"arm", "replication", "person", "month"});
    const std::vector<std::uint8_t> isu{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                        0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1,  //
                                        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    CHECK(state.read<std::uint8_t>({1, 1, 0, 0}, {1, 1, 3, 13}) == isu);
}

TEST_CASE("the digest in the file is that of its content") {
    const Scratch scratch;
    test::write_example(scratch.path());
    CHECK(result_digest(scratch.path()) == content_digest(hdf5::File::open(scratch.path()).root()));
}

TEST_CASE("the digest depends on no clock and no command, but on every number") {
    const Scratch scratch;
    ::setenv("SOURCE_DATE_EPOCH", "0", 1);
    test::write_example(scratch.path("a.h5"), Overwrite::refuse, test::example_result(), "one");
    ::unsetenv("SOURCE_DATE_EPOCH");
    test::write_example(scratch.path("b.h5"), Overwrite::refuse, test::example_result(), "two");
    const auto digest = result_digest(scratch.path("a.h5"));
    CHECK(digest.size() == 64);
    CHECK(result_digest(scratch.path("b.h5")) == digest);

    auto other = test::example_result();
    other.measures[3].mean[1] += 1e-9;
    CHECK(digest_of(other) != digest);
    other = test::example_result();
    other.cells.persons[5] += 1;
    CHECK(digest_of(other) != digest);
    other = test::example_result();
    other.parameters[0].source = "Guessed.";
    CHECK(digest_of(other) != digest);
}

TEST_CASE("equal runs make equal bytes") {
    const Scratch scratch;
    ::setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    test::write_example(scratch.path("a.h5"));
    test::write_example(scratch.path("b.h5"));
    ::unsetenv("SOURCE_DATE_EPOCH");
    CHECK(test::read_file(scratch.path("a.h5")) == test::read_file(scratch.path("b.h5")));
}

TEST_CASE("without finish there is no file") {
    const Scratch scratch;
    {
        ResultWriter writer(scratch.path(), Overwrite::refuse, test::example_layout());
        writer.add_replication(0, {{1.0, 2.0}, {3.0, 4.0}});
        CHECK(scratch.n_files() == 1);
    }
    CHECK(scratch.n_files() == 0);
    CHECK_FALSE(must_exit_quickly());
}

TEST_CASE("an existing file is refused before any work") {
    const Scratch scratch;
    const auto path = scratch.write("x.h5", "precious");
    CHECK_THROWS_AS(ResultWriter(path, Overwrite::refuse, test::example_layout()), ResultFileError);
    CHECK(test::read_file(path) == "precious");
    test::write_example(path, Overwrite::replace);
    CHECK(read_result(path).title == "Example: dialogue against practice");
}

// The limit on the size of files stands for a full disk, which tests/command/full_disk.sh tries.
TEST_CASE("when there is no room, the message says so and nothing is left") {
    const Scratch scratch;
    for (const rlim_t limit : {0U, 1'000U, 10'000U, 50'000U, 70'000U}) {
        const auto text = test::in_child([&]() -> std::string {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit both{limit, limit};
            if (::setrlimit(RLIMIT_FSIZE, &both) != 0) return "no limit";
            try {
                test::write_example(scratch.path());
            } catch (const ResultFileError& error) {
                return std::string(error.what()) + (must_exit_quickly() ? "; exit quickly" : "");
            }
            return "written";
        });
        CAPTURE(limit);
        CHECK(text.starts_with("cannot write the result file " + scratch.path() + ": "));
        CHECK(text.ends_with(": File too large; exit quickly"));
        CHECK(scratch.n_files() == 0);
    }
}

TEST_CASE("an unfinished run on a full disk must exit quickly too, and leaves nothing") {
    const Scratch scratch;
    CHECK(test::in_child([&]() -> std::string {
              std::signal(SIGXFSZ, SIG_IGN);
              {
                  const ResultWriter writer(scratch.path(), Overwrite::refuse,
                                            test::example_layout());
                  const rlimit limit{1'000, 1'000};
                  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return "no limit";
              }
              return must_exit_quickly() ? "exit quickly" : "written";
          }) == "exit quickly");
    CHECK(scratch.n_files() == 0);
}

TEST_CASE("a file that cannot be read is refused with the reason") {
    const Scratch scratch;
    const auto begin = [](const std::string& path) {
        return "cannot read the result file " + path + ": ";
    };
    const auto missing = scratch.path("missing.h5");
    CHECK(refusal(missing) == begin(missing) + "No such file or directory");
    const auto text = scratch.write("text.h5", "forlob: 1\n");
    CHECK(refusal(text) == begin(text) + "it is not an HDF5 file");
    const auto folder = fs::path(text).parent_path().string();
    CHECK(refusal(folder) == begin(folder) + "Is a directory");
}

TEST_CASE("an HDF5 file of somebody else's is refused") {
    const Scratch scratch;
    write_foreign(scratch.path(), [](hdf5::Attributes root) { root.set("title", "Rainfall"); });
    CHECK(refusal(scratch.path()) == "cannot read the result file " + scratch.path() +
                                         ": it is an HDF5 file, but no result of forlob run");
}

TEST_CASE("a schema from the future is refused") {
    const Scratch scratch;
    write_foreign(scratch.path(), [](hdf5::Attributes root) {
        root.set("schema_version", std::int32_t{7});
        root.set("result_digest", "");
    });
    CHECK(refusal(scratch.path()) ==
          "cannot read the result file " + scratch.path() +
              ": its schema version is 7, and this program reads version 1");
}

TEST_CASE("a damaged file is refused, never misread") {
    const Scratch scratch;
    test::write_example(scratch.path());
    const auto whole = test::read_file(scratch.path());
    for (std::size_t part = 1; part < 20; ++part) {
        const auto path = scratch.write("part.h5", whole.substr(0, whole.size() * part / 20));
        CHECK(refusal(path).starts_with("cannot read the result file " + path + ": "));
    }
}

TEST_CASE("a worker's failure arrives at the caller and leaves no file") {
    const Scratch scratch;
    const ForEach failing = [](std::size_t n, const std::function<void(std::size_t)>& work) {
        for (std::size_t number = 0; number < n; ++number) {
            if (number == 2) throw std::bad_alloc();
            work(number);
        }
    };
    {
        ResultWriter writer(scratch.path(), Overwrite::refuse, test::example_layout(), failing);
        writer.add_spells(0, 0, test::example_spells(0), std::vector<std::size_t>{0, 1});
        CHECK_THROWS_AS(writer.finish(test::example_result(), "forlob run"), std::bad_alloc);
    }
    CHECK(scratch.n_files() == 0);
    CHECK_FALSE(must_exit_quickly());
}

TEST_CASE("spells of many replications come back whole, a column in equal chunks") {
    const Scratch scratch;
    auto layout = test::example_layout();
    layout.n_replications = 20'000;
    ResultWriter writer(scratch.path(), Overwrite::refuse, layout);
    const std::vector<std::size_t> phase_position{0, 1};
    for (std::uint32_t replication = 0; replication < layout.n_replications; ++replication) {
        writer.add_replication(replication, {{10.0 + replication, 0.5}, {20.0, 1.0}});
        for (std::uint32_t arm = 0; arm < 2; ++arm) {
            writer.add_spells(replication, arm, test::example_spells(arm), phase_position);
            writer.add_states(replication, arm, test::example_states(arm));
        }
        writer.add_persons(replication, {{0, 1, static_cast<std::uint8_t>(replication % 2)}},
                           std::vector<std::uint8_t>{0, 4, 2});
    }
    writer.finish(test::example_result(), "forlob run");

    const auto file = hdf5::File::open(scratch.path());
    const auto spells = file.root().group("spells");
    for (const char* name : {"arm", "replication", "person", "state", "start", "months", "phase"})
        CHECK(spells.dataset(name).chunk() == hdf5::Shape{1 << 16});
    const auto replication = spells.dataset("replication").read<std::uint32_t>();
    const auto start = spells.dataset("start").read<std::uint16_t>();
    const auto phase = spells.dataset("phase").read<std::uint8_t>();
    REQUIRE(replication.size() == 160'000);
    for (std::size_t spell = 0; spell < replication.size(); spell += 997) {
        const auto expected = test::example_spells(spell / 4 % 2);
        CHECK(replication[spell] == spell / 8);
        CHECK(start[spell] == expected.start[spell % 4]);
        CHECK(phase[spell] == expected.phase[spell % 4]);
    }
    const auto state = file.root().group("panel").dataset("state");
    CHECK(state.shape() == hdf5::Shape{2, 20'000, 3, 13});
    CHECK(state.chunk() == hdf5::Shape{1, 26'886, 3, 13});
    CHECK(state.read<std::uint8_t>({1, 19'999, 1, 3}, {1, 1, 1, 3}) ==
          std::vector<std::uint8_t>{0, 1, 1});
    const auto exits = file.root().group("replications").dataset("exits");
    CHECK(exits.shape() == hdf5::Shape{20'000, 2});
    CHECK(exits.read<double>({19'999, 0}, {1, 2}) == std::vector<double>{20'009.0, 20.0});
    CHECK(result_digest(scratch.path()) == content_digest(file.root()));
}

TEST_CASE("a panel of more people than fit a chunk is cut between people") {
    const Scratch scratch;
    auto layout = test::example_layout();
    layout.spells = false;
    layout.n_people = 100'000;
    std::vector<std::uint8_t> states;
    for (std::uint32_t person = 0; person < layout.n_people; ++person)
        states.insert(states.end(), 13, static_cast<std::uint8_t>(person % 3));
    const std::vector<std::uint8_t> levels(layout.n_people, 1);
    const auto file_of = [&](std::size_t people_at_a_time) {
        ResultWriter writer(scratch.path(), Overwrite::replace, layout);
        const auto visit = [&](std::size_t bytes_of_person, const auto& add) {
            for (std::size_t first = 0; first < layout.n_people; first += people_at_a_time) {
                const std::size_t n =
                    std::min<std::size_t>(people_at_a_time, layout.n_people - first);
                add(first * bytes_of_person, n * bytes_of_person);
            }
        };
        for (std::uint32_t replication = 0; replication < 2; ++replication) {
            for (std::uint32_t arm = 0; arm < 2; ++arm)
                visit(13, [&](std::size_t first, std::size_t n) {
                    writer.add_states(replication, arm, std::span(states).subspan(first, n));
                });
            visit(1, [&](std::size_t first, std::size_t n) {
                const auto some = std::span(levels).subspan(first, n);
                writer.add_persons(replication, {{some.begin(), some.end()}}, some);
            });
        }
        writer.finish(test::example_result(), "forlob run");
        return test::read_file(scratch.path());
    };
    ::setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    const std::string in_parts = file_of(3008);
    CHECK(file_of(100'000) == in_parts);
    CHECK(file_of(7) == in_parts);
    ::unsetenv("SOURCE_DATE_EPOCH");
    const auto file = hdf5::File::open(scratch.path());
    const auto state = file.root().group("panel").dataset("state");
    CHECK(state.chunk() == hdf5::Shape{1, 1, 80'659, 13});
    for (const std::uint64_t person : {0U, 80'658U, 80'659U, 99'999U})
        CHECK(state.read<std::uint8_t>({1, 1, person, 12}, {1, 1, 1, 1}) ==
              std::vector<std::uint8_t>{static_cast<std::uint8_t>(person % 3)});
    CHECK(result_digest(scratch.path()) == content_digest(file.root()));
}

TEST_CASE("spells and persons come in parts of any size, and are the same bytes") {
    const Scratch scratch;
    auto layout = test::example_layout();
    layout.panel = false;
    layout.n_people = 1'500'000;  // more than a chunk of the persons
    Spells all;
    all.resize(layout.n_people);
    for (std::uint32_t person = 0; person < layout.n_people; ++person) {
        all.person[person] = person;
        all.state[person] = static_cast<std::uint8_t>(person % 3);
        all.months[person] = 13;
    }
    const auto some_of = [&](std::size_t first, std::size_t n) {
        const auto cut = [&](auto& column) {
            const auto begin = column.begin() + static_cast<std::ptrdiff_t>(first);
            return std::remove_reference_t<decltype(column)>(
                begin, begin + static_cast<std::ptrdiff_t>(n));
        };
        return Spells{cut(all.person), cut(all.state), cut(all.start), cut(all.months),
                      cut(all.phase)};
    };
    const auto file_of = [&](std::size_t people_at_a_time) {
        ResultWriter writer(scratch.path(), Overwrite::replace, layout);
        const auto visit = [&](const auto& add) {
            for (std::size_t first = 0; first < layout.n_people; first += people_at_a_time)
                add(first, std::min<std::size_t>(people_at_a_time, layout.n_people - first));
        };
        visit([&](std::size_t /*first*/, std::size_t n) {
            const std::vector<std::uint8_t> levels(n, 1);
            writer.add_persons(0, {levels}, levels);
        });
        visit([&](std::size_t first, std::size_t n) {
            writer.add_spells(0, 0, some_of(first, n), std::vector<std::size_t>{0});
        });
        writer.finish(test::example_result(), "forlob run");
        return test::read_file(scratch.path());
    };
    ::setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    const std::string at_once = file_of(layout.n_people);
    CHECK(file_of(3008) == at_once);
    CHECK(file_of(999'999) == at_once);
    ::unsetenv("SOURCE_DATE_EPOCH");
}
