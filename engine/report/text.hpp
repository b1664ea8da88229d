#pragma once

// How do numbers and tables look to people? Rounded, grouped, aligned; files keep full precision.

#include <string>
#include <vector>

namespace forlob {

/// Columns that a text takes on a terminal: characters, not bytes.
[[nodiscard]] std::size_t display_width(const std::string& text);

/// "1,234,567" with so many decimals; "–" for NaN; no "-0".
[[nodiscard]] std::string grouped(double value, int decimals = 0);

/// "1 person", "1,000 persons".
[[nodiscard]] std::string counted(double number, const std::string& one, const std::string& many);

/// "12.6 %" of a share.
[[nodiscard]] std::string percent(double share, int decimals = 1);

/// A share with the half-width of its 95 % interval: "59.0 % ± 0.2".
[[nodiscard]] std::string percent_with_interval(double share, double half_width);

/// A number with the half-width of its 95 % interval: "1,234 ± 56".
[[nodiscard]] std::string with_interval(double value, double half_width, int decimals = 0);

/// The text with a small first letter, for the middle of a sentence.
[[nodiscard]] std::string lower_first(std::string text);

/// Words broken into lines of at most `width` columns, later lines indented by `indent`.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width,
                                  std::size_t indent = 0);

/// A table: the first column to the left, the others to the right, two spaces between. A first
/// column that would make it wider than `width` is broken into lines.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    /// A line of text of its own between rows.
    void section(std::string title) { rows_.push_back({std::move(title)}); }
    [[nodiscard]] std::string text(std::size_t width = 100) const;

private:
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace forlob
