#pragma once

// Of whom is it still unknown whether something will have happened? People are followed in layers
// beside each other, all of which move alike: everybody; for each set of states those who have
// never been there; and those whose exit is not confirmed yet, by the tick of the exit.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/model.hpp"
#include "outcomes/counts.hpp"

namespace forlob {

class Layers {
public:
    /// Layer 0, everybody, is always there.
    Layers(const Model& model, bool first_visits, bool exits);

    [[nodiscard]] std::size_t n() const { return n_; }
    [[nodiscard]] bool exits_left_out() const { return exits_left_out_; }

    /// Layers of a person who is there at tick 0, per person: all but those of exits.
    void start(std::span<double> people) const;

    /// Everybody who is in the state at the tick: counts who is there for the first time, and whose
    /// exit is confirmed, and takes them out of these layers.
    void arrive(std::size_t tick, StateId state, std::size_t subgroup, std::span<double> people,
                ExpectedCounts& counts) const;

    /// Whether a move begins an exit.
    [[nodiscard]] bool is_exit(StateId from, StateId to) const {
        return bases_of_[index(to)] != 0 && exit_from_.contains(from) && !exit_from_.contains(to);
    }
    /// People who move at the tick, in addition to the layers they bring with them.
    void add_exit(std::size_t tick, StateId to, double people, std::span<double> there) const {
        there[pending_[index(to)] + tick % confirm_] += people;
    }

private:
    void plan_exits(const Model& model);

    std::size_t n_ = 1;
    std::size_t first_never_ = 1;
    std::size_t n_never_ = 0;
    bool has_employment_ = false;  ///< then its layer is the last of those
    StateSet employment_;
    bool exits_left_out_ = false;
    StateSet exit_from_;
    std::size_t confirm_ = 1;        ///< ticks that must be spent outside
    std::size_t first_pending_ = 0;  ///< layers of exits: [combination of bases][tick mod confirm]
    std::vector<std::uint32_t> bases_of_;      ///< [state] as bits; 0: no exit leads there
    std::vector<std::size_t> pending_;         ///< [state] first layer of its combination of bases
    std::vector<std::uint32_t> combinations_;  ///< bases as bits
};

}  // namespace forlob
