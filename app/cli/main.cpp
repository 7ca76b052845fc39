// netwright: the command line.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <new>
#include <sstream>

#include "app/cli/command.h"
#include "core/base/check.h"

namespace nw::cli {

struct Args::Parser {
    CLI::App* app;
};

namespace {

/// Counts fit into 2^53 numbers, which files keep as doubles.
constexpr double Most = 9e15;

CLI::Validator between(double least, double most) {
    return CLI::Validator(
        [least, most](const std::string& text) -> std::string {
            double value = 0;
            if (CLI::detail::lexical_cast(text, value) && value >= least && value <= most) return {};
            return text + " is not a number from " + std::to_string(static_cast<std::int64_t>(least)) +
                   (most < Most ? " to " + std::to_string(static_cast<std::int64_t>(most)) : " on");
        },
        "");
}

template <class T>
CLI::Validator atLeast(T least) {
    return between(static_cast<double>(least), Most);
}

}  // namespace

void Args::positional(const char* name, std::string& target, const char* doc) {
    parser_.app->add_option(name, target, doc)->required();
}
void Args::positional(const char* name, std::vector<std::string>& target, const char* doc) {
    parser_.app->add_option(name, target, doc)->required();
}
void Args::optionalPositional(const char* name, std::string& target, const char* doc) {
    parser_.app->add_option(name, target, doc);
}
void Args::option(const char* names, std::string& target, const char* doc) { parser_.app->add_option(names, target, doc); }
void Args::option(const char* names, std::vector<std::string>& target, const char* doc) {
    parser_.app->add_option(names, target, doc)->take_all()->expected(1);
}
void Args::option(const char* names, std::int64_t& target, const char* doc, std::int64_t least) {
    parser_.app->add_option(names, target, doc)->check(atLeast(least));
}
void Args::option(const char* names, std::optional<std::int64_t>& target, const char* doc, std::int64_t least) {
    const auto set = [&target](const std::int64_t& v) { target = v; };
    parser_.app->add_option_function<std::int64_t>(names, set, doc)->check(atLeast(least));
}
void Args::option(const char* names, double& target, const char* doc, double least) {
    parser_.app->add_option(names, target, doc)->check(atLeast(least));
}
void Args::flag(const char* names, bool& target, const char* doc) { parser_.app->add_flag(names, target, doc); }

namespace {

void printError(const Console& console, const Error& e) {
    if (console.json)
        std::printf("%s\n", nlohmann::json({{"error", e.text()}, {"code", codeName(e.code)}, {"place", e.place}, {"hint", e.hint}})
                                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                                .c_str());
    std::fprintf(stderr, "netwright: %s\n", e.text().c_str());
}

/// The exit status of a command that has done its work. Who stops reading, as head does, need not be told.
int tellLostOutput(const Console& console) {
    const auto lost = console.outputFault();
    if (lost && lost->code != Code::Cancelled) printError(console, *lost);
    return lost ? 1 : 0;
}

int runCommand(Command& command, Console& console) {
    try {
        const Result<void> done = command.run(console);
        console.endProgress();
        if (!done) {
            printError(console, done.error());
            return 1;
        }
        return tellLostOutput(console);
    } catch (const InternalError& e) {
        printError(console,
                   fail(Code::Unsupported, "netwright", e.what(), "This is a mistake in Netwright; nothing of yours was changed."));
    } catch (const std::bad_alloc&) {
        printError(console, fail(Code::Memory, "netwright", "there is not enough memory for this"));
    } catch (const std::exception& e) {
        printError(console, fail(Code::Unsupported, "netwright", std::string("stopped: ") + e.what()));
    }
    return 1;
}

/// Wrong usage as a sentence: the first word that nobody knows, else what the parser says.
std::string usageFault(const CLI::App& app, const CLI::ParseError& e) {
    const auto parsed = app.get_subcommands();
    const CLI::App& at = parsed.empty() ? app : *parsed[0];
    const std::string of = parsed.empty() ? "netwright" : at.get_name();
    if (const auto unknown = at.remaining(true); !unknown.empty()) {
        const std::string& word = unknown[0];
        if (word.starts_with('-')) return "\"" + word + "\" is not an option of " + of + ".";
        if (!parsed.empty()) return "\"" + word + "\" is more than " + of + " takes.";
        std::string known;
        for (const CLI::App* sub : app.get_subcommands({})) known += (known.empty() ? "" : ", ") + sub->get_name();
        return "\"" + word + "\" is not a command. Commands are " + known + ".";
    }
    if (parsed.empty()) return "A command is missing.";
    std::string text = e.what();
    if (const auto colon = text.find(": "); e.get_name() == "ArgumentMismatch" && colon != std::string::npos)
        return text.substr(0, colon) + " needs a value.";
    if (const auto end = text.find(" is required"); end != std::string::npos) text = text.substr(0, end) + " is missing";
    return text + ".";
}

/// Help and version go to standard output and are no fault; everything else is wrong usage.
int explainUsage(const CLI::App& app, const CLI::ParseError& e, const Console& console) {
    if (e.get_exit_code() != 0) {
        const auto parsed = app.get_subcommands();
        std::fprintf(stderr, "netwright: %s `netwright %s--help` tells more.\n", usageFault(app, e).c_str(),
                     parsed.empty() ? "" : (parsed[0]->get_name() + " ").c_str());
        return 2;
    }
    std::ostringstream text, faults;
    app.exit(e, text, faults);
    std::fputs(text.str().c_str(), stdout);
    return tellLostOutput(console);
}

}  // namespace
}  // namespace nw::cli

int main(int argc, char** argv) {
    using namespace nw::cli;
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is an error of write(), not the end
    CLI::App app{"Netwright: build, train, quantize and export neural networks."};
    app.set_version_flag("--version", NW_VERSION);
    app.require_subcommand(1);
    Console console;
    std::vector<std::unique_ptr<Command>> commands;
    for (auto make : {makeOps, makeCheck, makeExplain, makeNew, makeDiff, makeData, makeTrain, makeEval, makePredict, makeRun,
                      makeQuantize, makeExport, makeImport, makeBench})
        commands.push_back(make());
    std::vector<CLI::App*> parsers;
    for (const auto& command : commands) {
        CLI::App* sub = app.add_subcommand(command->name(), command->doc());
        Args::Parser parser{sub};
        Args args(parser);
        command->declare(args);
        sub->add_flag("--json", console.json, "One JSON object a line on standard output.");
        sub->add_option("--threads", console.threads, "Threads of the engine; 0 takes all processors.")->check(between(0, 256));
        parsers.push_back(sub);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) { return explainUsage(app, e, console); }
    for (std::size_t i = 0; i < parsers.size(); ++i)
        if (parsers[i]->parsed()) return runCommand(*commands[i], console);
    return 2;
}
