// Where does everybody go? Rows for every combination of coordinates between which the moves of a
// phase and state differ; of intensities, for every combination between which those of any state of
// the phase do.

#include "model/build_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "model/intensity_rows.hpp"
#include "model/occurrence.hpp"
#include "model/row_values.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_slots = std::size_t{1} << 26;

// Builds the rows of a plan, reporting each number that makes no sense once.
class RowBuilder {
public:
    RowBuilder(const ArmSource& source, const RowPlan& plan, const KindTable& kinds,
               const Tabulation& tabulation, RowCache& known, Model& model)
        : source_(source),
          plan_(plan),
          kinds_(kinds),
          tabulation_(tabulation),
          known_(known),
          model_(model),
          matrices_(source),
          kind_exists_(existing_kinds(model.population, kinds)),
          is_placed_(plan.contexts.size(), false) {}

    /// Competing hazards: every row by itself. Where the rows of the context begin.
    [[nodiscard]] std::uint32_t add_context(std::size_t number, const Enumeration& enumeration) {
        const PlannedRow& planned = plan_.contexts[number];
        if (planned.first_like != number && is_placed_[planned.first_like])
            return model_.row_of.contexts[planned.first_like].base;
        if (const auto made = tabulation_.rows_of(number, plan_)) {
            is_placed_[number] = true;
            return known_.place(*made, model_.rows);
        }
        const auto first = static_cast<std::uint32_t>(model_.rows.n_rows());
        const std::size_t phase = number / static_cast<std::size_t>(model_.n_states);
        std::optional<Occurrence> occurrence;  // asked for at the first mistake only
        for_each_combination(enumeration, model_.coordinate_cap.size(),
                             [&](std::size_t kind, std::span<const std::uint16_t> values) {
                                 mistakes_.clear();
                                 Row row = stated(planned, kind, values);
                                 multiply(planned, plan_, kinds_.kinds[kind], values, row,
                                          mistakes_);
                                 if (!mistakes_.empty()) {
                                     row = {.origin = planned.origin};
                                     report(enumeration, phase, kind, values, occurrence);
                                 }
                                 model_.rows.append(row, model_.n_states);
                             });
        return first;
    }

    /// Intensities: the rows of all states of a phase together. Rows of one context lie together.
    /// Says in the lattice where.
    void add_phase(std::size_t phase, const Enumeration& enumeration) {
        std::vector<CycleMatrix> matrices;
        std::optional<Occurrence> occurrence;
        for_each_combination(enumeration, model_.coordinate_cap.size(),
                             [&](std::size_t kind, std::span<const std::uint16_t> values) {
                                 mistakes_.clear();
                                 matrices.push_back(matrix_of(phase, kind, values));
                                 if (!mistakes_.empty())
                                     report(enumeration, phase, kind, values, occurrence);
                             });
        const auto n_states = static_cast<std::size_t>(model_.n_states);
        for (std::size_t state = 0; state < n_states; ++state) {
            model_.row_of.contexts[phase * n_states + state].base =
                static_cast<std::uint32_t>(model_.rows.n_rows());
            for (const CycleMatrix& matrix : matrices) {
                model_.rows.append(static_cast<StateId>(state), matrix.probabilities.row(state));
                const auto intensities = matrix.intensities.row(state);
                model_.intensities.insert(model_.intensities.end(), intensities.begin(),
                                          intensities.end());
            }
        }
    }

private:
    [[nodiscard]] Row stated(const PlannedRow& planned, std::size_t kind,
                             std::span<const std::uint16_t> values) {
        if (const auto& fixed = plan_.contexts[planned.first_like].fixed) return *fixed;
        return stated_row(planned, plan_, source_, kinds_.kinds[kind], values, mistakes_);
    }

