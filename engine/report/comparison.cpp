#include "report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "report/reading.hpp"
#include "report/resources.hpp"
#include "report/text.hpp"

namespace forlob {
namespace {

constexpr double million = 1e6;

// What every table needs.
class Comparison {
public:
    Comparison(const Result& result, const ComparisonOptions& options)
        : result_(result),
          cycle_(result.cycle),
          words_(result.words()),
          width_(static_cast<std::size_t>(options.width)),
          arms_(find_axis(result.axes, "arm")),
          reference_(reference_arm(result)),
          factor_(half_widths(result)) {}

    [[nodiscard]] std::string text(const ComparisonOptions& options) const {
        std::string text = heading();
        if (result_.method != "simulation") return text + occupancy(options.horizon_months);
        std::optional<std::size_t> horizon;
        if (has("net_cost")) horizon = money_horizon(options.horizon_months);
        text += headline(horizon);
        if (has("relapse_within")) text += relapse() + status();
        if (has("exits_total")) text += exits();
        text += occupancy(options.horizon_months) + durations();
        if (horizon) text += money(*horizon) + grid();
        text += phases() + resources_text(result_, width_);
        if (options.by) text += strata(*options.by);
        return text + inputs();
    }

private:
    [[nodiscard]] std::string arm_text(std::size_t arm) const { return arms_.texts[arm]; }
    [[nodiscard]] std::vector<std::string> arm_header(const std::string& first) const {
        std::vector<std::string> header{first};
        header.insert(header.end(), arms_.labels.begin(), arms_.labels.end());
        return header;
    }
    [[nodiscard]] bool has(const std::string& measure) const {
        return MeasureReader::exists(result_, measure);
    }
    [[nodiscard]] std::string title(const std::string& text) const { return "\n" + text + "\n"; }

    [[nodiscard]] std::string heading() const {
        std::string text = result_.title + "\n";
        if (!result_.description.empty()) text += wrapped(result_.description, width_) + "\n";
        text += fmt::format("{} persons, {} {} from {}-{:02}", grouped(result_.n_people),
                            result_.horizon_months, cycle_.many_with_length(), result_.start_year,
                            result_.start_month);
        if (result_.method == "simulation")
            text += fmt::format(", {} replications, seed {}", grouped(result_.n_replications),
                                result_.seed);
        else
            text += ", " + result_.method;
        text += "\n\n";
        for (std::size_t arm = 0; arm < arms_.size(); ++arm)
            text += fmt::format("  {:<16} {}{}{}\n", arms_.labels[arm], arm_text(arm),
                                arms_.danish[arm].empty() ? "" : " (" + arms_.danish[arm] + ")",
                                arm == reference_ ? ", the reference" : "");
        return text;
    }

    // Relapse, self-support, money and break-even of every arm against the reference.
    [[nodiscard]] std::string headline(std::optional<std::size_t> horizon) const {
        TextTable table(arm_header("Headline"));
        if (has("relapse_within")) headline_relapse(table);
        if (horizon) headline_money(table, *horizon);
        if (!horizon && !has("relapse_within")) headline_states(table);
        return "\n" + table.text(width_) + "\n" +
               wrapped(
                   std::string("± is the 95 % interval of Monte Carlo noise: how far other random "
                               "people would move the number. It says nothing about how right the "
                               "assumptions are (see Inputs).") +
                       (horizon ? " A negative saving is an extra cost." : ""),
                   width_) +
               "\n";
    }

    // A row with a cell for every arm, or for all but the reference.
    template <typename Cell>
    void add_row(TextTable& table, const std::string& name, Cell cell) const {
        std::vector<std::string> cells{name};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) cells.push_back(cell(arm));
        table.add(std::move(cells));
    }
    template <typename Cell>
    void add_difference(TextTable& table, const std::string& name, Cell cell) const {
        add_row(table, name, [&](std::size_t arm) -> std::string {
            return arm == reference_ ? std::string() : cell(arm);
        });
    }

