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
    // Without branches: whether a person is marked is what no processor can foresee.
    std::size_t found = 0;
    for (std::size_t person = 0; person < marked.size(); ++person) {
        positions[found] = static_cast<std::uint32_t>(person);
        found += marked[person];
    }
    return found;
}

}  // namespace forlob
