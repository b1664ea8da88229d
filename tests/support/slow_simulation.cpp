#include "support/slow_simulation.hpp"

#include <algorithm>

namespace forlob::test {
namespace {

class SlowPerson {
public:
    SlowPerson(const Model& model, DrawAddress address, PersonId person)
        : model_(model), address_(address), person_(person) {
        start();
    }

    void live_month(int tick) {
        life_.entered.emplace_back();
        const StateId from = state_;
        StateId to = from;
        life_.origin.push_back(life_.cell.back());
        if (!enrol(tick, to)) {
            life_.origin.back() = model_.cell_of.at(model_.context(phase_, state_), kind_, values_);
            values_[index(Coordinate::month)] = saturated(Coordinate::month, tick);
            const std::uint32_t row =
                model_.row_of.at(model_.context(phase_, state_), kind_, values_);
            to = model_.rows.next(row, from, draw(Purpose::transition, tick));
            if (phase_ != no_phase) to = step_program(tick, from, to);
        }
        pass_clocks(from, to);
        values_[index(Coordinate::months_in_state)] =
            from == to ? saturated(Coordinate::months_in_state,
                                   values_[index(Coordinate::months_in_state)] + 1)
                       : std::uint16_t{0};
        values_[index(Coordinate::months_in_phase)] =
            saturated(Coordinate::months_in_phase, months_in_phase_);
        values_[index(Coordinate::months_in_program)] =
            saturated(Coordinate::months_in_program, months_in_program_);
        state_ = to;
        note();
    }

    [[nodiscard]] const SlowLife& life() const { return life_; }

private:
    [[nodiscard]] std::uint32_t draw(Purpose purpose, int tick, std::size_t sub = 0) const {
        DrawAddress address = address_;
        address.purpose = purpose;
        address.tick = Tick{tick};
        address.sub = static_cast<std::uint8_t>(sub);
        return uniform(address, person_);
    }

    [[nodiscard]] std::uint16_t saturated(Coordinate coordinate, int value) const {
        return static_cast<std::uint16_t>(
            std::min<int>(value, model_.coordinate_cap[index(coordinate)]));
    }

    void start() {
        const Population& population = model_.population;
        life_.stratum = population.stratum.pick(draw(Purpose::stratum, 0));
        const Stratum& stratum = population.strata[life_.stratum];
        const auto n_levels = static_cast<std::uint32_t>(population.frailty.size());
        life_.frailty = spread(draw(Purpose::frailty, 0), 0, n_levels - 1);
        life_.subgroup = stratum.subgroup;
        kind_ = stratum.kind + life_.frailty;
        state_ = stratum.start_states[stratum.start_state.pick(draw(Purpose::start_state, 0))];
        values_.assign(static_cast<std::size_t>(model_.n_coordinates), 0);
        windows_.resize(model_.clocks.size());
        for (std::size_t clock = 0; clock < model_.clocks.size(); ++clock)
            values_[4 + clock] = static_cast<std::uint16_t>(
                spread(draw(Purpose::clock_start, 0, clock), stratum.clock_starts[clock].low,
                       stratum.clock_starts[clock].high));
        entered_.assign(model_.programs.size(), false);
        life_.entered.emplace_back();
        life_.origin.emplace_back();
        note();
    }

    void note() {
        life_.state.push_back(state_);
        life_.phase.push_back(phase_);
        life_.cell.push_back(model_.cell_of.at(model_.context(phase_, state_), kind_, values_));
    }

    [[nodiscard]] bool is_offered(std::size_t number, int tick) const {
        const Program& program = model_.programs[number];
        if (tick < program.from_month || (program.to_month && tick > *program.to_month))
            return false;
        if (!program.states.contains(state_) || program.kind_is_eligible[kind_] == 0) return false;
        if (!program.repeat && entered_[number]) return false;
        for (const ClockCondition& condition : program.clocks) {
            const std::uint16_t value = values_[index(condition.clock)];
            if (value < condition.low || value > condition.high) return false;
        }
        return program.willing.happens(draw(Purpose::willing, 0, program.scenario_position)) &&
               program.enrolment.happens(draw(Purpose::enrolment, tick, program.scenario_position));
    }

