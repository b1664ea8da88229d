#include "simulate/simulate.hpp"

#include <algorithm>

#include "base/pool.hpp"
#include "base/require.hpp"
#include "simulate/block.hpp"
#include "simulate/joint.hpp"
#include "simulate/lane_block.hpp"
#include "simulate/parallel.hpp"
#include "simulate/persons.hpp"
#include "simulate/replication.hpp"
#include "simulate/schedule.hpp"

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
        std::vector<Kernel> kernels;
        for (const Model& arm : arms) {
            tables_.push_back(lane_table(arm));
            kernels.push_back(choice_of(arm, plan, tables_.back()).kernel);
        }
        const Schedule::BlocksByKernel n_blocks{n_blocks_of(plan, block_people_),
                                                n_blocks_of(plan, lane_people_), 1};
        static_assert(static_cast<int>(Kernel::lanes) == 1);
        without_ = Schedule::by_block(kernels, n_blocks);
        with_ = Schedule::by_arm(kernels, n_blocks,
                                 hooks.persons ? n_blocks_of(plan, lane_people_) : 0);
        if (hooks.trajectories || hooks.persons)
            n_with_ = std::clamp(plan.trajectory_replications, plan.first_replication,
                                 plan.first_replication + plan.n_replications) -
                      plan.first_replication;
    }

    bool run() {
        const int threads = plan_.threads > 0 ? plan_.threads : available_threads();
        OrderedWork pieces;
        pieces.n_pieces =
            with_.n_pieces() * n_with_ + without_.n_pieces() * (plan_.n_replications - n_with_);
        pieces.max_in_flight = 2 * static_cast<std::size_t>(threads);
        pieces.start = [this](std::size_t piece) { return start(piece); };
        pieces.work = [this](std::size_t piece) { work(piece); };
        pieces.finish = [this](std::size_t piece) { finish(piece); };
        // Pieces in flight are neighbours, and so are their replications.
        slots_ = std::vector<ReplicationSlot>(pieces.max_in_flight);
        kept_ = std::vector<Kept>(n_with_ > 0 ? pieces.max_in_flight : 0);
        run_in_parallel(pieces, threads);
        return !stopped_;
    }

