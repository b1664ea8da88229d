#include "until.hpp"

#include <fmt/format.h>

#include <cmath>

#include "outcomes/measure.hpp"
#include "report/precision.hpp"

namespace forlob::tool {

void add_until(CLI::App& command, UntilChoice& choice) {
    CLI::Option* error = command.add_option(
        "--until-se", choice.standard_error,
        "Add replications until the standard error of every arm's difference to the reference is "
        "this small, in the unit of the measure");
    command
        .add_option("--until-decided", choice.decided,
                    "Add replications until every arm's difference to the reference is clearly "
                    "above or below this number (0: better or worse), with at most 5 % risk that "
                    "any of them is on the wrong side, however often it was looked at")
        ->expected(0, 1)
        ->default_str("0")
        ->excludes(error);
    command.add_option("--measure", choice.measure,
                       "What is to become precise: MEASURE or MEASURE,axis=coordinate,…; without "
                       "it, what the comparison prints first");
    command
        .add_option("--look-every", choice.look_every,
                    "Replications between two looks at the precision")
        ->check(CLI::Range(10, 1'000'000));
    command
        .add_option("--most-replications", choice.most,
                    "No more than these, precise or not; without it, ten times the scenario's")
        ->check(CLI::Range(10U, 4'000'000'000U));
}

void check_until(const UntilChoice& choice, bool names_replications, bool is_exact) {
    const bool is_until = choice.standard_error || choice.decided;
    if (choice.standard_error &&
        !(*choice.standard_error > 0.0 && std::isfinite(*choice.standard_error)))
        throw CLI::ValidationError("--until-se", "must be a number above 0");
    if (choice.decided && !std::isfinite(*choice.decided))
        throw CLI::ValidationError("--until-decided", "must be a number");
    const bool is_given =
        !choice.measure.empty() || choice.most || choice.look_every != UntilOptions{}.look_every;
    if (!is_until && is_given)
        throw CLI::ValidationError("--measure, --look-every, --most-replications",
                                   "belong to --until-se or --until-decided");
    if (!is_until) return;
    if (names_replications)
        throw CLI::ValidationError("--replications",
                                   "contradicts --until-…, which finds how many are needed; the "
                                   "most there may be is --most-replications");
    if (is_exact)
        throw CLI::ValidationError("--exact", "has no chance that --until-… could reduce");
}

std::optional<UntilOptions> until_options(const UntilChoice& choice) {
    if (!choice.standard_error && !choice.decided) return std::nullopt;
    UntilOptions until;
    until.rule.kind =
        choice.standard_error ? StopRule::Kind::standard_error : StopRule::Kind::decided;
    until.rule.bound = choice.standard_error ? *choice.standard_error : *choice.decided;
    until.measure = choice.measure;
    until.look_every = choice.look_every;
    until.most = choice.most;
    return until;
}

void report_precision(const UntilOutcome& outcome, const UntilOptions& asked, bool quiet) {
    const bool by_error = asked.rule.kind == StopRule::Kind::standard_error;
    const std::string wanted =
        by_error ? fmt::format("a standard error of at most {:g}", asked.rule.bound)
                 : fmt::format("every arm decided against {:g}", asked.rule.bound);
    const std::uint32_t n = outcome.result.n_replications;
    if (!outcome.is_enough)
        fmt::print(stderr,
                   "\nNot precise enough: {} replications are the most that were allowed "
                   "(--most-replications), without {}.\n",
                   n, wanted);
    if (quiet) return;
    if (outcome.is_enough) fmt::print(stderr, "\nEnough after {} replications: {}.\n", n, wanted);
    fmt::print(stderr, "{}\n", name_for_people(outcome.main, outcome.result.reference));
    const double factor = by_error ? interval_factor(n) : outcome.factor;
    for (std::size_t arm = 0; arm < outcome.main.arms.size(); ++arm) {
        const EstimateSoFar& estimate = outcome.estimates[arm];
        fmt::print(stderr, "  {:<16} {}, standard error {:.3g}\n", outcome.main.arms[arm],
                   precise_number(estimate.value, factor * estimate.standard_error),
                   estimate.standard_error);
    }
    fmt::print(stderr, "± is {}.\n",
               by_error ? "the 95 % interval"
                        : "an interval that holds for all arms and all looks at once in 95 % of "
                          "runs, and so wider than those above");
}

}  // namespace forlob::tool
