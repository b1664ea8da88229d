#include "simulate/block_uniforms.hpp"

namespace forlob {

void BlockUniforms::begin(const DrawAddress& address, PersonId first, std::size_t n_people,
                          std::int32_t horizon) {
    address_ = address;
    first_ = first;
    n_people_ = n_people;
    n_ticks_ = static_cast<std::size_t>(horizon) + 1;
    for (Stream& known : streams_) known.is_drawn.assign(n_ticks_, 0);
}

std::span<const std::uint32_t> BlockUniforms::of(Purpose purpose, Tick tick, std::uint8_t sub) {
    Stream& here = stream(purpose, sub);
    const auto row = static_cast<std::size_t>(tick.index);
    if (here.values.size() < (row + 1) * n_people_)
        here.values.resize((tick.index == 0 ? 1 : n_ticks_) * n_people_);
    const std::span<std::uint32_t> uniforms{here.values.data() + row * n_people_, n_people_};
    if (!here.is_drawn[row]) {
        DrawAddress address = address_;
        address.tick = tick;
        address.purpose = purpose;
        address.sub = sub;
        fill_uniforms(address, first_, uniforms);
        here.is_drawn[row] = 1;
    }
    return uniforms;
}

BlockUniforms::Stream& BlockUniforms::stream(Purpose purpose, std::uint8_t sub) {
    for (Stream& known : streams_)
        if (known.purpose == purpose && known.sub == sub) return known;
    streams_.push_back({.purpose = purpose, .sub = sub});
    streams_.back().is_drawn.assign(n_ticks_, 0);
    return streams_.back();
}

}  // namespace forlob
