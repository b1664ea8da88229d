#include "results/provenance.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>  // setenv is POSIX, not in <cstdlib>

using namespace forlob;

TEST_CASE("a file is created when SOURCE_DATE_EPOCH says") {
    ::setenv("SOURCE_DATE_EPOCH", "1767225600", 1);
    CHECK(creation_time() == "2026-01-01T00:00:00Z");
    ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("a SOURCE_DATE_EPOCH that is no time is as good as none") {
    for (const char* text : {"", "12 o'clock", "9223372036854775807", "99999999999999999999"}) {
        ::setenv("SOURCE_DATE_EPOCH", text, 1);
        CHECK(creation_time() > "2020");
        CHECK(creation_time() < "2100");
    }
    ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("paths of a command line lose their folders") {
    CHECK(without_folders("/usr/bin/forlob run /home/anna/a.yaml") == "forlob run a.yaml");
    CHECK(without_folders("./forlob run ../a.yaml ~/b.yaml") == "forlob run a.yaml b.yaml");
    CHECK(without_folders("forlob run a.yaml --output=/home/anna/x.h5 -o/home/anna/y.h5") ==
          "forlob run a.yaml --output=x.h5 -oy.h5");
    CHECK(without_folders("forlob run '/home/anna/my files/a.yaml'") == "forlob run 'a.yaml'");
}

TEST_CASE("a command line keeps what is no path, or a path of the project") {
    const std::string line = "forlob run scenarios/isu.yaml --set isu.rate=1/12 -o out/x.h5";
    CHECK(without_folders(line) == line);
}

TEST_CASE("files are named from the scenario's folder, wherever that lies") {
    CHECK(name_from_scenario("/a/b/scenarios/s.yaml", "/a/b/scenarios/s.yaml") == "s.yaml");
    CHECK(name_from_scenario("/a/b/models/m.yaml", "/a/b/scenarios/s.yaml") == "../models/m.yaml");
    CHECK(name_from_scenario("models/m.yaml", "scenarios/s.yaml") == "../models/m.yaml");
    CHECK(name_from_scenario("m.yaml", "s.yaml") == "m.yaml");
    CHECK(name_from_scenario("/s.yaml", "/s.yaml") == "s.yaml");
}

TEST_CASE("a file of another tree keeps its name only") {
    CHECK(name_from_scenario("/home/anna/m.yaml", "/tmp/x/s.yaml") == "m.yaml");
}
