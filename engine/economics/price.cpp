#include "economics/price.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/require.hpp"
#include "economics/splits.hpp"
#include "model/multiplier.hpp"
#include "model/vocabulary.hpp"

namespace forlob {
namespace {

// Amounts of one account in one arm, ready to be evaluated in cells.
struct PricedAmount {
    const AmountSpec* spec = nullptr;
    std::optional<std::size_t> program;  ///< in the arm; nothing for accounts of the economy
    std::size_t account = 0;
    double value = 0.0;  ///< incomes are negative
    std::vector<Factor> by;
    Split split;
    std::vector<bool>
        contexts;  ///< [phase · n_states + state] where a monthly or first amount is due
};

// Lists that are filled item by item, and laid end to end afterwards.
class AmountBook {
public:
    explicit AmountBook(std::size_t n_items) : items_(n_items) {}

    void add(std::size_t item, std::size_t stream, double value) {
        if (value == 0.0) return;
        for (Amount& known : items_[item]) {
            if (known.stream != stream) continue;
            known.value += value;
            return;
        }
        items_[item].push_back({static_cast<std::uint32_t>(stream), value});
    }
    [[nodiscard]] AmountLists lists() const {
        AmountLists lists;
        lists.first.push_back(0);
        for (const auto& item : items_) {
            lists.amounts.insert(lists.amounts.end(), item.begin(), item.end());
            lists.first.push_back(static_cast<std::uint32_t>(lists.amounts.size()));
        }
        return lists;
    }

private:
    std::vector<std::vector<Amount>> items_;
};

class ArmPricing {
public:
    ArmPricing(const ScenarioSpec& scenario, std::size_t arm, const Model& model,
               const Vocabulary& vocabulary, Diagnostics& diagnostics)
        : scenario_(scenario),
          arm_(scenario.arms[arm]),
          model_(model),
          vocabulary_(vocabulary),
          diagnostics_(diagnostics),
          splits_(scenario.economy, scenario.model.cycle, vocabulary, model.parameters,
                  diagnostics) {}

    Prices prices();

private:
    void collect(const std::vector<AccountSpec>& accounts, std::size_t first_account,
                 std::optional<std::size_t> program);
    void collect(const AccountSpec& account, const AmountSpec& amount, PricedAmount priced);
    [[nodiscard]] double value_of(const AccountSpec& account, const AmountSpec& amount);
    void refuse_dependence(const AccountSpec& account, const AmountSpec& amount,
                           const PricedAmount& priced);

    [[nodiscard]] std::vector<bool> contexts_of(const PricedAmount& amount) const;
    [[nodiscard]] bool is_named_phase(const PricedAmount& amount, PhaseId phase) const;
    [[nodiscard]] bool is_in_program(PhaseId phase, std::size_t program) const;
    [[nodiscard]] StateSet named(const std::vector<Name>& names) const;
    [[nodiscard]] double factor_in(const Cell& cell, const PricedAmount& amount) const;
    void add_shares(const PricedAmount& amount, double value, const std::vector<PayerShare>& shares,
                    std::size_t item, AmountBook& book) const;

    enum class Due { monthly, at_start };
    [[nodiscard]] AmountLists cell_amounts(Due due) const;
    [[nodiscard]] AmountLists move_amounts() const;
    [[nodiscard]] AmountLists entry_amounts() const;

