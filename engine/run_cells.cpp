#include "run_cells.hpp"

#include <algorithm>
#include <iterator>

namespace forlob {
namespace {

constexpr const char* month_coordinates[] = {"state", "phase", "program"};

// All clocks, and which of the other coordinates cells tell apart.
std::vector<std::size_t> told_apart(const std::vector<Model>& models) {
    std::vector<std::size_t> coordinates;
    for (std::size_t coordinate = 0; coordinate < std::size(month_coordinates); ++coordinate) {
        const auto is_told = [&](const Model& model) {
            return std::any_of(model.cells.begin(), model.cells.end(),
                               [&](const Cell& cell) { return cell.coordinates[coordinate] >= 0; });
        };
        if (std::any_of(models.begin(), models.end(), is_told)) coordinates.push_back(coordinate);
    }
    for (std::size_t clock = 0; clock < models.front().clocks.size(); ++clock)
        coordinates.push_back(index(Coordinate::first_clock) + clock);
    return coordinates;
}

}  // namespace

CellTable cell_table(const ScenarioSpec& scenario, const std::vector<Model>& models,
                     const OutcomeLabels& labels, const OutcomeAccumulator& outcomes) {
    CellTable table;
    const auto column = [&](std::string name, std::string long_name) {
        table.columns.push_back({std::move(name), std::move(long_name), {}});
    };
    column("arm", "Arm");
    column("state", "State");
    column("phase", "Phase of a program");
    column("subgroup", "Combination of the attributes outcomes are reported by");
    const std::size_t first_attribute = table.columns.size();
    for (const AttributeSpec& attribute : scenario.model.attributes)
        column(attribute.name.text, "Level of " + attribute.name.text + ", -1: any");
    const std::size_t first_coordinate = table.columns.size();
    const std::vector<std::size_t> coordinates = told_apart(models);
    for (const std::size_t coordinate : coordinates) {
        if (coordinate < index(Coordinate::first_clock)) {
            const std::string place = month_coordinates[coordinate];
            column(labels.words.many + "_in_" + place, capitalised(labels.words.many) + " in the " +
                                                           place +
                                                           " (the largest: or more), -1: any");
            continue;
        }
        const Clock& clock = models.front().clocks[coordinate - index(Coordinate::first_clock)];
        column(clock.name + "_" + labels.words.many, capitalised(labels.words.many) + " on clock " +
                                                         clock.name +
                                                         " (the largest: or more), -1: any");
    }

    table.n_ticks = static_cast<std::size_t>(scenario.horizon_months) + 1;
    for (std::size_t arm = 0; arm < models.size(); ++arm) {
        const Model& model = models[arm];
        const Table<std::uint64_t, 2> persons_in_cells = outcomes.persons_in_cells(arm);
        for (std::size_t number = 0; number < model.cells.size(); ++number) {
            const Cell& cell = model.cells[number];
            std::vector<std::uint64_t> persons(table.n_ticks);
            bool is_used = false;
            for (std::size_t tick = 0; tick < table.n_ticks; ++tick) {
                persons[tick] = persons_in_cells(tick, number);
                is_used = is_used || persons[tick] > 0;
            }
            if (!is_used) continue;  // most combinations never occur
            table.columns[0].value.push_back(static_cast<std::int32_t>(arm));
            table.columns[1].value.push_back(static_cast<std::int32_t>(index(cell.state)));
            table.columns[2].value.push_back(
                static_cast<std::int32_t>(labels.phase_position[arm][index(cell.phase)]));
            table.columns[3].value.push_back(cell.subgroup);
            for (std::size_t attribute = 0; attribute < cell.levels.size(); ++attribute)
                table.columns[first_attribute + attribute].value.push_back(cell.levels[attribute]);
            for (std::size_t place = 0; place < coordinates.size(); ++place)
                table.columns[first_coordinate + place].value.push_back(
                    cell.coordinates[coordinates[place]]);
            table.persons.insert(table.persons.end(), persons.begin(), persons.end());
            ++table.n_cells;
        }
    }
    return table;
}

}  // namespace forlob
