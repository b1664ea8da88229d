#include "report/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <stdexcept>

#include "input/intensities.hpp"
#include "input/readers.hpp"
#include "model/generator.hpp"
#include "report/explain_parts.hpp"
#include "report/reading.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

// "1 row", "2 rows".
std::string number(std::size_t n, const std::string& of) {
    return counted(static_cast<double>(n), of, of + "s");
}

std::size_t arm_position(const ScenarioSpec& scenario, const std::string& name) {
    std::string known;
    for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm) {
        if (scenario.arms[arm].name.text == name) return arm;
        known += (known.empty() ? "" : ", ") + scenario.arms[arm].name.text;
    }
    throw std::invalid_argument("there is no arm '" + name + "'; there are: " + known);
}

int whole_number(const std::string& coordinate, const std::string& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        throw std::invalid_argument("'" + text + "' is no value of " + coordinate +
                                    "; write a whole number");
    return value;
}

// Where the transition matrix is taken: given coordinates, the rest at their first values.
struct Point {
    std::vector<LevelId> levels;
    std::size_t frailty = 0;
    PhaseId phase = no_phase;
    std::vector<std::uint16_t> values;
};

void set_coordinate(const ScenarioSpec& scenario, const Model& model, const std::string& name,
                    const std::string& text, Point& point) {
    const bool is_month = scenario.model.cycle.is_month();
    std::vector<std::string> built_in{"cycles_in_state", "cycles_in_phase", "cycles_in_program",
                                      "cycle"};
    if (is_month) built_in = {"months_in_state", "months_in_phase", "months_in_program", "month"};
    std::vector<std::string> known{"phase", "frailty"};
    known.insert(known.end(), built_in.begin(), built_in.end());
    for (std::size_t attribute = 0; attribute < scenario.model.attributes.size(); ++attribute) {
        const AttributeSpec& spec = scenario.model.attributes[attribute];
        known.push_back(spec.name.text);
        if (spec.name.text != name) continue;
        std::string levels;
        for (std::size_t level = 0; level < spec.levels.size(); ++level) {
            if (spec.levels[level].name.text == text) {
                point.levels[attribute] = static_cast<LevelId>(level);
                return;
            }
            levels += (levels.empty() ? "" : ", ") + spec.levels[level].name.text;
        }
        throw std::invalid_argument("'" + text + "' is no level of " + name +
                                    "; there are: " + levels);
    }
    if (name == "phase") {
        std::string phases = "none";
        for (std::size_t phase = 1; phase < model.phases.size(); ++phase) {
            if (model.phases[phase].name == text) {
                point.phase = static_cast<PhaseId>(phase);
                return;
            }
            phases += ", " + model.phases[phase].name;
        }
        if (text == "none") return;
        throw std::invalid_argument("there is no phase '" + text + "' in arm " + model.arm +
                                    "; there are: " + phases);
    }
    if (name == "frailty") {
        const int level = whole_number(name, text);
        if (static_cast<std::size_t>(level) >= model.population.frailty.size())
            throw std::invalid_argument(
                fmt::format("frailty has levels 0 to {}", model.population.frailty.size() - 1));
        point.frailty = static_cast<std::size_t>(level);
        return;
    }
    const auto set = [&](std::size_t coordinate) {
        point.values[coordinate] = static_cast<std::uint16_t>(
            std::min<int>(whole_number(name, text), model.coordinate_cap[coordinate]));
    };
    for (std::size_t coordinate = 0; coordinate < built_in.size(); ++coordinate)
        if (name == built_in[coordinate] || name == twin_of_month_word(built_in[coordinate]))
            return set(coordinate);
    for (std::size_t clock = 0; clock < model.clocks.size(); ++clock) {
        known.push_back(model.clocks[clock].name);
        if (model.clocks[clock].name == name)
            return set(index(coordinate_of(static_cast<ClockId>(clock))));
    }
    throw std::invalid_argument("unknown coordinate '" + name + "'; " +
                                unknown_name_help(name, "coordinates", known));
}

Point point_of(const ScenarioSpec& scenario, const Model& model,
               const std::vector<std::string>& at) {
    Point point;
    point.levels.assign(scenario.model.attributes.size(), LevelId{0});
    point.frailty = model.population.frailty.size() / 2;
    point.values.assign(static_cast<std::size_t>(model.n_coordinates), 0);
    point.values[index(Coordinate::month)] = 1;
    for (const std::string& given : at) {
        const std::size_t equals = given.find('=');
        if (equals == std::string::npos)
            throw std::invalid_argument("'" + given + "' is not of the form coordinate=value");
        set_coordinate(scenario, model, given.substr(0, equals), given.substr(equals + 1), point);
    }
    return point;
}

