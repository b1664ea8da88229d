#include "support/instruction_sets.hpp"

#include <hwy/highway.h>

#include <cstdint>

#include "simulate/lane_kernel.hpp"

namespace forlob::test {
namespace {

void disable(std::int64_t targets) {
    hwy::DisableTargets(targets);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace

void for_each_instruction_set(const std::function<void(std::string_view name)>& each) {
    // Highway numbers better sets by lower bits.
    std::int64_t disabled = 0;
    std::string_view before;
    for (const std::int64_t target :
         {HWY_AVX3_DL, HWY_AVX3, HWY_AVX2, HWY_SSE4, HWY_SSSE3, HWY_SCALAR}) {
        disable(disabled);
        if (instruction_set() != before) each(instruction_set());
        before = instruction_set();
        disabled |= target;
    }
    disable(0);
}

}  // namespace forlob::test
