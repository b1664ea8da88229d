#include "report/resources.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "report/reading.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr const char* group = "resources";

struct Line {
    const char* measure;  ///< its name in monthly models and others, by CycleWords
    const char* text;     ///< as people call cycles
    bool is_share;
};

// {many}: the word for cycles.
constexpr Line lines[] = {
    {"utilisation", "Share of places that are taken", true},
    {"{many}_full", "Share of {many} in which all are taken", true},
    {"mean_waiting", "Persons waiting, mean of all {many}", false},
    {"{many}_with_waiting", "Share of {many} in which somebody waits", true},
    {"mean_waiting_time", "{Many} waited, of those who got a place", false},
    {"refused_share", "Share of applicants who are refused", true},
    {"lost_share", "Share of applicants who leave the list without a place", true},
};

std::string worded(const char* text, const std::string& many) {
    return fmt::format(fmt::runtime(text), fmt::arg("many", many),
                       fmt::arg("Many", capitalised(many)));
}

// The sum over all cycles of a measure by cycle.
double total(const MeasureReader& reader, std::size_t arm, std::size_t resource) {
    double sum = 0.0;
    for (std::size_t cycle = 0; cycle < reader.axis(2).size(); ++cycle)
        sum += reader.at({arm, resource, cycle}).mean;
    return sum;
}

class ResourceTable {
public:
    ResourceTable(const Result& result, std::size_t resource)
        : result_(result),
          arms_(find_axis(result.axes, "arm")),
          resource_(resource),
          factor_(half_widths(result)),
          table_(header()) {}

    [[nodiscard]] std::string text(std::size_t width) {
        add_totals("Applicants", "applicants");
        add_totals("Admitted", "admitted");
        for (const Line& line : lines) add(line);
        add_at_horizon("Places taken at the horizon", "places_used");
        add_at_horizon("Persons waiting at the horizon", "waiting");
        return "\n" + table_.text(width);
    }

private:
    [[nodiscard]] std::vector<std::string> header() const {
        const Axis& resources = find_axis(result_.axes, "resource");
        std::vector<std::string> cells{fmt::format(
            "Limited places: {} ({})", resources.texts[resource_], resources.labels[resource_])};
        cells.insert(cells.end(), arms_.labels.begin(), arms_.labels.end());
        return cells;
    }

    // A row; an arm without these places has an empty cell.
    template <typename Cell>
    void add_row(const std::string& name, Cell cell) {
        std::vector<std::string> cells{"  " + name};
        const MeasureReader places(result_, "places", group);
        bool is_defined = false;
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            if (std::isnan(places.at({arm, resource_, 0}).mean)) {
                cells.emplace_back();
                continue;
            }
            cells.push_back(cell(arm));
            is_defined = true;
        }
        if (is_defined) table_.add(std::move(cells));
    }

    void add(const Line& line) {
        const MeasureReader reader(result_, worded(line.measure, result_.words().many), group);
        add_row(worded(line.text, result_.cycle.many()), [&](std::size_t arm) {
            const Reading r = reader.at({arm, resource_});
            return line.is_share ? percent_with_interval(r.mean, factor_ * r.standard_error)
                                 : with_interval(r.mean, factor_ * r.standard_error, 2);
        });
    }

    void add_totals(const std::string& name, const char* measure) {
        const MeasureReader reader(result_, measure, group);
        add_row(name, [&](std::size_t arm) { return grouped(total(reader, arm, resource_), 1); });
    }

    void add_at_horizon(const std::string& name, const char* measure) {
        const MeasureReader reader(result_, measure, group);
        const std::size_t last = reader.axis(2).size() - 1;
        add_row(name, [&](std::size_t arm) {
            const Reading r = reader.at({arm, resource_, last});
            return with_interval(r.mean, factor_ * r.standard_error, 1);
        });
    }

    const Result& result_;
    const Axis& arms_;
    std::size_t resource_;
    double factor_;
    TextTable table_;
};

}  // namespace

std::string resources_text(const Result& result, std::size_t width) {
    std::string text;
    if (!MeasureReader::exists(result, "utilisation", group)) return text;
    const Axis& resources = find_axis(result.axes, "resource");
    for (std::size_t resource = 0; resource < resources.size(); ++resource)
        text += ResourceTable(result, resource).text(width);
    return text;
}

}  // namespace forlob
