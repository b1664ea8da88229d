// Which person-months cost the same? The cells of every phase and state: what prices depend on
// there, and what outcomes are reported by.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "model/compile.hpp"
#include "model/enumeration.hpp"
#include "model/occurrence.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_cells = std::size_t{1} << 22;

// A factor whose values only tell levels or steps apart.
Factor marks(std::size_t n) {
    Factor factor;
    for (std::size_t mark = 0; mark < n; ++mark) factor.value.push_back(static_cast<double>(mark));
    return factor;
}

Factor ladder_marks(const SplitSpec::Ladder& ladder, ClockId clock, const CycleSpec& cycle) {
    std::int64_t last_week = 0;
    for (const auto& [week, share] : ladder.state_share) last_week = std::max(last_week, week);
    // Every cycle is a class of its own until one begins at or beyond the last step.
    const auto cycles = static_cast<std::size_t>(
        std::ceil(static_cast<double>(last_week) / cycle.in(TimeUnit::week)));
    Factor factor = marks(cycles + 1);
    factor.coordinate = coordinate_of(clock);
    return factor;
}

const SplitSpec* split_of(const AccountSpec& account, const EconomySpec& economy) {
    if (account.split) return &*account.split;
    if (account.split_name)
        for (const SplitSpec& split : economy.splits)
            if (split.name.text == account.split_name->text) return &split;
    return nullptr;  // a payer who bears all
}

// Marks that rise where a step begins, so that every step is a class of its own.
Factor step_marks(Factor factor, const FactorSpec& by) {
    double mark = 0.0;
    double before = factor.value.front();
    for (std::size_t value = 0; value < factor.value.size(); ++value) {
        const bool is_stated =
            std::any_of(by.steps.begin(), by.steps.end(), [&](const FactorSpec::Step& step) {
                return step.from == static_cast<std::int64_t>(value);
            });
        // Steps of age are stated in years, not in the months of its clock.
        const bool changes = factor.value[value] != before;
        before = factor.value[value];
        if (value > 0 && (changes || (is_stated && by.coordinate.text != "age"))) mark += 1.0;
        factor.value[value] = mark;
    }
    return factor;
}

// Many amounts depend on the same ladder, or have the same steps.
void add_coordinate(Factor factor, CellPlan::Context& context) {
    const auto known = std::find_if(
        context.coordinates.begin(), context.coordinates.end(), [&](const Factor& one) {
            return one.coordinate == factor.coordinate && one.value == factor.value;
        });
    if (known == context.coordinates.end()) context.coordinates.push_back(std::move(factor));
}

// What a formula tells apart; ticks apart, since prices are made per tick instead.
void add_dependence(const Value& value, CellPlan::Context& context) {
    for (const Factor& factor : value.dependence()) {
        if (factor.over == Factor::Over::attribute)
            context.attributes.push_back(factor.attribute);
        else if (factor.coordinate != Coordinate::month)
            add_coordinate(factor, context);
    }
}

void add_dependence(const AmountSpec& amount, const ArmSource& source, CellPlan::Context& context) {
    for (const FactorSpec& by : amount.by) {
        auto factor = compile_factor(by, source.factors, source.diagnostics);
        if (!factor) continue;
        if (factor->over == Factor::Over::attribute)
            context.attributes.push_back(factor->attribute);
        else if (factor->coordinate != Coordinate::month)  // prices are made per tick instead
            add_coordinate(step_marks(std::move(*factor), by), context);
    }
}

void add_dependence(const AccountSpec& account, const ArmSource& source,
                    CellPlan::Context& context) {
    const SplitSpec* split = split_of(account, source.scenario.economy);
    if (split != nullptr && split->ladder)
        if (const auto clock = source.vocabulary.clock(split->ladder->clock, source.diagnostics))
            add_coordinate(ladder_marks(*split->ladder, *clock, source.scenario.model.cycle),
                           context);
}

// None named: every state.
StateSet named(const std::vector<Name>& names, const ArmSource& source) {
    return names.empty() ? source.vocabulary.all_states()
                         : source.vocabulary.states(names, source.diagnostics);
}

