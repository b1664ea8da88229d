#include "exact/follow_up.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace forlob {
namespace {

constexpr std::size_t most_slots = 64;
constexpr std::size_t most_numbers = std::size_t{1} << 23;  // 64 MB

template <typename Each>
void for_each_slot(std::uint64_t slots, Each each) {
    for (; slots != 0; slots &= slots - 1) each(static_cast<std::size_t>(std::countr_zero(slots)));
}

}  // namespace

void FollowedPeople::clear() {
    for (const NodeId node : nodes_) place_[index(node)] = nowhere;
    nodes_.clear();
    slots_.clear();
    blocks_.clear();
    n_used_ = 0;
}

double* FollowedPeople::open(NodeId node, std::size_t slot, ExitRange range) {
    if (index(node) >= place_.size()) place_.resize(index(node) + 1, nowhere);
    std::size_t& place = place_[index(node)];
    if (place == nowhere) {
        place = nodes_.size();
        nodes_.push_back(node);
        slots_.push_back(0);
        blocks_.resize(blocks_.size() + n_slots_);
    }
    Block& block = blocks_[place * n_slots_ + slot];
    const std::uint64_t bit = std::uint64_t{1} << slot;
    if ((slots_[place] & bit) == 0) {
        slots_[place] |= bit;
        block = {n_used_, {range.low, range.low}};
        n_used_ += n_ticks_;
        if (n_used_ > most_numbers_) throw TooManyToFollow();
        if (n_used_ > value_.size()) value_.resize(std::max(n_used_, 2 * value_.size()));
    }
    widen(block, range);
    return value_.data() + block.first;
}

void FollowedPeople::widen(Block& block, ExitRange range) {
    double* values = value_.data() + block.first;
    if (range.low < block.range.low) {
        std::fill(values + range.low, values + block.range.low, 0.0);
        block.range.low = range.low;
    }
    if (range.high > block.range.high) {
        std::fill(values + block.range.high, values + range.high, 0.0);
        block.range.high = range.high;
    }
}

bool FollowUp::is_small(const FollowRules& rules, std::int32_t horizon) {
    return rules.n_slots() <= most_slots &&
           rules.n_slots() * (static_cast<std::size_t>(horizon) + 1) <= most_layers;
}

FollowUp::FollowUp(const Model& model, const FollowRules& rules, AugmentedStates& states,
                   ExpectedCounts& counts, std::size_t n_beside)
    : definitions_(model.definitions),
      rules_(rules),
      states_(states),
      counts_(counts),
      horizon_(static_cast<std::size_t>(model.horizon)),
      now_{{rules.n_slots(), horizon_ + 1, most_numbers / n_beside},
           {rules.n_slots(), horizon_ + 1, most_numbers / n_beside},
           {1, 1, most_numbers / n_beside}},
      next_(now_) {
    for (const std::int32_t window : definitions_.status_after_months)
        longest_window_ = std::max(longest_window_, static_cast<std::size_t>(window));
    ended_.relapsed.assign(rules.n_slots() * (horizon_ + 1), 0.0);
    ended_.censored = ended_.censored_before = ended_.relapsed;
}

void FollowUp::People::clear() {
    followed.clear();
    doubtful.clear();
    fresh.clear();
}

void FollowUp::start(std::size_t subgroup) {
    subgroup_ = subgroup;
    now_.clear();
    next_.clear();
}

bool FollowUp::is_confirmed_at_once() const { return definitions_.confirm_months <= 1; }

// Exits that are too long ago for any status are no longer kept up.
ExitRange FollowUp::range_of(NodeId from, std::size_t slot) const {
    ExitRange range = now_.followed.range(from, slot);
    if (rules_.column_of_slot(slot) == rules_.n_events() && month_ > longest_window_)
        range.low = std::min(std::max(range.low, month_ - longest_window_), range.high);
    return range;
}

