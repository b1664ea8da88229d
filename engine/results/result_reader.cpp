#include <algorithm>
#include <utility>

#include "results/draw_content.hpp"
#include "results/hdf5.hpp"
#include "results/open_result.hpp"
#include "results/result_content.hpp"
#include "results/result_file.hpp"
#include "results/variables.hpp"

namespace forlob {

namespace {

std::vector<Axis> read_axes(const hdf5::Group& root) {
    std::vector<Axis> axes;
    for (const auto& name : root.dataset_names())
        if (root.dataset(name).is_scale()) axes.push_back(read_axis(root, name));
    return axes;
}

Measure read_measure(const hdf5::Group& group, const hdf5::Dataset& dataset,
                     const std::string& name) {
    const auto attributes = dataset.attributes();
    const auto difference = group.dataset(attributes.text("difference"));
    const auto companion = [&](const hdf5::Dataset& of) {
        return group.dataset(of.attributes().text("ancillary_variables")).read<double>();
    };
    Measure measure;
    measure.name = name;
    measure.group = group.path() == "/" ? "" : group.path().substr(1);
    measure.axes = dataset.dimension_names();
    measure.units = attributes.text("units");
    measure.long_name = attributes.text("long_name");
    measure.long_name_da = attributes.text("long_name_da");
    measure.is_money = attributes.has("currency");
    measure.mean = dataset.read<double>();
    measure.standard_error = companion(dataset);
    measure.difference = difference.read<double>();
    measure.difference_standard_error = companion(difference);
    return measure;
}

using Positioned = std::pair<std::int32_t, Measure>;

void read_measures(const hdf5::Group& group, std::vector<Positioned>& measures) {
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        if (dataset.attributes().has("difference"))
            measures.emplace_back(dataset.attributes().number<std::int32_t>("position"),
                                  read_measure(group, dataset, name));
    }
}

std::vector<Measure> all_measures(const hdf5::Group& root) {
    std::vector<Positioned> positioned;
    read_measures(root, positioned);
    for (const auto& name : root.group_names()) read_measures(root.group(name), positioned);
    std::sort(positioned.begin(), positioned.end(),
              [](const Positioned& a, const Positioned& b) { return a.first < b.first; });
    std::vector<Measure> measures;
    for (auto& [position, measure] : positioned) measures.push_back(std::move(measure));
    return measures;
}

void check_shapes(const Result& result) {
    for (const auto& measure : result.measures) {
        std::size_t n = 1;
        for (const auto& name : measure.axes) {
            const auto axis = std::find_if(result.axes.begin(), result.axes.end(),
                                           [&](const Axis& a) { return a.name == name; });
            if (axis == result.axes.end())
                throw hdf5::Error("read measure " + measure.name + ": it has no axis " + name);
            n *= axis->size();
        }
        for (const auto* values : {&measure.mean, &measure.standard_error, &measure.difference,
                                   &measure.difference_standard_error})
            if (values->size() != n)
                throw hdf5::Error("read measure " + measure.name + ": it does not fit its axes");
    }
}

CellTable read_cells(const hdf5::Group& root) {
    CellTable cells;
    if (!root.has("counts")) return cells;
    const auto group = root.group("counts");
    const auto persons = group.dataset("persons");
    const auto shape = persons.shape();
    if (shape.size() != 2) throw hdf5::Error("read dataset /counts/persons: it has not two axes");
    cells.n_cells = shape[0];
    cells.n_ticks = shape[1];
    cells.persons = persons.read<std::uint64_t>();
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        const auto attributes = dataset.attributes();
        if (!attributes.has("column")) continue;
        cells.columns.push_back({attributes.text("column"), attributes.text("long_name"),
                                 dataset.read<std::int32_t>()});
        if (cells.columns.back().value.size() != cells.n_cells)
            throw hdf5::Error("read dataset " + dataset.path() + ": it does not fit the cells");
    }
    return cells;
}

std::vector<std::string> texts(const hdf5::Group& group, const std::string& name, std::size_t n) {
    auto column = group.dataset(name).read_texts();
    if (column.size() != n)
        throw hdf5::Error("read dataset " + group.path() + "/" + name +
                          ": it does not fit its table");
    return column;
}

Grade grade_of(const std::string& text) {
    for (const auto grade : {Grade::A, Grade::B, Grade::C, Grade::D})
        if (text == std::string(1, letter(grade))) return grade;
    throw hdf5::Error("read dataset /inputs/parameter_grade: '" + text + "' is no grade");
}

