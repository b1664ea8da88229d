#pragma once

// A small result with every kind of content: what the tests of this folder write and read.

#include <string>
#include <vector>

#include "outcomes/spells.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"

namespace forlob::test {

/// Two arms, 13 months, three states; measures at the root and in "strata", with NaN and money.
[[nodiscard]] Result example_result();

/// Its layout: three people, two replications, spells, panel, one attribute with two levels.
[[nodiscard]] ResultLayout example_layout();

/// The spells of arm `arm` of the example: person 1 leaves benefit for a job after 3 + arm months.
[[nodiscard]] Spells example_spells(std::uint32_t arm);
/// The same as states: [person][month].
[[nodiscard]] std::vector<std::uint8_t> example_states(std::uint32_t arm);

/// Writes the example with all its trajectories.
void write_example(const std::string& path, Overwrite overwrite = Overwrite::refuse,
                   const Result& result = example_result(),
                   const std::string& command_line = "forlob run example.yaml");

/// A table as text: one line per row, values separated by '|'.
class Lines : public TableSink {
public:
    void header(const std::vector<std::string>& columns) override { add(columns); }
    void row(const std::vector<std::string>& values) override { add(values); }
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

private:
    void add(const std::vector<std::string>& values);
    std::vector<std::string> lines_;
};

}  // namespace forlob::test
