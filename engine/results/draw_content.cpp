#include "results/draw_content.hpp"

#include <algorithm>
#include <numeric>

#include "results/variables.hpp"

namespace forlob {
namespace {

using hdf5::Element;

constexpr const char* measure_mark = "draw_measure";  ///< attribute: position among the measures
constexpr const char* interval = ", 2.5 % to 97.5 % of the draws: uncertainty of the parameters";
constexpr const char* interval_da = ", 2,5 % til 97,5 % af trækningerne: usikkerhed om parametrene";

Axis draw_axis(std::size_t n) {
    Axis axis{"draw", "Draw of the parameters", "Trækning af parametre", {}, {}, {}, {}, "1"};
    axis.values.resize(n);
    std::iota(axis.values.begin(), axis.values.end(), 1);
    return axis;
}

Axis parameter_axis(const std::vector<std::string>& names) {
    return {"parameter", "Drawn parameter", "Trukket parameter", names, {}, {}, {}, ""};
}

class DrawWriter {
public:
    DrawWriter(VariableGroup& group, const Result& result)
        : group_(group),
          result_(result),
          draws_(*result.draws),
          n_arms_(find_axis(result.axes, "arm").size()) {
        const Axis& arms = find_axis(result.axes, "arm");
        const auto found = std::find(arms.labels.begin(), arms.labels.end(), result.reference);
        reference_ = static_cast<std::size_t>(found - arms.labels.begin());
    }

    void write() {
        group_.add_axis(draw_axis(draws_.n()));
        group_.add_axis(parameter_axis(draws_.parameters));
        for (const Axis& axis : result_.axes)
            if (is_used(axis.name)) group_.add_axis(axis);
        put("parameter_value", {"draw", "parameter"},
            {"1", "Drawn value, in the unit of /inputs/parameter_unit",
             "Trukket værdi, i enheden fra /inputs/parameter_unit"},
            all_of(draws_.parameter_values));
        for (std::size_t position = 0; position < draws_.measures.size(); ++position)
            write_measure(draws_.measures[position], static_cast<std::int32_t>(position));
        if (draws_.acceptability) write_acceptability(*draws_.acceptability);
        write_attributes();
    }

private:
    static std::vector<double> all_of(const Table<double, 2>& table) {
        return {table.values().begin(), table.values().end()};
    }

    [[nodiscard]] bool is_used(const std::string& axis) const {
        if (axis == "arm") return true;
        return std::any_of(draws_.measures.begin(), draws_.measures.end(), [&](const auto& one) {
            return std::find(one.axes.begin(), one.axes.end(), axis) != one.axes.end();
        });
    }

    hdf5::Dataset put(const std::string& name, std::vector<std::string> axes,
                      Description description, const std::vector<double>& values) {
        auto dataset = group_.create({name, Element::f64, std::move(axes), std::move(description)});
        dataset.write(values);
        return dataset;
    }

    void write_measure(const DrawMeasure& measure, std::int32_t position) {
        std::vector<std::string> axes{"draw"};
        axes.insert(axes.end(), measure.axes.begin(), measure.axes.end());
        auto dataset =
            put(measure.name, std::move(axes),
                {measure.units, measure.long_name, measure.long_name_da}, all_of(measure.values));
        dataset.attributes().set(measure_mark, position);
        mark_money(measure, dataset);
        dataset.close();
        put(measure.name + "_noise", measure.axes,
            {measure.units, "Monte Carlo standard error within a draw: " + measure.long_name,
             "Monte Carlo-standardfejl inden for en trækning: " + measure.long_name_da},
            measure.noise);
        write_spread(measure, measure.name, "", "",
                     [&](std::size_t entry) { return entry_by_draw(measure, entry); });
        write_spread(measure, "diff_" + measure.name, "Difference to the reference arm: ",
                     "Forskel til referencen: ", [&](std::size_t entry) {
                         return difference_by_draw(measure, entry, n_arms_, reference_);
                     });
    }

