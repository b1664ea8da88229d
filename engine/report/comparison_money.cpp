// Money, outcomes, and what they cost together.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "economics/incremental.hpp"
#include "report/comparison_parts.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr double million = 1e6;

std::string discounting(const ComparisonView& view) {
    return wrapped("Discounted by " + view.result.discounting + ".", view.width) + "\n";
}

}  // namespace

std::string compare_money(const ComparisonView& view, std::size_t horizon) {
    if (!view.has("net_cost")) return "";
    const MeasureReader accounts(view.result, "account_cost");
    const MeasureReader net(view.result, "net_cost");
    const MeasureReader plain(view.result, "net_cost_undiscounted");
    TextTable table(view.arm_header(
        fmt::format("{} per person over {}, {} prices, discounted", view.result.currency,
                    view.cycles(net.axis(2).values[horizon]), view.result.price_year)));
    const Axis& payers = net.axis(1);
    const bool is_known_by_payer = known_payer(net, horizon) == 0;
    const auto add = [&](const std::string& name, auto value) {
        std::vector<std::string> cells{name};
        bool is_zero = true;
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const double money = value(arm);
            is_zero = is_zero && std::abs(money) < 0.5;
            cells.push_back(grouped(money));
        }
        if (!is_zero) table.add(std::move(cells));
    };
    for (std::size_t payer = 0; payer < payers.size(); ++payer) {
        const bool is_all = payers.labels[payer] == "all";
        if (is_all && payers.size() == 2) continue;  // the one payer again
        table.section(payers.texts[payer] + named_da(payers, payer));
        if (!is_all || !is_known_by_payer)
            for (std::size_t account = 0; account < accounts.axis(2).size(); ++account)
                add("  " + accounts.axis(2).texts[account], [&](std::size_t arm) {
                    return accounts.at({arm, payer, account, horizon}).mean;
                });
        add("  Net cost", [&](std::size_t arm) { return net.at({arm, payer, horizon}).mean; });
        add("  Net cost, undiscounted", [&](std::size_t arm) {
            return plain.at({arm, payer, horizon}).mean;
        });
        if (view.arms.size() == 1) continue;
        std::vector<std::string> cells{"  Saved against the reference"};
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
            const Reading r = net.at({arm, payer, horizon});
            cells.push_back(
                arm == view.reference
                    ? ""
                    : with_interval(-r.difference, view.factor * r.difference_standard_error));
        }
        table.add(std::move(cells));
    }
    return "\n" + table.text(view.width) + "Incomes are negative costs.\n" + discounting(view);
}

std::string compare_savings(const ComparisonView& view) {
    if (!view.has("net_cost") || view.result.cohort_sizes.empty() || view.arms.size() == 1)
        return "";
    const MeasureReader net(view.result, "net_cost");
    const std::size_t last = net.axis(2).size() - 1;
    const std::size_t payer = known_payer(net, last);
    std::vector<std::string> header{
        fmt::format("{}: saved, million {}", net.axis(1).texts[payer], view.result.currency)};
    for (const std::int32_t months : net.axis(2).values) header.push_back(view.cycles(months));
    TextTable table(std::move(header));
    for (std::size_t arm = 0; arm < view.arms.size(); ++arm) {
        if (arm == view.reference) continue;
        table.section(view.arms.labels[arm]);
        for (const std::uint32_t size : view.result.cohort_sizes) {
            std::vector<std::string> cells{"  " + counted(size, "person", "persons")};
            const double scale = size / million;
            for (std::size_t horizon = 0; horizon < net.axis(2).size(); ++horizon) {
                const Reading r = net.at({arm, payer, horizon});
                cells.push_back(with_interval(-r.difference * scale,
                                              view.factor * r.difference_standard_error * scale,
                                              decimals_of_millions(net, payer, last, scale)));
            }
            table.add(std::move(cells));
        }
    }
    const bool has_places = view.has("places", "resources");
    return "\n" + table.text(view.width) + "Scaled from the amount per person" +
           (has_places ? ": places do not grow with the cohort.\n" : ".\n");
}

