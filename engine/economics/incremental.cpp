#include "economics/incremental.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

// Arms by cost, and by falling effect among arms that cost the same.
std::vector<std::size_t> by_cost(std::span<const double> cost, std::span<const double> effect) {
    std::vector<std::size_t> order(cost.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return cost[one] < cost[other] || (cost[one] == cost[other] && effect[one] > effect[other]);
    });
    return order;
}

// An arm of the frontier against the one before it.
Increment increment(std::span<const double> cost, std::span<const double> effect, std::size_t arm,
                    std::size_t before) {
    const double more_cost = cost[arm] - cost[before];
    const double more_effect = effect[arm] - effect[before];
    return {Dominance::none, more_cost, more_effect, more_cost / more_effect};
}

// The first arm whose ratio exceeds that of the next one.
std::optional<std::size_t> first_extended(const std::vector<std::size_t>& frontier,
                                          std::span<const double> cost,
                                          std::span<const double> effect) {
    for (std::size_t place = 1; place + 1 < frontier.size(); ++place)
        if (increment(cost, effect, frontier[place], frontier[place - 1]).ratio >
            increment(cost, effect, frontier[place + 1], frontier[place]).ratio)
            return place;
    return std::nullopt;
}

}  // namespace

const char* dominance_code(Dominance dominance) {
    switch (dominance) {
        case Dominance::none:
            return "ND";
        case Dominance::extended:
            return "ED";
        case Dominance::strong:
            break;
    }
    return "D";
}

std::vector<Increment> incremental_analysis(std::span<const double> cost,
                                            std::span<const double> effect) {
    require(cost.size() == effect.size(), "every arm has a cost and an effect");
    std::vector<Increment> increments(cost.size(),
                                      {Dominance::strong, not_defined, not_defined, not_defined});
    std::vector<std::size_t> frontier;
    for (const std::size_t arm : by_cost(cost, effect)) {
        if (!frontier.empty() && effect[arm] <= effect[frontier.back()]) continue;
        frontier.push_back(arm);
        increments[arm].dominance = Dominance::none;
    }
    while (const auto place = first_extended(frontier, cost, effect)) {
        increments[frontier[*place]].dominance = Dominance::extended;
        frontier.erase(frontier.begin() + static_cast<std::ptrdiff_t>(*place));
    }
    for (std::size_t place = 1; place < frontier.size(); ++place)
        increments[frontier[place]] = increment(cost, effect, frontier[place], frontier[place - 1]);
    return increments;
}

double net_monetary_benefit(double cost, double effect, double threshold) {
    return threshold * effect - cost;
}

std::size_t best_arm(std::span<const double> cost, std::span<const double> effect,
                     double threshold) {
    require(!cost.empty() && cost.size() == effect.size(), "every arm has a cost and an effect");
    std::size_t best = 0;
    for (std::size_t arm = 1; arm < cost.size(); ++arm)
        if (net_monetary_benefit(cost[arm], effect[arm], threshold) >
            net_monetary_benefit(cost[best], effect[best], threshold))
            best = arm;
    return best;
}

}  // namespace forlob