    // After a mistake nobody moves.
    [[nodiscard]] CycleMatrix matrix_of(std::size_t phase, std::size_t kind,
                                        std::span<const std::uint16_t> values) {
        const auto n_states = static_cast<std::size_t>(model_.n_states);
        const std::span<const PlannedRow> planned(plan_.contexts.data() + phase * n_states,
                                                  n_states);
        std::vector<Row> rows;
        for (const PlannedRow& row : planned) rows.push_back(stated(row, kind, values));
        if (!mistakes_.empty()) return unmoved(n_states);
        const bool is_modified = std::any_of(planned.begin(), planned.end(), [](const auto& row) {
            return std::any_of(row.moves.begin(), row.moves.end(),
                               [](const PlannedMove& move) { return !move.multipliers.empty(); });
        });
        if (source_.scenario.model.stated_cycle) {
            if (!is_modified)
                if (auto matrix = matrices_.power_of(rows)) return std::move(*matrix);
            if (!matrices_.take_logarithm(rows)) return unmoved(n_states);
        }
        for (std::size_t state = 0; state < n_states; ++state)
            multiply(planned[state], plan_, kinds_.kinds[kind], values, rows[state], mistakes_);
        return mistakes_.empty() ? matrix_of_intensities(rows) : unmoved(n_states);
    }

    void report(const Enumeration& enumeration, std::size_t phase, std::size_t kind,
                std::span<const std::uint16_t> values, std::optional<Occurrence>& occurrence) {
        if (!occurrence)
            occurrence.emplace(enumeration, source_.values.reach, model_.phases[phase],
                               kind_exists_);
        if (occurrence->is_possible(kind, values)) report(kind, values);
    }

    void report(std::size_t kind, std::span<const std::uint16_t> values) {
        for (const RowMistake& mistake : mistakes_) {
            if (!reported_.insert(mistake.number).second) continue;
            const std::string place =
                place_of(mistake.depends_on, kinds_.kinds[kind], values, source_.values);
            source_.diagnostics.error(
                mistake.location,
                place.empty() ? mistake.message : fmt::format("{} at {}", mistake.message, place),
                mistake.help);
        }
    }

    const ArmSource& source_;
    const RowPlan& plan_;
    const KindTable& kinds_;
    const Tabulation& tabulation_;
    RowCache& known_;
    Model& model_;
    StatedMatrices matrices_;
    std::vector<bool> kind_exists_;
    std::vector<bool> is_placed_;  ///< [context] by the cache, so that others may share its rows
    std::set<const void*> reported_;
    std::vector<RowMistake> mistakes_;
};

// No rows, in the memory of those that were there.
void clear(RowTable& rows) {
    for (auto* column : {&rows.first_slot, &rows.stay_low, &rows.stay_width, &rows.last})
        column->clear();
    rows.target.clear();
    rows.probability.clear();
}

std::vector<const Factor*> factors_of_phase(const RowPlan& plan, std::size_t phase,
                                            std::size_t n_states) {
    std::vector<const Factor*> factors;
    for (std::size_t state = 0; state < n_states; ++state)
        for (const Factor* factor : plan.factors_of(plan.contexts[phase * n_states + state]))
            factors.push_back(factor);
    return factors;
}

bool depends_on_time_in_state(const RowPlan& plan) {
    for (const PlannedRow& row : plan.contexts)
        for (const Factor* factor : plan.factors_of(row))
            if (factor->over == Factor::Over::coordinate &&
                factor->coordinate == Coordinate::months_in_state)
                return true;
    return false;
}

}  // namespace

std::vector<bool> existing_kinds(const Population& population, const KindTable& kinds) {
    std::vector<bool> exists(kinds.kinds.size(), false);
    for (const Stratum& stratum : population.strata)
        for (std::size_t level = 0; level < kinds.n_frailty; ++level)
            exists[stratum.kind + level] = true;
    return exists;
}

