#pragma once

// What does everything cost in every draw of the parameters? Prices the arms of a scenario again
// and again, and keeps between draws what is the same for all of them.

#include <cstddef>
#include <memory>
#include <vector>

#include "economics/price.hpp"

namespace forlob {

/// Of one scenario, which must outlive it. For one thread at a time.
class PriceCompiler {
public:
    explicit PriceCompiler(const ScenarioSpec& scenario);
    ~PriceCompiler();
    PriceCompiler(const PriceCompiler&) = delete;
    PriceCompiler& operator=(const PriceCompiler&) = delete;

    /// What price_arms returns, to the last bit, or what it throws, whatever was priced before.
    /// Until the next call. `shape` is ModelCompiler::shape(): as long as it is the same, the
    /// models are at the same place, and differ in numbers alone.
    [[nodiscard]] const std::vector<Prices>& price(const std::vector<Model>& models,
                                                   std::size_t shape);

private:
    friend std::vector<Prices> price_arms(const ScenarioSpec& scenario,
                                          const std::vector<Model>& models);
    struct Arms;

    const ScenarioSpec& scenario_;
    std::unique_ptr<Arms> arms_;
    std::size_t shape_ = 0;
};

}  // namespace forlob