    template <typename ByDraw>
    void write_spread(const DrawMeasure& measure, const std::string& name, const std::string& what,
                      const std::string& what_da, ByDraw by_draw) {
        std::vector<double> mean;
        std::vector<double> sd;
        std::vector<double> low;
        std::vector<double> high;
        for (std::size_t entry = 0; entry < measure.noise.size(); ++entry) {
            const Spread spread = spread_of(by_draw(entry));
            mean.push_back(spread.mean);
            sd.push_back(spread.sd);
            low.push_back(spread.low);
            high.push_back(spread.high);
        }
        const auto write = [&](const char* suffix, const std::string& about,
                               const std::string& about_da, const std::vector<double>& values) {
            auto dataset = put(name + suffix, measure.axes,
                               {measure.units, what + measure.long_name + about,
                                what_da + measure.long_name_da + about_da},
                               values);
            mark_money(measure, dataset);
            dataset.close();
        };
        write("_mean", ", mean of the draws", ", middel af trækningerne", mean);
        write("_sd", ", standard deviation between draws", ", spredning mellem trækninger", sd);
        write("_low", interval, interval_da, low);
        write("_high", interval, interval_da, high);
    }

    void mark_money(const DrawMeasure& measure, hdf5::Dataset& dataset) const {
        if (!measure.is_money) return;
        dataset.attributes().set("currency", result_.currency);
        dataset.attributes().set("price_year", static_cast<std::int32_t>(result_.price_year));
    }

    void write_acceptability(const Acceptability& of) {
        group_.add_numbers("threshold_number", static_cast<std::uint32_t>(of.thresholds.size()),
                           {"1", "Threshold", "Tærskel"});
        const std::vector<std::string> by_threshold{"threshold_number"};
        const std::vector<std::string> by_arm{"threshold_number", "arm"};
        const std::string money = result_.currency;
        put("threshold", by_threshold,
            {money, "Money per unit of effect", "Beløb pr. enhed effekt"}, of.thresholds);
        put("probability_best", by_arm,
            {"1", "Share of the draws in which the arm has the largest net benefit",
             "Andel af trækningerne hvor alternativet har størst nettogevinst"},
            all_of(of.probability_best));
        put("net_benefit", by_arm,
            {money, "Expected net monetary benefit", "Forventet nettogevinst"},
            all_of(of.net_benefit));
        put("expected_loss", by_arm,
            {money, "Expected loss against the best arm of each draw",
             "Forventet tab i forhold til det bedste alternativ i hver trækning"},
            all_of(of.expected_loss));
        put("frontier", by_threshold,
            {"1", "Probability that the arm of largest expected net benefit is best",
             "Sandsynlighed for at alternativet med størst forventet nettogevinst er bedst"},
            of.frontier);
        put("perfect_information", by_threshold,
            {money, "Expected value of perfect information", "Forventet værdi af fuldkommen viden"},
            of.perfect_information);
        std::vector<std::int32_t> best(of.best.begin(), of.best.end());
        auto dataset = group_.create({"best",
                                      Element::i32,
                                      by_threshold,
                                      {"1", "Arm of the largest expected net benefit",
                                       "Alternativ med størst forventet nettogevinst"}});
        dataset.write(best);
        set_meanings<std::int32_t>(dataset.attributes(), find_axis(result_.axes, "arm").labels);
        dataset.close();
    }

    void write_attributes() {
        auto attributes = group_.attributes();
        attributes.set("method", draws_.method);
        attributes.set("n_replications", draws_.n_replications);
        attributes.set("cost", draws_.cost);
        attributes.set("effect", draws_.effect);
        attributes.set("effect_unit", draws_.effect_unit);
        if (!draws_.set.empty()) attributes.set("parameters_set", draws_.set);
    }

