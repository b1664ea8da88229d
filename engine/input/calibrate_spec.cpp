#include "input/calibrate_spec.hpp"

#include <fmt/format.h>

#include <utility>

#include "input/block.hpp"
#include "input/readers.hpp"

namespace forlob {

namespace {

// More than derivative-free search can do anything with.
constexpr std::size_t most_free = 30;

class CalibrateReader {
public:
    explicit CalibrateReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    CalibrateSpec read(const Block& block, const Location& location) {
        CalibrateSpec spec;
        spec.location = location;
        const auto free = block.referring("free");
        for (const YamlEntry& entry : free) spec.free.push_back(read_free(entry));
        if (free.size() > most_free)
            diagnostics_.error(block.find("free")->location,
                               fmt::format("{} free parameters", free.size()),
                               fmt::format("at most {} can be calibrated together", most_free));
        for (const YamlNode& item : block.items("targets"))
            spec.targets.push_back(read_target(item));
        if (const auto starts = block.integer("starts"))
            spec.starts = static_cast<std::uint32_t>(*starts);
        return spec;
    }

private:
    std::optional<double> number(const Block& block, std::string_view key) {
        const YamlNode* node = block.find(key);
        if (node == nullptr) return std::nullopt;
        return read_number(*node, block.path(key), diagnostics_);
    }
    std::optional<double> positive(const Block& block, std::string_view key) {
        const YamlNode* node = block.find(key);
        if (node == nullptr) return std::nullopt;
        return read_positive(*node, block.path(key), diagnostics_);
    }

    FreeParameter read_free(const YamlEntry& entry) {
        const Block block(entry.value, fmt::format("calibrate.free.{}", entry.key),
                          "free_parameter", diagnostics_);
        FreeParameter free;
        free.name = key_name(entry);
        const auto low = number(block, "low");
        const auto high = number(block, "high");
        free.start = number(block, "start");
        if (const auto scale = block.word("scale")) free.is_logarithmic = *scale == 1;
        if (!low || !high) return free;
        free.low = *low;
        free.high = *high;
        if (!(*low < *high))
            diagnostics_.error(block.find("low")->location,
                               fmt::format("{} cannot be {}", block.path("low"), *low),
                               fmt::format("it must be less than high ({})", *high));
        if (free.is_logarithmic && *low <= 0.0)
            diagnostics_.error(block.find("low")->location,
                               fmt::format("{} cannot be {}", block.path("low"), *low),
                               "with scale: log it must be greater than 0");
        if (free.start && (*free.start < *low || *free.start > *high))
            diagnostics_.error(block.find("start")->location,
                               fmt::format("{} cannot be {}", block.path("start"), *free.start),
                               fmt::format("it must be between {} and {}", *low, *high));
        return free;
    }

    TargetSpec read_target(const YamlNode& item) {
        const Block block(item, "target", "target", diagnostics_);
        TargetSpec target;
        target.location = item.location;
        if (!block.is_mapping()) return target;
        if (auto arm = block.name("arm")) target.arm = std::move(*arm);
        if (block.exactly_one_of({"in", "ever_in"},
                                 "in: who is there at the tick; ever_in: who has been there by "
                                 "then")) {
            target.ever = block.has("ever_in");
            target.states = block.names(target.ever ? "ever_in" : "in");
        }
        if (const auto per = positive(block, "per")) target.per = *per;
        if (const auto weight = positive(block, "weight")) target.weight = *weight;
        if (!block.exactly_one_of({"value", "curve"},
                                  "value with tick: one number; curve: a list of {tick, value}"))
            return target;
        if (block.has("curve")) {
            for (const YamlNode& point : block.items("curve"))
                target.points.push_back(read_point(
                    Block(point, "target.curve", "target_point", diagnostics_), point, target));
            for (const char* key : {"tick", "se", "n", "within"})
                if (block.has(key))
                    diagnostics_.error(block.entry(key)->key_location,
                                       fmt::format("target has both 'curve' and '{}'", key),
                                       "write it beside each value of the curve");
            return target;
        }
        if (!block.has("tick"))
            diagnostics_.error(item.location, "target has a 'value' but no 'tick'",
                               "say when: tick 0 is the start");
        target.points.push_back(read_point(block, item, target));
        return target;
    }

    TargetSpec::Point read_point(const Block& block, const YamlNode& node,
                                 const TargetSpec& target) {
        TargetSpec::Point point;
        point.location = node.location;
        if (const auto tick = block.integer("tick")) point.tick = static_cast<std::int32_t>(*tick);
        if (const auto value = number(block, "value")) {
            point.value = *value;
            point.location = block.find("value")->location;
            if (*value < 0.0 || *value > target.per)
                diagnostics_.error(
                    point.location, fmt::format("{} cannot be {}", block.path("value"), *value),
                    fmt::format("it is a share times per, between 0 and {}", target.per));
        }
        point.se = positive(block, "se");
        point.within = positive(block, "within");
        point.n = block.integer("n");
        if (point.se && point.n)
            diagnostics_.error(block.entry("n")->key_location,
                               fmt::format("{} has both 'se' and 'n'", block.path()),
                               "se: a standard error is known; n: the share of so many persons");
        return point;
    }

    Diagnostics& diagnostics_;
};

}  // namespace

std::optional<CalibrateSpec> read_calibrate(const YamlNode& node, Diagnostics& diagnostics) {
    const Block block(node, "calibrate", "calibrate", diagnostics);
    if (!block.is_mapping()) return std::nullopt;
    return CalibrateReader(diagnostics).read(block, node.location);
}

}  // namespace forlob
