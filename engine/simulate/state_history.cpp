#include "simulate/state_history.hpp"

#include <algorithm>
#include <bit>

#include "base/byte_vectors.hpp"
#include "base/require.hpp"

namespace forlob {
namespace {

// People at a time: their bytes stay in the cache next to the core.
constexpr std::size_t few_people = 64;
constexpr std::size_t bits_in_word = 64;

}  // namespace

void StateHistory::begin(std::size_t n_people, std::size_t n_ticks) {
    n_people_ = n_people;
    n_ticks_ = n_ticks;
    room_ = (n_people + few_people - 1) / few_people * few_people;
    by_tick_.resize(std::max(by_tick_.size(), n_ticks * room_));
}

void StateHistory::write_states(std::span<std::uint8_t> states) const {
    require(states.size() == n_people_ * n_ticks_, "there is a byte per person and tick");
    transpose(by_tick_.data(), room_, n_ticks_, n_people_, states.data());
}

void StateHistory::append_spells(std::uint32_t first_person, Spells& spells) {
    // One before the first, to which it is compared.
    by_person_.resize(1 + few_people * n_ticks_);
    std::uint8_t* const states = by_person_.data() + 1;
    for (std::size_t first = 0; first < n_people_; first += few_people) {
        const std::size_t n = std::min(few_people, n_people_ - first);
        transpose(by_tick_.data() + first, room_, n_ticks_, n, states);
        const std::size_t n_spells = find_starts(n);
        std::size_t next = spells.size();
        spells.resize(next + n_spells);
        // Spells follow one another without a gap, also from person to person.
        std::size_t person = 0;
        std::size_t begin = 0;
        for (std::size_t word = 0; word < starts_.size(); ++word)
            for (std::uint64_t bits = starts_[word]; bits != 0; bits &= bits - 1, ++next) {
                const std::size_t at =
                    word * bits_in_word + static_cast<std::size_t>(std::countr_zero(bits));
                const bool is_next_person = at == begin + n_ticks_;
                person += is_next_person ? 1 : 0;
                begin = is_next_person ? at : begin;
                spells.person[next] = first_person + static_cast<std::uint32_t>(first + person);
                spells.state[next] = states[at];
                spells.start[next] = static_cast<std::uint16_t>(at - begin);
            }
        fill_months(n_spells, spells);
    }
}

// Where a spell starts in the bytes of the first n people of `by_person_`, as bits. Returns how
// many do.
std::size_t StateHistory::find_starts(std::size_t n) {
    starts_.resize((n * n_ticks_ + bits_in_word - 1) / bits_in_word);
    find_changes(by_person_.data() + 1, n * n_ticks_, starts_.data());
    for (std::size_t person = 0; person < n; ++person)
        starts_[person * n_ticks_ / bits_in_word] |= std::uint64_t{1}
                                                     << person * n_ticks_ % bits_in_word;
    std::size_t n_starts = 0;
    for (const std::uint64_t bits : starts_)
        n_starts += static_cast<std::size_t>(std::popcount(bits));
    return n_starts;
}

// Of the last n spells: until the next one starts, or to the end.
void StateHistory::fill_months(std::size_t n, Spells& spells) const {
    const auto n_ticks = static_cast<std::uint16_t>(n_ticks_);
    const std::size_t end = spells.size();
    for (std::size_t spell = end - n; spell < end; ++spell) {
        const std::uint16_t next = spell + 1 < end ? spells.start[spell + 1] : std::uint16_t{0};
        spells.months[spell] =
            static_cast<std::uint16_t>((next == 0 ? n_ticks : next) - spells.start[spell]);
    }
}

}  // namespace forlob
