#include "input/readers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace forlob {

namespace {

constexpr std::int64_t months_of_a_year = 12;

// A whole number from 0 on, written without sign or leading zeros; nothing otherwise.
std::optional<std::int64_t> whole_number(std::string_view key) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (error == std::errc::invalid_argument || end != key.data() + key.size() ||
        key.front() == '-' || (key.size() > 1 && key.front() == '0'))
        return std::nullopt;
    return error == std::errc{} ? number : std::numeric_limits<std::int64_t>::max();
}

Expression expression_or_zero(const YamlNode& node, const std::string& what,
                              Diagnostics& diagnostics) {
    auto expression = read_expression(node, what, diagnostics);
    return expression ? std::move(*expression) : Expression(0.0, node.location);
}

// Reports what is wrong with the numbers of a step function.
void check_step_numbers(const std::vector<FactorSpec::Step>& steps, const std::string& what,
                        std::int64_t first, Diagnostics& diagnostics) {
    const FactorSpec::Step* previous = nullptr;
    for (const FactorSpec::Step& step : steps) {
        const Location& place = step.key.location;
        if (!step.from) {
            diagnostics.error(place,
                              fmt::format("'{}' in {} is not a whole number", step.key.text, what),
                              "steps begin at whole numbers from 0 on, without sign or fraction");
            continue;
        }
        if (*step.from > largest_step) {
            diagnostics.error(place, fmt::format("{} in {} is too large", step.key.text, what),
                              fmt::format("steps begin at {} at most", largest_step));
        } else if (previous == nullptr && *step.from != first) {
            diagnostics.error(
                place, fmt::format("{} does not begin at {}", what, first),
                fmt::format("the first step is {}: the value that holds from there", first));
        } else if (previous != nullptr && *step.from <= *previous->from) {
            diagnostics.error(place, fmt::format("{} in {} does not ascend", *step.from, what),
                              "write the steps from the smallest to the largest, each once");
        }
        previous = &step;
    }
}

FactorSpec read_factor(const YamlEntry& entry, const std::string& what, Diagnostics& diagnostics) {
    const std::int64_t first = entry.key == "month_of_year" ? 1 : 0;
    FactorSpec factor{key_name(entry), read_steps(entry.value, what, first, diagnostics)};
    if (entry.key != "month_of_year") return factor;
    for (const FactorSpec::Step& step : factor.steps) {
        if (step.from && *step.from > months_of_a_year)
            diagnostics.error(step.key.location,
                              fmt::format("{} in {} is not a month of the year", *step.from, what),
                              "months of the year go from 1 to 12");
    }
    return factor;
}

const char* form_words(MoveSpec::Form form) {
    switch (form) {
        case MoveSpec::Form::rate:
            return "rates";
        case MoveSpec::Form::intensity:
            return "intensities";
        case MoveSpec::Form::count:
            return "counts";
        default:
            return "probabilities";
    }
}

// The keys of a move that say how likely it is; `short form` is a number alone, or `rest`.
MoveSpec read_move(const YamlEntry& entry, const std::string& what, Diagnostics& diagnostics) {
    MoveSpec move{.to = key_name(entry), .value = Expression(0.0, entry.value.location), .by = {}};
    if (entry.value.kind == YamlNode::Kind::scalar) {
        if (entry.value.text == "rest" && !entry.value.quoted)
            move.form = MoveSpec::Form::rest;
        else
            move.value = expression_or_zero(entry.value, what, diagnostics);
        return move;
    }
    const Block block(entry.value, what, "move", diagnostics);
    if (!block.is_mapping()) return move;
    move.by = read_factors(block, diagnostics);
    if (block.has("intensity")) move.form = MoveSpec::Form::intensity;
    if (!block.exactly_one_of({"probability", "rate", "intensity", "count"},
                              "a move has a probability per cycle, a rate or intensity with "
                              "'per', or a count"))
        return move;
    if (block.has("rate")) move.form = MoveSpec::Form::rate;
    if (block.has("count")) move.form = MoveSpec::Form::count;
    if (auto value = block.expression(form_word(move.form))) move.value = *value;
    move.per = read_unit_of_rate(
        block, move.form == MoveSpec::Form::rate || move.form == MoveSpec::Form::intensity,
        diagnostics);
    return move;
}

