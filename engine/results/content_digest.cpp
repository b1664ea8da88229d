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

std::string digest_of_content(const hdf5::Dataset& dataset) {
    Sha256 digest;
    if (dataset.element() == hdf5::Element::text) {
        for (const auto& text : dataset.read_texts()) digest.add({text.c_str(), text.size() + 1});
        return digest.finish();
    }
    const auto chunk = dataset.chunk();
    std::vector<std::byte> bytes;
    const auto read = [&](const hdf5::Shape& offset, const hdf5::Shape& count) {
        bytes.resize(hdf5::volume(count) * hdf5::bytes_of(dataset.element()));
        dataset.read_box(offset, count, dataset.element(), bytes.data());
    };
    if (chunk.empty()) {
        read(hdf5::Shape(dataset.shape().size(), 0), dataset.shape());
        digest.add(bytes);
        return digest.finish();
    }
    for_each_box_of(dataset.shape(), chunk,
                    [&](const hdf5::Shape& offset, const hdf5::Shape& count) {
                        read(offset, count);
                        digest.add(digest_of(bytes));
                    });
    return digest.finish();
}

void add_lines(const hdf5::Group& group, const KnownDigests& known,
               std::vector<std::string>& lines) {
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        if (dataset.is_bare_dimension()) continue;
        const auto noted = known.find(dataset.path());
        lines.push_back(
            fmt::format("{}\t{}\t{}\t{}\n", dataset.path(), hdf5::name_of(dataset.element()),
                        fmt::join(dataset.shape(), " "),
                        noted != known.end() ? noted->second : digest_of_content(dataset)));
    }
    for (const auto& name : group.group_names()) add_lines(group.group(name), known, lines);
}

}  // namespace

std::string content_digest(const hdf5::Group& group, const KnownDigests& known) {
    std::vector<std::string> lines;
    add_lines(group, known, lines);
    // Tab sorts before every character of a name, so whole lines sort as their paths do.
    std::sort(lines.begin(), lines.end());
    Sha256 digest;
    for (const auto& line : lines) digest.add(line);
    return digest.finish();
}

}  // namespace forlob
