#include "model/parameter_draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/require.hpp"
#include "input/arm_parameters.hpp"
#include "random/distributions.hpp"
#include "random/uniforms.hpp"

namespace forlob {
namespace {

// Parameters of one file.
struct Source {
    const std::vector<Parameter>& parameters;
    const std::vector<JointDistribution>& joint;
};

std::vector<Source> sources_of(const ScenarioSpec& scenario) {
    std::vector<Source> sources = {{scenario.parameters, scenario.joint},
                                   {scenario.model.parameters, scenario.model.joint},
                                   {scenario.population.parameters, scenario.population.joint},
                                   {scenario.economy.parameters, scenario.economy.joint}};
    for (const ProgramSpec& program : scenario.programs)
        sources.push_back({program.parameters, program.joint});
    return sources;
}

class Drawing {
public:
    explicit Drawing(const ScenarioSpec& scenario) : scenario_(scenario), spec_(*scenario.draws) {}

    ParameterDraws draw() {
        for (const Source& source : sources_of(scenario_)) {
            if (spec_.has_n)
                for (const JointDistribution& joint : source.joint) draw_joint(joint, source);
            for (const Parameter& parameter : source.parameters) draw_alone(parameter);
        }
        for (const Source& source : sources_of(scenario_))
            for (const Parameter& parameter : source.parameters) keep(parameter.name);
        if (result_.names.empty())
            diagnostics_.error(spec_.location, "there is no parameter to draw",
                               result_.set.empty()
                                   ? "give parameters a 'distribution', or name a file of draws"
                                   : fmt::format("{} has a value that is set in every arm",
                                                 fmt::join(result_.set, ", ")));
        diagnostics_.throw_if_errors();
        result_.values = Table<double, 2>({spec_.n, result_.names.size()});
        for (std::size_t column = 0; column < result_.names.size(); ++column)
            for (std::size_t draw = 0; draw < spec_.n; ++draw)
                result_.values(draw, column) = columns_.at(result_.names[column])[draw];
        return std::move(result_);
    }

private:
    [[nodiscard]] double uniform_of(std::size_t draw, const std::string& name) const {
        return parameter_uniform(scenario_.seed, static_cast<std::uint32_t>(draw + 1), name);
    }

    // Of a parameter outside joint distributions.
    void draw_alone(const Parameter& parameter) {
        if (spec_.file && draw_from_file(parameter.name)) return;
        if (!spec_.has_n || !parameter.distribution || !is_new(parameter)) return;
        if (columns_.contains(parameter.name)) return;  // correlated with others
        const Law law = law_of(parameter.distribution->family, parameter.distribution->arguments);
        std::vector<double>& column = columns_[parameter.name];
        for (std::size_t draw = 0; draw < spec_.n; ++draw)
            column.push_back(quantile(law, uniform_of(draw, parameter.name)));
    }

    bool draw_from_file(const std::string& name) {
        const auto& columns = spec_.file->columns;
        const auto found = std::find_if(columns.begin(), columns.end(),
                                        [&](const auto& one) { return one.name == name; });
        if (found == columns.end()) return false;
        std::vector<double>& values = columns_[name];
        values.clear();
        for (std::size_t draw = 0; draw < spec_.n; ++draw)
            values.push_back(spec_.file->values(draw, found - columns.begin()));
        return true;
    }

    // Two programs of different arms may each have a parameter of this name; a draw has one value.
    bool is_new(const Parameter& parameter) {
        const auto [known, is_first] = places_.emplace(parameter.name, parameter.location);
        if (is_first) return true;
        diagnostics_.error(
            parameter.location,
            fmt::format("parameter '{}' is drawn, but defined in two programs", parameter.name),
            fmt::format("it is first defined at {}:{}: give one of them another name",
                        known->second.file->name, known->second.line));
        return false;
    }

    void draw_joint(const JointDistribution& joint, const Source& source) {
        std::vector<const Parameter*> members;
        for (const auto& member : joint.members) {
            const auto found = std::find_if(
                source.parameters.begin(), source.parameters.end(),
                [&](const Parameter& parameter) { return parameter.name == member.name; });
            require(found != source.parameters.end(), "joint parameters are of the same file");
            if (joint.kind != JointDistribution::Kind::correlated && !is_new(*found)) return;
            members.push_back(&*found);
        }
        if (joint.kind == JointDistribution::Kind::dirichlet)
            draw_shares(joint);
        else
            draw_normal(joint, members);
    }

