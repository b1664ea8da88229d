#include "model/row.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "model/cut.hpp"

using namespace forlob;

namespace {

constexpr StateId benefit{0}, internship{1}, employment{2}, pension{3};
constexpr int n_states = 4;

Row benefit_row() {
    const StatedMove stated[] = {{internship, {0.030}}, {employment, {0.006}}, {pension, {0.002}}};
    return row_from_probabilities(benefit, stated);
}

}  // namespace

TEST_CASE("stated probabilities come back exactly when nothing modifies them") {
    const auto share = probabilities(benefit_row(), n_states);
    CHECK(share[0] == doctest::Approx(0.962).epsilon(1e-14));
    CHECK(share[1] == doctest::Approx(0.030).epsilon(1e-14));
    CHECK(share[2] == doctest::Approx(0.006).epsilon(1e-14));
    CHECK(share[3] == doctest::Approx(0.002).epsilon(1e-14));
}

TEST_CASE("hazards are competing: h = -ln(1 - P) p / P") {
    const Row row = benefit_row();
    // -ln(0.962) / 0.038 = 1.0194923, by hand with 10 digits.
    CHECK(row.moves[1].hazard.per_cycle == doctest::Approx(0.006 * 1.01949221).epsilon(1e-7));
}

TEST_CASE("a tiny probability keeps its digits as a hazard") {
    const StatedMove stated[] = {{employment, {1e-12}}};
    const Row row = row_from_probabilities(benefit, stated);
    CHECK(row.moves[0].hazard.per_cycle == doctest::Approx(1e-12).epsilon(1e-10));
}

TEST_CASE("a multiplied hazard never makes an impossible probability") {
    Row row = benefit_row();
    for (Move& move : row.moves) move.hazard.per_cycle *= 1000.0;
    const auto share = probabilities(row, n_states);
    CHECK(share[0] == doctest::Approx(std::exp(1000.0 * std::log(0.962))));
    CHECK(share[0] + share[1] + share[2] + share[3] == doctest::Approx(1.0).epsilon(1e-15));
    CHECK(share[1] / share[2] == doctest::Approx(5.0).epsilon(1e-12));
}

TEST_CASE("a certain exit leaves nobody and splits by its weights") {
    const StatedMove stated[] = {{internship, {0.25}}, {employment, {0.75}}};
    Row row = row_from_probabilities(benefit, stated);
    CHECK(row.certain_exit);
    row.moves[0].hazard.per_cycle *= 3.0;
    const auto share = probabilities(row, n_states);
    CHECK(share[0] == 0.0);
    CHECK(share[1] == doctest::Approx(0.5));
    CHECK(share[2] == doctest::Approx(0.5));
}

TEST_CASE("an origin without moves is never left") {
    RowTable table;
    table.append(Row{.origin = pension}, n_states);
    CHECK(table.next(0, pension, 0) == pension);
    CHECK(table.next(0, pension, 0x80000000U) == pension);
    CHECK(table.next(0, pension, 0xFFFFFFFFU) == pension);
}

TEST_CASE("slots follow the order of states and both their ends belong to them") {
    RowTable table;
    table.append(benefit_row(), n_states);
    // 0.962 · 2^32 = 4131758538.7…, 0.992 · 2^32 = 4260607557.6…, 0.998 · 2^32 = 4286377361.4…
    REQUIRE(table.last.size() == 4);
    CHECK(table.last[0] == 4131758538U);
    CHECK(table.last[1] == 4260607557U);
    CHECK(table.last[2] == 4286377360U);
    CHECK(table.last[3] == 0xFFFFFFFFU);
    CHECK(table.next(0, benefit, 0) == benefit);
    CHECK(table.next(0, benefit, 4131758538U) == benefit);
    CHECK(table.next(0, benefit, 4131758539U) == internship);
    CHECK(table.next(0, benefit, 4260607557U) == internship);
    CHECK(table.next(0, benefit, 4260607558U) == employment);
    CHECK(table.next(0, benefit, 4286377360U) == employment);
    CHECK(table.next(0, benefit, 4286377361U) == pension);
    CHECK(table.next(0, benefit, 0xFFFFFFFFU) == pension);
}

TEST_CASE("the own state keeps its place among the slots") {
    const StatedMove stated[] = {{benefit, {0.5}}, {pension, {0.25}}};
    RowTable table;
    table.append(row_from_probabilities(employment, stated), n_states);
    CHECK(table.target == std::vector{benefit, employment, pension});
    CHECK(table.stay_low[0] == 0x80000000U);
    CHECK(table.stay_width[0] == 0x40000000U);
    CHECK(table.next(0, employment, 0x7FFFFFFFU) == benefit);
    CHECK(table.next(0, employment, 0x80000000U) == employment);
    CHECK(table.next(0, employment, 0xBFFFFFFFU) == employment);
    CHECK(table.next(0, employment, 0xC0000000U) == pension);
}

TEST_CASE("a move of probability 0 has no slot, wherever it stands") {
    const StatedMove stated[] = {{internship, {0.0}}, {employment, {0.5}}, {pension, {0.0}}};
    RowTable table;
    table.append(row_from_probabilities(benefit, stated), n_states);
    CHECK(table.target == std::vector{benefit, employment});
    CHECK(table.last.back() == 0xFFFFFFFFU);
}

TEST_CASE("unrounded probabilities are kept beside the slots") {
    RowTable table;
    table.append(benefit_row(), n_states);
    CHECK(table.probability[1] == doctest::Approx(0.030).epsilon(1e-14));
}

TEST_CASE("a cut happens below its uniform, and certainty needs no luck") {
    CHECK(cut_at(0.5).happens(0x7FFFFFFFU));
    CHECK_FALSE(cut_at(0.5).happens(0x80000000U));
    CHECK(cut_at(1.0).happens(0xFFFFFFFFU));
    CHECK(cut_at(1.0).is_certain());
    CHECK_FALSE(cut_at(0.0).happens(0));
    CHECK(cut_at(0.0).is_impossible());
}

TEST_CASE("cut points of rows are rounded as those of chances are") {
    std::mt19937_64 engine(7);
    constexpr double below_half = 0.49999999999999994;  // a half, added to it, makes 1
    for (int trial = 0; trial < 1000; ++trial) {
        const auto whole = static_cast<double>(engine() >> 33U);
        for (const double part : {0.0, 0x1p-20, below_half, 0.5, 0.5 + 0x1p-20, 1.0 - 0x1p-20}) {
            const double probability = (trial == 0 ? part : whole + part) / two_to_32;
            RowTable table;
            const double shares[] = {probability, 1.0 - probability};
            table.append(employment, shares);
            const auto first = static_cast<std::uint64_t>(std::llround(probability * two_to_32));
            CHECK(cut_at(probability).below == first);
            CHECK(table.n_rows() == 1);
            CHECK((table.last.size() == 1 ? 0 : std::uint64_t{table.last[0]} + 1) == first);
        }
    }
}

TEST_CASE("a range is spread evenly, both ends included") {
    CHECK(spread(0, 3, 6) == 3);
    CHECK(spread(0x3FFFFFFFU, 3, 6) == 3);
    CHECK(spread(0x40000000U, 3, 6) == 4);
    CHECK(spread(0xFFFFFFFFU, 3, 6) == 6);
    CHECK(spread(0xFFFFFFFFU, 7, 7) == 7);
}
