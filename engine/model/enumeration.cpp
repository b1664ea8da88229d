#include "model/enumeration.hpp"

namespace forlob {

std::size_t Enumeration::size() const {
    std::size_t n = kinds.first_member.size();
    for (const auto& [coordinate, classes] : coordinates) n *= classes.first_member.size();
    return n;
}

Enumeration enumerate(const std::vector<const Factor*>& factors, const std::vector<Kind>& kinds,
                      const std::vector<std::uint16_t>& caps) {
    Enumeration result{classes_of_kinds(kinds, factors), {}};
    for (std::size_t number = 0; number < caps.size(); ++number) {
        const auto coordinate = static_cast<Coordinate>(number);
        Classes classes = classes_of_coordinate(coordinate, caps[number], factors);
        if (classes.first_member.size() > 1)
            result.coordinates.emplace_back(coordinate, std::move(classes));
    }
    return result;
}

Lattice::Context lattice_context(const Enumeration& enumeration, std::uint32_t base) {
    Lattice::Context context{.base = base, .size = static_cast<std::uint32_t>(enumeration.size())};
    std::uint32_t stride = 1;
    for (auto axis = enumeration.coordinates.rbegin(); axis != enumeration.coordinates.rend();
         ++axis) {
        Lattice::Axis lattice_axis{axis->first, {}};
        for (const std::uint32_t class_of_value : axis->second.class_of)
            lattice_axis.offset.push_back(class_of_value * stride);
        stride *= static_cast<std::uint32_t>(axis->second.first_member.size());
        context.axes.insert(context.axes.begin(), std::move(lattice_axis));
    }
    if (enumeration.kinds.first_member.size() > 1)
        for (const std::uint32_t class_of_kind : enumeration.kinds.class_of)
            context.kind_offset.push_back(class_of_kind * stride);
    return context;
}

}  // namespace forlob
