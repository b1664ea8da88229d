#pragma once

// How do draws of parameters lie in the file? Group /draws: parameter_value (draw, parameter);
// every measure NAME (draw, axes …) with NAME_mean, NAME_sd, NAME_low and NAME_high over the draws,
// the same of diff_NAME, and NAME_noise; acceptability by threshold and arm.

#include "results/hdf5.hpp"
#include "results/result.hpp"

namespace forlob {

/// Nothing is written for a result without draws.
void write_draws(hdf5::Group& root, const Result& result);

/// The draws of a file that has them.
[[nodiscard]] std::optional<DrawResults> read_draws(const hdf5::Group& root);

}  // namespace forlob