bool applies(const AmountSpec& amount, std::optional<std::size_t> program, const Phase& phase,
             StateId state, bool is_start_state, const ArmSource& source) {
    const bool in_program = phase.program && !phase.after_program;
    if (program && amount.when != AmountSpec::When::at_start &&
        (!in_program || index(*phase.program) != *program))
        return false;
    switch (amount.when) {
        case AmountSpec::When::at_start:
            return is_start_state && !phase.program;
        case AmountSpec::When::month_in_state:
            return source.vocabulary.states(amount.where, source.diagnostics).contains(state);
        case AmountSpec::When::month_in_phase:
            return amount.where.empty() ||
                   std::any_of(amount.where.begin(), amount.where.end(), [&](const Name& name) {
                       return phase.name == source.programs[*program]->name.text + "." + name.text;
                   });
        case AmountSpec::When::transition:
            return named(amount.where, source).contains(state);
        case AmountSpec::When::phase_entry:
            return false;
    }
    return false;
}

StateSet start_states(const Population& population) {
    StateSet states;
    for (const Stratum& stratum : population.strata)
        for (const StateId state : stratum.start_states) states.insert(state);
    return states;
}

// Which combinations a context tells apart; most contexts are told apart as another one.
class CellEnumerations {
public:
    CellEnumerations(const std::vector<std::size_t>& n_levels, const KindTable& kinds,
                     const std::vector<std::uint16_t>& caps)
        : n_levels_(n_levels), kinds_(kinds), caps_(caps) {}

    /// `planned` must outlive the object.
    [[nodiscard]] const Enumeration& of(const CellPlan::Context& planned) {
        for (const auto& [like, enumeration] : known_)
            if (are_same(*like, planned)) return enumeration;
        std::vector<Factor> attribute_marks;
        for (const AttributeId attribute : planned.attributes) {
            Factor factor = marks(n_levels_[index(attribute)]);
            factor.over = Factor::Over::attribute;
            factor.attribute = attribute;
            attribute_marks.push_back(std::move(factor));
        }
        std::vector<const Factor*> factors;
        for (const Factor& factor : attribute_marks) factors.push_back(&factor);
        for (const Factor& factor : planned.coordinates) factors.push_back(&factor);
        known_.emplace_back(&planned, enumerate(factors, kinds_.kinds, caps_));
        return known_.back().second;
    }

private:
    static bool are_same(const CellPlan::Context& one, const CellPlan::Context& other) {
        return one.attributes == other.attributes &&
               std::equal(one.coordinates.begin(), one.coordinates.end(), other.coordinates.begin(),
                          other.coordinates.end(), [](const Factor& a, const Factor& b) {
                              return a.coordinate == b.coordinate && a.value == b.value;
                          });
    }

    const std::vector<std::size_t>& n_levels_;
    const KindTable& kinds_;
    const std::vector<std::uint16_t>& caps_;
    std::deque<std::pair<const CellPlan::Context*, Enumeration>> known_;
};

}  // namespace

