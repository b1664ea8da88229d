#include "support/drawn_arms.hpp"

#include "support/bits.hpp"

namespace forlob::test {
namespace {

template <typename Compile>
ArmBits outcome(Compile compile) {
    try {
        return compile();
    } catch (const InputError& error) {
        return {error.what()};
    }
}

ArmBits bits(const std::vector<Model>& models, const std::vector<Prices>& prices) {
    ArmBits all;
    for (const Model& model : models) all.push_back(bits_of(model));
    for (const Prices& one : prices) all.push_back(bits_of(one));
    return all;
}

}  // namespace

ArmBits arms_with(ScenarioSpec scenario, const DrawnValues& values) {
    for (const auto& [name, value] : values)
        scenario.overrides.insert(scenario.overrides.begin(), {name, Expression(value), {}});
    return outcome([&] {
        const std::vector<Model> models = compile_arms(scenario);
        return bits(models, price_arms(scenario, models));
    });
}

ArmBits DrawnArms::draw(const DrawnValues& values) {
    return outcome([&] {
        const std::vector<Model>& models = models_.compile(values);
        return bits(models, prices_.price(models, models_.shape()));
    });
}

}  // namespace forlob::test
