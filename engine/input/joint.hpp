#pragma once

// Which parameters of a file are uncertain together? `joint:`, a list of
//   - dirichlet: {parameters: [a, b, c], n: 100}              or counts: [30, 50, 20]
//   - normal: {parameters: [a, b], covariance: [[4, 1], [1, 2]]}
//   - correlated: {parameters: [a, b], correlation: [[1, 0.5], [0.5, 1]]}

#include <vector>

#include "input/parameter.hpp"

namespace forlob {

/// The `joint:` block of a file with these parameters; nothing at all is an empty list. Reports
/// names that the file does not have, or that stand in two of them; distributions of their own
/// where there must be none, or none where there must be one; and matrices that are none of
/// covariances.
[[nodiscard]] std::vector<JointDistribution> read_joint(const YamlNode* block,
                                                        const std::vector<Parameter>& parameters,
                                                        Diagnostics& diagnostics);

}  // namespace forlob
