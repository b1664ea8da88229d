#include "report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/comparison_parts.hpp"
#include "report/draws_report.hpp"
#include "report/reading.hpp"
#include "report/resources.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr double million = 1e6;

// "1 year", "48 months", "5 cycles of 0.5 years".
std::string horizon_text(const ComparisonView& view) {
    const std::int32_t number = view.result.horizon_months;
    if (view.cycle.length == 1.0) return view.cycles(number);
    return fmt::format("{} {}", number, view.cycle.many_with_length());
}

std::string heading(const ComparisonView& view) {
    std::string text = view.result.title + "\n";
    if (!view.result.description.empty())
        text += wrapped(view.result.description, view.width) + "\n";
    text +=
        fmt::format("{}{}, {} from {}-{:02}", counted(view.result.n_people, "person", "persons"),
                    view.is_open ? " at the start" : "", horizon_text(view), view.result.start_year,
                    view.result.start_month);
    if (!view.is_exact)
        text += fmt::format(", {}, seed {}",
                            counted(view.result.n_replications, "replication", "replications"),
                            view.result.seed);
    else
        text += ", " + view.result.method;
    text += "\n\n";
    if (!view.result.left_out.empty()) text += wrapped(view.result.left_out, view.width) + "\n\n";
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm)
        text += fmt::format("  {:<16} {}{}{}\n", view.arms.labels[arm], view.arms.texts[arm],
                            view.arms.danish[arm].empty() ? "" : " (" + view.arms.danish[arm] + ")",
                            arm == view.reference ? ", the reference" : "");
    return text;
}

// Rows of one cell per arm.
class Rows {
public:
    Rows(const ComparisonView& view, TextTable& table) : view_(view), table_(table) {}

    template <typename Cell>
    void add(const std::string& name, Cell cell) {
        std::vector<std::string> cells{name};
        for (std::size_t arm = 0; arm < view_.arms.size(); ++arm) cells.push_back(cell(arm));
        table_.add(std::move(cells));
        ++n_;
    }
    /// The reference has no difference to itself, and nothing has one if it is alone.
    template <typename Cell>
    void add_difference(const std::string& name, Cell cell) {
        if (view_.arms.size() == 1) return;
        add(name,
            [&](std::size_t arm) { return arm == view_.reference ? std::string() : cell(arm); });
    }
    [[nodiscard]] std::size_t size() const { return n_; }

private:
    const ComparisonView& view_;
    TextTable& table_;
    std::size_t n_ = 0;
};

void headline_relapse(const ComparisonView& view, Rows& rows) {
    const MeasureReader relapse(view.result, "relapse_within");
    const std::size_t base = position_of(relapse.axis(1), view.result.headline_base);
    const std::size_t event = position_of(relapse.axis(2), view.result.headline_event);
    const std::size_t window = view.relapse_window();
    rows.add(
        fmt::format("Relapse within {} ({} after {})", view.cycles(relapse.axis(3).values[window]),
                    lower_first(relapse.axis(2).texts[event]),
                    lower_first(relapse.axis(1).texts[base])),
        [&](std::size_t arm) {
            const Reading r = relapse.at({arm, base, event, window});
            return percent_with_interval(r.mean, view.factor * r.standard_error);
        });
    rows.add_difference("  difference to the reference, points", [&](std::size_t arm) {
        const Reading r = relapse.at({arm, base, event, window});
        return with_interval(100.0 * r.difference,
                             100.0 * view.factor * r.difference_standard_error, 1);
    });
}

