#include "economics/price.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <span>
#include <utility>

#include "base/require.hpp"
#include "economics/amount_book.hpp"
#include "economics/price_compiler.hpp"
#include "economics/priced_amounts.hpp"

namespace forlob {
namespace {

using Tick = std::optional<std::size_t>;

class ArmPricing {
public:
    ArmPricing(const ScenarioSpec& scenario, std::size_t arm, const Model& model,
               const Vocabulary& vocabulary, Diagnostics& diagnostics, Prices& prices)
        : scenario_(scenario),
          arm_(arm),
          model_(model),
          diagnostics_(diagnostics),
          collector_(scenario, arm, model, vocabulary, diagnostics),
          prices_(prices) {}

    /// The first time, or after a change of numbers alone.
    void price();

private:
    // Who bears an amount in a cell. A ladder's shares are worked out once per number of cycles.
    class CellShares {
    public:
        CellShares(const Split& split, ArmPricing& arm)
            : split_(split),
              cycles_(split.ladder ? &arm.cycles_of_cells(split.ladder->clock) : nullptr) {}
        [[nodiscard]] std::span<const PayerShare> of(std::size_t cell);

    private:
        const Split& split_;
        const std::vector<std::int32_t>* cycles_;
        std::vector<std::array<PayerShare, 2>> of_cycle_;
    };
    [[nodiscard]] const std::vector<std::int32_t>& cycles_of_cells(ClockId clock);

    void make_all_lists();
    void add_all_terms();
    void add_terms(const std::optional<DiscountingSpec>& discounting,
                   const std::optional<AccrualSpec>& accrual);
    void add_shares(const PricedAmount& amount, double value, std::span<const PayerShare> shares,
                    std::size_t item, AmountBook& book) const;

    enum class Due { monthly, at_start };
    void add_cell_amounts(Due due, AmountBook& book, Tick tick);
    void add_in_cell(const PricedAmount& amount, std::size_t cell, Tick tick, std::size_t item,
                     CellShares& shares, AmountBook& book);
    [[nodiscard]] bool is_counted(const PricedAmount& amount, Tick tick) const;
    void add_move_amounts(AmountBook& book, Tick tick) const;
    void add_priced_move_amounts(AmountBook& book, Tick tick);
    void add_entry_amounts(AmountBook& book, Tick tick) const;
    [[nodiscard]] static bool is_due(const PricedAmount& amount, Due due);

