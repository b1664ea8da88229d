#include "simulate/lane_table.hpp"

#include <algorithm>
#include <map>

namespace forlob {
namespace {

constexpr std::size_t most_states = 16;
constexpr std::size_t most_nodes = 256;
constexpr std::size_t most_before_merging = 2048;
constexpr std::size_t most_moves = 4096;  // groups · states², with room for 16 states

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);

bool depends_on_month(const Lattice& lattice) {
    for (const Lattice::Context& context : lattice.contexts)
        for (const Lattice::Axis& axis : context.axes)
            if (axis.coordinate == Coordinate::month &&
                std::adjacent_find(axis.offset.begin(), axis.offset.end(), std::not_equal_to<>()) !=
                    axis.offset.end())
                return true;
    return false;
}

bool starts_at_random(const Model& model) {
    for (const Stratum& stratum : model.population.strata)
        for (std::size_t clock = 0; clock < stratum.clock_starts.size(); ++clock) {
            const ClockRange& range = stratum.clock_starts[clock];
            if (model.clocks[clock].cap > 0 && range.low != range.high) return true;
        }
    return false;
}

bool has_windows(const Model& model) {
    return std::any_of(model.clocks.begin(), model.clocks.end(),
                       [](const Clock& clock) { return clock.cap > 0 && clock.window; });
}

// What the model has that a byte cannot hold; empty if nothing.
std::string reason_against(const Model& model) {
    if (model.is_joint()) return "people share places, or keep coming";
    if (!model.programs.empty() || model.n_phases > 1) return "it has programs";
    if (static_cast<std::size_t>(model.n_states) > most_states) return "it has more than 16 states";
    if (depends_on_month(model.row_of)) return "moves depend on the month";
    if (has_windows(model)) return "a clock is reset after months within a window";
    if (!model.priced_moves.empty()) return "what a move costs depends on who makes it";
    if (starts_at_random(model)) return "a clock starts at a random month";
    return {};
}

// [state] months in it after which nothing depends on how many they are: they need not be told
// apart, and those in a state where they do not matter not at all.
std::vector<std::uint16_t> months_that_matter(const Model& model) {
    std::vector<std::uint16_t> months(static_cast<std::size_t>(model.n_states), 0);
    for (const Lattice* lattice : {&model.row_of, &model.cell_of})
        for (std::size_t state = 0; state < months.size(); ++state)
            for (const Lattice::Axis& axis : lattice->contexts[state].axes)
                for (std::size_t value = 1; value < axis.offset.size(); ++value)
                    if (axis.coordinate == Coordinate::months_in_state &&
                        axis.offset[value] != axis.offset[value - 1])
                        months[state] = std::max(months[state], static_cast<std::uint16_t>(value));
    return months;
}

// One combination of all that a person's future depends on.
struct Standing {
    std::uint32_t kind = 0;
    std::uint16_t subgroup = 0;
    StateId state{};
    std::vector<std::uint16_t> values;  ///< [coordinate]
    auto operator<=>(const Standing&) const = default;
};

// A standing as numbers: what it is, and the standings that it leads to.
struct Numbered {
    Standing standing;
    std::uint32_t row = 0;
    std::uint32_t cell = 0;
    std::vector<std::size_t> leads_to;  ///< staying first, then the slots of the row
};

// Everything that somebody can ever be in, found by following all that people can do.
class Reachable {
public:
    explicit Reachable(const ArmTables& arm)
        : arm_(arm), months_that_matter_(months_that_matter(arm.model())) {}

    std::size_t start(std::size_t stratum, std::uint32_t level, StateId state) {
        const Model& model = arm_.model();
        const Stratum& of = model.population.strata[stratum];
        Standing standing{of.kind + level, of.subgroup, state, {}};
        standing.values.assign(arm_.n_coordinates(), 0);
        for (std::size_t clock = 0; clock < model.clocks.size(); ++clock)
            if (model.clocks[clock].cap > 0)
                standing.values[index(coordinate_of(static_cast<ClockId>(clock)))] =
                    of.clock_starts[clock].low;
        return number(std::move(standing));
    }

    /// Returns whether there are few enough.
    bool follow() {
        const RowTable& rows = arm_.model().rows;
        for (std::size_t here = 0; here < all_.size(); ++here) {
            if (all_.size() > most_before_merging) return false;
            const std::uint32_t row = all_[here].row;
            std::vector<std::size_t> leads_to{number(after(here, all_[here].standing.state))};
            for (auto slot = rows.first_slot[row]; slot < rows.first_slot[row + 1]; ++slot)
                leads_to.push_back(number(after(here, rows.target[slot])));
            all_[here].leads_to = std::move(leads_to);
        }
        return true;
    }

