// forlob check: every mistake of files, without running anything.

#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "economics/price.hpp"
#include "input/scenario_spec.hpp"
#include "model/model.hpp"
#include "model/parameter_draws.hpp"

namespace forlob::tool {
namespace {

std::string grades(const ScenarioSpec& scenario) {
    std::size_t count[4] = {0, 0, 0, 0};
    const auto add = [&](const std::vector<Parameter>& parameters) {
        for (const Parameter& parameter : parameters)
            ++count[static_cast<std::size_t>(parameter.grade)];
    };
    add(scenario.parameters);
    add(scenario.model.parameters);
    add(scenario.population.parameters);
    add(scenario.economy.parameters);
    for (const ProgramSpec& program : scenario.programs) add(program.parameters);
    return fmt::format("parameters by grade: A {}, B {}, C {}, D {}", count[0], count[1], count[2],
                       count[3]);
}

// The kind of the file and, for a scenario, what compiling it has shown.
std::string checked(const std::string& path) {
    const std::string kind = check_file(path);
    if (kind != "scenario") return kind;
    const ScenarioSpec scenario = read_scenario(path);
    const std::vector<Model> models = compile_arms(scenario);
    static_cast<void>(price_arms(scenario, models));
    std::string draws;
    if (scenario.draws) {
        const ParameterDraws drawn = draw_parameters(scenario);
        draws = fmt::format("; {} draws of {} parameters", drawn.n(), drawn.names.size());
    }
    return fmt::format("scenario; {} arms; {}{}", models.size(), grades(scenario), draws);
}

int check_command(const std::vector<std::string>& files) {
    int status = done;
    for (const std::string& file : files) {
        try {
            fmt::print("{}: OK ({})\n", file, checked(file));
        } catch (const InputError& error) {
            std::fflush(stdout);
            fmt::print(stderr, "{}", error.what());
            status = input_is_wrong;
        }
    }
    return status;
}

}  // namespace

void add_check(CLI::App& app, Chosen& chosen) {
    auto files = std::make_shared<std::vector<std::string>>();
    CLI::App* command = app.add_subcommand("check", "Check files without running them");
    command->footer("Example:\n  forlob check my.yaml models/programs/*.yaml");
    command->add_option("FILE", *files, "Files of any kind")->required();
    command->callback([files, &chosen] { chosen = [files] { return check_command(*files); }; });
}

}  // namespace forlob::tool
