#pragma once

// What happened to these people? Arms × replications × blocks of people, on every core, with
// results that depend on none of them.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"
#include "outcomes/spells.hpp"

namespace forlob {

/// Which loop simulates an arm. Results do not depend on it.
enum class Kernel {
    general,  ///< whatever an author can write
    lanes,    ///< people as bytes in lanes of vectors, where that is possible (lane_table.hpp)
    jointly   ///< people depend on one another: the whole replication, month by month
};

struct SimulationPlan {
    std::uint64_t seed = 0;
    std::uint32_t draw = 0;
    std::uint32_t n_people = 0;  ///< at tick 0
    std::uint32_t first_replication = 0;
    std::uint32_t n_replications = 0;           ///< from the first on
    int threads = 0;                            ///< 0: as many as the machine (or its quota) allows
    std::uint32_t block_people = 4096;          ///< a multiple of 4; changes speed, never results
    std::uint32_t trajectory_replications = 0;  ///< of the first so many, if somebody takes them
    bool as_states = false;                     ///< trajectories are states, not spells
    Kernel fastest = Kernel::lanes;             ///< `general`: lanes are not used
};

/// The static side of some persons of one replication.
struct Persons {
    std::vector<std::uint32_t>
        stratum;  ///< [person] position in Population::strata of the first arm
    std::vector<std::uint8_t> frailty;  ///< [person] level
    bool operator==(const Persons&) const = default;
};

/// Where some neighbouring people of one replication were, in one arm.
struct TrajectoryBlock {
    ReplicationId replication{};
    std::size_t arm = 0;
    Spells spells;                     ///< unless they are states
    std::vector<std::uint8_t> states;  ///< [person][tick], `nowhere` before they came
};

/// One replication, every arm.
struct ReplicationResult {
    ReplicationId replication{};
    std::vector<Counts> arms;
    /// [arm] whatever `each_replication` made of the counts.
    std::vector<std::vector<double>> derived;
};

struct SimulationHooks {
    /// Called in worker threads, in any order: may fill `derived`. May be empty.
    std::function<void(ReplicationResult&)> each_replication;
    /// Called for each replication from the first on, in this order, one at a time.
    std::function<void(ReplicationResult&)> in_order;
    /// Called with all trajectories that the plan keeps, one at a time, in the order of
    /// replication, arm and person: before `in_order` of their replication. May be empty.
    std::function<void(const TrajectoryBlock&)> trajectories;
    /// Called with those who are there at tick 0, in the order of persons, before the trajectories
    /// of their replication. May be empty.
    std::function<void(ReplicationId, const Persons&)> persons;
    /// Person-months done so far, for a progress bar. May be null.
    std::atomic<std::uint64_t>* person_months_done = nullptr;
    /// When it becomes true no new replication starts. May be null.
    const std::atomic<bool>* stop = nullptr;
};

/// Simulates every arm of every replication. A replication does not depend on which others are
/// simulated with it: 0 … 99 and then 100 … 199 are the replications of 0 … 199. Memory: a bounded
/// number of replications is in flight, and of trajectories a bounded number of blocks of people,
/// however many they are. Arms in which people depend on one another
/// (Model::is_joint) are simulated a whole replication at a time, the others in blocks of people,
/// each by the fastest kernel that can; what comes out of an arm does not depend on the others.
/// Exceptions of hooks arrive at the caller. Returns false if it was stopped.
bool simulate(const std::vector<Model>& arms, const SimulationPlan& plan,
              const SimulationHooks& hooks);

/// How an arm is simulated.
struct KernelChoice {
    Kernel kernel = Kernel::general;
    std::string reason;  ///< why not in lanes: "it has programs"; empty if they are
};
[[nodiscard]] std::vector<KernelChoice> kernels_of(const std::vector<Model>& arms,
                                                   const SimulationPlan& plan);

/// The vectors that this processor has, and lanes are in: "AVX3_DL", "AVX2", … (Highway's names).
[[nodiscard]] std::string instruction_set_of_lanes();

/// Threads that 0 stands for: hardware threads this process may use, at most the cgroup's CPU
/// quota.
[[nodiscard]] int available_threads();

}  // namespace forlob
