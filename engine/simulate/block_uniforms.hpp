#pragma once

// Which random numbers do the people of this block get? Drawn when first asked for, and then shared
// by all arms: common random numbers also save most of their cost.

#include <cstdint>
#include <span>
#include <vector>

#include "random/uniforms.hpp"

namespace forlob {

class BlockUniforms {
public:
    /// Forgets everything and serves persons first, first + 1, … of the replication that `address`
    /// names (its tick and purpose are not used). `first` is a multiple of 4; ticks go from 0 to
    /// `horizon`.
    void begin(const DrawAddress& address, PersonId first, std::size_t n_people,
               std::int32_t horizon);

    /// One uniform per person of the block. Valid until `begin`.
    [[nodiscard]] std::span<const std::uint32_t> of(Purpose purpose, Tick tick,
                                                    std::uint8_t sub = 0);

private:
    struct Stream {
        Purpose purpose = Purpose::stratum;
        std::uint8_t sub = 0;
        std::vector<std::uint32_t> values{};   ///< [tick][person]
        std::vector<std::uint8_t> is_drawn{};  ///< [tick]
    };
    Stream& stream(Purpose purpose, std::uint8_t sub);

    DrawAddress address_;
    PersonId first_{};
    std::size_t n_people_ = 0;
    std::size_t n_ticks_ = 0;
    std::vector<Stream> streams_;  ///< few: one per purpose and program
};

}  // namespace forlob
