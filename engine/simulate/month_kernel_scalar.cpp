#include <bit>
#include <cstring>

#include "simulate/month_kernel.hpp"

namespace forlob {

void mark_movers(const MonthColumns& columns, std::uint32_t tick,
                 std::span<std::uint8_t> marked) noexcept {
    const std::uint32_t* uniform = columns.uniform.data();
    const std::uint32_t* low = columns.stay_low.data();
    const std::uint32_t* width = columns.stay_width.data();
    const std::uint32_t* due = columns.due.data();
    std::uint8_t* mark = marked.data();
    // Without branches, so that compilers vectorise it.
    for (std::size_t person = 0; person < marked.size(); ++person)
        mark[person] = static_cast<std::uint8_t>((uniform[person] - low[person] >= width[person]) |
                                                 (due[person] == tick));
}

void mark_struck(std::span<const std::uint32_t> uniform, std::span<const std::uint32_t> below,
                 std::span<std::uint8_t> marked) noexcept {
    for (std::size_t person = 0; person < marked.size(); ++person)
        marked[person] =
            static_cast<std::uint8_t>(marked[person] | (uniform[person] < below[person] ? 1 : 0));
}

std::size_t collect_marked(std::span<const std::uint8_t> marked,
                           std::span<std::uint32_t> positions) noexcept {
    std::size_t found = 0;
    std::size_t person = 0;
    // Eight at a time: mostly nobody, or one, is marked.
    for (; person + 8 <= marked.size(); person += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, marked.data() + person, sizeof eight);
        if constexpr (std::endian::native == std::endian::little) {
            for (; eight != 0; eight &= eight - 1)
                positions[found++] = static_cast<std::uint32_t>(
                    person + static_cast<std::size_t>(std::countr_zero(eight)) / 8);
        } else if (eight != 0) {
            for (std::size_t one = person; one < person + 8; ++one)
                if (marked[one] != 0) positions[found++] = static_cast<std::uint32_t>(one);
        }
    }
    for (; person < marked.size(); ++person)
        if (marked[person] != 0) positions[found++] = static_cast<std::uint32_t>(person);
    return found;
}

}  // namespace forlob
