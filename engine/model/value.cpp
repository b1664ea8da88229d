#include "model/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "input/arm_parameters.hpp"
#include "input/readers.hpp"

namespace forlob {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();
// Values over more combinations than this are computed when asked for, and are taken to differ
// between any two coordinates.
constexpr std::size_t most_tabulated = std::size_t{1} << 16;

// The numbers behind a table's steps.
struct Lookup {
    const TableSpec* spec = nullptr;
    std::vector<double> from;
    std::vector<double> value;

    [[nodiscard]] double at(double key) const {
        if (std::isnan(key) || key < from.front()) return none;
        const auto above = std::upper_bound(from.begin(), from.end(), key);
        const auto step = static_cast<std::size_t>(above - from.begin()) - 1;
        if (!spec->is_linear || above == from.end()) return value[step];
        const double share = (key - from[step]) / (from[step + 1] - from[step]);
        return value[step] + share * (value[step + 1] - value[step]);
    }
};

// Where the value of a name in a formula comes from.
struct Argument {
    enum class Kind { constant, person, table };
    Kind kind = Kind::constant;
    double constant = 0.0;
    std::size_t number = 0;  ///< among the formula's persons' numbers or lookups
};

struct TableUse {
    Lookup lookup;
    std::vector<Argument> arguments;  ///< of the table's `of`
};

bool is_same_dimension(const Factor& one, const Factor& other) {
    if (one.over != other.over) return false;
    return one.over == Factor::Over::attribute ? one.attribute == other.attribute
                                               : one.coordinate == other.coordinate;
}

std::size_t position_in(const Factor& dimension, std::size_t size, const Kind& kind,
                        std::span<const std::uint16_t> coordinates) {
    if (dimension.over == Factor::Over::attribute)
        return index(kind.levels[index(dimension.attribute)]);
    return std::min<std::size_t>(coordinates[index(dimension.coordinate)], size - 1);
}

}  // namespace

struct Value::Formula {
    Expression expression{0.0};
    std::vector<Argument> arguments;  ///< [name of the expression]
    std::vector<TableUse> tables;
    std::vector<Factor> persons;      ///< tables of the number that a name has at each coordinate
    std::vector<Factor> dimensions;   ///< one per attribute or coordinate; values mark classes
    std::vector<std::size_t> size;    ///< [dimension] values in `tabulated` …
    std::vector<std::size_t> stride;  ///< … and how far apart they are
    std::vector<double> tabulated;    ///< empty if there are too many combinations

    [[nodiscard]] double argument(const Argument& one, const forlob::Kind& kind,
                                  std::span<const std::uint16_t> coordinates) const {
        if (one.kind == Argument::Kind::constant) return one.constant;
        if (one.kind == Argument::Kind::person) return persons[one.number].at(kind, coordinates);
        return tables[one.number].lookup.at(key(tables[one.number], kind, coordinates));
    }
    [[nodiscard]] double key(const TableUse& table, const forlob::Kind& kind,
                             std::span<const std::uint16_t> coordinates) const {
        return evaluate(table.lookup.spec->of, table.arguments, kind, coordinates);
    }
    [[nodiscard]] double evaluate(const Expression& formula, const std::vector<Argument>& names,
                                  const forlob::Kind& kind,
                                  std::span<const std::uint16_t> coordinates) const {
        std::vector<double> values;
        values.reserve(names.size());
        for (const Argument& one : names) values.push_back(argument(one, kind, coordinates));
        return formula.evaluate_in_order(values);
    }
    [[nodiscard]] double computed(const forlob::Kind& kind,
                                  std::span<const std::uint16_t> coordinates) const {
        return evaluate(expression, arguments, kind, coordinates);
    }

    void find_dimensions();
    void tabulate(std::size_t n_attributes, std::size_t n_coordinates);
    void mark_classes();
};