    [[nodiscard]] const std::vector<Numbered>& all() const { return all_; }

private:
    std::size_t number(Standing standing) {
        const auto [found, is_new] = numbers_.try_emplace(standing, all_.size());
        if (is_new) {
            const std::size_t context = arm_.model().context(no_phase, standing.state);
            const std::uint16_t* values = standing.values.data();
            const std::uint32_t row = arm_.row_of().at(context, standing.kind, values).number;
            const std::uint32_t cell = arm_.cell_of().at(context, standing.kind, values).number;
            all_.push_back({std::move(standing), row, cell, {}});
        }
        return found->second;
    }

    // A month later, in `to`: the order of model/clock.hpp, without windows.
    [[nodiscard]] Standing after(std::size_t here, StateId to) const {
        Standing next = all_[here].standing;
        const auto advance = [&](std::size_t coordinate) {
            std::uint16_t& value = next.values[coordinate];
            const std::uint16_t cap = coordinate == months_in_state
                                          ? months_that_matter_[index(next.state)]
                                          : arm_.caps()[coordinate];
            if (value < cap) ++value;
        };
        const std::uint16_t* grows = arm_.growth(arm_.model().context(no_phase, next.state));
        for (std::size_t coordinate = 0; coordinate < next.values.size(); ++coordinate)
            if (grows[coordinate] != 0 && coordinate != index(Coordinate::month))
                advance(coordinate);
        if (to == next.state) return next;
        for (const std::size_t clock : arm_.advanced_by(to)) advance(clock);
        next.values[months_in_state] = 0;
        for (const std::size_t clock : arm_.reset_by(to)) next.values[clock] = 0;
        next.state = to;
        return next;
    }