std::vector<const Factor*> RowPlan::factors_of(const PlannedRow& row) const {
    std::vector<const Factor*> factors;
    const auto add = [&](const std::vector<Factor>& more) {
        for (const Factor& factor : more) factors.push_back(&factor);
    };
    for (const std::size_t count : row.counts) add(stated[count].value.dependence());
    for (const PlannedMove& move : row.moves) {
        add(stated[move.stated].value.dependence());
        for (const auto* numbers : {&move.relative_risks, &move.odds_ratios, &move.multipliers})
            for (const std::size_t number : *numbers) {
                add(multipliers[number].constant.dependence());
                add(multipliers[number].by);
                add(multipliers[number].ramp);
            }
    }
    // Moves share most of what multiplies them.
    std::sort(factors.begin(), factors.end(), std::less<>());
    factors.erase(std::unique(factors.begin(), factors.end()), factors.end());
    return factors;
}

std::optional<RowShape> shape_rows(const ArmSource& source, const RowPlan& plan,
                                   const KindTable& kinds, const Model& model) {
    const bool is_continuous = source.scenario.model.is_continuous();
    const auto n_states = static_cast<std::size_t>(model.n_states);
    if (is_continuous && depends_on_time_in_state(plan)) {
        source.diagnostics.error(
            source.scenario.model.location, "intensities depend on 'cycles_in_state'",
            "several moves may follow one another within a cycle: use other coordinates");
        return std::nullopt;
    }
    RowShape shape;
    // Contexts that depend on the same factors are told apart in the same way.
    std::map<std::vector<const Factor*>, const Enumeration*> made;
    std::size_t n_slots = 0;
    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        const PlannedRow& row = plan.contexts[number];
        auto factors = is_continuous ? factors_of_phase(plan, number / n_states, n_states)
                                     : plan.factors_of(row);
        auto like = made.find(factors);
        if (like == made.end()) {
            shape.enumerations.push_back(enumerate(factors, kinds.kinds, model.coordinate_cap));
            like = made.emplace(std::move(factors), &shape.enumerations.back()).first;
        }
        shape.of_context.push_back(like->second);
        n_slots += like->second->size() * (is_continuous ? n_states : row.moves.size() + 1);
    }
    if (n_slots <= most_slots) {
        if (!is_continuous) shape.tabulation = Tabulation(plan, shape.of_context);
        return shape;
    }
    std::size_t largest = 0;
    for (std::size_t context = 0; context < shape.of_context.size(); ++context)
        if (shape.of_context[context]->size() > shape.of_context[largest]->size())
            largest = context;
    source.diagnostics.error(
        source.scenario.model.location,
        fmt::format("hazards that depend on so many coordinates make {} table entries, {} of them "
                    "for leaving '{}'",
                    n_slots, shape.of_context[largest]->size(),
                    source.scenario.model.states[largest % static_cast<std::size_t>(model.n_states)]
                        .name.text),
        fmt::format("at most {} are supported: let fewer coordinates multiply, or use fewer steps",
                    most_slots));
    return std::nullopt;
}

void build_rows(const ArmSource& source, const RowPlan& plan, const KindTable& kinds,
                RowShape& shape, RowCache& known, Model& model) {
    clear(model.rows);
    model.intensities.clear();
    if (model.row_of.contexts.empty())
        for (const Enumeration* enumeration : shape.of_context)
            model.row_of.contexts.push_back(lattice_context(*enumeration, 0));
    shape.tabulation.fill(plan, kinds.kinds, model.coordinate_cap.size());
    RowBuilder builder(source, plan, kinds, shape.tabulation, known, model);
    if (source.scenario.model.is_continuous()) {
        const auto n_states = static_cast<std::size_t>(model.n_states);
        for (std::size_t phase = 0; phase < model.phases.size(); ++phase)
            builder.add_phase(phase, *shape.of_context[phase * n_states]);
    } else {
        for (std::size_t number = 0; number < plan.contexts.size(); ++number)
            model.row_of.contexts[number].base =
                builder.add_context(number, *shape.of_context[number]);
    }
    model.row_of.size = static_cast<std::uint32_t>(model.rows.n_rows());
}

}  // namespace forlob
