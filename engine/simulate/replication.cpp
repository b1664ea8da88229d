#include "simulate/replication.hpp"

#include <utility>

#include "simulate/person_month.hpp"

namespace forlob {
namespace {

template <typename T>
void append(std::vector<T>& all, const std::vector<T>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void append(Spells& all, const Spells& more) {
    append(all.person, more.person);
    append(all.state, more.state);
    append(all.start, more.start);
    append(all.months, more.months);
    append(all.phase, more.phase);
}

}  // namespace

void ReplicationSlot::begin(ReplicationId replication, std::size_t n_blocks,
                            bool keeps_trajectories) {
    if (partial_.empty()) partial_.emplace_back();
    partial_.front().swap(result_.arms);
    result_ = {};
    result_.replication = replication;
    n_used_ = 0;
    free_.clear();
    n_blocks_left_ = n_blocks;
    trajectories_.clear();
    trajectories_.resize(keeps_trajectories ? n_blocks : 0);
}

std::vector<Counts>& ReplicationSlot::take(std::span<const ArmTables> arms) {
    std::vector<Counts>* counts = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            counts = free_.back();
            free_.pop_back();
            return *counts;
        }
        if (n_used_ == partial_.size()) partial_.emplace_back();
        counts = &partial_[n_used_++];
    }
    // Whoever received the last result may have kept its counts.
    if (counts->size() == arms.size()) {
        for (Counts& arm : *counts) arm.clear();
    } else {
        counts->clear();
        for (const ArmTables& arm : arms) counts->emplace_back(arm.model());
    }
    return *counts;
}

bool ReplicationSlot::give_back(std::vector<Counts>& counts) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&counts);
    return --n_blocks_left_ == 0;
}

void ReplicationSlot::keep(std::size_t block, Trajectories trajectories) {
    const std::lock_guard lock(mutex_);
    trajectories_[block] = std::move(trajectories);
}

ReplicationResult& ReplicationSlot::add_up() {
    result_.arms.swap(partial_.front());
    for (std::size_t used = 1; used < n_used_; ++used)
        for (std::size_t arm = 0; arm < result_.arms.size(); ++arm)
            result_.arms[arm] += partial_[used][arm];
    for (Counts& arm : result_.arms) sum_over_ticks(arm.cells);
    add_up_trajectories();
    return result_;
}

void ReplicationSlot::add_up_trajectories() {
    if (trajectories_.empty()) return;
    result_.spells.resize(result_.arms.size());
    for (const Trajectories& block : trajectories_) {
        for (std::size_t arm = 0; arm < block.spells.size(); ++arm)
            append(result_.spells[arm], block.spells[arm]);
        append(result_.persons.stratum, block.persons.stratum);
        append(result_.persons.frailty, block.persons.frailty);
    }
    trajectories_.clear();
}

}  // namespace forlob
