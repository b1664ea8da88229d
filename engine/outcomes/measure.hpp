#pragma once

// What came out, in numbers with names? A measure is an array over named axes whose first axis is
// the arm: mean, standard error, and the paired difference to the reference arm with its own.

#include <cstdint>
#include <string>
#include <vector>

namespace forlob {

/// What names of measures, axes and units call a cycle: "month" in monthly models, whose results
/// are named as such, else "cycle".
struct CycleWords {
    std::string one = "month";
    std::string many = "months";
    std::string one_da = "måned";
    std::string many_da = "måneder";
    std::string the_da = "måneden";

    [[nodiscard]] static CycleWords of(bool is_month);
};
/// The word with a capital letter.
[[nodiscard]] std::string capitalised(std::string word);

/// An axis shared by measures. Either labels or whole numbers.
struct Axis {
    std::string name;  ///< arm, month (or cycle), state, payer, account, base, event, horizon …
    std::string long_name;
    std::string long_name_da;
    std::vector<std::string> labels;   ///< identifiers
    std::vector<std::string> texts;    ///< what people read, one per label
    std::vector<std::string> danish;   ///< Danish, one per label; may be empty texts
    std::vector<std::int32_t> values;  ///< of a number axis
    std::string units;                 ///< of a number axis: "months", "cycles"

    [[nodiscard]] std::size_t size() const {
        return labels.empty() ? values.size() : labels.size();
    }
};

struct Measure {
    std::string name;               ///< e.g. persons_in_state
    std::string group;              ///< group of the file; empty: root
    std::vector<std::string> axes;  ///< names; row-major in this order; the first is "arm"
    std::string units;              ///< persons, 1 (shares), months, cycles, a currency
    std::string long_name;
    std::string long_name_da;
    bool is_money = false;  ///< carries currency and price year

    /// Row-major over `axes`. Not defined (fewer than two replications, no exits): NaN.
    std::vector<double> mean;
    std::vector<double> standard_error;
    std::vector<double> difference;  ///< to the reference arm, paired by replication
    std::vector<double> difference_standard_error;
};

/// The measure of this name (and group), or nullptr.
[[nodiscard]] const Measure* find_measure(const std::vector<Measure>& measures,
                                          const std::string& name, const std::string& group = "");

/// The axis of this name. Requires it to exist.
[[nodiscard]] const Axis& find_axis(const std::vector<Axis>& axes, const std::string& name);

/// Measures without chance: standard errors become 0 where there is a value.
void make_certain(std::vector<Measure>& measures);

/// Half-width of a 95 % interval in standard errors: Student's t with n - 1 degrees of freedom. NaN
/// below two replications.
[[nodiscard]] double interval_factor(std::uint64_t n_replications);

}  // namespace forlob
