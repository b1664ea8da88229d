#include "base/require.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace forlob;

TEST_CASE("a promise that holds passes") { CHECK_NOTHROW(require(true, "one is one")); }

TEST_CASE("a broken promise names file, line and promise") {
    try {
        require(false, "the moon is made of cheese");
        FAIL("nothing was thrown");
    } catch (const InternalError& error) {
        const std::string text = error.what();
        CHECK(text.find("require_test.cpp:13: internal error: the moon is made of cheese") !=
              std::string::npos);
    }
}

TEST_CASE("a place in the engine is shown without the folders above it") {
    CHECK_THROWS_WITH_AS(require(false, "it holds", "/home/someone/forlob/engine/model/row.cpp", 7),
                         "engine/model/row.cpp:7: internal error: it holds", InternalError);
}