void FollowUp::go(NodeId from, NodeId to, double share) {
    go_followed(from, to, share);
    if (is_confirmed_at_once()) return;
    go_doubtful(from, to, share);
    go_fresh(from, to, share);
}

double* FollowUp::destination(FollowRules::Fate fate, NodeId to, std::size_t slot,
                              ExitRange range) {
    using Fate = FollowRules::Fate;
    const std::size_t first = slot * (horizon_ + 1);
    switch (fate) {
        case Fate::relapses:
            return ended_.relapsed.data() + first;
        case Fate::is_censored:
            return ended_.censored.data() + first;
        case Fate::exits:
            return next_.doubtful.open(to, slot, range);
        case Fate::goes_on:
            break;
    }
    return next_.followed.open(to, slot, range);
}

void FollowUp::go_followed(NodeId from, NodeId to, double share) {
    const StateId origin = states_.state(from);
    const StateId arrival = states_.state(to);
    for_each_slot(now_.followed.slots(from), [&](std::size_t slot) {
        const auto fate = rules_.fate(origin, arrival, rules_.column_of_slot(slot));
        const ExitRange range = range_of(from, slot);
        if (range.low == range.high) return;
        double* there = destination(fate, to, slot, range);
        const double* here = now_.followed.at(from, slot);
        for (std::size_t exit = range.low; exit < range.high; ++exit)
            there[exit] += here[exit] * share;
    });
}

// Who is still outside has exited again a month ago, and what happens now is the new exit's. Who is
// back inside has not, and is followed on.
void FollowUp::go_doubtful(NodeId from, NodeId to, double share) {
    const StateId arrival = states_.state(to);
    const bool is_outside = !definitions_.exit_from.contains(arrival);
    for_each_slot(now_.doubtful.slots(from), [&](std::size_t slot) {
        const auto fate = rules_.fate(states_.state(from), arrival, rules_.column_of_slot(slot));
        const ExitRange range = now_.doubtful.range(from, slot);
        double* there = is_outside ? ended_.censored_before.data() + slot * (horizon_ + 1)
                                   : destination(fate, to, slot, range);
        const double* here = now_.doubtful.at(from, slot);
        for (std::size_t exit = range.low; exit < range.high; ++exit)
            there[exit] += here[exit] * share;
    });
}

// Exits of a month ago: confirmed if the person is still outside.
void FollowUp::go_fresh(NodeId from, NodeId to, double share) {
    const StateId arrival = states_.state(to);
    if (now_.fresh.slots(from) == 0 || definitions_.exit_from.contains(arrival)) return;
    const StateId origin = states_.state(from);
    const double people = now_.fresh.at(from, 0)[0] * share;
    const std::size_t exit = month_ - 1;
    const ExitRange one{exit, exit + 1};
    const std::size_t combination = rules_.combination(origin);
    for (std::size_t event = 0; event < rules_.n_events(); ++event) {
        const std::size_t slot = rules_.slot(combination, event);
        if (definitions_.left.contains(origin))
            ended_.censored_before[slot * (horizon_ + 1) + exit] += people;
        else
            destination(rules_.fate(origin, arrival, event), to, slot, one)[exit] += people;
    }
    if (!rules_.has_status()) return;
    next_.followed.open(to, rules_.slot(combination, rules_.n_events()), one)[exit] += people;
    // Status at the exit itself is known only now.
    for (std::size_t window = 0; window < definitions_.status_after_months.size(); ++window)
        if (definitions_.status_after_months[window] == 0)
            add_to_groups(counts_.status, combination, window, index(origin), people);
}

void FollowUp::enter(NodeId from, NodeId to, double share) {
    for (FollowedPeople* people : {&now_.followed, &now_.doubtful, &now_.fresh})
        for_each_slot(people->slots(from), [&](std::size_t slot) {
            const ExitRange range = people->range(from, slot);
            double* there = people->open(to, slot, range);
            const double* here = people->at(from, slot);
            for (std::size_t exit = range.low; exit < range.high; ++exit)
                there[exit] += here[exit] * share;
        });
}