    // Returns whether a placement was the month's move.
    bool enrol(int tick, StateId& to) {
        if (phase_ != no_phase && !model_.phases[index(phase_)].after_program) return false;
        for (std::size_t number = 0; number < model_.programs.size(); ++number) {
            if (!is_offered(number, tick)) continue;
            entered_[number] = true;
            begin(model_.programs[number].first_phase, to);
            values_[index(Coordinate::months_in_phase)] = 0;
            values_[index(Coordinate::months_in_program)] = 0;
            months_in_program_ = 0;
            return model_.phases[index(phase_)].placement.has_value();
        }
        return false;
    }

    void begin(PhaseId phase, StateId& to) {
        phase_ = phase;
        months_in_phase_ = 0;
        const Phase& begun = model_.phases[index(phase)];
        if (!begun.program || begun.after_program) months_in_program_ = 0;
        if (begun.placement) to = *begun.placement;
        life_.entered.back().push_back(phase);
    }

    StateId step_program(int tick, StateId from, StateId to) {
        const Phase& phase = model_.phases[index(phase_)];
        ++months_in_phase_;
        if (phase.program && !phase.after_program) ++months_in_program_;
        if (to != from && phase.on_enter[index(to)] != stay_in_phase) {
            begin(phase.on_enter[index(to)], to);
        } else if (phase.drop_out.happens(draw(Purpose::drop_out, tick))) {
            begin(model_.programs[index(*phase.program)].after_program, to);
        } else if ((phase.max_months && months_in_phase_ >= *phase.max_months) ||
                   (phase.min_months && months_in_phase_ >= *phase.min_months &&
                    phase.advance.happens(draw(Purpose::advance, tick)))) {
            if (phase.placement && phase.release && to == *phase.placement) to = *phase.release;
            begin(phase.then, to);
        }
        return to;
    }

    void pass_clocks(StateId from, StateId to) {
        for (std::size_t number = 0; number < model_.clocks.size(); ++number) {
            const Clock& clock = model_.clocks[number];
            const auto coordinate = coordinate_of(static_cast<ClockId>(number));
            std::uint16_t& value = values_[index(coordinate)];
            if (clock.counts.contains(from)) value = saturated(coordinate, value + 1);
            if (from != to && clock.on_enter.contains(to)) value = saturated(coordinate, value + 1);
            if (clock.window) {
                std::vector<bool>& months = windows_[number];
                months.push_back(clock.window->in.contains(from));
                const auto within = static_cast<std::size_t>(clock.window->within);
                const auto first = months.size() > within ? months.size() - within : 0;
                int noted = 0;
                for (std::size_t month = first; month < months.size(); ++month)
                    noted += months[month] ? 1 : 0;
                if (noted >= clock.window->needed) {
                    value = 0;
                    months.clear();
                }
            }
            if (from != to && clock.resets_on.contains(to)) value = 0;
        }
    }

    const Model& model_;
    DrawAddress address_;
    PersonId person_;
    SlowLife life_;
    StateId state_{};
    PhaseId phase_ = no_phase;
    std::uint32_t kind_ = 0;
    int months_in_phase_ = 0;
    int months_in_program_ = 0;
    std::vector<std::uint16_t> values_;
    std::vector<std::vector<bool>> windows_;  ///< [clock] months in the window's states
    std::vector<bool> entered_;               ///< [program]
};

// The definitions of exit and relapse, read off the states at ticks.
class SlowOutcomes {
public:
    SlowOutcomes(const Model& model, const SlowLife& life, Counts& counts)
        : definitions_(model.definitions),
          state_(life.state),
          subgroup_(life.subgroup),
          horizon_(model.horizon),
          n_states_(model.n_states),
          counts_(counts) {}

