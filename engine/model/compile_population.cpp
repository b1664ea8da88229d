// Who are the people at tick 0? Joint distribution of attributes, start states, clock starts,
// kinds.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "input/uses.hpp"
#include "model/compile.hpp"
#include "random/quantile_classes.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_strata = std::size_t{1} << 20;
constexpr std::size_t most_kinds = 65535;
constexpr double shares_tolerance = 1e-6;

std::vector<const ProgramSpec*> all_programs(const ArmSource& source) {
    std::vector<const ProgramSpec*> all = source.programs;
    all.insert(all.end(), source.standing.begin(), source.standing.end());
    return all;
}

void note_factors(const std::vector<const FactorSpec*>& factors, std::set<std::string>& names) {
    for (const FactorSpec* factor : factors) names.insert(factor->coordinate.text);
}

void note_formulas(const ArmSource& source, std::set<std::string>& names) {
    std::vector<const Expression*> values = values_of(source.scenario.model);
    const auto add = [&](const std::vector<const Expression*>& more) {
        values.insert(values.end(), more.begin(), more.end());
    };
    add(values_of(source.scenario.economy));
    for (const ProgramSpec* program : all_programs(source)) add(values_of(*program));
    for (std::string& name :
         attributes_named_in(values, source.values.tables, source.scenario.model))
        names.insert(std::move(name));
}

std::set<std::string> names_that_matter(const ArmSource& source) {
    std::set<std::string> names;
    note_factors(factors_of(source.scenario.model), names);
    note_factors(amount_factors_of(source.scenario.economy), names);
    for (const ProgramSpec* program : all_programs(source)) {
        for (const auto& [attribute, levels] : program->eligibility.attributes)
            names.insert(attribute.text);
        note_factors(factors_of(*program), names);
        note_factors(amount_factors_of(*program), names);
    }
    for (const Name& attribute : source.scenario.record.by) names.insert(attribute.text);
    note_formulas(source, names);
    return names;
}

// Shares as numbers, by position among `n` alternatives; empty after a reported mistake.
template <typename PositionOf>
std::vector<double> share_values(const SharesSpec& spec, std::size_t n, PositionOf position_of,
                                 const ArmSource& source) {
    std::vector<double> values(n, 0.0);
    double total = 0.0;
    bool usable = true;
    for (const auto& [name, expression] : spec.shares) {
        const double share =
            non_negative(expression, "share", source.parameters, source.diagnostics);
        total += share;
        if (const auto position = position_of(name))
            values[*position] = share;
        else
            usable = false;
    }
    if (std::abs(total - 1.0) > shares_tolerance) {
        source.diagnostics.error(spec.location, fmt::format("these shares add up to {:.7g}", total),
                                 "shares must add up to 1");
        usable = false;
    }
    if (!usable) return {};
    for (double& value : values) value /= total;
    return values;
}

const SharesSpec* shares_for(const AttributeSharesSpec& spec, const std::vector<LevelId>& levels,
                             const ArmSource& source) {
    if (!spec.given) return &spec.shares;
    const auto giver = source.vocabulary.attribute(*spec.given, source.diagnostics);
    if (!giver) return nullptr;
    for (const auto& [name, shares] : spec.by_level)
        if (source.vocabulary.level(*giver, name, source.diagnostics) == levels[index(*giver)])
            return &shares;
    return nullptr;
}

struct Partial {
    std::vector<LevelId> levels;
    double probability = 1.0;
};

void extend_by_attribute(const AttributeSharesSpec& spec, const ArmSource& source,
                         std::vector<Partial>& strata) {
    const auto attribute = source.vocabulary.attribute(spec.attribute, source.diagnostics);
    if (!attribute) return;
    const std::size_t n_levels = source.vocabulary.n_levels()[index(*attribute)];
    const auto position_of = [&](const Name& name) -> std::optional<std::size_t> {
        const auto level = source.vocabulary.level(*attribute, name, source.diagnostics);
        return level ? std::optional(index(*level)) : std::nullopt;
    };
    std::vector<Partial> extended;
    for (const Partial& partial : strata) {
        const SharesSpec* shares = shares_for(spec, partial.levels, source);
        if (shares == nullptr) continue;
        const auto values = share_values(*shares, n_levels, position_of, source);
        for (std::size_t level = 0; level < values.size(); ++level) {
            if (values[level] <= 0.0) continue;
            Partial next = partial;
            next.levels[index(*attribute)] = static_cast<LevelId>(level);
            next.probability *= values[level];
            extended.push_back(std::move(next));
        }
    }
    if (extended.size() > most_strata)
        source.diagnostics.error(spec.attribute.location,
                                 fmt::format("attributes make {} strata", extended.size()),
                                 fmt::format("at most {} are supported", most_strata));
    else
        strata = std::move(extended);
}