void headline_money(const ComparisonView& view, std::size_t horizon, Rows& rows) {
    const MeasureReader net(view.result, "net_cost");
    const MeasureReader even(view.result, "break_even_" + view.words.one);
    const std::size_t payer = known_payer(net, horizon);
    rows.add(fmt::format("{}: net cost per person over {}, {}", net.axis(1).texts[payer],
                         view.cycles(net.axis(2).values[horizon]), view.result.currency),
             [&](std::size_t arm) {
                 const Reading r = net.at({arm, payer, horizon});
                 return with_interval(r.mean, view.factor * r.standard_error);
             });
    rows.add_difference("  saved per person against the reference", [&](std::size_t arm) {
        const Reading r = net.at({arm, payer, horizon});
        return with_interval(-r.difference, view.factor * r.difference_standard_error);
    });
    // Nobody there at the start: only the amount per person means anything.
    if (view.result.n_people > 0)
        rows.add_difference(
            fmt::format("  saved for {}, million {}",
                        counted(view.result.n_people, "person", "persons"), view.result.currency),
            [&](std::size_t arm) {
                const Reading r = net.at({arm, payer, horizon});
                const double scale = view.result.n_people / million;
                return with_interval(-r.difference * scale,
                                     view.factor * r.difference_standard_error * scale,
                                     decimals_of_millions(net, payer, horizon, scale));
            });
    rows.add_difference("  break-even " + view.cycle.one(), [&](std::size_t arm) {
        const double month = even.at({arm, payer}).mean;
        // What is not known is not none.
        return month == 0.0 ? std::string("none") : grouped(month);
    });
}

void headline_outcomes(const ComparisonView& view, std::size_t horizon, Rows& rows) {
    const MeasureReader total(view.result, "outcome_total");
    for (std::size_t outcome = 0; outcome < total.axis(1).size(); ++outcome) {
        const int decimals = decimals_for(total.at({view.reference, outcome, horizon}).mean);
        rows.add(fmt::format("{}: per person over {}", total.axis(1).texts[outcome],
                             view.cycles(total.axis(2).values[horizon])),
                 [&](std::size_t arm) {
                     const Reading r = total.at({arm, outcome, horizon});
                     return with_interval(r.mean, view.factor * r.standard_error, decimals);
                 });
        rows.add_difference("  gained against the reference", [&](std::size_t arm) {
            const Reading r = total.at({arm, outcome, horizon});
            return with_interval(r.difference, view.factor * r.difference_standard_error, decimals);
        });
    }
}

// What the intervals mean, or why there are none.
std::string how_sure(const ComparisonView& view) {
    std::string text =
        "± is the 95 % interval of Monte Carlo noise: how far other random people would move the "
        "number. It says nothing about how right the assumptions are (see Inputs).";
    if (view.is_exact)
        text =
            "Exact expected values of the model, without Monte Carlo noise. That says nothing "
            "about how right the assumptions are (see Inputs).";
    else if (view.result.n_replications == 1)
        text =
            "One replication does not tell how far other random people would move the numbers "
            "(Monte Carlo noise): with more there are intervals.";
    if (view.has("net_cost") && view.arms.size() > 1)
        text += " A negative saving is an extra cost.";
    return wrapped(text, view.width) + "\n";
}

// Without relapse, money and outcomes: where people are at the end, and how long they were where.
std::string headline_states(const ComparisonView& view) {
    TextTable table(view.arm_header("Headline"));
    Rows rows(view, table);
    const MeasureReader persons(view.result, "persons_in_state");
    const auto last = static_cast<std::size_t>(view.result.horizon_months);
    table.section("Persons after " + view.cycles(view.result.horizon_months));
    const auto add = [&](const std::string& name, int decimals, auto reading) {
        rows.add("  " + name, [&](std::size_t arm) {
            const Reading r = reading(arm);
            return with_interval(r.mean, view.factor * r.standard_error, decimals);
        });
        rows.add_difference("    difference to the reference", [&](std::size_t arm) {
            const Reading r = reading(arm);
            return with_interval(r.difference, view.factor * r.difference_standard_error, decimals);
        });
    };
    for (std::size_t state = 0; state < persons.axis(2).size(); ++state)
        add(state_name(persons.axis(2), state), 1, [&](std::size_t arm) {
            return persons.at({arm, last, state});
        });
    if (view.has(view.words.many + "_in_state")) {
        const MeasureReader lived(view.result, view.words.many + "_in_state");
        table.section(capitalised(view.cycle.many()) + " per person");
        for (std::size_t state = 0; state < lived.axis(1).size(); ++state)
            add(state_name(lived.axis(1), state), 2, [&](std::size_t arm) {
                return lived.at({arm, state});
            });
    }
    return "\n" + table.text(view.width) + "\n" + how_sure(view);
}

