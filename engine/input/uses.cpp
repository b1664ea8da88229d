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

void add(const std::vector<AccountSpec>& accounts, Expressions& expressions) {
    for (const AccountSpec& account : accounts) {
        if (account.split) add(*account.split, expressions);
        for (const AmountSpec& amount : account.amounts) {
            expressions.push_back(&amount.value);
            Factors factors;
            add(amount.by, factors);
            add(factors, expressions);
        }
    }
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

Expressions expressions_of(const ModelSpec& model) {
    Expressions expressions;
    if (model.frailty) expressions.push_back(&model.frailty->sd_log);
    for (const RowSpec& row : model.rows) add(row, expressions);
    for (const ModifierSpec& modifier : model.modifiers)
        if (modifier.factor) expressions.push_back(&*modifier.factor);
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

Expressions expressions_of(const EconomySpec& economy) {
    Expressions expressions = {&economy.discount_rate_per_year};
    for (const SplitSpec& split : economy.splits) add(split, expressions);
    add(economy.accounts, expressions);
    return expressions;
}

Expressions expressions_of(const ProgramSpec& program) {
    Expressions expressions = {&program.enrolment.probability, &program.enrolment.willing};
    for (const PhaseSpec& phase : program.phases) {
        if (phase.advance) expressions.push_back(&*phase.advance);
        if (phase.drop_out) expressions.push_back(&*phase.drop_out);
    }
    for (const EffectSpec& effect : program.effects) expressions.push_back(&effect.hazard_ratio);
    for (const ReplacedRowSpec& replaced : program.replace) add(replaced.row, expressions);
    add(factors_of(program), expressions);
    add(program.payments, expressions);
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
