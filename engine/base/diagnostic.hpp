#pragma once

// What did the author get wrong, and where? Every stage that reads an author's words reports here
// and goes on, so that one run shows every mistake; the stage then throws one InputError.

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace forlob {

/// A text that was read: the name it is called in messages, and its content.
struct SourceFile {
    std::string name;  ///< as the user would write it, e.g. "scenarios/isu.yaml" or "--set"
    std::string text;
};

/// A place in a text. Lines and columns count from 1, columns in characters (not bytes).
struct Location {
    std::shared_ptr<const SourceFile> file;
    int line = 1;
    int column = 1;
    int width = 1;  ///< characters to underline
};

struct Diagnostic {
    enum class Severity { error, warning };
    Severity severity = Severity::error;
    Location location;
    std::string message;  ///< lower case, quoting the author's word
    std::string help;     ///< what would be right; may be empty
};

/// The mistakes found so far, in the order they were found.
class Diagnostics {
public:
    void error(Location location, std::string message, std::string help = {});
    void warning(Location location, std::string message, std::string help = {});
    /// A mistake only if `condition` holds, which another file decides: kept aside until then, and
    /// for good if it never does.
    void error_if(std::string_view condition, Location location, std::string message,
                  std::string help = {});
    /// The condition holds: what was kept aside for it is a mistake, and so is what comes later.
    void holds(std::string_view condition);

    [[nodiscard]] bool has_errors() const { return n_errors_ > 0; }
    [[nodiscard]] std::size_t n_errors() const { return n_errors_; }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return found_; }

    /// Throws InputError with everything found if there is an error among it.
    void throw_if_errors() const;

private:
    struct Conditional {
        std::string condition;
        Diagnostic diagnostic;
    };
    std::vector<Diagnostic> found_;
    std::vector<Conditional> kept_aside_;
    std::vector<std::string> holding_;
    std::size_t n_errors_ = 0;
};

/// The author's mistakes, all of one run. `what()` is the rendered text.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Diagnostic> diagnostics);
    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

private:
    std::vector<Diagnostic> diagnostics_;
};

/// `file:line:column: error: message`, the source line with a caret below, `help: …`. Sorted by
/// file (in the order first met), line and column; the same message at the same place once.
[[nodiscard]] std::string render(const std::vector<Diagnostic>& diagnostics);

/// The known name nearest to `word` if it is near enough to be a slip, else empty. Near enough: a
/// Damerau–Levenshtein distance of at most a third of the longer name's length, at least 1.
[[nodiscard]] std::string nearest_name(std::string_view word,
                                       const std::vector<std::string>& known);

/// Help for an unknown name: "did you mean 'x'? known <things>: a, b, c" (at most 12 are listed).
[[nodiscard]] std::string unknown_name_help(std::string_view word, std::string_view things,
                                            const std::vector<std::string>& known);

}  // namespace forlob
