#include "run_discounting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace forlob {
namespace {

std::string text_in(const DiscountingSpec& discounting, const Model& model) {
    Diagnostics ignored;  // the rate was checked when the prices were made
    const double rate = model.parameters.value(discounting.rate_per_year, ignored);
    if (rate == 0.0) return "0 % a year";
    return fmt::format(
        "{:.6g} % a year, {}{}", 100.0 * rate,
        discounting.form == DiscountingSpec::Form::compound ? "(1 + r)^-years" : "exp(-r years)",
        discounting.from_tick > 0 ? ", years counted from tick 1" : "");
}

// An account, payment or outcome with a discounting of its own.
struct OwnTerms {
    std::string name;
    const DiscountingSpec* discounting = nullptr;
    std::optional<std::size_t> program;  ///< that it is of: only some arms have it
};

std::vector<OwnTerms> own_terms(const ScenarioSpec& scenario) {
    std::vector<OwnTerms> own;
    const auto add = [&](const auto& streams, const std::string& before,
                         std::optional<std::size_t> program) {
        for (const auto& stream : streams)
            if (stream.discounting)
                own.push_back({before + stream.name.text, &*stream.discounting, program});
    };
    add(scenario.economy.accounts, "", std::nullopt);
    for (std::size_t program = 0; program < scenario.programs.size(); ++program)
        add(scenario.programs[program].payments, scenario.programs[program].name.text + ".",
            program);
    add(scenario.economy.outcomes, "", std::nullopt);
    return own;
}

// Names by what is said of them, in the order in which it is first said.
class Sayings {
public:
    void add(const std::string& what, const std::string& name) {
        const auto found = std::find_if(all_.begin(), all_.end(),
                                        [&](const auto& one) { return one.first == what; });
        if (found == all_.end())
            all_.push_back({what, {name}});
        else
            found->second.push_back(name);
    }
    [[nodiscard]] std::string text() const {
        std::string text;
        for (const auto& [what, names] : all_)
            text += fmt::format("; {} {}", fmt::join(names, ", "), what);
        return text;
    }

private:
    std::vector<std::pair<std::string, std::vector<std::string>>> all_;
};

}  // namespace

std::string discounting_of_arms(const ScenarioSpec& scenario, const std::vector<Model>& models) {
    const auto of_economy = [&](std::size_t arm) {
        return text_in(scenario.economy.discounting, models[arm]);
    };
    const std::string usual = of_economy(scenario.reference);
    Sayings others;
    for (std::size_t arm = 0; arm < models.size(); ++arm)
        if (of_economy(arm) != usual)
            others.add(of_economy(arm), "in arm " + scenario.arms[arm].name.text);
    for (const OwnTerms& own : own_terms(scenario)) {
        std::vector<std::pair<std::size_t, std::string>> by_arm;
        for (std::size_t arm = 0; arm < models.size(); ++arm) {
            const auto& programs = scenario.arms[arm].programs;
            const bool is_there = !own.program || std::find(programs.begin(), programs.end(),
                                                            *own.program) != programs.end();
            if (is_there) by_arm.emplace_back(arm, text_in(*own.discounting, models[arm]));
        }
        const bool is_same_in_all = std::all_of(by_arm.begin(), by_arm.end(), [&](const auto& one) {
            return one.second == by_arm.front().second;
        });
        for (const auto& [arm, text] : by_arm) {
            if (text == of_economy(arm)) continue;
            others.add(text, is_same_in_all ? own.name
                                            : own.name + " in arm " + scenario.arms[arm].name.text);
            if (is_same_in_all) break;
        }
    }
    return usual + others.text();
}

}  // namespace forlob
