#include "input/name_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "input/known_names.hpp"
#include "input/population_rows.hpp"
#include "input/readers.hpp"

namespace forlob {

namespace {

bool is_among(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void check_reserved(const Name& name, std::string_view thing, Diagnostics& diagnostics) {
    if (!is_among(built_in_coordinates(), name.text)) return;
    diagnostics.error(
        name.location, fmt::format("'{}' cannot be the name of {}", name.text, thing),
        fmt::format("these are built in: {}", fmt::join(built_in_coordinates(), ", ")));
}

// What a model defines: no name has two meanings.
void check_definitions_are_distinct(const ModelSpec& model, Diagnostics& diagnostics) {
    const KnownNames known(model, diagnostics);
    for (const GroupSpec& group : model.groups) {
        const auto is_same = [&](const StateSpec& state) {
            return state.name.text == group.name.text;
        };
        if (std::any_of(model.states.begin(), model.states.end(), is_same))
            diagnostics.error(group.name.location,
                              fmt::format("'{}' is both a state and a group", group.name.text),
                              "give the group another name");
        else if (known.members(group.name.text) == std::vector{group.name.text})
            diagnostics.error(group.name.location,
                              fmt::format("no state belongs to group '{}'", group.name.text),
                              "name it in 'groups' of a state, or remove it");
    }
    for (const AttributeSpec& attribute : model.attributes) {
        check_reserved(attribute.name, "an attribute", diagnostics);
        if (attribute.name.text == "weight")
            diagnostics.error(attribute.name.location,
                              "'weight' cannot be the name of an attribute",
                              "it is a column of population rows");
    }
    for (const ClockSpec& clock : model.clocks) {
        check_reserved(clock.name, "a clock", diagnostics);
        if (is_among(known.attributes(), clock.name.text))
            diagnostics.error(clock.name.location,
                              fmt::format("'{}' is both an attribute and a clock", clock.name.text),
                              "give the clock another name");
    }
}

void check_groups_of_states(const ModelSpec& model, Diagnostics& diagnostics) {
    std::vector<std::string> groups;
    for (const GroupSpec& group : model.groups) groups.push_back(group.name.text);
    for (const StateSpec& state : model.states) {
        for (const Name& group : state.groups) {
            if (is_among(groups, group.text)) continue;
            diagnostics.error(
                group.location,
                fmt::format("unknown group '{}' in states.{}.groups", group.text, state.name.text),
                unknown_name_help(group.text, "groups", groups));
        }
    }
}

void check_clocks(const ModelSpec& model, const KnownNames& known) {
    for (const ClockSpec& clock : model.clocks) {
        const std::string where = fmt::format("clocks.{}", clock.name.text);
        known.states_and_groups(clock.counts, where + ".counts");
        known.states_and_groups(clock.on_enter, where + ".on_enter");
        known.states_and_groups(clock.resets_on, where + ".resets_on");
        if (clock.resets_after)
            known.states_and_groups(clock.resets_after->in, where + ".resets_after.in");
        if (!clock.starts) continue;
        if (clock.starts->given) known.attribute(*clock.starts->given, where + ".starts");
        known.clock_start(*clock.starts, where + ".starts");
    }
}

void check_definition_names(const DefinitionsSpec& definitions, const KnownNames& known) {
    known.states_and_groups(definitions.exit_from, "definitions.exit.from");
    known.states_and_groups(definitions.employment, "definitions.employment");
    for (const NamedStates& base : definitions.exit_bases)
        known.states_and_groups(base.states,
                                fmt::format("definitions.exit.to.{}.states", base.name.text));
    for (const NamedStates& event : definitions.relapse_events)
        known.states_and_groups(
            event.states, fmt::format("definitions.relapse.events.{}.states", event.name.text));
}

// Shares over the levels of an attribute: every level has one.
void check_level_shares(const AttributeSharesSpec& spec, const KnownNames& known,
                        const std::string& where) {
    const auto check_shares = [&](const SharesSpec& shares, const std::string& place) {
        std::vector<Name> levels;
        for (const auto& [level, share] : shares.shares) levels.push_back(level);
        if (!levels.empty()) known.all_levels(spec.attribute, levels, shares.location, place);
    };
    if (!spec.given) return check_shares(spec.shares, where + ".shares");
    std::vector<Name> given_levels;
    for (const auto& [level, shares] : spec.by_level) {
        given_levels.push_back(level);
        check_shares(shares, fmt::format("{}.levels.{}", where, level.text));
    }
    known.all_levels(*spec.given, given_levels, spec.given->location, where + ".levels");
}

void check_start_state(const AttributeSharesSpec& start, const KnownNames& known,
                       const std::string& where) {
    for (const auto& [state, share] : start.shares.shares) known.state(state, where);
    if (!start.given) return;
    std::vector<Name> given_levels;
    for (const auto& [level, shares] : start.by_level) {
        given_levels.push_back(level);
        for (const auto& [state, share] : shares.shares)
            known.state(state, fmt::format("{}.levels.{}", where, level.text));
    }
    known.all_levels(*start.given, given_levels, start.given->location, where + ".levels");
}

void check_inflow_names(const PopulationSpec& population, const KnownNames& known) {
    for (std::size_t i = 0; i < population.inflow.size(); ++i) {
        const InflowSpec& inflow = population.inflow[i];
        known.states_and_groups(inflow.of, fmt::format("inflow[{}].of", i));
        if (inflow.start)
            check_start_state(*inflow.start, known, fmt::format("inflow[{}].start", i));
    }
}

// Wrong levels in a column of the rows: the first row of each, and no more than are worth reading.
std::vector<Name> wrong_levels(const PopulationRows& rows, std::size_t column,
                               const AttributeSpec& attribute) {
    constexpr std::size_t most = 20;
    std::set<std::string> known;
    for (const auto& level : attribute.levels) known.insert(level.name.text);
    std::vector<Name> wrong;
    for (const PopulationRows::Row& row : rows.rows) {
        const std::string& level = row.levels[column];
        if (!known.insert(level).second) continue;
        wrong.push_back({level, place_of_field(row.location, level)});
        if (wrong.size() == most) break;
    }
    return wrong;
}

void check_rows(const PopulationRows& rows, const ModelSpec& model, const KnownNames& known) {
    for (std::size_t column = 0; column < rows.attributes.size(); ++column) {
        const std::string& name = rows.attributes[column];
        const Name attribute{name, place_of_field(rows.location, name)};
        if (!known.attribute(attribute, "the columns of the rows")) continue;
        const auto spec =
            std::find_if(model.attributes.begin(), model.attributes.end(),
                         [&](const AttributeSpec& one) { return one.name.text == name; });
        known.levels(spec->name, wrong_levels(rows, column, *spec), "the rows");
    }
}

void check_amount_names(const std::vector<AmountSpec>& amounts, const std::string& where,
                        const KnownNames& known) {
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const AmountSpec& amount = amounts[i];
        const std::string place = fmt::format("{}.amounts[{}]", where, i);
        if (amount.when == AmountSpec::When::month_in_state ||
            amount.when == AmountSpec::When::transition)
            known.states_and_groups(amount.where, place);
        known.states_and_groups(amount.to, place);
        known.factors(amount.by, place + ".by");
    }
}

void check_outcome_names(const std::vector<OutcomeSpec>& outcomes, const KnownNames& known) {
    for (const OutcomeSpec& outcome : outcomes)
        check_amount_names(outcome.amounts, "outcomes." + outcome.name.text, known);
}

void check_account_names(const std::vector<AccountSpec>& accounts, const std::string& where,
                         const KnownNames& known) {
    for (const AccountSpec& account : accounts) {
        const std::string place = fmt::format("{}.{}", where, account.name.text);
        if (account.split && account.split->ladder && !account.split->ladder->clock.text.empty())
            known.clock(account.split->ladder->clock, place + ".split.ladder");
        check_amount_names(account.amounts, place, known);
    }
}

// States that a program leads on from: each is named once at most, by itself or by a group.
void check_on_enter(const std::vector<std::pair<Name, Name>>& rules, const std::string& where,
                    const KnownNames& known, Diagnostics& diagnostics) {
    std::map<std::string, std::string> named_by;
    for (const auto& [entered, next] : rules) {
        known.state_or_group(entered, where);
        for (const std::string& state : known.members(entered.text)) {
            const auto [first, is_new] = named_by.emplace(state, entered.text);
            if (is_new) continue;
            diagnostics.error(
                entered.location, fmt::format("{} has two rules for state '{}'", where, state),
                fmt::format("'{}' names it already: name each state once", first->second));
            break;
        }
    }
}

void check_phases(const ProgramSpec& program, const KnownNames& known, Diagnostics& diagnostics) {
    check_on_enter(program.on_enter, "on_enter", known, diagnostics);
    for (const PhaseSpec& phase : program.phases) {
        const std::string where = fmt::format("phases.{}", phase.name.text);
        if (phase.placement) known.state(*phase.placement, where + ".placement");
        if (phase.release) known.state(*phase.release, where + ".release");
        check_on_enter(phase.on_enter, where + ".on_enter", known, diagnostics);
    }
}

std::vector<std::string> payer_names(const EconomySpec& economy) {
    std::vector<std::string> names;
    for (const PayerSpec& payer : economy.payers) names.push_back(payer.name.text);
    return names;
}

void check_payers(const SplitSpec& split, const std::string& where,
                  const std::vector<std::string>& payers, Diagnostics& diagnostics) {
    const auto check = [&](const Name& payer, const std::string& place) {
        if (payer.text.empty() || is_among(payers, payer.text)) return;
        diagnostics.error(payer.location,
                          fmt::format("unknown payer '{}' in {}", payer.text, place),
                          unknown_name_help(payer.text, "payers", payers));
    };
    for (const auto& [payer, share] : split.shares) check(payer, where + ".shares");
    if (!split.ladder) return;
    check(split.ladder->payer, where + ".ladder");
    check(split.ladder->rest, where + ".ladder");
}

}  // namespace

void check_model_names(const ModelSpec& model, Diagnostics& diagnostics) {
    const KnownNames known(model, diagnostics);
    check_definitions_are_distinct(model, diagnostics);
    check_groups_of_states(model, diagnostics);
    if (model.frailty) known.patterns(model.frailty->moves, "frailty.moves");
    check_clocks(model, known);
    for (const RowSpec& row : model.rows) {
        known.state(row.from, "transitions");
        known.row(row, fmt::format("transitions.{}", row.from.text));
    }
    for (std::size_t i = 0; i < model.modifiers.size(); ++i) {
        known.patterns(model.modifiers[i].moves, fmt::format("modifiers[{}].moves", i));
        known.factors(model.modifiers[i].by, fmt::format("modifiers[{}].by", i));
    }
    check_definition_names(model.definitions, known);
}

void check_population_names(const PopulationSpec& population, const ModelSpec& model,
                            Diagnostics& diagnostics) {
    const KnownNames known(model, diagnostics);
    std::vector<std::string> distributed;
    if (population.rows) {
        check_rows(*population.rows, model, known);
        distributed = population.rows->attributes;
    }
    const auto report_drawn = [&](const Location& place, const std::string& name) {
        diagnostics.error(place, fmt::format("'{}' has a distribution in the model", name),
                          "leave it out here: its classes are equally likely");
    };
    std::vector<std::string> drawn;  // by the model itself
    for (const AttributeSpec& attribute : model.attributes) {
        if (!attribute.distribution) continue;
        drawn.push_back(attribute.name.text);
        if (is_among(distributed, drawn.back()))
            report_drawn(place_of_field(population.rows->location, drawn.back()), drawn.back());
    }
    distributed.insert(distributed.end(), drawn.begin(), drawn.end());
    for (const AttributeSharesSpec& attribute : population.attributes) {
        if (is_among(drawn, attribute.attribute.text)) {
            report_drawn(attribute.attribute.location, attribute.attribute.text);
            continue;
        }
        distributed.push_back(attribute.attribute.text);
        if (known.attribute(attribute.attribute, "attributes"))
            check_level_shares(attribute, known, "attributes." + attribute.attribute.text);
    }
    // A misspelt attribute is why another seems to be left out: one message is enough.
    const bool some_left_out = distributed.size() < known.attributes().size();
    for (const std::string& attribute : known.attributes()) {
        if (!some_left_out || is_among(distributed, attribute)) continue;
        diagnostics.error(population.location,
                          fmt::format("attribute '{}' has no distribution", attribute),
                          "give its shares under 'attributes', or a column of 'rows'");
    }
    check_start_state(population.start_state, known, "start");
    check_inflow_names(population, known);
    for (const auto& [clock, start] : population.clocks) {
        known.clock(clock, "clocks");
        known.clock_start(start, "clocks." + clock.text);
    }
    if (population.age_years) known.clock_start(*population.age_years, "age_years");
}

void check_economy_names(const EconomySpec& economy, const ModelSpec& model,
                         Diagnostics& diagnostics) {
    const KnownNames known(model, diagnostics);
    for (const SplitSpec& split : economy.splits) {
        if (split.ladder && !split.ladder->clock.text.empty())
            known.clock(split.ladder->clock, fmt::format("splits.{}.ladder", split.name.text));
    }
    check_account_names(economy.accounts, "accounts", known);
    check_outcome_names(economy.outcomes, known);
}

void check_program_names(const ProgramSpec& program, const ModelSpec& model,
                         Diagnostics& diagnostics) {
    const KnownNames known(model, diagnostics);
    known.states_and_groups(program.eligibility.states, "eligibility.states");
    for (const auto& [attribute, levels] : program.eligibility.attributes) {
        if (known.attribute(attribute, "eligibility.attributes"))
            known.levels(attribute, levels, "eligibility.attributes." + attribute.text);
    }
    for (const auto& range : program.eligibility.clocks)
        known.clock(range.clock, "eligibility.clocks");
    check_phases(program, known, diagnostics);
    check_queue_names(program, known);
    for (std::size_t i = 0; i < program.effects.size(); ++i) {
        known.patterns(program.effects[i].moves, fmt::format("effects[{}].moves", i));
        known.factors(program.effects[i].by, fmt::format("effects[{}].by", i));
    }
    for (std::size_t i = 0; i < program.replace.size(); ++i) {
        const RowSpec& row = program.replace[i].row;
        if (!row.from.text.empty()) known.state(row.from, fmt::format("replace[{}].from", i));
        known.row(row, fmt::format("replace[{}].transitions", i));
    }
    check_account_names(program.payments, "payments", known);
    check_outcome_names(program.outcomes, known);
}

void check_program_outcomes(const ProgramSpec& program, const EconomySpec& economy,
                            Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const OutcomeSpec& outcome : economy.outcomes) known.push_back(outcome.name.text);
    for (const OutcomeSpec& outcome : program.outcomes)
        if (!is_among(known, outcome.name.text))
            diagnostics.error(outcome.name.location,
                              fmt::format("unknown outcome '{}' in outcomes", outcome.name.text),
                              known.empty()
                                  ? std::string("the economy has no 'outcomes' to add to")
                                  : unknown_name_help(outcome.name.text, "outcomes", known));
}

