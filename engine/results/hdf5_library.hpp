#pragma once

// What do hdf5.cpp and hdf5_attributes.cpp share? The library itself, its types by ours, and its
// errors with their reasons. Included by these two only.

#include <H5Cpp.h>

#include <string>
#include <utility>
#include <vector>

#include "results/hdf5_attributes.hpp"

namespace forlob::hdf5 {

struct Attributes::Owner {
    const H5::H5Object& object;
    std::string path;
};

enum class Access { reading, writing };

/// Notes the reason of the first failure from now on, in this thread. HDF5's error stack is gone as
/// soon as an unwinding destructor calls the library, so it is read while it is made.
void listen_for_reasons();

/// Throws Error with what was noted; after a failed write HDF5 counts as broken.
[[noreturn]] void fail(const std::string& action, Access access, const std::string& otherwise);

/// Calls `function`; H5::Exception, which is no std::exception, becomes Error.
template <typename Function>
auto attempt(const std::string& action, Access access, Function&& function) {
    listen_for_reasons();
    try {
        return std::forward<Function>(function)();
    } catch (const H5::Exception& exception) {
        fail(action, access, exception.getDetailMsg());
    }
}

/// The result of a C call; a negative one is a failure.
template <typename Status>
Status checked(Status status) {
    if (status < 0) throw H5::Exception("", "HDF5 gave no reason");
    return status;
}

[[nodiscard]] const H5::PredType& memory_type(Element element);  ///< of a number
[[nodiscard]] const H5::PredType& file_type(Element element);    ///< little-endian everywhere
[[nodiscard]] H5::StrType text_type();
[[nodiscard]] Element element_of_type(const H5::DataType& type, const std::string& path);

/// C strings for HDF5 to read; valid as long as `texts`.
[[nodiscard]] std::vector<const char*> pointers(const std::vector<std::string>& texts);
/// Copies the strings and gives HDF5 its memory back.
[[nodiscard]] std::vector<std::string> taken(std::vector<char*>& strings,
                                             const H5::DataSpace& space);

}  // namespace forlob::hdf5