    void count() {
        for (int tick = 1; tick <= horizon_; ++tick)
            if (is_exit(tick)) count_exit(tick);
        for (int tick = 0; tick <= horizon_; ++tick)
            if (definitions_.employment.contains(at(tick))) {
                ++counts_.first_employment(subgroup_, tick);
                break;
            }
        for (int state = 0; state < n_states_; ++state) count_visits(static_cast<StateId>(state));
    }

private:
    void count_visits(StateId state) {
        bool has_been_there = false;
        for (int tick = 0; tick <= horizon_; ++tick) {
            if (at(tick) != state || (tick > 0 && at(tick - 1) == state)) continue;
            ++counts_.visits(subgroup_, index(state));
            if (!has_been_there) ++counts_.first_visits(subgroup_, index(state), tick);
            has_been_there = true;
        }
    }

    [[nodiscard]] StateId at(int tick) const { return state_[static_cast<std::size_t>(tick)]; }
    [[nodiscard]] bool is_inside(int tick) const {
        return definitions_.exit_from.contains(at(tick));
    }

    [[nodiscard]] bool is_exit(int tick) const {
        if (!is_inside(tick - 1) || is_inside(tick)) return false;
        const int confirmed = tick + definitions_.confirm_months - 1;
        if (confirmed > horizon_) return false;
        for (int later = tick; later <= confirmed; ++later)
            if (is_inside(later)) return false;
        return std::any_of(definitions_.exit_bases.begin(), definitions_.exit_bases.end(),
                           [&](StateSet base) { return base.contains(at(tick)); });
    }

    [[nodiscard]] bool is_relapse(int tick, StateSet event) const {
        return at(tick) != at(tick - 1) && event.contains(at(tick)) &&
               (!event.contains(at(tick - 1)) || is_inside(tick));
    }

    void count_exit(int exit) {
        const std::size_t n_bases = definitions_.exit_bases.size();
        for (std::size_t base = 0; base < n_bases; ++base) {
            if (!definitions_.exit_bases[base].contains(at(exit))) continue;
            const std::size_t group = subgroup_ * n_bases + base;
            ++counts_.exits(subgroup_, base, exit);
            for (std::size_t event = 0; event < definitions_.relapse_events.size(); ++event)
                follow(exit, group, event);
            for (std::size_t window = 0; window < definitions_.status_after_months.size();
                 ++window) {
                const int tick = exit + definitions_.status_after_months[window];
                if (tick <= horizon_) ++counts_.status(group, window, index(at(tick)));
            }
        }
    }

    void follow(int exit, std::size_t group, std::size_t event) {
        for (int tick = exit; tick <= horizon_; ++tick) {
            if (definitions_.left.contains(at(tick))) {
                ++counts_.censored(group, event, tick - exit);
                return;
            }
            if (tick > exit && is_relapse(tick, definitions_.relapse_events[event])) {
                ++counts_.relapses(group, event, tick - exit);
                return;
            }
            if (tick > exit && is_exit(tick)) {
                ++counts_.censored(group, event, tick - exit);
                return;
            }
        }
        ++counts_.censored(group, event, horizon_ - exit);
    }

    const Definitions& definitions_;
    const std::vector<StateId>& state_;
    std::size_t subgroup_;
    int horizon_;
    int n_states_;
    Counts& counts_;
};

}  // namespace

SlowLife slow_life(const Model& model, DrawAddress replication, PersonId person) {
    SlowPerson living(model, replication, person);
    for (int tick = 1; tick <= model.horizon; ++tick) living.live_month(tick);
    return living.life();
}

void slow_count(const Model& model, const SlowLife& life, Counts& counts) {
    ++counts.persons;
    for (std::size_t tick = 0; tick < life.state.size(); ++tick) {
        ++counts.cells(tick, life.cell[tick]);
        if (tick > 0 && life.state[tick] != life.state[tick - 1]) {
            ++counts.moves(tick, index(life.state[tick - 1]), index(life.state[tick]));
            for (std::size_t move = 0; move < model.priced_moves.size(); ++move)
                if (model.priced_moves[move].cell == life.origin[tick] &&
                    model.priced_moves[move].to == life.state[tick])
                    ++counts.priced_moves(tick, move);
        }
        for (const PhaseId phase : life.entered[tick]) ++counts.phase_entries(tick, index(phase));
    }
    SlowOutcomes(model, life, counts).count();
}

}  // namespace forlob::test