private:
    // Of all pieces of work, replication after replication.
    struct Place {
        const Schedule& schedule;
        bool keeps_trajectories;
        std::size_t replication;  ///< from the plan's first on
        std::size_t number;       ///< in the schedule
    };
    [[nodiscard]] Place place_of(std::size_t piece) const {
        const std::size_t n_with = with_.n_pieces() * n_with_;
        if (piece < n_with)
            return {with_, true, piece / with_.n_pieces(), piece % with_.n_pieces()};
        piece -= n_with;
        return {without_, false, n_with_ + piece / without_.n_pieces(),
                piece % without_.n_pieces()};
    }
    [[nodiscard]] ReplicationId replication_of(const Place& place) const {
        return static_cast<ReplicationId>(plan_.first_replication + place.replication);
    }
    [[nodiscard]] ReplicationSlot& slot_of(const Place& place) {
        return slots_[place.replication % slots_.size()];
    }

    // What a piece leaves for whoever takes trajectories; the memory is used again.
    struct Kept {
        std::vector<TrajectoryBlock> arms;  ///< those of the piece
        Persons persons;
    };
    [[nodiscard]] Kept* kept_of(std::size_t piece, const Place& place) {
        return place.keeps_trajectories ? &kept_[piece % kept_.size()] : nullptr;
    }

    bool start(std::size_t piece) {
        if (hooks_.stop != nullptr && hooks_.stop->load()) {
            stopped_ = true;
            return false;
        }
        const Place place = place_of(piece);
        if (place.number == 0)
            slot_of(place).begin(replication_of(place), place.schedule.n_simulated());
        return true;
    }

    void work(std::size_t number) {
        const Place place = place_of(number);
        const Piece piece = place.schedule.piece(place.number);
        Kept* const kept = kept_of(number, place);
        if (kept != nullptr) kept->arms.resize(piece.arms.size());
        if (piece.arms.empty()) {
            kept->persons =
                persons_of(arms_.front().model().population, block_of(place, piece, lane_people_));
            return;
        }
        ReplicationSlot& slot = slot_of(place);
        std::vector<Counts>& counts = slot.take(arms_);
        if (piece.kernel == Kernel::general) simulate_block(place, piece, counts, kept);
        if (piece.kernel == Kernel::lanes) simulate_lanes(place, piece, counts, kept);
        if (piece.kernel == Kernel::jointly) simulate_jointly(place, piece, counts, kept);
        if (!slot.give_back(counts)) return;
        ReplicationResult& result = slot.add_up();
        if (hooks_.each_replication) hooks_.each_replication(result);
    }

    [[nodiscard]] DrawAddress address_of(const Place& place) const {
        DrawAddress address;
        address.seed = plan_.seed;
        address.draw = plan_.draw;
        address.replication = replication_of(place);
        return address;
    }

    [[nodiscard]] BlockOfPeople block_of(const Place& place, const Piece& piece,
                                         std::uint32_t block_people) const {
        const auto first = static_cast<std::uint32_t>(piece.block) * block_people;
        return {address_of(place), static_cast<PersonId>(first),
                std::min(block_people, plan_.n_people - first)};
    }

    void simulate_block(const Place& place, const Piece& piece, std::vector<Counts>& counts,
                        Kept* kept) {
        const BlockOfPeople block = block_of(place, piece, block_people_);
        const auto workspace = blocks_.borrow();
        workspace->begin(block, horizon_);
        const auto person_months = block.n_people * static_cast<std::uint64_t>(horizon_);
        simulate_arms(place, piece, *workspace, counts, kept, [&] {
            return Simulated{block.n_people, person_months};
        });
    }

    void simulate_jointly(const Place& place, const Piece& piece, std::vector<Counts>& counts,
                          Kept* kept) {
        const auto workspace = replications_.borrow();
        workspace->begin(address_of(place), plan_.n_people, horizon_);
        simulate_arms(place, piece, *workspace, counts, kept, [&] {
            return Simulated{workspace->n_people(), workspace->person_months()};
        });
    }

    // In the arm that was simulated last.
    struct Simulated {
        std::size_t n_people;
        std::uint64_t person_months;
    };
    template <typename AnyWorkspace, typename WhatWasSimulated>
    void simulate_arms(const Place& place, const Piece& piece, AnyWorkspace& workspace,
                       std::vector<Counts>& counts, Kept* kept,
                       const WhatWasSimulated& what_was_simulated) {
        for (std::size_t number = 0; number < piece.arms.size(); ++number) {
            const std::size_t arm = piece.arms[number];
            workspace.simulate(arms_[arm], counts[arm]);
            const Simulated simulated = what_was_simulated();
            if (kept != nullptr)
                keep(
                    place, arm, simulated.n_people,
                    [&](Spells& spells) { workspace.append_spells(spells); },
                    [&](std::span<std::uint8_t> states) { workspace.write_states(states); },
                    kept->arms[number]);
            add_person_months(simulated.person_months);
        }
    }

    void simulate_lanes(const Place& place, const Piece& piece, std::vector<Counts>& counts,
                        Kept* kept) {
        const BlockOfPeople block = block_of(place, piece, lane_people_);
        std::vector<LaneArm> lane_arms;
        for (const std::size_t arm : piece.arms)
            lane_arms.push_back({&arms_[arm].model(), &*tables_[arm].table, &counts[arm]});
        const auto workspace = lanes_.borrow();
        workspace->simulate(block, lane_arms, kept != nullptr);
        for (std::size_t number = 0; kept != nullptr && number < piece.arms.size(); ++number)
            keep(
                place, piece.arms[number], block.n_people,
                [&](Spells& spells) { workspace->append_spells(number, spells); },
                [&](std::span<std::uint8_t> states) { workspace->write_states(number, states); },
                kept->arms[number]);
        add_person_months(block.n_people * static_cast<std::uint64_t>(horizon_) *
                          piece.arms.size());
    }

    template <typename AppendSpells, typename WriteStates>
    void keep(const Place& place, std::size_t arm, std::size_t n_people,
              const AppendSpells& append_spells, const WriteStates& write_states,
              TrajectoryBlock& kept) const {
        kept.replication = replication_of(place);
        kept.arm = arm;
        if (plan_.as_states) {
            kept.states.resize(n_people * (static_cast<std::size_t>(horizon_) + 1));
            write_states(kept.states);
        } else {
            kept.spells.resize(0);
            append_spells(kept.spells);
        }
    }

    void add_person_months(std::uint64_t n) const {
        if (hooks_.person_months_done != nullptr)
            hooks_.person_months_done->fetch_add(n, std::memory_order_relaxed);
    }

    void finish(std::size_t number) {
        const Place place = place_of(number);
        if (Kept* const kept = kept_of(number, place)) {
            const Piece piece = place.schedule.piece(place.number);
            if (piece.arms.empty() && hooks_.persons)
                hooks_.persons(replication_of(place), kept->persons);
            if (hooks_.trajectories)
                for (const TrajectoryBlock& arm : kept->arms) hooks_.trajectories(arm);
            // A whole replication is too much to wait for the next one in its place.
            if (piece.kernel == Kernel::jointly) *kept = {};
        }
        const bool is_last_piece = place.number == place.schedule.n_pieces() - 1;
        if (is_last_piece && hooks_.in_order) hooks_.in_order(slot_of(place).result());
    }

    const SimulationPlan& plan_;
    const SimulationHooks& hooks_;
    std::vector<ArmTables> arms_;
    std::int32_t horizon_;
    std::uint32_t block_people_;
    std::uint32_t lane_people_;
    std::vector<LaneTableOrReason> tables_;  ///< [arm]
    Schedule with_, without_;                ///< of replications with and without trajectories
    std::uint32_t n_with_ = 0;               ///< replications with, the first ones
    std::vector<ReplicationSlot> slots_;
    std::vector<Kept> kept_;  ///< [piece % in flight]
    Pool<Workspace> blocks_;
    Pool<LaneWorkspace> lanes_;
    Pool<JointWorkspace> replications_;
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
