#include "simulate/recorder.hpp"

#include <algorithm>

namespace forlob {

Recorder::Recorder(const Definitions& definitions, std::int32_t horizon)
    : definitions_(&definitions), horizon_(horizon) {
    for (const StateSet base : definitions.exit_bases) some_base_.bits |= base.bits;
    some_base_.bits &= ~definitions.exit_from.bits;
}

void Recorder::add(std::span<const SpellStart> life, std::size_t subgroup, Counts& counts) {
    life_ = life;
    add_spells(subgroup, counts);
    for (std::size_t exit = find_exit(1); exit < life.size();) {
        const std::size_t next_exit = find_exit(exit + 1);
        add_exit(exit, next_exit, subgroup, counts);
        exit = next_exit;
    }
}

void Recorder::add_spells(std::size_t subgroup, Counts& counts) {
    const std::span<std::uint32_t> visits = counts.visits.row(subgroup);
    const std::int32_t came = start(0);
    StateSet been_in;
    bool was_employed = false;
    for (std::size_t spell = 0; spell < life_.size(); ++spell) {
        const StateId state = life_[spell].state;
        if (spell > 0) ++counts.moves(start(spell), index(life_[spell - 1].state), index(state));
        ++visits[index(state)];
        if (been_in.contains(state)) continue;
        been_in.insert(state);
        ++counts.first_visits(subgroup, index(state), start(spell) - came);
        if (was_employed || !definitions_->employment.contains(state)) continue;
        was_employed = true;
        ++counts.first_employment(subgroup, start(spell) - came);
    }
}

// The first exit from this spell on; life_.size() if there is none.
std::size_t Recorder::find_exit(std::size_t spell) const {
    while (spell < life_.size() && !is_exit(spell)) ++spell;
    return spell;
}

bool Recorder::is_exit(std::size_t spell) const {
    const StateSet inside = definitions_->exit_from;
    if (!inside.contains(life_[spell - 1].state) || !some_base_.contains(life_[spell].state))
        return false;

    std::size_t back = spell + 1;
    while (back < life_.size() && !inside.contains(life_[back].state)) ++back;
    const std::int32_t outside_until = back < life_.size() ? start(back) : horizon_ + 1;
    return outside_until - start(spell) >= definitions_->confirm_months;
}

void Recorder::add_exit(std::size_t exit, std::size_t next_exit, std::size_t subgroup,
                        Counts& counts) {
    const std::size_t n_bases = definitions_->exit_bases.size();
    groups_.clear();
    for (std::size_t base = 0; base < n_bases; ++base) {
        if (!definitions_->exit_bases[base].contains(life_[exit].state)) continue;
        ++counts.exits(subgroup, base, start(exit));
        groups_.push_back(subgroup * n_bases + base);
    }
    for (std::size_t event = 0; event < definitions_->relapse_events.size(); ++event)
        follow_up(exit, next_exit, event, counts);
    for (std::size_t window = 0; window < definitions_->status_after_months.size(); ++window)
        add_status(exit, window, counts);
}

bool Recorder::is_relapse(std::size_t spell, StateSet event) const {
    const StateId to = life_[spell].state;
    return event.contains(to) &&
           (!event.contains(life_[spell - 1].state) || definitions_->exit_from.contains(to));
}

void Recorder::follow_up(std::size_t exit, std::size_t next_exit, std::size_t event,
                         Counts& counts) {
    const auto ended = [&](Table<std::uint32_t, 3>& table, std::int32_t tick) {
        for (const std::size_t group : groups_) ++table(group, event, tick - start(exit));
    };
    for (std::size_t spell = exit; spell < life_.size(); ++spell) {
        if (definitions_->left.contains(life_[spell].state))
            return ended(counts.censored, start(spell));
        if (spell > exit && is_relapse(spell, definitions_->relapse_events[event]))
            return ended(counts.relapses, start(spell));
        if (spell == next_exit) return ended(counts.censored, start(spell));
    }
    ended(counts.censored, horizon_);
}

void Recorder::add_status(std::size_t exit, std::size_t window, Counts& counts) {
    const std::int32_t tick = start(exit) + definitions_->status_after_months[window];
    if (tick > horizon_) return;
    std::size_t spell = exit;
    while (spell + 1 < life_.size() && start(spell + 1) <= tick) ++spell;
    for (const std::size_t group : groups_)
        ++counts.status(group, window, index(life_[spell].state));
}

void append_spells(std::span<const SpellStart> life, std::uint32_t person, std::int32_t first_tick,
                   std::int32_t horizon, Spells& spells) {
    for (std::size_t number = 0; number < life.size(); ++number) {
        const SpellStart& spell = life[number];
        const int end = number + 1 < life.size() ? life[number + 1].tick : horizon + 1;
        const int begin = std::max<int>(spell.tick, first_tick);
        if (end <= begin) continue;
        spells.person.push_back(person);
        spells.state.push_back(static_cast<std::uint8_t>(spell.state));
        spells.start.push_back(static_cast<std::uint16_t>(begin));
        spells.months.push_back(static_cast<std::uint16_t>(end - begin));
        spells.phase.push_back(static_cast<std::uint8_t>(spell.phase));
    }
}

void write_states(std::span<const SpellStart> life, std::int32_t first_tick,
                  std::span<std::uint8_t> states) {
    for (std::size_t number = 0; number < life.size(); ++number) {
        const std::size_t end = number + 1 < life.size() ? life[number + 1].tick : states.size();
        const auto begin = static_cast<std::size_t>(std::max<int>(life[number].tick, first_tick));
        if (begin < end)
            std::fill_n(states.begin() + static_cast<std::ptrdiff_t>(begin), end - begin,
                        static_cast<std::uint8_t>(life[number].state));
    }
}

}  // namespace forlob
