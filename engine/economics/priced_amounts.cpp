#include "economics/priced_amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/require.hpp"

namespace forlob {
namespace {

bool is_priced_in_cells(const AmountSpec& amount) {
    return amount.when == AmountSpec::When::month_in_state ||
           amount.when == AmountSpec::When::month_in_phase ||
           amount.when == AmountSpec::When::at_start;
}

bool is_over_ticks(const Factor& factor) {
    return factor.over == Factor::Over::coordinate && factor.coordinate == Coordinate::month;
}

// Whether the price of a move depends on where the person is when it begins.
bool depends_on_person(const PricedAmount& amount) {
    const auto& dependence = amount.value.dependence();
    return amount.program || amount.split.ladder ||
           !std::all_of(amount.by.begin(), amount.by.end(), is_over_ticks) ||
           !std::all_of(dependence.begin(), dependence.end(), is_over_ticks);
}

// What a cell does not tell apart, its amounts do not depend on.
Kind kind_of(const Cell& cell) {
    Kind kind;
    for (const std::int16_t level : cell.levels)
        kind.levels.push_back(static_cast<LevelId>(std::max<std::int16_t>(level, 0)));
    return kind;
}

std::vector<std::uint16_t> coordinates_of(const Cell& cell, std::size_t tick) {
    std::vector<std::uint16_t> coordinates;
    for (const std::int32_t coordinate : cell.coordinates)
        coordinates.push_back(static_cast<std::uint16_t>(std::max(coordinate, 0)));
    coordinates[index(Coordinate::month)] = static_cast<std::uint16_t>(tick);
    return coordinates;
}

constexpr const char* not_finite = "an amount is a finite number";
constexpr const char* negative_expense =
    "an expense is not negative; an income has 'direction: income'";

}  // namespace

bool PricedAmount::depends_on_tick() const {
    return std::any_of(by.begin(), by.end(), is_over_ticks) ||
           std::any_of(value.dependence().begin(), value.dependence().end(), is_over_ticks);
}

double PricedAmount::value_in(const Cell& cell, std::size_t tick) const {
    double product = 1.0;
    for (const Factor& factor : by) {
        std::int32_t coordinate = 0;
        if (factor.over == Factor::Over::attribute)
            coordinate = cell.levels[index(factor.attribute)];
        else if (factor.coordinate == Coordinate::month)
            coordinate = static_cast<std::int32_t>(tick);
        else
            coordinate = cell.coordinates[index(factor.coordinate)];
        require(coordinate >= 0, "cells tell apart what their amounts depend on");
        product *=
            factor.value[std::min(static_cast<std::size_t>(coordinate), factor.value.size() - 1)];
    }
    if (value.is_constant()) return sign * value.at({}, {}) * product;
    return sign * value.at(kind_of(cell), coordinates_of(cell, tick)) * product;
}

double PricedAmount::value_at(std::size_t tick) const {
    std::vector<std::uint16_t> coordinates(index(Coordinate::month) + 1, 0);
    coordinates[index(Coordinate::month)] = static_cast<std::uint16_t>(tick);
    double product = sign * value.at({}, coordinates);
    for (const Factor& factor : by)
        product *= factor.value[std::min(tick, factor.value.size() - 1)];
    return product;
}

AmountCollector::AmountCollector(const ScenarioSpec& scenario, std::size_t arm, const Model& model,
                                 const Vocabulary& vocabulary, Diagnostics& diagnostics)
    : scenario_(scenario),
      economy_(scenario.economy),
      arm_(scenario.arms[arm]),
      model_(model),
      vocabulary_(vocabulary),
      diagnostics_(diagnostics),
      values_(scenario, arm_, vocabulary, model.parameters, ValueUse::tick),
      factors_{vocabulary,    model.parameters,     scenario.model.cycle,
               model.horizon, scenario.start_month, std::nullopt},
      splits_(scenario.economy, scenario.model.cycle, vocabulary, model.parameters, diagnostics) {
    if (scenario.population.age_years)
        factors_.age_clock = static_cast<ClockId>(vocabulary.n_clocks());
}

// `account` is null for amounts of an outcome, which may have any sign. What depends on a person is
// checked cell by cell.
Value AmountCollector::value_of(const AccountSpec* account, const AmountSpec& amount) {
    Value value = compile_value(amount.value, "an amount", values_, diagnostics_);
    if (!value.is_constant()) return value;
    const double number = value.at({}, {});
    const auto refuse = [&](const char* help) {
        diagnostics_.error(amount.value.location(),
                           fmt::format("amount '{}' is {}", amount.value.text(), number), help);
        return Value(0.0);
    };
    if (!std::isfinite(number)) return refuse(not_finite);
    if (account != nullptr && account->direction == AccountSpec::Direction::expense && number < 0.0)
        return refuse(negative_expense);
    return value;
}

// Whether the cell's coordinates can be so large, or so small, by then.
bool AmountCollector::can_be_in(const Cell& cell, std::size_t tick) const {
    for (std::size_t coordinate = 0; coordinate < cell.coordinates.size(); ++coordinate) {
        const CoordinateReach& reach = values_.reach[coordinate];
        const auto value = static_cast<std::int64_t>(cell.coordinates[coordinate]);
        if (value < 0 || (reach.can_be_never && value > reach.high)) continue;
        const auto passed = static_cast<std::int64_t>(tick);
        if (value > reach.most_start + passed) return false;
        const bool is_or_more = value == model_.coordinate_cap[coordinate];
        if (reach.always_counts && !is_or_more && value < reach.least_start + passed) return false;
    }
    return true;
}

bool AmountCollector::check(const PricedAmount& amount, const Cell& cell,
                            std::optional<std::size_t> tick, double value) {
    const bool is_negative = amount.is_expense && value < 0.0;
    if ((std::isfinite(value) && !is_negative) || !cell.is_possible) return true;
    if (tick && !can_be_in(cell, *tick)) return true;
    if (!reported_.insert(amount.spec).second) return false;
    std::vector<const Factor*> factors;
    for (const auto* all : {&amount.value.dependence(), &amount.by})
        for (const Factor& factor : *all) factors.push_back(&factor);
    const std::string place =
        place_of(factors, kind_of(cell), coordinates_of(cell, tick.value_or(0)), values_);
    diagnostics_.error(amount.spec->value.location(),
                       fmt::format("amount '{}' is {:.6g} at {}", amount.spec->value.text(),
                                   value == 0.0 ? 0.0 : amount.sign * value, place),
                       std::isfinite(value) ? negative_expense : not_finite);
    return false;
}

void AmountCollector::refuse_dependence(const PricedAmount& priced) {
    const AmountSpec& amount = *priced.spec;
    const AccountSpec* account = priced.account_spec;
    for (std::size_t position = 0; position < priced.by.size(); ++position) {
        const Factor& factor = priced.by[position];
        if (is_over_ticks(factor)) continue;
        const Name& name = amount.by[position].coordinate;
        diagnostics_.error(name.location,
                           fmt::format("an amount per entry to a phase that depends on '{}' is not "
                                       "supported yet",
                                       name.text),
                           "it may depend on 'month'; amounts per month and per move may depend on "
                           "attributes, clocks and every other coordinate");
    }
    const auto& dependence = priced.value.dependence();
    if (!std::all_of(dependence.begin(), dependence.end(), is_over_ticks))
        diagnostics_.error(
            amount.value.location(),
            "an amount per entry to a phase that depends on a person is not supported yet",
            "its formula may name 'cycle'; amounts per month and per move may name attributes, "
            "clocks and every other coordinate");
    if (priced.split.ladder)
        diagnostics_.error(
            account->split_name ? account->split_name->location : account->split->location,
            "an amount per entry to a phase that is split by a ladder is not supported yet",
            "split it by fixed shares, in an account of its own");
}

// What rests on parameters. False after a factor that makes no sense.
bool AmountCollector::fill(PricedAmount& priced) {
    priced.value = value_of(priced.account_spec, *priced.spec);
    priced.by.clear();
    for (const FactorSpec& by : priced.spec->by) {
        auto factor = compile_factor(by, factors_, diagnostics_);
        if (!factor) return false;
        priced.by.push_back(std::move(*factor));
    }
    priced.is_same_everywhere = priced.value.is_constant() && priced.by.empty();
    if (priced.is_same_everywhere) priced.value_everywhere = priced.sign * priced.value.at({}, {});
    return true;
}

void AmountCollector::fill(std::vector<PricedAmount>& amounts) {
    splits_.fill();
    for (PricedAmount& priced : amounts) {
        static_cast<void>(fill(priced));
        if (priced.account_spec != nullptr) priced.split = splits_.of(*priced.account_spec);
    }
}

void AmountCollector::collect(const AmountSpec& amount, PricedAmount priced) {
    priced.spec = &amount;
    if (!fill(priced)) return;
    const bool is_move = amount.when == AmountSpec::When::transition;
    if (is_priced_in_cells(amount) || (is_move && depends_on_person(priced)))
        priced.contexts = contexts_of(priced);
    else if (!is_move)
        refuse_dependence(priced);
    amounts_.push_back(std::move(priced));
}

void AmountCollector::collect(const std::vector<AccountSpec>& accounts, std::size_t first_account,
                              std::optional<std::size_t> program) {
    for (std::size_t account = 0; account < accounts.size(); ++account) {
        PricedAmount priced;
        priced.account_spec = &accounts[account];
        priced.program = program;
        priced.is_of_economy = &accounts == &economy_.accounts;
        priced.account = first_account + account;
        priced.is_expense = accounts[account].direction == AccountSpec::Direction::expense;
        if (accounts[account].direction == AccountSpec::Direction::income) priced.sign = -1.0;
        priced.split = splits_.of(accounts[account]);
        for (const AmountSpec& amount : accounts[account].amounts) collect(amount, priced);
    }
}

// Outcomes of a program are of the economy's outcome of the same name.
void AmountCollector::collect(const std::vector<OutcomeSpec>& outcomes,
                              std::optional<std::size_t> program) {
    for (const OutcomeSpec& outcome : outcomes) {
        const auto of_economy = std::find_if(
            economy_.outcomes.begin(), economy_.outcomes.end(),
            [&](const OutcomeSpec& known) { return known.name.text == outcome.name.text; });
        if (of_economy == economy_.outcomes.end()) continue;  // reported when names were checked
        PricedAmount priced;
        priced.program = program;
        priced.account = static_cast<std::size_t>(of_economy - economy_.outcomes.begin());
        priced.is_outcome = true;
        priced.is_of_economy = &outcomes == &economy_.outcomes;
        for (const AmountSpec& amount : outcome.amounts) collect(amount, priced);
    }
}

std::vector<PricedAmount> AmountCollector::amounts() {
    collect(economy_.accounts, 0, std::nullopt);
    collect(economy_.outcomes, std::nullopt);
    std::size_t first_account = economy_.accounts.size();
    for (std::size_t position = 0; position < scenario_.programs.size(); ++position) {
        const ProgramSpec& program = scenario_.programs[position];
        const auto used = std::find(arm_.programs.begin(), arm_.programs.end(), position);
        if (used != arm_.programs.end()) {
            // Programs for everybody have no phases and no number: their amounts are due
            // everywhere.
            std::optional<std::size_t> in_arm;
            if (!program.is_standing)
                in_arm = static_cast<std::size_t>(std::count_if(
                    arm_.programs.begin(), used,
                    [&](std::size_t before) { return !scenario_.programs[before].is_standing; }));
            collect(program.payments, first_account, in_arm);
            collect(program.outcomes, in_arm);
        }
        first_account += program.payments.size();
    }
    replace_outcomes();
    return std::move(amounts_);
}

void AmountCollector::mark_replaced(const PricedAmount& amount, std::vector<bool>& replaced) {
    std::optional<std::size_t> twice;
    for (std::size_t context = 0; context < replaced.size(); ++context) {
        if (!amount.contexts[context]) continue;
        if (replaced[context] && !twice) twice = context;
        replaced[context] = true;
    }
    if (!twice) return;
    const std::size_t state = *twice % static_cast<std::size_t>(model_.n_states);
    diagnostics_.error(amount.spec->location,
                       fmt::format("'{}' is replaced twice in state '{}' in arm '{}'",
                                   economy_.outcomes[amount.account].name.text,
                                   scenario_.model.states[state].name.text, arm_.name.text),
                       "one amount can stand in for the economy's: without 'replace' it is added");
}

// Where a program's amount stands in for the economy's, the latter is not due.
void AmountCollector::replace_outcomes() {
    for (std::size_t outcome = 0; outcome < economy_.outcomes.size(); ++outcome) {
        std::vector<bool> replaced(model_.phases.size() *
                                   static_cast<std::size_t>(model_.n_states));
        for (const PricedAmount& amount : amounts_) {
            if (!amount.is_outcome || amount.account != outcome || !amount.spec->replace) continue;
            mark_replaced(amount, replaced);
        }
        for (PricedAmount& amount : amounts_) {
            if (!amount.is_outcome || amount.account != outcome || !amount.is_of_economy ||
                amount.spec->when != AmountSpec::When::month_in_state)
                continue;
            for (std::size_t context = 0; context < replaced.size(); ++context)
                if (replaced[context]) amount.contexts[context] = false;
        }
    }
}

bool AmountCollector::is_in_program(PhaseId phase, std::size_t program) const {
    const Phase& spec = model_.phases[index(phase)];
    return spec.program && !spec.after_program && index(*spec.program) == program;
}

bool AmountCollector::is_named_phase(const PricedAmount& amount, PhaseId phase) const {
    if (!is_in_program(phase, *amount.program)) return false;
    const std::string prefix = model_.programs[*amount.program].name + ".";
    const auto& names = amount.spec->where;
    return names.empty() || std::any_of(names.begin(), names.end(), [&](const Name& name) {
               return model_.phases[index(phase)].name == prefix + name.text;
           });
}

StateSet AmountCollector::named(const std::vector<Name>& names) const {
    return names.empty() ? vocabulary_.all_states() : vocabulary_.states(names, diagnostics_);
}

std::vector<bool> AmountCollector::contexts_of(const PricedAmount& amount) const {
    const AmountSpec::When when = amount.spec->when;
    StateSet states = vocabulary_.all_states();
    if (when == AmountSpec::When::month_in_state || when == AmountSpec::When::transition)
        states = named(amount.spec->where);
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

}  // namespace forlob
