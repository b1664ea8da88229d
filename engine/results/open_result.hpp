#pragma once

// Is this file one of ours, and can it be read? What every reader of result files starts with.

#include <string>

#include "results/hdf5.hpp"
#include "results/result_file.hpp"

namespace forlob {

/// Opens the file and checks that it is a result of a schema that this program knows. Throws
/// ResultFileError otherwise.
[[nodiscard]] hdf5::File open_result(const std::string& path);

/// What `read` makes of the root group of the file. HDF5's errors become ResultFileErrors.
template <typename Read>
auto with_result_file(const std::string& path, Read read) {
    const auto file = open_result(path);
    try {
        return read(file.root());
    } catch (const hdf5::Error& error) {
        throw ResultFileError("cannot read the result file " + path + ": " + error.what());
    }
}

}  // namespace forlob
