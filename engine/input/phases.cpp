#include "input/phases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace forlob {

namespace {

constexpr std::size_t most_phases = 64;
constexpr std::string_view end_word = "end";

void report(const Block& phase, std::string_view key, std::string_view lack, std::string help,
            Diagnostics& diagnostics) {
    diagnostics.error(phase.entry(key)->key_location,
                      fmt::format("{} has '{}' but no {}", phase.path(), key, lack),
                      std::move(help));
}

// Keys that make sense only together. Messages use the author's words: months, or cycles.
void check_length(const Block& phase, const PhaseSpec& spec, Diagnostics& diagnostics) {
    const YamlEntry* fixed = phase.in_cycles("months");
    const YamlEntry* least = phase.in_cycles("min_months");
    const YamlEntry* most = phase.in_cycles("max_months");
    const bool in_cycles =
        phase.has("cycles") || phase.has("min_cycles") || phase.has("max_cycles");
    const std::string words = in_cycles ? "cycles" : "months";
    const std::string word = in_cycles ? "cycle" : "month";
    for (const YamlEntry* other : {least, most, phase.entry("advance")}) {
        if (fixed != nullptr && other != nullptr)
            diagnostics.error(
                other->key_location,
                fmt::format("{} has both '{}' and '{}'", phase.path(), fixed->key, other->key),
                fmt::format("'{0}' is a fixed length; else use min_{0}, max_{0} and advance",
                            fixed->key));
    }
    const bool is_range = least != nullptr && most != nullptr && spec.min_months && spec.max_months;
    if (is_range && *spec.min_months > *spec.max_months)
        diagnostics.error(least->value.location,
                          fmt::format("{} lasts at least {} and at most {} {}", phase.path(),
                                      *spec.min_months, *spec.max_months, words),
                          fmt::format("'{}' is at most '{}'", least->key, most->key));
    if (fixed == nullptr && phase.has("advance") && least == nullptr)
        report(
            phase, "advance", fmt::format("'min_{}'", words),
            fmt::format("say from which {} on a person may advance, e.g. min_{}: 1", word, words),
            diagnostics);
    if (fixed == nullptr && least != nullptr && !phase.has("advance"))
        report(phase, least->key, "'advance'",
               fmt::format("give the probability per {} of advancing, or a fixed length with '{}'",
                           word, words),
               diagnostics);
    const bool ends = fixed != nullptr || most != nullptr || phase.has("advance");
    if (phase.has("then") && !ends)
        report(phase, "then", "length",
               fmt::format("without {0}, max_{0} or advance the phase never ends by itself", words),
               diagnostics);
    if (phase.has("release") && !phase.has("placement"))
        report(phase, "release", "'placement'", "only those who were placed can be released",
               diagnostics);
    else if (phase.has("release") && !ends)
        report(phase, "release", "length", "people are released when the phase ends by its length",
               diagnostics);
}

PhaseSpec read_phase(const YamlEntry& entry, Diagnostics& diagnostics) {
    const Block phase(entry.value, fmt::format("phases.{}", entry.key), "phase", diagnostics);
    PhaseSpec spec;
    spec.name = key_name(entry);
    spec.location = entry.value.location;
    spec.label = phase.label();
    spec.min_months = phase.cycles("min_months");
    spec.max_months =
        phase.in_cycles("months") != nullptr ? phase.cycles("months") : phase.cycles("max_months");
    spec.advance = phase.expression("advance");
    spec.placement = phase.name("placement");
    spec.release = phase.name("release");
    spec.then = phase.name("then").value_or(Name{"", entry.value.location});
    spec.on_enter = read_on_enter(phase, diagnostics);
    spec.drop_out = phase.expression("drop_out");
    spec.uses = phase.names("uses");
    if (phase.is_mapping()) check_length(phase, spec, diagnostics);
    return spec;
}

// The phases that a program has, and whether every name asked for was among them.
class Phases {
public:
    Phases(const ProgramSpec& program, Diagnostics& diagnostics) : diagnostics_(&diagnostics) {
        for (const PhaseSpec& phase : program.phases) known_.push_back(phase.name.text);
    }

