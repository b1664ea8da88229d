#include "results/main_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "base/diagnostic.hpp"
#include "base/require.hpp"
#include "economics/ledger.hpp"

namespace forlob {
namespace {

// In the order of the comparison's headline.
constexpr std::array headline_order{"relapse_within", "net_cost", "outcome_total",
                                    "persons_in_state"};

// Made of the means of all replications together: without standard error.
bool has_no_error(const std::string& name) {
    for (const char* one : {"dominance", "incremental_cost", "incremental_effect", "icer",
                            "best_arm", "break_even_month", "break_even_cycle"})
        if (name == one) return true;
    return false;
}

bool is_last_shown(const std::string& axis) {
    for (const char* one :
         {"month", "cycle", "months_since_exit", "cycles_since_exit", "horizon", "window"})
        if (axis == one) return true;
    return false;
}

bool is_of_cohort(const Measure& measure) {
    return measure.units == "persons" || measure.name == "cost" ||
           measure.name == "outcome_by_month" || measure.name == "outcome_by_cycle";
}

std::string coordinate(const Axis& axis, std::size_t position) {
    return axis.labels.empty() ? std::to_string(axis.values[position]) : axis.labels[position];
}

std::vector<std::string> coordinates(const Axis& axis) {
    std::vector<std::string> all;
    for (std::size_t position = 0; position < axis.size(); ++position)
        all.push_back(coordinate(axis, position));
    return all;
}

// The parts of "MEASURE,axis=coordinate,…".
struct Wanted {
    std::string measure;
    std::map<std::string, std::string> at;
};

class ValueChoice {
public:
    ValueChoice(const Result& result, const std::string& wanted) : result_(result) {
        parse(wanted);
    }

    MainResult choose() {
        const Measure* measure = chosen_measure();
        MainResult main;
        if (measure != nullptr) {
            complain_of_other_axes(*measure);
            fill(*measure, main);
        }
        if (!mistakes_.empty()) throw std::invalid_argument("--measure: " + mistakes_);
        return main;
    }

private:
    void complain(const std::string& mistake) {
        mistakes_ += (mistakes_.empty() ? "" : "\n--measure: ") + mistake;
    }

    void parse(const std::string& wanted) {
        std::size_t begin = 0;
        while (begin <= wanted.size()) {
            const std::size_t end = std::min(wanted.find(',', begin), wanted.size());
            const std::string part = wanted.substr(begin, end - begin);
            const std::size_t equals = part.find('=');
            if (begin == 0)
                wanted_.measure = part;
            else if (equals == std::string::npos)
                complain("'" + part + "' is not of the form axis=coordinate");
            else if (!wanted_.at.emplace(part.substr(0, equals), part.substr(equals + 1)).second)
                complain("'" + part.substr(0, equals) + "' is named twice");
            begin = end + 1;
        }
    }

    [[nodiscard]] const Measure* named(const std::string& name) const {
        for (const Measure& measure : result_.measures)
            if (measure.name == name &&
                (measure.group == "strata") == wanted_.at.contains("stratum"))
                return &measure;
        return nullptr;
    }

    const Measure* chosen_measure() {
        if (wanted_.measure.empty()) {
            for (const char* name : headline_order)
                if (const Measure* measure = named(name)) return measure;
            require(false, "there are always persons in states");
        }
        const Measure* measure = named(wanted_.measure);
        if (measure != nullptr && !has_no_error(wanted_.measure)) return measure;
        std::vector<std::string> known;
        for (const Measure& one : result_.measures)
            if (named(one.name) == &one && !has_no_error(one.name)) known.push_back(one.name);
        complain(fmt::format(
            "{} '{}'; {}",
            measure == nullptr ? "there is no measure" : "there is no standard error of",
            wanted_.measure, unknown_name_help(wanted_.measure, "measures", known)));
        return nullptr;
    }

    void complain_of_other_axes(const Measure& measure) {
        for (const auto& [axis, position] : wanted_.at)
            if (std::find(measure.axes.begin(), measure.axes.end(), axis) == measure.axes.end())
                complain(fmt::format("{} has no axis '{}'; {}", measure.name, axis,
                                     unknown_name_help(axis, "axes", measure.axes)));
    }

