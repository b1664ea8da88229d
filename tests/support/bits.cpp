#include "support/bits.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace forlob::test {
namespace {

class Bits {
public:
    [[nodiscard]] std::string all() && { return std::move(bits_); }

    template <typename... Values>
    void add_all(const Values&... values) {
        (add(values), ...);
    }

private:
    template <typename Number>
    requires(std::is_arithmetic_v<Number> ||
             std::is_enum_v<Number>) void add(const Number& number) {
        bits_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    void add(const std::string& text) {
        add(text.size());
        bits_ += text;
    }
    void add(const std::vector<bool>& flags) {
        add(flags.size());
        for (const bool flag : flags) add(flag);
    }
    template <typename Value>
    void add(const std::vector<Value>& values) {
        add(values.size());
        for (const Value& value : values) add(value);
    }
    template <typename Value>
    void add(const std::optional<Value>& value) {
        add(value.has_value());
        if (value) add(*value);
    }
    void add(const std::map<std::string, double>& values) {
        add(values.size());
        for (const auto& [name, value] : values) add_all(name, value);
    }
    void add(const StateSet& set) { add(set.bits); }
    void add(const Cut& cut) { add(cut.below); }
    void add(const ClockWindow& one) { add_all(one.in, one.needed, one.within); }
    void add(const Clock& one) {
        add_all(one.name, one.counts, one.on_enter, one.resets_on, one.window, one.cap,
                one.used_by_dynamics);
    }
    void add(const ClockRange& one) { add_all(one.low, one.high); }
    void add(const ClockCondition& one) { add_all(one.clock, one.low, one.high); }
    void add(const Lattice::Axis& one) { add_all(one.coordinate, one.offset); }
    void add(const Lattice::Context& one) {
        add_all(one.base, one.size, one.kind_offset, one.axes);
    }
    void add(const Lattice& one) { add_all(one.contexts, one.size); }
    void add(const RowTable& one) {
        add_all(one.first_slot, one.stay_low, one.stay_width, one.last, one.target,
                one.probability);
    }
    void add(const Cell& one) {
        add_all(one.state, one.phase, one.subgroup, one.levels, one.coordinates, one.is_possible);
    }
    void add(const PricedMove& one) { add_all(one.cell, one.to); }
    void add(const Phase& one) {
        add_all(one.name, one.label, one.program, one.after_program, one.min_months, one.max_months,
                one.advance, one.advance_probability, one.drop_out, one.drop_out_probability,
                one.uses, one.placement, one.release, one.then, one.on_enter);
    }
    void add(const Queue& one) {
        add_all(one.resources, one.limit, one.drop_out, one.at_start, one.when_refused,
                one.when_dropped);
    }
    void add(const Program& one) {
        add_all(one.name, one.label, one.scenario_position, one.states, one.kind_is_eligible,
                one.clocks, one.from_month, one.to_month, one.enrolment, one.enrolment_probability,
                one.willing, one.willing_probability, one.repeat, one.first_phase,
                one.after_program, one.queue);
    }
    void add(const Resource& one) { add_all(one.name, one.label, one.is_stock, one.places); }
    void add(const Choice& one) { add_all(one.last, one.probability); }
    void add(const StartStates& one) { add_all(one.choice, one.states); }
    void add(const Stratum& one) {
        add_all(one.levels, one.kind, one.subgroup, one.start_state, one.start_states,
                one.clock_starts);
    }
    void add(const Inflow& one) {
        add_all(one.kind, one.amount, one.table_of, one.tables.size(), one.of, one.start);
    }
    void add(const Population& one) {
        add_all(one.strata, one.stratum, one.frailty, one.size, one.inflow);
    }
    void add(const Definitions& one) {
        add_all(one.exit_from, one.exit_bases, one.confirm_months, one.relapse_events,
                one.relapse_within_months, one.status_after_months, one.employment, one.left,
                one.headline_base, one.headline_event);
    }
    void add(const Amount& one) { add_all(one.stream, one.value); }
    void add(const AmountLists& one) { add_all(one.first, one.amounts); }
    void add(const TimedAmounts& one) { add_all(one.always, one.varying, one.of_tick); }
    void add(const Terms& one) { add_all(one.this_month, one.next_month, one.discount); }

    std::string bits_;
};

}  // namespace

std::string bits_of(const Model& model) {
    Bits bits;
    bits.add_all(model.arm, model.n_states, model.n_phases, model.n_kinds, model.n_subgroups,
                 model.n_coordinates, model.horizon, model.clocks, model.coordinate_cap,
                 model.coordinate_used_by_dynamics, model.row_of, model.rows, model.intensities,
                 model.cell_of, model.cells, model.priced_moves, model.first_priced_move,
                 model.phases, model.programs, model.resources, model.population, model.definitions,
                 model.parameters.all());
    return std::move(bits).all();
}

std::string bits_of(const Prices& prices) {
    Bits bits;
    bits.add_all(prices.n_accounts, prices.n_payers, prices.n_outcomes, prices.month_in_cell,
                 prices.start_in_cell, prices.move, prices.priced_move, prices.phase_entry,
                 prices.terms, prices.terms_of);
    return std::move(bits).all();
}

}  // namespace forlob::test
