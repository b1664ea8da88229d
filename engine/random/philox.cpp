#include "random/philox.hpp"

#include <Random123/philox.h>

namespace forlob {

PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) noexcept {
    const r123::Philox4x32_R<10>::ctr_type words{{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32_R<10>::key_type keys{{key[0], key[1]}};
    const auto bits = r123::Philox4x32_R<10>{}(words, keys);
    return {bits[0], bits[1], bits[2], bits[3]};
}

}  // namespace forlob
