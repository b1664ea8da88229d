#include "simulate/schedule.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace forlob;

namespace {

// "l0,2:1" is block 1 of arms 0 and 2, in lanes.
std::vector<std::string> pieces_of(const Schedule& schedule) {
    std::vector<std::string> pieces;
    for (std::size_t number = 0; number < schedule.n_pieces(); ++number) {
        const Piece piece = schedule.piece(number);
        std::string text;
        for (const std::size_t arm : piece.arms)
            text += (text.empty() ? std::string(1, "glj"[static_cast<int>(piece.kernel)]) : ",") +
                    std::to_string(arm);
        pieces.push_back(text + ":" + std::to_string(piece.block));
    }
    return pieces;
}

using Texts = std::vector<std::string>;
using enum Kernel;
const std::vector<Kernel> mixed{lanes, general, lanes, jointly, jointly};

}  // namespace

TEST_CASE("without trajectories the arms of a block are simulated together") {
    const Schedule schedule = Schedule::by_block(mixed, {3, 2, 1});
    CHECK(pieces_of(schedule) == Texts{"g1:0", "g1:1", "g1:2", "l0,2:0", "l0,2:1", "j3,4:0"});
    CHECK(schedule.n_simulated() == 6);
}

TEST_CASE("for trajectories arm follows arm, and persons come first") {
    const Schedule schedule = Schedule::by_arm(mixed, {3, 2, 1}, 2);
    CHECK(pieces_of(schedule) == Texts{":0", ":1", "l0:0", "l0:1", "g1:0", "g1:1", "g1:2", "l2:0",
                                       "l2:1", "j3:0", "j4:0"});
    CHECK(schedule.n_simulated() == 9);
}

TEST_CASE("arms of a single block are together, also for trajectories, if they are neighbours") {
    const std::vector<Kernel> kernels{lanes, lanes, general, lanes, general, general};
    CHECK(pieces_of(Schedule::by_arm(kernels, {1, 1, 1}, 0)) ==
          Texts{"l0,1:0", "g2:0", "l3:0", "g4,5:0"});
}
