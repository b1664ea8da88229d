#pragma once

// What becomes, for the definitions of relapse, of a person who has exited, when they move?

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/model.hpp"

namespace forlob {

/// Exits are told apart by the combination of bases that they are exits of. Each is followed in
/// columns beside each other: one per event, until it has happened, and one for status, to which
/// nothing happens. A slot is a column of a combination.
class FollowRules {
public:
    enum class Fate : std::uint8_t {
        goes_on,
        relapses,
        is_censored,
        exits,  ///< censored if the new exit is confirmed
    };

    explicit FollowRules(const Model& model);

    /// Columns times combinations.
    [[nodiscard]] std::size_t n_slots() const { return combinations_.size() * n_columns_; }
    [[nodiscard]] std::size_t n_combinations() const { return combinations_.size(); }
    [[nodiscard]] std::size_t n_events() const { return n_events_; }
    [[nodiscard]] bool has_status() const { return n_columns_ > n_events_; }
    [[nodiscard]] std::size_t slot(std::size_t combination, std::size_t column) const {
        return combination * n_columns_ + column;
    }
    [[nodiscard]] std::size_t combination_of_slot(std::size_t slot) const {
        return slot / n_columns_;
    }
    [[nodiscard]] std::size_t column_of_slot(std::size_t slot) const { return slot % n_columns_; }

    /// Bases as bits.
    [[nodiscard]] std::uint32_t bases(std::size_t combination) const {
        return combinations_[combination];
    }
    /// Of exits to the state, which must be of some base.
    [[nodiscard]] std::size_t combination(StateId to) const { return combination_[index(to)]; }

    /// Leaving comes before relapse, relapse before a new exit.
    [[nodiscard]] Fate fate(StateId from, StateId to, std::size_t column) const {
        return fates_[(index(from) * n_states_ + index(to)) * n_columns_ + column];
    }

private:
    [[nodiscard]] Fate find_fate(const Definitions& definitions, StateId from, StateId to,
                                 StateSet event) const;

    std::size_t n_states_ = 0;
    std::size_t n_events_ = 0;
    std::size_t n_columns_ = 0;
    std::vector<std::uint32_t> combinations_;  ///< bases as bits
    std::vector<std::size_t> combination_;     ///< [state]; of no base: number of combinations
    std::vector<Fate> fates_;                  ///< [from][to][column]
};

}  // namespace forlob
