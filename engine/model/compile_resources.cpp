// How many places are there, and who waits for them? Resources and queues of one arm.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/compile.hpp"

namespace forlob {
namespace {

constexpr std::size_t most_resources = 64;
constexpr double rounding = 1e-9;

Resource compile_resource(const ResourceSpec& spec, const ProgramSpec& program,
                          const ArmSource& source) {
    Resource resource;
    resource.name = program.name.text + "." + spec.name.text;
    resource.label = spec.label.text.empty() ? spec.name.text : spec.label.text;
    resource.is_stock = spec.is_stock;
    const std::vector<double> amounts =
        amounts_by_cycle(source, spec.amount, spec.is_stock ? "places" : "new_places");
    if (spec.is_stock) {
        for (const double amount : amounts)
            resource.places.push_back(static_cast<std::uint32_t>(std::floor(amount + rounding)));
    } else {
        resource.places = carried_over(amounts);
        if (resource.places.size() > 1) resource.places[0] = resource.places[1];
    }
    return resource;
}

// A whole number of persons.
std::uint32_t persons(const Expression& expression, const char* what, const ArmSource& source) {
    constexpr double most = 1e7;
    const double value = source.parameters.value(expression, source.diagnostics);
    if (std::isfinite(value) && value >= 0.0 && value <= most &&
        std::abs(value - std::round(value)) <= rounding)
        return static_cast<std::uint32_t>(std::llround(value));
    source.diagnostics.error(expression.location(),
                             fmt::format("{} '{}' is {}", what, expression.text(), value),
                             "write a whole number of persons, 0 to 10 million");
    return 0;
}

Queue compile_queue(const QueueSpec& spec, const ArmSource& source) {
    Queue queue;
    const std::size_t n_errors = source.diagnostics.n_errors();
    if (spec.limit) queue.limit = persons(*spec.limit, "queue.limit", source);
    if (spec.at_start) queue.at_start = persons(*spec.at_start, "queue.at_start", source);
    if (queue.at_start > queue.limit && source.diagnostics.n_errors() == n_errors)
        source.diagnostics.error(
            spec.at_start->location(),
            fmt::format("{} persons wait at the start, but no more than {} may wait",
                        queue.at_start, queue.limit),
            "raise 'limit', or let fewer wait");
    if (spec.drop_out) {
        const double value = source.parameters.value(*spec.drop_out, source.diagnostics);
        if (std::isfinite(value) && value >= 0.0 && value <= 1.0)
            queue.drop_out = cut_at(value);
        else
            source.diagnostics.error(
                spec.drop_out->location(),
                fmt::format("queue.drop_out '{}' is {}", spec.drop_out->text(), value),
                "a probability lies between 0 and 1");
    }
    if (spec.when_refused)
        queue.when_refused = source.vocabulary.state(*spec.when_refused, source.diagnostics);
    if (spec.when_dropped)
        queue.when_dropped = source.vocabulary.state(*spec.when_dropped, source.diagnostics);
    return queue;
}

}  // namespace

void compile_resources(const ArmSource& source, const ProgramSpec& spec, std::size_t first_phase,
                       CompiledPrograms& compiled) {
    if (spec.resources.empty()) return;
    const std::size_t first = compiled.resources.size();
    if (first + spec.resources.size() > most_resources) {
        source.diagnostics.error(spec.location, "the arm has too many resources",
                                 fmt::format("at most {} are supported", most_resources));
        return;
    }
    Queue queue = compile_queue(spec.queue.value_or(QueueSpec{}), source);
    for (const ResourceSpec& resource : spec.resources) {
        const std::size_t number = compiled.resources.size();
        queue.resources.push_back(number);
        compiled.resources.push_back(compile_resource(resource, spec, source));
        if (!resource.is_stock) continue;
        for (std::size_t phase = 0; phase < spec.phases.size(); ++phase)
            for (const Name& used : spec.phases[phase].uses)
                if (used.text == resource.name.text)
                    compiled.phases[first_phase + phase].uses |= std::uint64_t{1} << number;
    }
    compiled.programs.back().queue = std::move(queue);
}

}  // namespace forlob
