// netwright quantize: an int8 run from a float one.
#include "app/cli/command.h"
#include "core/deploy/quantize_run.h"

namespace nw::cli {
namespace {

class Quantize final : public Command {
public:
    const char* name() const override { return "quantize"; }
    const char* doc() const override { return "Make an int8 run from a trained one."; }
    void declare(Args& args) override {
        args.positional("MODEL", path_, "A project or a run folder.");
        args.option("--mode", mode_, "int8.");
        args.option("--calibrate", data_, "The set to measure ranges on (its train split); default: the set it was trained on.");
        args.option("--samples", samples_, "Samples to measure on.", 1);
        args.option("-o,--output", out_, "The run folder to write; default: beside the run.");
    }

    Result<void> run(Console& console) override {
        NW_TRY(const LoadedModel model, console.load(path_));
        JobHooks hooks{console.stopToken(), [&](const std::string& what, std::int64_t done, std::int64_t total) {
                           console.progress(what + " " + std::to_string(done) + " of " + std::to_string(total));
                       }};
        NW_TRY(const QuantizedRun run, quantizeRun(console.engine(), model, {mode_, data_, samples_, out_}, hooks));
        const std::string folder = run.folder.path().string();
        const std::string layers = std::to_string(run.layers.quantized) + " of " + std::to_string(run.layers.all);
        console.print(
            {{"run", folder}, {"samples", run.samples}, {"int8_layers", run.layers.quantized}, {"layers", run.layers.all}},
            "quantized " + layers + " layers with " + std::to_string(run.samples) + " samples: " + folder);
        return {};
    }

private:
    std::string path_, mode_ = "int8", data_, out_;
    std::int64_t samples_ = 500;
};

}  // namespace

std::unique_ptr<Command> makeQuantize() { return std::make_unique<Quantize>(); }

}  // namespace nw::cli