// The kind of person with these levels: any stratum whose levels agree on what kinds distinguish.
std::uint32_t kind_of(const Model& model, const Point& point) {
    for (const Stratum& stratum : model.population.strata)
        if (stratum.levels == point.levels)
            return stratum.kind + static_cast<std::uint32_t>(point.frailty);
    throw std::invalid_argument("nobody in the population has these attributes");
}

std::string matrix(const ScenarioSpec& scenario, const Model& model,
                   const ExplainOptions& options) {
    const Point point = point_of(scenario, model, options.at);
    const std::uint32_t kind = kind_of(model, point);
    std::string where;
    for (const std::string& given : options.at) where += (where.empty() ? "" : ", ") + given;
    const CycleSpec& cycle = scenario.model.cycle;
    const std::string heading = "Where people are " + cycle.length_text() + " later, in percent (";
    // What was asked for stays as it was written.
    std::string text = "\n" +
                       (where.empty() ? wrapped(heading + "first attribute levels, " + cycle.one() +
                                                    " 1, no program; --at changes it)",
                                                static_cast<std::size_t>(options.width))
                                      : heading + where + ")") +
                       "\n";
    for (int from = 0; from < model.n_states; ++from) {
        const std::uint32_t row = model.row_of.at(
            model.context(point.phase, static_cast<StateId>(from)), kind, point.values);
        std::string cells;
        for (std::uint32_t slot = model.rows.first_slot[row]; slot < model.rows.first_slot[row + 1];
             ++slot)
            cells += fmt::format("{}{} {}", cells.empty() ? "" : ", ",
                                 scenario.model.states[index(model.rows.target[slot])].name.text,
                                 fmt::format("{:.3g}", 100.0 * model.rows.probability[slot]));
        text +=
            "  " +
            wrapped(scenario.model.states[static_cast<std::size_t>(from)].name.text + ": " + cells,
                    static_cast<std::size_t>(options.width) - 2, 4) +
            "\n";
    }
    return text;
}

// Where the model knows intensities: how long a stay lasts, and where it ends.
std::string stays(const ScenarioSpec& scenario, const Model& model, const ExplainOptions& options) {
    if (model.intensities.empty()) return "";
    const Point point = point_of(scenario, model, options.at);
    const std::uint32_t kind = kind_of(model, point);
    const auto n_states = static_cast<std::size_t>(model.n_states);
    const TimeUnit unit = intensity_unit(scenario.model);
    const double time_per_cycle = scenario.model.cycle.in(unit);
    std::string text =
        "\nHow long a stay lasts on average at these intensities, and where it ends\n";
    for (std::size_t from = 0; from < n_states; ++from) {
        const std::uint32_t row = model.row_of.at(
            model.context(point.phase, static_cast<StateId>(from)), kind, point.values);
        const Departure leaving =
            departure(std::span(model.intensities).subspan(row * n_states, n_states));
        const std::string name = scenario.model.states[from].name.text + ": ";
        if (std::isnan(leaving.mean_stay)) return "";  // a matrix that no intensities make
        if (std::isinf(leaving.mean_stay)) {
            text += "  " + name + "never left\n";
            continue;
        }
        std::string next;
        for (std::size_t to = 0; to < n_states; ++to)
            if (leaving.next_state[to] > 0.0)
                next += fmt::format("{}{} {:.3g} %", next.empty() ? "" : ", ",
                                    scenario.model.states[to].name.text,
                                    100.0 * leaving.next_state[to]);
        text += "  " +
                wrapped(fmt::format("{}{:.4g} {}; then {}", name,
                                    time_per_cycle * leaving.mean_stay, plural_of(unit), next),
                        static_cast<std::size_t>(options.width) - 2, 4) +
                "\n";
    }
    return text;
}

// Where people are at tick 0, and which attributes they have.
std::string start_text(const ScenarioSpec& scenario, const Model& model, std::size_t width) {
    const Population& population = model.population;
    if (population.size == 0) return "";
    std::vector<double> share(static_cast<std::size_t>(model.n_states), 0.0);
    for (std::size_t number = 0; number < population.strata.size(); ++number) {
        const Stratum& stratum = population.strata[number];
        for (std::size_t start = 0; start < stratum.start_states.size(); ++start)
            share[index(stratum.start_states[start])] +=
                population.stratum.probability[number] * stratum.start_state.probability[start];
    }
    std::string states;
    for (std::size_t state = 0; state < share.size(); ++state)
        if (share[state] > 0.0)
            states += fmt::format("{}{} {:.3g} %", states.empty() ? "" : ", ",
                                  scenario.model.states[state].name.text, 100.0 * share[state]);
    return "  " + wrapped("At the start: " + states + ".", width - 2, 4) + "\n";
}

