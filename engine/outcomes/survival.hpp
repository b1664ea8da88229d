#pragma once

// What share has relapsed by month k, when some are no longer followed? Kaplan–Meier from counts.

#include <span>
#include <vector>

namespace forlob {

/// Share with the event by month k, for k = 0 … n − 1: 1 − Π (1 − d_j / n_j). `events[k]` happened
/// after exactly k months, `censored[k]` were last seen without event after k months (an event and
/// a censoring in the same month: the event first). After the last month in which anybody is at
/// risk the curve is NaN, unless everybody has had the event by then. Numbers are whole, or means:
/// of these the curve is what that of ever more people converges to.
[[nodiscard]] std::vector<double> share_with_event(std::span<const double> events,
                                                   std::span<const double> censored);

}  // namespace forlob
