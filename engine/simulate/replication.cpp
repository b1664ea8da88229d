#include "simulate/replication.hpp"

#include <utility>

#include "simulate/person_month.hpp"

namespace forlob {
void ReplicationSlot::begin(ReplicationId replication, std::size_t n_blocks) {
    if (partial_.empty()) partial_.emplace_back();
    partial_.front().swap(result_.arms);
    result_ = {};
    result_.replication = replication;
    n_used_ = 0;
    free_.clear();
    n_blocks_left_ = n_blocks;
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

ReplicationResult& ReplicationSlot::add_up() {
    result_.arms.swap(partial_.front());
    for (std::size_t used = 1; used < n_used_; ++used)
        for (std::size_t arm = 0; arm < result_.arms.size(); ++arm)
            result_.arms[arm] += partial_[used][arm];
    for (Counts& arm : result_.arms) sum_over_ticks(arm.cells);
    return result_;
}

}  // namespace forlob
