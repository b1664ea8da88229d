#include "results/growing_tables.hpp"

#include <algorithm>

#include "base/require.hpp"
#include "results/blocks.hpp"

namespace forlob {

namespace {

using hdf5::Element;
using hdf5::Shape;

// A chunk of a column of spells; of the other tables, about as many numbers.
constexpr std::size_t spells_per_chunk = 1 << 16;
constexpr std::size_t replications_per_chunk = 1 << 10;

const Description replication_description{"1", "Replication", "Gentagelse"};
const Description person_description{"1", "Person within the replication",
                                     "Person inden for gentagelsen"};
const Description state_description{"1", "State", "Tilstand"};

VariableGroup with_arms(hdf5::Group group, const Axis& arm) {
    VariableGroup variables(std::move(group));
    variables.add_axis(arm);
    return variables;
}

VariableGroup panel_dimensions(hdf5::Group group, const ResultLayout& layout) {
    auto variables = with_arms(std::move(group), layout.arm);
    variables.add_numbers("person", layout.n_people, person_description);
    const CycleWords& words = layout.words;
    variables.add_numbers(words.one, static_cast<std::uint32_t>(layout.horizon_months) + 1,
                          {words.many, capitalised(words.one), capitalised(words.one_da)});
    return variables;
}

VariableGroup person_dimensions(hdf5::Group group, const ResultLayout& layout) {
    VariableGroup variables(std::move(group));
    variables.add_numbers("person", layout.n_people, person_description);
    return variables;
}

GrowingVariable growing_replications(VariableGroup& group) {
    return {group.add_growing_numbers("replication", replication_description),
            replications_per_chunk};
}

void append_one(GrowingVariable& variable, std::uint32_t value) {
    variable.append(std::span<const std::uint32_t>(&value, 1));
}

}  // namespace

ReplicationTable::ReplicationTable(hdf5::Group group, const ResultLayout& layout)
    : group_(with_arms(std::move(group), layout.arm)), replication_(growing_replications(group_)) {
    for (const auto& column : layout.replication_columns) {
        columns_.emplace_back(group_.create({column.name,
                                             Element::f64,
                                             {"replication", "arm"},
                                             {column.units, column.long_name, ""},
                                             {replications_per_chunk, layout.arm.size()}}),
                              replications_per_chunk);
        if (!column.is_money) continue;
        auto attributes = columns_.back().attributes();
        attributes.set("currency", layout.currency);
        attributes.set("price_year", static_cast<std::int32_t>(layout.price_year));
    }
}

void ReplicationTable::add(std::uint32_t replication,
                           const std::vector<std::vector<double>>& key_outcomes) {
    require(replication == n_replications_, "replications are written in order");
    ++n_replications_;
    append_one(replication_, replication);
    std::vector<double> row(key_outcomes.size());
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        for (std::size_t arm = 0; arm < row.size(); ++arm) row[arm] = key_outcomes[arm].at(column);
        columns_[column].append(std::span<const double>(row));
    }
}

void ReplicationTable::finish() {
    replication_.finish();
    for (auto& column : columns_) column.finish();
    group_.close();
}

SpellTable::SpellTable(hdf5::Group group, const ResultLayout& layout) : group_(std::move(group)) {
    group_.add_growing_dimension("spell");
    const auto add_column = [&](const std::string& name, Element element,
                                const Description& description) {
        columns_.emplace_back(
            group_.create({name, element, {"spell"}, description, {spells_per_chunk}}),
            spells_per_chunk);
        return columns_.back().attributes();
    };
    set_meanings<std::uint16_t>(add_column("arm", Element::u16, {"1", "Arm", "Alternativ"}),
                                layout.arm.labels);
    add_column("replication", Element::u32, replication_description);
    add_column("person", Element::u32, person_description);
    set_meanings<std::uint8_t>(add_column("state", Element::u8, state_description),
                               layout.state.labels);
    const CycleWords& words = layout.words;
    add_column(
        "start", Element::u16,
        {words.many, "First " + words.one + " of the spell", "Periodens første " + words.one_da});
    add_column(words.many, Element::u16, {words.many, "Length of the spell", "Periodens længde"});
    set_meanings<std::uint16_t>(
        add_column("phase", Element::u16,
                   {"1", "Phase at the start of the spell", "Fase ved periodens start"}),
        layout.phase.labels);
}