    const ScenarioSpec& scenario_;
    const ArmSpec& arm_;
    const Model& model_;
    const Vocabulary& vocabulary_;
    Diagnostics& diagnostics_;
    SplitBook splits_;
    std::vector<PricedAmount> amounts_;
};

bool is_priced_in_cells(const AmountSpec& amount) {
    return amount.when == AmountSpec::When::month_in_state ||
           amount.when == AmountSpec::When::month_in_phase ||
           amount.when == AmountSpec::When::at_start;
}

const char* occasion(const AmountSpec& amount) {
    return amount.when == AmountSpec::When::transition ? "per move" : "per entry to a phase";
}

double ArmPricing::value_of(const AccountSpec& account, const AmountSpec& amount) {
    const double value = model_.parameters.value(amount.value, diagnostics_);
    const auto refuse = [&](const char* help) {
        diagnostics_.error(amount.value.location(),
                           fmt::format("amount '{}' is {}", amount.value.text(), value), help);
        return 0.0;
    };
    if (!std::isfinite(value)) return refuse("an amount is a finite number");
    if (account.direction == AccountSpec::Direction::income) return -value;
    if (value < 0.0) return refuse("an expense is not negative; an income has 'direction: income'");
    return value;
}

void ArmPricing::refuse_dependence(const AccountSpec& account, const AmountSpec& amount,
                                   const PricedAmount& priced) {
    for (const FactorSpec& by : amount.by)
        diagnostics_.error(by.coordinate.location,
                           fmt::format("an amount {} that depends on '{}' is not supported yet",
                                       occasion(amount), by.coordinate.text),
                           "amounts per month may depend on attributes and clocks");
    if (priced.split.ladder)
        diagnostics_.error(
            account.split_name ? account.split_name->location : account.split->location,
            fmt::format("an amount {} that is split by a ladder is not supported yet",
                        occasion(amount)),
            "split it by fixed shares, in an account of its own");
}

void ArmPricing::collect(const AccountSpec& account, const AmountSpec& amount,
                         PricedAmount priced) {
    priced.spec = &amount;
    priced.value = value_of(account, amount);
    if (amount.when == AmountSpec::When::transition && priced.program) {
        diagnostics_.error(
            amount.location, "an amount per move in the payments of a program is not supported yet",
            "pay it per month in a phase or per entry to a phase, or put it into the "
            "economy, where it is paid for everybody's moves");
        return;
    }
    if (!is_priced_in_cells(amount)) {
        refuse_dependence(account, amount, priced);
    } else {
        const FactorContext context{vocabulary_,    model_.parameters,     scenario_.model.cycle,
                                    model_.horizon, scenario_.start_month, std::nullopt};
        for (const FactorSpec& by : amount.by)
            if (auto factor = compile_factor(by, context, diagnostics_))
                priced.by.push_back(std::move(*factor));
        priced.contexts = contexts_of(priced);
    }
    amounts_.push_back(std::move(priced));
}

void ArmPricing::collect(const std::vector<AccountSpec>& accounts, std::size_t first_account,
                         std::optional<std::size_t> program) {
    for (std::size_t account = 0; account < accounts.size(); ++account) {
        PricedAmount priced;
        priced.program = program;
        priced.account = first_account + account;
        priced.split = splits_.of(accounts[account]);
        for (const AmountSpec& amount : accounts[account].amounts)
            collect(accounts[account], amount, priced);
    }
}

bool ArmPricing::is_in_program(PhaseId phase, std::size_t program) const {
    const Phase& spec = model_.phases[index(phase)];
    return spec.program && !spec.after_program && index(*spec.program) == program;
}

// Empty names: every phase of the program.
bool ArmPricing::is_named_phase(const PricedAmount& amount, PhaseId phase) const {
    if (!is_in_program(phase, *amount.program)) return false;
    const std::string prefix = model_.programs[*amount.program].name + ".";
    const auto& names = amount.spec->where;
    return names.empty() || std::any_of(names.begin(), names.end(), [&](const Name& name) {
               return model_.phases[index(phase)].name == prefix + name.text;
           });
}

// States and groups together; none named: every state.
StateSet ArmPricing::named(const std::vector<Name>& names) const {
    return names.empty() ? vocabulary_.all_states() : vocabulary_.states(names, diagnostics_);
}

std::vector<bool> ArmPricing::contexts_of(const PricedAmount& amount) const {
    const AmountSpec::When when = amount.spec->when;
    StateSet states = vocabulary_.all_states();
    if (when == AmountSpec::When::month_in_state) states = named(amount.spec->where);
    if (when == AmountSpec::When::at_start) {
        states = {};
        for (const Stratum& stratum : model_.population.strata)
            for (const StateId state : stratum.start_states) states.insert(state);
    }
    const auto in_phase = [&](PhaseId phase) {
        if (when == AmountSpec::When::at_start) return phase == no_phase;
        if (when == AmountSpec::When::month_in_phase) return is_named_phase(amount, phase);
        return !amount.program || is_in_program(phase, *amount.program);
    };
    std::vector<bool> contexts;
    for (std::size_t phase = 0; phase < model_.phases.size(); ++phase)
        for (int state = 0; state < model_.n_states; ++state)
            contexts.push_back(in_phase(static_cast<PhaseId>(phase)) &&
                               states.contains(static_cast<StateId>(state)));
    return contexts;
}

double ArmPricing::factor_in(const Cell& cell, const PricedAmount& amount) const {
    double product = 1.0;
    for (const Factor& factor : amount.by) {
        const bool is_attribute = factor.over == Factor::Over::attribute;
        const std::int32_t value =
            is_attribute ? cell.levels[index(factor.attribute)]
                         : cell.clocks[index(factor.coordinate) - index(Coordinate::first_clock)];
        require(value >= 0, "cells tell apart what their amounts depend on");
        product *= factor.value[std::min(static_cast<std::size_t>(value), factor.value.size() - 1)];
    }
    return product;
}

void ArmPricing::add_shares(const PricedAmount& amount, double value,
                            const std::vector<PayerShare>& shares, std::size_t item,
                            AmountBook& book) const {
    for (const PayerShare& share : shares)
        book.add(item, amount.account * scenario_.economy.payers.size() + share.payer,
                 value * share.share);
}

AmountLists ArmPricing::cell_amounts(Due due) const {
    AmountBook book(model_.cells.size());
    for (const PricedAmount& amount : amounts_) {
        const bool is_first = amount.spec->when == AmountSpec::When::at_start;
        if (amount.contexts.empty() || is_first != (due == Due::at_start)) continue;
        for (std::size_t number = 0; number < model_.cells.size(); ++number) {
            const Cell& cell = model_.cells[number];
            if (!amount.contexts[model_.context(cell.phase, cell.state)]) continue;
            std::int32_t months = 0;
            if (amount.split.ladder) {
                months = cell.clocks[index(amount.split.ladder->clock)];
                require(months >= 0, "cells tell apart the months of a ladder's clock");
            }
            add_shares(amount, amount.value * factor_in(cell, amount),
                       amount.split.shares_of_cycle(months), number, book);
        }
    }
    return book.lists();
}

AmountLists ArmPricing::move_amounts() const {
    const auto n_states = static_cast<std::size_t>(model_.n_states);
    AmountBook book(n_states * n_states);
    for (const PricedAmount& amount : amounts_) {
        if (amount.spec->when != AmountSpec::When::transition) continue;
        const StateSet from = named(amount.spec->where);
        const StateSet to = named(amount.spec->to);
        for (std::size_t origin = 0; origin < n_states; ++origin)
            for (std::size_t destination = 0; destination < n_states; ++destination)
                if (origin != destination && from.contains(static_cast<StateId>(origin)) &&
                    to.contains(static_cast<StateId>(destination)))
                    add_shares(amount, amount.value, amount.split.fixed,
                               origin * n_states + destination, book);
    }
    return book.lists();
}

AmountLists ArmPricing::entry_amounts() const {
    AmountBook book(model_.phases.size());
    for (const PricedAmount& amount : amounts_) {
        if (amount.spec->when != AmountSpec::When::phase_entry) continue;
        for (std::size_t phase = 0; phase < model_.phases.size(); ++phase)
            if (is_named_phase(amount, static_cast<PhaseId>(phase)))
                add_shares(amount, amount.value, amount.split.fixed, phase, book);
    }
    return book.lists();
}

Prices ArmPricing::prices() {
    const EconomySpec& economy = scenario_.economy;
    collect(economy.accounts, 0, std::nullopt);
    std::size_t first_account = economy.accounts.size();
    for (std::size_t position = 0; position < scenario_.programs.size(); ++position) {
        const auto& payments = scenario_.programs[position].payments;
        const auto used = std::find(arm_.programs.begin(), arm_.programs.end(), position);
        if (used != arm_.programs.end())
            collect(payments, first_account,
                    static_cast<std::size_t>(used - arm_.programs.begin()));
        first_account += payments.size();
    }

    Prices prices;
    prices.n_accounts = first_account;
    prices.n_payers = economy.payers.size();
    prices.accrual = economy.accrual;
    const double rate = model_.parameters.value(economy.discount_rate_per_year, diagnostics_);
    if (!(rate >= 0.0 && rate <= 1.0))
        diagnostics_.error(
            economy.discount_rate_per_year.location(),
            fmt::format("discount rate '{}' is {}", economy.discount_rate_per_year.text(), rate),
            "a rate per year lies between 0 and 1: 3.5 % is 0.035");
    // Lists are only worth making from values that make sense.
    if (diagnostics_.has_errors()) return prices;
    prices.discount_factor = discount_factors(rate, economy.discounting, economy.discount_from_tick,
                                              model_.horizon, scenario_.model.cycle);
    prices.month_in_cell = cell_amounts(Due::monthly);
    prices.start_in_cell = cell_amounts(Due::at_start);
    prices.move = move_amounts();
    prices.phase_entry = entry_amounts();
    return prices;
}

}  // namespace

std::vector<AccountInfo> accounts_of(const ScenarioSpec& scenario) {
    std::vector<AccountInfo> accounts;
    for (const AccountSpec& account : scenario.economy.accounts)
        accounts.push_back({account.name.text, account.label, account.direction});
    for (const ProgramSpec& program : scenario.programs)
        for (const AccountSpec& payment : program.payments)
            accounts.push_back(
                {program.name.text + "." + payment.name.text, payment.label, payment.direction});
    return accounts;
}

std::vector<Prices> price_arms(const ScenarioSpec& scenario, const std::vector<Model>& models) {
    require(scenario.arms.size() == models.size(), "there is a model of every arm");
    Diagnostics diagnostics;
    const Vocabulary vocabulary(scenario.model);
    std::vector<Prices> prices;
    for (std::size_t arm = 0; arm < models.size(); ++arm)
        prices.push_back(ArmPricing(scenario, arm, models[arm], vocabulary, diagnostics).prices());
    diagnostics.throw_if_errors();
    return prices;
}

std::vector<double> discount_factors(double rate_per_year, EconomySpec::Discounting form,
                                     int from_tick, std::int32_t horizon, const CycleSpec& cycle) {
    std::vector<double> factors;
    for (std::int32_t tick = 0; tick <= horizon; ++tick) {
        const double years = cycle.in(TimeUnit::year, std::max(tick - from_tick, 0));
        factors.push_back(form == EconomySpec::Discounting::compound
                              ? std::pow(1.0 + rate_per_year, -years)
                              : std::exp(-rate_per_year * years));
    }
    return factors;
}

}  // namespace forlob
