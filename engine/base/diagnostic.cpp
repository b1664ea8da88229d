#include "base/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/utf8.hpp"

namespace forlob {

namespace {

constexpr std::size_t longest_shown_line = 160;
constexpr std::size_t shown_before_place = 40;
constexpr std::size_t longest_shown_sentence = 2000;
constexpr std::size_t line_number_width = 5;
constexpr const char* byte_order_mark = "\xEF\xBB\xBF";
constexpr const char* cut_mark = "…";

// The character at the front of `text`; a byte that is part of none stands alone.
std::string_view first_character(std::string_view text) {
    return text.substr(0, std::max(bytes_of_first_character(text), std::size_t{1}));
}

// A character as a terminal may show it. Whatever steers the terminal, and what is no UTF-8, would
// let a file repaint the screen, so a sign stands for it.
std::string_view shown_character(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (character == "\t") return " ";
    const bool is_ascii_control = first < 0x20U || first == 0x7FU;
    const bool is_latin_control =
        character.size() == 2 && first == 0xC2U && static_cast<unsigned char>(character[1]) < 0xA0U;
    const bool is_no_utf8 = character.size() == 1 && first >= 0x80U;
    return is_ascii_control || is_latin_control || is_no_utf8 ? "�" : character;
}

// The text on one line and of a length that people read.
std::string sentence(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= longest_shown_sentence) return shown + cut_mark;
        const std::string_view character = first_character(text);
        shown += character == "\n" ? " " : shown_character(character);
        text.remove_prefix(character.size());
    }
    return shown;
}

bool is_same_file(const std::shared_ptr<const SourceFile>& one,
                  const std::shared_ptr<const SourceFile>& other) {
    if (one == other) return true;
    return one && other && one->name == other->name && one->text == other->text;
}

// Finds the lines of a text. Diagnostics are shown in the order of their places, so each text and
// each long line is cut up once however many mistakes there are in it.
class Excerpts {
public:
    // The source line of `location` with the place marked below it; nothing if there is no such
    // line.
    std::string at(const Location& location) {
        if (!location.file || location.file->text.empty() || location.line < 1) return {};
        use(location);
        if (static_cast<std::size_t>(location.line) > line_starts_.size()) return {};
        const auto wanted_place = static_cast<std::size_t>(std::max(location.column, 1)) - 1;
        read_characters(wanted_place + 2 * longest_shown_line);
        const std::size_t length = characters_.size();  // or as much of it as can be shown
        const std::size_t place = std::min(wanted_place, length);
        const bool is_long = length > longest_shown_line;
        const std::size_t wanted_begin =
            place < shown_before_place ? 0 : place - shown_before_place;
        const std::size_t begin = is_long ? std::min(wanted_begin, length - longest_shown_line) : 0;
        const std::size_t end = is_long ? begin + longest_shown_line : length;
        const std::size_t width = std::clamp(static_cast<std::size_t>(std::max(location.width, 1)),
                                             std::size_t{1}, std::max(end - place, std::size_t{1}));
        const bool is_cut_before = begin > 0;

        std::string number = std::to_string(location.line);
        if (number.size() < line_number_width)
            number.insert(0, line_number_width - number.size(), ' ');
        std::string shown = number + " | " + (is_cut_before ? cut_mark : "");
        for (std::size_t i = begin; i < end; ++i) shown += shown_character(characters_[i]);
        shown += end < length ? cut_mark : "";
        return shown + '\n' + std::string(number.size(), ' ') + " | " +
               std::string(place - begin + (is_cut_before ? 1 : 0), ' ') + '^' +
               std::string(width - 1, '~') + '\n';
    }

private:
    void use(const Location& location) {
        if (file_ != location.file) {
            file_ = location.file;
            line_ = 0;
            line_starts_ = {0};
            for (std::size_t i = 0; i < file_->text.size(); ++i)
                if (file_->text[i] == '\n') line_starts_.push_back(i + 1);
        }
        if (line_ == location.line) return;
        line_ = location.line;
        characters_.clear();
        if (static_cast<std::size_t>(line_) > line_starts_.size()) return;
        rest_ = file_->text;
        rest_.remove_prefix(line_starts_[static_cast<std::size_t>(line_) - 1]);
        rest_ = rest_.substr(0, rest_.find('\n'));
        if (rest_.ends_with('\r')) rest_.remove_suffix(1);
        if (line_ == 1 && rest_.starts_with(byte_order_mark)) rest_.remove_prefix(3);
    }

    void read_characters(std::size_t n_wanted) {
        while (characters_.size() < n_wanted && !rest_.empty()) {
            characters_.push_back(first_character(rest_));
            rest_.remove_prefix(characters_.back().size());
        }
    }

    std::shared_ptr<const SourceFile> file_;
    int line_ = 0;
    std::vector<std::size_t> line_starts_;
    std::vector<std::string_view> characters_;  ///< of the line, as far as they were needed
    std::string_view rest_;                     ///< of the line
};

// Where a diagnostic comes in the report.
struct Place {
    std::size_t file = 0;  ///< in the order first met
    const Diagnostic* diagnostic = nullptr;

    [[nodiscard]] auto order() const {
        return std::tuple(file, diagnostic->location.line, diagnostic->location.column);
    }
    [[nodiscard]] bool says_the_same(const Place& other) const {
        return order() == other.order() && diagnostic->message == other.diagnostic->message;
    }
};