    const ScenarioSpec& scenario_;
    std::size_t arm_;
    const Model& model_;
    Diagnostics& diagnostics_;
    AmountCollector collector_;
    std::vector<PricedAmount> amounts_;
    bool is_collected_ = false;
    Prices& prices_;
    std::map<ClockId, std::vector<std::int32_t>> cycles_of_cells_;  ///< of clocks of ladders
    AmountLayout month_in_cell_;
    AmountLayout start_in_cell_;
    AmountLayout move_;
    AmountLayout priced_move_;
    AmountLayout phase_entry_;
};

std::span<const PayerShare> ArmPricing::CellShares::of(std::size_t cell) {
    if (cycles_ == nullptr) return split_.fixed;
    const std::int32_t cycles = (*cycles_)[cell];
    require(cycles >= 0, "cells tell apart the months of a ladder's clock");
    while (std::cmp_less_equal(of_cycle_.size(), cycles))
        of_cycle_.push_back(split_.shares_of_cycle(static_cast<std::int32_t>(of_cycle_.size())));
    return of_cycle_[static_cast<std::size_t>(cycles)];
}

// Side by side: every amount with a ladder goes through them, and cells are far apart in memory.
const std::vector<std::int32_t>& ArmPricing::cycles_of_cells(ClockId clock) {
    const auto [known, is_new] = cycles_of_cells_.try_emplace(clock);
    if (is_new)
        for (const Cell& cell : model_.cells)
            known->second.push_back(cell.coordinates[index(coordinate_of(clock))]);
    return known->second;
}

void ArmPricing::add_shares(const PricedAmount& amount, double value,
                            std::span<const PayerShare> shares, std::size_t item,
                            AmountBook& book) const {
    if (amount.is_outcome) book.add(item, prices_.outcome_stream(amount.account), value);
    for (const PayerShare& share : shares)
        book.add(item, prices_.stream(amount.account, share.payer), value * share.share);
}

bool ArmPricing::is_due(const PricedAmount& amount, Due due) {
    const bool is_first = amount.spec->when == AmountSpec::When::at_start;
    return !amount.contexts.empty() && amount.spec->when != AmountSpec::When::transition &&
           is_first == (due == Due::at_start);
}

void ArmPricing::add_cell_amounts(Due due, AmountBook& book, Tick tick) {
    for (const PricedAmount& amount : amounts_) {
        if (!is_due(amount, due)) continue;
        // What is due at the start is due at one tick only.
        if (due == Due::monthly && amount.depends_on_tick() != tick.has_value()) continue;
        CellShares shares(amount.split, *this);
        for (std::size_t context = 0; context < amount.contexts.size(); ++context) {
            if (!amount.contexts[context]) continue;
            const Lattice::Context& cells = model_.cell_of.contexts[context];
            for (std::size_t number = cells.base; number < cells.base + cells.size; ++number)
                add_in_cell(amount, number, tick, number, shares, book);
        }
    }
}

void ArmPricing::add_priced_move_amounts(AmountBook& book, Tick tick) {
    for (const PricedAmount& amount : amounts_) {
        if (amount.spec->when != AmountSpec::When::transition || amount.contexts.empty() ||
            amount.depends_on_tick() != tick.has_value())
            continue;
        const StateSet to = collector_.named(amount.spec->to);
        CellShares shares(amount.split, *this);
        for (std::size_t move = 0; move < model_.priced_moves.size(); ++move) {
            const std::size_t number = model_.priced_moves[move].cell;
            const Cell& cell = model_.cells[number];
            if (amount.contexts[model_.context(cell.phase, cell.state)] &&
                to.contains(model_.priced_moves[move].to))
                add_in_cell(amount, number, tick, move, shares, book);
        }
    }
}

// Accrual leaves some ticks out: what an amount comes to there does not matter.
bool ArmPricing::is_counted(const PricedAmount& amount, Tick tick) const {
    const AmountSpec::When when = amount.spec->when;
    if (!tick || when == AmountSpec::When::transition || when == AmountSpec::When::at_start)
        return true;
    const Terms& terms = amount.is_outcome ? prices_.terms_of_outcome(amount.account)
                                           : prices_.terms_of_account(amount.account);
    return terms.this_month[*tick] != 0.0 || terms.next_month[*tick] != 0.0;
}

void ArmPricing::add_in_cell(const PricedAmount& amount, std::size_t cell, Tick tick,
                             std::size_t item, CellShares& shares, AmountBook& book) {
    // What is the same everywhere was checked when it was collected.
    double value = amount.value_everywhere;
    if (!amount.is_same_everywhere) {
        value = amount.value_in(model_.cells[cell], tick.value_or(0));
        if (is_counted(amount, tick) && !collector_.check(amount, model_.cells[cell], tick, value))
            return;
    }
    add_shares(amount, value, shares.of(cell), item, book);
}

void ArmPricing::add_move_amounts(AmountBook& book, Tick tick) const {
    const auto n_states = static_cast<std::size_t>(model_.n_states);
    for (const PricedAmount& amount : amounts_) {
        if (amount.spec->when != AmountSpec::When::transition || !amount.contexts.empty() ||
            amount.depends_on_tick() != tick.has_value())
            continue;
        const StateSet from = collector_.named(amount.spec->where);
        const StateSet to = collector_.named(amount.spec->to);
        for (std::size_t origin = 0; origin < n_states; ++origin)
            for (std::size_t destination = 0; destination < n_states; ++destination)
                if (origin != destination && from.contains(static_cast<StateId>(origin)) &&
                    to.contains(static_cast<StateId>(destination)))
                    add_shares(amount, amount.value_at(tick.value_or(0)), amount.split.fixed,
                               origin * n_states + destination, book);
    }
}

void ArmPricing::add_entry_amounts(AmountBook& book, Tick tick) const {
    for (const PricedAmount& amount : amounts_) {
        if (amount.spec->when != AmountSpec::When::phase_entry ||
            amount.depends_on_tick() != tick.has_value())
            continue;
        for (std::size_t phase = 0; phase < model_.phases.size(); ++phase)
            if (collector_.is_named_phase(amount, static_cast<PhaseId>(phase)))
                add_shares(amount, amount.value_at(tick.value_or(0)), amount.split.fixed, phase,
                           book);
    }
}

// Terms that are equal are kept once, so that what is equal is added up before it is discounted.
// The economy's come first.
void ArmPricing::add_terms(const std::optional<DiscountingSpec>& discounting,
                           const std::optional<AccrualSpec>& accrual) {
    if (!discounting && !accrual) return prices_.terms_of.push_back(0);
    Terms terms = compile_terms(discounting.value_or(scenario_.economy.discounting),
                                accrual.value_or(scenario_.economy.accrual), model_.parameters,
                                model_.horizon, scenario_.model.cycle, diagnostics_);
    const auto known = std::find(prices_.terms.begin(), prices_.terms.end(), terms);
    prices_.terms_of.push_back(static_cast<std::size_t>(known - prices_.terms.begin()));
    if (known == prices_.terms.end()) prices_.terms.push_back(std::move(terms));
}

void ArmPricing::add_all_terms() {
    const EconomySpec& economy = scenario_.economy;
    prices_.terms.push_back(compile_terms(economy.discounting, economy.accrual, model_.parameters,
                                          model_.horizon, scenario_.model.cycle, diagnostics_));
    for (const AccountSpec& account : economy.accounts)
        add_terms(account.discounting, account.accrual);
    const auto& used = scenario_.arms[arm_].programs;
    for (std::size_t program = 0; program < scenario_.programs.size(); ++program) {
        // The parameters of other programs are unknown here, and nothing is paid for them.
        const bool is_used = std::find(used.begin(), used.end(), program) != used.end();
        for (const AccountSpec& payment : scenario_.programs[program].payments)
            add_terms(is_used ? payment.discounting : std::nullopt,
                      is_used ? payment.accrual : std::nullopt);
    }
    prices_.n_accounts = prices_.terms_of.size();
    for (const OutcomeSpec& outcome : economy.outcomes)
        add_terms(outcome.discounting, outcome.accrual);
}

void ArmPricing::price() {
    prices_.n_payers = scenario_.economy.payers.size();
    prices_.n_outcomes = scenario_.economy.outcomes.size();
    if (is_collected_)
        collector_.fill(amounts_);
    else
        amounts_ = collector_.amounts();
    is_collected_ = true;
    prices_.terms.clear();
    prices_.terms_of.clear();
    add_all_terms();
    // Lists are only worth making from values that make sense.
    if (!diagnostics_.has_errors()) make_all_lists();
}

void ArmPricing::make_all_lists() {
    const auto n_states = static_cast<std::size_t>(model_.n_states);
    const std::size_t n_ticks = static_cast<std::size_t>(model_.horizon) + 1;
    const auto varies = [&](auto matters) {
        return std::any_of(amounts_.begin(), amounts_.end(), [&](const PricedAmount& amount) {
            return matters(amount) && amount.depends_on_tick();
        });
    };
    const auto is_when = [](AmountSpec::When when) {
        return [when](const PricedAmount& amount) { return amount.spec->when == when; };
    };
    make_timed_amounts(
        model_.cells.size(), n_ticks,
        varies([&](const PricedAmount& amount) { return is_due(amount, Due::monthly); }),
        [&](AmountBook& book, Tick tick) { add_cell_amounts(Due::monthly, book, tick); },
        prices_.month_in_cell, month_in_cell_);
    make_lists(
        model_.cells.size(),
        [&](AmountBook& book, Tick tick) { add_cell_amounts(Due::at_start, book, tick); },
        prices_.start_in_cell, start_in_cell_);
    make_timed_amounts(
        n_states * n_states, n_ticks, varies(is_when(AmountSpec::When::transition)),
        [&](AmountBook& book, Tick tick) { add_move_amounts(book, tick); }, prices_.move, move_);
    make_timed_amounts(
        model_.priced_moves.size(), n_ticks, varies(is_when(AmountSpec::When::transition)),
        [&](AmountBook& book, Tick tick) { add_priced_move_amounts(book, tick); },
        prices_.priced_move, priced_move_);
    make_timed_amounts(
        model_.phases.size(), n_ticks, varies(is_when(AmountSpec::When::phase_entry)),
        [&](AmountBook& book, Tick tick) { add_entry_amounts(book, tick); }, prices_.phase_entry,
        phase_entry_);
}

}  // namespace

std::vector<AccountInfo> accounts_of(const ScenarioSpec& scenario) {
    std::vector<AccountInfo> accounts;
    for (const AccountSpec& account : scenario.economy.accounts)
        accounts.push_back({account.name.text, account.label});
    for (const ProgramSpec& program : scenario.programs)
        for (const AccountSpec& payment : program.payments)
            accounts.push_back({program.name.text + "." + payment.name.text, payment.label});
    return accounts;
}

std::vector<OutcomeInfo> outcomes_of(const ScenarioSpec& scenario) {
    std::vector<OutcomeInfo> outcomes;
    for (const OutcomeSpec& outcome : scenario.economy.outcomes)
        outcomes.push_back({outcome.name.text, outcome.label, outcome.unit});
    return outcomes;
}

struct PriceCompiler::Arms {
    Arms(const ScenarioSpec& scenario, const std::vector<Model>& models)
        : vocabulary(scenario.model), prices(models.size()) {
        for (std::size_t arm = 0; arm < models.size(); ++arm)
            pricing.emplace_back(scenario, arm, models[arm], vocabulary, diagnostics, prices[arm])
                .price();
        diagnostics.throw_if_errors();
    }

