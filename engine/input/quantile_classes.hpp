#pragma once

// Which numbers stand for a distribution when it is cut into equally likely classes?

#include <optional>
#include <vector>

#include "input/parameter.hpp"

namespace forlob {

/// The mean of each of `n` equally likely quantile classes, ascending; their mean is the mean of
/// the distribution. Nothing for a beta that is stated by an interval, whose parameters have no
/// closed form.
[[nodiscard]] std::optional<std::vector<double>> quantile_class_means(
    const Distribution& distribution, int n);

}  // namespace forlob
