#include "support/scripted_person.hpp"

#include <utility>

#include "simulate/month_kernel.hpp"

namespace forlob::test {

ScriptedPerson::ScriptedPerson(Model model)
    : model_(std::move(model)),
      arm_(model_, Detail::everything),
      situations_(arm_),
      counts_(model_) {
    uniforms_.begin({}, PersonId{0}, 1, model_.horizon);
    draw_people(arm_, uniforms_, 1, people_);
    start_life({arm_, situations_, uniforms_, people_, moves_, counts_}, 0);
}

void ScriptedPerson::live(std::uint32_t transition, std::uint32_t drop_out, std::uint32_t advance) {
    const ArmBlock block{arm_, situations_, uniforms_, people_, moves_, counts_};
    const Tick tick{++tick_};
    std::vector<std::uint32_t> struck(1), due(1);
    enrol(block, tick, struck);
    const MonthDraws draws{{&transition, 1}, {&drop_out, 1}, {&advance, 1}};
    const Found found = find_events({draws.transition,
                                     people_.stay_low,
                                     people_.stay_width,
                                     people_.due,
                                     {draws.drop_out, people_.drop_out_below},
                                     {draws.advance, people_.advance_below}},
                                    static_cast<std::uint32_t>(tick_), struck, due);
    live_month(block, {std::span(struck).first(found.n_struck), std::span(due).first(found.n_due)},
               0, tick, draws);
}

std::vector<SpellStart> ScriptedPerson::life() const {
    std::vector<SpellStart> life;
    moves_.life_of(0, life);
    return life;
}

}  // namespace forlob::test
