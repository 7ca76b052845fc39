// What a subcommand is, and what all of them share: output, engine, cancelling.
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <stop_token>

#include "app/cli/args.h"
#include "core/deploy/engine.h"
#include "core/deploy/model.h"

namespace nw::cli {

/// Options that every subcommand has, and output.
class Console {
public:
    bool json = false;
    std::int64_t threads = 0;  ///< 0: all processors

    /// One JSON object a line on stdout with --json, else `text`.
    void print(const nlohmann::json& object, const std::string& text) const;
    /// Why standard output could not be written so far (Cancelled: its reader has gone); nothing when all went well.
    std::optional<Error> outputFault() const;
    /// A line on stderr.
    void note(const std::string& text) const;
    /// A progress bar on stderr where that is a terminal; else nothing.
    void progress(const std::string& text) const;
    void endProgress() const;

    /// Set by Ctrl+C. The first asks to stop, the second ends the program.
    std::stop_token stopToken() const;

    /// Made on first use.
    const Engine& engine();
    /// loadModel, saying on stderr what people should know of the weights.
    Result<LoadedModel> load(const std::string& path) const;
    /// Opens a data specification; relative paths are relative to the current folder. Says which files were left out.
    Result<DatasetSplits> open(const std::string& spec, std::uint64_t seed);

private:
    std::unique_ptr<Engine> engine_;
};

/// One subcommand. `declare` binds options; `run` does the work: an Error ends with exit status 1.
class Command {
public:
    virtual ~Command() = default;
    virtual const char* name() const = 0;
    virtual const char* doc() const = 0;
    virtual void declare(Args& args) = 0;
    virtual Result<void> run(Console& console) = 0;
};

/// All subcommands; each is defined in the file of its name.
std::unique_ptr<Command> makeOps();
std::unique_ptr<Command> makeCheck();
std::unique_ptr<Command> makeExplain();
std::unique_ptr<Command> makeNew();
std::unique_ptr<Command> makeDiff();
std::unique_ptr<Command> makeData();
std::unique_ptr<Command> makeTrain();
std::unique_ptr<Command> makeEval();
std::unique_ptr<Command> makePredict();
std::unique_ptr<Command> makeRun();
std::unique_ptr<Command> makeBench();
std::unique_ptr<Command> makeQuantize();
std::unique_ptr<Command> makeExport();
std::unique_ptr<Command> makeImport();

}  // namespace nw::cli
