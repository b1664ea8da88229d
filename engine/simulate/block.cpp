#include "simulate/block.hpp"

#include "simulate/enrolment.hpp"
#include "simulate/month_kernel.hpp"
#include "simulate/recorder.hpp"

namespace forlob {

void Workspace::begin(const BlockOfPeople& block, std::int32_t horizon) {
    block_ = block;
    horizon_ = horizon;
    uniforms_.begin(block.address, block.first, block.n_people, horizon);
    struck_.resize(block.n_people);
    due_.resize(block.n_people);
}

void Workspace::simulate(const ArmTables& arm, Counts& counts) {
    draw_people(arm, uniforms_, block_.n_people, people_);
    moves_.begin();
    counts.persons += block_.n_people;
    Situations& situations = situations_.of(arm);
    if (situations.is_large()) situations.clear();
    const ArmBlock arm_block{arm, situations, uniforms_, people_, moves_, counts};
    for (std::size_t person = 0; person < block_.n_people; ++person) start_life(arm_block, person);
    for (std::int32_t month = 1; month <= horizon_; ++month) step_month(arm_block, Tick{month});
    record_lives(arm.model(), counts);
}

void Workspace::step_month(const ArmBlock& arm_block, Tick tick) {
    enrol(arm_block, tick, struck_);

    MonthDraws draws{uniforms_.of(Purpose::transition, tick), {}, {}};
    MonthColumns columns{
        draws.transition, people_.stay_low, people_.stay_width, people_.due, {}, {}};
    if (people_.n_may_drop_out > 0) {
        draws.drop_out = uniforms_.of(Purpose::drop_out, tick);
        columns.drop_out = {draws.drop_out, people_.drop_out_below};
    }
    if (people_.n_may_advance > 0) {
        draws.advance = uniforms_.of(Purpose::advance, tick);
        columns.advance = {draws.advance, people_.advance_below};
    }
    const Found found = find_events(columns, static_cast<std::uint32_t>(tick.index), struck_, due_);
    live_month(arm_block,
               {std::span(struck_).first(found.n_struck), std::span(due_).first(found.n_due)}, 0,
               tick, draws);
}

void Workspace::record_lives(const Model& model, Counts& counts) {
    Recorder recorder(model.definitions, horizon_);
    for (std::size_t person = 0; person < block_.n_people; ++person) {
        moves_.life_of(person, life_);
        recorder.add(life_, people_.persons[person].subgroup, counts);
    }
}

void Workspace::append_spells(Spells& spells) {
    const auto first = static_cast<std::uint32_t>(block_.first);
    for (std::uint32_t person = 0; person < block_.n_people; ++person) {
        moves_.life_of(person, life_);
        forlob::append_spells(life_, first + person, 0, horizon_, spells);
    }
}

void Workspace::write_states(std::span<std::uint8_t> states) {
    const std::size_t n_ticks = static_cast<std::size_t>(horizon_) + 1;
    for (std::size_t person = 0; person < block_.n_people; ++person) {
        moves_.life_of(person, life_);
        forlob::write_states(life_, 0, states.subspan(person * n_ticks, n_ticks));
    }
}

}  // namespace forlob
