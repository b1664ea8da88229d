#include "simulate/situations.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/require.hpp"

namespace forlob {
namespace {

constexpr std::size_t months_in_state = index(Coordinate::months_in_state);
constexpr std::size_t months_in_phase = index(Coordinate::months_in_phase);
constexpr std::size_t months_in_program = index(Coordinate::months_in_program);
constexpr std::size_t smallest_table = 1024;

bool is_outside(const Model& model, PhaseId phase) {
    return phase == no_phase || model.phases[index(phase)].after_program;
}

// Clocks and durations grow by the months that pass, all of which begin in the same context.
void pass_growth(const ArmTables& arm, std::size_t context, std::uint32_t months,
                 std::vector<std::uint16_t>& values) {
    const std::uint16_t* caps = arm.caps();
    const std::uint16_t* growth = arm.growth(context);
    for (std::size_t coordinate = 0; coordinate < values.size(); ++coordinate) {
        const std::uint32_t grown = growth[coordinate] != 0 ? months : 0;
        values[coordinate] = static_cast<std::uint16_t>(
            std::min<std::uint32_t>(values[coordinate] + grown, caps[coordinate]));
    }
}

// Months after which a clock of the program's conditions enters or leaves its range.
std::uint32_t months_of_clocks(const ArmTables& arm, const Program& program, std::size_t context,
                               const std::vector<std::uint16_t>& values) {
    const std::uint16_t* growth = arm.growth(context);
    std::uint32_t months = never;
    for (const ClockCondition& condition : program.clocks) {
        const std::size_t clock = index(condition.clock);
        const std::uint16_t value = values[clock];
        if (growth[clock] == 0) continue;
        if (value < condition.low)
            months = std::min(months, static_cast<std::uint32_t>(condition.low - value));
        else if (value <= condition.high && condition.high < arm.caps()[clock])
            months = std::min(months, static_cast<std::uint32_t>(condition.high - value) + 1);
    }
    return months;
}

bool clocks_allow(const Program& program, const std::vector<std::uint16_t>& values) {
    return std::all_of(program.clocks.begin(), program.clocks.end(),
                       [&](const ClockCondition& condition) {
                           const std::uint16_t value = values[index(condition.clock)];
                           return value >= condition.low && value <= condition.high;
                       });
}

// The event of Situations::key_of.
Event event_of(std::uint64_t key) {
    return {.state = static_cast<StateId>(key & 0x3F),
            .drops_out = static_cast<unsigned>(key >> 6 & 1),
            .advances = static_cast<unsigned>(key >> 7 & 1),
            .kind = static_cast<unsigned>(key >> 8 & 0xFF)};
}

// Mixes the bytes that tell situations apart, eight coordinates in two words at a time.
class Hash {
public:
    void add(std::uint64_t word) { hash_ = (std::rotl(hash_, 29) ^ word) * 0x9E3779B97F4A7C15; }
    void add(const std::vector<std::uint16_t>& values) {
        for (std::size_t first = 0; first < values.size(); first += 4)
            add(std::uint64_t{values[first]} | std::uint64_t{values[first + 1]} << 16 |
                std::uint64_t{values[first + 2]} << 32 | std::uint64_t{values[first + 3]} << 48);
    }
    [[nodiscard]] std::size_t get() const { return static_cast<std::size_t>(hash_ ^ hash_ >> 32); }

private:
    std::uint64_t hash_ = 0;
};

}  // namespace

void Situations::clear() {
    situations_.clear();
    values_.clear();
    noted_.clear();
    offers_.clear();
    latest_start_ = unknown_situation;
    index_.assign(smallest_table, unknown_situation);
    edges_.assign(smallest_table, {});
    n_edges_ = 0;
    edge_shift_ = 64 - std::countr_zero(smallest_table);
}

std::uint32_t Situations::start(StateId state, const std::uint16_t* values) {
    scratch_.state = state;
    scratch_.phase = no_phase;
    scratch_.values.resize(arm_->n_coordinates());
    for (std::size_t coordinate = 0; coordinate < scratch_.values.size(); ++coordinate)
        scratch_.values[coordinate] = std::min(values[coordinate], arm_->caps()[coordinate]);
    scratch_.noted.assign(arm_->windows().size(), 0);
    // Most people begin as the one before.
    if (latest_start_ == unknown_situation || !is(latest_start_, scratch_))
        latest_start_ = number_of(scratch_);
    return latest_start_;
}

NextSituation Situations::work_out(std::uint64_t key) {
    const Model& model = arm_->model();
    const auto months = static_cast<std::uint32_t>(key >> 16 & 0xFFFF);
    const Event event = event_of(key);
    stand_in(static_cast<std::uint32_t>(key >> 32), scratch_);
    NextSituation next;
    if (event.kind == Event::lives) {
        next = end_month(scratch_, months, live(scratch_, months, event));
    } else if (event.kind == Event::moved) {
        next = end_month(scratch_, months, {event.state, scratch_.phase, false});
    } else {
        const PhaseId first = model.programs[event.kind - Event::enters].first_phase;
        if (const auto placement = model.phases[index(first)].placement) {
            next = end_month(scratch_, months, {*placement, first, true});
        } else {
            pass_months(scratch_, months - 1, scratch_.state);
            begin_phase(scratch_, first);
            next = {number_of(scratch_), 1};
        }
    }
    remember(key, next);
    return next;
}

NextSituation Situations::work_out_end(std::uint32_t situation) {
    const Situation here = situations_[situation];
    const NextSituation next = after(situation, here.months, {.state = here.state});
    situations_[situation].when_over = next.situation;
    situations_[situation].begins_phase_when_over = static_cast<std::uint8_t>(next.begins_phase);
    return next;
}

void Situations::remember(std::uint64_t key, const NextSituation& next) {
    const auto insert = [&](const Edge& edge) {
        std::size_t slot = slot_of(edge.key);
        while (edges_[slot].key != no_key) slot = (slot + 1) & (edges_.size() - 1);
        edges_[slot] = edge;
    };
    if (2 * ++n_edges_ > edges_.size()) {
        std::vector<Edge> before(2 * edges_.size());
        before.swap(edges_);
        --edge_shift_;
        for (const Edge& edge : before)
            if (edge.key != no_key) insert(edge);
    }
    insert({key, next});
}

void Situations::stand_in(std::uint32_t situation, Standing& standing) const {
    const std::size_t n_coordinates = arm_->n_coordinates();
    const std::size_t n_windows = arm_->windows().size();
    standing.state = situations_[situation].state;
    standing.phase = situations_[situation].phase;
    const auto values = values_.begin() + static_cast<std::ptrdiff_t>(situation * n_coordinates);
    standing.values.assign(values, values + static_cast<std::ptrdiff_t>(n_coordinates));
    const auto noted = noted_.begin() + static_cast<std::ptrdiff_t>(situation * n_windows);
    standing.noted.assign(noted, noted + static_cast<std::ptrdiff_t>(n_windows));
}

// Lets months pass in one state and phase, the last of which ends with the move to `to`.
void Situations::pass_months(Standing& standing, std::uint32_t months, StateId to) const {
    std::vector<std::uint16_t>& values = standing.values;
    const StateId from = standing.state;
    pass_growth(*arm_, arm_->model().context(standing.phase, from), months, values);
    const bool moves = to != from;
    if (moves)
        for (const std::size_t clock : arm_->advanced_by(to))
            values[clock] = std::min<std::uint16_t>(arm_->caps()[clock],
                                                    static_cast<std::uint16_t>(values[clock] + 1));
    // Windows note months after clocks have advanced and before entering a state resets them.
    if (months > 0)
        for (std::size_t number = 0; number < arm_->windows().size(); ++number) {
            const Window& window = arm_->windows()[number];
            if (pass_window(window, from, months, standing.noted[number])) values[window.clock] = 0;
        }
    if (!moves) return;
    values[months_in_state] = 0;
    for (const std::size_t clock : arm_->reset_by(to)) values[clock] = 0;
    standing.state = to;
}

void Situations::begin_phase(Standing& standing, PhaseId phase) const {
    const Phase& begun = arm_->model().phases[index(phase)];
    standing.phase = phase;
    standing.values[months_in_phase] = 0;
    if (!begun.program || begun.after_program) standing.values[months_in_program] = 0;
}

PhaseOutcome Situations::live(const Standing& standing, std::uint32_t months,
                              const Event& event) const {
    if (standing.phase == no_phase) return {event.state, no_phase, false};
    // A uniform that every chance happens at but those that are impossible, or none but certain
    // ones.
    const auto uniform = [](unsigned strikes) { return strikes != 0 ? 0U : 0xFFFFFFFFU; };
    return program_step(arm_->model(),
                        {.phase = standing.phase,
                         .from = standing.state,
                         .to = event.state,
                         .months_in_phase = standing.values[months_in_phase] + months,
                         .drop_out_uniform = uniform(event.drops_out),
                         .advance_uniform = uniform(event.advances)});
}

// The end of a month: its move, if it is one, and the phase that begins, if one does.
NextSituation Situations::end_month(Standing& standing, std::uint32_t months,
                                    const PhaseOutcome& outcome) {
    pass_months(standing, months, outcome.state);
    if (outcome.begins) begin_phase(standing, outcome.phase);
    return {number_of(standing), outcome.begins ? 1U : 0U};
}

std::uint32_t Situations::number_of(const Standing& standing) {
    Hash hash;
    hash.add(arm_->model().context(standing.phase, standing.state));
    hash.add(standing.values);
    for (const std::uint64_t noted : standing.noted) hash.add(noted);
    if (2 * (situations_.size() + 1) > index_.size()) grow_index();
    std::size_t slot = hash.get() & (index_.size() - 1);
    for (; index_[slot] != unknown_situation; slot = (slot + 1) & (index_.size() - 1))
        if (is(index_[slot], standing)) return index_[slot];
    index_[slot] = static_cast<std::uint32_t>(situations_.size());
    append(standing);
    return index_[slot];
}

bool Situations::is(std::uint32_t situation, const Standing& standing) const {
    const Situation& known = situations_[situation];
    return known.state == standing.state && known.phase == standing.phase &&
           std::equal(
               standing.values.begin(), standing.values.end(),
               values_.begin() + static_cast<std::ptrdiff_t>(situation * standing.values.size())) &&
           std::equal(
               standing.noted.begin(), standing.noted.end(),
               noted_.begin() + static_cast<std::ptrdiff_t>(situation * standing.noted.size()));
}

void Situations::grow_index() {
    index_.assign(2 * index_.size(), unknown_situation);
    Standing standing;
    for (std::uint32_t number = 0; number < situations_.size(); ++number) {
        stand_in(number, standing);
        Hash hash;
        hash.add(arm_->model().context(standing.phase, standing.state));
        hash.add(standing.values);
        for (const std::uint64_t noted : standing.noted) hash.add(noted);
        std::size_t slot = hash.get() & (index_.size() - 1);
        while (index_[slot] != unknown_situation) slot = (slot + 1) & (index_.size() - 1);
        index_[slot] = number;
    }
}

void Situations::append(const Standing& standing) {
    require(situations_.size() < unknown_situation / 2, "situations can be numbered");
    Situation added;
    added.state = standing.state;
    added.phase = standing.phase;
    const std::size_t context = arm_->model().context(standing.phase, standing.state);
    added.context = static_cast<std::uint32_t>(context);
    const TimedNumber row = arm_->row_of().before_kind(context, standing.values.data());
    const TimedNumber cell = arm_->cell_of().before_kind(context, standing.values.data());
    added.row = row.number;
    added.cell = cell.number;
    added.row_kinds = arm_->row_of().first_kind(context);
    added.cell_kinds = arm_->cell_of().first_kind(context);
    added.months = std::min(row.months, cell.months);
    for (std::size_t number = 0; number < standing.noted.size(); ++number)
        added.months = std::min(
            added.months,
            months_to_fill(arm_->windows()[number], standing.state, standing.noted[number]));
    if (!arm_->model().programs.empty())
        added.months =
            std::min({added.months, ready_phase(standing, added), ready_offers(standing, added)});
    situations_.push_back(added);
    values_.insert(values_.end(), standing.values.begin(), standing.values.end());
    noted_.insert(noted_.end(), standing.noted.begin(), standing.noted.end());
}

// The chances of leaving the phase next month. Returns the months after which one of them begins,
// or the phase ends by its length.
std::uint32_t Situations::ready_phase(const Standing& standing, Situation& situation) const {
    const PhaseTable& phase = arm_->phase(standing.phase);
    const std::uint32_t passed = standing.values[months_in_phase];
    const bool advances = passed + 1 >= phase.advance_from;
    situation.drop_out_below = phase.drop_out_below;
    situation.advance_below = advances ? phase.advance_below : 0;
    const std::uint32_t length = phase.ends_after > passed ? phase.ends_after - passed : 1;
    return advances ? length : std::min(length, phase.advance_from - 1 - passed);
}

// Which offers stand for those who may enter. Returns the months after which one opens or closes.
std::uint32_t Situations::ready_offers(const Standing& standing, Situation& situation) {
    const Model& model = arm_->model();
    const bool outside = is_outside(model, standing.phase);
    std::uint32_t months = never;
    std::vector<std::uint8_t> offers;
    for (const Program& program : model.programs) {
        offers.push_back(outside && program.states.contains(standing.state) &&
                                 clocks_allow(program, standing.values)
                             ? 1
                             : 0);
        if (outside)
            months = std::min(months,
                              months_of_clocks(*arm_, program, situation.context, standing.values));
    }
    std::size_t set = 0;
    while (set < offers_.size() && !std::equal(offers.begin(), offers.end(),
                                               offers_.begin() + static_cast<std::ptrdiff_t>(set)))
        set += offers.size();
    if (set == offers_.size()) offers_.insert(offers_.end(), offers.begin(), offers.end());
    situation.offers = static_cast<std::uint16_t>(set / offers.size());
    return months;
}

int Situations::value(std::uint32_t situation, std::uint32_t months, Coordinate coordinate) const {
    Standing standing;
    stand_in(situation, standing);
    pass_months(standing, months, standing.state);
    return standing.values[index(coordinate)];
}

std::uint32_t Situations::take_over(const Situations& other, std::uint32_t situation) {
    other.stand_in(situation, scratch_);
    return number_of(scratch_);
}

Situations& SituationsByArm::of(const ArmTables& arm) {
    for (Situations& known : situations_)
        if (&known.arm() == &arm) return known;
    return situations_.emplace_back(arm, large_);
}

}  // namespace forlob
