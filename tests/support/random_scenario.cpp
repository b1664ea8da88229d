#include "support/random_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <vector>

namespace forlob::test {
namespace {

class Author {
public:
    explicit Author(std::uint64_t seed) : engine_(seed) {}

    std::string text(std::uint32_t people, int horizon) {
        n_states_ = integer(3, 8);
        has_frailty_ = chance(0.5);
        n_clocks_ = integer(1, 3);
        depends_on_ = integer(0, 2);
        // One after the other: what a program may do depends on the rows of the model.
        const std::string model_text = model();
        const std::string population_text = population();
        std::erase(stated_rows_, 1);  // programs may put another row in its place
        const std::string programs_text = programs();
        return fmt::format(
            "forlob: 1\nkind: scenario\ntitle: Drawn at random\n"
            "model:\n{}population:\n{}economy:\n{}"
            "cohort: {{size: {}}}\nhorizon: {}\nreplications: 1\nseed: {}\nreference: plain\n"
            "arms:\n  plain: {{label: Plain}}\n  other:\n    label: Other\n    programs:\n{}",
            model_text, population_text, economy(), people, horizon, integer(1, 1000000),
            programs_text);
    }

private:
    int integer(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double p) { return static_cast<double>(engine_() >> 11) * 0x1p-53 < p; }
    double real(double low, double high) {
        return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
    }
    static std::string state(int number) { return fmt::format("s{}", number); }
    std::string any_state() { return state(integer(0, n_states_ - 1)); }

    std::string levels(double low, double high) {
        return fmt::format("{{low: {:.3f}, high: {:.3f}}}", real(low, high), real(low, high));
    }
    // A step function that begins at 0 and has one to three steps.
    std::string steps(int first_step, int last_step) {
        std::string text = fmt::format("{{0: {:.3f}", real(0.3, 3.0));
        int at = 0;
        for (int step = integer(1, 3); step > 0; --step) {
            at += integer(first_step, last_step);
            text += fmt::format(", {}: {:.3f}", at, real(0.0, 3.0));
        }
        return text + "}";
    }
    std::string factors() {
        std::string text;
        const auto add = [&](const std::string& name, const std::string& table) {
            text += (text.empty() ? "" : ", ") + name + ": " + table;
        };
        if (chance(0.4)) add("kind", levels(0.2, 3.0));
        if (chance(0.3)) add("months_in_state", steps(1, 6));
        if (chance(0.3)) add(fmt::format("clock{}", integer(0, n_clocks_ - 1)), steps(1, 5));
        if (chance(0.2)) add("month", steps(2, 10));
        if (text.empty()) add("kind", levels(0.2, 3.0));
        return "{" + text + "}";
    }

    // At most `most`, for some persons and months less. In one scenario formulas depend on the time
    // in the state, on a clock or on the cycle, so that tables stay small.
    std::string formula(double most) {
        const std::string number = fmt::format("{:.6f}", most);
        if (chance(0.2)) return number + " * kind";
        const bool is_first = chance(0.5);
        if (depends_on_ == 0)
            return number + (is_first ? " * (0.4 + 0.6 * exp(-0.3 * months_in_state))"
                                      : " * by_stay * kind");
        if (depends_on_ == 1)
            return number + (is_first ? " / (1 + 0.2 * clock0)" : " * (clock0 > 3 ? 0.2 : kind)");
        return is_first ? fmt::format("cycle <= {} ? {} : {:.6f}", integer(2, 12), number, most / 3)
                        : number + " * by_time";
    }
    std::string quoted_formula(double most) { return "'" + formula(most) + "'"; }
    std::string formula_or_number(double most) {
        return chance(0.3) ? quoted_formula(most) : fmt::format("{:.6f}", real(0.0, most));
    }
    std::string table(const std::string& name, const std::string& of, const std::string& more) {
        std::string text =
            fmt::format("    {}: {{of: {}, steps: {{0: {:.3f}", name, of, real(0.1, 1));
        int at = 0;
        for (int step = integer(1, 3); step > 0; --step) {
            at += integer(1, 6);
            text += fmt::format(", {}: {:.3f}", at, real(0.1, 1.0));
        }
        return text + "}, " + more + "unit: factor, grade: D, source: Random}\n";
    }
    std::string tables() {
        const std::string by_time =
            table("by_time", "cycle", chance(0.5) ? "interpolate: linear, " : "");
        return "  tables:\n" + by_time + table("by_stay", "months_in_state", "");
    }

    std::string rate() {
        return chance(0.3) ? quoted_formula(0.3) : fmt::format("{:.4f}", real(0.01, 0.3));
    }