    void headline_relapse(TextTable& table) const {
        const MeasureReader relapse(result_, "relapse_within");
        const std::size_t base = position_of(relapse.axis(1), result_.headline_base);
        const std::size_t event = position_of(relapse.axis(2), result_.headline_event);
        const std::size_t window = relapse_window();
        add_row(table,
                fmt::format("Relapse within {} {} ({} after {})", relapse.axis(3).values[window],
                            cycle_.many(), lower_first(relapse.axis(2).texts[event]),
                            lower_first(relapse.axis(1).texts[base])),
                [&](std::size_t arm) {
                    const Reading r = relapse.at({arm, base, event, window});
                    return percent_with_interval(r.mean, factor_ * r.standard_error);
                });
        add_difference(table, "  difference to the reference, points", [&](std::size_t arm) {
            const Reading r = relapse.at({arm, base, event, window});
            return with_interval(100.0 * r.difference,
                                 100.0 * factor_ * r.difference_standard_error, 1);
        });
    }

    void headline_money(TextTable& table, std::size_t horizon) const {
        const MeasureReader net(result_, "net_cost");
        const MeasureReader even(result_, "break_even_" + words_.one);
        add_row(table,
                fmt::format("{}: net cost per person over {} {}, {}", net.axis(1).texts.front(),
                            net.axis(2).values[horizon], cycle_.many(), result_.currency),
                [&](std::size_t arm) {
                    const Reading r = net.at({arm, 0, horizon});
                    return with_interval(r.mean, factor_ * r.standard_error);
                });
        add_difference(table, "  saved per person against the reference", [&](std::size_t arm) {
            const Reading r = net.at({arm, 0, horizon});
            return with_interval(-r.difference, factor_ * r.difference_standard_error);
        });
        // Nobody there at the start: only the amount per person means anything.
        if (result_.n_people > 0)
            add_difference(table,
                           fmt::format("  saved for {} persons, million {}",
                                       grouped(result_.n_people), result_.currency),
                           [&](std::size_t arm) {
                               const Reading r = net.at({arm, 0, horizon});
                               const double scale = result_.n_people / million;
                               return with_interval(-r.difference * scale,
                                                    factor_ * r.difference_standard_error * scale,
                                                    2);
                           });
        add_difference(table, "  break-even " + cycle_.one(), [&](std::size_t arm) {
            const double month = even.at({arm, 0}).mean;
            return month > 0.0 ? grouped(month) : std::string("none");
        });
    }

    // Without relapse and money: where people are at the end, and how long they were where.
    void headline_states(TextTable& table) const {
        const MeasureReader persons(result_, "persons_in_state");
        const MeasureReader lived(result_, words_.many + "_in_state");
        const auto last = static_cast<std::size_t>(result_.horizon_months);
        table.section(fmt::format("Persons after {} {}", result_.horizon_months, cycle_.many()));
        for (std::size_t state = 0; state < persons.axis(2).size(); ++state)
            add_row(table, "  " + state_name(persons.axis(2), state), [&](std::size_t arm) {
                const Reading r = persons.at({arm, last, state});
                return with_interval(r.mean, factor_ * r.standard_error, 1);
            });
        table.section(capitalised(cycle_.many()) + " per person");
        for (std::size_t state = 0; state < lived.axis(1).size(); ++state)
            add_row(table, "  " + state_name(lived.axis(1), state), [&](std::size_t arm) {
                const Reading r = lived.at({arm, state});
                return with_interval(r.mean, factor_ * r.standard_error, 2);
            });
    }

    [[nodiscard]] std::string relapse() const {
        const MeasureReader within(result_, "relapse_within");
        const MeasureReader status(result_, "relapse_status");
        TextTable table(arm_header("Relapse by every definition"));
        for (std::size_t event = 0; event < within.axis(2).size(); ++event) {
            table.section(within.axis(2).texts[event] + named_da(within.axis(2), event));
            for (std::size_t base = 0; base < within.axis(1).size(); ++base) {
                add_windows(table, within, base, event, "ever within {} {}");
                add_windows(table, status, base, event, "then, {} {} after");
            }
        }
        add_exits(table);
        return "\n" + table.text(width_);
    }

