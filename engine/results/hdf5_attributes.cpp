#include "results/hdf5_attributes.hpp"

#include <atomic>

#include "base/require.hpp"
#include "results/hdf5_library.hpp"

namespace forlob::hdf5 {

namespace {

std::atomic<bool> broken{false};

thread_local std::string first_reason;

// The innermost entry is the most exact one; the system's own words, where there are some, stand in
// it between quotes after "error message = ".
herr_t note_entry(unsigned depth, const H5E_error2_t* entry, void* reason_pointer) {
    auto& reason = *static_cast<std::string*>(reason_pointer);
    const std::string text = entry->desc == nullptr ? "" : entry->desc;
    const std::string mark = "error message = '";
    if (const auto begin = text.find(mark); begin != std::string::npos) {
        const auto from = begin + mark.size();
        reason = text.substr(from, text.find('\'', from) - from);
        return 1;
    }
    if (depth == 0) reason = text;
    return 0;
}

herr_t note_reason(hid_t stack, void* /*unused*/) {
    if (first_reason.empty()) H5Ewalk2(stack, H5E_WALK_UPWARD, &note_entry, &first_reason);
    return 0;
}

}  // namespace

bool is_broken() { return broken; }

void listen_for_reasons() {
    first_reason.clear();
    H5Eset_auto2(H5E_DEFAULT, &note_reason, nullptr);
}

void fail(const std::string& action, Access access, const std::string& otherwise) {
    if (access == Access::writing) broken = true;
    throw Error(action + ": " + (first_reason.empty() ? otherwise : first_reason));
}

const char* name_of(Element element) {
    constexpr const char* names[] = {"uint8", "uint16",  "uint32", "uint64",
                                     "int32", "float64", "text"};
    return names[static_cast<std::size_t>(element)];
}

std::size_t bytes_of(Element element) { return memory_type(element).getSize(); }

const H5::PredType& memory_type(Element element) {
    require(element != Element::text, "text is no number");
    using H5::PredType;
    const PredType* const types[] = {&PredType::NATIVE_UINT8,  &PredType::NATIVE_UINT16,
                                     &PredType::NATIVE_UINT32, &PredType::NATIVE_UINT64,
                                     &PredType::NATIVE_INT32,  &PredType::NATIVE_DOUBLE};
    return *types[static_cast<std::size_t>(element)];
}

const H5::PredType& file_type(Element element) {
    require(element != Element::text, "text is no number");
    using H5::PredType;
    const PredType* const types[] = {&PredType::STD_U8LE,  &PredType::STD_U16LE,
                                     &PredType::STD_U32LE, &PredType::STD_U64LE,
                                     &PredType::STD_I32LE, &PredType::IEEE_F64LE};
    return *types[static_cast<std::size_t>(element)];
}

H5::StrType text_type() {
    H5::StrType type(0, H5T_VARIABLE);
    type.setCset(H5T_CSET_UTF8);
    return type;
}

Element element_of_type(const H5::DataType& type, const std::string& path) {
    if (type.getClass() == H5T_STRING && H5Tis_variable_str(type.getId()) > 0) return Element::text;
    for (const Element element :
         {Element::u8, Element::u16, Element::u32, Element::u64, Element::i32, Element::f64})
        if (type == file_type(element)) return element;
    throw Error("read " + path + ": its type is none that Forløb writes");
}

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> strings;
    strings.reserve(texts.size());
    for (const auto& text : texts) strings.push_back(text.c_str());
    return strings;
}

std::vector<std::string> taken(std::vector<char*>& strings, const H5::DataSpace& space) {
    std::vector<std::string> texts;
    texts.reserve(strings.size());
    for (const char* string : strings) texts.emplace_back(string == nullptr ? "" : string);
    if (!strings.empty())
        checked(H5Dvlen_reclaim(text_type().getId(), space.getId(), H5P_DEFAULT, strings.data()));
    return texts;
}

namespace {

H5::DataSpace space_of(std::optional<std::size_t> n) {
    if (!n) return H5::DataSpace(H5S_SCALAR);
    const hsize_t length = *n;
    return H5::DataSpace(1, &length);
}

}  // namespace

void Attributes::write(const std::string& name, Element element, const void* values,
                       std::optional<std::size_t> n) {
    attempt("write attribute " + name + " of " + owner_->path, Access::writing, [&] {
        auto attribute = owner_->object.createAttribute(name, file_type(element), space_of(n));
        attribute.write(memory_type(element), values);
    });
}

void Attributes::set(const std::string& name, const std::string& text) {
    attempt("write attribute " + name + " of " + owner_->path, Access::writing, [&] {
        const auto type = text_type();
        const char* pointer = text.c_str();
        owner_->object.createAttribute(name, type, space_of(std::nullopt)).write(type, &pointer);
    });
}

void Attributes::set(const std::string& name, const std::vector<std::string>& texts) {
    attempt("write attribute " + name + " of " + owner_->path, Access::writing, [&] {
        const auto type = text_type();
        auto attribute = owner_->object.createAttribute(name, type, space_of(texts.size()));
        attribute.write(type, pointers(texts).data());
    });
}

bool Attributes::has(const std::string& name) const {
    return attempt("look for attribute " + name + " of " + owner_->path, Access::reading,
                   [&] { return owner_->object.attrExists(name); });
}

std::vector<std::string> Attributes::texts(const std::string& name) const {
    const std::string action = "read attribute " + name + " of " + owner_->path;
    return attempt(action, Access::reading, [&] {
        const auto attribute = owner_->object.openAttribute(name);
        if (element_of_type(attribute.getDataType(), owner_->path) != Element::text)
            throw Error(action + ": it is not text");
        const auto space = attribute.getSpace();
        std::vector<char*> strings(static_cast<std::size_t>(space.getSimpleExtentNpoints()));
        attribute.read(text_type(), strings.data());
        return taken(strings, space);
    });
}

std::string Attributes::text(const std::string& name) const {
    auto all = texts(name);
    if (all.size() != 1)
        throw Error("read attribute " + name + " of " + owner_->path + ": it is not one text");
    return all[0];
}

std::size_t Attributes::count(const std::string& name) const {
    return attempt("read attribute " + name + " of " + owner_->path, Access::reading, [&] {
        const auto space = owner_->object.openAttribute(name).getSpace();
        return static_cast<std::size_t>(space.getSimpleExtentNpoints());
    });
}

void Attributes::read(const std::string& name, Element element, void* values) const {
    const std::string action = "read attribute " + name + " of " + owner_->path;
    attempt(action, Access::reading, [&] {
        const auto attribute = owner_->object.openAttribute(name);
        if (element_of_type(attribute.getDataType(), owner_->path) != element)
            throw Error(action + ": it is not of type " + name_of(element));
        attribute.read(memory_type(element), values);
    });
}

}  // namespace forlob::hdf5
