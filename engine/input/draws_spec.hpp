#pragma once

// How are uncertain parameters drawn? The `draws:` of a scenario, and the CSV file that it may
// name: a column per parameter, a row per draw.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/table.hpp"
#include "input/file_set.hpp"
#include "input/yaml.hpp"

namespace forlob {

struct DrawFile {
    struct Column {
        std::string name;
        Location location;
    };
    std::vector<Column> columns;
    Table<double, 2> values;  ///< [row][column]
};

struct DrawsSpec {
    std::uint32_t n = 0;  ///< number of draws
    bool has_n = false;   ///< parameters are drawn from their distributions
    std::optional<DrawFile> file;
    enum class By { not_said, exact, simulation };
    By by = By::not_said;
    std::uint32_t replications = 10;  ///< per draw, by simulation
    Location location;
};

/// Reports what is missing or contradicts itself. Whether columns are parameters is for others to
/// check: names of parameters are in other files. Nothing if it cannot be read.
[[nodiscard]] std::optional<DrawsSpec> read_draws(const YamlNode& node, FileSet& files,
                                                  Diagnostics& diagnostics);

/// Strict: a header of names, commas between fields, no quotes or empty lines, plain numbers.
/// Nothing if the header is wrong; at most 20 mistakes of rows are reported.
[[nodiscard]] std::optional<DrawFile> read_draw_file(const std::shared_ptr<const SourceFile>& file,
                                                     Diagnostics& diagnostics);

}  // namespace forlob
