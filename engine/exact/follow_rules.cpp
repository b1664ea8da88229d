#include "exact/follow_rules.hpp"

#include <algorithm>

namespace forlob {

FollowRules::FollowRules(const Model& model)
    : n_states_(static_cast<std::size_t>(model.n_states)),
      n_events_(model.definitions.relapse_events.size()),
      n_columns_(n_events_ + (model.definitions.status_after_months.empty() ? 0 : 1)) {
    const Definitions& definitions = model.definitions;
    std::vector<std::uint32_t> bases_of(n_states_, 0);
    for (std::size_t state = 0; state < n_states_; ++state) {
        for (std::size_t base = 0; base < definitions.exit_bases.size(); ++base)
            if (definitions.exit_bases[base].contains(static_cast<StateId>(state)))
                bases_of[state] |= std::uint32_t{1} << base;
        if (bases_of[state] != 0 && std::find(combinations_.begin(), combinations_.end(),
                                              bases_of[state]) == combinations_.end())
            combinations_.push_back(bases_of[state]);
    }
    for (const std::uint32_t bases : bases_of)
        combination_.push_back(static_cast<std::size_t>(
            std::find(combinations_.begin(), combinations_.end(), bases) - combinations_.begin()));

    fates_.assign(n_states_ * n_states_ * n_columns_, Fate::goes_on);
    for (std::size_t from = 0; from < n_states_; ++from)
        for (std::size_t to = 0; to < n_states_; ++to)
            for (std::size_t event = 0; event < n_events_ && from != to; ++event)
                fates_[(from * n_states_ + to) * n_columns_ + event] =
                    find_fate(definitions, static_cast<StateId>(from), static_cast<StateId>(to),
                              definitions.relapse_events[event]);
}

FollowRules::Fate FollowRules::find_fate(const Definitions& definitions, StateId from, StateId to,
                                         StateSet event) const {
    if (definitions.left.contains(to)) return Fate::is_censored;
    const StateSet inside = definitions.exit_from;
    if (event.contains(to) && (!event.contains(from) || inside.contains(to))) return Fate::relapses;
    if (inside.contains(from) && !inside.contains(to) &&
        combination_[index(to)] < combinations_.size())
        return definitions.confirm_months > 1 ? Fate::exits : Fate::is_censored;
    return Fate::goes_on;
}

}  // namespace forlob
