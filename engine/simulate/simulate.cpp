#include "simulate/simulate.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include "base/require.hpp"
#include "simulate/block.hpp"
#include "simulate/joint.hpp"
#include "simulate/parallel.hpp"
#include "simulate/replication.hpp"

namespace forlob {
namespace {

// People times ticks of a block, at most: its uniforms of one purpose (64 kB) and its columns then
// stay in the caches next to the core. bench/simulate.cpp.
constexpr std::uint32_t most_person_ticks = 1U << 14;
constexpr std::uint32_t smallest_block = 64;

std::uint32_t people_per_block(const SimulationPlan& plan, std::int32_t horizon) {
    const std::uint32_t fitting =
        most_person_ticks / (static_cast<std::uint32_t>(horizon) + 1) / 4 * 4;
    return std::min(plan.block_people, std::max(smallest_block, fitting));
}

// Workspaces that are not in use: one per thread in the end.
template <typename AnyWorkspace>
class WorkspacePool {
public:
    [[nodiscard]] std::unique_ptr<AnyWorkspace> take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return std::make_unique<AnyWorkspace>();
        auto workspace = std::move(free_.back());
        free_.pop_back();
        return workspace;
    }
    void give_back(std::unique_ptr<AnyWorkspace> workspace) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(workspace));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<AnyWorkspace>> free_;
};

class Simulation {
public:
    Simulation(const std::vector<Model>& arms, const SimulationPlan& plan,
               const SimulationHooks& hooks)
        : plan_(plan),
          hooks_(hooks),
          arms_(arms.begin(), arms.end()),
          horizon_(arms.front().horizon),
          block_people_(people_per_block(plan, horizon_)),
          n_blocks_(std::max(1U, (plan.n_people + block_people_ - 1) / block_people_)) {
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            (arms[arm].is_joint() ? joint_arms_ : separate_arms_).push_back(arm);
        if (separate_arms_.empty()) n_blocks_ = 0;
        n_pieces_ = n_blocks_ + (joint_arms_.empty() ? 0 : 1);
    }

    // A piece of work is one block of one replication; or the whole replication, in the arms in
    // which people depend on one another. It comes after the blocks.
    bool run() {
        const int threads = plan_.threads > 0 ? plan_.threads : available_threads();
        OrderedWork pieces;
        pieces.n_pieces = std::size_t{n_pieces_} * plan_.n_replications;
        pieces.max_in_flight = 2 * static_cast<std::size_t>(threads);
        pieces.start = [this](std::size_t piece) { return start(piece); };
        pieces.work = [this](std::size_t piece) { work(piece); };
        pieces.finish = [this](std::size_t piece) { finish(piece); };
        // Pieces in flight are neighbours, and so are their replications.
        slots_ = std::vector<ReplicationSlot>(pieces.max_in_flight);
        run_in_parallel(pieces, threads);
        return !stopped_;
    }

private:
    [[nodiscard]] ReplicationId replication_of(std::size_t piece) const {
        return static_cast<ReplicationId>(plan_.first_replication + piece / n_pieces_);
    }
    [[nodiscard]] ReplicationSlot& slot_of(std::size_t piece) {
        return slots_[piece / n_pieces_ % slots_.size()];
    }
    [[nodiscard]] bool keeps_trajectories(ReplicationId replication) const {
        return index(replication) < plan_.trajectory_replications;
    }

    bool start(std::size_t piece) {
        if (hooks_.stop != nullptr && hooks_.stop->load()) {
            stopped_ = true;
            return false;
        }
        const ReplicationId replication = replication_of(piece);
        if (piece % n_pieces_ == 0)
            slot_of(piece).begin(replication, n_pieces_, keeps_trajectories(replication));
        return true;
    }

