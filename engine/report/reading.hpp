#pragma once

// Which number is that? Values of a result's measures by the names of their coordinates.

#include <cstdint>
#include <string>
#include <vector>

#include "results/result.hpp"

namespace forlob {

/// One value with its precision.
struct Reading {
    double mean = 0.0;
    double standard_error = 0.0;
    double difference = 0.0;
    double difference_standard_error = 0.0;
};

/// A measure together with the sizes of its axes. The result must outlive it.
class MeasureReader {
public:
    /// Requires the measure to exist.
    MeasureReader(const Result& result, const std::string& name, const std::string& group = "");

    [[nodiscard]] static bool exists(const Result& result, const std::string& name,
                                     const std::string& group = "");
    /// By positions on its axes, in their order.
    [[nodiscard]] Reading at(const std::vector<std::size_t>& positions) const;
    [[nodiscard]] const Axis& axis(std::size_t number) const { return *axes_[number]; }
    [[nodiscard]] std::size_t n_axes() const { return axes_.size(); }
    [[nodiscard]] const Measure& measure() const { return *measure_; }

private:
    const Measure* measure_;
    std::vector<const Axis*> axes_;
};

/// The position of a label or number on an axis. Throws std::invalid_argument naming those there
/// are.
[[nodiscard]] std::size_t position_of(const Axis& axis, const std::string& label);

/// Of a measure over arm, payer and horizon or month: the first payer, or all together (the last)
/// where only that is known of every arm; `until` is the position on the third axis.
[[nodiscard]] std::size_t known_payer(const MeasureReader& net, std::size_t until);

/// The result's half-width factor for 95 % intervals; 0 for one without chance.
[[nodiscard]] double half_widths(const Result& result);

/// Whether people came later than at tick 0, so that there are more at the end; those who left are
/// in a state.
[[nodiscard]] bool has_newcomers(const Result& result);

/// Between the columns or marks that stand for some cycles: a round number of years in monthly
/// models, else of cycles, that gives eight or so at the most.
[[nodiscard]] std::int32_t shown_every(const Result& result);

/// Position of the reference arm.
[[nodiscard]] std::size_t reference_arm(const Result& result);

/// "A law, official statistic or randomised trial", …
[[nodiscard]] std::string meaning(Grade grade);

}  // namespace forlob
