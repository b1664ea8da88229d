#pragma once

// How do the blocks of one replication become one result, whoever simulates them?
//
// Blocks add to partial counts: as many as are simulated at once and no more, because tables of
// counts are large, and integers add up to the same sum in any order. The memory of a replication
// is used again for a later one.

#include <cstddef>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

#include "simulate/arm_tables.hpp"
#include "simulate/simulate.hpp"

namespace forlob {

/// `take` and `give_back` may be called by several threads at once.
class ReplicationSlot {
public:
    /// Turns to another replication.
    void begin(ReplicationId replication, std::size_t n_blocks);

    /// Counts of every arm that nobody else uses until they are given back. Their `cells` hold
    /// changes from tick to tick.
    [[nodiscard]] std::vector<Counts>& take(std::span<const ArmTables> arms);
    /// Returns whether this was the last block.
    [[nodiscard]] bool give_back(std::vector<Counts>& counts);

    /// The sum of all blocks. To be called once, when the last one was given back.
    [[nodiscard]] ReplicationResult& add_up();
    [[nodiscard]] ReplicationResult& result() noexcept { return result_; }

private:
    std::mutex mutex_;
    std::deque<std::vector<Counts>> partial_;  ///< the first n_used_ belong to this replication
    std::size_t n_used_ = 0;
    std::vector<std::vector<Counts>*> free_;
    std::size_t n_blocks_left_ = 0;
    ReplicationResult result_;
};

}  // namespace forlob