std::vector<Place> in_order(const std::vector<Diagnostic>& diagnostics) {
    std::vector<std::shared_ptr<const SourceFile>> files;
    std::vector<Place> places;
    for (const Diagnostic& diagnostic : diagnostics) {
        const auto known = std::find_if(files.begin(), files.end(), [&](const auto& file) {
            return is_same_file(file, diagnostic.location.file);
        });
        places.push_back({static_cast<std::size_t>(known - files.begin()), &diagnostic});
        if (known == files.end()) files.push_back(diagnostic.location.file);
    }
    std::stable_sort(places.begin(), places.end(), [](const Place& one, const Place& other) {
        return one.order() < other.order();
    });
    return places;
}

// Damerau–Levenshtein distance: insertions, deletions, substitutions and swaps of neighbours, also
// of neighbours that something else came between (Lowrance and Wagner, 1975).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    const std::size_t columns = b.size() + 2;
    const std::size_t unreachable = a.size() + b.size();
    std::vector<std::size_t> table((a.size() + 2) * columns, unreachable);
    const auto distance = [&](std::size_t i, std::size_t j) -> std::size_t& {
        return table[i * columns + j];
    };
    for (std::size_t i = 0; i <= a.size(); ++i) distance(i + 1, 1) = i;
    for (std::size_t j = 0; j <= b.size(); ++j) distance(1, j + 1) = j;
    std::array<std::size_t, 256> last_in_a{};
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t last_match_in_b = 0;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t swap_i = last_in_a[static_cast<unsigned char>(b[j - 1])];
            const std::size_t swap_j = last_match_in_b;
            const bool is_match = a[i - 1] == b[j - 1];
            if (is_match) last_match_in_b = j;
            distance(i + 1, j + 1) = std::min({
                distance(i, j) + (is_match ? 0 : 1),
                distance(i + 1, j) + 1,
                distance(i, j + 1) + 1,
                distance(swap_i, swap_j) + (i - swap_i - 1) + 1 + (j - swap_j - 1),
            });
        }
        last_in_a[static_cast<unsigned char>(a[i - 1])] = i;
    }
    return distance(a.size() + 1, b.size() + 1);
}

}  // namespace

void Diagnostics::error(Location location, std::string message, std::string help) {
    found_.push_back(
        {Diagnostic::Severity::error, std::move(location), std::move(message), std::move(help)});
    ++n_errors_;
}

void Diagnostics::warning(Location location, std::string message, std::string help) {
    found_.push_back(
        {Diagnostic::Severity::warning, std::move(location), std::move(message), std::move(help)});
}

void Diagnostics::error_if(std::string_view condition, Location location, std::string message,
                           std::string help) {
    if (std::find(holding_.begin(), holding_.end(), condition) != holding_.end())
        return error(std::move(location), std::move(message), std::move(help));
    kept_aside_.push_back(
        {std::string(condition),
         {Diagnostic::Severity::error, std::move(location), std::move(message), std::move(help)}});
}

void Diagnostics::holds(std::string_view condition) {
    holding_.emplace_back(condition);
    for (Conditional& kept : kept_aside_)
        if (kept.condition == condition)
            error(std::move(kept.diagnostic.location), std::move(kept.diagnostic.message),
                  std::move(kept.diagnostic.help));
    std::erase_if(kept_aside_,
                  [&](const Conditional& kept) { return kept.condition == condition; });
}

void Diagnostics::throw_if_errors() const {
    if (has_errors()) throw InputError(found_);
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(render(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::string render(const std::vector<Diagnostic>& diagnostics) {
    const std::vector<Place> places = in_order(diagnostics);
    Excerpts excerpts;
    std::string text;
    // Those already shown at the present place; its messages are few.
    std::size_t first_here = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].order() != places[first_here].order()) first_here = i;
        const auto begin = places.begin() + static_cast<std::ptrdiff_t>(first_here);
        const auto here = places.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::any_of(begin, here,
                        [&](const Place& other) { return other.says_the_same(places[i]); }))
            continue;
        const Diagnostic& diagnostic = *places[i].diagnostic;
        const Location& location = diagnostic.location;
        if (location.file)
            text += sentence(location.file->name) + ':' + std::to_string(location.line) + ':' +
                    std::to_string(location.column) + ": ";
        text += diagnostic.severity == Diagnostic::Severity::error ? "error: " : "warning: ";
        text += sentence(diagnostic.message) + '\n' + excerpts.at(location);
        if (!diagnostic.help.empty()) text += "help: " + sentence(diagnostic.help) + '\n';
    }
    return text;
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& known) {
    std::string nearest;
    std::size_t least = word.size() + 1;
    for (const std::string& name : known) {
        const std::size_t longer = std::max(word.size(), name.size());
        const std::size_t allowed = std::max(longer / 3, std::size_t{1});
        // The distance is at least this, and a word of a megabyte costs nothing.
        if (longer - std::min(word.size(), name.size()) > allowed) continue;
        const std::size_t distance = edit_distance(word, name);
        if (distance > allowed || distance >= least) continue;
        least = distance;
        nearest = name;
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
    return known.size() > most_listed ? help + ", …" : help;
}

}  // namespace forlob
