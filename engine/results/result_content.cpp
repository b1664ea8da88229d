#include "results/result_content.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>

#include "base/version.hpp"
#include "results/draw_content.hpp"
#include "results/provenance.hpp"
#include "results/variables.hpp"

namespace forlob {

namespace {

using hdf5::Element;

// Days from 1 January 1970 to the first of each cycle: what readers decode as dates.
std::vector<std::int32_t> days_of_cycles(const Result& result, const Axis& cycles) {
    using namespace std::chrono;
    const auto start =
        year(result.start_year) / std::chrono::month(static_cast<unsigned>(result.start_month));
    const bool in_months = result.cycle.is_whole_months();
    const auto step = static_cast<int>(in_months ? result.cycle.months_per_cycle()
                                                 : result.cycle.in(TimeUnit::day));
    std::vector<std::int32_t> result_days;
    for (const auto value : cycles.values) {
        const auto first = in_months ? sys_days((start + months(value * step)) / 1)
                                     : sys_days(start / 1) + days(value * step);
        result_days.push_back(static_cast<std::int32_t>(first.time_since_epoch().count()));
    }
    return result_days;
}

// Whether ticks have dates that calendars and readers know.
bool has_dates(const Result& result) {
    const double years = result.horizon_months * result.cycle.years_per_cycle();
    return result.start_year > 0 && result.start_year + years < 10'000.0 &&
           (result.cycle.is_whole_months() || result.cycle.is_whole_days());
}

void write_axes(VariableGroup& group, const Result& result, const std::vector<std::string>& names) {
    for (const auto& axis : result.axes) {
        if (std::find(names.begin(), names.end(), axis.name) == names.end()) continue;
        group.add_axis(axis);
        const CycleWords words = result.words();
        if (axis.name != words.one || !has_dates(result)) continue;
        auto time = group.create({"time",
                                  Element::i32,
                                  {words.one},
                                  {"days since 1970-01-01", "First day of the " + words.one,
                                   capitalised(words.the_da) + "s første dag"}});
        time.attributes().set("standard_name", "time");
        time.attributes().set("calendar", "proleptic_gregorian");
        time.write(days_of_cycles(result, axis));
        time.close();
    }
}

struct MeasureVariable {
    std::string name;
    std::vector<double> values;
    std::string long_name;
    std::string long_name_da;
    std::string standard_error;  ///< name of the companion; empty: it is one itself
    std::string difference;      ///< name of the paired difference; only the measure itself has one
};

class MeasureWriter {
public:
    MeasureWriter(VariableGroup& group, const Result& result, std::size_t position)
        : group_(group),
          result_(result),
          measure_(result.measures[position]),
          position_(static_cast<std::int32_t>(position)) {}

    void write() {
        const auto& m = measure_;
        const std::string da = m.long_name_da;
        write({m.name, m.mean, m.long_name, da, m.name + "_se", "diff_" + m.name});
        write({m.name + "_se", m.standard_error, "Standard error of: " + m.long_name,
               da.empty() ? "" : "Standardfejl for: " + da, "", ""});
        write({"diff_" + m.name, m.difference, "Difference to the reference arm: " + m.long_name,
               da.empty() ? "" : "Forskel til referencen: " + da, "diff_" + m.name + "_se", ""});
        write({"diff_" + m.name + "_se", m.difference_standard_error,
               "Standard error of the difference to the reference arm: " + m.long_name,
               da.empty() ? "" : "Standardfejl for forskellen til referencen: " + da, "", ""});
    }

private:
    void write(const MeasureVariable& variable) {
        auto dataset = group_.create({variable.name,
                                      Element::f64,
                                      measure_.axes,
                                      {measure_.units, variable.long_name, variable.long_name_da}});
        const auto n = hdf5::volume(dataset.shape());
        // What was not estimated at all, as by exact recursion, is not defined anywhere.
        if (variable.values.empty())
            dataset.write(std::vector<double>(n, std::numeric_limits<double>::quiet_NaN()));
        else
            dataset.write(variable.values);
        auto attributes = dataset.attributes();
        if (!variable.standard_error.empty())
            attributes.set("ancillary_variables", variable.standard_error);
        if (!variable.difference.empty()) {
            attributes.set("difference", variable.difference);
            attributes.set("position", position_);
        }
        if (measure_.is_money) {
            attributes.set("currency", result_.currency);
            attributes.set("price_year", static_cast<std::int32_t>(result_.price_year));
        }
        if (has_months() && group_.group().has("time")) attributes.set("coordinates", "time");
        dataset.close();
    }
    [[nodiscard]] bool has_months() const {
        return std::find(measure_.axes.begin(), measure_.axes.end(), result_.words().one) !=
               measure_.axes.end();
    }

