#include "support/queue_chain.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace forlob::test {
namespace {

using Shares = std::vector<double>;

// [k] chance that k of n happen.
Shares binomial(std::size_t n, double p) {
    Shares chances{1.0};
    for (std::size_t trial = 0; trial < n; ++trial) {
        chances.push_back(0.0);
        for (std::size_t k = chances.size(); k-- > 1;)
            chances[k] = chances[k] * (1.0 - p) + chances[k - 1] * p;
        chances[0] *= 1.0 - p;
    }
    return chances;
}

// [k] chance of k; what lies beyond `most` is added to it.
Shares poisson(double mean, std::size_t most) {
    Shares chances(most + 1, 0.0);
    double chance = std::exp(-mean);
    double left = 1.0;
    for (std::size_t k = 0; k < most; ++k) {
        chances[k] = chance;
        left -= chance;
        chance *= mean / static_cast<double>(k + 1);
    }
    chances[most] = std::max(left, 0.0);
    return chances;
}

// Follows the chain until nothing changes any more. `step[from]` are the shares that go to each.
Shares stationary(const std::vector<Shares>& step) {
    Shares now(step.size(), 1.0 / static_cast<double>(step.size()));
    for (int round = 0; round < 200'000; ++round) {
        Shares next(step.size(), 0.0);
        for (std::size_t from = 0; from < step.size(); ++from)
            for (std::size_t to = 0; to < step.size(); ++to) next[to] += now[from] * step[from][to];
        double change = 0.0;
        for (std::size_t at = 0; at < next.size(); ++at) change += std::abs(next[at] - now[at]);
        now = std::move(next);
        if (change < 1e-14) break;
    }
    return now;
}

LongRun of_present(const Shares& present, std::size_t places) {
    LongRun result;
    for (std::size_t people = 0; people < present.size(); ++people) {
        const double taken = static_cast<double>(std::min(people, places));
        result.utilisation += present[people] * taken / static_cast<double>(places);
        result.waiting += present[people] * (static_cast<double>(people) - taken);
        if (people > places) result.any_waiting += present[people];
    }
    return result;
}

}  // namespace

LongRun long_run(const QueueRule& rule) {
    const std::size_t most = rule.places + rule.limit;
    const Shares coming = poisson(rule.arrivals, 80);
    std::vector<Shares> step(most + 1, Shares(most + 1, 0.0));
    Shares refused(most + 1, 0.0);
    for (std::size_t from = 0; from <= most; ++from) {
        const std::size_t taken = std::min(from, rule.places);
        const Shares completing = binomial(taken, rule.completion);
        const Shares dropping = binomial(from - taken, rule.drop_out);
        for (std::size_t done = 0; done < completing.size(); ++done)
            for (std::size_t gone = 0; gone < dropping.size(); ++gone) {
                if (dropping[gone] < 1e-18) continue;
                for (std::size_t come = 0; come < coming.size(); ++come) {
                    const double chance = completing[done] * dropping[gone] * coming[come];
                    const std::size_t here = from - done - gone + come;
                    step[from][std::min(here, most)] += chance;
                    if (here > most) refused[from] += chance * static_cast<double>(here - most);
                }
            }
    }
    const Shares present = stationary(step);
    LongRun result = of_present(present, rule.places);
    for (std::size_t people = 0; people <= most; ++people)
        result.refused += present[people] * refused[people] / rule.arrivals;
    result.dropped_out = result.waiting * rule.drop_out / rule.arrivals;
    return result;
}

// People inside at the count are all that the next count depends on.
LongRun long_run(const ClosedRule& rule) {
    const std::size_t n = rule.n_people;
    std::vector<Shares> applying;
    std::vector<Shares> completing;
    for (std::size_t people = 0; people <= n; ++people)
        applying.push_back(binomial(people, rule.application));
    for (std::size_t people = 0; people <= rule.places; ++people)
        completing.push_back(binomial(people, rule.completion));
    // One step from count to count: some complete, then those who were outside at the count apply.
    std::vector<Shares> step(n + 1, Shares(n + 1, 0.0));
    for (std::size_t inside = 0; inside <= n; ++inside) {
        const Shares& done = completing[std::min(inside, rule.places)];
        const Shares& come = applying[n - inside];
        for (std::size_t out = 0; out < done.size(); ++out)
            for (std::size_t in = 0; in < come.size(); ++in)
                step[inside][inside - out + in] += done[out] * come[in];
    }
    return of_present(stationary(step), rule.places);
}

double erlang_b(double offered_load, std::size_t places) {
    double lost = 1.0;
    for (std::size_t n = 1; n <= places; ++n)
        lost = offered_load * lost / (static_cast<double>(n) + offered_load * lost);
    return lost;
}

}  // namespace forlob::test