// Classes of a distribution are equally likely.
void extend_by_classes(AttributeId attribute, const ArmSource& source,
                       std::vector<Partial>& strata) {
    const AttributeSpec& spec = source.scenario.model.attributes[index(attribute)];
    const std::size_t n = spec.levels.size();
    if (strata.size() * n > most_strata) {
        source.diagnostics.error(spec.name.location,
                                 fmt::format("attributes make {} strata", strata.size() * n),
                                 fmt::format("at most {} are supported", most_strata));
        return;
    }
    std::vector<Partial> extended;
    for (const Partial& partial : strata)
        for (std::size_t level = 0; level < n; ++level) {
            extended.push_back(partial);
            extended.back().levels[index(attribute)] = static_cast<LevelId>(level);
            extended.back().probability /= static_cast<double>(n);
        }
    strata = std::move(extended);
}

void extend_by_rows(const PopulationRows& rows, const ArmSource& source,
                    std::vector<Partial>& strata) {
    double total = 0.0;
    for (const PopulationRows::Row& row : rows.rows) total += row.weight;
    if (total <= 0.0) {
        source.diagnostics.error(rows.location, "the weights add up to 0", "give weights above 0");
        return;
    }
    std::vector<Partial> extended;
    for (const Partial& partial : strata) {
        for (const PopulationRows::Row& row : rows.rows) {
            if (row.weight <= 0.0) continue;
            Partial next = partial;
            next.probability *= row.weight / total;
            for (std::size_t column = 0; column < rows.attributes.size(); ++column) {
                const auto attribute = source.vocabulary.attribute(
                    Name{rows.attributes[column], row.location}, source.diagnostics);
                if (!attribute) continue;
                const auto level = source.vocabulary.level(
                    *attribute, Name{row.levels[column], row.location}, source.diagnostics);
                if (level) next.levels[index(*attribute)] = *level;
            }
            extended.push_back(std::move(next));
        }
    }
    strata = std::move(extended);
}

std::uint16_t subgroup_of(const ArmSource& source, const std::vector<LevelId>& levels) {
    std::size_t subgroup = 0;
    for (const Name& name : source.scenario.record.by) {
        const auto attribute = source.vocabulary.attribute(name, source.diagnostics);
        if (!attribute) continue;
        subgroup = subgroup * source.vocabulary.n_levels()[index(*attribute)] +
                   index(levels[index(*attribute)]);
    }
    return static_cast<std::uint16_t>(subgroup);
}

}  // namespace

std::uint32_t KindTable::kind_of(const std::vector<LevelId>& levels,
                                 const std::vector<std::size_t>& n_levels) const {
    std::size_t kind = 0;
    for (const AttributeId attribute : attributes)
        kind = kind * n_levels[index(attribute)] + index(levels[index(attribute)]);
    return static_cast<std::uint32_t>(kind * n_frailty);
}

StartStates start_states(const ArmSource& source, const AttributeSharesSpec& spec,
                         const std::vector<LevelId>& levels) {
    StartStates start;
    const SharesSpec* shares = shares_for(spec, levels, source);
    if (shares == nullptr) return start;
    const auto position_of = [&](const Name& name) -> std::optional<std::size_t> {
        const auto state = source.vocabulary.state(name, source.diagnostics);
        return state ? std::optional(index(*state)) : std::nullopt;
    };
    const auto values = share_values(
        *shares, static_cast<std::size_t>(source.vocabulary.n_states()), position_of, source);
    std::vector<double> possible;
    for (std::size_t state = 0; state < values.size(); ++state) {
        if (values[state] <= 0.0) continue;
        start.states.push_back(static_cast<StateId>(state));
        possible.push_back(values[state]);
    }
    if (!possible.empty()) start.choice = choice(possible);
    return start;
}

