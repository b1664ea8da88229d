#pragma once

// What does the simulation work out once per arm, so as not to ask the model every month?

#include <cstdint>
#include <vector>

#include "model/model.hpp"
#include "simulate/price_clocks.hpp"
#include "simulate/relevance.hpp"
#include "simulate/timed_lattice.hpp"
#include "simulate/window.hpp"

namespace forlob {

/// What the months in a phase lead to. A chance that is certain is a length.
struct PhaseTable {
    std::uint32_t drop_out_below = 0;    ///< monthly chance as a cut
    std::uint32_t advance_below = 0;     ///< monthly chance as a cut, from advance_from on
    std::uint32_t advance_from = never;  ///< months in phase at the end of the first such month
    std::uint32_t ends_after = never;    ///< months in phase at the end of the last month
};

/// Where a row begins in RowTable, and its fast path, side by side.
struct RowStart {
    std::uint32_t stay_low = 0;
    std::uint32_t stay_width = 0;
    std::uint32_t first_slot = 0;
};

/// A slot of RowTable, its two halves side by side.
struct Slot {
    std::uint32_t last = 0;
    StateId target{};
};

class ArmTables {
public:
    /// `model` must outlive it.
    explicit ArmTables(const Model& model, Detail detail = Detail::what_matters);

    [[nodiscard]] const Model& model() const noexcept { return *model_; }
    [[nodiscard]] const TimedLattice& row_of() const noexcept { return row_of_; }
    /// Without what price clocks add.
    [[nodiscard]] const TimedLattice& cell_of() const noexcept { return cell_of_; }
    [[nodiscard]] const PriceClocks& price_clocks() const noexcept { return price_clocks_; }
    [[nodiscard]] const RowStart& row(std::uint32_t number) const noexcept { return rows_[number]; }
    /// Position of the slots of a row, by RowStart::first_slot.
    [[nodiscard]] const Slot* slots() const noexcept { return slots_.data(); }
    [[nodiscard]] const PhaseTable& phase(PhaseId phase) const noexcept {
        return phases_[index(phase)];
    }
    /// Whether any phase has such a chance.
    [[nodiscard]] bool some_drop_out() const noexcept { return some_drop_out_; }
    [[nodiscard]] bool some_advance() const noexcept { return some_advance_; }
    [[nodiscard]] const std::vector<Window>& windows() const noexcept { return windows_; }

    /// Coordinates of a person, filled up to a multiple of 8 so that they are updated as vectors.
    [[nodiscard]] std::size_t n_coordinates() const noexcept { return caps_.size(); }
    /// Values beyond which a situation tells nothing apart: 0 for what it does not know.
    [[nodiscard]] const std::uint16_t* caps() const noexcept { return caps_.data(); }
    /// [coordinate] all ones if it grows by one in a month that begins in this context, else 0.
    [[nodiscard]] const std::uint16_t* growth(std::size_t context) const noexcept {
        return growth_.data() + context * caps_.size();
    }
    /// Coordinates of the clocks that entering a state advances, or resets.
    [[nodiscard]] const std::vector<std::size_t>& advanced_by(StateId state) const noexcept {
        return advanced_by_[index(state)];
    }
    [[nodiscard]] const std::vector<std::size_t>& reset_by(StateId state) const noexcept {
        return reset_by_[index(state)];
    }

private:
    ArmTables(const Model& model, const Relevance& relevance);
    void add_growth(const Relevance& relevance);
    void add_clocks();

    const Model* model_;
    TimedLattice row_of_;
    TimedLattice cell_of_;
    PriceClocks price_clocks_;
    std::vector<RowStart> rows_;
    std::vector<Slot> slots_;
    std::vector<PhaseTable> phases_;
    bool some_drop_out_ = false;
    bool some_advance_ = false;
    std::vector<std::uint16_t> caps_;
    std::vector<std::uint16_t> growth_;
    std::vector<std::vector<std::size_t>> advanced_by_;
    std::vector<std::vector<std::size_t>> reset_by_;
    std::vector<Window> windows_;
};

}  // namespace forlob
