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
    /// The first payer, or all together where only that is known.
    [[nodiscard]] std::size_t known_payer(std::size_t horizon) const;
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
    double factor;  ///< half-widths of intervals, in standard errors; NaN without chance
};

/// " (danish)", or nothing.
[[nodiscard]] std::string named_da(const Axis& axis, std::size_t position);
/// Decimals that show three or four figures of an outcome.
[[nodiscard]] int decimals_for(double value);
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
