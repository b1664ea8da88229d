// People who depend on one another: what holds for any model. Arms whose limits do not bind must be
// those without limits, newcomers must live as everybody does, and nobody may be lost.

#include "simulate/joint.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/hand_model.hpp"
#include "support/random_model.hpp"
#include "support/simulated.hpp"

using namespace forlob;
using test::Kept;
using test::simulated;

namespace {

constexpr std::uint32_t n_people = 150;

SimulationPlan plan_of(std::uint64_t seed) {
    SimulationPlan plan;
    plan.seed = seed * 1000003;
    plan.n_people = n_people;
    plan.n_replications = 2;
    plan.threads = 1;
    plan.block_people = 64;
    plan.trajectory_replications = 2;
    return plan;
}

// Everything but the queues, which an arm without limits does not have.
bool same_lives(Counts one, Counts other) {
    one.queues = {};
    other.queues = {};
    return one == other;
}

// Every program gets a resource, which all its phases use. The number of places is the same in
// every month.
void limit_programs(Model& model, std::uint32_t places, std::uint32_t limit = 0xFFFFFFFF) {
    const auto n_ticks = static_cast<std::size_t>(model.horizon) + 1;
    for (std::size_t program = 0; program < model.programs.size(); ++program) {
        const std::size_t number = model.resources.size();
        Resource resource;
        resource.places.assign(n_ticks, places);
        model.resources.push_back(resource);
        Queue queue;
        queue.resources = {number};
        queue.limit = limit;
        model.programs[program].queue = queue;
        for (Phase& phase : model.phases)
            if (phase.program == static_cast<ProgramId>(program) && !phase.after_program)
                phase.uses |= std::uint64_t{1} << number;
    }
}

Inflow inflow_of(const Model& model, Inflow::Kind kind, double amount) {
    Inflow inflow;
    inflow.kind = kind;
    inflow.amount.assign(static_cast<std::size_t>(model.horizon) + 1, amount);
    inflow.amount[0] = 0.0;
    inflow.table_of.assign(inflow.amount.size(), 0);
    inflow.tables = {PoissonTable(amount)};
    inflow.of = test::states({0, 1});
    return inflow;
}

std::uint32_t persons_at(const Counts& counts, std::size_t tick) {
    std::uint32_t people = 0;
    for (const std::uint32_t here : counts.cells.row(tick)) people += here;
    return people;
}

// Random models in which people apply to programs with few places, and wait.
constexpr std::uint64_t seeds_with_queues[] = {26, 31, 32, 43};

bool somebody_waits(const Counts& counts) {
    const auto waiting = counts.queues.waiting.values();
    return std::any_of(waiting.begin(), waiting.end(), [](std::uint32_t n) { return n > 0; });
}

}  // namespace

TEST_CASE("places for everybody are no limit: the same lives, bit for bit") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const Model free = test::random_model(seed);
        Model limited = free;
        limit_programs(limited, n_people);
        Model open = free;  // joint for another reason
        open.population.inflow = {inflow_of(free, Inflow::Kind::number, 0.0)};
        for (const Kept& kept : simulated({free, limited, open}, plan_of(seed))) {
            CHECK(same_lives(kept.arms[0], kept.arms[1]));
            CHECK(same_lives(kept.arms[0], kept.arms[2]));
            CHECK((kept.spells[0] == kept.spells[1]));
            CHECK((kept.spells[0] == kept.spells[2]));
        }
    }
}

TEST_CASE("an arm with limited places changes no number of the others") {
    for (const std::uint64_t seed : seeds_with_queues) {
        CAPTURE(seed);
        Model limited = test::random_model(seed);
        limit_programs(limited, 3);
        const Model free = test::random_model(seed);
        const auto alone = simulated({free}, plan_of(seed));
        const auto beside = simulated({limited, free}, plan_of(seed));
        REQUIRE(somebody_waits(beside[0].arms[0]));
        for (std::size_t number = 0; number < alone.size(); ++number) {
            CHECK(alone[number].arms[0] == beside[number].arms[1]);
            CHECK((alone[number].spells[0] == beside[number].spells[1]));
            CHECK(alone[number].persons.stratum == beside[number].persons.stratum);
        }
    }
}

