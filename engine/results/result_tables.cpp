#include <array>
#include <charconv>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "results/blocks.hpp"
#include "results/hdf5.hpp"
#include "results/open_result.hpp"
#include "results/result_file.hpp"
#include "results/variables.hpp"

namespace forlob {

namespace {

using hdf5::Dataset;
using hdf5::Element;
using hdf5::Group;
using hdf5::Shape;

using Texts = std::vector<std::string>;

/// A column gives the texts of a box of its table, in row-major order.
struct Column {
    std::string name;
    std::function<Texts(const Shape& offset, const Shape& count)> texts;
};

/// A table over one or two axes: one row per element of `shape`.
struct TextTable {
    Shape shape;
    std::vector<Column> columns;
};

constexpr std::size_t rows_per_read = 1 << 14;

std::string text_of(double value) {
    if (value != value) return "";
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

template <typename Integer>
std::string text_of(Integer value) {
    return std::to_string(value);
}

// A code without a label is "not distinguished" or "not known".
template <typename Number>
std::string label_of(Number code, const Texts& labels) {
    return code < Number{0} || static_cast<std::size_t>(code) >= labels.size()
               ? ""
               : labels[static_cast<std::size_t>(code)];
}

template <typename Number>
Texts texts_as(const Dataset& dataset, const Texts& labels, const Shape& offset,
               const Shape& count) {
    Texts texts;
    for (const Number value : dataset.read<Number>(offset, count))
        texts.push_back(labels.empty() ? text_of(value) : label_of(value, labels));
    return texts;
}

Texts texts_of_box(const Dataset& dataset, const Texts& labels, const Shape& offset,
                   const Shape& count) {
    switch (dataset.element()) {
        case Element::u8:
            return texts_as<std::uint8_t>(dataset, labels, offset, count);
        case Element::u16:
            return texts_as<std::uint16_t>(dataset, labels, offset, count);
        case Element::u32:
            return texts_as<std::uint32_t>(dataset, labels, offset, count);
        case Element::u64:
            return texts_as<std::uint64_t>(dataset, labels, offset, count);
        case Element::i32:
            return texts_as<std::int32_t>(dataset, labels, offset, count);
        case Element::f64:
            return texts_as<double>(dataset, labels, offset, count);
        case Element::text:
            break;
    }
    throw hdf5::Error("read dataset " + dataset.path() + ": it holds no numbers");
}

// std::function copies what it captures; a dataset cannot be copied.
std::shared_ptr<const Dataset> shared(const Group& group, const std::string& name) {
    return std::make_shared<const Dataset>(group.dataset(name));
}

Column values(const Group& group, const std::string& dataset_name, const std::string& name) {
    const auto dataset = shared(group, dataset_name);
    return {name, [dataset, labels = meanings(*dataset)](const Shape& offset, const Shape& count) {
                return texts_of_box(*dataset, labels, offset, count);
            }};
}

/// A variable over the first axis of a table with two.
Column along_first_axis(const Group& group, const std::string& dataset_name,
                        const std::string& name) {
    const auto dataset = shared(group, dataset_name);
    return {name, [dataset, labels = meanings(*dataset)](const Shape& offset, const Shape& count) {
                Texts texts;
                for (const auto& text : texts_of_box(*dataset, labels, {offset[0]}, {count[0]}))
                    texts.insert(texts.end(), count[1], text);
                return texts;
            }};
}

/// The positions on an axis, or their labels.
Column positions(std::size_t axis, const std::string& name, const Texts& labels) {
    return {name, [axis, labels](const Shape& offset, const Shape& count) {
                Texts texts;
                for (std::uint64_t first = 0; first < count[0]; ++first)
                    for (std::uint64_t second = 0; second < (count.size() > 1 ? count[1] : 1);
                         ++second) {
                        const auto position = offset[axis] + (axis == 0 ? first : second);
                        texts.push_back(labels.empty() ? text_of(position)
                                                       : label_of(position, labels));
                    }
                return texts;
            }};
}

Column whole_texts(const Group& group, const std::string& dataset_name, const std::string& name) {
    return positions(0, name, group.dataset(dataset_name).read_texts());
}

TextTable spells(const Group& root) {
    const auto group = root.group("spells");
    TextTable table{group.dataset("state").shape(), {}};
    for (const auto& name : group.dataset_names())
        if (!group.dataset(name).is_bare_dimension())
            table.columns.push_back(values(group, name, name));
    return table;
}

TextTable replications(const Group& root) {
    const auto group = root.group("replications");
    const auto arms = group.dataset("arm").read_texts();
    TextTable table{{group.dataset("replication").shape().at(0), arms.size()}, {}};
    table.columns.push_back(positions(0, "replication", {}));
    table.columns.push_back(positions(1, "arm", arms));
    for (const auto& name : group.dataset_names())
        if (group.dataset(name).element() == Element::f64)
            table.columns.push_back(values(group, name, name));
    return table;
}

TextTable persons(const Group& root) {
    const auto group = root.group("persons");
    TextTable table{
        {group.dataset("replication").shape().at(0), group.dataset("person").shape().at(0)}, {}};
    table.columns.push_back(positions(0, "replication", {}));
    table.columns.push_back(positions(1, "person", {}));
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        if (dataset.is_scale()) continue;
        const bool is_attribute = dataset.attributes().has("attribute");
        table.columns.push_back(
            values(group, name, is_attribute ? dataset.attributes().text("attribute") : name));
    }
    return table;
}

TextTable cells(const Group& root) {
    const auto group = root.group("counts");
    const auto persons = group.dataset("persons");
    TextTable table{persons.shape(), {}};
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        if (dataset.attributes().has("column"))
            table.columns.push_back(
                along_first_axis(group, name, dataset.attributes().text("column")));
    }
    table.columns.push_back(positions(1, persons.dimension_names().at(1), {}));
    table.columns.push_back(values(group, "persons", "persons"));
    return table;
}

TextTable parameters(const Group& root) {
    const auto group = root.group("inputs");
    TextTable table{group.dataset("parameter").shape(), {}};
    table.columns.push_back(whole_texts(group, "parameter", "name"));
    for (const char* name : {"label", "unit", "distribution", "grade", "source"})
        table.columns.push_back(whole_texts(group, std::string("parameter_") + name, name));
    const auto value = shared(group, "parameter_value");
    const auto arms = group.dataset("arm").read_texts();
    for (std::size_t arm = 0; arm < arms.size(); ++arm)
        table.columns.push_back(
            {arms[arm], [value, arm](const Shape& offset, const Shape& count) {
                 return texts_of_box(*value, {}, {offset[0], arm}, {count[0], 1});
             }});
    return table;
}

// A column over (draw, arm) of one entry of a measure: what its further axes are at is in its name.
Column entry_of_measure(const std::shared_ptr<const Dataset>& dataset, const std::string& name,
                        const Shape& entry) {
    return {name, [dataset, entry](const Shape& offset, const Shape& count) {
                Shape from = offset;
                Shape number = count;
                from.insert(from.end(), entry.begin(), entry.end());
                number.insert(number.end(), entry.size(), 1);
                return texts_of_box(*dataset, {}, from, number);
            }};
}

Texts coordinates_of(const Group& group, const std::string& axis) {
    const auto dataset = group.dataset(axis);
    if (dataset.element() == Element::text) return dataset.read_texts();
    Texts texts;
    for (const auto value : dataset.read<std::int32_t>()) texts.push_back(text_of(value));
    return texts;
}

void add_entries(const Group& group, const std::string& name, TextTable& table) {
    const auto dataset = shared(group, name);
    const auto axes = dataset->dimension_names();
    std::vector<Texts> coordinates;
    Shape shape;
    for (std::size_t axis = 2; axis < axes.size(); ++axis) {
        coordinates.push_back(coordinates_of(group, axes[axis]));
        shape.push_back(coordinates.back().size());
    }
    Shape entry(shape.size(), 0);
    for (std::size_t n = 0; n < hdf5::volume(shape); ++n) {
        std::string column = name;
        std::size_t rest = n;
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            entry[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        for (std::size_t axis = 0; axis < shape.size(); ++axis)
            column += "_" + coordinates[axis][entry[axis]];
        table.columns.push_back(entry_of_measure(dataset, column, entry));
    }
}

TextTable draws(const Group& root) {
    const auto group = root.group("draws");
    const auto arms = group.dataset("arm").read_texts();
    TextTable table{{group.dataset("draw").shape().at(0), arms.size()}, {}};
    table.columns.push_back(along_first_axis(group, "draw", "draw"));
    table.columns.push_back(positions(1, "arm", arms));
    const auto values = shared(group, "parameter_value");
    const auto names = group.dataset("parameter").read_texts();
    for (std::size_t parameter = 0; parameter < names.size(); ++parameter)
        table.columns.push_back(
            {names[parameter], [values, parameter](const Shape& offset, const Shape& count) {
                 Texts texts;
                 for (const auto& text :
                      texts_of_box(*values, {}, {offset[0], parameter}, {count[0], 1}))
                     texts.insert(texts.end(), count[1], text);
                 return texts;
             }});
    for (const auto& name : group.dataset_names())
        if (group.dataset(name).element() == Element::f64 &&
            group.dataset(name).dimension_names().front() == "draw" && name != "parameter_value")
            add_entries(group, name, table);
    return table;
}

TextTable acceptability(const Group& root) {
    const auto group = root.group("draws");
    const auto arms = group.dataset("arm").read_texts();
    TextTable table{{group.dataset("threshold").shape().at(0), arms.size()}, {}};
    table.columns.push_back(along_first_axis(group, "threshold", "threshold"));
    table.columns.push_back(positions(1, "arm", arms));
    for (const char* name : {"probability_best", "net_benefit", "expected_loss"})
        table.columns.push_back(values(group, name, name));
    for (const char* name : {"best", "frontier", "perfect_information"})
        table.columns.push_back(along_first_axis(group, name, name));
    return table;
}

TextTable inputs(const Group& root) {
    const auto group = root.group("inputs");
    TextTable table{group.dataset("file").shape(), {}};
    table.columns.push_back(whole_texts(group, "file", "name"));
    table.columns.push_back(whole_texts(group, "file_sha256", "sha256"));
    table.columns.push_back(whole_texts(group, "file_text", "text"));
    return table;
}

struct KnownTable {
    const char* name;
    const char* group;
    const char* variable;  ///< that the group must hold
    TextTable (*open)(const Group& root);
};

constexpr KnownTable known_tables[] = {
    {"spells", "spells", "state", &spells},
    {"replications", "replications", "replication", &replications},
    {"persons", "persons", "person", &persons},
    {"cells", "counts", "persons", &cells},
    {"parameters", "inputs", "parameter", &parameters},
    {"inputs", "inputs", "file", &inputs},
    {"draws", "draws", "draw", &draws},
    {"acceptability", "draws", "threshold", &acceptability},
};

bool holds(const Group& root, const KnownTable& table) {
    return root.has(table.group) && root.group(table.group).has(table.variable);
}

Texts names_in(const Group& root) {
    Texts names;
    for (const auto& table : known_tables)
        if (holds(root, table)) names.emplace_back(table.name);
    return names;
}

void write_rows(const TextTable& table, TableSink& sink) {
    Texts header;
    for (const auto& column : table.columns) header.push_back(column.name);
    sink.header(header);
    for_each_box(table.shape, rows_per_read, [&](const Shape& offset, const Shape& count) {
        std::vector<Texts> columns;
        for (const auto& column : table.columns) columns.push_back(column.texts(offset, count));
        Texts row(columns.size());
        for (std::size_t n = 0; n < hdf5::volume(count); ++n) {
            for (std::size_t column = 0; column < row.size(); ++column)
                row[column] = std::move(columns[column][n]);
            sink.row(row);
        }
    });
}

}  // namespace

std::vector<std::string> table_names(const std::string& path) {
    return with_result_file(path, &names_in);
}

void read_table(const std::string& path, const std::string& name, TableSink& sink) {
    with_result_file(path, [&](const Group& root) {
        for (const auto& table : known_tables)
            if (table.name == name && holds(root, table)) return write_rows(table.open(root), sink);
        std::string known;
        for (const auto& other : names_in(root)) known += (known.empty() ? "" : ", ") + other;
        throw ResultFileError("the result file " + path + " holds no table '" + name +
                              "'; it holds: " + known);
    });
}

}  // namespace forlob
