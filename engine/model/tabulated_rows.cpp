#include "model/tabulated_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

#include "model/append_row.hpp"

namespace forlob {
namespace {

bool is_over(const Factor& factor, Coordinate coordinate) {
    return factor.over == Factor::Over::coordinate && factor.coordinate == coordinate;
}
bool is_over_kinds(const Factor& factor) { return factor.over != Factor::Over::coordinate; }

template <typename Is>
bool depends_on(const Multiplier& multiplier, Is is) {
    return std::any_of(multiplier.by.begin(), multiplier.by.end(), is) ||
           std::any_of(multiplier.ramp.begin(), multiplier.ramp.end(), is) ||
           std::any_of(multiplier.constant.dependence().begin(),
                       multiplier.constant.dependence().end(), is);
}

bool has_sense(const Multiplier& multiplier, const Kind& kind,
               std::span<const std::uint16_t> values) {
    return !multiplier.stated || multiplier.constant.is_constant() ||
           is_usable_factor(multiplier.constant.at(kind, values));
}

// A 64-bit FNV-1a over words.
class Hash {
public:
    void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001B3U; }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    [[nodiscard]] std::size_t value() const { return value_ ^ (value_ >> 32U); }

private:
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

bool have_same_bits(double one, double other) {
    return std::bit_cast<std::uint64_t>(one) == std::bit_cast<std::uint64_t>(other);
}

// Appends `n` rows of another table from `first` on.
void copy_rows(const RowTable& from, std::uint32_t first, std::uint32_t n, RowTable& to) {
    if (to.first_slot.empty()) to.first_slot.push_back(0);
    const std::size_t first_slot = from.first_slot[first];
    const std::size_t n_slots = from.first_slot[first + n] - first_slot;
    const auto shift = static_cast<std::uint32_t>(to.last.size() - first_slot);
    const auto copy = [](const auto& source, std::size_t begin, std::size_t count, auto& target) {
        const auto at = source.begin() + static_cast<std::ptrdiff_t>(begin);
        target.insert(target.end(), at, at + static_cast<std::ptrdiff_t>(count));
    };
    const std::size_t n_before = to.first_slot.size();
    copy(from.first_slot, first + 1, n, to.first_slot);
    for (std::size_t row = n_before; row < to.first_slot.size(); ++row) to.first_slot[row] += shift;
    copy(from.stay_low, first, n, to.stay_low);
    copy(from.stay_width, first, n, to.stay_width);
    copy(from.last, first_slot, n_slots, to.last);
    copy(from.target, first_slot, n_slots, to.target);
    copy(from.probability, first_slot, n_slots, to.probability);
}

// The combinations of the coordinates that a multiplier depends on, and how far apart they are in
// its table: [axis] of the enumeration, kinds first.
Enumeration own_combinations(const Multiplier& multiplier, const Enumeration& enumeration,
                             std::vector<std::size_t>& stride) {
    Enumeration own{{{}, {enumeration.kinds.first_member.front()}}, {}};
    stride.assign(enumeration.coordinates.size() + 1, 0);
    std::size_t n = 1;
    for (std::size_t axis = enumeration.coordinates.size(); axis-- > 0;) {
        const auto& [coordinate, classes] = enumeration.coordinates[axis];
        if (!depends_on(multiplier,
                        [&, &over = coordinate](const Factor& one) { return is_over(one, over); }))
            continue;
        own.coordinates.insert(own.coordinates.begin(), {coordinate, {{}, classes.first_member}});
        stride[axis + 1] = n;
        n *= classes.first_member.size();
    }
    if (depends_on(multiplier, is_over_kinds)) {
        own.kinds.first_member = enumeration.kinds.first_member;
        stride[0] = n;
    }
    return own;
}

}  // namespace

Tabulation::Tabulation(const RowPlan& plan, const std::vector<const Enumeration*>& enumerations)
    : lookups_(plan.contexts.size()) {
    std::map<std::pair<std::size_t, const Enumeration*>, const RatioTable*> known;
    for (std::size_t number = 0; number < plan.contexts.size(); ++number) {
        const PlannedRow& planned = plan.contexts[number];
        if (!planned.fixed) continue;
        const Enumeration& enumeration = *enumerations[number];
        RatioLookup& lookup = lookups_[number];
        lookup.size.push_back(enumeration.kinds.first_member.size());
        for (const auto& [coordinate, classes] : enumeration.coordinates)
            lookup.size.push_back(classes.first_member.size());
        const auto position_of = [&](std::size_t multiplier) {
            std::size_t position = 0;
            while (position < lookup.ratios.size() &&
                   lookup.ratios[position].table->multiplier != multiplier)
                ++position;
            if (position < lookup.ratios.size()) return position;
            RatioLookup::Ratio ratio;
            Enumeration own =
                own_combinations(plan.multipliers[multiplier], enumeration, ratio.stride);
            const auto [table, is_new] = known.try_emplace({multiplier, &enumeration});
            if (is_new)
                table->second = &tables_.emplace_back(RatioTable{multiplier, std::move(own)});
            ratio.table = table->second;
            lookup.ratios.push_back(std::move(ratio));
            return position;
        };
        for (const PlannedMove& move : planned.moves) {
            std::vector<std::size_t> acting;
            for (const std::size_t multiplier : move.multipliers)
                acting.push_back(position_of(multiplier));
            lookup.of_move.push_back(std::move(acting));
        }
        lookup.moves_over.assign(lookup.size.size(), 0);
        for (std::size_t move = 0; move < lookup.of_move.size(); ++move)
            for (const std::size_t ratio : lookup.of_move[move])
                for (std::size_t axis = 0; axis < lookup.size.size(); ++axis)
                    if (lookup.ratios[ratio].stride[axis] != 0)
                        lookup.moves_over[axis] |= std::uint64_t{1} << move;
    }
}

void Tabulation::fill(const RowPlan& plan, const std::vector<Kind>& kinds,
                      std::size_t n_coordinates) {
    for (RatioTable& table : tables_) {
        const Multiplier& multiplier = plan.multipliers[table.multiplier];
        table.value.clear();
        table.is_usable = true;
        for_each_combination(
            table.own, n_coordinates, [&](std::size_t kind, std::span<const std::uint16_t> values) {
                table.is_usable = table.is_usable && has_sense(multiplier, kinds[kind], values);
                table.value.push_back(multiplier.at(kinds[kind], values));
            });
    }
}

std::optional<TabulatedRows> Tabulation::rows_of(std::size_t context, const RowPlan& plan) const {
    const auto& stated = plan.contexts[context].fixed;
    if (!stated) return std::nullopt;
    const RatioLookup& lookup = lookups_[context];
    const bool is_usable =
        std::all_of(lookup.ratios.begin(), lookup.ratios.end(),
                    [](const RatioLookup::Ratio& ratio) { return ratio.table->is_usable; });
    return is_usable ? std::optional(TabulatedRows(*stated, lookup)) : std::nullopt;
}

void TabulatedRows::append_to(RowTable& rows) const {
    const std::vector<std::size_t>& size = lookup_->size;
    const auto& ratios = lookup_->ratios;
    const std::vector<Move>& moves = stated_->moves;
    std::size_t n_rows = 1;
    for (const std::size_t one : size) n_rows *= one;
    std::vector<std::size_t> position(size.size(), 0);
    std::vector<const double*> at;  // [ratio] at its combination
    at.reserve(ratios.size());
    for (const RatioLookup::Ratio& ratio : ratios) at.push_back(ratio.table->value.data());
    std::vector<std::size_t> strides;  // [axis · n_ratios + ratio]
    strides.reserve(size.size() * ratios.size());
    for (std::size_t axis = 0; axis < size.size(); ++axis)
        for (const RatioLookup::Ratio& ratio : ratios) strides.push_back(ratio.stride[axis]);
    std::array<StateId, most_states_of_row> to;
    std::array<double, most_states_of_row> hazard;
    for (std::size_t move = 0; move < moves.size(); ++move) to[move] = moves[move].to;
    std::uint64_t changed = ~std::uint64_t{0};  // moves: most are as in the row before
    for (std::size_t number = 0; number < n_rows; ++number) {
        for (std::size_t move = 0; move < moves.size(); ++move) {
            if ((changed >> move & 1U) == 0) continue;
            double product = moves[move].hazard.per_cycle;
            for (const std::size_t ratio : lookup_->of_move[move]) product *= *at[ratio];
            hazard[move] = product;
        }
        append_row(stated_->origin, stated_->certain_exit, {to.data(), moves.size()},
                   {hazard.data(), moves.size()}, rows);
        changed = 0;
        for (std::size_t axis = size.size(); axis-- > 0;) {
            const bool is_over = ++position[axis] == size[axis];
            const std::size_t* stride = strides.data() + axis * at.size();
            for (std::size_t ratio = 0; ratio < at.size(); ++ratio)
                if (is_over)
                    at[ratio] -= (size[axis] - 1) * stride[ratio];
                else
                    at[ratio] += stride[ratio];
            changed |= lookup_->moves_over[axis];
            if (!is_over) break;
            position[axis] = 0;
        }
    }
}

std::size_t TabulatedRows::hash() const {
    Hash hash;
    for (const Move& move : stated_->moves) hash.add(move.hazard.per_cycle);
    for (const std::size_t size : lookup_->size) hash.add(size);
    // A few numbers: what differs only between them is compared in full, as equal ones are.
    for (const RatioLookup::Ratio& ratio : lookup_->ratios) {
        const std::vector<double>& values = ratio.table->value;
        hash.add(values.size());
        for (const double value : {values.front(), values[values.size() / 2], values.back()})
            hash.add(value);
    }
    return hash.value();
}

bool TabulatedRows::operator==(const TabulatedRows& other) const {
    const Row& stated = *stated_;
    const Row& like = *other.stated_;
    return stated.origin == like.origin && stated.certain_exit == like.certain_exit &&
           std::equal(stated.moves.begin(), stated.moves.end(), like.moves.begin(),
                      like.moves.end(),
                      [](const Move& one, const Move& two) {
                          return one.to == two.to &&
                                 have_same_bits(one.hazard.per_cycle, two.hazard.per_cycle);
                      }) &&
           lookup_->size == other.lookup_->size && lookup_->of_move == other.lookup_->of_move &&
           std::equal(lookup_->ratios.begin(), lookup_->ratios.end(), other.lookup_->ratios.begin(),
                      other.lookup_->ratios.end(),
                      [](const RatioLookup::Ratio& one, const RatioLookup::Ratio& two) {
                          const std::vector<double>& values = one.table->value;
                          return one.stride == two.stride &&
                                 std::equal(values.begin(), values.end(), two.table->value.begin(),
                                            two.table->value.end(), have_same_bits);
                      });
}

std::uint32_t RowCache::place(const TabulatedRows& made, RowTable& rows) {
    const std::size_t hash = made.hash();
    const auto first = static_cast<std::uint32_t>(rows.n_rows());
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto entry = begin; entry != end; ++entry) {
        Known& known = known_[entry->second];
        if (!(known.made == made)) continue;
        if (known.table == &rows) return known.first;
        copy_rows(*known.table, known.first, known.n, rows);
        known.table = &rows;
        known.first = first;
        return first;
    }
    made.append_to(rows);
    by_hash_.emplace(hash, known_.size());
    known_.push_back({made, &rows, first, static_cast<std::uint32_t>(rows.n_rows()) - first});
    return first;
}

}  // namespace forlob
