#include "input/name_checks.hpp"

#include <doctest/doctest.h>

#include <string>

#include "input/reading.hpp"
#include "support/reported.hpp"

using namespace forlob;
using test::reported;

namespace {

EconomySpec economy() {
    EconomySpec spec;
    spec.payers = {{{"state", {}}, {}}, {{"municipality", {}}, {}}};
    spec.splits.push_back({{"half", {}}, {}, {}, std::nullopt, {}});
    return spec;
}

std::vector<AccountSpec> account_with_split(const std::string& split) {
    Diagnostics diagnostics;
    auto accounts = read_accounts(
        test::yaml("fee: {split: " + split + ", amounts: [{once_at_start: true, amount: 1}]}\n"),
        AccountsOf::program, diagnostics);
    REQUIRE(reported(diagnostics) == "");
    return accounts;
}

}  // namespace

TEST_CASE("the name of a split stays a name") {
    Diagnostics diagnostics;
    auto accounts = account_with_split("half");
    resolve_splits(accounts, "payments", economy(), diagnostics);
    CHECK(accounts[0].split_name->text == "half");
    CHECK_FALSE(accounts[0].split.has_value());
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("the name of a payer becomes a split of which that payer bears all") {
    Diagnostics diagnostics;
    auto accounts = account_with_split("state");
    resolve_splits(accounts, "payments", economy(), diagnostics);
    CHECK_FALSE(accounts[0].split_name.has_value());
    REQUIRE(accounts[0].split.has_value());
    REQUIRE(accounts[0].split->shares.size() == 1);
    CHECK(accounts[0].split->shares[0].first.text == "state");
    CHECK(accounts[0].split->shares[0].second.text() == "1");
    CHECK(accounts[0].split->location.column == 14);
    CHECK(reported(diagnostics) == "");
}

TEST_CASE("a name that is neither") {
    Diagnostics diagnostics;
    auto accounts = account_with_split("hlaf");
    resolve_splits(accounts, "payments", economy(), diagnostics);
    CHECK(reported(diagnostics) ==
          "1:14+4 unknown split or payer 'hlaf' in payments.fee.split | did you mean 'half'? known "
          "splits and payers: half, state, municipality");
}
