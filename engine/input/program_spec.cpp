#include "input/program_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "input/block.hpp"
#include "input/joint.hpp"
#include "input/phases.hpp"
#include "input/readers.hpp"
#include "input/tables.hpp"

namespace forlob {

namespace {

// Reports a range whose ends are in the wrong order.
void check_range(const Block& block, std::string_view what, const YamlEntry* from_entry,
                 std::int32_t from, std::optional<std::int32_t> to, Diagnostics& diagnostics) {
    if (!to || from <= *to) return;
    diagnostics.error(
        from_entry != nullptr ? from_entry->value.location : block.location(),
        fmt::format("{} goes from {} to {}", what, from, *to),
        fmt::format("'{}' is the smaller one", from_entry != nullptr ? from_entry->key : "from"));
}

EligibilitySpec::ClockRange read_clock_range(const YamlEntry& entry, const std::string& what,
                                             Diagnostics& diagnostics) {
    const Block block(entry.value, what, "clock_range", diagnostics);
    const auto cycles = [&](std::string_view key) {
        const auto number = block.integer(key);
        return number ? std::optional(static_cast<std::int32_t>(*number)) : std::nullopt;
    };
    const EligibilitySpec::ClockRange range{key_name(entry), cycles("from").value_or(0),
                                            cycles("to")};
    if (block.is_mapping() && !block.has("from") && !block.has("to"))
        diagnostics.error(entry.value.location, fmt::format("{} has neither from nor to", what),
                          "give the smallest value (from), the largest (to), or both");
    check_range(block, what, block.entry("from"), range.from_months, range.to_months, diagnostics);
    return range;
}

EligibilitySpec read_eligibility(const YamlNode& node, Diagnostics& diagnostics) {
    const Block block(node, "eligibility", "eligibility", diagnostics);
    EligibilitySpec spec;
    spec.location = node.location;
    spec.states = block.names("states");
    for (const YamlEntry& entry : block.referring("attributes"))
        spec.attributes.emplace_back(
            key_name(entry),
            read_names(entry.value, fmt::format("{}.{}", block.path("attributes"), entry.key),
                       diagnostics));
    for (const YamlEntry& entry : block.referring("clocks"))
        spec.clocks.push_back(read_clock_range(
            entry, fmt::format("{}.{}", block.path("clocks"), entry.key), diagnostics));
    return spec;
}

EnrolmentSpec read_enrolment(const YamlNode& node, Diagnostics& diagnostics) {
    const Block block(node, "enrolment", "enrolment", diagnostics);
    EnrolmentSpec spec;
    spec.from_month = block.cycles("from_month").value_or(spec.from_month);
    spec.to_month = block.cycles("to_month");
    check_range(block, "enrolment", block.in_cycles("from_month"), spec.from_month, spec.to_month,
                diagnostics);
    if (auto probability = block.expression("probability"))
        spec.probability = std::move(*probability);
    if (auto willing = block.expression("willing")) spec.willing = std::move(*willing);
    spec.repeat = block.boolean("repeat").value_or(spec.repeat);
    return spec;
}

std::optional<EffectSpec::Ramp> read_ramp(const Block& effect, Diagnostics& diagnostics) {
    const YamlNode* node = effect.find("ramp");
    if (node == nullptr) return std::nullopt;
    const Block block(*node, effect.path("ramp"), "ramp", diagnostics);
    EffectSpec::Ramp ramp;
    ramp.location = node->location;
    if (block.word("since") == std::size_t{1}) ramp.since = EffectSpec::Ramp::Since::program_start;
    static_cast<void>(block.required_in_cycles("full_after_months"));
    ramp.full_after_months = block.cycles("full_after_months").value_or(1);
    return ramp;
}

constexpr EffectSpec::Form forms_of_effect[] = {
    EffectSpec::Form::hazard_ratio, EffectSpec::Form::relative_risk, EffectSpec::Form::odds_ratio,
    EffectSpec::Form::probability, EffectSpec::Form::rate};

// What the effect does: one of its forms, or factors on hazards alone.
void read_form(const Block& block, EffectSpec& spec, Diagnostics& diagnostics) {
    const char* stated = nullptr;
    for (const EffectSpec::Form form : forms_of_effect) {
        const char* const key = form_word(form);
        if (!block.has(key)) continue;
        if (stated != nullptr)
            diagnostics.error(
                block.entry(key)->key_location,
                fmt::format("{} has both '{}' and '{}'", block.path(), stated, key),
                "an effect is one of hazard_ratio, relative_risk, odds_ratio, probability and "
                "rate: write two effects");
        if (stated != nullptr) continue;
        stated = key;
        spec.form = form;
    }
    if (stated == nullptr) {
        if (block.is_mapping() && !block.has("by"))
            diagnostics.error(block.location(),
                              fmt::format("{} needs 'hazard_ratio' or 'by'", block.path()),
                              "say by what the hazards are multiplied; or give relative_risk, "
                              "odds_ratio, probability or rate");
        return;
    }
    if (auto value = block.expression(stated)) spec.value = std::move(*value);
    spec.per = read_unit_of_rate(block, spec.form == EffectSpec::Form::rate, diagnostics);
    if (!spec.replaces()) return;
    for (const char* key : {"by", "months_after", "ramp"})
        if (block.has(key))
            diagnostics.error(block.entry(key)->key_location,
                              fmt::format("{} has '{}' beside '{}'", block.path(), key, stated),
                              "a value that replaces another is written as it is: make it a "
                              "formula, or use a ratio");
}

EffectSpec read_effect(const YamlNode& node, const std::string& what, Diagnostics& diagnostics) {
    const Block block(node, what, "effect", diagnostics);
    EffectSpec spec;
    spec.location = node.location;
    spec.label = block.text("label").value_or("");
    spec.moves = read_patterns(block, diagnostics);
    read_form(block, spec, diagnostics);
    spec.by = read_factors(block, diagnostics);
    spec.phases = block.names("phases");
    spec.months_after = block.cycles("months_after").value_or(0);
    spec.ramp = read_ramp(block, diagnostics);
    return spec;
}

ReplacedRowSpec read_replaced_row(const YamlNode& node, const std::string& what,
                                  Diagnostics& diagnostics) {
    const Block block(node, what, "replaced_row", diagnostics);
    ReplacedRowSpec spec;
    spec.location = node.location;
    spec.phases = block.names("phases");
    spec.row.from = block.name("from").value_or(Name{"", node.location});
    if (const YamlNode* transitions = block.find("transitions"))
        spec.row = read_row(spec.row.from, *transitions, block.path("transitions"), diagnostics);
    return spec;
}

// In one phase a row is replaced once at most.
void check_replaced_once(const ProgramSpec& program, Diagnostics& diagnostics) {
    const auto overlap = [](const ReplacedRowSpec& one, const ReplacedRowSpec& other) {
        const auto names_phase = [&](const Name& phase) {
            return std::any_of(other.phases.begin(), other.phases.end(),
                               [&](const Name& name) { return name.text == phase.text; });
        };
        return one.row.from.text == other.row.from.text &&
               (one.phases.empty() || other.phases.empty() ||
                std::any_of(one.phases.begin(), one.phases.end(), names_phase));
    };
    for (std::size_t later = 1; later < program.replace.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const ReplacedRowSpec& row = program.replace[later];
            if (row.row.from.text.empty() || !overlap(program.replace[earlier], row)) continue;
            diagnostics.error(
                row.row.from.location,
                fmt::format("replace[{}] and replace[{}] both replace the row of '{}'", earlier,
                            later, row.row.from.text),
                "give them different phases");
        }
    }
}

// A program for everybody has no way in and no steps; any other has both.
void check_standing(const Block& block, const ProgramSpec& program, Diagnostics& diagnostics) {
    const auto refuse = [&](const Location& place, std::string what) {
        diagnostics.error(place, fmt::format("{} in a program for everyone", what),
                          "everybody is under it from the start, and it has no phases: leave it "
                          "out; limit it in time with a formula such as cycle <= 24 ? 0.5 : 1");
    };
    if (!program.is_standing) {
        for (const char* key : {"eligibility", "phases"})
            if (!block.has(key))
                diagnostics.error(block.location(),
                                  fmt::format("missing key '{}' in the program", key),
                                  "say who may enter (eligibility) and the steps (phases), or "
                                  "write everyone: true");
        return;
    }
    for (const char* key : {"eligibility", "enrolment", "phases", "on_enter", "resources", "queue"})
        if (block.has(key)) refuse(block.entry(key)->key_location, fmt::format("'{}'", key));
    for (const EffectSpec& effect : program.effects) {
        if (!effect.phases.empty()) refuse(effect.phases.front().location, "'phases'");
        if (effect.months_after > 0) refuse(effect.location, "'months_after'");
        if (effect.ramp && effect.ramp->since == EffectSpec::Ramp::Since::program_start)
            refuse(effect.ramp->location, "'since: program_start'");
    }
    for (const ReplacedRowSpec& replaced : program.replace)
        if (!replaced.phases.empty()) refuse(replaced.phases.front().location, "'phases'");
    const auto check_amounts = [&](const std::vector<AmountSpec>& amounts) {
        for (const AmountSpec& amount : amounts)
            if (amount.when == AmountSpec::When::month_in_phase ||
                amount.when == AmountSpec::When::phase_entry)
                refuse(amount.location, "an amount by phase");
    };
    for (const AccountSpec& account : program.payments) check_amounts(account.amounts);
    for (const OutcomeSpec& outcome : program.outcomes) check_amounts(outcome.amounts);
}

}  // namespace