    // Of a model with exits but no relapse.
    [[nodiscard]] std::string exits() const {
        if (has("relapse_within")) return "";
        TextTable table(arm_header("Exits by every definition"));
        add_exits(table);
        return "\n" + table.text(width_);
    }

    void add_exits(TextTable& table) const {
        const MeasureReader exits(result_, "exits_total");
        table.section("Exits, persons");
        for (std::size_t base = 0; base < exits.axis(1).size(); ++base) {
            std::vector<std::string> cells{"  " + exits.axis(1).texts[base]};
            for (std::size_t arm = 0; arm < arms_.size(); ++arm)
                cells.push_back(grouped(exits.at({arm, base}).mean, 1));
            table.add(std::move(cells));
        }
    }

    void add_windows(TextTable& table, const MeasureReader& reader, std::size_t base,
                     std::size_t event, const char* clock) const {
        for (std::size_t window = 0; window < reader.axis(3).size(); ++window) {
            std::vector<std::string> cells{fmt::format(
                "  {}, {}", reader.axis(1).texts[base],
                fmt::format(fmt::runtime(clock), reader.axis(3).values[window], cycle_.many()))};
            bool is_defined = false;
            for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                const Reading r = reader.at({arm, base, event, window});
                is_defined = is_defined || !std::isnan(r.mean);
                cells.push_back(percent_with_interval(r.mean, factor_ * r.standard_error));
            }
            if (is_defined) table.add(std::move(cells));
        }
    }