// Relapse, money and outcomes of every arm against the reference.
std::string headline(const ComparisonView& view, std::size_t horizon) {
    TextTable table(view.arm_header("Headline"));
    Rows rows(view, table);
    if (view.has("relapse_within")) headline_relapse(view, rows);
    if (view.has("net_cost")) headline_money(view, horizon, rows);
    if (view.has("outcome_total")) headline_outcomes(view, horizon, rows);
    if (rows.size() == 0) return headline_states(view);
    return "\n" + table.text(view.width) + "\n" + how_sure(view);
}

bool differs(const ParameterRow& parameter) {
    return std::any_of(parameter.value.begin(), parameter.value.end(), [&](double value) {
        const double first = parameter.value.front();
        return std::isnan(value) != std::isnan(first) || (!std::isnan(value) && value != first);
    });
}

std::string inputs(const ComparisonView& view) {
    std::size_t count[4] = {0, 0, 0, 0};
    for (const ParameterRow& parameter : view.result.parameters)
        ++count[static_cast<std::size_t>(parameter.grade)];
    std::string text = "\nInputs\n";
    if (view.result.parameters.empty())
        return text + "No parameters: every number is written in the model itself.\n";
    text +=
        wrapped(fmt::format("{}: {} laws, official statistics or randomised trials (A), {} "
                            "observational (B), {} provider's own claims (C), {} assumptions (D).",
                            counted(static_cast<double>(view.result.parameters.size()), "parameter",
                                    "parameters"),
                            count[0], count[1], count[2], count[3]),
                view.width) +
        "\n";
    TextTable table(view.arm_header("What differs between the arms rests on"));
    std::size_t n_rows = 0;
    for (const ParameterRow& parameter : view.result.parameters) {
        if (!differs(parameter)) continue;
        std::vector<std::string> cells{fmt::format("{} {}: {}", letter(parameter.grade),
                                                   parameter.name, meaning(parameter.grade))};
        for (const double value : parameter.value)
            cells.push_back(std::isnan(value) ? "" : fmt::format("{:.6g}", value));
        table.add(std::move(cells));
        ++n_rows;
    }
    if (n_rows > 0) text += "\n" + table.text(view.width);
    std::string assumptions;
    for (const ParameterRow& parameter : view.result.parameters)
        if (parameter.grade == Grade::D)
            assumptions += (assumptions.empty() ? "" : ", ") + parameter.name;
    if (!assumptions.empty())
        text += "\n" + wrapped("Assumptions: " + assumptions + ".", view.width) + "\n";
    return text;
}

}  // namespace

std::string comparison_text(const Result& result, const ComparisonOptions& options) {
    const ComparisonView view(result, options.width);
    std::string text = heading(view);
    const std::size_t horizon = view.horizon(options.horizon_months);
    text += headline(view, horizon);
    text += compare_relapse(view) + compare_exits(view) + compare_status(view);
    text += compare_occupancy(view, options.horizon_months) + compare_durations(view);
    text += compare_visits(view) + compare_process(view);
    text += compare_money(view, horizon) + compare_savings(view);
    text += compare_outcomes(view, horizon) + compare_incremental(view, horizon);
    text += compare_phases(view) + resources_text(result, view.width);
    if (options.by) text += compare_strata(view, *options.by);
    text += draws_text(result, view.width);
    return text + inputs(view);
}

}  // namespace forlob
