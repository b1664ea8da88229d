// Which amounts are known when a clock is not?

#include "economics/hidden_clocks.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "support/hand_model.hpp"

using namespace forlob;

namespace {

constexpr ClockId hidden_clock{0}, other_clock{1};

AmountLists lists(const std::vector<std::vector<Amount>>& items) {
    AmountLists result{{0}, {}};
    for (const auto& item : items) {
        result.amounts.insert(result.amounts.end(), item.begin(), item.end());
        result.first.push_back(static_cast<std::uint32_t>(result.amounts.size()));
    }
    return result;
}

// The amount of a stream in a cell; nothing is 0.
double amount(const AmountLists& lists, std::size_t cell, std::size_t stream) {
    double sum = 0.0;
    for (std::uint32_t entry = lists.first[cell]; entry < lists.first[cell + 1]; ++entry)
        if (lists.amounts[entry].stream == stream) sum += lists.amounts[entry].value;
    return sum;
}

// State 0 has cells by two clocks of two values each (the first the faster), state 1 has one cell.
Model two_clocks() {
    Model model = test::hand_model(2, 2);
    const Coordinate first = test::add_clock(model, {}, 1);
    const Coordinate second = test::add_clock(model, {}, 1);
    test::HandTables tables;
    tables.cell_axes = [=](PhaseId, StateId state) {
        return state == StateId{0} ? std::vector<test::HandAxis>{{first, 1}, {second, 1}}
                                   : std::vector<test::HandAxis>{};
    };
    test::build_tables(model, tables);
    return model;
}

// Three accounts of two payers in the cells (0, 0), (1, 0), (0, 1), (1, 1) and the other state: who
// pays the first depends on the first clock, how much of the second is paid too, the third on the
// second clock only.
Prices three_accounts() {
    Prices prices;
    prices.n_accounts = 3;
    prices.n_payers = 2;
    prices.month_in_cell.always = lists({{{0, 0.3}, {1, 0.7}, {2, 5.0}, {4, 8.0}},
                                         {{0, 0.9}, {1, 0.1}, {2, 6.0}, {4, 8.0}},
                                         {{0, 0.3}, {1, 0.7}, {2, 5.0}, {4, 9.0}},
                                         {{0, 0.9}, {1, 0.1}, {2, 6.0}, {4, 9.0}},
                                         {{0, 2.0}, {2, 3.0}}});
    prices.start_in_cell = lists({{}, {}, {}, {}, {}});
    return prices;
}

}  // namespace

TEST_CASE("amounts that depend on a hidden clock are not known by payer") {
    const auto known =
        prices_without_clocks(three_accounts(), two_clocks(), std::vector<ClockId>{hidden_clock});
    for (const std::size_t cell : {0U, 2U})
        for (const std::size_t stream : {0U, 1U, 2U})
            CHECK(std::isnan(amount(known.by_payer.month_in_cell.always, cell, stream)));
    CHECK(amount(known.by_payer.month_in_cell.always, 0, 4) == 8.0);
    CHECK(amount(known.by_payer.month_in_cell.always, 2, 4) == 9.0);
    CHECK(amount(known.by_payer.month_in_cell.always, 4, 0) == 2.0);
    CHECK(amount(known.by_payer.month_in_cell.always, 4, 2) == 3.0);
    CHECK(known.is_split == std::vector<bool>{true, true, false});
}

TEST_CASE("together, payers pay what does not depend on the clock") {
    const auto known =
        prices_without_clocks(three_accounts(), two_clocks(), std::vector<ClockId>{hidden_clock});
    CHECK(amount(known.together.month_in_cell.always, 0, 0) == 0.3);
    CHECK(amount(known.together.month_in_cell.always, 0, 1) == 0.7);
    CHECK(std::isnan(amount(known.together.month_in_cell.always, 0, 2)));
    CHECK(amount(known.together.month_in_cell.always, 4, 2) == 3.0);
    CHECK(known.is_amount == std::vector<bool>{false, true, false});
}

TEST_CASE("nothing is unknown when no clock is hidden, or one that nothing depends on") {
    const Prices prices = three_accounts();
    const auto none = prices_without_clocks(prices, two_clocks(), {});
    CHECK(none.by_payer.month_in_cell.always.amounts.size() ==
          prices.month_in_cell.always.amounts.size());
    Prices simple = prices;
    simple.month_in_cell.always = lists({{{0, 2.0}}, {{0, 2.0}}, {{0, 3.0}}, {{0, 3.0}}, {}});
    const auto other =
        prices_without_clocks(simple, two_clocks(), std::vector<ClockId>{hidden_clock});
    CHECK(amount(other.by_payer.month_in_cell.always, 2, 0) == 3.0);
    CHECK(other.is_split == std::vector<bool>{false, false, false});
    const auto second =
        prices_without_clocks(simple, two_clocks(), std::vector<ClockId>{other_clock});
    CHECK(std::isnan(amount(second.by_payer.month_in_cell.always, 0, 0)));
    CHECK(second.is_amount == std::vector<bool>{true, false, false});
}

TEST_CASE("moves whose price depends on a hidden clock are not known, the others are") {
    Model model = two_clocks();
    // One kind of move from each cell of the first state, none from the second.
    model.first_priced_move = {0, 1, 2, 3, 4, 4};
    for (std::uint32_t cell = 0; cell < 4; ++cell) model.priced_moves.push_back({cell, StateId{1}});
    Prices prices = three_accounts();
    prices.priced_move.always =
        lists({{{0, 5.0}, {4, 1.0}}, {{0, 6.0}, {4, 1.0}}, {{0, 5.0}, {4, 2.0}}, {{4, 2.0}}});
    const auto known = prices_without_clocks(prices, model, std::vector<ClockId>{hidden_clock});
    for (const std::size_t move : {0U, 1U, 2U, 3U}) {
        CHECK(std::isnan(amount(known.by_payer.priced_move.always, move, 0)));
        CHECK(amount(known.by_payer.priced_move.always, move, 4) == (move < 2 ? 1.0 : 2.0));
    }
    CHECK(known.is_amount[0]);
    const auto other = prices_without_clocks(prices, model, std::vector<ClockId>{other_clock});
    CHECK(std::isnan(amount(other.together.priced_move.always, 1, 0)));
    CHECK(std::isnan(amount(other.together.priced_move.always, 3, 4)));
}
