#pragma once

// Are these replications enough? Rules that are asked again and again while replications are added.

#include <cstdint>
#include <span>

namespace forlob {

struct StopRule {
    enum class Kind {
        standard_error,  ///< no standard error is above the bound
        decided,         ///< every interval lies above or below the bound
    };
    Kind kind = Kind::standard_error;
    double bound = 0.0;  ///< in the unit of what is estimated
};

/// What is to become precise: usually an arm's difference to the reference.
struct EstimateSoFar {
    double value = 0.0;
    double standard_error = 0.0;
};

/// Half-width, in standard errors, of intervals that may be looked at after `first_look`
/// replications and as often as one likes thereafter: the chance that any of them, of any of
/// `n_estimates` estimates, ever misses its truth is at most 5 % (that is how it is shared out:
/// 5 % / n_estimates each). Ordinary 95 % intervals that are looked at again and again would miss
/// far more often.
///
/// The boundary is that of Robbins and Siegmund (1970), Boundary crossing probabilities for the
/// Wiener process and sample sums, Annals of Mathematical Statistics 41: sqrt(a² + log(n/m)) with
/// 2 (1 − Φ(a) + a φ(a)) the chance of an error and m the first look. Bibaut, Kallus and Lindon
/// (2022), arXiv:2212.14411, show that it holds for estimated variances as m grows. For what m
/// leaves open, the normal factor is replaced by that of Student's t with the same tail, with as
/// many degrees of freedom as a standard error by the jackknife has (99 at the most).
[[nodiscard]] double sequential_factor(std::uint64_t n_replications, std::uint64_t first_look,
                                       std::size_t n_estimates);

/// Whether the rule is met by all of the estimates. What is not defined (NaN) never meets it; an
/// estimate without variance is decided unless it equals the bound.
[[nodiscard]] bool is_enough(const StopRule& rule, std::span<const EstimateSoFar> estimates,
                             std::uint64_t n_replications, std::uint64_t first_look);

/// Replications after which half-widths of ordinary 95 % intervals are `half_width` or less, if the
/// standard deviation of one replication is `deviation`: at least 2; 0 if that takes more than
/// 2^32.
[[nodiscard]] std::uint64_t replications_for(double half_width, double deviation);

/// Replications after which `value` ± the sequential interval excludes `bound`, if value and
/// deviation stay what they are: a multiple of `first_look`; 0 if that takes more than 2^32.
[[nodiscard]] std::uint64_t replications_until_decided(double value, double bound, double deviation,
                                                       std::uint32_t first_look,
                                                       std::size_t n_estimates);

}  // namespace forlob