TEST_CASE("those who come in month 1 live as those who were there before it") {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        const Model closed = test::random_model(seed);
        Model open = closed;
        open.population.inflow = {inflow_of(closed, Inflow::Kind::number, 0.0)};
        open.population.inflow[0].amount[1] = n_people;
        SimulationPlan plan = plan_of(seed);
        const auto there = simulated({closed}, plan);
        plan.n_people = 0;
        const auto coming = simulated({open}, plan);
        for (std::size_t number = 0; number < there.size(); ++number) {
            const Counts& one = there[number].arms[0];
            const Counts& other = coming[number].arms[0];
            CHECK(other.persons == n_people);
            CHECK(persons_at(other, 0) == 0);
            for (std::size_t tick = 1; tick < one.cells.shape()[0]; ++tick) {
                const auto before = one.cells.row(tick);
                const auto after = other.cells.row(tick);
                CHECK(std::equal(before.begin(), before.end(), after.begin()));
            }
            CHECK((one.moves == other.moves));
            CHECK((one.phase_entries == other.phase_entries));
            CHECK((one.exits == other.exits));
            CHECK((one.relapses == other.relapses));
            CHECK((one.censored == other.censored));
            CHECK((one.status == other.status));
            CHECK((one.first_employment == other.first_employment));
        }
    }
}

TEST_CASE("people who come later change nothing for those who are there") {
    const Model closed = test::random_model(12);
    Model open = closed;
    open.population.inflow = {inflow_of(closed, Inflow::Kind::poisson, 4.0)};
    const auto alone = simulated({closed}, plan_of(12));
    const auto beside = simulated({open}, plan_of(12));
    for (std::size_t number = 0; number < alone.size(); ++number) {
        const Spells& few = alone[number].spells[0];
        const Spells& many = beside[number].spells[0];
        REQUIRE(many.size() > few.size());
        for (std::size_t spell = 0; spell < few.size(); ++spell) {
            CHECK(few.person[spell] == many.person[spell]);
            CHECK(few.state[spell] == many.state[spell]);
            CHECK(few.start[spell] == many.start[spell]);
        }
    }
}

TEST_CASE("spells of newcomers begin at the tick at which they are first counted") {
    const Model closed = test::random_model(12);
    Model open = closed;
    open.population.inflow = {inflow_of(closed, Inflow::Kind::number, 3.0)};
    for (const Kept& kept : simulated({open}, plan_of(12))) {
        const Spells& spells = kept.spells[0];
        std::vector<std::uint32_t> first(n_people + 3 * static_cast<std::size_t>(open.horizon),
                                         0xFFFF);
        Table<std::uint32_t, 2> there(
            {static_cast<std::size_t>(open.horizon) + 1, static_cast<std::size_t>(open.n_states)});
        for (std::size_t spell = 0; spell < spells.size(); ++spell) {
            auto& start = first[spells.person[spell]];
            start = std::min<std::uint32_t>(start, spells.start[spell]);
            CHECK(spells.months[spell] > 0);
            for (int month = 0; month < spells.months[spell]; ++month)
                ++there(spells.start[spell] + month, spells.state[spell]);
        }
        for (std::uint32_t person = 0; person < first.size(); ++person)
            CHECK(first[person] == (person < n_people ? 0 : (person - n_people) / 3 + 1));
        const auto persons = persons_in_state(kept.arms[0], open);
        for (std::size_t tick = 0; tick < there.shape()[0]; ++tick)
            for (std::size_t state = 0; state < there.shape()[1]; ++state)
                CHECK(there(tick, state) == persons(tick, state));
    }
}

