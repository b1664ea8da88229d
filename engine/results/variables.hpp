#pragma once

// What makes a dataset a variable that every reader understands? Named dimensions with values, in
// every group that uses them; units, and names for people in English and Danish; codes with their
// meanings. Conventions: CF 1.10 and netCDF-4.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "outcomes/measure.hpp"
#include "results/hdf5.hpp"

namespace forlob {

/// What every variable says about itself. Without Danish the English name stands for both.
struct Description {
    std::string units;
    std::string long_name;
    std::string long_name_da;
};

struct VariablePlan {
    std::string name;
    hdf5::Element element = hdf5::Element::f64;
    std::vector<std::string> dimensions;  ///< of its group, in order
    Description description;
    /// Chunks stay within this box; needed where a dimension grows, elsewhere the variable is one.
    hdf5::Shape chunk_limit = {};
};

/// A group under construction: its dimensions, and the variables over them.
class VariableGroup {
public:
    explicit VariableGroup(hdf5::Group group) : group_(std::move(group)) {}

    /// The axis as coordinate variable `name`; labels also as `name_label` and `name_label_da`, the
    /// texts for people. Once per name.
    void add_axis(const Axis& axis);
    /// A dimension with the values 0 … n − 1.
    void add_numbers(const std::string& name, std::uint32_t n, const Description& description);
    /// A dimension without values, which can grow; `set_length` gives its length at the end.
    void add_growing_dimension(const std::string& name);
    /// A dimension with values that can grow.
    [[nodiscard]] hdf5::Dataset add_growing_numbers(const std::string& name,
                                                    const Description& description);
    void set_length(const std::string& growing_dimension, std::uint64_t length);

    [[nodiscard]] bool has_dimension(const std::string& name) const {
        return dimensions_.contains(name);
    }
    [[nodiscard]] hdf5::Dataset create(const VariablePlan& plan);
    /// A name that is not taken: `wanted`, or with underscores behind it.
    [[nodiscard]] std::string free_name(std::string wanted) const;

    [[nodiscard]] hdf5::Attributes attributes() const { return group_.attributes(); }
    [[nodiscard]] hdf5::Group& group() { return group_; }

    /// Closes the dimensions and the group.
    void close();

private:
    struct Dimension {
        hdf5::Dataset scale;
        std::uint64_t length;
        bool grows;
    };
    void add_texts(const Axis& axis, const std::string& suffix,
                   const std::vector<std::string>& texts, const std::string& remark,
                   const std::string& remark_da);
    hdf5::Group group_;
    std::map<std::string, Dimension> dimensions_;
};

/// Units and names, as attributes.
void describe(hdf5::Attributes attributes, const Description& description);

/// Codes 0, 1, … and their meanings, as CF states them: flag_values, flag_meanings.
template <hdf5::Number T>
void set_meanings(hdf5::Attributes attributes, const std::vector<std::string>& labels);
/// The labels of codes 0, 1, …; empty for a variable that holds no codes.
[[nodiscard]] std::vector<std::string> meanings(const hdf5::Dataset& dataset);

/// The coordinate variable of this name as it was given to `add_axis`.
[[nodiscard]] Axis read_axis(const hdf5::Group& group, const std::string& name);

}  // namespace forlob
