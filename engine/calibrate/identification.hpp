#pragma once

// Do the targets determine the parameters? From how the residuals change with them at an optimum.

#include <cstddef>
#include <vector>

#include "base/table.hpp"

namespace forlob {

struct Identification {
    /// Whether the targets tell its value apart from others, the other parameters following.
    std::vector<bool> is_identified;
    /// Of each parameter, when every residual has variance 1; NaN if it is not identified.
    std::vector<double> standard_error;
};

/// `slopes` is [residual][parameter]: derivatives of residuals that are in units of their standard
/// errors. Singular values below 1e-6 of the largest stand for combinations of parameters that
/// nothing determines.
[[nodiscard]] Identification identification(const Table<double, 2>& slopes);

}  // namespace forlob
