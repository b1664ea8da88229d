#include "support/random_model.hpp"

#include <algorithm>
#include <random>

#include "support/hand_model.hpp"

namespace forlob::test {
namespace {

// Distributions of the standard library differ between libraries; remainders do not.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    int between(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(int n) { return between(1, n) == 1; }
    template <typename T>
    T one_of(std::initializer_list<T> values) {
        return values.begin()[between(0, static_cast<int>(values.size()) - 1)];
    }
    StateId state(const Model& model) {
        return static_cast<StateId>(between(0, model.n_states - 1));
    }
    /// Each state with probability 1/n.
    StateSet some_states(const Model& model, int n) {
        StateSet set;
        for (int state = 0; state < model.n_states; ++state)
            if (one_in(n)) set.insert(static_cast<StateId>(state));
        return set;
    }

private:
    std::mt19937_64 engine_;
};

void add_strata(Model& model, Dice& dice) {
    const int n_strata = dice.between(1, 4);
    const int n_frailty = dice.between(1, 3);
    model.population = {};
    model.population.frailty.assign(static_cast<std::size_t>(n_frailty), 1.0);
    model.n_subgroups = dice.between(1, 2);
    model.n_kinds = n_strata * n_frailty;
    std::vector<double> shares;
    for (int number = 0; number < n_strata; ++number) {
        shares.push_back(1.0 / n_strata);
        Stratum stratum;
        stratum.kind = static_cast<std::uint32_t>(number * n_frailty);
        stratum.subgroup = static_cast<std::uint16_t>(number % model.n_subgroups);
        stratum.start_state = choice({0.7, 0.3});
        stratum.start_states = {dice.state(model), dice.state(model)};
        model.population.strata.push_back(stratum);
    }
    model.population.stratum = choice(shares);
}

void add_clocks(Model& model, Dice& dice) {
    const int n_clocks = dice.between(0, 3);
    for (int number = 0; number < n_clocks; ++number) {
        const auto cap = static_cast<std::uint16_t>(dice.one_in(6) ? 0 : dice.between(1, 15));
        add_clock(model, dice.some_states(model, 2), cap);
        Clock& clock = model.clocks.back();
        clock.on_enter = dice.some_states(model, 5);
        clock.resets_on = dice.some_states(model, 6);
        if (dice.one_in(2)) {
            const int within = dice.one_of({3, 12, 36, 64});
            clock.window = {dice.some_states(model, 2), dice.between(1, within), within};
        }
        for (Stratum& stratum : model.population.strata) {
            const int low = dice.between(0, cap);
            stratum.clock_starts.back() = {static_cast<std::uint16_t>(low),
                                           static_cast<std::uint16_t>(dice.between(low, cap))};
        }
    }
}

std::vector<Phase> random_phases(const Model& model, Dice& dice) {
    const auto first = static_cast<int>(model.phases.size());
    const int n_phases = dice.between(1, 3);
    const bool has_after = dice.one_in(2);
    const PhaseId end = has_after ? static_cast<PhaseId>(first + n_phases) : no_phase;
    const auto destination = [&] {
        return dice.one_in(2) ? end
                              : static_cast<PhaseId>(dice.between(first, first + n_phases - 1));
    };
    std::vector<Phase> phases;
    for (int number = 0; number < n_phases; ++number) {
        Phase phase;
        if (dice.one_in(2)) phase.max_months = dice.between(1, 9);
        if (dice.one_in(2)) phase.min_months = dice.between(1, phase.max_months.value_or(6));
        if (phase.min_months) phase.advance_probability = dice.one_of({0.0, 0.1, 0.5, 1.0});
        if (dice.one_in(2)) phase.drop_out_probability = dice.one_of({0.02, 0.2, 0.2, 1.0});
        phase.advance = cut_at(phase.advance_probability);
        phase.drop_out = cut_at(phase.drop_out_probability);
        if (dice.one_in(3)) phase.placement = dice.state(model);
        if (phase.placement && dice.one_in(2)) phase.release = dice.state(model);
        phase.then = destination();
        for (int state = 0; state < model.n_states; ++state)
            phase.on_enter.push_back(dice.one_in(4) ? destination() : stay_in_phase);
        phases.push_back(phase);
    }
    if (has_after) {
        Phase after;
        after.after_program = true;
        after.max_months = dice.between(1, 6);
        phases.push_back(after);
    }
    return phases;
}

void add_random_program(Model& model, Dice& dice) {
    const std::vector<Phase> phases = random_phases(model, dice);
    Program& program = add_program(model, phases);
    program.scenario_position = static_cast<std::size_t>(dice.between(0, 9));
    if (phases.back().after_program)
        program.after_program = static_cast<PhaseId>(model.phases.size() - 1);
    program.states = dice.some_states(model, 2);
    for (std::uint8_t& eligible : program.kind_is_eligible) eligible = dice.one_in(4) ? 0 : 1;
    program.from_month = dice.between(1, 4);
    program.to_month.reset();
    if (dice.one_in(2)) program.to_month = program.from_month + dice.between(0, 20);
    program.enrolment_probability = dice.one_of({0.0, 0.05, 0.3, 1.0});
    program.enrolment = cut_at(program.enrolment_probability);
    program.willing_probability = dice.one_of({0.6, 1.0});
    program.willing = cut_at(program.willing_probability);
    program.repeat = dice.one_in(2);
    if (model.clocks.empty() || model.clocks.front().cap < 2 || dice.one_in(2)) return;
    const int cap = model.clocks.front().cap;
    const int low = dice.between(0, cap);
    const int high = dice.between(low, cap);
    program.clocks.push_back({Coordinate::first_clock, static_cast<std::uint16_t>(low),
                              static_cast<std::uint16_t>(high == cap ? 65535 : high)});
}

void add_definitions(Model& model, Dice& dice) {
    Definitions& definitions = model.definitions;
    definitions.exit_from = dice.some_states(model, 2);
    for (int base = dice.between(0, 3); base > 0; --base)
        definitions.exit_bases.push_back(dice.some_states(model, 2));
    for (int event = dice.between(0, 3); event > 0; --event)
        definitions.relapse_events.push_back(dice.some_states(model, 2));
    definitions.confirm_months = dice.between(1, 4);
    definitions.status_after_months = {0, 1, 6, 12, 63};
    definitions.employment = dice.some_states(model, 3);
    if (dice.one_in(2)) definitions.left.insert(dice.state(model));
}

// At most two axes a context, so that tables stay small.
std::vector<std::vector<HandAxis>> random_axes(const Model& model, bool for_cells, Dice& dice) {
    std::vector<std::vector<HandAxis>> axes(static_cast<std::size_t>(model.n_phases) *
                                            static_cast<std::size_t>(model.n_states));
    for (auto& of_context : axes) {
        for (int number = dice.between(0, 2); number > 0; --number) {
            const auto coordinate =
                static_cast<Coordinate>(dice.between(0, model.n_coordinates - 1));
            const bool is_known =
                std::any_of(of_context.begin(), of_context.end(),
                            [&](const HandAxis& axis) { return axis.coordinate == coordinate; });
            if (is_known || (for_cells && coordinate == Coordinate::month)) continue;
            of_context.push_back({coordinate, static_cast<std::uint16_t>(dice.between(1, 7))});
        }
    }
    return axes;
}

std::vector<StatedMove> random_moves(const Model& model, StateId from, Dice& dice) {
    std::vector<StatedMove> moves;
    if (dice.one_in(6)) return moves;  // nobody leaves
    const double leaving = dice.one_of({0.02, 0.1, 0.3, 1.0});
    const int n_moves = dice.between(1, 4);
    for (int state = 0; state < model.n_states && static_cast<int>(moves.size()) < n_moves; ++state)
        if (static_cast<StateId>(state) != from && dice.one_in(2))
            moves.push_back({static_cast<StateId>(state), {leaving / n_moves}});
    return moves;
}

// As if the price of every move depended on who makes it.
void price_all_moves(Model& model) {
    for (std::uint32_t cell = 0; cell < model.cells.size(); ++cell) {
        model.first_priced_move.push_back(static_cast<std::uint32_t>(model.priced_moves.size()));
        for (int to = 0; to < model.n_states; ++to)
            if (static_cast<StateId>(to) != model.cells[cell].state)
                model.priced_moves.push_back({cell, static_cast<StateId>(to)});
    }
    model.first_priced_move.push_back(static_cast<std::uint32_t>(model.priced_moves.size()));
}

}  // namespace

