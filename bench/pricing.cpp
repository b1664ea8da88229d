// Question: how long does it take to give the counts of a finished run new prices, and is pricing
// as fast as memory lets it be?

#include "economics/ledger.hpp"
#include "economics/price.hpp"
#include "run_labels.hpp"
#include "simulate/simulate.hpp"
#include "support.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

constexpr std::uint32_t n_kept = 20;  ///< replications whose counts are at hand

// [replication][arm]
std::vector<std::vector<Counts>> kept_counts(const ScenarioSpec& scenario,
                                             const std::vector<Model>& models) {
    SimulationPlan plan;
    plan.seed = scenario.seed;
    plan.n_people = scenario.cohort_size;
    plan.n_replications = n_kept;
    std::vector<std::vector<Counts>> kept;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) { kept.push_back(result.arms); };
    simulate(models, plan, hooks);
    return kept;
}

// Prices, ledger of every replication, measures: all that changes when prices do. A thousand
// replications, by going through the kept ones again and again.
void reprice(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    const std::vector<Model> models = compile_arms(scenario);
    const auto kept = kept_counts(scenario, models);
    for (auto _ : state) {
        const std::vector<Prices> prices = price_arms(scenario, models);
        LedgerAccumulator money(prices, ledger_labels(scenario));
        for (std::uint32_t number = 0; number < scenario.replications; ++number) {
            const std::vector<Counts>& replication = kept[number % n_kept];
            std::vector<std::vector<double>> prepared;
            for (std::size_t arm = 0; arm < models.size(); ++arm)
                prepared.push_back(money.prepare(replication[arm], arm));
            money.add(prepared);
        }
        benchmark::DoNotOptimize(money.measures());
    }
}
BENCHMARK(reprice)->Name("pricing/reprice")->Unit(benchmark::kMillisecond);

void compile_prices(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    const std::vector<Model> models = compile_arms(scenario);
    for (auto _ : state) benchmark::DoNotOptimize(price_arms(scenario, models));
}
BENCHMARK(compile_prices)->Name("pricing/prices")->Unit(benchmark::kMillisecond);

// One replication's ledgers, as bytes of counted cells read.
void ledgers(benchmark::State& state) {
    const ScenarioSpec scenario = shipped_scenario();
    const std::vector<Model> models = compile_arms(scenario);
    const std::vector<Prices> prices = price_arms(scenario, models);
    const auto kept = kept_counts(scenario, models);
    std::size_t number = 0;
    double bytes = 0.0;
    for (auto _ : state) {
        const std::vector<Counts>& replication = kept[number++ % n_kept];
        for (std::size_t arm = 0; arm < models.size(); ++arm) {
            benchmark::DoNotOptimize(ledger(replication[arm], prices[arm]));
            bytes +=
                static_cast<double>(replication[arm].cells.values().size()) * sizeof(std::uint32_t);
        }
    }
    count(state, "bytes", bytes);
}
BENCHMARK(ledgers)->Name("pricing/ledger")->Unit(benchmark::kMicrosecond);

}  // namespace
