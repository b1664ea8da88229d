#pragma once

// Who pays how much of one amount? The splits of an economy as numbers, for one arm.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "economics/payers.hpp"
#include "input/economy_spec.hpp"
#include "input/parameter.hpp"
#include "model/vocabulary.hpp"

namespace forlob {

/// A payer's position in EconomySpec::payers, and its share.
struct PayerShare {
    std::size_t payer = 0;
    double share = 0.0;
};

struct Split {
    std::vector<PayerShare> fixed;  ///< of a split without a ladder
    struct Ladder {
        ClockId clock{};
        std::vector<LadderStep> steps;
        std::size_t payer = 0;  ///< who has the shares
        std::size_t rest = 0;   ///< who bears the rest
        double weeks_per_cycle = 1.0;
    };
    std::optional<Ladder> ladder;

    /// Shares of a cycle that begins with so many cycles on the ladder's clock, which it must have.
    [[nodiscard]] std::array<PayerShare, 2> shares_of_cycle(std::int32_t cycles) const;
};

/// Splits by name, and those that accounts have written in place.
class SplitBook {
public:
    /// Reports shares that are not between 0 and 1 or do not add up to 1 within 1e-9.
    SplitBook(const EconomySpec& economy, const CycleSpec& cycle, const Vocabulary& vocabulary,
              const ParameterValues& parameters, Diagnostics& diagnostics);

    /// The named ones anew, with the values that the parameters have now.
    void fill();
    /// The split of an account; reports a name that is neither a split nor a payer.
    [[nodiscard]] Split of(const AccountSpec& account) const;

private:
    [[nodiscard]] Split compile(const SplitSpec& spec) const;
    [[nodiscard]] double share(const Expression& expression) const;
    [[nodiscard]] std::optional<std::size_t> payer(const Name& name) const;

    const EconomySpec& economy_;
    const CycleSpec& cycle_;
    const Vocabulary& vocabulary_;
    const ParameterValues& parameters_;
    Diagnostics& diagnostics_;
    std::vector<Split> named_;  ///< [split of the economy]
};

}  // namespace forlob
