#include "economics/splits.hpp"

#include <fmt/format.h>

#include <cmath>

namespace forlob {
namespace {

constexpr double shares_tolerance = 1e-9;

}  // namespace

std::array<PayerShare, 2> Split::shares_of_cycle(std::int32_t cycles) const {
    const double share = ladder_share_of_cycle(ladder->steps, cycles, ladder->weeks_per_cycle);
    return {{{ladder->payer, share}, {ladder->rest, 1.0 - share}}};
}

SplitBook::SplitBook(const EconomySpec& economy, const CycleSpec& cycle,
                     const Vocabulary& vocabulary, const ParameterValues& parameters,
                     Diagnostics& diagnostics)
    : economy_(economy),
      cycle_(cycle),
      vocabulary_(vocabulary),
      parameters_(parameters),
      diagnostics_(diagnostics) {
    fill();
}

void SplitBook::fill() {
    named_.clear();
    for (const SplitSpec& spec : economy_.splits) named_.push_back(compile(spec));
}

Split SplitBook::of(const AccountSpec& account) const {
    if (account.split) return compile(*account.split);
    if (!account.split_name) {
        diagnostics_.error(account.location,
                           fmt::format("nobody pays account '{}'", account.name.text),
                           "give it a 'split': one of the economy's splits, or a payer");
        return {};
    }
    const Name& name = *account.split_name;
    std::vector<std::string> known;
    for (std::size_t split = 0; split < named_.size(); ++split) {
        if (economy_.splits[split].name.text == name.text) return named_[split];
        known.push_back(economy_.splits[split].name.text);
    }
    for (std::size_t payer = 0; payer < economy_.payers.size(); ++payer) {
        if (economy_.payers[payer].name.text == name.text) return {{{payer, 1.0}}, std::nullopt};
        known.push_back(economy_.payers[payer].name.text);
    }
    diagnostics_.error(name.location, fmt::format("unknown split or payer '{}'", name.text),
                       unknown_name_help(name.text, "splits and payers", known));
    return {};
}

Split SplitBook::compile(const SplitSpec& spec) const {
    Split split;
    if (spec.ladder) {
        const auto clock = vocabulary_.clock(spec.ladder->clock, diagnostics_);
        const auto payer_of_shares = payer(spec.ladder->payer);
        const auto rest = payer(spec.ladder->rest);
        Split::Ladder ladder;
        for (const auto& [week, expression] : spec.ladder->state_share)
            ladder.steps.push_back({static_cast<double>(week), share(expression)});
        if (!clock || !payer_of_shares || !rest || ladder.steps.empty()) return split;
        ladder.clock = *clock;
        ladder.payer = *payer_of_shares;
        ladder.rest = *rest;
        ladder.weeks_per_cycle = cycle_.in(TimeUnit::week);
        split.ladder = std::move(ladder);
        return split;
    }
    double total = 0.0;
    for (const auto& [name, expression] : spec.shares) {
        const double value = share(expression);
        total += value;
        if (const auto position = payer(name)) split.fixed.push_back({*position, value});
    }
    if (std::abs(total - 1.0) > shares_tolerance)
        diagnostics_.error(spec.location, fmt::format("these shares add up to {:.10g}", total),
                           "the shares of all payers must add up to 1");
    return split;
}

double SplitBook::share(const Expression& expression) const {
    const double value = parameters_.value(expression, diagnostics_);
    if (value >= 0.0 && value <= 1.0) return value;
    diagnostics_.error(expression.location(),
                       fmt::format("share '{}' is {}", expression.text(), value),
                       "a share lies between 0 and 1");
    return 0.0;
}

std::optional<std::size_t> SplitBook::payer(const Name& name) const {
    std::vector<std::string> known;
    for (std::size_t payer = 0; payer < economy_.payers.size(); ++payer) {
        if (economy_.payers[payer].name.text == name.text) return payer;
        known.push_back(economy_.payers[payer].name.text);
    }
    diagnostics_.error(name.location, fmt::format("unknown payer '{}'", name.text),
                       unknown_name_help(name.text, "payers", known));
    return std::nullopt;
}

}  // namespace forlob