void SpellTable::add(std::uint32_t replication, std::uint32_t arm, const Spells& spells,
                     std::span<const std::size_t> phase_position) {
    const std::vector<std::uint16_t> arms(spells.size(), static_cast<std::uint16_t>(arm));
    const std::vector<std::uint32_t> replications(spells.size(), replication);
    std::vector<std::uint16_t> phases(spells.size());
    std::transform(spells.phase.begin(), spells.phase.end(), phases.begin(),
                   [&](std::uint8_t phase) {
                       require(phase < phase_position.size(), "every phase has a position");
                       return static_cast<std::uint16_t>(phase_position[phase]);
                   });
    columns_[0].append(std::span<const std::uint16_t>(arms));
    columns_[1].append(std::span<const std::uint32_t>(replications));
    columns_[2].append(std::span<const std::uint32_t>(spells.person));
    columns_[3].append(std::span<const std::uint8_t>(spells.state));
    columns_[4].append(std::span<const std::uint16_t>(spells.start));
    columns_[5].append(std::span<const std::uint16_t>(spells.months));
    columns_[6].append(std::span<const std::uint16_t>(phases));
    n_spells_ += spells.size();
    n_replications_ = replication + 1;
}

void SpellTable::finish() {
    for (auto& column : columns_) column.finish();
    // Known at the end only: a run may go on until it is precise enough.
    group_.attributes().set("n_replications", n_replications_);
    group_.set_length("spell", n_spells_);
    group_.close();
}

PanelTable::PanelTable(hdf5::Group group, const ResultLayout& layout)
    : group_(panel_dimensions(std::move(group), layout)),
      replication_(growing_replications(group_)),
      state_(group_.create(
          {"state",
           Element::u8,
           {"arm", "replication", "person", layout.words.one},
           state_description,
           {1, 1, layout.n_people, static_cast<std::uint64_t>(layout.horizon_months) + 1}})),
      shape_(state_.shape()) {
    set_meanings<std::uint8_t>(state_.attributes(), layout.state.labels);
}

void PanelTable::add(std::uint32_t replication, std::uint32_t arm, const Spells& spells) {
    if (replication >= shape_[1]) {
        require(replication == shape_[1], "replications are written in order");
        append_one(replication_, replication);
        ++shape_[1];
        state_.extend(shape_);
    }
    const auto n_months = shape_[3];
    constexpr std::uint8_t nowhere = 255;
    std::vector<std::uint8_t> states;
    std::size_t spell = 0;
    // Boxes are chunks: each is compressed once.
    for_each_box(
        {shape_[2], n_months}, max_chunk_bytes, [&](const Shape& offset, const Shape& count) {
            require(count[1] == n_months, "a person's months fit a chunk");
            states.assign(hdf5::volume(count), nowhere);
            for (; spell < spells.size() && spells.person[spell] < offset[0] + count[0]; ++spell) {
                const std::size_t start = spells.start[spell];
                require(start + spells.months[spell] <= n_months, "spells end at the horizon");
                std::fill_n(
                    states.begin() + static_cast<std::ptrdiff_t>(
                                         (spells.person[spell] - offset[0]) * n_months + start),
                    spells.months[spell], spells.state[spell]);
            }
            state_.write({arm, replication, offset[0], 0}, {1, 1, count[0], n_months},
                         std::span<const std::uint8_t>(states));
        });
}

void PanelTable::finish() {
    replication_.finish();
    state_.close();
    group_.close();
}

PersonTable::PersonTable(hdf5::Group group, const ResultLayout& layout)
    : group_(person_dimensions(std::move(group), layout)),
      n_people_(layout.n_people),
      replication_(growing_replications(group_)) {
    for (const auto& axis : layout.attributes) {
        attributes_.push_back(variable(axis.name, {"1", axis.long_name, axis.long_name_da}));
        set_meanings<std::uint8_t>(attributes_.back().attributes(), axis.labels);
        attributes_.back().attributes().set("attribute", axis.name);
    }
}

GrowingVariable PersonTable::variable(const std::string& name, const Description& description) {
    const auto chunk_rows =
        std::max<std::size_t>(1, spells_per_chunk / std::max<std::size_t>(n_people_, 1));
    return {group_.create({group_.free_name(name),
                           Element::u8,
                           {"replication", "person"},
                           description,
                           {chunk_rows, n_people_}}),
            chunk_rows};
}

void PersonTable::add(std::uint32_t replication,
                      const std::vector<std::vector<std::uint8_t>>& attributes,
                      std::span<const std::uint8_t> frailty) {
    require(replication == n_replications_, "replications are written in order");
    require(attributes.size() == attributes_.size(), "every attribute of the layout is written");
    ++n_replications_;
    append_one(replication_, replication);
    for (std::size_t attribute = 0; attribute < attributes.size(); ++attribute) {
        require(attributes[attribute].size() == n_people_, "an attribute has a level per person");
        attributes_[attribute].append(std::span<const std::uint8_t>(attributes[attribute]));
    }
    if (frailty.empty()) return;
    require(frailty.size() == n_people_, "every person has a frailty level");
    if (!frailty_)
        frailty_ = variable("frailty", {"1", "Frailty level", "Niveau af uobserveret forskel"});
    frailty_->append(frailty);
}

void PersonTable::finish() {
    replication_.finish();
    for (auto& attribute : attributes_) attribute.finish();
    if (frailty_) frailty_->finish();
    group_.close();
}

}  // namespace forlob