std::optional<ProgramSpec> read_program(const YamlNode& root, Diagnostics& diagnostics) {
    const Block block(root, "", "program", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    ProgramSpec program;
    program.location = root.location;
    program.title = read_head(block, "program", diagnostics);
    program.name = block.name("name").value_or(Name{"", root.location});
    if (!program.name.text.empty()) check_new_name(program.name, "name", diagnostics);
    program.label = block.label();
    program.parameters = read_parameters(block.find("parameters"), diagnostics);
    program.joint = read_joint(block.find("joint"), program.parameters, diagnostics);
    program.tables = read_tables(block.find("tables"), diagnostics);
    program.is_standing = block.boolean("everyone").value_or(false);
    if (const YamlNode* eligibility = block.find("eligibility"))
        program.eligibility = read_eligibility(*eligibility, diagnostics);
    if (const YamlNode* enrolment = block.find("enrolment"))
        program.enrolment = read_enrolment(*enrolment, diagnostics);
    const std::size_t n_errors_before_phases = diagnostics.n_errors();
    program.phases = read_phases(block, diagnostics);
    program.on_enter = read_on_enter(block, diagnostics);
    const bool phases_are_right = diagnostics.n_errors() == n_errors_before_phases;
    for (const YamlNode& item : block.items("effects"))
        program.effects.push_back(
            read_effect(item, fmt::format("effects[{}]", program.effects.size()), diagnostics));
    for (const YamlNode& item : block.items("replace"))
        program.replace.push_back(read_replaced_row(
            item, fmt::format("replace[{}]", program.replace.size()), diagnostics));
    if (const YamlNode* payments = block.find("payments"))
        program.payments = read_accounts(*payments, AccountsOf::program, diagnostics);
    if (const YamlNode* outcomes = block.find("outcomes"))
        program.outcomes = read_outcomes(*outcomes, AccountsOf::program, diagnostics);
    program.resources = read_resources(block, diagnostics);
    program.queue = read_queue(block, diagnostics);
    check_standing(block, program, diagnostics);
    // Without phases every phase would be unknown.
    if (program.phases.empty() && !program.is_standing) return std::nullopt;
    // A mistake in a phase may be why another is not reached: one message is enough.
    if (!program.is_standing && check_phase_names(program, diagnostics) && phases_are_right)
        check_phases_are_reached(program, diagnostics);
    check_replaced_once(program, diagnostics);
    check_resources(program, diagnostics);
    return program;
}

const char* form_word(EffectSpec::Form form) {
    switch (form) {
        case EffectSpec::Form::relative_risk:
            return "relative_risk";
        case EffectSpec::Form::odds_ratio:
            return "odds_ratio";
        case EffectSpec::Form::probability:
            return "probability";
        case EffectSpec::Form::rate:
            return "rate";
        case EffectSpec::Form::hazard_ratio:
            break;
    }
    return "hazard_ratio";
}

}  // namespace forlob