    std::size_t position_on(const Axis& axis) {
        const auto named = wanted_.at.find(axis.name);
        if (named == wanted_.at.end()) return usual_position(axis);
        const std::vector<std::string> known = coordinates(axis);
        const auto found = std::find(known.begin(), known.end(), named->second);
        if (found == known.end())
            complain(fmt::format("there is no {} '{}'; {}", axis.name, named->second,
                                 unknown_name_help(named->second, "coordinates", known)));
        return static_cast<std::size_t>(found - known.begin()) % axis.size();
    }

    [[nodiscard]] std::size_t usual_position(const Axis& axis) const {
        const std::string& usual = axis.name == "base"    ? result_.headline_base
                                   : axis.name == "event" ? result_.headline_event
                                                          : no_name_;
        const auto found = std::find(axis.labels.begin(), axis.labels.end(), usual);
        if (found != axis.labels.end())
            return static_cast<std::size_t>(found - axis.labels.begin());
        if (!is_last_shown(axis.name)) return 0;
        std::size_t last = axis.size() - 1;
        while (last > 0 && axis.values[last] > result_.horizon_months) --last;
        return last;
    }

    void fill(const Measure& measure, MainResult& main) {
        main.measure = measure.name;
        main.group = measure.group;
        main.units = measure.units;
        main.text = measure.long_name;
        main.is_of_cohort = is_of_cohort(measure);
        std::size_t offset = 0;
        std::size_t per_arm = 1;
        for (std::size_t number = 1; number < measure.axes.size(); ++number) {
            const Axis& axis = find_axis(result_.axes, measure.axes[number]);
            if (axis.size() == 0) return complain(measure.name + " has no values");
            const std::size_t position = position_on(axis);
            offset = offset * axis.size() + position;
            per_arm *= axis.size();
            main.where += fmt::format("{}{}={}", main.where.empty() ? "" : ", ", axis.name,
                                      coordinate(axis, position));
            if (axis.name == "outcome") take_own_unit(position, main);
        }
        add_arms(per_arm, offset, main);
    }

    // Outcomes have units of their own, listed in one text.
    static void take_own_unit(std::size_t outcome, MainResult& main) {
        const std::string_view separator = unit_separator;
        std::size_t begin = 0;
        for (; outcome > 0; --outcome) {
            const std::size_t next = main.units.find(separator, begin);
            if (next == std::string::npos) return;  // one unit of all
            begin = next + separator.size();
        }
        main.units = main.units.substr(begin, main.units.find(separator, begin) - begin);
    }

    void add_arms(std::size_t per_arm, std::size_t offset, MainResult& main) {
        const Axis& arms = find_axis(result_.axes, "arm");
        const auto only = wanted_.at.find("arm");
        main.is_difference = arms.size() > 1;
        if (only != wanted_.at.end()) {
            const std::vector<std::string>& known = arms.labels;
            if (std::find(known.begin(), known.end(), only->second) == known.end())
                return complain(fmt::format("there is no arm '{}'; {}", only->second,
                                            unknown_name_help(only->second, "arms", known)));
            if (main.is_difference && only->second == result_.reference)
                return complain(fmt::format("'{}' is the reference, what others are compared with",
                                            only->second));
        }
        for (std::size_t arm = 0; arm < arms.size(); ++arm) {
            if (main.is_difference && arms.labels[arm] == result_.reference) continue;
            if (only != wanted_.at.end() && arms.labels[arm] != only->second) continue;
            main.arms.push_back(arms.labels[arm]);
            main.entry.push_back(arm * per_arm + offset);
        }
    }

    const Result& result_;
    Wanted wanted_;
    std::string mistakes_;
    std::string no_name_;
};

}  // namespace

MainResult main_result(const Result& result, const std::string& wanted) {
    return ValueChoice(result, wanted).choose();
}

std::vector<EstimateSoFar> estimates_of(const MainResult& main, const Result& result) {
    const Measure* measure = find_measure(result.measures, main.measure, main.group);
    require(measure != nullptr, "the main result is one of the measures");
    const auto& values = main.is_difference ? measure->difference : measure->mean;
    const auto& errors =
        main.is_difference ? measure->difference_standard_error : measure->standard_error;
    std::vector<EstimateSoFar> estimates;
    for (const std::size_t entry : main.entry) estimates.push_back({values[entry], errors[entry]});
    return estimates;
}

}  // namespace forlob
