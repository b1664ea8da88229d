#include "results/hdf5.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "base/require.hpp"
#include "results/hdf5_library.hpp"

namespace forlob::hdf5 {

namespace {

// For what is written through HDF5, which is little.
constexpr int deflate_level = 2;

// Without times, and in the order of creation: equal content is equal bytes, and readers list
// variables as they were written. For files, groups and datasets alike.
void make_reproducible(const H5::PropList& list) {
    checked(H5Pset_obj_track_times(list.getId(), false));
    checked(
        H5Pset_attr_creation_order(list.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
}

void keep_link_order(const H5::PropList& list) {
    checked(
        H5Pset_link_creation_order(list.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
}

// A missing number must look missing: NaN, and 255 where a byte is a code.
void set_fill_value(const H5::DSetCreatPropList& list, Element element) {
    const double no_number = std::numeric_limits<double>::quiet_NaN();
    const std::uint8_t no_code = 255;
    if (element == Element::f64) list.setFillValue(memory_type(element), &no_number);
    if (element == Element::u8) list.setFillValue(memory_type(element), &no_code);
}

std::vector<hsize_t> sizes(const Shape& shape) { return {shape.begin(), shape.end()}; }

H5::DataSpace space_of(const DatasetPlan& plan) {
    const auto now = sizes(plan.shape);
    auto most = now;
    if (plan.unlimited_axis) most[*plan.unlimited_axis] = H5S_UNLIMITED;
    return {static_cast<int>(now.size()), now.data(), most.data()};
}

struct NameSearch {
    std::vector<std::string> names;
    H5O_type_t wanted;
};

herr_t note_name(hid_t group, const char* name, const H5L_info_t* /*unused*/,
                 void* search_pointer) {
    auto& search = *static_cast<NameSearch*>(search_pointer);
    H5O_info_t info;
    if (H5Oget_info_by_name2(group, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) < 0) return -1;
    if (info.type == search.wanted) search.names.emplace_back(name);
    return 0;
}

herr_t note_scale(hid_t /*dataset*/, unsigned /*axis*/, hid_t scale, void* name_pointer) {
    std::string name(256, '\0');
    const auto length = H5DSget_scale_name(scale, name.data(), name.size());
    if (length < 0) return -1;
    name.resize(std::min(static_cast<std::size_t>(length), name.size() - 1));
    *static_cast<std::string*>(name_pointer) = name;
    return 1;
}

constexpr const char* bare_dimension = "This is a netCDF dimension but not a netCDF variable.";

}  // namespace

std::size_t volume(const Shape& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

struct Dataset::Handle {
    H5::DataSet dataset;
    Element element;
    Attributes::Owner owner;

    Handle(const H5::DataSet& opened, Element element_, std::string path)
        : dataset(opened), element(element_), owner{dataset, std::move(path)} {}
};

void Dataset::Release::operator()(Handle* handle) const noexcept {
    try {
        if (!is_broken())
            attempt("close dataset " + handle->owner.path, Access::writing,
                    [&] { handle->dataset.close(); });
    } catch (const Error&) {
        // is_broken() is true now: whoever wrote asks before the file gets its name.
    }
    if (!is_broken()) delete handle;
}

const std::string& Dataset::path() const { return handle_->owner.path; }

Element Dataset::element() const { return handle_->element; }

Attributes Dataset::attributes() const& { return Attributes(&handle_->owner); }

Shape Dataset::shape() const {
    return attempt("read the shape of " + path(), Access::reading, [&] {
        const auto space = handle_->dataset.getSpace();
        std::vector<hsize_t> lengths(static_cast<std::size_t>(space.getSimpleExtentNdims()));
        if (!lengths.empty()) space.getSimpleExtentDims(lengths.data());
        return Shape(lengths.begin(), lengths.end());
    });
}

void Dataset::write_box(const Shape& offset, const Shape& count, Element element,
                        const void* values, std::size_t n_values) {
    require(element == handle_->element, "numbers are written as the dataset's own type");
    require(n_values == volume(count), "a box is written with as many numbers as it holds");
    if (n_values == 0) return;
    attempt("write dataset " + path(), Access::writing, [&] {
        auto there = handle_->dataset.getSpace();
        there.selectHyperslab(H5S_SELECT_SET, sizes(count).data(), sizes(offset).data());
        const hsize_t length = n_values;
        const H5::DataSpace here(1, &length);
        handle_->dataset.write(values, memory_type(element), here, there);
    });
}

void Dataset::read_box(const Shape& offset, const Shape& count, Element element,
                       void* values) const {
    if (element != handle_->element)
        throw Error("read dataset " + path() + ": it is of type " + name_of(handle_->element) +
                    ", not " + name_of(element));
    if (volume(count) == 0) return;
    attempt("read dataset " + path(), Access::reading, [&] {
        auto there = handle_->dataset.getSpace();
        there.selectHyperslab(H5S_SELECT_SET, sizes(count).data(), sizes(offset).data());
        const hsize_t length = volume(count);
        const H5::DataSpace here(1, &length);
        handle_->dataset.read(values, memory_type(element), here, there);
    });
}

void Dataset::write(const std::vector<std::string>& texts) {
    require(handle_->element == Element::text, "texts are written to datasets of text");
    require(texts.size() == volume(shape()), "a dataset gets as many texts as it holds");
    if (texts.empty()) return;
    attempt("write dataset " + path(), Access::writing,
            [&] { handle_->dataset.write(pointers(texts).data(), text_type()); });
}

std::vector<std::string> Dataset::read_texts() const {
    if (handle_->element != Element::text)
        throw Error("read dataset " + path() + ": it is not text");
    std::vector<char*> strings(volume(shape()));
    if (strings.empty()) return {};
    return attempt("read dataset " + path(), Access::reading, [&] {
        handle_->dataset.read(strings.data(), text_type());
        return taken(strings, handle_->dataset.getSpace());
    });
}

Shape Dataset::chunk() const {
    return attempt("read the chunks of " + path(), Access::reading, [&] {
        const auto list = handle_->dataset.getCreatePlist();
        if (list.getLayout() != H5D_CHUNKED) return Shape();
        std::vector<hsize_t> lengths(shape().size());
        list.getChunk(static_cast<int>(lengths.size()), lengths.data());
        return Shape(lengths.begin(), lengths.end());
    });
}

void Dataset::write_chunk(const Shape& offset, std::span<const std::byte> encoded) {
    attempt("write dataset " + path(), Access::writing, [&] {
        checked(H5Dwrite_chunk(handle_->dataset.getId(), H5P_DEFAULT, 0, sizes(offset).data(),
                               encoded.size(), encoded.data()));
    });
}

void Dataset::extend(const Shape& shape) {
    attempt("extend dataset " + path(), Access::writing,
            [&] { handle_->dataset.extend(sizes(shape).data()); });
}

void Dataset::make_scale() {
    const auto name = path().substr(path().rfind('/') + 1);
    attempt("make a dimension of " + path(), Access::writing,
            [&] { checked(H5DSset_scale(handle_->dataset.getId(), name.c_str())); });
}

void Dataset::make_bare_dimension() {
    // netCDF wants the length behind the sentence, ten wide, and reads it from the shape.
    attempt("make a dimension of " + path(), Access::writing, [&] {
        const std::string name = std::string(bare_dimension) + "          0";
        checked(H5DSset_scale(handle_->dataset.getId(), name.c_str()));
    });
}

bool Dataset::is_scale() const {
    return attempt("read dataset " + path(), Access::reading, [&] {
        return checked(H5DSis_scale(handle_->dataset.getId())) > 0 && !is_bare_dimension();
    });
}

bool Dataset::is_bare_dimension() const {
    return attempt("read dataset " + path(), Access::reading, [&] {
        if (checked(H5DSis_scale(handle_->dataset.getId())) == 0) return false;
        std::string name;
        note_scale(0, 0, handle_->dataset.getId(), &name);
        return name.starts_with(bare_dimension);
    });
}

void Dataset::attach_scale(std::size_t axis, const Dataset& scale) {
    attempt("name an axis of " + path(), Access::writing, [&] {
        checked(H5DSattach_scale(handle_->dataset.getId(), scale.handle_->dataset.getId(),
                                 static_cast<unsigned>(axis)));
    });
}

std::vector<std::string> Dataset::dimension_names() const {
    std::vector<std::string> names(shape().size());
    attempt("read the axes of " + path(), Access::reading, [&] {
        for (std::size_t axis = 0; axis < names.size(); ++axis)
            checked(H5DSiterate_scales(handle_->dataset.getId(), static_cast<unsigned>(axis),
                                       nullptr, &note_scale, &names[axis]));
    });
    return names;
}

void Dataset::close() {
    attempt("write dataset " + path(), Access::writing, [&] { handle_->dataset.close(); });
}

struct Group::Handle {
    H5::Group group;
    Attributes::Owner owner;

    Handle(const H5::Group& opened, std::string path)
        : group(opened), owner{group, std::move(path)} {}

    [[nodiscard]] std::string path_of(const std::string& name) const {
        return (owner.path == "/" ? "" : owner.path) + "/" + name;
    }
    [[nodiscard]] std::vector<std::string> names(H5O_type_t type) const {
        NameSearch search{{}, type};
        attempt("list group " + owner.path, Access::reading, [&] {
            checked(H5Literate(group.getId(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, &note_name,
                               &search));
        });
        return search.names;
    }
};

void Group::Release::operator()(Handle* handle) const noexcept {
    if (!is_broken()) delete handle;
}

const std::string& Group::path() const { return handle_->owner.path; }

Attributes Group::attributes() const& { return Attributes(&handle_->owner); }

Group Group::create_group(const std::string& name) {
    const auto path = handle_->path_of(name);
    return attempt("create group " + path, Access::writing, [&] {
        const H5::PropList list(H5P_GROUP_CREATE);
        make_reproducible(list);
        keep_link_order(list);
        // The C++ function takes no creation list.
        const hid_t id = checked(H5Gcreate2(handle_->group.getId(), name.c_str(), H5P_DEFAULT,
                                            list.getId(), H5P_DEFAULT));
        const H5::Group created(id);
        H5Idec_ref(id);  // `created` holds a count of its own
        return Group(new Handle(created, path));
    });
}

Dataset Group::create(const std::string& name, const DatasetPlan& plan) {
    const auto path = handle_->path_of(name);
    return attempt("create dataset " + path, Access::writing, [&] {
        const H5::DSetCreatPropList list;
        make_reproducible(list);
        if (plan.element != Element::text) set_fill_value(list, plan.element);
        if (!plan.chunk.empty()) {
            list.setChunk(static_cast<int>(plan.chunk.size()), sizes(plan.chunk).data());
            if (bytes_of(plan.element) > 1) list.setShuffle();
            list.setDeflate(deflate_level);
        }
        const auto space = space_of(plan);
        auto created =
            plan.element == Element::text
                ? handle_->group.createDataSet(name, text_type(), space, list)
                : handle_->group.createDataSet(name, file_type(plan.element), space, list);
        return Dataset(new Dataset::Handle(created, plan.element, path));
    });
}

bool Group::has(const std::string& name) const {
    return attempt("look for " + handle_->path_of(name), Access::reading,
                   [&] { return handle_->group.nameExists(name); });
}

Group Group::group(const std::string& name) const {
    const auto path = handle_->path_of(name);
    return attempt("open group " + path, Access::reading,
                   [&] { return Group(new Handle(handle_->group.openGroup(name), path)); });
}

Dataset Group::dataset(const std::string& name) const {
    const auto path = handle_->path_of(name);
    return attempt("open dataset " + path, Access::reading, [&] {
        const auto opened = handle_->group.openDataSet(name);
        const auto element = element_of_type(opened.getDataType(), path);
        return Dataset(new Dataset::Handle(opened, element, path));
    });
}

std::vector<std::string> Group::group_names() const { return handle_->names(H5O_TYPE_GROUP); }

std::vector<std::string> Group::dataset_names() const { return handle_->names(H5O_TYPE_DATASET); }

void Group::close() {
    attempt("close group " + path(), Access::writing, [&] { handle_->group.close(); });
}

struct File::Handle {
    H5::H5File file;
    std::string path;
};

void File::Release::operator()(Handle* handle) const noexcept {
    try {
        if (!is_broken()) attempt("close the file", Access::writing, [&] { handle->file.close(); });
    } catch (const Error&) {
        // As for datasets. The library's own destructor would complain to the terminal.
    }
    if (!is_broken()) delete handle;
}

File File::create(const std::string& path) {
    return attempt("create file", Access::writing, [&] {
        const H5::FileCreatPropList creation;
        make_reproducible(creation);
        keep_link_order(creation);
        const H5::FileAccPropList access;
        // This format guards its own metadata with checksums; deflate guards the data.
        access.setLibverBounds(H5F_LIBVER_V110, H5F_LIBVER_V110);
        // Closing while something is still open is refused: the file would not be whole.
        access.setFcloseDegree(H5F_CLOSE_SEMI);
        // Chunks are written once and whole: kept, they would take a megabyte per dataset.
        access.setCache(0, 0, 0, 1.0);
        return File(new Handle{H5::H5File(path, H5F_ACC_TRUNC, creation, access), path});
    });
}

File File::open(const std::string& path) {
    return attempt("open file", Access::reading, [&] {
        return File(new Handle{H5::H5File(path, H5F_ACC_RDONLY), path});
    });
}

Group File::root() const {
    return attempt("open the root group", Access::reading,
                   [&] { return Group(new Group::Handle(handle_->file.openGroup("/"), "/")); });
}

void File::close() {
    attempt("flush the file", Access::writing, [&] { handle_->file.flush(H5F_SCOPE_GLOBAL); });
    attempt("close the file", Access::writing, [&] { handle_->file.close(); });
}

}  // namespace forlob::hdf5