    [[nodiscard]] std::string status() const {
        const MeasureReader status(result_, "status");
        const std::size_t base = 0;
        std::string text;
        for (std::size_t window = 0; window < status.axis(2).size(); ++window) {
            if (std::isnan(status.at({reference_, base, window, 0}).mean)) continue;
            TextTable table(
                arm_header(fmt::format("Status {} {} after {}", status.axis(2).values[window],
                                       cycle_.many(), lower_first(status.axis(1).texts[base]))));
            for (std::size_t state = 0; state < status.axis(3).size(); ++state) {
                std::vector<std::string> cells{state_name(status.axis(3), state)};
                double most = 0.0;
                for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                    const double share = status.at({arm, base, window, state}).mean;
                    most = std::max(most, share);
                    cells.push_back(percent(share));
                }
                if (most > 0.0) table.add(std::move(cells));
            }
            text += "\n" + table.text(width_);
        }
        return text;
    }

    [[nodiscard]] std::string occupancy(std::optional<std::int32_t> only) const {
        const MeasureReader persons(result_, "persons_in_state");
        std::vector<std::int32_t> months;
        for (std::int32_t month = 0; month < result_.horizon_months; month += shown_every(result_))
            months.push_back(month);
        months.push_back(result_.horizon_months);
        if (only) months = {*only};
        std::string text;
        for (const std::int32_t month : months) {
            if (month > result_.horizon_months || month < 0)
                throw std::invalid_argument(fmt::format("{} {} is beyond the horizon of {}",
                                                        cycle_.one(), month,
                                                        result_.horizon_months));
        }
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            std::vector<std::string> header{"Persons in each state, " + arms_.labels[arm]};
            for (const std::int32_t month : months)
                header.push_back(fmt::format("{} {}", cycle_.one(), month));
            TextTable table(std::move(header));
            for (std::size_t state = 0; state < persons.axis(2).size(); ++state) {
                std::vector<std::string> cells{state_name(persons.axis(2), state)};
                double most = 0.0;
                for (const std::int32_t month : months) {
                    const Reading r = persons.at({arm, static_cast<std::size_t>(month), state});
                    most = std::max(most, r.mean);
                    cells.push_back(grouped(r.mean, 1));
                }
                if (most > 0.0) table.add(std::move(cells));
            }
            text += "\n" + table.text(width_);
        }
        return text;
    }

    [[nodiscard]] std::string durations() const {
        const MeasureReader months(result_, words_.many + "_in_state");
        TextTable table(
            arm_header(fmt::format("{} per person in each state, of {}", capitalised(cycle_.many()),
                                   result_.horizon_months)));
        for (std::size_t state = 0; state < months.axis(1).size(); ++state) {
            std::vector<std::string> cells{state_name(months.axis(1), state)};
            double most = 0.0;
            for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                const Reading r = months.at({arm, state});
                most = std::max(most, r.mean);
                cells.push_back(with_interval(r.mean, factor_ * r.standard_error, 2));
            }
            if (most > 0.0) table.add(std::move(cells));
        }
        if (has("employed_by")) add_employment(table);
        return "\n" + table.text(width_);
    }

    void add_employment(TextTable& table) const {
        const MeasureReader employed(result_, "employed_by");
        std::vector<std::string> cells{"Ever in employment by the horizon"};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            const Reading r = employed.at({arm, static_cast<std::size_t>(result_.horizon_months)});
            cells.push_back(percent_with_interval(r.mean, factor_ * r.standard_error));
        }
        table.add(std::move(cells));
        const MeasureReader first(result_, fmt::format("mean_{}_to_employment", words_.many));
        cells = {fmt::format("  {} until then, of those who were", cycle_.many())};
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            const Reading r = first.at({arm});
            cells.push_back(with_interval(r.mean, factor_ * r.standard_error, 1));
        }
        table.add(std::move(cells));
    }

    [[nodiscard]] std::string money(std::size_t horizon) const {
        const MeasureReader accounts(result_, "account_cost");
        const MeasureReader net(result_, "net_cost");
        const MeasureReader plain(result_, "net_cost_undiscounted");
        TextTable table(arm_header(fmt::format(
            "{} per person over {} {}, {} prices; discounted by {}", result_.currency,
            net.axis(2).values[horizon], cycle_.many(), result_.price_year, result_.discounting)));
        const auto add = [&](const std::string& name, auto value) {
            std::vector<std::string> cells{name};
            bool is_zero = true;
            for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                const double money = value(arm);
                is_zero = is_zero && std::abs(money) < 0.5;
                cells.push_back(grouped(money));
            }
            if (!is_zero) table.add(std::move(cells));
        };
        for (std::size_t payer = 0; payer < net.axis(1).size(); ++payer) {
            table.section(net.axis(1).texts[payer] + named_da(net.axis(1), payer));
            if (net.axis(1).labels[payer] != "all")
                for (std::size_t account = 0; account < accounts.axis(2).size(); ++account)
                    add("  " + accounts.axis(2).texts[account], [&](std::size_t arm) {
                        return accounts.at({arm, payer, account, horizon}).mean;
                    });
            add("  Net cost", [&](std::size_t arm) { return net.at({arm, payer, horizon}).mean; });
            add("  Net cost, undiscounted", [&](std::size_t arm) {
                return plain.at({arm, payer, horizon}).mean;
            });
            std::vector<std::string> cells{"  Saved against the reference"};
            for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                const Reading r = net.at({arm, payer, horizon});
                cells.push_back(
                    arm == reference_
                        ? ""
                        : with_interval(-r.difference, factor_ * r.difference_standard_error));
            }
            table.add(std::move(cells));
        }
        return "\n" + table.text(width_) + "Incomes are negative costs.\n";
    }

    [[nodiscard]] std::string grid() const {
        if (result_.cohort_sizes.empty()) return "";
        const MeasureReader net(result_, "net_cost");
        std::vector<std::string> header{fmt::format("Saved by the {}, million {}",
                                                    lower_first(net.axis(1).texts.front()),
                                                    result_.currency)};
        for (const std::int32_t months : net.axis(2).values)
            header.push_back(fmt::format("{} {}", months, cycle_.many()));
        TextTable table(std::move(header));
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            if (arm == reference_) continue;
            table.section(arms_.labels[arm]);
            for (const std::uint32_t size : result_.cohort_sizes) {
                std::vector<std::string> cells{fmt::format("  {} persons", grouped(size))};
                for (std::size_t horizon = 0; horizon < net.axis(2).size(); ++horizon) {
                    const Reading r = net.at({arm, 0, horizon});
                    cells.push_back(
                        with_interval(-r.difference * size / million,
                                      factor_ * r.difference_standard_error * size / million, 2));
                }
                table.add(std::move(cells));
            }
        }
        return "\n" + table.text(width_) +
               "Scaled from the amount per person: places do not grow with the cohort.\n";
    }

    [[nodiscard]] std::string phases() const {
        const MeasureReader persons(result_, "persons_in_phase");
        std::string text;
        for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
            std::vector<std::size_t> months;
            for (std::int32_t month = 0; month < result_.horizon_months;
                 month += shown_every(result_))
                months.push_back(static_cast<std::size_t>(std::max(month, 1)));
            months.push_back(static_cast<std::size_t>(result_.horizon_months));
            std::vector<std::string> header{"Persons in each phase, " + arms_.labels[arm]};
            for (const std::size_t month : months)
                header.push_back(fmt::format("{} {}", cycle_.one(), month));
            TextTable table(std::move(header));
            std::size_t n_rows = 0;
            for (std::size_t phase = 0; phase < persons.axis(2).size(); ++phase) {
                std::vector<std::string> cells{persons.axis(2).texts[phase]};
                double most = 0.0;
                for (const std::size_t month : months) {
                    const double mean = persons.at({arm, month, phase}).mean;
                    most = std::max(most, mean);
                    cells.push_back(grouped(mean, 1));
                }
                if (most <= 0.0) continue;
                table.add(std::move(cells));
                ++n_rows;
            }
            if (n_rows > 1) text += "\n" + table.text(width_);
        }
        return text;
    }

    [[nodiscard]] std::string strata(const std::string& attribute) const {
        if (!MeasureReader::exists(result_, "persons_in_state", "strata"))
            throw std::invalid_argument(
                "the result holds no outcomes by attribute; name the attribute under record: {by: "
                "[…]} in "
                "the scenario and run it again");
        const MeasureReader persons(result_, "persons_in_state", "strata");
        const Axis& axis = persons.axis(1);
        std::vector<std::size_t> members;
        for (std::size_t stratum = 0; stratum < axis.size(); ++stratum)
            if (axis.labels[stratum].starts_with(attribute + "=")) members.push_back(stratum);
        if (members.empty()) {
            std::string known;
            for (const std::string& label : axis.labels)
                if (label != "all") known += (known.empty() ? "" : ", ") + label;
            throw std::invalid_argument("there are no outcomes by '" + attribute +
                                        "'; there are: " + known);
        }
        TextTable table(arm_header("By " + attribute));
        if (MeasureReader::exists(result_, "relapse_within", "strata"))
            add_relapse_of(members, table);
        for (std::size_t state = 0; state < persons.axis(3).size(); ++state) {
            table.section("Persons at the horizon: " + persons.axis(3).texts[state]);
            for (const std::size_t stratum : members) {
                std::vector<std::string> cells{"  " + axis.texts[stratum]};
                for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                    const Reading r = persons.at(
                        {arm, stratum, static_cast<std::size_t>(result_.horizon_months), state});
                    cells.push_back(with_interval(r.mean, factor_ * r.standard_error, 1));
                }
                table.add(std::move(cells));
            }
        }
        return "\n" + table.text(width_);
    }

    void add_relapse_of(const std::vector<std::size_t>& strata, TextTable& table) const {
        const MeasureReader relapse(result_, "relapse_within", "strata");
        const std::size_t base = position_of(relapse.axis(2), result_.headline_base);
        const std::size_t event = position_of(relapse.axis(3), result_.headline_event);
        const std::size_t window = relapse_window();
        table.section(fmt::format("Relapse within {} {}, headline definition",
                                  relapse.axis(4).values[window], cycle_.many()));
        for (const std::size_t stratum : strata) {
            std::vector<std::string> cells{"  " + relapse.axis(1).texts[stratum]};
            for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
                const Reading r = relapse.at({arm, stratum, base, event, window});
                cells.push_back(percent_with_interval(r.mean, factor_ * r.standard_error));
            }
            table.add(std::move(cells));
        }
    }

    [[nodiscard]] std::string inputs() const {
        std::size_t count[4] = {0, 0, 0, 0};
        for (const ParameterRow& parameter : result_.parameters)
            ++count[static_cast<std::size_t>(parameter.grade)];
        std::string text = title("Inputs");
        text +=
            wrapped(fmt::format(
                        "{} parameters: {} laws, official statistics or randomised trials (A), {} "
                        "observational (B), {} provider's own claims (C), {} assumptions (D).",
                        result_.parameters.size(), count[0], count[1], count[2], count[3]),
                    width_) +
            "\n";
        TextTable table(arm_header("What differs between the arms rests on"));
        std::size_t n_rows = 0;
        for (const ParameterRow& parameter : result_.parameters) {
            if (!differs(parameter)) continue;
            std::vector<std::string> cells{fmt::format("{} {}: {}", letter(parameter.grade),
                                                       parameter.name, meaning(parameter.grade))};
            for (const double value : parameter.value)
                cells.push_back(std::isnan(value) ? "" : fmt::format("{:.6g}", value));
            table.add(std::move(cells));
            ++n_rows;
        }
        if (n_rows > 0) text += "\n" + table.text(width_);
        std::string assumptions;
        for (const ParameterRow& parameter : result_.parameters)
            if (parameter.grade == Grade::D)
                assumptions += (assumptions.empty() ? "" : ", ") + parameter.name;
        if (!assumptions.empty())
            text += "\n" + wrapped("Assumptions: " + assumptions + ".", width_) + "\n";
        return text;
    }

    [[nodiscard]] static bool differs(const ParameterRow& parameter) {
        return std::any_of(parameter.value.begin(), parameter.value.end(), [&](double value) {
            const double first = parameter.value.front();
            return std::isnan(value) != std::isnan(first) || (!std::isnan(value) && value != first);
        });
    }

    // The longest window of relapse, which the sources speak of.
    [[nodiscard]] std::size_t relapse_window() const {
        const MeasureReader relapse(result_, "relapse_within");
        for (std::size_t window = relapse.axis(3).size(); window-- > 0;)
            if (!std::isnan(relapse.at({reference_, 0, 0, window}).mean)) return window;
        return relapse.axis(3).size() - 1;
    }

    [[nodiscard]] std::size_t money_horizon(std::optional<std::int32_t> months) const {
        const MeasureReader net(result_, "net_cost");
        if (!months) return net.axis(2).size() - 1;
        return position_of(net.axis(2), std::to_string(*months));
    }

    [[nodiscard]] static std::string named_da(const Axis& axis, std::size_t position) {
        return axis.danish[position].empty() ? "" : " (" + axis.danish[position] + ")";
    }
    [[nodiscard]] static std::string state_name(const Axis& axis, std::size_t state) {
        return axis.texts[state] + named_da(axis, state);
    }

    const Result& result_;
    const CycleSpec& cycle_;
    CycleWords words_;  ///< in names of measures
    std::size_t width_;
    const Axis& arms_;
    std::size_t reference_;
    double factor_;
};

}  // namespace

std::string comparison_text(const Result& result, const ComparisonOptions& options) {
    return Comparison(result, options).text(options);
}

}  // namespace forlob