Model random_model(std::uint64_t seed) {
    Dice dice(seed);
    const int n_states = dice.between(2, 9);
    Model model = hand_model(n_states, dice.one_in(10) ? 150 : dice.between(5, 40));
    add_strata(model, dice);
    add_clocks(model, dice);
    for (int programs = dice.between(0, 3); programs > 0; --programs)
        add_random_program(model, dice);
    model.coordinate_cap[index(Coordinate::months_in_state)] =
        static_cast<std::uint16_t>(dice.between(0, 12));
    model.coordinate_cap[index(Coordinate::months_in_program)] =
        static_cast<std::uint16_t>(dice.between(0, 8));
    add_definitions(model, dice);

    const auto row_axes = random_axes(model, false, dice);
    const auto cell_axes = random_axes(model, true, dice);
    HandTables tables;
    tables.row_axes = [&](PhaseId phase, StateId state) {
        return row_axes[model.context(phase, state)];
    };
    tables.cell_axes = [&](PhaseId phase, StateId state) {
        return cell_axes[model.context(phase, state)];
    };
    tables.rows_by_kind = dice.one_in(2);
    tables.cells_by_kind = dice.one_in(2);
    tables.moves = [&](PhaseId, StateId from, std::uint32_t, std::span<const std::uint16_t>) {
        return random_moves(model, from, dice);
    };
    build_tables(model, tables);
    if (seed % 2 == 0) price_all_moves(model);
    return model;
}