void check_incremental(const EconomySpec& economy, Diagnostics& diagnostics) {
    if (!economy.incremental) return;
    std::vector<std::string> costs = payer_names(economy);
    for (const AccountSpec& account : economy.accounts) costs.push_back(account.name.text);
    if (!costs.empty()) costs.emplace_back(all_payers);
    std::vector<std::string> effects;
    for (const OutcomeSpec& outcome : economy.outcomes) effects.push_back(outcome.name.text);
    const auto check = [&](const Name& name, const char* key, const char* what,
                           const std::vector<std::string>& known) {
        if (name.text.empty() || is_among(known, name.text)) return;
        diagnostics.error(
            name.location, fmt::format("unknown {} '{}' in incremental.{}", what, name.text, key),
            known.empty() ? fmt::format("the economy has no {}s", what)
                          : unknown_name_help(name.text, fmt::format("{}s", what), known));
    };
    check(economy.incremental->cost, "cost", "cost", costs);
    check(economy.incremental->effect, "effect", "outcome", effects);
}

void check_split_payers(const EconomySpec& economy, Diagnostics& diagnostics) {
    for (const SplitSpec& split : economy.splits)
        check_payers(split, "splits." + split.name.text, payer_names(economy), diagnostics);
}

void resolve_splits(std::vector<AccountSpec>& accounts, const std::string& where,
                    const EconomySpec& economy, Diagnostics& diagnostics) {
    const auto payers = payer_names(economy);
    std::vector<std::string> known;
    for (const SplitSpec& split : economy.splits) known.push_back(split.name.text);
    for (AccountSpec& account : accounts) {
        const std::string place = fmt::format("{}.{}.split", where, account.name.text);
        if (account.split) check_payers(*account.split, place, payers, diagnostics);
        if (!account.split_name || is_among(known, account.split_name->text)) continue;
        const Name name = *account.split_name;
        if (is_among(payers, name.text)) {
            account.split_name.reset();
            account.split = SplitSpec{{"", name.location},
                                      {},
                                      {{name, Expression(1.0, name.location)}},
                                      std::nullopt,
                                      name.location};
            continue;
        }
        auto all = known;
        all.insert(all.end(), payers.begin(), payers.end());
        diagnostics.error(name.location,
                          fmt::format("unknown split or payer '{}' in {}", name.text, place),
                          unknown_name_help(name.text, "splits and payers", all));
    }
}

}  // namespace forlob
