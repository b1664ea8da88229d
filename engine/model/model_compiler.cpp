#include "model/model_compiler.hpp"

#include <deque>
#include <utility>

#include "model/compile_arm.hpp"

namespace forlob {

struct ModelCompiler::Arms {
    Arms(const ScenarioSpec& scenario, const DrawnValues& drawn) : vocabulary(scenario.model) {
        models.reserve(scenario.arms.size());  // rows that are known stay where they are
        RowCache known;
        for (const ArmSpec& arm : scenario.arms)
            compilations.emplace_back(scenario, arm, vocabulary, diagnostics, models.emplace_back())
                .compile(drawn, known);
        diagnostics.throw_if_errors();
    }

    // False if everything must be compiled anew.
    [[nodiscard]] bool redraw(const DrawnValues& drawn) {
        RowCache known;
        for (ArmCompilation& compilation : compilations)
            if (!compilation.redraw(drawn, known)) return false;
        return true;
    }

    Vocabulary vocabulary;
    Diagnostics diagnostics;
    std::vector<Model> models;
    std::deque<ArmCompilation> compilations;  // which stay where they are
};

ModelCompiler::ModelCompiler(const ScenarioSpec& scenario) : scenario_(scenario) {}
ModelCompiler::~ModelCompiler() = default;

// Mistakes are told by compiling anew, so that they are told in the same words at the same places.
const std::vector<Model>& ModelCompiler::compile(const DrawnValues& drawn) {
    if (arms_ != nullptr && arms_->redraw(drawn)) return arms_->models;
    arms_.reset();
    ++shape_;
    arms_ = std::make_unique<Arms>(scenario_, drawn);
    return arms_->models;
}

std::vector<Model> compile_arms(const ScenarioSpec& scenario, const DrawnValues& drawn) {
    ModelCompiler compiler(scenario);
    static_cast<void>(compiler.compile(drawn));
    return std::move(compiler.arms_->models);
}

}  // namespace forlob