    // Counted moves, those who stayed among them.
    std::string counted_row(int from) {
        std::string text = fmt::format("{}: {{count: {}}}", state(from), integer(5, 60));
        const int n_moves = integer(1, n_states_ - 1);
        for (int step = 1; step <= n_moves; ++step)
            text += fmt::format(", {}: {{count: {}}}", state((from + step) % n_states_),
                                integer(0, 20));
        return "{" + text + "}";
    }

    // Ratios of stated probabilities act on rows that are stated as probabilities and leave no
    // rest.
    std::string row(int from, bool is_certain) {
        std::string text;
        if (!is_certain && chance(0.15)) {
            stated_rows_.push_back(from);
            return counted_row(from);
        }
        const bool are_rates = !is_certain && chance(0.3);
        if (!is_certain && !are_rates) stated_rows_.push_back(from);
        const int n_moves = integer(1, n_states_ - 1);
        for (int step = 1; step <= n_moves; ++step) {
            const std::string to = state((from + step) % n_states_);
            const std::string by = chance(0.4) ? ", by: " + factors() : "";
            text += text.empty() ? "" : ", ";
            if (are_rates)
                text += fmt::format("{}: {{rate: {}, per: {}{}}}", to, rate(),
                                    chance(0.5) ? "month" : "year", by);
            else if (is_certain && step == n_moves && chance(0.5))
                text += to + ": rest";
            else
                text += fmt::format(
                    "{}: {{probability: {}{}}}", to,
                    is_certain ? fmt::format("{:.6f}", 1.0 / n_moves - (step == 1 ? 0.0 : 1e-6))
                               : formula_or_number(0.9 / n_moves),
                    by);
        }
        return "{" + text + "}";
    }

    std::string clocks() {
        std::string text;
        for (int clock = 0; clock < n_clocks_; ++clock) {
            const std::string rule = chance(0.7) ? "counts" : "on_enter";
            const std::string resets =
                chance(0.6) ? fmt::format(", resets_on: [{}]", any_state()) : "";
            const char* starts[] = {"", ", starts: never", ", starts: 3",
                                    ", starts: {from: 0, to: 4}",
                                    ", starts: {given: kind, levels: {low: 2, high: never}}"};
            text += fmt::format("    clock{}: {{{}: [{}]{}{}}}\n", clock, rule, any_state(), resets,
                                starts[integer(0, 4)]);
        }
        return text;
    }

    std::string model() {
        std::string text = "  title: Random\n  groups: {some: {label: Some}}\n  states:\n";
        const int last = n_states_ - 1;
        for (int number = 0; number < n_states_; ++number)
            text += fmt::format("    {}: {{label: S{}{}{}}}\n", state(number), number,
                                number % 2 == 1 ? ", groups: [some]" : "",
                                number == last ? ", absorbing: true" : "");
        text +=
            "  attributes: {kind: {label: Kind, levels: {low: {label: Low, value: 0.4}, high: "
            "{label: High, value: 0.9}}}}\n" +
            tables();
        if (has_frailty_)
            text +=
                fmt::format("  frailty: {{sd_log: {:.2f}, levels: {}, moves: [{{from: s0}}]}}\n",
                            real(0.1, 1.0), integer(2, 4));
        text += "  clocks:\n" + clocks() + "  transitions:\n";
        for (int number = 0; number < last; ++number)
            text += "    " + state(number) + ": " + row(number, number > 0 && chance(0.15)) + "\n";
        text += fmt::format(
            "  modifiers:\n    - {{label: One, moves: [{{from: {}, to: [some]}}], factor: {:.3f}, "
            "by: {}}}\n",
            any_state(), real(0.3, 2.0), factors());
        return text +
               "  definitions:\n    exit: {from: [s0], to: {any: {label: Any, states: [s1, s2]}}}\n"
               "    relapse: {events: {back: {label: Back, states: [s0]}}}\n"
               "    headline: {base: any, event: back}\n    employment: [s1]\n";
    }

    std::string population() {
        const double low = real(0.1, 0.9);
        const double first = real(0.3, 1.0);
        return fmt::format(
            "  title: People\n  attributes: {{kind: {{shares: {{low: {:.3f}, high: {:.3f}}}}}}}\n"
            "  start: {{shares: {{s0: {:.3f}, s1: {:.3f}}}}}\n",
            low, 1.0 - low, first, 1.0 - first);
    }

    static std::string economy() {
        return "  {title: Prices, currency: DKK, price_year: 2025, accrual: start, "
               "payers: {m: {label: M}}, accounts: {a: {label: A, split: m, "
               "amounts: [{per_month_in: [s0], amount: 100}, "
               "{per_move: {from: s0, to: [s1, s2]}, amount: 7, by: {kind: {low: 1, high: 2}}}, "
               "{per_move: {from: [s1, s2], to: s0}, amount: 3 + 0.5 * clock0}]}}}\n";
    }

