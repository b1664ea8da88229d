// The program `forlob`: chooses the command, and is the only place that knows exit statuses.
//
// Results go to standard output, everything else to standard error. 0 done, 1 the work failed, 2
// the input is wrong, 130 interrupted.

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

#include "base/diagnostic.hpp"
#include "base/interrupted.hpp"
#include "base/require.hpp"
#include "base/version.hpp"
#include "commands.hpp"
#include "exact/recursion.hpp"
#include "results/result_file.hpp"

namespace {

using namespace forlob;
using namespace forlob::tool;

constexpr const char* overview =
    "What would happen if? People month by month between benefits, programs and work: relapse, and "
    "cost to each payer.\n\n"
    "Example: forlob run scenarios/isu-vs-municipal.yaml";

int say(int status, const std::string& message) {
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", message);
    return status;
}

std::string unknown_command_help(const CLI::App& app, int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-') return "";
    std::vector<std::string> known;
    for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
    for (const std::string& command : known)
        if (command == argv[1]) return "";
    return fmt::format("forlob: unknown command '{}'\nhelp: {}", argv[1],
                       unknown_name_help(argv[1], "commands", known));
}

int parse_and_run(int argc, char** argv) {
    CLI::App app(overview, "forlob");
    app.set_version_flag("--version", fmt::format("forlob {} ({})", version(), revision()));
    app.require_subcommand(0, 1);
    Chosen chosen;
    add_run(app, chosen, {argv + 1, argv + argc});
    add_plan(app, chosen);
    add_compare(app, chosen);
    add_calibrate(app, chosen);
    add_chart(app, chosen);
    add_export(app, chosen);
    add_check(app, chosen);
    add_explain(app, chosen);
    add_list(app, chosen);
    add_schema(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        if (const std::string help = unknown_command_help(app, argc, argv); !help.empty())
            return say(input_is_wrong, help);
        return say(input_is_wrong,
                   fmt::format("forlob: {}\nhelp: see 'forlob {}--help'", error.what(),
                               argc > 1 && argv[1][0] != '-' ? std::string(argv[1]) + " " : ""));
    }
    if (!chosen) {
        fmt::print("{}", app.help());
        return done;
    }
    return chosen();
}

int run_and_report(int argc, char** argv) {
    try {
        return parse_and_run(argc, argv);
    } catch (const InputError& error) {
        std::string text = error.what();
        if (text.ends_with('\n')) text.pop_back();
        return say(input_is_wrong,
                   fmt::format("{}\n{} {} must be put right; nothing was written.", text,
                               error.diagnostics().size(),
                               error.diagnostics().size() == 1 ? "mistake" : "mistakes"));
    } catch (const std::invalid_argument& error) {
        return say(input_is_wrong, fmt::format("forlob: {}", error.what()));
    } catch (const NotExact& error) {
        return say(input_is_wrong, fmt::format("forlob: {}", error.what()));
    } catch (const Interrupted& error) {
        return say(interrupted, fmt::format("forlob: {}", error.what()));
    } catch (const InternalError& error) {
        return say(
            work_failed,
            fmt::format("{}\nThis is a mistake in forlob, not in your files. Please report it with "
                        "the scenario.",
                        error.what()));
    } catch (const std::bad_alloc&) {
        return say(work_failed, "forlob: out of memory; use fewer people or fewer trajectories");
    } catch (const std::system_error& error) {
        // A reader that closed its end (| head) has what it wanted.
        if (error.code() == std::errc::broken_pipe) return done;
        return say(work_failed, fmt::format("forlob: {}", error.what()));
    } catch (const std::exception& error) {
        return say(work_failed, fmt::format("forlob: {}", error.what()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    // A full file-size limit and a closed pipe then arrive as errors that can be told.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    int status = run_and_report(argc, argv);
    if (std::fflush(stdout) != 0 && errno != EPIPE && status == done)
        status = say(work_failed, "forlob: standard output cannot be written");
    std::fflush(stderr);
    // HDF5 crashes in its exit handlers after a failed write (result_file.hpp).
    if (must_exit_quickly()) std::_Exit(status);
    return status;
}
