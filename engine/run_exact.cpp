// The pipeline without chance: expected counts take the place of simulated ones, and everything
// after them is the same.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "economics/hidden_clocks.hpp"
#include "economics/ledger.hpp"
#include "economics/price.hpp"
#include "exact/recursion.hpp"
#include "outcomes/outcomes.hpp"
#include "run.hpp"
#include "run_draws.hpp"
#include "run_labels.hpp"
#include "run_parts.hpp"
#include "run_process.hpp"

namespace forlob {
namespace {

constexpr std::array relapses{"relapse", "relapse_within", "relapse_status", "status"};
constexpr std::array exits{"exits", "exits_total"};
constexpr std::array first_visits{"employed_by", "mean_months_to_employment", "ever_visited",
                                  "first_passage"};

template <std::size_t n>
void remove_named(const std::array<const char*, n>& names, std::vector<Measure>& measures) {
    std::erase_if(measures, [&](const Measure& measure) {
        return std::find(names.begin(), names.end(), measure.name) != names.end();
    });
}

std::vector<Measure> money_of(const std::vector<ExactCounts>& expected,
                              const std::vector<Prices>& prices, const LedgerLabels& labels) {
    LedgerAccumulator money(prices, labels);
    std::vector<std::vector<double>> prepared;
    for (std::size_t arm = 0; arm < expected.size(); ++arm)
        prepared.push_back(money.prepare(expected[arm].counts, arm));
    money.add(prepared);
    return money.measures();
}

// From `together`: of measures by payer the values of all payers together, who are last; and what
// is weighed in the incremental analysis, if it is what all of them pay.
void take_together(const std::vector<Measure>& together, const LedgerLabels& labels,
                   const std::vector<Axis>& axes, std::vector<Measure>& measures) {
    const Axis& payers = labels.payer;
    const bool weighs_all = labels.incremental && labels.incremental->payer + 1 == payers.size();
    for (std::size_t number = 0; number < measures.size(); ++number) {
        Measure& measure = measures[number];
        const auto axis = std::find(measure.axes.begin(), measure.axes.end(), payers.name);
        if (axis == measure.axes.end()) {
            // Outcomes are the same in both.
            if (weighs_all) measure = together[number];
            continue;
        }
        std::size_t stride = 1;
        for (auto inner = axis + 1; inner != measure.axes.end(); ++inner)
            stride *= find_axis(axes, *inner).size();
        for (std::size_t entry = 0; entry < measure.mean.size(); ++entry) {
            if (entry / stride % payers.size() + 1 != payers.size()) continue;
            measure.mean[entry] = together[number].mean[entry];
            measure.difference[entry] = together[number].difference[entry];
        }
    }
}

// Outcomes come after accounts.
std::string listed(const std::vector<bool>& is_in, const LedgerLabels& labels) {
    const std::size_t n_accounts = labels.account.size();
    std::string names;
    for (std::size_t number = 0; number < is_in.size(); ++number)
        if (is_in[number])
            names += (names.empty() ? "" : ", ") +
                     (number < n_accounts ? labels.account.labels[number]
                                          : labels.outcome.labels[number - n_accounts]);
    return names;
}

// Draws that are simulated know of relapse; where expected values leave it out, they have no axes
// for it.
void remove_beyond(const std::vector<Axis>& axes, std::vector<DrawMeasure>& measures) {
    const auto is_axis = [&](const std::string& name) {
        return std::any_of(axes.begin(), axes.end(),
                           [&](const Axis& axis) { return axis.name == name; });
    };
    std::erase_if(measures, [&](const DrawMeasure& measure) {
        return !std::all_of(measure.axes.begin(), measure.axes.end(), is_axis);
    });
}

// Everything that one exact run carries from step to step.
class ExactRun {
public:
    ExactRun(const ScenarioSpec& scenario, const RunOptions& options)
        : scenario_(scenario),
          options_(options),
          models_(compile_arms(scenario)),
          prices_(price_arms(scenario, models_)),
          labels_(outcome_labels(scenario, models_)),
          ledger_labels_(ledger_labels(scenario)) {
        if (!options.output) return;
        ResultLayout layout = layout_of(scenario, labels_, {});
        layout.spells = layout.panel = false;
        writer_.emplace(*options.output, options.overwrite, std::move(layout));
    }

    Result evaluate() {
        Result result = described(scenario_, models_, options_, "exact recursion");
        result.n_replications = 0;
        if (scenario_.draws) result.draws = run_draws(scenario_, options_);
        count();
        result.measures = outcomes(result.left_out);
        for (Measure& measure : money(result.left_out))
            result.measures.push_back(std::move(measure));
        ProcessMeasures process = process_measures(scenario_, models_, labels_);
        for (Measure& measure : process.measures) result.measures.push_back(std::move(measure));
        if (!process.left_out.empty())
            result.left_out += (result.left_out.empty() ? "" : " ") + process.left_out;
        make_certain(result.measures);
        result.axes = axes_of_measures(labels_, ledger_labels_, result.measures);
        for (Axis& axis : process.axes) result.axes.push_back(std::move(axis));
        if (result.draws) remove_beyond(result.axes, result.draws->measures);
        if (writer_) writer_->finish(result, options_.command_line);
        return result;
    }

private:
    void count() {
        ExactPlan plan;
        plan.n_people = scenario_.cohort_size;
        plan.stop = options_.stop;
        ExactRecursion recursion(plan);
        for (const Model& model : models_) expected_.push_back(recursion.count(model));
    }

