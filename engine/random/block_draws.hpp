#pragma once

// Which random numbers do these people get, month after month? The draws of one purpose for a block
// of neighbouring people, in the order in which lanes of a vector read them.
//
// The same numbers as uniform() gives, for three quarters of the work: of the ten rounds of Philox,
// the first two and half of the third mix what belongs to a person with what belongs to a month
// only by exclusive or. What belongs to a person is worked out once, and kept for all months.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "random/philox.hpp"
#include "random/uniforms.hpp"

namespace forlob {

/// Blocks are filled up to whole groups of so many people, which have 16 counters.
inline constexpr std::size_t lane_group = 64;

[[nodiscard]] constexpr std::size_t in_whole_groups(std::size_t n_people) noexcept {
    return (n_people + lane_group - 1) / lane_group * lane_group;
}

/// Where the uniform of a person lies among those of a block with so many counters: first the first
/// words of all counters, then the second ones, …
[[nodiscard]] constexpr std::size_t lane_position(std::size_t person,
                                                  std::size_t n_counters) noexcept {
    return person % 4 * n_counters + person / 4;
}

class BlockDraws {
public:
    /// Turns to persons first, first + 1, … of the replication that `address` names, and to its
    /// purpose (its tick is not used). `first` is a multiple of 4.
    void begin(const DrawAddress& address, PersonId first, std::size_t n_people);

    [[nodiscard]] std::size_t n_counters() const noexcept { return persons_.low_1.size(); }

    /// Draws of one month. `words` are the uniforms, by lane_position; `top_bytes` their highest
    /// bytes, in the order of the people. Both have the length of in_whole_groups(n_people); what
    /// is beyond the last person are the draws of the persons who would come next.
    void draw(Tick tick, std::span<std::uint32_t> words,
              std::span<std::uint8_t> top_bytes) const noexcept;

    /// What is worked out of a person, by counter: halves of products of the first three rounds.
    struct PersonParts {
        std::vector<std::uint32_t> low_1, low_2, high_3, low_3;
    };
    /// What is worked out of a month: words to be xored to those of the person. As wide as the
    /// lanes that they go to, so that one instruction reads them from memory into all lanes.
    struct MonthParts {
        std::uint64_t word_2 = 0;  ///< to low_1, before the third round
        std::uint64_t word_3 = 0;  ///< to high_3, after it
        struct Key {
            std::uint64_t word_0 = 0, word_1 = 0;
        };
        std::array<Key, 8> keys{};  ///< of the rounds from the third on
    };

private:
    [[nodiscard]] MonthParts month_parts(Tick tick) const noexcept;
    void draw_plainly(std::size_t number, const MonthParts& month, std::span<std::uint32_t> words,
                      std::span<std::uint8_t> top_bytes) const noexcept;

    DrawAddress address_;
    PersonParts persons_;
};

}  // namespace forlob