// What the moves of a row must have in common, and what the origin itself may be.
void check_row(const RowSpec& row, const std::string& what, Diagnostics& diagnostics) {
    const auto is_stated = [](const MoveSpec& move) { return move.form != MoveSpec::Form::rest; };
    const auto first = std::find_if(row.moves.begin(), row.moves.end(), is_stated);
    const MoveSpec* rest = nullptr;
    bool is_mixed = false;
    for (const MoveSpec& move : row.moves) {
        if (move.to.text == row.from.text && move.form != MoveSpec::Form::count && is_stated(move))
            diagnostics.error(move.to.location,
                              fmt::format("{} has a move from '{}' to itself", what, row.from.text),
                              "staying is what the other moves leave over: leave it out");
        if (!is_stated(move)) {
            if (rest != nullptr)
                diagnostics.error(move.to.location, fmt::format("{} has 'rest' twice", what),
                                  fmt::format("'{}' has the rest already", rest->to.text));
            rest = &move;
            if (first != row.moves.end() && first->form != MoveSpec::Form::probability)
                diagnostics.error(
                    move.to.location,
                    fmt::format("{} has 'rest' beside {}", what, form_words(first->form)),
                    "only probabilities leave a rest");
        } else if (move.form != first->form && !is_mixed) {
            is_mixed = true;
            diagnostics.error(
                move.to.location,
                fmt::format("{} mixes {} and {}", what,
                            form_words(std::min(first->form, move.form)),
                            form_words(std::max(first->form, move.form))),
                fmt::format("'{}' has {} {}: give all moves of a row the same form", first->to.text,
                            first->form == MoveSpec::Form::intensity ? "an" : "a",
                            form_word(first->form)));
        }
    }
}

ClockStart read_month_range(const YamlNode& node, const std::string& what, std::string_view object,
                            Diagnostics& diagnostics) {
    ClockStart start;
    start.location = node.location;
    const Block block(node, what, object, diagnostics);
    const auto from = block.integer("from");
    const auto to = block.integer("to");
    if (!from || !to) return start;
    start.from_months = static_cast<std::int32_t>(*from);
    start.to_months = static_cast<std::int32_t>(*to);
    if (*from > *to) {
        diagnostics.error(block.find("from")->location,
                          fmt::format("{} goes from {} to {}", what, *from, *to),
                          "'from' is the smaller one");
    }
    return start;
}

ClockStart read_one_start(const YamlNode& node, const std::string& what, Diagnostics& diagnostics) {
    if (node.kind == YamlNode::Kind::mapping)
        return read_month_range(node, what, "month_range", diagnostics);
    ClockStart start;
    start.location = node.location;
    if (node.kind == YamlNode::Kind::scalar && !begins_like_a_number(node.text)) {
        start.never = node.text == "never";
        if (!start.never)
            diagnostics.error(node.location, fmt::format("{} cannot be '{}'", what, node.text),
                              "a clock starts at a number of cycles, {from: …, to: …} or never");
        return start;
    }
    if (const auto months = read_integer_of(node, what, "cycles", diagnostics)) {
        start.from_months = static_cast<std::int32_t>(*months);
        start.to_months = start.from_months;
    }
    return start;
}

