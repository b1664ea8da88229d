#include "results/variables.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "base/require.hpp"
#include "results/blocks.hpp"

namespace forlob {

namespace {

using hdf5::Dataset;
using hdf5::Element;
using hdf5::Shape;

constexpr std::size_t numbers_per_chunk = 1 << 14;

constexpr const char* label_suffix = "_label";
constexpr const char* danish_suffix = "_label_da";

}  // namespace

void describe(hdf5::Attributes attributes, const Description& description) {
    attributes.set("units", description.units);
    attributes.set("long_name", description.long_name);
    attributes.set("long_name_da", description.long_name_da.empty() ? description.long_name
                                                                    : description.long_name_da);
}

template <hdf5::Number T>
void set_meanings(hdf5::Attributes attributes, const std::vector<std::string>& labels) {
    if (labels.empty()) return;
    std::vector<T> values(labels.size());
    std::iota(values.begin(), values.end(), T{0});
    std::string text;
    for (const auto& label : labels) {
        if (!text.empty()) text += ' ';
        for (const char c : label) text += c == ' ' ? '_' : c;
    }
    attributes.set("flag_values", values);
    attributes.set("flag_meanings", text);
}
template void set_meanings<std::uint8_t>(hdf5::Attributes, const std::vector<std::string>&);
template void set_meanings<std::uint16_t>(hdf5::Attributes, const std::vector<std::string>&);
template void set_meanings<std::int32_t>(hdf5::Attributes, const std::vector<std::string>&);

std::vector<std::string> meanings(const Dataset& dataset) {
    std::vector<std::string> labels;
    if (!dataset.attributes().has("flag_meanings")) return labels;
    std::istringstream words(dataset.attributes().text("flag_meanings"));
    for (std::string word; words >> word;) labels.push_back(word);
    return labels;
}

void VariableGroup::add_texts(const Axis& axis, const std::string& suffix,
                              const std::vector<std::string>& texts, const std::string& remark,
                              const std::string& remark_da) {
    if (texts.empty()) return;
    require(texts.size() == axis.labels.size(), "an axis has one text per label");
    auto variable = create({axis.name + suffix,
                            Element::text,
                            {axis.name},
                            {"1", axis.long_name + remark,
                             axis.long_name_da.empty() ? "" : axis.long_name_da + remark_da}});
    variable.write(texts);
    variable.close();
}

void VariableGroup::add_axis(const Axis& axis) {
    require(!has_dimension(axis.name), "an axis is written once per group");
    const bool is_text = !axis.labels.empty();
    const auto element = is_text ? Element::text : Element::i32;
    const Shape shape{axis.size()};
    auto scale = group_.create(axis.name, {element, shape, chunk_shape(shape, element), {}});
    if (is_text)
        scale.write(axis.labels);
    else
        scale.write(axis.values);
    scale.make_scale();
    auto attributes = scale.attributes();
    attributes.set("units", is_text ? "1" : axis.units);
    attributes.set("long_name", axis.long_name);
    attributes.set("long_name_da", axis.long_name_da);
    dimensions_.emplace(axis.name, Dimension{std::move(scale), axis.size(), false});
    add_texts(axis, label_suffix, axis.texts, ", in words", ", i ord");
    add_texts(axis, danish_suffix, axis.danish, ", in Danish", ", på dansk");
}

void VariableGroup::add_numbers(const std::string& name, std::uint32_t n,
                                const Description& description) {
    const Shape shape{n};
    const Shape chunk = chunk_shape(shape, Element::u32);
    auto scale = group_.create(name, {Element::u32, shape, chunk, {}});
    // Chunk by chunk: there may be as many as people.
    std::vector<std::uint32_t> values;
    for_each_box_of(shape, chunk, [&](const Shape& offset, const Shape& count) {
        values.resize(count[0]);
        std::iota(values.begin(), values.end(), static_cast<std::uint32_t>(offset[0]));
        scale.write<std::uint32_t>(offset, count, values);
    });
    scale.make_scale();
    describe(scale.attributes(), description);
    dimensions_.emplace(name, Dimension{std::move(scale), n, false});
}

void VariableGroup::add_growing_dimension(const std::string& name) {
    auto scale = group_.create(name, {Element::u8, {0}, {numbers_per_chunk}, 0});
    scale.make_bare_dimension();
    dimensions_.emplace(name, Dimension{std::move(scale), 0, true});
}

Dataset VariableGroup::add_growing_numbers(const std::string& name,
                                           const Description& description) {
    auto scale = group_.create(name, {Element::u32, {0}, {numbers_per_chunk}, 0});
    scale.make_scale();
    describe(scale.attributes(), description);
    dimensions_.emplace(name, Dimension{std::move(scale), 0, true});
    return group_.dataset(name);
}

void VariableGroup::set_length(const std::string& growing_dimension, std::uint64_t length) {
    dimensions_.at(growing_dimension).scale.extend({length});
}

Dataset VariableGroup::create(const VariablePlan& plan) {
    hdf5::DatasetPlan dataset{plan.element, {}, {}, {}};
    for (std::size_t axis = 0; axis < plan.dimensions.size(); ++axis) {
        require(has_dimension(plan.dimensions[axis]), "a variable's dimensions are in its group");
        const auto& dimension = dimensions_.at(plan.dimensions[axis]);
        dataset.shape.push_back(dimension.length);
        if (dimension.grows) dataset.unlimited_axis = axis;
    }
    dataset.chunk =
        chunk_shape(plan.chunk_limit.empty() ? dataset.shape : plan.chunk_limit, plan.element);
    auto created = group_.create(plan.name, dataset);
    for (std::size_t axis = 0; axis < plan.dimensions.size(); ++axis)
        created.attach_scale(axis, dimensions_.at(plan.dimensions[axis]).scale);
    describe(created.attributes(), plan.description);
    return created;
}

std::string VariableGroup::free_name(std::string wanted) const {
    while (group_.has(wanted)) wanted += '_';
    return wanted;
}

void VariableGroup::close() {
    for (auto& [name, dimension] : dimensions_) dimension.scale.close();
    dimensions_.clear();
    group_.close();
}

Axis read_axis(const hdf5::Group& group, const std::string& name) {
    const auto scale = group.dataset(name);
    const auto attributes = scale.attributes();
    Axis axis;
    axis.name = name;
    axis.long_name = attributes.text("long_name");
    axis.long_name_da = attributes.text("long_name_da");
    if (scale.element() != Element::text) {
        axis.values = scale.read<std::int32_t>();
        axis.units = attributes.text("units");
        return axis;
    }
    axis.labels = scale.read_texts();
    if (group.has(name + label_suffix))
        axis.texts = group.dataset(name + label_suffix).read_texts();
    if (group.has(name + danish_suffix))
        axis.danish = group.dataset(name + danish_suffix).read_texts();
    return axis;
}

}  // namespace forlob
