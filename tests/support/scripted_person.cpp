#include "support/scripted_person.hpp"

#include <utility>

namespace forlob::test {

ScriptedPerson::ScriptedPerson(Model model)
    : model_(std::move(model)), arm_(model_, Detail::everything), situations_(arm_), counts_(model_) {
    uniforms_.begin({}, PersonId{0}, 1, model_.horizon);
    draw_people(arm_, uniforms_, 1, people_);
    start_life({arm_, situations_, uniforms_, people_, moves_, counts_}, 0);
}

void ScriptedPerson::live(std::uint32_t transition, std::uint32_t drop_out, std::uint32_t advance) {
    const ArmBlock block{arm_, situations_, uniforms_, people_, moves_, counts_};
    const Tick tick{++tick_};
    std::vector<std::uint8_t> marked(1);
    std::vector<std::uint32_t> positions(2);
    enrol(block, tick, marked, positions);
    const std::uint32_t person = 0;
    live_month(block, {&person, 1}, 0, tick, {{&transition, 1}, {&drop_out, 1}, {&advance, 1}});
}

std::vector<SpellStart> ScriptedPerson::life() const {
    std::vector<SpellStart> life;
    moves_.life_of(0, life);
    return life;
}

}  // namespace forlob::test
