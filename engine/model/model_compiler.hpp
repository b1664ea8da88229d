#pragma once

// What can happen to people in every draw of the parameters? Compiles the arms of a scenario again
// and again, and keeps between draws what is the same for all of them.

#include <cstddef>
#include <memory>
#include <vector>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"

namespace forlob {

/// Of one scenario, which must outlive it. For one thread at a time.
class ModelCompiler {
public:
    explicit ModelCompiler(const ScenarioSpec& scenario);
    ~ModelCompiler();
    ModelCompiler(const ModelCompiler&) = delete;
    ModelCompiler& operator=(const ModelCompiler&) = delete;

    /// What compile_arms returns, to the last bit, or what it throws, whatever was compiled before.
    /// Until the next call.
    [[nodiscard]] const std::vector<Model>& compile(const DrawnValues& drawn = {});

    /// As long as this is the same, the models are where they were, and differ in numbers alone: a
    /// count of how often everything was compiled anew.
    [[nodiscard]] std::size_t shape() const { return shape_; }

private:
    friend std::vector<Model> compile_arms(const ScenarioSpec& scenario, const DrawnValues& drawn);
    struct Arms;

    const ScenarioSpec& scenario_;
    std::unique_ptr<Arms> arms_;
    std::size_t shape_ = 0;
};

}  // namespace forlob
