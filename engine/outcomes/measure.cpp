#include "outcomes/measure.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "base/require.hpp"

namespace forlob {

CycleWords CycleWords::of(bool is_month) {
    if (is_month) return {};
    return {"cycle", "cycles", "cyklus", "cyklusser", "cyklussen"};
}

std::string capitalised(std::string word) {
    if (!word.empty() && word.front() >= 'a' && word.front() <= 'z')
        word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

const Measure* find_measure(const std::vector<Measure>& measures, const std::string& name,
                            const std::string& group) {
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const Measure& measure) {
        return measure.name == name && measure.group == group;
    });
    return found == measures.end() ? nullptr : &*found;
}

const Axis& find_axis(const std::vector<Axis>& axes, const std::string& name) {
    const auto found =
        std::find_if(axes.begin(), axes.end(), [&](const Axis& axis) { return axis.name == name; });
    require(found != axes.end(), "every axis of a measure exists");
    return *found;
}

void make_certain(std::vector<Measure>& measures) {
    const auto none = [](const std::vector<double>& values, std::vector<double>& errors) {
        errors = values;
        for (double& error : errors)
            if (!std::isnan(error)) error = 0.0;
    };
    for (Measure& measure : measures) {
        none(measure.mean, measure.standard_error);
        none(measure.difference, measure.difference_standard_error);
    }
}

double interval_factor(std::uint64_t n_replications) {
    if (n_replications < 2) return std::numeric_limits<double>::quiet_NaN();
    const boost::math::students_t distribution(static_cast<double>(n_replications - 1));
    return boost::math::quantile(distribution, 0.975);
}

}  // namespace forlob