    const ArmTables& arm_;
    std::vector<std::uint16_t> months_that_matter_;
    std::map<Standing, std::size_t> numbers_;
    std::vector<Numbered> all_;
};

// The coarsest classes of standings that nobody could ever tell apart: at first those in which
// people move and are counted alike, then split until members lead to the same classes (or until
// there are too many, because they never become fewer).
struct Classes {
    std::vector<std::size_t> of;  ///< [standing]
    std::size_t n = 0;
};

Classes classes_by(const std::vector<std::vector<std::size_t>>& signatures) {
    Classes classes;
    std::map<std::vector<std::size_t>, std::size_t> known;
    for (const auto& signature : signatures)
        classes.of.push_back(known.try_emplace(signature, known.size()).first->second);
    classes.n = known.size();
    return classes;
}

Classes merge(const std::vector<Numbered>& all, const std::vector<std::uint16_t>& groups) {
    std::vector<std::vector<std::size_t>> signatures;
    for (std::size_t number = 0; number < all.size(); ++number)
        signatures.push_back(
            {all[number].row, all[number].cell, index(all[number].standing.state), groups[number]});
    Classes classes = classes_by(signatures);
    for (std::size_t before = 0; before != classes.n && classes.n <= most_nodes;) {
        before = classes.n;
        for (std::size_t number = 0; number < all.size(); ++number) {
            signatures[number].assign({classes.of[number]});
            for (const std::size_t next : all[number].leads_to)
                signatures[number].push_back(classes.of[next]);
        }
        classes = classes_by(signatures);
    }
    return classes;
}

void set_safe_bytes(const RowTable& rows, std::uint32_t row, std::size_t node, LaneTable& table) {
    const std::uint64_t begin = rows.stay_low[row];
    const std::uint64_t end = begin + rows.stay_width[row];
    const std::uint64_t first = (begin + 0xFFFFFF) >> 24;
    const std::uint64_t beyond = end >> 24;
    table.safe_low[node] = static_cast<std::uint8_t>(first);
    // All 256 are never safe: a byte holds 255, and the last uniform is looked at (RowTable).
    table.safe_width[node] = static_cast<std::uint8_t>(beyond > first ? beyond - first : 0);
}

// Groups by subgroup and by the cells that people have in every state; of subgroups alone if a
// person's cell changes while they stay in a state.
void set_groups(const Model& model, const std::vector<Numbered>& all, LaneTable& table,
                std::vector<std::uint16_t>& group_of_standing) {
    const auto n_states = static_cast<std::size_t>(model.n_states);
    const bool cells_change =
        std::any_of(model.cell_of.contexts.begin(), model.cell_of.contexts.end(),
                    [](const Lattice::Context& context) { return !context.axes.empty(); });
    std::map<std::vector<std::uint32_t>, std::uint16_t> groups;
    for (const Numbered& one : all) {
        std::vector<std::uint32_t> key{one.standing.subgroup};
        for (const Lattice::Context& context : model.cell_of.contexts)
            if (!cells_change)
                key.push_back(context.base + (context.kind_offset.empty()
                                                  ? 0
                                                  : context.kind_offset[one.standing.kind]));
        const auto [group, is_new] =
            groups.try_emplace(key, static_cast<std::uint16_t>(groups.size()));
        group_of_standing.push_back(group->second);
        if (!is_new) continue;
        table.subgroup.push_back(one.standing.subgroup);
        if (!cells_change)
            table.cell_of_place.insert(table.cell_of_place.end(), key.begin() + 1,
                                       key.begin() + 1 + static_cast<std::ptrdiff_t>(n_states));
    }
    table.n_groups = groups.size();
}

void set_node(const Model& model, const Numbered& one, const Classes& classes, std::size_t node,
              LaneTable& table) {
    table.stays[node] = static_cast<std::uint8_t>(classes.of[one.leads_to[0]]);
    table.state[node] = one.standing.state;
    table.cell[node] = one.cell;
    set_safe_bytes(model.rows, one.row, node, table);
}

template <std::size_t n_slots>
LaneTable::Row<n_slots> row_of(const Model& model, const Numbered& one, const Classes& classes,
                               std::size_t group) {
    const RowTable& rows = model.rows;
    LaneTable::Row<n_slots> row{};
    row.last.fill(std::numeric_limits<std::uint32_t>::max());
    for (std::size_t slot = 0; slot + 1 < one.leads_to.size(); ++slot) {
        const std::size_t of_row = rows.first_slot[one.row] + slot;
        const std::size_t from = index(one.standing.state);
        const std::size_t to = index(rows.target[of_row]);
        row.last[slot] = rows.last[of_row];
        row.edges[slot] = {static_cast<std::uint16_t>((group * n_slots + from) * n_slots + to),
                           static_cast<std::uint16_t>(group * n_slots + to),
                           static_cast<std::uint16_t>(1U << to),
                           static_cast<std::uint8_t>(classes.of[one.leads_to[slot + 1]])};
    }
    return row;
}

void set_nodes(const Model& model, const std::vector<Numbered>& all, const Classes& classes,
               LaneTable& table) {
    table.n_nodes = classes.n;
    table.stride = model.n_states <= 8 ? 8 : 16;
    table.narrow_rows.resize(table.stride == 8 ? classes.n : 0);
    table.wide_rows.resize(table.stride == 16 ? classes.n : 0);
    for (std::size_t number = 0; number < all.size(); ++number) {
        const std::size_t node = classes.of[number];
        set_node(model, all[number], classes, node, table);
        if (table.stride == 8)
            table.narrow_rows[node] = row_of<8>(model, all[number], classes, table.group[node]);
        else
            table.wide_rows[node] = row_of<16>(model, all[number], classes, table.group[node]);
    }
}

}  // namespace

LaneTableOrReason lane_table(const Model& model) {
    std::string reason = reason_against(model);
    if (!reason.empty()) return {{}, std::move(reason)};
    const ArmTables arm(model, Detail::everything);
    const Population& population = model.population;
    Reachable reachable(arm);
    std::vector<std::vector<std::size_t>> start;
    for (std::size_t stratum = 0; stratum < population.strata.size(); ++stratum)
        for (std::uint32_t level = 0; level < population.frailty.size(); ++level) {
            start.emplace_back();
            for (const StateId state : population.strata[stratum].start_states)
                start.back().push_back(reachable.start(stratum, level, state));
        }
    static constexpr auto too_many =
        "kind, state and what counts months have more than 256 combinations";
    if (!reachable.follow()) return {{}, too_many};
    LaneTable table;
    std::vector<std::uint16_t> groups;
    set_groups(model, reachable.all(), table, groups);
    if (table.n_groups * most_states * most_states > most_moves)
        return {{}, "too many groups of people are counted apart"};
    const Classes classes = merge(reachable.all(), groups);
    if (classes.n > most_nodes) return {{}, too_many};
    for (std::size_t number = 0; number < groups.size(); ++number)
        table.group[classes.of[number]] = groups[number];
    set_nodes(model, reachable.all(), classes, table);
    for (const auto& of_states : start) {
        table.start.emplace_back();
        for (const std::size_t standing : of_states)
            table.start.back().push_back(static_cast<std::uint8_t>(classes.of[standing]));
    }
    return {std::move(table), {}};
}

}  // namespace forlob
