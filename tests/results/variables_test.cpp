#include "results/variables.hpp"

#include <doctest/doctest.h>

#include "support/temporary.hpp"

using namespace forlob;
using hdf5::Element;

namespace {

class Scratch {
public:
    [[nodiscard]] hdf5::Group root() const { return file_.root(); }

private:
    test::TemporaryFolder folder_;
    hdf5::File file_ = hdf5::File::create((folder_.path() / "x.h5").string());
};

const Axis state{
    "state", "State", "Tilstand", {"benefit", "job"}, {"Cash benefit", "Job"}, {"kontanthjælp", ""},
    {},      ""};
const Axis month{"month", "Month", "Måned", {}, {}, {}, {0, 1, 2}, "months"};

}  // namespace

TEST_CASE("an axis of labels comes back with its texts and its Danish") {
    const Scratch scratch;
    VariableGroup(scratch.root()).add_axis(state);
    const auto axis = read_axis(scratch.root(), "state");
    CHECK(axis.name == "state");
    CHECK(axis.long_name == "State");
    CHECK(axis.long_name_da == "Tilstand");
    CHECK(axis.labels == state.labels);
    CHECK(axis.texts == state.texts);
    CHECK(axis.danish == state.danish);
    CHECK(axis.values.empty());
    CHECK(axis.units.empty());
}

TEST_CASE("an axis of numbers comes back with its unit") {
    const Scratch scratch;
    VariableGroup(scratch.root()).add_axis(month);
    const auto axis = read_axis(scratch.root(), "month");
    CHECK(axis.values == month.values);
    CHECK(axis.units == "months");
    CHECK(axis.labels.empty());
    CHECK(axis.texts.empty());
}

TEST_CASE("an axis without values is possible") {
    const Scratch scratch;
    VariableGroup group(scratch.root());
    group.add_axis({"account", "Account", "Konto", {}, {}, {}, {}, ""});
    auto cost = group.create({"cost", Element::f64, {"account"}, {"DKK", "Cost", "Udgift"}});
    cost.write(std::vector<double>{});
    CHECK(cost.shape() == hdf5::Shape{0});
    CHECK(read_axis(scratch.root(), "account").size() == 0);
}

TEST_CASE("a variable has the lengths and names of its dimensions, a unit and two names") {
    const Scratch scratch;
    VariableGroup group(scratch.root());
    group.add_axis(state);
    group.add_axis(month);
    const auto variable =
        group.create({"x", Element::f64, {"month", "state"}, {"persons", "Persons", "Personer"}});
    CHECK(variable.shape() == hdf5::Shape{3, 2});
    CHECK(variable.dimension_names() == std::vector<std::string>{"month", "state"});
    CHECK(variable.attributes().text("units") == "persons");
    CHECK(variable.attributes().text("long_name") == "Persons");
    CHECK(variable.attributes().text("long_name_da") == "Personer");
}

TEST_CASE("a name without Danish stands for both languages") {
    const Scratch scratch;
    VariableGroup group(scratch.root());
    group.add_axis(month);
    const auto variable = group.create({"x", Element::f64, {"month"}, {"1", "Share", ""}});
    CHECK(variable.attributes().text("long_name_da") == "Share");
}

TEST_CASE("codes say what they mean") {
    const Scratch scratch;
    VariableGroup group(scratch.root());
    group.add_axis(month);
    const auto variable = group.create({"x", Element::u8, {"month"}, {"1", "State", ""}});
    CHECK(meanings(variable).empty());
    set_meanings<std::uint8_t>(variable.attributes(), {"benefit", "in work", "pension"});
    CHECK(variable.attributes().numbers<std::uint8_t>("flag_values") ==
          std::vector<std::uint8_t>{0, 1, 2});
    CHECK(variable.attributes().text("flag_meanings") == "benefit in_work pension");
    CHECK(meanings(variable) == std::vector<std::string>{"benefit", "in_work", "pension"});
}

TEST_CASE("a name that is taken gets an underscore") {
    const Scratch scratch;
    VariableGroup group(scratch.root());
    group.add_axis(month);
    CHECK(group.free_name("cell") == "cell");
    CHECK(group.free_name("month") == "month_");
}