    void work(std::size_t piece) {
        ReplicationSlot& slot = slot_of(piece);
        std::vector<Counts>& counts = slot.take(arms_);
        if (piece % n_pieces_ < n_blocks_)
            simulate_block(piece, slot, counts);
        else
            simulate_jointly(piece, slot, counts);
        if (!slot.give_back(counts)) return;
        ReplicationResult& result = slot.add_up();
        if (hooks_.each_replication) hooks_.each_replication(result);
    }

    [[nodiscard]] DrawAddress address_of(ReplicationId replication) const {
        DrawAddress address;
        address.seed = plan_.seed;
        address.draw = plan_.draw;
        address.replication = replication;
        return address;
    }

    void simulate_block(std::size_t piece, ReplicationSlot& slot, std::vector<Counts>& counts) {
        const auto first = static_cast<std::uint32_t>(piece % n_pieces_) * block_people_;
        const std::uint32_t n_people = std::min(block_people_, plan_.n_people - first);
        auto workspace = blocks_.take();
        workspace->begin(
            {address_of(replication_of(piece)), static_cast<PersonId>(first), n_people}, horizon_);
        const auto person_months = std::uint64_t{n_people} * static_cast<std::uint64_t>(horizon_);
        simulate_arms(piece, separate_arms_, *workspace, slot, counts,
                      [&] { return person_months; });
        blocks_.give_back(std::move(workspace));
    }

    void simulate_jointly(std::size_t piece, ReplicationSlot& slot, std::vector<Counts>& counts) {
        auto workspace = replications_.take();
        workspace->begin(address_of(replication_of(piece)), plan_.n_people, horizon_);
        simulate_arms(piece, joint_arms_, *workspace, slot, counts,
                      [&] { return workspace->person_months(); });
        replications_.give_back(std::move(workspace));
    }

    // Persons are kept once: they are the same in every arm.
    template <typename AnyWorkspace, typename PersonMonths>
    void simulate_arms(std::size_t piece, const std::vector<std::size_t>& arms,
                       AnyWorkspace& workspace, ReplicationSlot& slot, std::vector<Counts>& counts,
                       PersonMonths person_months) {
        const bool keeps = keeps_trajectories(replication_of(piece));
        const bool keeps_persons = &arms == &separate_arms_ || separate_arms_.empty();
        ReplicationSlot::Trajectories trajectories;
        if (keeps) trajectories.spells.resize(arms_.size());
        for (const std::size_t arm : arms) {
            workspace.simulate(arms_[arm], counts[arm]);
            if (keeps) {
                trajectories.spells[arm] = workspace.spells();
                if (keeps_persons && arm == arms.front())
                    trajectories.persons = workspace.persons();
            }
            if (hooks_.person_months_done != nullptr)
                hooks_.person_months_done->fetch_add(person_months(), std::memory_order_relaxed);
        }
        if (keeps) slot.keep(piece % n_pieces_, std::move(trajectories));
    }

    void finish(std::size_t piece) {
        const bool is_last_piece = piece % n_pieces_ == n_pieces_ - 1;
        if (is_last_piece && hooks_.in_order) hooks_.in_order(slot_of(piece).result());
    }

    const SimulationPlan& plan_;
    const SimulationHooks& hooks_;
    std::vector<ArmTables> arms_;
    std::int32_t horizon_;
    std::uint32_t block_people_;
    std::uint32_t n_blocks_;
    std::uint32_t n_pieces_ = 1;  ///< of a replication
    std::vector<std::size_t> separate_arms_;
    std::vector<std::size_t> joint_arms_;
    std::vector<ReplicationSlot> slots_;
    WorkspacePool<Workspace> blocks_;
    WorkspacePool<JointWorkspace> replications_;
    bool stopped_ = false;
};

}  // namespace

bool simulate(const std::vector<Model>& arms, const SimulationPlan& plan,
              const SimulationHooks& hooks) {
    require(!arms.empty(), "there is an arm to simulate");
    require(plan.block_people > 0 && plan.block_people % 4 == 0,
            "people per block are a multiple of 4");
    return Simulation(arms, plan, hooks).run();
}

}  // namespace forlob
