// Question: what does it cost when people share limited places? The shipped scenario, whose ISU
// arms get a third of the places that they would fill, against itself without limits; and one
// cohort that no cache holds.

#include "simulate/simulate.hpp"
#include "support.hpp"

using namespace forlob;
using namespace forlob::bench;

namespace {

// Those who find no place wait.
void limit_places(std::vector<Model>& arms, std::uint32_t n_people) {
    for (Model& model : arms) {
        for (Program& program : model.programs) {
            const std::size_t number = model.resources.size();
            Resource resource;
            resource.name = program.name + ".places";
            resource.places.assign(static_cast<std::size_t>(model.horizon) + 1, n_people * 9 / 10);
            model.resources.push_back(std::move(resource));
            program.queue = Queue{};
            program.queue->resources = {number};
            for (Phase& phase : model.phases)
                if (phase.program && !phase.after_program &&
                    &model.programs[index(*phase.program)] == &program)
                    phase.uses |= std::uint64_t{1} << number;
        }
    }
}

void simulate_shipped(benchmark::State& state, bool limited, std::uint32_t n_people,
                      std::uint32_t n_replications) {
    std::vector<Model> arms = compile_arms(shipped_scenario());
    if (limited) limit_places(arms, n_people);
    SimulationPlan plan;
    plan.n_people = n_people;
    plan.n_replications = n_replications;
    plan.threads = 1;
    std::uint64_t people = 0;
    std::uint64_t waited = 0;
    SimulationHooks hooks;
    hooks.in_order = [&](ReplicationResult& result) {
        for (const Counts& arm : result.arms) {
            people += arm.persons;
            for (const std::uint32_t waiting : arm.queues.waiting.values()) waited += waiting;
        }
    };
    for (auto _ : state) {
        ++plan.seed;
        simulate(arms, plan, hooks);
    }
    if (limited && waited == 0) state.SkipWithError("nobody waited: there was no limit");
    count(state, "person_months", static_cast<double>(people) * arms.front().horizon);
}
BENCHMARK_CAPTURE(simulate_shipped, none, false, 220, 100)
    ->Name("capacity/none/cohort")
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(simulate_shipped, places, true, 220, 100)
    ->Name("capacity/places/cohort")
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(simulate_shipped, none_many, false, 100'000, 1)
    ->Name("capacity/none/many")
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(simulate_shipped, places_many, true, 100'000, 1)
    ->Name("capacity/places/many")
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
