#include "simulate/schedule.hpp"

#include <algorithm>
#include <utility>

#include "base/require.hpp"

namespace forlob {
namespace {

std::size_t blocks_of(const Schedule::BlocksByKernel& n_blocks, Kernel kernel) {
    return n_blocks[static_cast<std::size_t>(kernel)];
}

}  // namespace

void Schedule::add(Kernel kernel, std::vector<std::size_t> arms, std::size_t n_blocks) {
    n_pieces_ += n_blocks;
    stretches_.push_back({kernel, std::move(arms), n_blocks});
}

Schedule Schedule::by_block(std::span<const Kernel> kernels, const BlocksByKernel& n_blocks) {
    Schedule schedule;
    for (const Kernel kernel : {Kernel::general, Kernel::lanes, Kernel::jointly}) {
        std::vector<std::size_t> arms;
        for (std::size_t arm = 0; arm < kernels.size(); ++arm)
            if (kernels[arm] == kernel) arms.push_back(arm);
        if (!arms.empty()) schedule.add(kernel, std::move(arms), blocks_of(n_blocks, kernel));
    }
    return schedule;
}

Schedule Schedule::by_arm(std::span<const Kernel> kernels, const BlocksByKernel& n_blocks,
                          std::size_t n_blocks_of_persons) {
    Schedule schedule;
    if (n_blocks_of_persons > 0) schedule.add(Kernel::general, {}, n_blocks_of_persons);
    schedule.n_of_persons_ = n_blocks_of_persons;
    for (std::size_t arm = 0; arm < kernels.size();) {
        const Kernel kernel = kernels[arm];
        const std::size_t n = blocks_of(n_blocks, kernel);
        std::vector<std::size_t> arms{arm++};
        // Arms of a single block are in order even if they are simulated together; where the block
        // is everybody, it may be large.
        while (arm < kernels.size() && kernels[arm] == kernel && n == 1 &&
               kernel != Kernel::jointly)
            arms.push_back(arm++);
        schedule.add(kernel, std::move(arms), n);
    }
    return schedule;
}

Piece Schedule::piece(std::size_t number) const {
    require(number < n_pieces_, "a replication has this piece");
    auto stretch = stretches_.begin();
    for (; number >= stretch->n_blocks; ++stretch) number -= stretch->n_blocks;
    return {stretch->kernel, stretch->arms, number};
}

}  // namespace forlob
