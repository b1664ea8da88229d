#include "results/deflate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <span>
#include <thread>

#include "results/hdf5.hpp"
#include "support/temporary.hpp"

using namespace forlob;
using namespace forlob::hdf5;

namespace {

// What HDF5's own filters, which every reader has, make of the stream.
template <Number T>
std::vector<T> read_by_filters(const std::vector<T>& numbers) {
    const test::TemporaryFolder folder;
    auto file = File::create((folder.path() / "x.h5").string());
    Dataset dataset =
        file.root().create("x", {element_of<T>(), {numbers.size()}, {numbers.size()}, 0});
    dataset.write_chunk({0}, shuffled_and_deflated(std::as_bytes(std::span(numbers)), sizeof(T)));
    return dataset.read<T>();
}

template <Number T>
std::vector<T> random_numbers(std::size_t n) {
    std::mt19937_64 generator(n);
    std::vector<T> numbers(n);
    for (T& number : numbers) number = static_cast<T>(generator());
    return numbers;
}

template <Number T>
void check_every_kind() {
    for (const std::size_t n : {1U, 3U, 1000U, 65536U, 100001U}) {
        CAPTURE(n);
        const auto random = random_numbers<T>(n);
        CHECK(read_by_filters(random) == random);
        const std::vector<T> constant(n, T{7});
        CHECK(read_by_filters(constant) == constant);
        std::vector<T> rising(n);
        std::iota(rising.begin(), rising.end(), T{0});
        CHECK(read_by_filters(rising) == rising);
    }
}

}  // namespace

TEST_CASE("every reader's filters take back numbers of every width") {
    check_every_kind<std::uint8_t>();
    check_every_kind<std::uint16_t>();
    check_every_kind<std::uint32_t>();
    check_every_kind<double>();
}

TEST_CASE("a stream depends on its numbers and on nothing that came before") {
    std::vector<std::uint16_t> numbers(50'000);
    std::mt19937 generator(1);
    for (auto& number : numbers) number = static_cast<std::uint16_t>(generator() % 20);
    const auto stream_of = [](const std::vector<std::uint16_t>& some) {
        return shuffled_and_deflated(std::as_bytes(std::span(some)), 2);
    };
    const auto first = stream_of(numbers);
    CHECK(first.size() < numbers.size());
    static_cast<void>(stream_of(random_numbers<std::uint16_t>(70'000)));
    static_cast<void>(stream_of({1, 2}));
    CHECK(stream_of(numbers) == first);
}

namespace {

// Leaves the number wherever the next function will have its variables.
[[gnu::noinline]] void leave_on_stack(std::uint16_t number) {
    std::array<volatile std::uint16_t, 100'000> left;
    for (auto& place : left) place = number;
}

}  // namespace

TEST_CASE("a stream does not depend on what was in memory before") {
    std::mt19937 generator(2);
    // States of people, with repetitions far apart.
    std::vector<std::uint8_t> numbers;
    while (numbers.size() < 200'000)
        numbers.insert(numbers.end(), 1 + generator() % 30,
                       static_cast<std::uint8_t>(generator() % 4));
    const auto stream = [&] { return shuffled_and_deflated(std::as_bytes(std::span(numbers)), 1); };
    leave_on_stack(0);
    const auto first = stream();
    for (std::uint16_t number = 1; number < 20; ++number) {
        leave_on_stack(number);
        CHECK((stream() == first));
    }
}

namespace {

// Streams of many short texts, told apart by their beginnings.
std::vector<std::vector<std::byte>> many_streams() {
    std::mt19937 generator(3);
    std::vector<std::vector<std::byte>> streams;
    std::vector<std::uint8_t> numbers(200);
    while (streams.size() < 10'000) {
        for (std::size_t at = 0; at < numbers.size(); ++at)
            numbers[at] = static_cast<std::uint8_t>(at < 8 ? generator() : numbers[at - 8]);
        streams.push_back(shuffled_and_deflated(std::as_bytes(std::span(numbers)), 1));
    }
    return streams;
}

}  // namespace

TEST_CASE("a stream does not depend on where in memory it was made") {
    const auto here = many_streams();
    // Every thread has a stack of its own. They run side by side, so that these differ.
    std::array<std::vector<std::vector<std::byte>>, 4> elsewhere;
    {
        std::vector<std::jthread> threads;
        for (auto& streams : elsewhere)
            threads.emplace_back([&streams] { streams = many_streams(); });
    }
    for (const auto& streams : elsewhere) CHECK((streams == here));
}