// One dimension per attribute and coordinate, as long as the longest table over it.
void Value::Formula::find_dimensions() {
    for (const Factor& person : persons) {
        const auto known =
            std::find_if(dimensions.begin(), dimensions.end(),
                         [&](const Factor& one) { return is_same_dimension(one, person); });
        if (known == dimensions.end())
            dimensions.push_back(person);
        else if (person.value.size() > known->value.size())
            known->value.resize(person.value.size());
    }
    for (Factor& dimension : dimensions) {
        size.push_back(dimension.value.size());
        for (std::size_t position = 0; position < dimension.value.size(); ++position)
            dimension.value[position] = static_cast<double>(position);
    }
}

void Value::Formula::tabulate(std::size_t n_attributes, std::size_t n_coordinates) {
    std::size_t n = 1;
    stride.assign(dimensions.size(), 0);
    for (std::size_t number = dimensions.size(); number-- > 0;) {
        stride[number] = n;
        n *= size[number];
        if (n > most_tabulated) return;
    }
    forlob::Kind kind{std::vector<LevelId>(n_attributes, LevelId{0}), 0};
    std::vector<std::uint16_t> coordinates(n_coordinates, 0);
    tabulated.reserve(n);
    for (std::size_t place = 0; place < n; ++place) {
        for (std::size_t number = 0; number < dimensions.size(); ++number) {
            const Factor& dimension = dimensions[number];
            const std::size_t position = place / stride[number] % size[number];
            if (dimension.over == Factor::Over::attribute)
                kind.levels[index(dimension.attribute)] = static_cast<LevelId>(position);
            else
                coordinates[index(dimension.coordinate)] = static_cast<std::uint16_t>(position);
        }
        tabulated.push_back(computed(kind, coordinates));
    }
}

// Positions between which the value differs nowhere get the same mark, and coordinates end where
// nothing changes any more. Bits are compared, because a value that is no number is a value too.
void Value::Formula::mark_classes() {
    if (tabulated.empty()) return;
    for (std::size_t number = 0; number < dimensions.size(); ++number) {
        Factor& dimension = dimensions[number];
        std::vector<std::vector<std::uint64_t>> slices(size[number]);
        for (std::size_t place = 0; place < tabulated.size(); ++place)
            slices[place / stride[number] % size[number]].push_back(
                std::bit_cast<std::uint64_t>(tabulated[place]));
        std::map<std::vector<std::uint64_t>, double> marks;
        for (std::size_t position = 0; position < size[number]; ++position)
            dimension.value[position] =
                marks.emplace(std::move(slices[position]), static_cast<double>(marks.size()))
                    .first->second;
        auto& values = dimension.value;
        if (dimension.over == Factor::Over::coordinate)
            while (values.size() > 1 && values.back() == values[values.size() - 2])
                values.pop_back();
    }
}

double Value::dependent(const Kind& kind, std::span<const std::uint16_t> coordinates) const {
    const Formula& formula = *formula_;
    if (formula.tabulated.empty()) return formula.computed(kind, coordinates);
    std::size_t place = 0;
    for (std::size_t number = 0; number < formula.dimensions.size(); ++number)
        place += formula.stride[number] *
                 position_in(formula.dimensions[number], formula.size[number], kind, coordinates);
    return formula.tabulated[place];
}

const std::vector<Factor>& Value::dependence() const {
    static const std::vector<Factor> nothing;
    return formula_ == nullptr ? nothing : formula_->dimensions;
}

std::string Value::why_none(const Kind& kind, std::span<const std::uint16_t> coordinates) const {
    if (formula_ == nullptr) return {};
    for (const TableUse& table : formula_->tables) {
        const double key = formula_->key(table, kind, coordinates);
        if (!(key < table.lookup.from.front())) continue;
        return fmt::format("table '{}' begins at {:g}, and '{}' is {:g}",
                           table.lookup.spec->name.text, table.lookup.from.front(),
                           table.lookup.spec->of.text(), key);
    }
    return {};
}

namespace {

// Makes the factor whose table has the number that a name stands for.
class PersonFinder {
public:
    PersonFinder(const ValueContext& context, Diagnostics& diagnostics)
        : context_(context), diagnostics_(diagnostics) {}

