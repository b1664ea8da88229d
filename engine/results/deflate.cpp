#include "results/deflate.hpp"

#include <isa-l/igzip_lib.h>

#include <algorithm>

#include "base/require.hpp"

namespace forlob {

namespace {

// Nanoseconds and bytes per spell of W1 (bench/output.cpp): level 1 of ISA-L takes 12 for 1.9
// bytes, level 1 of libdeflate 56 for 1.8, level 2 of zlib more than 100. ISA-L's level 3 is not
// the same on every instruction set.
constexpr std::uint32_t level = 1;

// What one thread needs again and again.
struct Workspace {
    std::vector<std::byte> shuffled;
    std::vector<std::byte> stream;
    std::vector<std::uint8_t> level_memory = std::vector<std::uint8_t>(ISAL_DEF_LVL1_DEFAULT);
};

Workspace& workspace() {
    thread_local Workspace of_this_thread;
    return of_this_thread;
}

template <std::size_t n_bytes>
void shuffle(std::span<const std::byte> numbers, std::byte* to) {
    const std::size_t n = numbers.size() / n_bytes;
    for (std::size_t number = 0; number < n; ++number)
        for (std::size_t byte = 0; byte < n_bytes; ++byte)
            to[byte * n + number] = numbers[number * n_bytes + byte];
}

std::span<const std::byte> shuffled(std::span<const std::byte> numbers, std::size_t element_bytes,
                                    std::vector<std::byte>& memory) {
    if (element_bytes == 1) return numbers;
    require(numbers.size() % element_bytes == 0, "a chunk holds whole numbers");
    memory.resize(std::max(memory.size(), numbers.size()));
    if (element_bytes == 2) shuffle<2>(numbers, memory.data());
    if (element_bytes == 4) shuffle<4>(numbers, memory.data());
    if (element_bytes == 8) shuffle<8>(numbers, memory.data());
    require(element_bytes == 2 || element_bytes == 4 || element_bytes == 8,
            "a number has 1, 2, 4 or 8 bytes");
    return {memory.data(), numbers.size()};
}

// Room for numbers that cannot be made smaller. Of the size of the numbers alone, never of what
// happened to be there: the library may decide by it.
std::size_t most_bytes(std::size_t n_bytes) { return n_bytes + n_bytes / 8 + 4096; }

// So short a beginning goes through the library's careful code for ends.
constexpr std::size_t beginning_bytes = 16;

// Adds bytes to the stream, the last ones or not.
void deflate(std::span<const std::byte> bytes, bool are_last, isal_zstream& state) {
    // The library reads through a pointer to what is not const.
    state.next_in = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(bytes.data()));
    state.avail_in = static_cast<std::uint32_t>(bytes.size());
    state.end_of_stream = are_last ? 1 : 0;
    state.flush = are_last ? NO_FLUSH : SYNC_FLUSH;
    require(isal_deflate(&state) == COMP_OK && state.avail_in == 0 && state.avail_out > 0,
            "a chunk fits the memory for its stream");
}

}  // namespace

std::vector<std::byte> shuffled_and_deflated(std::span<const std::byte> numbers,
                                             std::size_t element_bytes) {
    Workspace& own = workspace();
    const auto bytes = shuffled(numbers, element_bytes, own.shuffled);
    std::vector<std::byte>& stream = own.stream;
    const std::size_t room = most_bytes(bytes.size());
    stream.resize(std::max(stream.size(), room));
    // The library does not set all of it: `hist_bits`, how far back it looks for repetitions, stays
    // what it was, and bytes would depend on what happened to be on the stack.
    isal_zstream state{};
    isal_deflate_init(&state);
    state.level = level;
    state.level_buf = own.level_memory.data();
    state.level_buf_size = static_cast<std::uint32_t>(own.level_memory.size());
    state.gzip_flag = IGZIP_ZLIB;
    state.next_out = reinterpret_cast<std::uint8_t*>(stream.data());
    state.avail_out = static_cast<std::uint32_t>(room);
    // The first bytes apart. In its fast loop the library (2.30) notes the place of the second
    // byte under a number made of the address of `state` in place of the bytes, so that the stream
    // would depend on where the state lies. Its code for ends does not, and then the loop goes on
    // from what that noted. Costs about ten bytes a chunk and no time.
    const std::size_t n_first = std::min(bytes.size(), beginning_bytes);
    deflate(bytes.first(n_first), false, state);
    deflate(bytes.subspan(n_first), true, state);
    return {stream.begin(), stream.begin() + state.total_out};
}

}  // namespace forlob
