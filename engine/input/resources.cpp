#include "input/resources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "input/block.hpp"
#include "input/known_names.hpp"
#include "input/program_spec.hpp"

namespace forlob {

namespace {

constexpr std::size_t most_resources = 16;
constexpr std::string_view end_word = "end";

ResourceSpec read_resource(const YamlEntry& entry, Diagnostics& diagnostics) {
    const Block block(entry.value, fmt::format("resources.{}", entry.key), "resource", diagnostics);
    ResourceSpec spec;
    spec.name = key_name(entry);
    spec.label = block.label();
    spec.location = entry.value.location;
    spec.is_stock = block.has("places");
    block.exactly_one_of({"places", "new_places"},
                         "places: so many at once, held and given back; new_places: so many in "
                         "every cycle, whether taken or not");
    if (auto amount = block.expression(spec.is_stock ? "places" : "new_places"))
        spec.amount = std::move(*amount);
    return spec;
}

bool uses(const PhaseSpec& phase, const ResourceSpec& resource) {
    return std::any_of(phase.uses.begin(), phase.uses.end(),
                       [&](const Name& name) { return name.text == resource.name.text; });
}

void check_names_of_resources(const ProgramSpec& program, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const ResourceSpec& resource : program.resources) known.push_back(resource.name.text);
    for (const PhaseSpec& phase : program.phases)
        for (const Name& name : phase.uses) {
            if (std::find(known.begin(), known.end(), name.text) != known.end()) continue;
            diagnostics.error(
                name.location,
                fmt::format("unknown resource '{}' in phases.{}.uses", name.text, phase.name.text),
                known.empty() ? "give the program 'resources'"
                              : unknown_name_help(name.text, "resources", known));
        }
}

// The phases that may follow one directly, as the author named them.
std::vector<const Name*> next_phases(const ProgramSpec& program, const PhaseSpec& phase) {
    std::vector<const Name*> next;
    const auto add = [&](const Name& name) {
        if (!name.text.empty() && name.text != end_word) next.push_back(&name);
    };
    add(phase.then);
    for (const auto& [state, to] : phase.on_enter) add(to);
    for (const auto& [state, to] : program.on_enter) add(to);
    return next;
}

// A place that was given back may be somebody else's.
void check_not_taken_again(const ProgramSpec& program, const ResourceSpec& resource,
                           Diagnostics& diagnostics) {
    for (const PhaseSpec& phase : program.phases) {
        if (uses(phase, resource)) continue;
        for (const Name* next : next_phases(program, phase)) {
            const auto found =
                std::find_if(program.phases.begin(), program.phases.end(),
                             [&](const PhaseSpec& other) { return other.name.text == next->text; });
            if (found == program.phases.end() || !uses(*found, resource)) continue;
            diagnostics.error(
                next->location,
                fmt::format("phase '{}' uses '{}', which phase '{}' before it has given back",
                            found->name.text, resource.name.text, phase.name.text),
                "places are given to those who enter the program: let both phases use it, or only "
                "the first");
        }
    }
}

void check_users(const ProgramSpec& program, const ResourceSpec& resource,
                 Diagnostics& diagnostics) {
    const PhaseSpec& first = program.phases.front();
    if (!uses(first, resource)) {
        diagnostics.error(
            resource.name.location,
            fmt::format("resource '{}' is not used by the first phase, '{}'", resource.name.text,
                        first.name.text),
            fmt::format("places are given to those who enter: write uses: {} in phases.{}",
                        resource.name.text, first.name.text));
        return;
    }
    if (resource.is_stock) return check_not_taken_again(program, resource, diagnostics);
    for (std::size_t later = 1; later < program.phases.size(); ++later)
        for (const Name& name : program.phases[later].uses)
            if (name.text == resource.name.text)
                diagnostics.error(
                    name.location,
                    fmt::format("phases.{} uses '{}', whose places are new every cycle",
                                program.phases[later].name.text, name.text),
                    "such a place is taken on entry and never given back: only the first phase "
                    "uses it");
}

}  // namespace

std::vector<ResourceSpec> read_resources(const Block& program, Diagnostics& diagnostics) {
    std::vector<ResourceSpec> resources;
    for (const YamlEntry& entry : program.naming("resources", {1, most_resources}))
        resources.push_back(read_resource(entry, diagnostics));
    return resources;
}

std::optional<QueueSpec> read_queue(const Block& program, Diagnostics& diagnostics) {
    const YamlNode* node = program.find("queue");
    if (node == nullptr) return std::nullopt;
    const Block block(*node, program.path("queue"), "queue", diagnostics);
    QueueSpec spec;
    spec.location = program.entry("queue")->key_location;
    spec.limit = block.expression("limit");
    spec.drop_out = block.expression("drop_out");
    if (const YamlNode* start = block.find("at_start"))
        spec.at_start = Block(*start, block.path("at_start"), "queue_at_start", diagnostics)
                            .expression("number");
    spec.when_refused = block.name("when_refused");
    spec.when_dropped = block.name("when_dropped");
    if (block.has("when_refused") && !block.has("limit"))
        diagnostics.error(block.entry("when_refused")->key_location,
                          "queue has 'when_refused' but no 'limit'",
                          "without a limit everybody may wait; limit: 0 refuses all who find no "
                          "place");
    if (block.has("when_dropped") && !block.has("drop_out"))
        diagnostics.error(block.entry("when_dropped")->key_location,
                          "queue has 'when_dropped' but no 'drop_out'",
                          "give the probability per cycle of giving up waiting");
    return spec;
}

void check_resources(const ProgramSpec& program, Diagnostics& diagnostics) {
    if (program.queue && program.resources.empty())
        diagnostics.error(program.queue->location, "'queue' without 'resources'",
                          "people wait for places: say how many there are under 'resources'");
    check_names_of_resources(program, diagnostics);
    for (const ResourceSpec& resource : program.resources)
        check_users(program, resource, diagnostics);
}

void check_queue_names(const ProgramSpec& program, const KnownNames& known) {
    if (!program.queue) return;
    if (program.queue->when_refused)
        known.state(*program.queue->when_refused, "queue.when_refused");
    if (program.queue->when_dropped)
        known.state(*program.queue->when_dropped, "queue.when_dropped");
}

}  // namespace forlob
