#include "base/diagnostic.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

namespace forlob {
namespace {

constexpr std::size_t longest_shown_line = 160;

// Character boundaries of UTF-8: continuation bytes do not start a character.
bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// The line as a list of characters, tabs as single spaces so that the caret stays below its word.
std::vector<std::string> characters_of_line(const std::string& text, int line) {
    std::size_t begin = 0;
    for (int at = 1; at < line && begin < text.size(); ++at) {
        const std::size_t end = text.find('\n', begin);
        begin = end == std::string::npos ? text.size() : end + 1;
    }
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::vector<std::string> characters;
    for (std::size_t at = begin; at < end; ++at) {
        const char byte = text[at];
        if (byte == '\r' && at + 1 == end) break;
        if (starts_character(byte) || characters.empty())
            characters.emplace_back(1, static_cast<unsigned char>(byte) < 0x20U ? ' ' : byte);
        else
            characters.back() += byte;
    }
    return characters;
}

void render_place(std::ostream& out, const Location& location) {
    const auto characters = characters_of_line(location.file->text, location.line);
    auto first = static_cast<std::size_t>(std::max(location.column - 1, 0));
    std::size_t cut = 0;
    if (characters.size() > longest_shown_line && first > longest_shown_line / 2)
        cut = first - longest_shown_line / 2;
    const std::size_t last = std::min(characters.size(), cut + longest_shown_line);
    std::string shown;
    for (std::size_t at = cut; at < last; ++at) shown += characters[at];
    if (cut > 0) shown = "…" + shown;
    if (last < characters.size()) shown += "…";

    std::string number = std::to_string(location.line);
    number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
    const std::size_t indent = first - cut + (cut > 0 ? 1 : 0);
    const std::size_t room = last > first ? last - first : 1;
    const std::size_t width =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::max(location.width, 1)), 1, room);
    out << number << " | " << shown << '\n'
        << std::string(number.size(), ' ') << " | " << std::string(indent, ' ') << '^'
        << std::string(width - 1, '~') << '\n';
}

// Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> distance(a.size() + 1,
                                                   std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) distance[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) distance[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1,
                                       distance[i - 1][j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
    return distance[a.size()][b.size()];
}

}  // namespace

void Diagnostics::error(Location location, std::string message, std::string help) {
    found_.push_back({Diagnostic::Severity::error, std::move(location), std::move(message),
                      std::move(help)});
    ++n_errors_;
}

void Diagnostics::warning(Location location, std::string message, std::string help) {
    found_.push_back({Diagnostic::Severity::warning, std::move(location), std::move(message),
                      std::move(help)});
}

void Diagnostics::throw_if_errors() const {
    if (has_errors()) throw InputError(found_);
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(render(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::string render(const std::vector<Diagnostic>& diagnostics) {
    std::map<const SourceFile*, std::size_t> order;
    for (const Diagnostic& diagnostic : diagnostics)
        order.emplace(diagnostic.location.file.get(), order.size());
    std::vector<const Diagnostic*> sorted;
    for (const Diagnostic& diagnostic : diagnostics) sorted.push_back(&diagnostic);
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Diagnostic* a, const Diagnostic* b) {
        return std::tuple(order[a->location.file.get()], a->location.line, a->location.column) <
               std::tuple(order[b->location.file.get()], b->location.line, b->location.column);
    });

    std::ostringstream out;
    std::set<std::tuple<const SourceFile*, int, int, std::string>> shown;
    for (const Diagnostic* diagnostic : sorted) {
        const Location& at = diagnostic->location;
        if (!shown.emplace(at.file.get(), at.line, at.column, diagnostic->message).second) continue;
        if (at.file) out << at.file->name << ':' << at.line << ':' << at.column << ": ";
        out << (diagnostic->severity == Diagnostic::Severity::error ? "error: " : "warning: ")
            << diagnostic->message << '\n';
        if (at.file && !at.file->text.empty()) render_place(out, at);
        if (!diagnostic->help.empty()) out << "help: " << diagnostic->help << '\n';
    }
    return out.str();
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& known) {
    std::string nearest;
    std::size_t best = std::string::npos;
    for (const std::string& name : known) {
        const std::size_t longer = std::max(word.size(), name.size());
        const std::size_t distance = edit_distance(word, name);
        if (distance < best && distance <= std::max<std::size_t>(1, longer / 3)) {
            best = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string unknown_name_help(std::string_view word, std::string_view things,
                              const std::vector<std::string>& known) {
    constexpr std::size_t most_listed = 12;
    std::string help;
    if (const std::string nearest = nearest_name(word, known); !nearest.empty())
        help = "did you mean '" + nearest + "'? ";
    help += "known " + std::string(things) + ": ";
    if (known.empty()) return help + "none";
    for (std::size_t i = 0; i < std::min(known.size(), most_listed); ++i)
        help += (i == 0 ? "" : ", ") + known[i];
    if (known.size() > most_listed) help += ", …";
    return help;
}

}  // namespace forlob