CellPlan plan_cells(const ArmSource& source, const CompiledPrograms& programs,
                    const Population& population) {
    CellPlan plan;
    const StateSet starts = start_states(population);
    std::vector<AttributeId> always;
    for (const Name& name : source.scenario.record.by)
        if (const auto attribute = source.vocabulary.attribute(name, source.diagnostics))
            always.push_back(*attribute);

    const ValueContext at_ticks(source.scenario, source.arm, source.vocabulary, source.parameters,
                                ValueUse::tick);
    std::map<const AmountSpec*, Value> values;  // each is compiled once, for all contexts
    const auto value_of = [&](const AmountSpec& amount) -> const Value& {
        const auto known = values.find(&amount);
        if (known != values.end()) return known->second;
        return values
            .emplace(&amount,
                     compile_value(amount.value, "an amount", at_ticks, source.diagnostics))
            .first->second;
    };

    for (const Phase& phase : programs.phases) {
        for (int number = 0; number < source.vocabulary.n_states(); ++number) {
            const auto state = static_cast<StateId>(number);
            CellPlan::Context context{always, {}, {}};
            const auto matters = [&](const AmountSpec& amount, std::optional<std::size_t> program) {
                return applies(amount, program, phase, state, starts.contains(state), source);
            };
            const auto add_amount = [&](const AmountSpec& amount, const AccountSpec* account,
                                        std::optional<std::size_t> program) {
                CellPlan::Context needed;
                add_dependence(amount, source, needed);
                add_dependence(value_of(amount), needed);
                if (account != nullptr) add_dependence(*account, source, needed);
                if (amount.when == AmountSpec::When::transition &&
                    (program || !needed.attributes.empty() || !needed.coordinates.empty()))
                    context.priced_to.bits |= named(amount.to, source).bits;
                context.attributes.insert(context.attributes.end(), needed.attributes.begin(),
                                          needed.attributes.end());
                for (Factor& factor : needed.coordinates)
                    add_coordinate(std::move(factor), context);
            };
            const auto add = [&](const std::vector<AccountSpec>& accounts,
                                 const std::vector<OutcomeSpec>& outcomes,
                                 std::optional<std::size_t> program) {
                for (const AccountSpec& account : accounts)
                    for (const AmountSpec& amount : account.amounts)
                        if (matters(amount, program)) add_amount(amount, &account, program);
                for (const OutcomeSpec& outcome : outcomes)
                    for (const AmountSpec& amount : outcome.amounts)
                        if (matters(amount, program)) add_amount(amount, nullptr, program);
            };
            const EconomySpec& economy = source.scenario.economy;
            add(economy.accounts, economy.outcomes, std::nullopt);
            for (std::size_t program = 0; program < source.programs.size(); ++program)
                add(source.programs[program]->payments, source.programs[program]->outcomes,
                    program);
            for (const ProgramSpec* program : source.standing)
                add(program->payments, program->outcomes, std::nullopt);
            std::sort(context.attributes.begin(), context.attributes.end());
            context.attributes.erase(
                std::unique(context.attributes.begin(), context.attributes.end()),
                context.attributes.end());
            plan.contexts.push_back(std::move(context));
        }
    }
    return plan;
}

// Marks depend on values only where a formula depends on a person, and where steps of age are told
// apart by what they do.
std::vector<const Expression*> expressions_behind_cells(const ArmSource& source) {
    std::vector<const Expression*> behind;
    std::set<std::string> named;
    const auto name = [&](const Expression& formula) {
        behind.push_back(&formula);
        named.insert(formula.names().begin(), formula.names().end());
    };
    const auto& parameters = source.parameters.all();
    const auto add_amounts = [&](const auto& streams) {
        for (const auto& stream : streams)
            for (const AmountSpec& amount : stream.amounts) {
                const auto& names = amount.value.names();
                if (!std::all_of(names.begin(), names.end(),
                                 [&](const std::string& one) { return parameters.contains(one); }))
                    name(amount.value);
                for (const FactorSpec& by : amount.by)
                    if (by.coordinate.text == "age")
                        for (const FactorSpec::Step& step : by.steps)
                            behind.push_back(&step.factor);
            }
    };
    add_amounts(source.scenario.economy.accounts);
    add_amounts(source.scenario.economy.outcomes);
    for (const auto* programs : {&source.programs, &source.standing})
        for (const ProgramSpec* program : *programs) {
            add_amounts(program->payments);
            add_amounts(program->outcomes);
        }
    for (const TableSpec* table : source.values.tables) {
        if (!named.contains(table->name.text)) continue;
        name(table->of);
        for (const TableSpec::Step& step : table->steps) behind.push_back(&step.value);
    }
    for (const AttributeSpec& attribute : source.scenario.model.attributes)
        if (named.contains(attribute.name.text))
            for (const AttributeSpec::Level& level : attribute.levels)
                if (level.value) behind.push_back(&*level.value);
    return behind;
}

