#pragma once

// The tables of a comparison, each a text of its own. Private to comparison.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/reading.hpp"
#include "results/result.hpp"

namespace forlob {

/// What every table needs. The result must outlive it.
struct ComparisonView {
    ComparisonView(const Result& result_, int width_);

    /// The first word of a table, then the arms.
    [[nodiscard]] std::vector<std::string> arm_header(const std::string& first) const;
    /// The longest window of relapse, which the sources speak of.
    [[nodiscard]] std::size_t relapse_window() const;
    /// Position of these months on the axis of horizons; the last without.
    [[nodiscard]] std::size_t horizon(std::optional<std::int32_t> months) const;
    /// "1 month", "48 months".
    [[nodiscard]] std::string cycles(std::int32_t number) const;
    [[nodiscard]] bool has(const std::string& measure, const std::string& group = "") const {
        return MeasureReader::exists(result, measure, group);
    }

    const Result& result;
    const CycleSpec& cycle;  ///< what texts call a step
    CycleWords words;        ///< what names of measures call it
    std::size_t width;
    const Axis& arms;
    std::size_t reference;
    bool is_exact;
    bool is_open;   ///< people come later than at tick 0
    double factor;  ///< half-widths of intervals, in standard errors; NaN without chance
};

/// " (danish)", or nothing.
[[nodiscard]] std::string named_da(const Axis& axis, std::size_t position);
/// Decimals that show three or four figures of an outcome.
[[nodiscard]] int decimals_for(double value);
/// Of savings in millions, `scale` times an amount per person of the measure net_cost: those that
/// show two figures of the largest, two at least.
[[nodiscard]] int decimals_of_millions(const MeasureReader& net, std::size_t payer,
                                       std::size_t horizon, double scale);
[[nodiscard]] std::string state_name(const Axis& axis, std::size_t state);

// Every function returns an empty text if the result does not hold its measures.

[[nodiscard]] std::string compare_relapse(const ComparisonView& view);
[[nodiscard]] std::string compare_exits(const ComparisonView& view);
[[nodiscard]] std::string compare_status(const ComparisonView& view);

[[nodiscard]] std::string compare_occupancy(const ComparisonView& view,
                                            std::optional<std::int32_t> only);
[[nodiscard]] std::string compare_durations(const ComparisonView& view);
[[nodiscard]] std::string compare_visits(const ComparisonView& view);
/// What happens between ticks.
[[nodiscard]] std::string compare_process(const ComparisonView& view);
[[nodiscard]] std::string compare_phases(const ComparisonView& view);
/// Throws std::invalid_argument for an attribute that the result does not hold.
[[nodiscard]] std::string compare_strata(const ComparisonView& view, const std::string& attribute);

// `horizon` is a position on the axis of horizons.
[[nodiscard]] std::string compare_money(const ComparisonView& view, std::size_t horizon);
[[nodiscard]] std::string compare_savings(const ComparisonView& view);
[[nodiscard]] std::string compare_outcomes(const ComparisonView& view, std::size_t horizon);
[[nodiscard]] std::string compare_incremental(const ComparisonView& view, std::size_t horizon);

}  // namespace forlob
