#pragma once

// Which numbers stand for a distribution when it is cut into equally likely classes?

#include <vector>

#include "random/distributions.hpp"

namespace forlob {

/// The mean of each of `n` equally likely quantile classes, ascending; their mean is the mean of
/// the law. Not finite where no number can hold it (the mean of an extremely wide lognormal).
[[nodiscard]] std::vector<double> quantile_class_means(const Law& law, int n);

}  // namespace forlob
