#include "typical_model.hpp"

#include "support/hand_model.hpp"

namespace forlob::bench {
namespace {

using test::states;

// 0 and 1 cash benefit (activity-ready, job-ready), 2 internship, 3 wage subsidy, 4 flexjob,
// 5 education, 6 rehabilitation, 7 vocational rehabilitation, 8 sickness benefit, 9 disability
// pension, 10 employment, 11 other self-support, 12 left.
constexpr int n_states = 13;
constexpr StateId internship{2}, employment{10};
constexpr std::uint32_t n_strata = 9, n_frailty = 4;

std::vector<StatedMove> moves_from(StateId from, double ease) {
    const auto move = [](int to, double probability) {
        return StatedMove{static_cast<StateId>(to), {probability}};
    };
    switch (index(from)) {
        case 0:
            return {move(1, 0.010),         move(2, 0.030),         move(6, 0.004), move(9, 0.003),
                    move(10, 0.006 * ease), move(11, 0.005 * ease), move(12, 0.001)};
        case 1:
            return {move(0, 0.010),         move(2, 0.040),         move(3, 0.010), move(8, 0.005),
                    move(10, 0.040 * ease), move(11, 0.020 * ease), move(12, 0.001)};
        case 2:
            return {move(0, 0.200), move(1, 0.080), move(3, 0.020), move(10, 0.030 * ease)};
        case 3:
            return {move(1, 0.120), move(10, 0.060 * ease)};
        case 4:
            return {move(0, 0.004), move(9, 0.004)};
        case 5:
            return {move(1, 0.030), move(10, 0.025 * ease)};
        case 6:
            return {move(0, 0.015), move(4, 0.012), move(9, 0.012), move(10, 0.004 * ease)};
        case 7:
            return {move(1, 0.020), move(10, 0.030 * ease)};
        case 8:
            return {move(0, 0.060), move(10, 0.050 * ease)};
        case 10:
            return {move(0, 0.020 / ease), move(1, 0.025 / ease), move(8, 0.005), move(12, 0.001)};
        case 11:
            return {move(0, 0.012), move(10, 0.020), move(12, 0.002)};
        default:
            return {};  // disability pension, left
    }
}

void add_people(Model& model) {
    model.population = {};
    model.population.frailty.assign(n_frailty, 1.0);
    model.n_kinds = static_cast<int>(n_strata * n_frailty);
    std::vector<double> shares;
    for (std::uint32_t number = 0; number < n_strata; ++number) {
        Stratum stratum;
        stratum.kind = number * n_frailty;
        stratum.start_state = choice({0.75, 0.15, 0.10});
        stratum.start_states = {StateId{0}, StateId{1}, internship};
        model.population.strata.push_back(stratum);
        shares.push_back(1.0 / n_strata);
    }
    model.population.stratum = choice(shares);
}

void add_clocks(Model& model) {
    test::add_clock(model, states({0, 1, 2, 3, 4, 5, 6, 7, 8}), 12);  // months of support
    model.clocks.back().window = {states({10, 11}), 12, 36};
    test::add_clock(model, states({0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11}), 12);  // since internship
    model.clocks.back().resets_on = states({2});
    test::add_clock(model, {}, 3);  // internships so far
    model.clocks.back().on_enter = states({2});
    // One person in three is in the first year of support; to the others the ladder is behind them.
    for (Stratum& stratum : model.population.strata)
        stratum.clock_starts = {
            {static_cast<std::uint16_t>(stratum.kind % 3 == 0 ? 0 : 12), 12}, {12, 12}, {0, 2}};
    model.coordinate_cap[index(Coordinate::months_in_state)] = 36;
    model.coordinate_cap[index(Coordinate::months_in_program)] = 12;
}

void add_dialogue_program(Model& model) {
    const PhaseId after_care{4}, after{5};
    Phase dialogue;
    dialogue.min_months = 2;
    dialogue.max_months = 6;
    dialogue.advance = cut_at(0.3);
    dialogue.then = PhaseId{2};
    Phase placed;
    placed.max_months = 3;
    placed.placement = internship;
    placed.release = StateId{1};
    placed.then = PhaseId{3};
    Phase search;
    search.max_months = 9;
    search.then = after;
    Phase care;
    care.max_months = 12;
    care.then = after;
    for (Phase* phase : {&dialogue, &placed, &search}) {
        phase->drop_out = cut_at(0.03);
        phase->on_enter.assign(n_states, stay_in_phase);
        phase->on_enter[index(employment)] = after_care;
    }
    Phase ebbing;
    ebbing.after_program = true;
    ebbing.max_months = 12;
    Program& program = test::add_program(model, {dialogue, placed, search, care, ebbing});
    program.states = states({0, 1});
    program.to_month.reset();
    program.enrolment = cut_at(0.05);
    program.willing = cut_at(0.8);
    program.repeat = false;
    program.after_program = after;
}

std::vector<test::HandAxis> row_axes(PhaseId phase, StateId state) {
    std::vector<test::HandAxis> axes;
    const Coordinate since_internship = coordinate_of(ClockId{1});
    if (index(state) <= 1) {
        axes.push_back({Coordinate::months_in_state, 12});
        axes.push_back({since_internship, 6});
    }
    if (state == employment) axes.push_back({Coordinate::months_in_state, 6});
    if (phase != no_phase && index(state) <= 1) axes.push_back({Coordinate::months_in_program, 3});
    return axes;
}

void build(Model& model) {
    test::HandTables tables;
    tables.rows_by_kind = true;
    tables.row_axes = row_axes;
    // The reimbursement ladder tells every month of the first year of support apart.
    tables.cell_axes = [](PhaseId, StateId state) {
        std::vector<test::HandAxis> axes;
        if (index(state) <= 8) axes.push_back({Coordinate::first_clock, 1});
        return axes;
    };
    tables.moves = [](PhaseId phase, StateId from, std::uint32_t kind,
                      std::span<const std::uint16_t> values) {
        const double ease = (0.6 + 0.2 * (kind % n_frailty)) * (phase == no_phase ? 1.0 : 1.3) *
                            (values[index(Coordinate::months_in_state)] < 12 ? 1.0 : 0.7);
        return moves_from(from, ease);
    };
    test::build_tables(model, tables);
    model.definitions.exit_from = states({0, 1, 2, 3});
    model.definitions.exit_bases = {states({4, 5, 6, 7, 8, 9, 10, 11, 12}), states({10, 11}),
                                    states({10})};
    model.definitions.relapse_events = {states({0, 1}), states({0, 1, 2, 3, 5, 6, 7, 8})};
    model.definitions.status_after_months = {12};
    model.definitions.employment = states({10});
    model.definitions.left = states({12});
}

}  // namespace

std::vector<Model> typical_arms(int n_program_arms, std::int32_t horizon) {
    std::vector<Model> arms;
    for (int arm = 0; arm <= n_program_arms; ++arm) {
        Model model = test::hand_model(n_states, horizon);
        add_people(model);
        add_clocks(model);
        if (arm > 0) add_dialogue_program(model);
        build(model);
        arms.push_back(std::move(model));
    }
    return arms;
}

}  // namespace forlob::bench