void FollowUp::keep(NodeId node, double share) {
    for (FollowedPeople* people : {&now_.followed, &now_.doubtful, &now_.fresh})
        for_each_slot(people->slots(node), [&](std::size_t slot) {
            const ExitRange range = people->range(node, slot);
            double* here = people->at(node, slot);
            for (std::size_t exit = range.low; exit < range.high; ++exit) here[exit] *= share;
        });
}

void FollowUp::exit(NodeId to, double people) {
    if (!is_confirmed_at_once()) {
        next_.fresh.open(to, 0, {0, 1})[0] += people;
        return;
    }
    const StateId arrival = states_.state(to);
    const std::size_t combination = rules_.combination(arrival);
    const ExitRange one{month_, month_ + 1};
    const auto fate = definitions_.left.contains(arrival) ? FollowRules::Fate::is_censored
                                                          : FollowRules::Fate::goes_on;
    for (std::size_t event = 0; event < rules_.n_events(); ++event)
        destination(fate, to, rules_.slot(combination, event), one)[month_] += people;
    if (rules_.has_status())
        next_.followed.open(to, rules_.slot(combination, rules_.n_events()), one)[month_] += people;
}

void FollowUp::end_month() {
    std::swap(now_, next_);
    next_.clear();
    count_ended(ended_.relapsed, counts_.relapses, month_);
    count_ended(ended_.censored, counts_.censored, month_);
    count_ended(ended_.censored_before, counts_.censored, month_ - 1);
    if (rules_.has_status()) count_status();
    if (month_ < horizon_) return;
    censor_all(now_.followed);
    censor_all(now_.doubtful);
}

void FollowUp::add_to_groups(Table<double, 3>& table, std::size_t combination, std::size_t second,
                             std::size_t third, double people) const {
    const std::size_t n_bases = definitions_.exit_bases.size();
    for (std::size_t base = 0; base < n_bases; ++base)
        if ((rules_.bases(combination) >> base & 1U) != 0)
            table(subgroup_ * n_bases + base, second, third) += people;
}

void FollowUp::count_ended(std::vector<double>& ended, Table<double, 3>& table, std::size_t until) {
    for (std::size_t slot = 0; slot < rules_.n_slots(); ++slot)
        for (std::size_t exit = 1; exit <= until; ++exit) {
            double& people = ended[slot * (horizon_ + 1) + exit];
            if (people == 0.0) continue;
            add_to_groups(table, rules_.combination_of_slot(slot), rules_.column_of_slot(slot),
                          until - exit, people);
            people = 0.0;
        }
}

void FollowUp::count_status() {
    const auto& windows = definitions_.status_after_months;
    for (const NodeId node : now_.followed.nodes())
        for (std::size_t combination = 0; combination < rules_.n_combinations(); ++combination) {
            const std::size_t slot = rules_.slot(combination, rules_.n_events());
            if ((now_.followed.slots(node) >> slot & 1U) == 0) continue;
            const double* here = now_.followed.at(node, slot);
            const ExitRange range = now_.followed.range(node, slot);
            for (std::size_t window = 0; window < windows.size(); ++window) {
                const auto months = static_cast<std::size_t>(windows[window]);
                if (months + range.low <= month_ && month_ < months + range.high)
                    add_to_groups(counts_.status, combination, window, index(states_.state(node)),
                                  here[month_ - months]);
            }
        }
}

void FollowUp::censor_all(FollowedPeople& people) {
    for (const NodeId node : people.nodes())
        for_each_slot(people.slots(node), [&](std::size_t slot) {
            if (rules_.column_of_slot(slot) == rules_.n_events()) return;
            const double* here = people.at(node, slot);
            const ExitRange range = people.range(node, slot);
            for (std::size_t exit = range.low; exit < range.high; ++exit)
                add_to_groups(counts_.censored, rules_.combination_of_slot(slot),
                              rules_.column_of_slot(slot), horizon_ - exit, here[exit]);
        });
}

}  // namespace forlob
