#include "input/economy_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "input/block.hpp"
#include "input/joint.hpp"
#include "input/name_checks.hpp"
#include "input/readers.hpp"
#include "input/tables.hpp"
#include "input/valuation_readers.hpp"

namespace forlob {

namespace {

constexpr std::string_view all_phases = "all";

Name name_or_none(const Block& block, std::string_view key) {
    return block.name(key).value_or(Name{"", block.location()});
}

std::optional<SplitSpec::Ladder> read_ladder(const Block& split, Diagnostics& diagnostics) {
    const YamlNode* node = split.find("ladder");
    if (node == nullptr) return std::nullopt;
    const Block block(*node, split.path("ladder"), "ladder", diagnostics);
    SplitSpec::Ladder ladder{name_or_none(block, "clock"),
                             {},
                             name_or_none(block, "payer"),
                             name_or_none(block, "rest")};
    if (const YamlNode* steps = block.find("shares_from_week")) {
        const std::string what = block.path("shares_from_week");
        for (FactorSpec::Step& step : read_steps(*steps, what, 0, diagnostics)) {
            if (step.from) {
                ladder.state_share.emplace_back(*step.from, std::move(step.factor));
            } else if (!begins_like_a_number(step.key.text)) {
                diagnostics.error(step.key.location,
                                  fmt::format("'{}' in {} is not a week", step.key.text, what),
                                  "write steps like {0: 0.8, 4: 0.4}");
            }
        }
    }
    if (!ladder.payer.text.empty() && ladder.payer.text == ladder.rest.text)
        diagnostics.error(ladder.rest.location,
                          fmt::format("'{}' has both the shares and the rest of {}",
                                      ladder.rest.text, split.path("ladder")),
                          "name two different payers");
    return ladder;
}

SplitSpec read_split(Name name, const YamlNode& node, const std::string& what,
                     Diagnostics& diagnostics) {
    const Block block(node, what, "split", diagnostics);
    SplitSpec split;
    split.name = std::move(name);
    split.location = node.location;
    if (!block.exactly_one_of({"shares", "ladder"},
                              "fixed shares of payers, or a ladder over the weeks of a clock"))
        return split;
    split.label.text = block.text("label").value_or("");
    split.ladder = read_ladder(block, diagnostics);
    for (const YamlEntry& entry : block.referring("shares")) {
        if (auto share = read_expression(
                entry.value, fmt::format("{}.{}", block.path("shares"), entry.key), diagnostics))
            split.shares.emplace_back(key_name(entry), std::move(*share));
    }
    return split;
}

void read_paid_move(const Block& amount, AmountSpec& spec, Diagnostics& diagnostics) {
    const Block move(*amount.find("per_move"), amount.path("per_move"), "paid_move", diagnostics);
    spec.when = AmountSpec::When::transition;
    spec.where = move.names("from");
    spec.to = move.names("to");
}

void read_months_in_phase(const Block& amount, AmountSpec& spec) {
    spec.when = AmountSpec::When::month_in_phase;
    const YamlEntry* phases = amount.in_cycles("per_month_in_phase");
    if (phases->value.kind == YamlNode::Kind::scalar && phases->value.text == all_phases) return;
    spec.where = amount.names(phases->key);
}

// What the amount is paid for.
void read_occasion(const Block& amount, AccountsOf owner, AmountSpec& spec,
                   Diagnostics& diagnostics) {
    const char* const one_thing =
        "an amount is paid for one thing: write an entry of the list for each";
    const bool one =
        owner == AccountsOf::economy
            ? amount.exactly_one_of({"per_month_in", "per_cycle_in", "once_at_start", "per_move"},
                                    one_thing)
            : amount.exactly_one_of(
                  {"per_month_in", "per_cycle_in", "once_at_start", "per_move",
                   "per_month_in_phase", "per_cycle_in_phase", "per_entry_to_phase"},
                  one_thing);
    if (!one) return;
    if (const YamlEntry* states = amount.in_cycles("per_month_in")) {
        spec.when = AmountSpec::When::month_in_state;
        spec.where = amount.names(states->key);
    } else if (amount.has("per_move")) {
        read_paid_move(amount, spec, diagnostics);
    } else if (amount.has("once_at_start")) {
        spec.when = AmountSpec::When::at_start;
        if (amount.boolean("once_at_start") == false)
            diagnostics.error(amount.find("once_at_start")->location,
                              fmt::format("{} is false", amount.path("once_at_start")),
                              "write true, or remove the amount");
    } else if (amount.in_cycles("per_month_in_phase") != nullptr) {
        read_months_in_phase(amount, spec);
    } else {
        spec.when = AmountSpec::When::phase_entry;
        spec.where = amount.names("per_entry_to_phase");
    }
}

// Whether the amount stands in for the economy's.
void read_replace(const Block& amount, AmountSpec& spec, Diagnostics& diagnostics) {
    spec.replace = amount.boolean("replace").value_or(false);
    if (spec.replace && spec.when != AmountSpec::When::month_in_state)
        diagnostics.error(amount.entry("replace")->key_location,
                          fmt::format("{} replaces nothing", amount.path()),
                          "only amounts with 'per_month_in' stand in for the economy's");
}

enum class AmountOf { account, outcome };

AmountSpec read_amount(const YamlNode& node, const std::string& what, AccountsOf owner,
                       AmountOf stream, Diagnostics& diagnostics) {
    const bool may_replace = owner == AccountsOf::program && stream == AmountOf::outcome;
    const Block block(node, what,
                      may_replace                    ? "program_outcome_amount"
                      : owner == AccountsOf::economy ? "amount"
                                                     : "program_amount",
                      diagnostics);
    AmountSpec spec{.where = {},
                    .to = {},
                    .value = block.expression("amount").value_or(Expression(0.0)),
                    .by = read_factors(block, diagnostics),
                    .location = node.location};
    read_occasion(block, owner, spec, diagnostics);
    if (may_replace) read_replace(block, spec, diagnostics);
    for (const FactorSpec& factor : spec.by) {
        if (factor.coordinate.text != "month_of_year") continue;
        diagnostics.error(factor.coordinate.location,
                          fmt::format("{} cannot depend on '{}'", what, factor.coordinate.text),
                          "a month is priced by the persons at its ends, which lie in two calendar "
                          "months: use 'month'");
    }
    return spec;
}

std::vector<AmountSpec> read_amounts(const Block& stream, AccountsOf owner, AmountOf kind,
                                     Diagnostics& diagnostics) {
    std::vector<AmountSpec> amounts;
    for (const YamlNode& item : stream.items("amounts"))
        amounts.push_back(read_amount(item,
                                      fmt::format("{}[{}]", stream.path("amounts"), amounts.size()),
                                      owner, kind, diagnostics));
    return amounts;
}

AccountSpec read_account(const YamlEntry& entry, AccountsOf owner, Diagnostics& diagnostics) {
    const bool in_economy = owner == AccountsOf::economy;
    const Block block(entry.value,
                      fmt::format("{}.{}", in_economy ? "accounts" : "payments", entry.key),
                      in_economy ? "account" : "payment", diagnostics);
    AccountSpec account;
    account.name = key_name(entry);
    account.location = entry.value.location;
    account.label = block.label();
    if (block.word("direction") == std::size_t{1})
        account.direction = AccountSpec::Direction::income;
    if (const YamlNode* split = block.find("split")) {
        if (split->kind == YamlNode::Kind::mapping)
            account.split =
                read_split({"", split->location}, *split, block.path("split"), diagnostics);
        else
            account.split_name = block.name("split");
    }
    account.discounting = read_discounting(block, diagnostics);
    account.accrual = read_accrual(block, diagnostics);
    account.amounts = read_amounts(block, owner, AmountOf::account, diagnostics);
    return account;
}

OutcomeSpec read_outcome(const YamlEntry& entry, AccountsOf owner, Diagnostics& diagnostics) {
    const bool in_economy = owner == AccountsOf::economy;
    const Block block(entry.value, fmt::format("outcomes.{}", entry.key),
                      in_economy ? "outcome" : "program_outcome", diagnostics);
    OutcomeSpec outcome;
    outcome.name = key_name(entry);
    outcome.location = entry.value.location;
    if (in_economy) {
        outcome.label = block.label();
        outcome.unit = block.text("unit").value_or("");
        outcome.discounting = read_discounting(block, diagnostics);
        outcome.accrual = read_accrual(block, diagnostics);
    }
    outcome.amounts = read_amounts(block, owner, AmountOf::outcome, diagnostics);
    return outcome;
}

// The code of the currency that every amount is in.
std::optional<std::string> read_currency(const Block& block, Diagnostics& diagnostics) {
    auto code = block.text("currency");
    if (!code || is_currency(*code)) return code;
    diagnostics.error(block.find("currency")->location,
                      fmt::format("currency cannot be '{}'", *code),
                      "write a code of three capital letters, as DKK, EUR or USD");
    return std::nullopt;
}

// Thresholds are a list, or a range with a step.
std::vector<std::int32_t> read_thresholds(const Block& incremental, Diagnostics& diagnostics) {
    constexpr std::int64_t most_thresholds = 1001;
    std::vector<std::int32_t> thresholds;
    const YamlNode* node = incremental.find("thresholds");
    if (node == nullptr) return thresholds;
    const std::string what = incremental.path("thresholds");
    if (node->kind != YamlNode::Kind::mapping) {
        for (const std::int64_t number : incremental.ascending_integers("thresholds"))
            thresholds.push_back(static_cast<std::int32_t>(number));
        return thresholds;
    }
    const Block range(*node, what, "threshold_range", diagnostics);
    const auto from = range.integer("from");
    const auto to = range.integer("to");
    const auto step = range.integer("step");
    if (!from || !to || !step) return thresholds;
    if (*to < *from || (*to - *from) / *step >= most_thresholds) {
        diagnostics.error(node->location,
                          fmt::format("{} goes from {} to {} by {}", what, *from, *to, *step),
                          fmt::format("'from' is the smaller one, and at most {} thresholds are "
                                      "supported",
                                      most_thresholds));
        return thresholds;
    }
    for (std::int64_t number = *from; number <= *to; number += *step)
        thresholds.push_back(static_cast<std::int32_t>(number));
    return thresholds;
}

std::optional<IncrementalSpec> read_incremental(const Block& economy, Diagnostics& diagnostics) {
    const YamlNode* node = economy.find("incremental");
    if (node == nullptr) return std::nullopt;
    const Block block(*node, "incremental", "incremental", diagnostics);
    return IncrementalSpec{name_or_none(block, "cost"), name_or_none(block, "effect"),
                           read_thresholds(block, diagnostics), node->location};
}

// What an economy with money cannot do without.
void check_money_is_complete(const Block& economy, Diagnostics& diagnostics) {
    if (!economy.is_mapping()) return;
    if (!economy.has("payers") && !economy.has("accounts")) {
        if (!economy.has("outcomes"))
            diagnostics.error(economy.location(), "the economy has no accounts and no outcomes",
                              "give 'payers' and 'accounts' of money, or 'outcomes', or both");
        return;
    }
    for (const char* key : {"currency", "price_year", "payers"}) {
        if (economy.has(key)) continue;
        const auto& rules = key_rules("economy");
        const auto rule = std::find_if(rules.begin(), rules.end(),
                                       [&](const KeyRule& one) { return one.key == key; });
        diagnostics.error(economy.location(), fmt::format("missing key '{}' in the economy", key),
                          fmt::format("{}: {}", key, rule->about));
    }
}

// A name that is a payer and a split would leave open which of them an account means.
void check_payers_and_splits(const EconomySpec& economy, Diagnostics& diagnostics) {
    for (const SplitSpec& split : economy.splits) {
        for (const PayerSpec& payer : economy.payers) {
            if (payer.name.text == split.name.text)
                diagnostics.error(split.name.location,
                                  fmt::format("'{}' is both a payer and a split", split.name.text),
                                  "give the split another name");
        }
    }
}

}  // namespace

std::vector<AccountSpec> read_accounts(const YamlNode& block, AccountsOf owner,
                                       Diagnostics& diagnostics) {
    std::vector<AccountSpec> accounts;
    const std::string_view what = owner == AccountsOf::economy ? "accounts" : "payments";
    for (const YamlEntry& entry : naming_entries(block, what, diagnostics))
        accounts.push_back(read_account(entry, owner, diagnostics));
    return accounts;
}

std::vector<OutcomeSpec> read_outcomes(const YamlNode& block, AccountsOf owner,
                                       Diagnostics& diagnostics) {
    std::vector<OutcomeSpec> outcomes;
    for (const YamlEntry& entry : naming_entries(block, "outcomes", diagnostics))
        outcomes.push_back(read_outcome(entry, owner, diagnostics));
    return outcomes;
}

std::optional<EconomySpec> read_economy(const YamlNode& root, Diagnostics& diagnostics) {
    const Block block(root, "", "economy", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    EconomySpec economy;
    economy.location = root.location;
    economy.title = read_head(block, "economy", diagnostics);
    economy.parameters = read_parameters(block.find("parameters"), diagnostics);
    economy.joint = read_joint(block.find("joint"), economy.parameters, diagnostics);
    economy.tables = read_tables(block.find("tables"), diagnostics);
    if (auto currency = read_currency(block, diagnostics)) economy.currency = std::move(*currency);
    economy.price_year = static_cast<int>(block.integer("price_year").value_or(0));
    check_money_is_complete(block, diagnostics);
    if (auto accrual = read_accrual(block, diagnostics)) economy.accrual = std::move(*accrual);
    if (auto discounting = read_discounting(block, diagnostics))
        economy.discounting = std::move(*discounting);
    for (const YamlEntry& entry : block.naming("payers")) {
        const Block payer(entry.value, fmt::format("payers.{}", entry.key), "payer", diagnostics);
        economy.payers.push_back({key_name(entry), payer.label()});
    }
    for (const YamlEntry& entry : block.naming("splits"))
        economy.splits.push_back(read_split(key_name(entry), entry.value,
                                            fmt::format("splits.{}", entry.key), diagnostics));
    if (const YamlNode* accounts = block.find("accounts"))
        economy.accounts = read_accounts(*accounts, AccountsOf::economy, diagnostics);
    if (const YamlNode* outcomes = block.find("outcomes"))
        economy.outcomes = read_outcomes(*outcomes, AccountsOf::economy, diagnostics);
    economy.incremental = read_incremental(block, diagnostics);
    // Else every payer would be unknown.
    if (economy.payers.empty() && (block.has("payers") || block.has("accounts")))
        return std::nullopt;
    check_payers_and_splits(economy, diagnostics);
    check_split_payers(economy, diagnostics);
    resolve_splits(economy.accounts, "accounts", economy, diagnostics);
    check_incremental(economy, diagnostics);
    return economy;
}

}  // namespace forlob
