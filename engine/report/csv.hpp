#pragma once

// How does a table become a file that a spreadsheet opens? RFC 4180, and the Danish way beside it.

#include <string>
#include <vector>

#include "report/comparison.hpp"

namespace forlob {

/// Rows of texts as CSV. International: comma, dot. Danish: a byte-order mark, semicolons, decimal
/// commas in what is a number.
class CsvWriter {
public:
    explicit CsvWriter(CsvLocale locale);
    void row(const std::vector<std::string>& values);
    [[nodiscard]] const std::string& text() const { return text_; }
    /// Takes what was written so far, so that long tables need no memory.
    [[nodiscard]] std::string take();

private:
    CsvLocale locale_;
    std::string text_;
};

/// The shortest text that reads back as the same number; empty for NaN.
[[nodiscard]] std::string exact_text(double value);

}  // namespace forlob
