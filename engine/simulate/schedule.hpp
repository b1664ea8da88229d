#pragma once

// In which order is the work of a replication done? Piece by piece: some neighbouring people, in
// the arms of one kernel.
//
// Where trajectories are kept, pieces come in the order in which these are written: the persons
// themselves, then arm by arm. So none need wait in memory for the end of the replication.
// Elsewhere the arms of a block are simulated together, because they share its draws.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "simulate/simulate.hpp"

namespace forlob {

/// What a piece is about. Persons without arms: who they are.
struct Piece {
    Kernel kernel = Kernel::general;
    std::span<const std::size_t> arms;
    std::size_t block = 0;
};

class Schedule {
public:
    /// Blocks that a replication is cut into; one where people depend on one another.
    using BlocksByKernel = std::array<std::size_t, 3>;

    /// Arms of a block together. `kernels` has one for each arm.
    [[nodiscard]] static Schedule by_block(std::span<const Kernel> kernels,
                                           const BlocksByKernel& n_blocks);
    /// For trajectories; with persons first, if wanted, in as many blocks.
    [[nodiscard]] static Schedule by_arm(std::span<const Kernel> kernels,
                                         const BlocksByKernel& n_blocks,
                                         std::size_t n_blocks_of_persons);

    [[nodiscard]] std::size_t n_pieces() const { return n_pieces_; }
    /// Those in which somebody is simulated; they come last.
    [[nodiscard]] std::size_t n_simulated() const { return n_pieces_ - n_of_persons_; }
    [[nodiscard]] Piece piece(std::size_t number) const;

private:
    // Blocks that come one after the other.
    struct Stretch {
        Kernel kernel;
        std::vector<std::size_t> arms;
        std::size_t n_blocks;
    };
    void add(Kernel kernel, std::vector<std::size_t> arms, std::size_t n_blocks);

    std::vector<Stretch> stretches_;
    std::size_t n_pieces_ = 0;
    std::size_t n_of_persons_ = 0;
};

}  // namespace forlob