TEST_CASE("limited places in any model: nobody is lost, and no place is taken twice") {
    bool somebody_waited = false;
    bool somebody_was_refused = false;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        constexpr std::uint32_t places = 4;
        constexpr std::uint32_t limit = 6;
        Model model = test::random_model(seed);
        limit_programs(model, places, limit);
        for (Program& program : model.programs) {
            program.queue->drop_out = cut_at(0.1);
            program.queue->at_start = 5;
            if (seed % 2 == 0) program.queue->when_refused = StateId{0};
            if (seed % 3 == 0) program.queue->when_dropped = StateId{1};
        }
        if (seed % 5 == 0)
            model.population.inflow = {inflow_of(model, Inflow::Kind::poisson, 2.0),
                                       inflow_of(model, Inflow::Kind::share, 0.01)};
        for (const Kept& kept : simulated({model}, plan_of(seed))) {
            const Counts& counts = kept.arms[0];
            const auto in_phase = persons_in_phase(counts, model);
            std::uint32_t came = n_people;
            for (std::size_t tick = 0; tick < counts.cells.shape()[0]; ++tick) {
                for (std::size_t subgroup = 0; subgroup < counts.newcomers.shape()[0]; ++subgroup)
                    came += counts.newcomers(subgroup, tick);
                CHECK(persons_at(counts, tick) == came);
                const auto& queues = counts.queues;
                for (std::size_t r = 0; r < model.resources.size(); ++r) {
                    std::uint64_t held = 0;
                    for (std::size_t phase = 0; phase < model.phases.size(); ++phase)
                        if ((model.phases[phase].uses >> r & 1U) != 0)
                            held += in_phase(tick, phase);
                    CHECK(queues.places(r, tick) == places);
                    CHECK(queues.used(r, tick) <= places);
                    CHECK(held <= queues.used(r, tick));  // some have left in the month
                    CHECK(queues.waiting(r, tick) <= limit);
                    const std::uint32_t before = tick == 0 ? 0 : queues.waiting(r, tick - 1);
                    CHECK(queues.waiting(r, tick) + queues.admitted(r, tick) +
                              queues.refused(r, tick) + queues.dropped_out(r, tick) +
                              queues.left(r, tick) ==
                          before + queues.applicants(r, tick));
                    somebody_waited = somebody_waited || queues.waiting(r, tick) > 0;
                    somebody_was_refused = somebody_was_refused || queues.refused(r, tick) > 0;
                }
            }
            CHECK(counts.persons == came);
        }
    }
    CHECK(somebody_waited);
    CHECK(somebody_was_refused);
}

TEST_CASE("threads and blocks change nothing where people depend on one another") {
    for (const std::uint64_t seed : seeds_with_queues) {
        CAPTURE(seed);
        Model limited = test::random_model(seed);
        limit_programs(limited, 5, 10);
        limited.population.inflow = {inflow_of(limited, Inflow::Kind::poisson, 1.5),
                                     inflow_of(limited, Inflow::Kind::share, 0.02)};
        const std::vector<Model> arms{test::random_model(seed), limited};
        SimulationPlan plan = plan_of(seed);
        plan.n_replications = 7;
        const auto expected = simulated(arms, plan);
        REQUIRE(somebody_waits(expected[0].arms[1]));
        for (const int threads : {1, 2, 4})
            for (const std::uint32_t block_people : {4u, 64u, 4096u}) {
                CAPTURE(threads);
                CAPTURE(block_people);
                plan.threads = threads;
                plan.block_people = block_people;
                const auto kept = simulated(arms, plan);
                REQUIRE(kept.size() == expected.size());
                for (std::size_t number = 0; number < kept.size(); ++number) {
                    CHECK(kept[number].arms == expected[number].arms);
                    CHECK(kept[number].spells == expected[number].spells);
                }
            }
    }
}

TEST_CASE("an arm that copies the reference has the same queues") {
    for (const std::uint64_t seed : seeds_with_queues) {
        CAPTURE(seed);
        Model limited = test::random_model(seed);
        limit_programs(limited, 3);
        limited.population.inflow = {inflow_of(limited, Inflow::Kind::poisson, 2.5)};
        for (const Kept& kept : simulated({limited, limited}, plan_of(seed))) {
            REQUIRE(somebody_waits(kept.arms[0]));
            CHECK(kept.arms[0] == kept.arms[1]);
        }
    }
}

TEST_CASE("progress counts the person-months of those who are there") {
    Model model = test::random_model(12);
    model.population.inflow = {inflow_of(model, Inflow::Kind::number, 2.0)};
    const auto horizon = static_cast<std::uint64_t>(model.horizon);
    std::atomic<std::uint64_t> done = 0;
    SimulationHooks hooks;
    hooks.person_months_done = &done;
    CHECK(simulate({model, model}, plan_of(1), hooks));
    CHECK(done == 2 * 2 * (n_people * horizon + 2 * (horizon * (horizon + 1) / 2)));
}