Model random_lane_model(std::uint64_t seed) {
    Dice dice(seed);
    Model model =
        hand_model(dice.one_in(3) ? dice.between(9, 16) : dice.between(2, 8), dice.between(5, 40));
    add_strata(model, dice);
    for (int clocks = dice.between(0, 2); clocks > 0; --clocks) {
        const auto cap = static_cast<std::uint16_t>(dice.between(0, 3));
        add_clock(model, dice.some_states(model, 2), cap);
        model.clocks.back().on_enter = dice.some_states(model, 5);
        model.clocks.back().resets_on = dice.some_states(model, 6);
        for (Stratum& stratum : model.population.strata) {
            const auto start = static_cast<std::uint16_t>(dice.between(0, cap));
            stratum.clock_starts.back() = {start, start};
        }
    }
    model.coordinate_cap[index(Coordinate::months_in_state)] =
        static_cast<std::uint16_t>(dice.between(0, 12));
    if (dice.one_in(2)) add_definitions(model, dice);
    if (dice.one_in(3)) model.definitions.employment = states({0});

    HandTables tables;
    const auto axes = [&](bool are_wanted) {
        std::vector<std::vector<HandAxis>> of_states(static_cast<std::size_t>(model.n_states));
        for (auto& of_state : of_states) {
            const int coordinate = dice.between(0, model.n_coordinates - 1);
            const bool is_clock = coordinate >= static_cast<int>(index(Coordinate::first_clock));
            if (are_wanted && dice.one_in(2) && (coordinate == 0 || is_clock))
                of_state.push_back({static_cast<Coordinate>(coordinate),
                                    static_cast<std::uint16_t>(dice.between(1, 7))});
        }
        return of_states;
    };
    const auto row_axes = axes(true);
    const auto cell_axes = axes(dice.one_in(2));
    tables.row_axes = [&](PhaseId, StateId state) { return row_axes[index(state)]; };
    tables.cell_axes = [&](PhaseId, StateId state) { return cell_axes[index(state)]; };
    tables.rows_by_kind = dice.one_in(2);
    tables.cells_by_kind = dice.one_in(2);
    tables.moves = [&](PhaseId, StateId from, std::uint32_t, std::span<const std::uint16_t>) {
        return random_moves(model, from, dice);
    };
    build_tables(model, tables);
    return model;
}

}  // namespace forlob::test