    std::vector<Measure> outcomes(std::string& left_out) const {
        OutcomeAccumulator accumulator(models_, labels_);
        std::vector<std::vector<double>> prepared;
        for (std::size_t arm = 0; arm < expected_.size(); ++arm)
            prepared.push_back(accumulator.prepare(expected_[arm].counts, arm));
        accumulator.add(prepared);
        std::vector<Measure> measures = accumulator.measures();
        const auto add = [&](const std::string& sentence) {
            left_out += (left_out.empty() ? "" : " ") + sentence;
        };
        const std::string relapses_missing = why_no_relapses();
        if (!relapses_missing.empty()) {
            remove_named(relapses, measures);
            add(relapses_missing);
        }
        if (is_any([](const ExactCounts& arm) { return arm.exits_left_out; })) {
            remove_named(exits, measures);
            add(
                fmt::format("Left out are exits, which are confirmed after too many {} to be "
                            "followed.",
                            scenario_.model.cycle.many()));
        }
        if (is_any([](const ExactCounts& arm) { return arm.first_visits_left_out; })) {
            remove_named(first_visits, measures);
            add("First visits and time to employment are left out: they count from when each "
                "person came.");
        }
        return measures;
    }

    template <typename Is>
    [[nodiscard]] bool is_any(Is is) const {
        return std::any_of(expected_.begin(), expected_.end(), is);
    }

    // A sentence, or nothing. Measures of all arms are there, or none.
    [[nodiscard]] std::string why_no_relapses() const {
        const auto is_left_out = [&](RelapsesLeftOut why) {
            return is_any([=](const ExactCounts& arm) { return arm.relapses_left_out == why; });
        };
        if (is_left_out(RelapsesLeftOut::confirmed_late))
            return fmt::format(
                "Left out are relapse and status after exits: exits that are confirmed after more "
                "than two {} are not followed up.",
                scenario_.model.cycle.many());
        if (is_left_out(RelapsesLeftOut::too_many))
            return "Left out are relapse and status after exits: too many exits would have to be "
                   "followed up beside each other.";
        return "";
    }

    std::vector<Measure> money(std::string& left_out) const {
        std::vector<Prices> by_payer;
        std::vector<Prices> together;
        std::vector<bool> is_split(prices_.front().n_accounts, false);
        std::vector<bool> is_amount(prices_.front().n_accounts + prices_.front().n_outcomes, false);
        std::string clocks;
        for (std::size_t arm = 0; arm < models_.size(); ++arm) {
            const Model& model = models_[arm];
            const auto& hidden = expected_[arm].not_followed;
            auto known = prices_without_clocks(prices_[arm], model, hidden);
            by_payer.push_back(std::move(known.by_payer));
            together.push_back(std::move(known.together));
            for (std::size_t account = 0; account < is_split.size(); ++account)
                is_split[account] = is_split[account] || known.is_split[account];
            for (std::size_t number = 0; number < is_amount.size(); ++number)
                is_amount[number] = is_amount[number] || known.is_amount[number];
            for (const ClockId clock : hidden) {
                const std::string& name = model.clocks[index(clock)].name;
                if (clocks.find("'" + name + "'") == std::string::npos)
                    clocks += (clocks.empty() ? "'" : ", '") + name + "'";
            }
        }
        for (std::size_t account = 0; account < is_split.size(); ++account)
            is_split[account] = is_split[account] && !is_amount[account];
        std::vector<Measure> measures = money_of(expected_, by_payer, ledger_labels_);
        if (clocks.empty()) return measures;
        take_together(money_of(expected_, together, ledger_labels_), ledger_labels_,
                      axes_of_measures(labels_, ledger_labels_, measures), measures);
        const auto add = [&](const std::vector<bool>& accounts, const char* sentence) {
            const std::string names = listed(accounts, ledger_labels_);
            if (names.empty()) return;
            left_out += left_out.empty() ? "" : " ";
            left_out += fmt::format(fmt::runtime(sentence), names, clocks);
        };
        add(is_amount,
            "Amounts of {} are left out: they depend on {}, whose window is too long "
            "to follow.");
        add(is_split,
            "Who pays {} is left out, and given for all payers together: it depends on "
            "{}, whose window is too long to follow.");
        return measures;
    }

    const ScenarioSpec& scenario_;
    const RunOptions& options_;
    std::vector<Model> models_;
    std::vector<Prices> prices_;
    OutcomeLabels labels_;
    LedgerLabels ledger_labels_;
    std::vector<ExactCounts> expected_;  ///< [arm]
    std::optional<ResultWriter> writer_;
};

}  // namespace

Result run_exactly(const ScenarioSpec& scenario, const RunOptions& options) {
    return ExactRun(scenario, options).evaluate();
}

}  // namespace forlob
