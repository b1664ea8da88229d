#include "results/blocks.hpp"

#include <algorithm>

namespace forlob {

hdf5::Shape box_shape(const hdf5::Shape& shape, std::size_t max_elements) {
    hdf5::Shape box(shape.size(), 1);
    std::uint64_t room = std::max<std::size_t>(max_elements, 1);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        box[axis] = std::clamp<std::uint64_t>(shape[axis], 1, room);
        if (box[axis] < shape[axis]) break;
        room /= box[axis];
    }
    return box;
}

hdf5::Shape chunk_shape(const hdf5::Shape& shape, hdf5::Element element) {
    if (element == hdf5::Element::text || hdf5::volume(shape) == 0) return {};
    return box_shape(shape, max_chunk_bytes / hdf5::bytes_of(element));
}

void for_each_box(const hdf5::Shape& shape, std::size_t max_elements,
                  const std::function<void(const hdf5::Shape&, const hdf5::Shape&)>& visit) {
    for_each_box_of(shape, box_shape(shape, max_elements), visit);
}

void for_each_box_of(const hdf5::Shape& shape, const hdf5::Shape& box,
                     const std::function<void(const hdf5::Shape&, const hdf5::Shape&)>& visit) {
    if (hdf5::volume(shape) == 0) return;
    hdf5::Shape offset(shape.size(), 0);
    while (true) {
        hdf5::Shape count(shape.size());
        for (std::size_t axis = 0; axis < shape.size(); ++axis)
            count[axis] = std::min(box[axis], shape[axis] - offset[axis]);
        visit(offset, count);
        std::size_t axis = shape.size();
        while (axis-- > 0) {
            offset[axis] += box[axis];
            if (offset[axis] < shape[axis]) break;
            offset[axis] = 0;
        }
        if (axis == static_cast<std::size_t>(-1)) return;
    }
}

}  // namespace forlob