    // False if there are mistakes.
    [[nodiscard]] bool reprice() {
        for (ArmPricing& arm : pricing) arm.price();
        return !diagnostics.has_errors();
    }

    Vocabulary vocabulary;
    Diagnostics diagnostics;
    std::deque<ArmPricing> pricing;  // which stay where they are
    std::vector<Prices> prices;
};

PriceCompiler::PriceCompiler(const ScenarioSpec& scenario) : scenario_(scenario) {}
PriceCompiler::~PriceCompiler() = default;

// Mistakes are told by pricing anew, so that they are told in the same words at the same places.
const std::vector<Prices>& PriceCompiler::price(const std::vector<Model>& models,
                                                std::size_t shape) {
    require(scenario_.arms.size() == models.size(), "there is a model of every arm");
    if (arms_ != nullptr && shape == shape_ && arms_->reprice()) return arms_->prices;
    arms_.reset();
    shape_ = shape;
    arms_ = std::make_unique<Arms>(scenario_, models);
    return arms_->prices;
}

std::vector<Prices> price_arms(const ScenarioSpec& scenario, const std::vector<Model>& models) {
    PriceCompiler compiler(scenario);
    static_cast<void>(compiler.price(models, 0));
    return std::move(compiler.arms_->prices);
}

}  // namespace forlob
