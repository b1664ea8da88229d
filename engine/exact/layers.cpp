#include "exact/layers.hpp"

#include <algorithm>

namespace forlob {
namespace {

constexpr std::size_t most_pending = 128;

}  // namespace

Layers::Layers(const Model& model, bool first_visits, bool exits)
    : bases_of_(static_cast<std::size_t>(model.n_states), 0),
      pending_(static_cast<std::size_t>(model.n_states), 0) {
    if (first_visits) {
        n_never_ = static_cast<std::size_t>(model.n_states);
        employment_ = model.definitions.employment;
        has_employment_ = !employment_.empty();
    }
    n_ = first_never_ + n_never_ + (has_employment_ ? 1 : 0);
    first_pending_ = n_;
    if (exits) plan_exits(model);
}

void Layers::plan_exits(const Model& model) {
    const Definitions& definitions = model.definitions;
    confirm_ = static_cast<std::size_t>(std::max(definitions.confirm_months, 1));
    std::vector<std::uint32_t> bases_of(bases_of_.size(), 0);
    for (std::size_t state = 0; state < bases_of.size(); ++state) {
        for (std::size_t base = 0; base < definitions.exit_bases.size(); ++base)
            if (definitions.exit_bases[base].contains(static_cast<StateId>(state)))
                bases_of[state] |= std::uint32_t{1} << base;
        if (bases_of[state] == 0) continue;
        const auto known = std::find(combinations_.begin(), combinations_.end(), bases_of[state]);
        pending_[state] =
            first_pending_ + static_cast<std::size_t>(known - combinations_.begin()) * confirm_;
        if (known == combinations_.end()) combinations_.push_back(bases_of[state]);
    }
    if (combinations_.size() * confirm_ > most_pending) {
        exits_left_out_ = true;
        combinations_.clear();
        return;
    }
    exit_from_ = definitions.exit_from;
    bases_of_ = std::move(bases_of);
    n_ += combinations_.size() * confirm_;
}

void Layers::start(std::span<double> people) const {
    std::fill(people.begin(), people.begin() + static_cast<std::ptrdiff_t>(first_pending_), 1.0);
    std::fill(people.begin() + static_cast<std::ptrdiff_t>(first_pending_), people.end(), 0.0);
}

void Layers::arrive(std::size_t tick, StateId state, std::size_t subgroup, std::span<double> people,
                    ExpectedCounts& counts) const {
    if (n_never_ > 0) {
        double& newcomers = people[first_never_ + index(state)];
        counts.first_visits(subgroup, index(state), tick) += newcomers;
        newcomers = 0.0;
    }
    if (has_employment_ && employment_.contains(state)) {
        counts.first_employment(subgroup, tick) += people[first_pending_ - 1];
        people[first_pending_ - 1] = 0.0;
    }
    if (first_pending_ == n_) return;
    if (exit_from_.contains(state)) {
        std::fill(people.begin() + static_cast<std::ptrdiff_t>(first_pending_), people.end(), 0.0);
        return;
    }
    if (tick + 1 < confirm_) return;
    const std::size_t exit = tick + 1 - confirm_;
    for (std::size_t number = 0; number < combinations_.size(); ++number) {
        double& confirmed = people[first_pending_ + number * confirm_ + exit % confirm_];
        if (confirmed > 0.0)
            for (std::size_t base = 0; base < counts.exits.shape()[1]; ++base)
                if ((combinations_[number] >> base & 1U) != 0)
                    counts.exits(subgroup, base, exit) += confirmed;
        confirmed = 0.0;
    }
}

}  // namespace forlob
