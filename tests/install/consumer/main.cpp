#include <cstdio>

#include "input/scenario_spec.hpp"
#include "model/model.hpp"

int main(int, char** argv) {
    const auto scenario = forlob::read_scenario(argv[1]);
    const auto models = forlob::compile_arms(scenario);
    std::printf("%zu arms, %d states\n", models.size(), models.front().n_states);
    return models.size() > 1 ? 0 : 1;
}