    VariableGroup& group_;
    const Result& result_;
    const Measure& measure_;
    std::int32_t position_;  ///< among the measures of all groups
};

void write_measures(VariableGroup group, const Result& result, const std::string& name,
                    const std::vector<std::string>& axes) {
    write_axes(group, result, axes);
    for (std::size_t position = 0; position < result.measures.size(); ++position)
        if (result.measures[position].group == name) MeasureWriter(group, result, position).write();
    group.close();
}

void write_subgroups(hdf5::Group& root, const Result& result) {
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> axes;
    for (const auto& measure : result.measures) {
        if (measure.group.empty()) continue;
        if (!axes.contains(measure.group)) groups.push_back(measure.group);
        auto& used = axes[measure.group];
        used.insert(used.end(), measure.axes.begin(), measure.axes.end());
    }
    for (const auto& name : groups)
        write_measures(VariableGroup(root.create_group(name)), result, name, axes[name]);
}

std::vector<std::string> labels_of(const std::string& column, const Result& result,
                                   const std::vector<Axis>& attributes) {
    for (const auto* axes : {&attributes, &result.axes})
        for (const auto& axis : *axes)
            if (axis.name == column) return axis.labels;
    return {};
}

void write_cells(hdf5::Group& root, const Result& result, const std::vector<Axis>& attributes) {
    const auto& cells = result.cells;
    if (cells.n_cells == 0) return;
    VariableGroup group(root.create_group("counts"));
    group.add_numbers("cell", static_cast<std::uint32_t>(cells.n_cells), {"1", "Cell", "Celle"});
    const CycleWords words = result.words();
    group.add_numbers(words.one, static_cast<std::uint32_t>(cells.n_ticks),
                      {words.many, capitalised(words.one), capitalised(words.one_da)});
    auto persons = group.create({"persons",
                                 Element::u64,
                                 {"cell", words.one},
                                 {"persons", "Persons, all replications added up",
                                  "Personer, alle gentagelser lagt sammen"}});
    persons.write(cells.persons);
    persons.close();
    for (const auto& column : cells.columns) {
        auto dataset = group.create(
            {group.free_name(column.name), Element::i32, {"cell"}, {"1", column.long_name, ""}});
        dataset.attributes().set("column", column.name);
        set_meanings<std::int32_t>(dataset.attributes(),
                                   labels_of(column.name, result, attributes));
        dataset.write(column.value);
        dataset.close();
    }
    group.close();
}

template <typename Rows, typename Text>
std::vector<std::string> texts_of(const Rows& rows, Text text) {
    std::vector<std::string> texts;
    for (const auto& row : rows) texts.push_back(text(row));
    return texts;
}

void write_text_column(VariableGroup& group, const std::string& name, const std::string& dimension,
                       const Description& description, const std::vector<std::string>& texts) {
    auto column = group.create({name, Element::text, {dimension}, description});
    column.write(texts);
    column.close();
}

void write_files(VariableGroup& group, const std::vector<InputFile>& files) {
    if (files.empty()) return;
    Axis file;
    file.name = "file";
    file.long_name = "File that was read";
    file.long_name_da = "Læst fil";
    file.labels = texts_of(files, [](const InputFile& row) { return row.name; });
    group.add_axis(file);
    write_text_column(group, "file_sha256", "file", {"1", "SHA-256 of the file", "Filens SHA-256"},
                      texts_of(files, [](const InputFile& row) { return row.sha256; }));
    write_text_column(group, "file_text", "file", {"1", "The file, verbatim", "Filen, ordret"},
                      texts_of(files, [](const InputFile& row) { return row.text; }));
}

void write_parameters(VariableGroup& group, const Result& result) {
    const auto& rows = result.parameters;
    if (rows.empty()) return;
    Axis parameter;
    parameter.name = "parameter";
    parameter.long_name = "Parameter";
    parameter.long_name_da = "Parameter";
    parameter.labels = texts_of(rows, [](const ParameterRow& row) { return row.name; });
    parameter.texts = texts_of(rows, [](const ParameterRow& row) { return row.label; });
    group.add_axis(parameter);
    write_axes(group, result, {"arm"});
    std::vector<double> values;
    for (const auto& row : rows) values.insert(values.end(), row.value.begin(), row.value.end());
    auto value = group.create(
        {"parameter_value",
         Element::f64,
         {"parameter", "arm"},
         {"1", "Value, in the unit of parameter_unit", "Værdi, i enheden fra parameter_unit"}});
    value.write(values);
    value.close();
    const auto write = [&](const char* name, const char* english, const char* danish, auto text) {
        write_text_column(group, name, "parameter", {"1", english, danish}, texts_of(rows, text));
    };
    write("parameter_unit", "Unit", "Enhed", [](const ParameterRow& row) { return row.unit; });
    write("parameter_distribution", "Distribution", "Fordeling",
          [](const ParameterRow& row) { return row.distribution; });
    write("parameter_grade", "Grade of the evidence, A to D", "Evidensens karakter, A til D",
          [](const ParameterRow& row) { return std::string(1, letter(row.grade)); });
    write("parameter_source", "Source", "Kilde",
          [](const ParameterRow& row) { return row.source; });
}

void write_inputs(hdf5::Group& root, const Result& result) {
    if (result.files.empty() && result.parameters.empty()) return;
    VariableGroup group(root.create_group("inputs"));
    write_files(group, result.files);
    write_parameters(group, result);
    group.close();
}

}  // namespace

void write_content(hdf5::Group root, const Result& result, const std::vector<Axis>& attributes) {
    write_cells(root, result, attributes);
    write_inputs(root, result);
    write_draws(root, result);
    write_subgroups(root, result);
    std::vector<std::string> all;
    for (const auto& axis : result.axes) all.push_back(axis.name);
    write_measures(VariableGroup(std::move(root)), result, "", all);
}

void write_root_attributes(const hdf5::Group& root, const Result& result,
                           const std::string& result_digest, const std::string& command_line) {
    auto attributes = root.attributes();
    attributes.set("Conventions", "CF-1.10");
    attributes.set("title", result.title);
    attributes.set("description", result.description);
    attributes.set("schema_version", result_schema_version);
    attributes.set("forlob_version", std::string(version()));
    attributes.set("source_revision", std::string(revision()));
    attributes.set("generator", result.generator);
    attributes.set("method", result.method);
    if (!result.left_out.empty()) attributes.set("left_out", result.left_out);
    attributes.set("reference", result.reference);
    attributes.set("seed", result.seed);
    attributes.set("n_people", result.n_people);
    attributes.set("n_replications", result.n_replications);
    attributes.set(result.cycle.is_month() ? "horizon_months" : "horizon_cycles",
                   result.horizon_months);
    if (!result.cycle.is_month()) {
        attributes.set("cycle_length", result.cycle.length);
        attributes.set("cycle_unit", std::string(name_of(result.cycle.unit)));
    }
    attributes.set("start_year", static_cast<std::int32_t>(result.start_year));
    attributes.set("start_month", static_cast<std::int32_t>(result.start_month));
    attributes.set("currency", result.currency);
    attributes.set("price_year", static_cast<std::int32_t>(result.price_year));
    attributes.set("discounting", result.discounting);
    if (!result.cohort_sizes.empty()) attributes.set("cohort_sizes", result.cohort_sizes);
    attributes.set("headline_base", result.headline_base);
    attributes.set("headline_event", result.headline_event);
    attributes.set("confirm_months", result.confirm_months);
    attributes.set("scenario", result.scenario_name);
    attributes.set("scenario_digest", result.scenario_digest);
    if (!result.command_line_overrides.empty())
        attributes.set("command_line_overrides", result.command_line_overrides);
    attributes.set("result_digest", result_digest);
    const auto created = creation_time();
    attributes.set("created", created);
    attributes.set("history", created + ": " + without_folders(command_line));
}

}  // namespace forlob
