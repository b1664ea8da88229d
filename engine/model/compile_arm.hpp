#pragma once

// One arm, compiled again and again with other values of its parameters. What its specification
// alone says is planned once: names, programs, what acts on what, cells, which rows there are.
// Another draw fills in numbers. Private to the module.

#include <optional>
#include <utility>
#include <vector>

#include "input/parameter_redraw.hpp"
#include "model/build_rows.hpp"
#include "model/compile.hpp"
#include "model/factor_pattern.hpp"

namespace forlob {

/// Whether some parameters still have the values that they had when they were added or kept.
class ParameterWatch {
public:
    /// `parameters` must outlive it and keep its names.
    explicit ParameterWatch(const ParameterValues& parameters) : parameters_(parameters) {}

    /// The parameters that these name.
    void add(const std::vector<const Expression*>& expressions);
    [[nodiscard]] bool is_unchanged() const;
    /// From now on their present values.
    void keep();

private:
    const ParameterValues& parameters_;
    std::vector<std::pair<const double*, double>> watched_;
};

class ArmCompilation {
public:
    /// All must outlive it; `model` is empty.
    ArmCompilation(const ScenarioSpec& scenario, const ArmSpec& arm, const Vocabulary& vocabulary,
                   Diagnostics& diagnostics, Model& model);
    ArmCompilation(const ArmCompilation&) = delete;
    ArmCompilation& operator=(const ArmCompilation&) = delete;

    /// Compiles the arm into the model, for once, unless there are mistakes. `known` are the rows
    /// of arms before.
    void compile(const DrawnValues& drawn, RowCache& known);

    /// The same model with other drawn values, if it was compiled without mistakes. False if there
    /// are mistakes now, or if more than numbers changes: then it must be compiled anew.
    [[nodiscard]] bool redraw(const DrawnValues& drawn, RowCache& known);

private:
    void plan_people();
    [[nodiscard]] CellPlan plan_programs();
    void find_caps(const CellPlan& cells);

    Model& model_;
    ArmSource source_;
    KindTable kinds_;
    RowPlan rows_;
    std::optional<RowShape> shape_;
    std::optional<ParameterRedraw> redraw_;
    /// Of what a redraw cannot change. Made when the first one comes: most runs have none.
    ParameterWatch watch_;
    ParameterWatch row_watch_;  ///< of all that rows rest on
    std::optional<std::vector<FactorPattern>> patterns_;
};

}  // namespace forlob
