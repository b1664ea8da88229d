#include "economics/acceptability.hpp"

#include <algorithm>

#include "base/require.hpp"
#include "economics/incremental.hpp"

namespace forlob {
namespace {

// The columns of one threshold, added up over the draws.
void add_draw(std::span<const double> benefit, std::span<double> probability_best,
              std::span<double> net_benefit, std::span<double> loss) {
    const double best = *std::max_element(benefit.begin(), benefit.end());
    const auto n_best = static_cast<double>(std::count(benefit.begin(), benefit.end(), best));
    for (std::size_t arm = 0; arm < benefit.size(); ++arm) {
        if (benefit[arm] == best) probability_best[arm] += 1.0 / n_best;
        net_benefit[arm] += benefit[arm];
        loss[arm] += best - benefit[arm];
    }
}

void divide(std::span<double> sums, double n) {
    for (double& sum : sums) sum /= n;
}

}  // namespace

Acceptability acceptability(const Table<double, 2>& cost, const Table<double, 2>& effect,
                            std::span<const double> thresholds) {
    const std::size_t n_draws = cost.shape()[0];
    const std::size_t n_arms = cost.shape()[1];
    require(cost.shape() == effect.shape() && n_draws > 0 && n_arms > 0,
            "every draw has cost and effect of every arm");
    Acceptability result;
    result.thresholds.assign(thresholds.begin(), thresholds.end());
    for (auto* table : {&result.probability_best, &result.net_benefit, &result.expected_loss})
        *table = Table<double, 2>({thresholds.size(), n_arms});
    std::vector<double> benefit(n_arms);
    for (std::size_t at = 0; at < thresholds.size(); ++at) {
        const auto probability_best = result.probability_best.row(at);
        const auto net_benefit = result.net_benefit.row(at);
        const auto loss = result.expected_loss.row(at);
        for (std::size_t draw = 0; draw < n_draws; ++draw) {
            for (std::size_t arm = 0; arm < n_arms; ++arm)
                benefit[arm] =
                    net_monetary_benefit(cost(draw, arm), effect(draw, arm), thresholds[at]);
            add_draw(benefit, probability_best, net_benefit, loss);
        }
        for (const auto& sums : {probability_best, net_benefit, loss})
            divide(sums, static_cast<double>(n_draws));
        // By the loss, which loses nothing by cancellation when benefits are large.
        const auto best = std::min_element(loss.begin(), loss.end());
        result.best.push_back(static_cast<std::size_t>(best - loss.begin()));
        result.frontier.push_back(probability_best[result.best.back()]);
        result.perfect_information.push_back(*best);
    }
    return result;
}

}  // namespace forlob
