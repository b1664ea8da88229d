#pragma once

// How do numbers and names get into an HDF5 file and out again? Files, groups and datasets as
// values that close themselves; nothing outside hdf5*.cpp sees the library.
//
// The catch: after a failed write (a full disk) HDF5 can close neither the file nor, at exit,
// itself without crashing. From then on `is_broken()` is true, handles are kept instead of closed,
// and the program must leave through std::_Exit. For one thread at a time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/hdf5_attributes.hpp"

namespace forlob::hdf5 {

using Shape = std::vector<std::uint64_t>;

/// Elements in a box of this shape.
[[nodiscard]] std::size_t volume(const Shape& shape);

/// How a dataset is made. Chunked, shuffled and deflated when `chunk` is not empty; text never is.
struct DatasetPlan {
    Element element = Element::f64;
    Shape shape;
    Shape chunk;
    std::optional<std::size_t> unlimited_axis;
};

/// Every function throws Error when HDF5 refuses.
class Dataset {
public:
    struct Handle;
    explicit Dataset(Handle* handle) : handle_(handle) {}

    [[nodiscard]] const std::string& path() const;  ///< from the root: /spells/state
    [[nodiscard]] Element element() const;
    [[nodiscard]] Shape shape() const;
    [[nodiscard]] Attributes attributes() const&;
    Attributes attributes() const&& = delete;  // they would outlive it

    /// A box of the dataset, row-major; of the dataset's own element type.
    template <Number T>
    void write(const Shape& offset, const Shape& count, std::span<const T> values) {
        write_box(offset, count, element_of<T>(), values.data(), values.size());
    }
    template <Number T>
    [[nodiscard]] std::vector<T> read(const Shape& offset, const Shape& count) const {
        std::vector<T> values(volume(count));
        read_box(offset, count, element_of<T>(), values.data());
        return values;
    }
    /// All of it.
    template <Number T>
    void write(const std::vector<T>& values) {
        write_box(Shape(shape().size(), 0), shape(), element_of<T>(), values.data(), values.size());
    }
    template <Number T>
    [[nodiscard]] std::vector<T> read() const {
        return read<T>(Shape(shape().size(), 0), shape());
    }
    void write(const std::vector<std::string>& texts);
    [[nodiscard]] std::vector<std::string> read_texts() const;

    void write_box(const Shape& offset, const Shape& count, Element element, const void* values,
                   std::size_t n_values);
    void read_box(const Shape& offset, const Shape& count, Element element, void* values) const;

    /// Of a chunk, or empty.
    [[nodiscard]] Shape chunk() const;
    /// The whole chunk that begins at `offset`, as the filters of `create` make it (deflate.hpp).
    /// Only of a dataset that can grow: HDF5 1.10 reads a fixed one of a single chunk wrongly until
    /// it is opened again.
    void write_chunk(const Shape& offset, std::span<const std::byte> encoded);

    /// New lengths; only an unlimited axis may change.
    void extend(const Shape& shape);

    /// Makes it the values of the dimension that has its name.
    void make_scale();
    /// Makes it a dimension without values, in the words that netCDF uses for one.
    void make_bare_dimension();
    [[nodiscard]] bool is_scale() const;  ///< with values
    [[nodiscard]] bool is_bare_dimension() const;
    void attach_scale(std::size_t axis, const Dataset& scale);
    /// One per axis.
    [[nodiscard]] std::vector<std::string> dimension_names() const;

    /// Writes what is still in memory; a destructor could not say that it failed.
    void close();

private:
    struct Release {
        void operator()(Handle* handle) const noexcept;
    };
    std::unique_ptr<Handle, Release> handle_;
};

class Group {
public:
    struct Handle;
    explicit Group(Handle* handle) : handle_(handle) {}

    [[nodiscard]] const std::string& path() const;
    [[nodiscard]] Attributes attributes() const&;
    Attributes attributes() const&& = delete;  // they would outlive it

    [[nodiscard]] Group create_group(const std::string& name);
    [[nodiscard]] Dataset create(const std::string& name, const DatasetPlan& plan);

    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] Group group(const std::string& name) const;
    [[nodiscard]] Dataset dataset(const std::string& name) const;
    /// In the order they were created.
    [[nodiscard]] std::vector<std::string> group_names() const;
    [[nodiscard]] std::vector<std::string> dataset_names() const;

    void close();

private:
    struct Release {
        void operator()(Handle* handle) const noexcept;
    };
    std::unique_ptr<Handle, Release> handle_;
};

class File {
public:
    struct Handle;
    /// Creates or empties it. Object times are off: equal content is equal bytes.
    [[nodiscard]] static File create(const std::string& path);
    [[nodiscard]] static File open(const std::string& path);

    [[nodiscard]] Group root() const;

    /// Hands everything to the system. Requires all groups and datasets to be closed.
    void close();

private:
    explicit File(Handle* handle) : handle_(handle) {}
    struct Release {
        void operator()(Handle* handle) const noexcept;
    };
    std::unique_ptr<Handle, Release> handle_;
};

}  // namespace forlob::hdf5