KindTable compile_kinds(const ArmSource& source) {
    KindTable table;
    const auto& n_levels = source.vocabulary.n_levels();
    std::size_t n_kinds = 1;
    std::string multiplying;
    for (const std::string& name : names_that_matter(source)) {
        const auto attribute = source.vocabulary.attribute(name);
        if (!attribute) continue;
        table.attributes.push_back(*attribute);
        n_kinds *= n_levels[index(*attribute)];
        multiplying += fmt::format("{}{} ({})", multiplying.empty() ? "" : ", ", name,
                                   n_levels[index(*attribute)]);
    }
    std::sort(table.attributes.begin(), table.attributes.end());
    if (source.scenario.model.frailty)
        table.n_frailty = static_cast<std::size_t>(source.scenario.model.frailty->levels);
    n_kinds *= table.n_frailty;
    if (n_kinds > most_kinds) {
        source.diagnostics.error(
            source.scenario.model.location,
            fmt::format(
                "attributes that hazards, prices or outcomes depend on make {} kinds of people",
                n_kinds),
            fmt::format("at most {} are supported; they multiply: {}", most_kinds, multiplying));
        table.attributes.clear();
        n_kinds = table.n_frailty;
    }
    for (std::size_t number = 0; number < n_kinds; ++number) {
        Kind kind{std::vector<LevelId>(n_levels.size(), LevelId{0}), number % table.n_frailty};
        std::size_t rest = number / table.n_frailty;
        for (auto attribute = table.attributes.rbegin(); attribute != table.attributes.rend();
             ++attribute) {
            kind.levels[index(*attribute)] =
                static_cast<LevelId>(rest % n_levels[index(*attribute)]);
            rest /= n_levels[index(*attribute)];
        }
        table.kinds.push_back(std::move(kind));
    }
    return table;
}

std::vector<double> frailty_levels(double sd_log, int n_levels) {
    // Beyond this, all classes but the last are 0, and the square would be beyond all numbers.
    constexpr double widest = 100.0;
    const double sd = std::min(sd_log, widest);
    return quantile_class_means({Law::Family::lognormal, -0.5 * sd * sd, sd, 0.0}, n_levels);
}

std::vector<double> frailty_of(const ArmSource& source) {
    const auto& frailty = source.scenario.model.frailty;
    if (!frailty) return {1.0};
    return frailty_levels(
        non_negative(frailty->sd_log, "frailty's sd_log", source.parameters, source.diagnostics),
        frailty->levels);
}

Population compile_population(const ArmSource& source, const KindTable& kinds) {
    const PopulationSpec& spec = source.scenario.population;
    Population population;
    population.frailty = frailty_of(source);

    std::vector<Partial> strata{
        {std::vector<LevelId>(source.vocabulary.n_levels().size(), LevelId{0}), 1.0}};
    if (spec.rows) extend_by_rows(*spec.rows, source, strata);
    for (const AttributeSharesSpec& attribute : spec.attributes)
        extend_by_attribute(attribute, source, strata);
    for (std::size_t number = 0; number < source.scenario.model.attributes.size(); ++number)
        if (source.scenario.model.attributes[number].distribution)
            extend_by_classes(static_cast<AttributeId>(number), source, strata);

    std::vector<double> shares;
    const std::size_t n_clocks =
        source.scenario.model.clocks.size() + (source.factors.age_clock ? 1 : 0);
    for (Partial& partial : strata) {
        Stratum stratum;
        stratum.levels = std::move(partial.levels);
        stratum.kind = kinds.kind_of(stratum.levels, source.vocabulary.n_levels());
        stratum.subgroup = subgroup_of(source, stratum.levels);
        StartStates start = start_states(source, spec.start_state, stratum.levels);
        stratum.start_state = std::move(start.choice);
        stratum.start_states = std::move(start.states);
        stratum.clock_starts = clock_starts(source, stratum.levels, n_clocks);
        population.strata.push_back(std::move(stratum));
        shares.push_back(partial.probability);
    }
    if (!source.diagnostics.has_errors()) population.stratum = choice(shares);
    population.size = source.scenario.cohort_size;
    compile_inflow(source, population);
    return population;
}

}  // namespace forlob