    // What an effect does, and to the moves of which state.
    std::string ratio() {
        const bool is_stated = !stated_rows_.empty() && chance(0.4);
        const std::string from = is_stated ? state(stated_rows_[static_cast<std::size_t>(integer(
                                                 0, static_cast<int>(stated_rows_.size()) - 1))])
                                           : any_state();
        std::string value = fmt::format("hazard_ratio: {:.3f}", real(0.2, 3.0));
        if (is_stated)
            value = chance(0.5) ? fmt::format("relative_risk: {}", formula_or_number(1.0))
                                : fmt::format("odds_ratio: {:.3f}", real(0.1, 1.0));
        else if (chance(0.3))
            value = "hazard_ratio: " + quoted_formula(3.0);
        return fmt::format("moves: [{{from: {}}}], {}", from, value);
    }

    std::string effect(const std::vector<std::string>& phases) {
        std::string text = "        - {" + ratio();
        if (chance(0.5))
            text +=
                ", phases: [" +
                phases[static_cast<std::size_t>(integer(0, static_cast<int>(phases.size()) - 1))] +
                "]";
        if (chance(0.4)) text += fmt::format(", months_after: {}", integer(1, 6));
        if (chance(0.5))
            text += fmt::format(", ramp: {{since: {}, full_after_months: {}}}",
                                chance(0.5) ? "launch" : "program_start", integer(1, 8));
        if (chance(0.3)) text += ", by: {kind: " + levels(0.3, 1.0) + "}";
        return text + "}\n";
    }

    std::string program_for_everyone() {
        std::string text =
            "      - name: law\n        title: Law\n        everyone: true\n        effects:\n";
        for (int effects = integer(1, 3); effects > 0; --effects)
            text += "        - {" + ratio() + "}\n";
        return text;
    }

    std::string program(int number) {
        const std::vector<std::string> phases{"one", "two", "three"};
        std::string text = fmt::format(
            "      - name: help{0}\n        title: Help\n        label: Help\n"
            "        eligibility: {{states: [s0, s1]{1}{2}}}\n"
            "        enrolment: {{from_month: {3}, probability: {4:.2f}, willing: {5:.2f}, repeat: "
            "{6}}}\n"
            "        phases:\n",
            number, chance(0.3) ? ", attributes: {kind: [low]}" : "",
            chance(0.3) ? fmt::format(", clocks: {{clock0: {{from: {}}}}}", integer(0, 3)) : "",
            integer(1, 4), chance(0.3) ? 1.0 : real(0.05, 0.9), chance(0.5) ? 1.0 : real(0.2, 0.9),
            chance(0.5) ? "true" : "false");
        text += fmt::format("          one: {{months: {}, then: two{}}}\n", integer(1, 4),
                            chance(0.3) ? ", drop_out: 0.05" : "");
        text += fmt::format(
            "          two: {{{}min_months: {}, max_months: {}, advance: {:.2f}, then: three{}}}\n",
            chance(0.6) ? "placement: s1, release: s0, " : "", integer(1, 2), integer(3, 5),
            real(0.1, 0.9), chance(0.3) ? ", drop_out: 0.1" : "");
        text += fmt::format("          three: {{{}}}\n",
                            chance(0.5) ? fmt::format("months: {}, then: {}", integer(1, 6),
                                                      chance(0.5) ? "one" : "end")
                                        : std::string("drop_out: 0.1"));
        if (chance(0.7))
            text += fmt::format("        on_enter: {{{}: {}, {}: end}}\n", "s1",
                                chance(0.5) ? "three" : "end", state(n_states_ - 1));
        text +=
            "        payments: {fee: {split: m, amounts: [{per_move: {from: [s0, s2], to: s1}, "
            "amount: 5, by: "
            "{months_in_phase: {0: 1, 2: 3}}}]}}\n        effects:\n";
        for (int effects = integer(1, 3); effects > 0; --effects) text += effect(phases);
        if (chance(0.5))
            text += fmt::format(
                "        replace:\n          - {{phases: [two], from: s1, transitions: {}}}\n",
                row(1, chance(0.3)));
        std::erase(stated_rows_, 1);
        return text;
    }

    std::string programs() {
        std::string text = program(1);
        if (chance(0.5)) text += program_for_everyone();
        if (chance(0.5)) text += program(2);
        return text;
    }

    std::mt19937_64 engine_;  // its numbers are the same everywhere; std distributions are not
    int n_states_ = 3;
    int n_clocks_ = 1;
    bool has_frailty_ = false;
    int depends_on_ = 0;            ///< what formulas depend on
    std::vector<int> stated_rows_;  ///< origins whose row has probabilities or counts
};

}  // namespace

std::string random_scenario(std::uint64_t seed, std::uint32_t people, int horizon) {
    return Author(seed).text(people, horizon);
}

}  // namespace forlob::test
