#include "simulate/joint.hpp"

#include <algorithm>
#include <utility>

#include "simulate/month_kernel.hpp"
#include "simulate/recorder.hpp"

namespace forlob {
namespace {

// Whether nothing will ever happen to them: they stay where they are, and time changes nothing.
bool is_gone(const ArmBlock& block, std::size_t number) {
    const People& people = block.people;
    const Person& person = people.persons[number];
    const RowTable& rows = block.arm.model().rows;
    if (person.phase != no_phase || people.due[number] < never) return false;
    if (rows.last[person.first_slot] != 0xFFFFFFFF ||
        rows.target[person.first_slot] != person.state)
        return false;
    for (const People::Offer& offer : people.offers)
        if (offer.stands[number] != 0) return false;
    return true;
}

// Keeps only the situations that somebody is in.
void forget_past(People& people, Situations& situations) {
    Situations kept = situations.emptied();
    for (Person& person : people.persons)
        person.situation = kept.take_over(situations, person.situation);
    situations = std::move(kept);
}

}  // namespace

void JointWorkspace::begin(const DrawAddress& address, std::size_t n_people, std::int32_t horizon) {
    address_ = address;
    n_at_start_ = n_people;
    horizon_ = horizon;
    start_uniforms_.begin(address, PersonId{0}, n_people, horizon);
}

void JointWorkspace::simulate(const ArmTables& arm, Counts& counts) {
    draw_people(arm, start_uniforms_, n_at_start_, people_);
    moves_.begin();
    Situations& situations = situations_.of(arm);
    if (situations.is_large()) situations.clear();
    const ArmBlock block{arm, situations, start_uniforms_, people_, moves_, counts};
    for (std::size_t person = 0; person < n_at_start_; ++person) start_life(block, person);
    places_.begin(block, address_);
    arrivals_.begin(arm.model(), address_);
    first_ = 0;
    person_months_ = 0;
    std::size_t n_kept = 0;
    for (std::int32_t month = 1; month <= horizon_; ++month) {
        step_month(block, Tick{month});
        if (!situations.is_large() || situations.size() < 2 * n_kept) continue;
        forget_past(people_, situations);
        n_kept = situations.size();
    }
    counts.persons += people_.persons.size();

    Recorder recorder(arm.model().definitions, horizon_);
    for (std::size_t person = 0; person < people_.persons.size(); ++person) {
        moves_.life_of(person, life_);
        recorder.add(life_, people_.persons[person].subgroup, counts);
    }
}

void JointWorkspace::step_month(const ArmBlock& block, Tick tick) {
    const std::size_t n_before = people_.persons.size();
    arrivals_.enter(block, tick);
    const std::size_t n_people = people_.persons.size();
    person_months_ += n_people;
    pass_over_gone(block);
    for (auto* uniforms : {&transition_, &drop_out_, &advance_}) uniforms->resize(n_people);
    struck_.resize(n_people);
    due_.resize(n_people);
    places_.enrol(block, tick, first_);
    live(block, tick);
    for (std::size_t person = n_before; person < n_people; ++person)
        moves_.set_start_phase(person, people_.persons[person].phase);
}

void JointWorkspace::live(const ArmBlock& block, Tick tick) {
    const std::size_t n_here = people_.persons.size() - first_;
    const auto here = [&](auto& column) {
        return std::span<const std::uint32_t>(column).subspan(first_, n_here);
    };
    MonthDraws draws{draw(Purpose::transition, tick, transition_), {}, {}};
    MonthColumns columns{here(transition_),
                         here(people_.stay_low),
                         here(people_.stay_width),
                         here(people_.due),
                         {},
                         {}};
    if (people_.n_may_drop_out > 0) {
        draws.drop_out = draw(Purpose::drop_out, tick, drop_out_);
        columns.drop_out = {here(drop_out_), here(people_.drop_out_below)};
    }
    if (people_.n_may_advance > 0) {
        draws.advance = draw(Purpose::advance, tick, advance_);
        columns.advance = {here(advance_), here(people_.advance_below)};
    }
    const Found found = find_events(columns, static_cast<std::uint32_t>(tick.index), struck_, due_);
    live_month(block,
               {std::span(struck_).first(found.n_struck), std::span(due_).first(found.n_due)},
               first_, tick, draws);
}

// People come and go in about the same order, so that those who are gone are mostly the first.
void JointWorkspace::pass_over_gone(const ArmBlock& block) {
    std::size_t first = first_;
    while (first < people_.persons.size() && is_gone(block, first)) ++first;
    first_ = first / 4 * 4;
}

// The uniforms of one month for everybody to whom anything may happen.
std::span<const std::uint32_t> JointWorkspace::draw(Purpose purpose, Tick tick,
                                                    std::vector<std::uint32_t>& uniforms) const {
    DrawAddress address = address_;
    address.tick = tick;
    address.purpose = purpose;
    fill_uniforms(address, static_cast<PersonId>(first_), std::span(uniforms).subspan(first_));
    return uniforms;
}

// Of the person whose life is `life_`.
std::int32_t JointWorkspace::first_counted(std::size_t person) const {
    return person < n_at_start_ ? 0 : life_.front().tick + 1;
}

void JointWorkspace::append_spells(Spells& spells) {
    for (std::size_t person = 0; person < n_people(); ++person) {
        moves_.life_of(person, life_);
        forlob::append_spells(life_, static_cast<std::uint32_t>(person), first_counted(person),
                              horizon_, spells);
    }
}

void JointWorkspace::write_states(std::span<std::uint8_t> states) {
    const std::size_t n_ticks = static_cast<std::size_t>(horizon_) + 1;
    std::fill(states.begin(), states.end(), nowhere);
    for (std::size_t person = 0; person < n_people(); ++person) {
        moves_.life_of(person, life_);
        forlob::write_states(life_, first_counted(person),
                             states.subspan(person * n_ticks, n_ticks));
    }
}

}  // namespace forlob