    void draw_shares(const JointDistribution& joint) {
        std::vector<double> concentration = joint.counts;
        if (joint.n) {
            concentration = base_values(joint);
            double total = 0.0;
            for (const double share : concentration) total += share;
            constexpr double rounding = 1e-6;
            const double least = *std::min_element(concentration.begin(), concentration.end());
            if (std::abs(total - 1.0) > rounding || least <= 0.0) {
                diagnostics_.error(
                    joint.location,
                    least <= 0.0 ? fmt::format("one of the shares is {}", least)
                                 : fmt::format("the shares add up to {}", total),
                    "with 'n', the values of the parameters are shares above 0 that add up to 1");
                return;
            }
            for (double& one : concentration) one *= *joint.n / total;
        }
        std::vector<double> u(joint.members.size());
        for (std::size_t draw = 0; draw < spec_.n; ++draw) {
            for (std::size_t i = 0; i < u.size(); ++i)
                u[i] = uniform_of(draw, joint.members[i].name);
            const std::vector<double> shares = dirichlet(concentration, u);
            for (std::size_t i = 0; i < u.size(); ++i)
                columns_[joint.members[i].name].push_back(shares[i]);
        }
    }

    // Normal around their values, or normal scores of the distribution that each has.
    void draw_normal(const JointDistribution& joint, const std::vector<const Parameter*>& members) {
        std::vector<Law> laws;
        std::vector<double> centre(members.size(), 0.0);
        if (joint.kind == JointDistribution::Kind::normal) {
            centre = base_values(joint);
        } else {
            for (const Parameter* member : members)
                laws.push_back(
                    law_of(member->distribution->family, member->distribution->arguments));
        }
        std::vector<double> z(members.size());
        for (std::size_t draw = 0; draw < spec_.n; ++draw) {
            for (std::size_t i = 0; i < z.size(); ++i)
                z[i] = normal_quantile(uniform_of(draw, members[i]->name));
            const std::vector<double> scores = correlated(joint.lower, z);
            for (std::size_t i = 0; i < z.size(); ++i)
                columns_[members[i]->name].push_back(
                    laws.empty() ? centre[i] + scores[i]
                                 : quantile(laws[i], normal_probability(scores[i])));
        }
    }

    // What the parameters are worth without draws. A program that no arm uses has parameters that
    // nobody asks for.
    [[nodiscard]] std::vector<double> base_values(const JointDistribution& joint) const {
        const double nobody_asks = 1.0 / static_cast<double>(joint.members.size());
        std::vector<double> values;
        for (const auto& member : joint.members)
            values.push_back(undrawn_value(scenario_, member.name).value_or(nobody_asks));
        return values;
    }

    // Whether some arm takes the drawn value.
    [[nodiscard]] bool is_used(const std::string& name) const {
        if (sets(scenario_.overrides, name)) return false;
        return std::any_of(scenario_.arms.begin(), scenario_.arms.end(), [&](const ArmSpec& arm) {
            const std::vector<Parameter> known = parameters_of(scenario_, arm);
            return !sets(arm.overrides, name) &&
                   std::any_of(known.begin(), known.end(),
                               [&](const Parameter& one) { return one.name == name; });
        });
    }

    void keep(const std::string& name) {
        if (!columns_.contains(name)) return;
        std::vector<std::string>& list = is_used(name) ? result_.names : result_.set;
        if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    }

    const ScenarioSpec& scenario_;
    const DrawsSpec& spec_;
    Diagnostics diagnostics_;
    std::map<std::string, std::vector<double>> columns_;  ///< [draw] of every drawn parameter
    std::map<std::string, Location> places_;
    ParameterDraws result_;
};

}  // namespace

DrawnValues ParameterDraws::of(std::size_t draw) const {
    DrawnValues drawn;
    for (std::size_t column = 0; column < names.size(); ++column)
        drawn.emplace(names[column], values(draw, column));
    return drawn;
}

ParameterDraws draw_parameters(const ScenarioSpec& scenario) {
    require(scenario.draws.has_value(), "draws are asked for");
    return Drawing(scenario).draw();
}

}  // namespace forlob