// One start, or `{given: …, levels: …}`; each start is read by `read_one`.
template <typename ReadOne>
ClockStartSpec read_start_or_levels(const YamlNode& node, const std::string& what,
                                    std::string_view object, Diagnostics& diagnostics,
                                    const ReadOne& read_one) {
    ClockStartSpec spec;
    spec.location = node.location;
    if (node.kind != YamlNode::Kind::mapping ||
        (node.find("given") == nullptr && node.find("levels") == nullptr)) {
        spec.start = read_one(node, what);
        return spec;
    }
    const Block block(node, what, object, diagnostics);
    spec.given = block.name("given");
    for (const YamlEntry& level : block.referring("levels"))
        spec.by_level.emplace_back(
            key_name(level),
            read_one(level.value, fmt::format("{}.{}", block.path("levels"), level.key)));
    return spec;
}

}  // namespace

bool begins_like_a_number(std::string_view key) {
    return !key.empty() && std::string_view("0123456789+-.").find(key.front()) != key.npos;
}

const std::vector<std::string>& built_in_coordinates() {
    static const std::vector<std::string> names = {
        "months_in_state", "months_in_phase", "months_in_program", "month", "month_of_year", "age",
        "cycles_in_state", "cycles_in_phase", "cycles_in_program", "cycle"};
    return names;
}

std::string_view in_months(std::string_view coordinate) {
    if (coordinate == "cycle") return "month";
    if (coordinate == "cycles_in_state") return "months_in_state";
    if (coordinate == "cycles_in_phase") return "months_in_phase";
    if (coordinate == "cycles_in_program") return "months_in_program";
    return coordinate;
}

TimeUnit read_unit_of_rate(const Block& block, bool is_rate, Diagnostics& diagnostics) {
    if (is_rate && !block.has("per"))
        diagnostics.error(block.entry(block.has("rate") ? "rate" : "intensity")->key_location,
                          fmt::format("{} has no 'per'", block.path()),
                          "say per which unit of time it is, e.g. per: year");
    if (!is_rate && block.has("per"))
        diagnostics.error(block.entry("per")->key_location,
                          fmt::format("{} has 'per' but no rate", block.path()),
                          "probabilities are per cycle of the model: leave 'per' out");
    const YamlNode* per = block.find("per");
    return per == nullptr ? TimeUnit::month : read_time_unit(*per, block.path("per"), diagnostics);
}

std::optional<double> read_positive(const YamlNode& node, std::string_view what,
                                    Diagnostics& diagnostics) {
    const auto number = read_number(node, what, diagnostics);
    if (number && !(*number > 0.0))
        diagnostics.error(node.location, fmt::format("{} cannot be {}", what, *number),
                          "it must be greater than 0");
    return number;
}

std::vector<FactorSpec::Step> read_steps(const YamlNode& node, const std::string& what,
                                         std::int64_t first, Diagnostics& diagnostics) {
    std::vector<FactorSpec::Step> steps;
    if (node.kind != YamlNode::Kind::mapping || node.entries.empty()) {
        diagnostics.error(node.location, fmt::format("{} must be a mapping with values", what),
                          "for example {0: 1.2, 12: 0.9}, or a value per level");
        return steps;
    }
    for (const YamlEntry& entry : node.entries) {
        const std::string step_what = fmt::format("{}.{}", what, entry.key);
        steps.push_back({key_name(entry), whole_number(entry.key),
                         expression_or_zero(entry.value, step_what, diagnostics)});
    }
    const auto is_number = [](const FactorSpec::Step& step) {
        return begins_like_a_number(step.key.text);
    };
    const auto n_numbers = std::count_if(steps.begin(), steps.end(), is_number);
    if (n_numbers == 0) return steps;
    if (std::cmp_equal(n_numbers, steps.size())) {
        check_step_numbers(steps, what, first, diagnostics);
        return steps;
    }
    diagnostics.error(std::find_if(steps.begin(), steps.end(), is_number)->key.location,
                      fmt::format("{} mixes numbers and names", what),
                      "give whole numbers for a clock, or names of levels for an attribute");
    return {};
}