    void check(const Name& name, const std::string& where) {
        if (std::find(known_.begin(), known_.end(), name.text) != known_.end()) return;
        diagnostics_->error(name.location,
                            fmt::format("unknown phase '{}' in {}", name.text, where),
                            unknown_name_help(name.text, "phases", known_));
        all_known_ = false;
    }
    void check_next(const Name& name, const std::string& where) {
        if (!name.text.empty() && name.text != end_word) check(name, where);
    }
    void check(const std::vector<Name>& names, const std::string& where) {
        for (const Name& name : names) check(name, where);
    }
    [[nodiscard]] bool all_known() const { return all_known_; }

private:
    Diagnostics* diagnostics_;
    std::vector<std::string> known_;
    bool all_known_ = true;
};

void check_users_of_phases(const ProgramSpec& program, Phases& phases) {
    for (std::size_t i = 0; i < program.effects.size(); ++i)
        phases.check(program.effects[i].phases, fmt::format("effects[{}].phases", i));
    for (std::size_t i = 0; i < program.replace.size(); ++i)
        phases.check(program.replace[i].phases, fmt::format("replace[{}].phases", i));
    const auto check_amounts = [&](const auto& stream, const char* where) {
        for (std::size_t i = 0; i < stream.amounts.size(); ++i) {
            const AmountSpec& amount = stream.amounts[i];
            if (amount.when == AmountSpec::When::month_in_phase ||
                amount.when == AmountSpec::When::phase_entry)
                phases.check(amount.where,
                             fmt::format("{}.{}.amounts[{}]", where, stream.name.text, i));
        }
    };
    for (const AccountSpec& account : program.payments) check_amounts(account, "payments");
    for (const OutcomeSpec& outcome : program.outcomes) check_amounts(outcome, "outcomes");
}

}  // namespace

std::vector<PhaseSpec> read_phases(const Block& program, Diagnostics& diagnostics) {
    std::vector<PhaseSpec> phases;
    for (const YamlEntry& entry : program.naming("phases", {1, most_phases})) {
        if (entry.key == end_word || entry.key == "all")
            diagnostics.error(entry.key_location,
                              fmt::format("'{}' cannot be the name of a phase", entry.key),
                              "the word has a meaning of its own: choose another name");
        phases.push_back(read_phase(entry, diagnostics));
    }
    return phases;
}

std::vector<std::pair<Name, Name>> read_on_enter(const Block& block, Diagnostics& diagnostics) {
    std::vector<std::pair<Name, Name>> rules;
    for (const YamlEntry& entry : block.referring("on_enter")) {
        if (auto next = read_name(
                entry.value, fmt::format("{}.{}", block.path("on_enter"), entry.key), diagnostics))
            rules.emplace_back(key_name(entry), std::move(*next));
    }
    return rules;
}

void check_phases_are_reached(const ProgramSpec& program, Diagnostics& diagnostics) {
    std::set<std::string> reached = {program.phases.front().name.text};
    for (const auto& [state, next] : program.on_enter) reached.insert(next.text);
    // Once around per phase is enough: every round but the last reaches one more.
    for (std::size_t round = 0; round < program.phases.size(); ++round) {
        for (const PhaseSpec& phase : program.phases) {
            if (!reached.contains(phase.name.text)) continue;
            reached.insert(phase.then.text);
            for (const auto& [state, next] : phase.on_enter) reached.insert(next.text);
        }
    }
    for (const PhaseSpec& phase : program.phases) {
        if (reached.contains(phase.name.text)) continue;
        diagnostics.error(phase.name.location,
                          fmt::format("phase '{}' is never reached", phase.name.text),
                          fmt::format("people enter at '{}': name '{}' in 'then' or 'on_enter' of "
                                      "a phase that is reached",
                                      program.phases.front().name.text, phase.name.text));
    }
}

bool check_phase_names(const ProgramSpec& program, Diagnostics& diagnostics) {
    Phases phases(program, diagnostics);
    for (const auto& [state, next] : program.on_enter) phases.check_next(next, "on_enter");
    for (const PhaseSpec& phase : program.phases) {
        const std::string where = fmt::format("phases.{}", phase.name.text);
        phases.check_next(phase.then, where + ".then");
        for (const auto& [state, next] : phase.on_enter)
            phases.check_next(next, where + ".on_enter");
    }
    const bool graph_is_known = phases.all_known();
    check_users_of_phases(program, phases);
    return graph_is_known;
}

}  // namespace forlob
