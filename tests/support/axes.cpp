#include "support/axes.hpp"

#include <utility>

namespace forlob::test {

Axis labelled(std::string name, std::vector<std::string> labels) {
    Axis axis;
    axis.name = std::move(name);
    axis.labels = labels;
    axis.texts = std::move(labels);
    return axis;
}

Axis numbered(std::string name, int n) {
    Axis axis;
    axis.name = std::move(name);
    for (int value = 0; value < n; ++value) axis.values.push_back(value);
    return axis;
}

}  // namespace forlob::test