std::vector<FactorSpec> read_factors(const Block& block, Diagnostics& diagnostics) {
    std::vector<FactorSpec> factors;
    for (const YamlEntry& entry : block.referring("by"))
        factors.push_back(
            read_factor(entry, fmt::format("{}.{}", block.path("by"), entry.key), diagnostics));
    return factors;
}

std::vector<MovePattern> read_patterns(const Block& block, Diagnostics& diagnostics) {
    std::vector<MovePattern> patterns;
    std::size_t number = 0;
    for (const YamlNode& item : block.items("moves")) {
        const Block pattern(item, fmt::format("{}[{}]", block.path("moves"), number++), "pattern",
                            diagnostics);
        patterns.push_back({pattern.names("from"), pattern.names("to"), item.location});
    }
    return patterns;
}

RowSpec read_row(const Name& from, const YamlNode& node, const std::string& what,
                 Diagnostics& diagnostics) {
    RowSpec row{from, {}};
    if (node.kind == YamlNode::Kind::mapping && node.entries.empty()) {
        diagnostics.error(node.location, fmt::format("{} has no moves", what),
                          "give at least one destination; a state that nobody leaves is marked "
                          "'absorbing: true' and has no row");
        return row;
    }
    for (const YamlEntry& entry : referring_entries(node, what, diagnostics))
        row.moves.push_back(read_move(entry, fmt::format("{}.{}", what, entry.key), diagnostics));
    check_row(row, what, diagnostics);
    return row;
}

ClockStartSpec read_clock_start(const YamlNode& node, const std::string& what,
                                Diagnostics& diagnostics) {
    return read_start_or_levels(node, what, "start_by_level", diagnostics,
                                [&](const YamlNode& one, const std::string& one_what) {
                                    return read_one_start(one, one_what, diagnostics);
                                });
}

std::string read_head(const Block& block, std::string_view kind, Diagnostics& diagnostics) {
    if (const YamlNode* version = block.find("forlob"); version != nullptr && version->text != "1")
        diagnostics.error(version->location, fmt::format("unknown format '{}'", version->text),
                          "write forlob: 1");
    if (const YamlNode* stated = block.find("kind"); stated != nullptr && stated->text != kind)
        diagnostics.error(stated->location,
                          fmt::format("this is of kind '{}', not '{}'", stated->text, kind),
                          fmt::format("a {} is needed here", kind));
    static_cast<void>(block.text("description"));
    return block.text("title").value_or("");
}

bool check_file_head(const YamlNode& root, std::string_view kind,
                     const std::optional<Location>& referred_from, Diagnostics& diagnostics) {
    if (root.kind != YamlNode::Kind::mapping) {
        diagnostics.error(
            root.location,
            fmt::format("'{}' is not a file of kind {}", root.location.file->name, kind),
            fmt::format("it begins with forlob: 1, kind: {} and title: …", kind));
        return false;
    }
    const YamlNode* stated = root.find("kind");
    if (stated != nullptr && stated->text != kind) {
        const Location& place = referred_from.value_or(stated->location);
        diagnostics.error(place,
                          fmt::format("'{}' is of kind '{}', not '{}'", root.location.file->name,
                                      stated->text, kind),
                          fmt::format("a file of kind {} is needed here", kind));
        return false;
    }
    for (const std::string_view key : {"forlob", "kind", "title"}) {
        if (root.find(key) != nullptr) continue;
        diagnostics.error(root.location, fmt::format("missing key '{}' in the file", key),
                          fmt::format("every file has forlob: 1, kind: {} and title: …", kind));
    }
    return true;
}

ClockStartSpec read_age(const YamlNode& node, const std::string& what, Diagnostics& diagnostics) {
    return read_start_or_levels(node, what, "age_by_level", diagnostics,
                                [&](const YamlNode& one, const std::string& one_what) {
                                    return read_month_range(one, one_what, "age_range",
                                                            diagnostics);
                                });
}

}  // namespace forlob