std::string compare_outcomes(const ComparisonView& view, std::size_t horizon) {
    if (!view.has("outcome_total")) return "";
    const MeasureReader total(view.result, "outcome_total");
    const MeasureReader plain(view.result, "outcome_total_undiscounted");
    TextTable table(
        view.arm_header("Outcomes per person over " + view.cycles(total.axis(2).values[horizon])));
    for (std::size_t outcome = 0; outcome < total.axis(1).size(); ++outcome) {
        table.section(total.axis(1).texts[outcome] + named_da(total.axis(1), outcome));
        const int decimals = decimals_for(plain.at({view.reference, outcome, horizon}).mean);
        const auto add = [&](const std::string& name, auto cell) {
            std::vector<std::string> cells{name};
            for (std::size_t arm = 0; arm < view.arms.size(); ++arm) cells.push_back(cell(arm));
            table.add(std::move(cells));
        };
        add("  Discounted", [&](std::size_t arm) {
            const Reading r = total.at({arm, outcome, horizon});
            return with_interval(r.mean, view.factor * r.standard_error, decimals);
        });
        add("  Undiscounted", [&](std::size_t arm) {
            const Reading r = plain.at({arm, outcome, horizon});
            return with_interval(r.mean, view.factor * r.standard_error, decimals);
        });
        add("  Gained against the reference", [&](std::size_t arm) -> std::string {
            if (arm == view.reference) return "";
            const Reading r = total.at({arm, outcome, horizon});
            return with_interval(r.difference, view.factor * r.difference_standard_error, decimals);
        });
    }
    // Told below the money, where there is any.
    return "\n" + table.text(view.width) + (view.has("net_cost") ? "" : discounting(view));
}

namespace {

// Which arm is best at each threshold, and how much better than the reference.
std::string compare_net_benefit(const ComparisonView& view, std::size_t horizon) {
    if (!view.has("net_monetary_benefit")) return "";
    const MeasureReader benefit(view.result, "net_monetary_benefit");
    const MeasureReader best(view.result, "best_arm");
    constexpr std::size_t most_rows = 12;
    const Axis& thresholds = benefit.axis(1);
    const std::size_t step = (thresholds.size() + most_rows - 1) / most_rows;
    TextTable table(
        view.arm_header(fmt::format("Net monetary benefit per person at the threshold "
                                    "({}); * is the largest",
                                    thresholds.units)));
    for (std::size_t threshold = 0; threshold < thresholds.size(); threshold += step) {
        std::vector<std::string> cells{"  " + grouped(thresholds.values[threshold])};
        for (std::size_t arm = 0; arm < view.arms.size(); ++arm)
            cells.push_back(grouped(benefit.at({arm, threshold, horizon}).mean) +
                            (best.at({arm, threshold, horizon}).mean > 0.0 ? " *" : "  "));
        table.add(std::move(cells));
    }
    return "\n" + table.text(view.width);
}

}  // namespace

std::string compare_incremental(const ComparisonView& view, std::size_t horizon) {
    if (!view.has("dominance")) return "";
    if (std::isnan(MeasureReader(view.result, "dominance").at({0, horizon}).mean)) return "";
    const MeasureReader cost(view.result, "analysis_cost");
    const MeasureReader effect(view.result, "analysis_effect");
    const MeasureReader more_cost(view.result, "incremental_cost");
    const MeasureReader more_effect(view.result, "incremental_effect");
    const MeasureReader ratio(view.result, "icer");
    const MeasureReader dominance(view.result, "dominance");
    std::vector<std::size_t> order(view.arms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return cost.at({one, horizon}).mean < cost.at({other, horizon}).mean;
    });
    TextTable table({fmt::format("Incremental analysis over {}, by cost",
                                 view.cycles(cost.axis(1).values[horizon])),
                     "cost", "effect", "more cost", "more effect", "ICER", "status"});
    const auto shown = [](double value, int decimals) {
        return std::isnan(value) ? std::string() : grouped(value, decimals);
    };
    for (const std::size_t arm : order) {
        const int decimals = decimals_for(effect.at({arm, horizon}).mean);
        const auto status =
            static_cast<Dominance>(static_cast<int>(dominance.at({arm, horizon}).mean));
        table.add({"  " + view.arms.labels[arm], grouped(cost.at({arm, horizon}).mean),
                   grouped(effect.at({arm, horizon}).mean, decimals),
                   shown(more_cost.at({arm, horizon}).mean, 0),
                   shown(more_effect.at({arm, horizon}).mean, decimals),
                   shown(ratio.at({arm, horizon}).mean, 0), dominance_code(status)});
    }
    const std::string note =
        cost.measure().long_name + ". " + effect.measure().long_name +
        ". ND: not dominated, compared with the next less costly such arm. ED: extendedly "
        "dominated "
        "by a mixture of two others. D: another has at least the effect for no more cost.";
    return "\n" + table.text(view.width) + wrapped(note, view.width) + "\n" +
           compare_net_benefit(view, horizon);
}

}  // namespace forlob
