#include "results/atomic_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "results/child.hpp"
#include "support/temporary.hpp"

using namespace forlob;
namespace fs = std::filesystem;

namespace {

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

std::size_t n_files(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::string refusal(const std::string& path, Overwrite overwrite = Overwrite::refuse) {
    try {
        const AtomicFile file(path, overwrite);
        return "";
    } catch (const ResultFileError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a file has its name only once it is complete") {
    const test::TemporaryFolder folder;
    const auto path = (folder.path() / "x.h5").string();
    AtomicFile file(path, Overwrite::refuse);
    CHECK(fs::path(file.temporary_path()).parent_path() == folder.path());
    CHECK(fs::path(file.temporary_path()).filename() ==
          ".x.h5.partial-" + std::to_string(::getpid()));
    write(file.temporary_path(), "whole");
    CHECK_FALSE(fs::exists(path));
    file.commit();
    CHECK(test::read_file(path) == "whole");
    CHECK(n_files(folder.path()) == 1);
}

TEST_CASE("an unfinished file leaves nothing") {
    const test::TemporaryFolder folder;
    { const AtomicFile file((folder.path() / "x.h5").string(), Overwrite::refuse); }
    CHECK(n_files(folder.path()) == 0);
}

TEST_CASE("a replaced file stays as it was until the new one is complete") {
    const test::TemporaryFolder folder;
    const auto path = folder.write("x.h5", "old");
    AtomicFile file(path, Overwrite::replace);
    write(file.temporary_path(), "new");
    CHECK(test::read_file(path) == "old");
    file.commit();
    CHECK(test::read_file(path) == "new");
}

TEST_CASE("an existing file is not replaced unasked") {
    const test::TemporaryFolder folder;
    const auto path = folder.write("x.h5", "old");
    CHECK(refusal(path) ==
          "cannot write the result file " + path + ": it exists already; --force replaces it");
    CHECK(n_files(folder.path()) == 1);
}

TEST_CASE("a file that appears in the meantime is not replaced either") {
    const test::TemporaryFolder folder;
    const auto path = (folder.path() / "x.h5").string();
    AtomicFile file(path, Overwrite::refuse);
    write(path, "somebody else's");
    CHECK_THROWS_WITH_AS(
        file.commit(),
        ("cannot write the result file " + path + ": it exists already; --force replaces it")
            .c_str(),
        ResultFileError);
    CHECK(test::read_file(path) == "somebody else's");
    CHECK(n_files(folder.path()) == 1);
}

TEST_CASE("a folder that does not exist is named") {
    const test::TemporaryFolder folder;
    const auto missing = (folder.path() / "missing").string();
    CHECK(refusal(missing + "/x.h5") == "cannot write the result file " + missing +
                                            "/x.h5: the folder " + missing + " does not exist");
}

TEST_CASE("a folder is no file, and a file no folder") {
    const test::TemporaryFolder folder;
    const auto path = folder.path().string();
    CHECK(refusal(path, Overwrite::replace) ==
          "cannot write the result file " + path + ": it is a folder");
    CHECK(refusal(path + "/") == "cannot write the result file " + path + "/: it names no file");
    const auto file = folder.write("y", "");
    CHECK(refusal(file + "/x.h5") ==
          "cannot write the result file " + file + "/x.h5: " + file + " is not a folder");
    CHECK(refusal("/dev/null", Overwrite::replace) ==
          "cannot write the result file /dev/null: it is not a file");
}

TEST_CASE("a folder without permission is refused before any work") {
    const test::TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                       fs::perms::others_read | fs::perms::others_exec);
    const auto path = (folder.path() / "x.h5").string();
    const auto text = test::in_child([&]() -> std::string {
        // Permissions mean nothing to the administrator.
        if (::geteuid() == 0 && ::setuid(65534) != 0) return "cannot become another user";
        return refusal(path);
    });
    fs::permissions(folder.path(), fs::perms::owner_all);
    CHECK(text == "cannot write the result file " + path + ": cannot create a file in " +
                      folder.path().string() + ": Permission denied");
}

TEST_CASE("what a killed run of the same file left behind is removed, and nothing else") {
    const test::TemporaryFolder folder;
    folder.write(".x.h5.partial-1", "abandoned");
    folder.write(".x.h5.partial-99999999", "abandoned");
    folder.write(".x.h5.partial-1a", "not ours");
    folder.write(".y.h5.partial-1", "of another file");
    { const AtomicFile file((folder.path() / "x.h5").string(), Overwrite::refuse); }
    CHECK(n_files(folder.path()) == 2);
    CHECK(fs::exists(folder.path() / ".x.h5.partial-1a"));
    CHECK(fs::exists(folder.path() / ".y.h5.partial-1"));
}

TEST_CASE("the temporary file of a living run is left alone") {
    const test::TemporaryFolder folder;
    const auto path = folder.write(".x.h5.partial-1", "at work");
    const int living = ::open(path.c_str(), O_RDWR);
    REQUIRE(::flock(living, LOCK_EX) == 0);
    { const AtomicFile file((folder.path() / "x.h5").string(), Overwrite::refuse); }
    CHECK(fs::exists(path));
    ::close(living);
}
