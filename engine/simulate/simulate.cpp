#include "simulate/simulate.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "base/require.hpp"
#include "simulate/block.hpp"
#include "simulate/joint.hpp"
#include "simulate/lane_block.hpp"
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

// People of a block in lanes, at most: what is read and written every month then fits the cache
// next to the core. Not a power of two, so that columns of the block do not compete for the same
// lines.
constexpr std::uint32_t most_lane_people = 3008;

std::uint32_t n_blocks_of(const SimulationPlan& plan, std::uint32_t block_people) {
    return std::max(1U, (plan.n_people + block_people - 1) / block_people);
}

KernelChoice choice_of(const Model& model, const SimulationPlan& plan,
                       const LaneTableOrReason& lanes) {
    if (model.is_joint()) return {Kernel::jointly, lanes.reason};
    if (plan.fastest == Kernel::general) return {Kernel::general, "lanes are switched off"};
    return lanes.table ? KernelChoice{Kernel::lanes, {}}
                       : KernelChoice{Kernel::general, lanes.reason};
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
          lane_people_(std::min(plan.block_people, most_lane_people)) {
        for (std::size_t arm = 0; arm < arms.size(); ++arm) {
            tables_.push_back(lane_table(arms[arm]));
            arms_by_[index_of(choice_of(arms[arm], plan, tables_[arm]).kernel)].push_back(arm);
        }
        if (!arms_by(Kernel::general).empty()) n_blocks_ = n_blocks_of(plan, block_people_);
        if (!arms_by(Kernel::lanes).empty()) n_lane_blocks_ = n_blocks_of(plan, lane_people_);
        n_pieces_ = n_blocks_ + n_lane_blocks_ + (arms_by(Kernel::jointly).empty() ? 0 : 1);
    }

    // A piece of work is one block of one replication, in the arms of one kernel; or the whole
    // replication, in the arms in which people depend on one another. Those come in this order.
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
        const std::size_t number = piece % n_pieces_;
        if (number < n_blocks_)
            simulate_block(piece, slot, counts);
        else if (number < n_blocks_ + n_lane_blocks_)
            simulate_lanes(piece, slot, counts);
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

    [[nodiscard]] BlockOfPeople block_of(std::size_t piece, std::size_t number,
                                         std::uint32_t block_people) const {
        const auto first = static_cast<std::uint32_t>(number) * block_people;
        return {address_of(replication_of(piece)), static_cast<PersonId>(first),
                std::min(block_people, plan_.n_people - first)};
    }

    void simulate_block(std::size_t piece, ReplicationSlot& slot, std::vector<Counts>& counts) {
        const BlockOfPeople block = block_of(piece, piece % n_pieces_, block_people_);
        auto workspace = blocks_.take();
        workspace->begin(block, horizon_);
        simulate_arms(piece, Kernel::general, *workspace, slot, counts,
                      [&] { return block.n_people * static_cast<std::uint64_t>(horizon_); });
        blocks_.give_back(std::move(workspace));
    }

    void simulate_jointly(std::size_t piece, ReplicationSlot& slot, std::vector<Counts>& counts) {
        auto workspace = replications_.take();
        workspace->begin(address_of(replication_of(piece)), plan_.n_people, horizon_);
        simulate_arms(piece, Kernel::jointly, *workspace, slot, counts,
                      [&] { return workspace->person_months(); });
        replications_.give_back(std::move(workspace));
    }

    template <typename AnyWorkspace, typename PersonMonths>
    void simulate_arms(std::size_t piece, Kernel kernel, AnyWorkspace& workspace,
                       ReplicationSlot& slot, std::vector<Counts>& counts,
                       PersonMonths person_months) {
        const bool keeps = keeps_trajectories(replication_of(piece));
        ReplicationSlot::Trajectories trajectories;
        if (keeps) trajectories.spells.resize(arms_.size());
        for (const std::size_t arm : arms_by(kernel)) {
            workspace.simulate(arms_[arm], counts[arm]);
            if (keeps) {
                trajectories.spells[arm] = workspace.spells();
                if (keeps_persons(kernel) && arm == arms_by(kernel).front())
                    trajectories.persons = workspace.persons();
            }
            add_person_months(person_months());
        }
        if (keeps) slot.keep(piece % n_pieces_, std::move(trajectories));
    }

    void simulate_lanes(std::size_t piece, ReplicationSlot& slot, std::vector<Counts>& counts) {
        const BlockOfPeople block = block_of(piece, piece % n_pieces_ - n_blocks_, lane_people_);
        const bool keeps = keeps_trajectories(replication_of(piece));
        std::vector<LaneArm> lane_arms;
        for (const std::size_t arm : arms_by(Kernel::lanes))
            lane_arms.push_back({&arms_[arm].model(), &*tables_[arm].table, &counts[arm]});
        auto workspace = lanes_.take();
        workspace->simulate(block, lane_arms, keeps);
        if (keeps) {
            ReplicationSlot::Trajectories trajectories;
            trajectories.spells.resize(arms_.size());
            for (std::size_t number = 0; number < lane_arms.size(); ++number)
                trajectories.spells[arms_by(Kernel::lanes)[number]] = workspace->spells(number);
            if (keeps_persons(Kernel::lanes))
                trajectories.persons = workspace->persons(*lane_arms.front().model);
            slot.keep(piece % n_pieces_, std::move(trajectories));
        }
        lanes_.give_back(std::move(workspace));
        add_person_months(block.n_people * static_cast<std::uint64_t>(horizon_) * lane_arms.size());
    }

    // Persons are the same in every arm, and kept once: of the first arm that is simulated in
    // blocks, because there may be more of them where people keep coming.
    [[nodiscard]] bool keeps_persons(Kernel kernel) const {
        const auto& general = arms_by(Kernel::general);
        const auto& lanes = arms_by(Kernel::lanes);
        if (general.empty() && lanes.empty()) return kernel == Kernel::jointly;
        const bool is_general =
            lanes.empty() || (!general.empty() && general.front() < lanes.front());
        return kernel == (is_general ? Kernel::general : Kernel::lanes);
    }

    void add_person_months(std::uint64_t n) const {
        if (hooks_.person_months_done != nullptr)
            hooks_.person_months_done->fetch_add(n, std::memory_order_relaxed);
    }

    void finish(std::size_t piece) {
        const bool is_last_piece = piece % n_pieces_ == n_pieces_ - 1;
        if (is_last_piece && hooks_.in_order) hooks_.in_order(slot_of(piece).result());
    }

    static std::size_t index_of(Kernel kernel) { return static_cast<std::size_t>(kernel); }
    [[nodiscard]] const std::vector<std::size_t>& arms_by(Kernel kernel) const {
        return arms_by_[index_of(kernel)];
    }

    const SimulationPlan& plan_;
    const SimulationHooks& hooks_;
    std::vector<ArmTables> arms_;
    std::int32_t horizon_;
    std::uint32_t block_people_;
    std::uint32_t lane_people_;
    std::uint32_t n_blocks_ = 0;
    std::uint32_t n_lane_blocks_ = 0;
    std::uint32_t n_pieces_ = 1;                         ///< of a replication
    std::vector<LaneTableOrReason> tables_;              ///< [arm]
    std::array<std::vector<std::size_t>, 3> arms_by_{};  ///< [kernel]
    std::vector<ReplicationSlot> slots_;
    WorkspacePool<Workspace> blocks_;
    WorkspacePool<LaneWorkspace> lanes_;
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

std::vector<KernelChoice> kernels_of(const std::vector<Model>& arms, const SimulationPlan& plan) {
    std::vector<KernelChoice> choices;
    for (const Model& arm : arms) choices.push_back(choice_of(arm, plan, lane_table(arm)));
    return choices;
}

std::string instruction_set_of_lanes() { return std::string(instruction_set()); }

}  // namespace forlob