    [[nodiscard]] std::optional<Factor> find(const std::string& name) const {
        if (const auto attribute = context_.vocabulary.attribute(name))
            return of_attribute(*attribute);
        if (const auto clock = context_.vocabulary.clock(name))
            return counted(coordinate_of(*clock));
        const std::string_view built_in = in_months(name);
        if (built_in == "months_in_state") return counted(Coordinate::months_in_state);
        if (built_in == "months_in_phase") return counted(Coordinate::months_in_phase);
        if (built_in == "months_in_program") return counted(Coordinate::months_in_program);
        if (built_in == "month") return counted(Coordinate::month);
        if (built_in == "month_of_year") return calendar();
        if (built_in == "age" && context_.age_clock) {
            Factor age = counted(coordinate_of(*context_.age_clock));
            const double years_per_cycle = context_.scenario.model.cycle.years_per_cycle();
            for (double& cycles : age.value) cycles *= years_per_cycle;
            return age;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::optional<Factor> of_attribute(AttributeId attribute) const {
        const AttributeSpec& spec = context_.scenario.model.attributes[index(attribute)];
        if (!spec.is_numeric()) return std::nullopt;
        Factor factor{.over = Factor::Over::attribute, .attribute = attribute};
        for (const AttributeSpec::Level& level : spec.levels)
            factor.value.push_back(context_.parameters.value(*level.value, diagnostics_));
        return factor;
    }

    // The cycles themselves; what cannot occur counts as the nearest that can.
    [[nodiscard]] Factor counted(Coordinate coordinate) const {
        const CoordinateReach& reach = context_.reach[index(coordinate)];
        Factor factor{.coordinate = coordinate};
        for (std::uint32_t value = 0; value <= reach.high; ++value)
            factor.value.push_back(std::max<double>(value, reach.low));
        if (reach.can_be_never) factor.value.push_back(infinity);
        return factor;
    }

    // Month t is the interval from tick t - 1 to t, so it lies in the calendar month of t - 1.
    [[nodiscard]] Factor calendar() const {
        Factor factor = counted(Coordinate::month);
        constexpr int n_months = 12;
        const int shift = context_.use == ValueUse::transition ? 1 : 0;
        for (double& month : factor.value)
            month =
                (context_.scenario.start_month - 1 + static_cast<int>(month) - shift) % n_months +
                1;
        return factor;
    }

    const ValueContext& context_;
    Diagnostics& diagnostics_;
};

// Finds what the names of a formula stand for.
class ArgumentBook {
public:
    ArgumentBook(const char* what, const ValueContext& context, Diagnostics& diagnostics)
        : what_(what),
          context_(context),
          diagnostics_(diagnostics),
          finder_(context, diagnostics) {}

    std::vector<Factor> persons;  ///< what arguments of that kind refer to
    bool are_known = true;

    /// `tables` takes the tables that it names; null where it must not name any.
    std::vector<Argument> arguments_of(const Expression& formula, std::vector<TableUse>* tables) {
        std::vector<Argument> arguments;
        for (const std::string& name : formula.names())
            arguments.push_back(argument_of(formula, name, tables));
        return arguments;
    }

private:
    Argument argument_of(const Expression& formula, const std::string& name,
                         std::vector<TableUse>* tables) {
        const auto& parameters = context_.parameters.all();
        if (const auto found = parameters.find(name); found != parameters.end())
            return {Argument::Kind::constant, found->second, 0};
        if (auto person = finder_.find(name)) {
            persons.push_back(std::move(*person));
            return {Argument::Kind::person, 0.0, persons.size() - 1};
        }
        if (tables != nullptr)
            for (const TableSpec* table : context_.tables)
                if (table->name.text == name && !table->steps.empty()) {
                    tables->push_back(use_of(*table));
                    return {Argument::Kind::table, 0.0, tables->size() - 1};
                }
        are_known = false;
        diagnostics_.error(formula.place_of(name),
                           fmt::format("unknown name '{}' in a {}", name, what_),
                           "formulas may name parameters, coordinates, clocks, attributes with "
                           "values, and tables");
        return {};
    }

    TableUse use_of(const TableSpec& table) {
        TableUse use;
        use.lookup.spec = &table;
        for (const TableSpec::Step& step : table.steps) {
            use.lookup.from.push_back(step.from);
            use.lookup.value.push_back(context_.parameters.value(step.value, diagnostics_));
        }
        use.arguments = arguments_of(table.of, nullptr);
        return use;
    }

    const char* what_;
    const ValueContext& context_;
    Diagnostics& diagnostics_;
    PersonFinder finder_;
};

}  // namespace

ValueContext::ValueContext(const ScenarioSpec& all, const ArmSpec& arm, const Vocabulary& known,
                           const ParameterValues& values, ValueUse when)
    : scenario(all),
      vocabulary(known),
      parameters(values),
      use(when),
      tables(tables_of(all, arm)),
      reach(coordinate_reach(all, when)) {
    if (all.population.age_years) age_clock = static_cast<ClockId>(known.n_clocks());
}

Value compile_value(const Expression& expression, const char* what, const ValueContext& context,
                    Diagnostics& diagnostics) {
    const auto& parameters = context.parameters.all();
    const auto is_parameter = [&](const std::string& name) { return parameters.contains(name); };
    if (std::all_of(expression.names().begin(), expression.names().end(), is_parameter))
        return Value(context.parameters.value(expression, diagnostics));

    auto formula = std::make_shared<Value::Formula>();
    ArgumentBook book(what, context, diagnostics);
    formula->expression = expression;
    formula->arguments = book.arguments_of(expression, &formula->tables);
    formula->persons = std::move(book.persons);
    if (!book.are_known) return Value(0.0);
    formula->find_dimensions();
    formula->tabulate(context.scenario.model.attributes.size(), context.reach.size());
    formula->mark_classes();
    Value value;
    value.formula_ = std::move(formula);
    return value;
}

std::vector<std::string> attributes_named_in(const std::vector<const Expression*>& values,
                                             const std::vector<const TableSpec*>& tables,
                                             const ModelSpec& model) {
    std::set<std::string> named;
    for (const Expression* value : values)
        for (const std::string& name : value->names()) {
            named.insert(name);
            for (const TableSpec* table : tables)
                if (table->name.text == name)
                    named.insert(table->of.names().begin(), table->of.names().end());
        }
    std::vector<std::string> attributes;
    for (const AttributeSpec& attribute : model.attributes)
        if (named.contains(attribute.name.text)) attributes.push_back(attribute.name.text);
    return attributes;
}

std::string place_of(const std::vector<const Factor*>& factors, const Kind& kind,
                     std::span<const std::uint16_t> coordinates, const ValueContext& context) {
    const ModelSpec& model = context.scenario.model;
    std::vector<std::string> parts;
    const auto add = [&](std::string part) {
        if (std::find(parts.begin(), parts.end(), part) == parts.end())
            parts.push_back(std::move(part));
    };
    for (const Factor* factor : factors) {
        if (factor->over == Factor::Over::frailty) {
            add(fmt::format("frailty level {}", kind.frailty));
        } else if (factor->over == Factor::Over::attribute) {
            const AttributeSpec& attribute = model.attributes[index(factor->attribute)];
            add(fmt::format(
                "{} {}", attribute.name.text,
                attribute.levels[index(kind.levels[index(factor->attribute)])].name.text));
        } else {
            const std::size_t coordinate = index(factor->coordinate);
            const CoordinateReach& reach = context.reach[coordinate];
            const std::uint16_t value = std::max(coordinates[coordinate], reach.low);
            constexpr const char* built_in[] = {"cycles_in_state", "cycles_in_phase",
                                                "cycles_in_program", "cycle"};
            if (coordinate < index(Coordinate::first_clock))
                add(fmt::format("{} {}", built_in[coordinate], value));
            else if (const std::size_t clock = coordinate - index(Coordinate::first_clock);
                     clock == context.vocabulary.n_clocks())
                add(fmt::format("age {:.4g}",
                                value * context.scenario.model.cycle.years_per_cycle()));
            else if (reach.can_be_never && value > reach.high)
                add(fmt::format("{} never", model.clocks[clock].name.text));
            else
                add(fmt::format("{} {}", model.clocks[clock].name.text, value));
        }
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace forlob
