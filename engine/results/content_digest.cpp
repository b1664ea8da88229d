#include "results/content_digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "results/blocks.hpp"
#include "results/digest.hpp"

namespace forlob {

namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are hashed as they lie in memory");

constexpr std::size_t elements_per_read = 1 << 18;

std::string digest_of_content(const hdf5::Dataset& dataset) {
    Sha256 digest;
    if (dataset.element() == hdf5::Element::text) {
        for (const auto& text : dataset.read_texts()) digest.add({text.c_str(), text.size() + 1});
        return digest.finish();
    }
    std::string bytes;
    for_each_box(dataset.shape(), elements_per_read,
                 [&](const hdf5::Shape& offset, const hdf5::Shape& count) {
                     bytes.resize(hdf5::volume(count) * hdf5::bytes_of(dataset.element()));
                     dataset.read_box(offset, count, dataset.element(), bytes.data());
                     digest.add(bytes);
                 });
    return digest.finish();
}

void add_lines(const hdf5::Group& group, std::vector<std::string>& lines) {
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        if (dataset.is_bare_dimension()) continue;
        lines.push_back(fmt::format("{}\t{}\t{}\t{}\n", dataset.path(),
                                    hdf5::name_of(dataset.element()),
                                    fmt::join(dataset.shape(), " "), digest_of_content(dataset)));
    }
    for (const auto& name : group.group_names()) add_lines(group.group(name), lines);
}

}  // namespace

std::string content_digest(const hdf5::Group& group) {
    std::vector<std::string> lines;
    add_lines(group, lines);
    // Tab sorts before every character of a name, so whole lines sort as their paths do.
    std::sort(lines.begin(), lines.end());
    Sha256 digest;
    for (const auto& line : lines) digest.add(line);
    return digest.finish();
}

}  // namespace forlob