    VariableGroup& group_;
    const Result& result_;
    const DrawResults& draws_;
    std::size_t n_arms_;
    std::size_t reference_ = 0;
};

Table<double, 2> table_of(const hdf5::Dataset& dataset, std::size_t n_rows) {
    const std::vector<double> values = dataset.read<double>();
    if (n_rows == 0 || values.size() % n_rows != 0)
        throw hdf5::Error("read dataset " + dataset.path() + ": it does not fit its axes");
    Table<double, 2> table({n_rows, values.size() / n_rows});
    std::copy(values.begin(), values.end(), table.values().begin());
    return table;
}

DrawMeasure read_draw_measure(const hdf5::Group& group, const hdf5::Dataset& dataset,
                              const std::string& name, std::size_t n_draws) {
    const auto attributes = dataset.attributes();
    DrawMeasure measure;
    measure.name = name;
    measure.axes = dataset.dimension_names();
    measure.axes.erase(measure.axes.begin());  // the draws
    measure.units = attributes.text("units");
    measure.long_name = attributes.text("long_name");
    measure.long_name_da = attributes.text("long_name_da");
    measure.is_money = attributes.has("currency");
    measure.values = table_of(dataset, n_draws);
    measure.noise = group.dataset(name + "_noise").read<double>();
    if (measure.noise.size() != measure.values.shape()[1])
        throw hdf5::Error("read dataset " + dataset.path() + ": it does not fit its noise");
    return measure;
}

Acceptability read_acceptability(const hdf5::Group& group) {
    Acceptability of;
    const auto numbers = [&](const char* name) { return group.dataset(name).read<double>(); };
    of.thresholds = numbers("threshold");
    const std::size_t n = of.thresholds.size();
    of.probability_best = table_of(group.dataset("probability_best"), n);
    of.net_benefit = table_of(group.dataset("net_benefit"), n);
    of.expected_loss = table_of(group.dataset("expected_loss"), n);
    of.frontier = numbers("frontier");
    of.perfect_information = numbers("perfect_information");
    const std::size_t n_arms = of.probability_best.shape()[1];
    for (const std::int32_t arm : group.dataset("best").read<std::int32_t>()) {
        if (arm < 0 || static_cast<std::size_t>(arm) >= n_arms)
            throw hdf5::Error("read dataset /draws/best: there is no such arm");
        of.best.push_back(static_cast<std::size_t>(arm));
    }
    if (of.best.size() != n || of.frontier.size() != n || of.perfect_information.size() != n)
        throw hdf5::Error("read dataset /draws/threshold: it does not fit the others");
    return of;
}

}  // namespace

void write_draws(hdf5::Group& root, const Result& result) {
    if (!result.draws) return;
    VariableGroup group(root.create_group("draws"));
    DrawWriter(group, result).write();
    group.close();
}

std::optional<DrawResults> read_draws(const hdf5::Group& root) {
    if (!root.has("draws")) return std::nullopt;
    const auto group = root.group("draws");
    DrawResults draws;
    const auto attributes = group.attributes();
    draws.method = attributes.text("method");
    draws.n_replications = attributes.number<std::uint32_t>("n_replications");
    draws.cost = attributes.text("cost");
    draws.effect = attributes.text("effect");
    draws.effect_unit = attributes.text("effect_unit");
    if (attributes.has("parameters_set")) draws.set = attributes.texts("parameters_set");
    draws.parameters = group.dataset("parameter").read_texts();
    const std::size_t n_draws = group.dataset("draw").shape().at(0);
    draws.parameter_values = table_of(group.dataset("parameter_value"), n_draws);
    std::vector<std::pair<std::int32_t, DrawMeasure>> positioned;
    for (const auto& name : group.dataset_names()) {
        const auto dataset = group.dataset(name);
        const auto marks = dataset.attributes();
        if (marks.has(measure_mark))
            positioned.emplace_back(marks.number<std::int32_t>(measure_mark),
                                    read_draw_measure(group, dataset, name, n_draws));
    }
    std::sort(positioned.begin(), positioned.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [position, measure] : positioned) draws.measures.push_back(std::move(measure));
    if (group.has("threshold")) draws.acceptability = read_acceptability(group);
    return draws;
}

}  // namespace forlob