// Moves whose price depends on the person: every cell in which they can begin.
void list_priced_moves(const ArmSource& source, const CellPlan& plan, Model& model) {
    const auto is_priced = [](const CellPlan::Context& context) {
        return !context.priced_to.empty();
    };
    if (std::none_of(plan.contexts.begin(), plan.contexts.end(), is_priced)) return;
    for (std::uint32_t cell = 0; cell < model.cells.size(); ++cell) {
        const auto first = static_cast<std::uint32_t>(model.priced_moves.size());
        model.first_priced_move.push_back(first);
        const std::size_t context = model.context(model.cells[cell].phase, model.cells[cell].state);
        for (int to = 0; to < model.n_states; ++to)
            if (plan.contexts[context].priced_to.contains(static_cast<StateId>(to)) &&
                static_cast<StateId>(to) != model.cells[cell].state)
                model.priced_moves.push_back({cell, static_cast<StateId>(to)});
    }
    model.first_priced_move.push_back(static_cast<std::uint32_t>(model.priced_moves.size()));
    if (model.priced_moves.size() > most_cells)
        source.diagnostics.error(
            source.scenario.economy.location,
            "prices of moves depend on so many coordinates that they make too many kinds of moves",
            fmt::format("at most {} are supported", most_cells));
}

void build_cells(const ArmSource& source, const CellPlan& plan, const std::vector<Phase>& phases,
                 const KindTable& kinds, Model& model) {
    const std::vector<bool> kind_exists = existing_kinds(model.population, kinds);
    const std::vector<CoordinateReach> reach = coordinate_reach(source.scenario, ValueUse::tick);
    const auto& n_levels = source.vocabulary.n_levels();
    const auto subgroup_of = [&](const Kind& kind) {
        std::size_t subgroup = 0;
        for (const Name& name : source.scenario.record.by)
            if (const auto attribute = source.vocabulary.attribute(name.text))
                subgroup =
                    subgroup * n_levels[index(*attribute)] + index(kind.levels[index(*attribute)]);
        return static_cast<std::uint16_t>(subgroup);
    };
    CellEnumerations enumerations(n_levels, kinds, model.coordinate_cap);
    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        const CellPlan::Context& planned = plan.contexts[number];
        const Enumeration& enumeration = enumerations.of(planned);
        if (model.cells.size() + enumeration.size() > most_cells) {
            source.diagnostics.error(
                source.scenario.economy.location,
                "prices and outcomes depend on so many coordinates that they make too many cells",
                fmt::format("at most {} are supported", most_cells));
            return;
        }
        model.cell_of.contexts.push_back(
            lattice_context(enumeration, static_cast<std::uint32_t>(model.cells.size())));
        const Phase& phase = phases[number / static_cast<std::size_t>(model.n_states)];
        const Occurrence occurrence(enumeration, reach, phase, kind_exists);
        for_each_combination(
            enumeration, model.coordinate_cap.size(),
            [&](std::size_t kind, std::span<const std::uint16_t> values) {
                Cell cell;
                cell.is_possible = occurrence.is_possible(kind, values);
                cell.phase =
                    static_cast<PhaseId>(number / static_cast<std::size_t>(model.n_states));
                cell.state =
                    static_cast<StateId>(number % static_cast<std::size_t>(model.n_states));
                cell.subgroup = subgroup_of(kinds.kinds[kind]);
                cell.levels.assign(n_levels.size(), -1);
                for (const AttributeId attribute : planned.attributes)
                    cell.levels[index(attribute)] = static_cast<std::int16_t>(
                        index(kinds.kinds[kind].levels[index(attribute)]));
                cell.coordinates.assign(model.coordinate_cap.size(), -1);
                for (const Factor& factor : planned.coordinates)
                    cell.coordinates[index(factor.coordinate)] = values[index(factor.coordinate)];
                model.cells.push_back(std::move(cell));
            });
    }
    model.cell_of.size = static_cast<std::uint32_t>(model.cells.size());
    list_priced_moves(source, plan, model);
}

}  // namespace forlob
