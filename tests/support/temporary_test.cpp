#include "support/temporary.hpp"

#include <doctest/doctest.h>

using namespace forlob::test;

TEST_CASE("a temporary folder holds what is written and then is gone") {
    std::filesystem::path path;
    {
        const TemporaryFolder folder;
        path = folder.path();
        const std::string file = folder.write("a/b.txt", "text\n");
        CHECK(read_file(file) == "text\n");
    }
    CHECK_FALSE(std::filesystem::exists(path));
}
