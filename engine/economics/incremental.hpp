#pragma once

// Which arm is worth its cost? Full incremental analysis of any number of arms: who is dominated,
// what one more unit of effect costs, and which arm is best at a given threshold. Pure functions of
// the arms' mean costs and effects.

#include <cstddef>
#include <span>
#include <vector>

namespace forlob {

enum class Dominance {
    none,      ///< on the frontier
    extended,  ///< a mixture of two other arms has more effect for the same cost
    strong     ///< another arm has at least its effect for no more cost
};

/// "ND", "ED" or "D".
[[nodiscard]] const char* dominance_code(Dominance dominance);

/// What one arm adds to the next less costly arm that is not dominated. Everything but `dominance`
/// is NaN for dominated arms; the least costly arm on the frontier adds to nothing and has NaN too.
struct Increment {
    Dominance dominance = Dominance::none;
    double cost = 0.0;
    double effect = 0.0;
    double ratio = 0.0;  ///< incremental cost-effectiveness ratio (ICER), cost / effect
};

/// One increment per arm, in the order given. `cost` and `effect` are of equal length and finite.
/// Of arms with equal effect the dearer are dominated; of arms that are equal in both, all but the
/// first. Extended dominance is applied until the ratios do not fall from one arm to the next.
[[nodiscard]] std::vector<Increment> incremental_analysis(std::span<const double> cost,
                                                          std::span<const double> effect);

/// threshold × effect − cost.
[[nodiscard]] double net_monetary_benefit(double cost, double effect, double threshold);

/// The arm with the largest net monetary benefit; of several, the first.
[[nodiscard]] std::size_t best_arm(std::span<const double> cost, std::span<const double> effect,
                                   double threshold);

}  // namespace forlob
