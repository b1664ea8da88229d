#include "model/tabulated_rows.hpp"

#include <algorithm>
#include <bit>
#include <utility>

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

}  // namespace

std::optional<TabulatedRows> TabulatedRows::of(const PlannedRow& planned, const RowPlan& plan,
                                               const std::vector<Kind>& kinds,
                                               const Enumeration& enumeration,
                                               std::size_t n_coordinates) {
    if (!planned.fixed) return std::nullopt;
    TabulatedRows made;
    made.stated_ = *planned.fixed;
    made.size_.push_back(enumeration.kinds.first_member.size());
    for (const auto& [coordinate, classes] : enumeration.coordinates)
        made.size_.push_back(classes.first_member.size());

    const auto tabulated = [&](std::size_t number) -> std::optional<Ratio> {
        const Multiplier& multiplier = plan.multipliers[number];
        Ratio ratio{number, {}, std::vector<std::size_t>(made.size_.size(), 0)};
        Enumeration own{{{}, {enumeration.kinds.first_member.front()}}, {}};
        std::size_t n = 1;
        for (std::size_t axis = enumeration.coordinates.size(); axis-- > 0;) {
            const auto& [coordinate, classes] = enumeration.coordinates[axis];
            if (!depends_on(multiplier, [&, &over = coordinate](const Factor& one) {
                    return is_over(one, over);
                }))
                continue;
            own.coordinates.insert(own.coordinates.begin(),
                                   {coordinate, {{}, classes.first_member}});
            ratio.stride[axis + 1] = n;
            n *= classes.first_member.size();
        }
        if (depends_on(multiplier, is_over_kinds)) {
            own.kinds.first_member = enumeration.kinds.first_member;
            ratio.stride[0] = n;
        }
        bool is_usable = true;
        for_each_combination(
            own, n_coordinates, [&](std::size_t kind, std::span<const std::uint16_t> values) {
                is_usable = is_usable && has_sense(multiplier, kinds[kind], values);
                ratio.value.push_back(multiplier.at(kinds[kind], values));
            });
        return is_usable ? std::optional(std::move(ratio)) : std::nullopt;
    };

    for (std::size_t move = 0; move < made.stated_.moves.size(); ++move) {
        std::vector<std::size_t> acting;
        for (const std::size_t number : planned.moves[move].multipliers) {
            const auto known =
                std::find_if(made.ratios_.begin(), made.ratios_.end(),
                             [&](const Ratio& one) { return one.multiplier == number; });
            acting.push_back(static_cast<std::size_t>(known - made.ratios_.begin()));
            if (known != made.ratios_.end()) continue;
            auto ratio = tabulated(number);
            if (!ratio) return std::nullopt;
            made.ratios_.push_back(std::move(*ratio));
        }
        made.of_move_.push_back(std::move(acting));
    }
    return made;
}

void TabulatedRows::append_to(RowTable& rows, int n_states) const {
    std::size_t n_rows = 1;
    for (const std::size_t size : size_) n_rows *= size;
    std::vector<std::size_t> position(size_.size(), 0);
    std::vector<std::size_t> at(ratios_.size(), 0);  // [ratio] its combination
    Row row = stated_;
    for (std::size_t number = 0; number < n_rows; ++number) {
        for (std::size_t move = 0; move < row.moves.size(); ++move) {
            double hazard = stated_.moves[move].hazard.per_cycle;
            for (const std::size_t ratio : of_move_[move])
                hazard *= ratios_[ratio].value[at[ratio]];
            row.moves[move].hazard.per_cycle = hazard;
        }
        rows.append(row, n_states);
        for (std::size_t axis = size_.size(); axis-- > 0;) {
            const bool is_over = ++position[axis] == size_[axis];
            const std::size_t steps = is_over ? size_[axis] - 1 : 1;
            for (std::size_t ratio = 0; ratio < ratios_.size(); ++ratio) {
                const std::size_t change = steps * ratios_[ratio].stride[axis];
                at[ratio] = is_over ? at[ratio] - change : at[ratio] + change;
            }
            if (!is_over) break;
            position[axis] = 0;
        }
    }
}

std::size_t TabulatedRows::hash() const {
    Hash hash;
    for (const Move& move : stated_.moves) hash.add(move.hazard.per_cycle);
    for (const std::size_t size : size_) hash.add(size);
    // A few numbers: what differs only between them is compared in full, as equal ones are.
    for (const Ratio& ratio : ratios_) {
        hash.add(ratio.value.size());
        for (const double value :
             {ratio.value.front(), ratio.value[ratio.value.size() / 2], ratio.value.back()})
            hash.add(value);
    }
    return hash.value();
}

bool TabulatedRows::operator==(const TabulatedRows& other) const {
    const auto are_same = [](double one, double two) { return have_same_bits(one, two); };
    return stated_.origin == other.stated_.origin &&
           stated_.certain_exit == other.stated_.certain_exit &&
           std::equal(stated_.moves.begin(), stated_.moves.end(), other.stated_.moves.begin(),
                      other.stated_.moves.end(),
                      [](const Move& one, const Move& two) {
                          return one.to == two.to &&
                                 have_same_bits(one.hazard.per_cycle, two.hazard.per_cycle);
                      }) &&
           size_ == other.size_ && of_move_ == other.of_move_ &&
           std::equal(ratios_.begin(), ratios_.end(), other.ratios_.begin(), other.ratios_.end(),
                      [&](const Ratio& one, const Ratio& two) {
                          return one.stride == two.stride &&
                                 std::equal(one.value.begin(), one.value.end(), two.value.begin(),
                                            two.value.end(), are_same);
                      });
}

std::uint32_t RowCache::place(TabulatedRows made, RowTable& rows, int n_states) {
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
    made.append_to(rows, n_states);
    by_hash_.emplace(hash, known_.size());
    known_.push_back(
        {std::move(made), &rows, first, static_cast<std::uint32_t>(rows.n_rows()) - first});
    return first;
}

}  // namespace forlob