std::string parameters(const ScenarioSpec& scenario, const std::vector<Model>& models,
                       const std::vector<std::size_t>& arms, std::size_t width) {
    std::vector<const Parameter*> all;
    const auto add = [&](const std::vector<Parameter>& more) {
        for (const Parameter& parameter : more) all.push_back(&parameter);
    };
    add(scenario.parameters);
    add(scenario.model.parameters);
    add(scenario.population.parameters);
    add(scenario.economy.parameters);
    for (const ProgramSpec& program : scenario.programs) add(program.parameters);
    std::string text =
        "\n" +
        wrapped(
            "Parameters (A law, official statistic or randomised trial; B observational study; "
            "C provider's own claim; D assumption)",
            width) +
        "\n";
    if (all.empty()) return "";
    for (const Parameter* parameter : all) {
        std::string values;
        std::string last;
        for (const std::size_t arm : arms) {
            const auto& known = models[arm].parameters.all();
            const auto found = known.find(parameter->name);
            if (found == known.end()) continue;
            const std::string value = fmt::format("{:.6g}", found->second);
            if (value == last) continue;
            values += (values.empty() ? "" : fmt::format("; {}: ", models[arm].arm)) + value;
            last = value;
        }
        if (values.empty()) continue;
        text += fmt::format("  {} {} = {} {}", letter(parameter->grade), parameter->name, values,
                            parameter->unit);
        if (parameter->distribution)
            text += " (" + parameter->distribution->family + ": " +
                    explaining::arguments_text(*parameter->distribution) + ")";
        std::string source = parameter->source;
        for (const Override& one : scenario.overrides)
            if (one.name == parameter->name)
                source = one.source.empty() ? parameter->source : one.source;
        text +=
            "\n      " +
            wrapped((parameter->label.empty() ? "" : parameter->label + ". ") + source, width, 6) +
            "\n";
    }
    return text;
}

}  // namespace

std::string explain(const ScenarioSpec& scenario, const std::vector<Model>& models,
                    const std::vector<Prices>& prices, const ExplainOptions& options) {
    const auto width = static_cast<std::size_t>(options.width);
    std::vector<std::size_t> arms;
    if (options.arm)
        arms.push_back(arm_position(scenario, *options.arm));
    else
        for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm) arms.push_back(arm);

    std::vector<const ParameterValues*> of_arms;
    for (const std::size_t arm : arms) of_arms.push_back(&models[arm].parameters);
    const explaining::ArmValues values(std::move(of_arms));
    std::string text = explain_conventions(scenario, values, width) +
                       start_text(scenario, models[arms.front()], width) +
                       explain_inflow(scenario, width) + explain_states(scenario, width) +
                       explain_dynamics(scenario, values, width);
    std::vector<std::size_t> programs;
    for (const std::size_t arm : arms) {
        const ArmSpec& spec = scenario.arms[arm];
        text += fmt::format("\nArm {}: {}\n", spec.name.text, spec.label.text);
        for (const Override& change : spec.overrides)
            text += fmt::format("  sets {} = {}\n", change.name, change.value.text());
        for (const std::size_t program : spec.programs) {
            text += fmt::format(
                "  {} {}\n",
                scenario.programs[program].is_standing ? "puts everybody under" : "offers",
                scenario.programs[program].name.text);
            if (std::find(programs.begin(), programs.end(), program) == programs.end())
                programs.push_back(program);
        }
    }
    for (const std::size_t program : programs)
        text += explain_program(scenario.programs[program], scenario, values, width);
    if (scenario.economy.is_given()) text += explain_money(scenario, values, width);
    for (const std::size_t arm : arms) {
        text +=
            fmt::format("\nCompiled, arm {}: {} of hazards, {} of prices, {}, {} of people, {}\n",
                        models[arm].arm, number(models[arm].rows.n_rows(), "row"),
                        number(models[arm].cells.size(), "cell"),
                        number(static_cast<std::size_t>(models[arm].n_phases) - 1, "phase"),
                        number(static_cast<std::size_t>(models[arm].n_kinds), "kind"),
                        number(prices[arm].month_in_cell.always.amounts.size(), "amount"));
        text += matrix(scenario, models[arm], options) + stays(scenario, models[arm], options);
    }
    return text + parameters(scenario, models, arms, width);
}

}  // namespace forlob