std::vector<ParameterRow> read_parameters(const hdf5::Group& root) {
    std::vector<ParameterRow> rows;
    if (!root.has("inputs")) return rows;
    const auto group = root.group("inputs");
    if (!group.has("parameter")) return rows;
    const auto names = group.dataset("parameter").read_texts();
    const auto n = names.size();
    const auto labels = texts(group, "parameter_label", n);
    const auto units = texts(group, "parameter_unit", n);
    const auto distributions = texts(group, "parameter_distribution", n);
    const auto grades = texts(group, "parameter_grade", n);
    const auto sources = texts(group, "parameter_source", n);
    const auto values = group.dataset("parameter_value").read<double>();
    const auto n_arms = static_cast<std::ptrdiff_t>(n == 0 ? 0 : values.size() / n);
    for (std::size_t row = 0; row < n; ++row) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(row) * n_arms;
        rows.push_back({names[row],
                        labels[row],
                        units[row],
                        distributions[row],
                        grade_of(grades[row]),
                        sources[row],
                        {first, first + n_arms}});
    }
    return rows;
}

std::vector<InputFile> read_files(const hdf5::Group& root) {
    std::vector<InputFile> files;
    if (!root.has("inputs")) return files;
    const auto group = root.group("inputs");
    if (!group.has("file")) return files;
    const auto names = group.dataset("file").read_texts();
    const auto digests = texts(group, "file_sha256", names.size());
    const auto contents = texts(group, "file_text", names.size());
    for (std::size_t file = 0; file < names.size(); ++file)
        files.push_back({names[file], digests[file], contents[file]});
    return files;
}

TimeUnit unit_of(const std::string& text) {
    for (auto unit = TimeUnit::minute; unit <= TimeUnit::year;
         unit = static_cast<TimeUnit>(static_cast<int>(unit) + 1))
        if (text == name_of(unit)) return unit;
    throw hdf5::Error("read attribute cycle_unit: '" + text + "' is no unit of time");
}

void read_root_attributes(const hdf5::Attributes& attributes, Result& result) {
    result.title = attributes.text("title");
    result.description = attributes.text("description");
    result.generator = attributes.text("generator");
    result.method = attributes.text("method");
    if (attributes.has("left_out")) result.left_out = attributes.text("left_out");
    result.reference = attributes.text("reference");
    result.seed = attributes.number<std::uint64_t>("seed");
    result.n_people = attributes.number<std::uint32_t>("n_people");
    result.n_replications = attributes.number<std::uint32_t>("n_replications");
    if (attributes.has("cycle_unit")) {
        result.cycle.length = attributes.number<double>("cycle_length");
        result.cycle.unit = unit_of(attributes.text("cycle_unit"));
    }
    result.horizon_months = attributes.number<std::int32_t>(
        result.cycle.is_month() ? "horizon_months" : "horizon_cycles");
    result.start_year = attributes.number<std::int32_t>("start_year");
    result.start_month = attributes.number<std::int32_t>("start_month");
    result.currency = attributes.text("currency");
    result.price_year = attributes.number<std::int32_t>("price_year");
    result.discounting = attributes.text("discounting");
    if (attributes.has("cohort_sizes"))
        result.cohort_sizes = attributes.numbers<std::uint32_t>("cohort_sizes");
    result.headline_base = attributes.text("headline_base");
    result.headline_event = attributes.text("headline_event");
    result.confirm_months = attributes.number<std::int32_t>("confirm_months");
    result.scenario_name = attributes.text("scenario");
    result.scenario_digest = attributes.text("scenario_digest");
    if (attributes.has("command_line_overrides"))
        result.command_line_overrides = attributes.texts("command_line_overrides");
}

}  // namespace

Result read_result(const std::string& path) {
    return with_result_file(path, [](const hdf5::Group& root) {
        Result result;
        read_root_attributes(root.attributes(), result);
        result.axes = read_axes(root);
        result.measures = all_measures(root);
        check_shapes(result);
        result.parameters = read_parameters(root);
        result.files = read_files(root);
        result.cells = read_cells(root);
        result.draws = read_draws(root);
        return result;
    });
}

std::string result_digest(const std::string& path) {
    return with_result_file(
        path, [](const hdf5::Group& root) { return root.attributes().text("result_digest"); });
}

}  // namespace forlob
