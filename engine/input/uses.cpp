#include "input/uses.hpp"

namespace forlob {

namespace {

using Expressions = std::vector<const Expression*>;
using Factors = std::vector<const FactorSpec*>;

void add(const std::vector<FactorSpec>& by, Factors& factors) {
    for (const FactorSpec& factor : by) factors.push_back(&factor);
}

void add(const RowSpec& row, Factors& factors) {
    for (const MoveSpec& move : row.moves) add(move.by, factors);
}

void add(const Factors& factors, Expressions& expressions) {
    for (const FactorSpec* factor : factors)
        for (const FactorSpec::Step& step : factor->steps) expressions.push_back(&step.factor);
}

void add(const RowSpec& row, Expressions& expressions) {
    for (const MoveSpec& move : row.moves) expressions.push_back(&move.value);
}

// What is looked up in tables: that may depend on a person, what is found there may not.
void add_lookups(const std::vector<TableSpec>& tables, Expressions& expressions) {
    for (const TableSpec& table : tables) expressions.push_back(&table.of);
}

void add_steps(const std::vector<TableSpec>& tables, Expressions& expressions) {
    for (const TableSpec& table : tables)
        for (const TableSpec::Step& step : table.steps) expressions.push_back(&step.value);
}

void add(const SharesSpec& spec, Expressions& expressions) {
    for (const auto& [name, share] : spec.shares) expressions.push_back(&share);
}

void add(const AttributeSharesSpec& spec, Expressions& expressions) {
    add(spec.shares, expressions);
    for (const auto& [level, shares] : spec.by_level) add(shares, expressions);
}

void add(const SplitSpec& split, Expressions& expressions) {
    for (const auto& [payer, share] : split.shares) expressions.push_back(&share);
    if (!split.ladder) return;
    for (const auto& [week, share] : split.ladder->state_share) expressions.push_back(&share);
}

void add(const std::vector<AmountSpec>& amounts, Factors& factors) {
    for (const AmountSpec& amount : amounts) add(amount.by, factors);
}

// Of accounts, or of outcomes.
template <typename Stream>
void add_amounts(const std::vector<Stream>& streams, Expressions& expressions) {
    for (const Stream& stream : streams)
        for (const AmountSpec& amount : stream.amounts) expressions.push_back(&amount.value);
}

// What accounts and outcomes have in common, but for what values_of() has.
template <typename Stream>
void add_stream(const Stream& stream, Expressions& expressions) {
    if (stream.discounting) expressions.push_back(&stream.discounting->rate_per_year);
    if (stream.accrual && !stream.accrual->is_formula)
        for (const Expression& weight : stream.accrual->weights) expressions.push_back(&weight);
    Factors factors;
    add(stream.amounts, factors);
    add(factors, expressions);
}

void add(const std::vector<AccountSpec>& accounts, const std::vector<OutcomeSpec>& outcomes,
         Expressions& expressions) {
    for (const AccountSpec& account : accounts) {
        if (account.split) add(*account.split, expressions);
        add_stream(account, expressions);
    }
    for (const OutcomeSpec& outcome : outcomes) add_stream(outcome, expressions);
}

Factors amount_factors(const std::vector<AccountSpec>& accounts,
                       const std::vector<OutcomeSpec>& outcomes) {
    Factors factors;
    for (const AccountSpec& account : accounts) add(account.amounts, factors);
    for (const OutcomeSpec& outcome : outcomes) add(outcome.amounts, factors);
    return factors;
}

void add_formula(const AccrualSpec& accrual, Expressions& formulas) {
    if (accrual.is_formula)
        for (const Expression& weight : accrual.weights) formulas.push_back(&weight);
}

Expressions tick_formulas(const std::vector<AccountSpec>& accounts,
                          const std::vector<OutcomeSpec>& outcomes) {
    Expressions formulas;
    for (const AccountSpec& account : accounts)
        if (account.accrual) add_formula(*account.accrual, formulas);
    for (const OutcomeSpec& outcome : outcomes)
        if (outcome.accrual) add_formula(*outcome.accrual, formulas);
    return formulas;
}

}  // namespace

Factors factors_of(const ModelSpec& model) {
    Factors factors;
    for (const RowSpec& row : model.rows) add(row, factors);
    for (const ModifierSpec& modifier : model.modifiers) add(modifier.by, factors);
    return factors;
}

Factors factors_of(const ProgramSpec& program) {
    Factors factors;
    for (const EffectSpec& effect : program.effects) add(effect.by, factors);
    for (const ReplacedRowSpec& replaced : program.replace) add(replaced.row, factors);
    return factors;
}

Expressions values_of(const ModelSpec& model) {
    Expressions expressions;
    for (const RowSpec& row : model.rows) add(row, expressions);
    for (const ModifierSpec& modifier : model.modifiers)
        if (modifier.factor) expressions.push_back(&*modifier.factor);
    add_lookups(model.tables, expressions);
    return expressions;
}

Expressions values_of(const EconomySpec& economy) {
    Expressions expressions;
    add_lookups(economy.tables, expressions);
    add_amounts(economy.accounts, expressions);
    add_amounts(economy.outcomes, expressions);
    return expressions;
}

Expressions values_of(const ProgramSpec& program) {
    Expressions expressions;
    for (const EffectSpec& effect : program.effects) expressions.push_back(&effect.value);
    for (const ReplacedRowSpec& replaced : program.replace) add(replaced.row, expressions);
    add_lookups(program.tables, expressions);
    add_amounts(program.payments, expressions);
    add_amounts(program.outcomes, expressions);
    return expressions;
}

Expressions expressions_of(const ModelSpec& model) {
    Expressions expressions = values_of(model);
    if (model.frailty) expressions.push_back(&model.frailty->sd_log);
    for (const AttributeSpec& attribute : model.attributes)
        for (const AttributeSpec::Level& level : attribute.levels)
            if (level.value) expressions.push_back(&*level.value);
    add_steps(model.tables, expressions);
    add(factors_of(model), expressions);
    return expressions;
}

Expressions expressions_of(const PopulationSpec& population) {
    Expressions expressions;
    for (const AttributeSharesSpec& attribute : population.attributes) add(attribute, expressions);
    add(population.start_state, expressions);
    for (const InflowSpec& inflow : population.inflow)
        if (inflow.start) add(*inflow.start, expressions);
    return expressions;
}

Factors amount_factors_of(const EconomySpec& economy) {
    return amount_factors(economy.accounts, economy.outcomes);
}

Factors amount_factors_of(const ProgramSpec& program) {
    return amount_factors(program.payments, program.outcomes);
}

Expressions expressions_of(const EconomySpec& economy) {
    Expressions expressions = values_of(economy);
    add_steps(economy.tables, expressions);
    expressions.push_back(&economy.discounting.rate_per_year);
    if (!economy.accrual.is_formula)
        for (const Expression& weight : economy.accrual.weights) expressions.push_back(&weight);
    for (const SplitSpec& split : economy.splits) add(split, expressions);
    add(economy.accounts, economy.outcomes, expressions);
    return expressions;
}

Expressions tick_formulas_of(const EconomySpec& economy) {
    Expressions formulas = tick_formulas(economy.accounts, economy.outcomes);
    add_formula(economy.accrual, formulas);
    return formulas;
}

Expressions tick_formulas_of(const ProgramSpec& program) {
    return tick_formulas(program.payments, program.outcomes);
}

Expressions expressions_of(const ProgramSpec& program) {
    Expressions expressions = values_of(program);
    expressions.push_back(&program.enrolment.probability);
    expressions.push_back(&program.enrolment.willing);
    add_steps(program.tables, expressions);
    for (const PhaseSpec& phase : program.phases) {
        if (phase.advance) expressions.push_back(&*phase.advance);
        if (phase.drop_out) expressions.push_back(&*phase.drop_out);
    }
    add(factors_of(program), expressions);
    add(program.payments, program.outcomes, expressions);
    if (!program.queue) return expressions;
    for (const auto* expression :
         {&program.queue->limit, &program.queue->drop_out, &program.queue->at_start})
        if (*expression) expressions.push_back(&**expression);
    return expressions;
}

Expressions timed_expressions_of(const PopulationSpec& population) {
    Expressions expressions;
    for (const InflowSpec& inflow : population.inflow) expressions.push_back(&inflow.amount);
    return expressions;
}

Expressions timed_expressions_of(const ProgramSpec& program) {
    Expressions expressions;
    for (const ResourceSpec& resource : program.resources) expressions.push_back(&resource.amount);
    return expressions;
}

std::vector<std::string> names_of_time(const CycleSpec& cycle) {
    if (cycle.is_month()) return {"cycle", "month"};
    return {"cycle"};
}

}  // namespace forlob
