#include "random/philox.hpp"

#include <Random123/philox.h>
#include <doctest/doctest.h>

using namespace forlob;

// Known answers: the Random123 distribution, file kat_vectors, lines "philox4x32 10".
TEST_CASE("Philox of zeros is the published answer") {
    CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
          PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
}

TEST_CASE("Philox of ones is the published answer") {
    CHECK(
        philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
}

TEST_CASE("Philox of the digits of pi is the published answer") {
    CHECK(
        philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Philox is that of the Random123 library") {
    using Library = r123::Philox4x32_R<10>;
    PhiloxCounter counter{1, 2, 3, 4};
    PhiloxKey key{5, 6};
    // Each answer is the next question.
    for (int question = 0; question < 1000; ++question) {
        const auto answer =
            Library{}(Library::ctr_type{{counter[0], counter[1], counter[2], counter[3]}},
                      Library::key_type{{key[0], key[1]}});
        const PhiloxCounter ours = philox4x32_10(counter, key);
        CHECK(ours == PhiloxCounter{answer[0], answer[1], answer[2], answer[3]});
        counter = ours;
        key = {ours[1] ^ ours[3], ours[0] + ours[2]};
    }
}
