// netwright quantize: an int8 run from a float one.
#include <unistd.h>

#include <filesystem>

#include "app/cli/model.h"
#include "core/base/files.h"
#include "core/op/def.h"
#include "core/quant/quantization.h"
#include "core/train/data_binding.h"

namespace nw::cli {
namespace {

namespace fs = std::filesystem;

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
        if (mode_ != "int8") return fail(Code::Unsupported, "--mode", "\"" + mode_ + "\" is not known", "Choose int8.");
        NW_TRY(const LoadedModel model, loadModel(path_));
        if (!model.run || model.quantized)
            return fail(Code::Argument, path_, model.quantized ? "is quantized already" : "is not a run",
                        "Name a trained project or a run folder.");
        Quantization q{mode_, data_.empty() ? model.data : data_, {}};
        NW_TRY(q.ranges, measure(console, model, q.calibration));
        NW_TRY(const Program quantized, nw::quantize(model.inference, q));
        NW_TRY(const RunFolder folder, write(model, q));
        std::int64_t integer = 0;
        for (const Apply& a : quantized.function().nodes) integer += std::string_view(a.op().id) == "quantize";
        console.print({{"run", folder.path().string()}, {"samples", q.ranges.samples}, {"int8_values", integer}},
                      "quantized with " + std::to_string(q.ranges.samples) + " samples: " + folder.path().string());
        return {};
    }

private:
    Result<Ranges> measure(Console& console, const LoadedModel& model, const std::string& spec) const {
        NW_TRY(const DatasetSplits splits, console.open(spec, 1));
        NW_TRY(auto set, splits.choose(Split::Train));
        NW_TRY(set, fitImages(model.inference, set));
        set = limited(set, samples_);
        NW_TRY(DataBinding binding, DataBinding::create(model.inference, set->spec()));
        RangeObserver observer(model.inference, console.executable(Phase::Inference));
        Pipeline pipeline(set, {.batch = std::min<std::int64_t>(32, set->size()), .shuffle = false}, *console.pool());
        pipeline.startEpoch(0);
        for (Batch batch;;) {
            if (console.stopToken().stop_requested()) return fail(Code::Cancelled, "quantize", "was stopped");
            NW_TRY(const bool more, pipeline.next(batch));
            if (!more) return observer.ranges();
            NW_RETURN_IF_ERROR(observer.observe(binding.inputs(batch)));
            console.progress("measuring " + std::to_string(observer.ranges().samples) + " of " + std::to_string(set->size()));
        }
    }

    Result<RunFolder> chooseFolder(const LoadedModel& model) const {
        if (out_.empty()) return RunFolder::createIn(model.run->path().parent_path());
        if (RunFolder::is(out_)) {
            NW_TRY(const Manifest m, RunFolder(out_).manifest());
            if (m.kind != "quantized") return fail(Code::Argument, out_, "holds a training run", "Choose another folder.");
        }
        return RunFolder(out_);
    }

    /// All files are written beside the folder and moved there together: without room for one the old run stays as it was.
    Result<RunFolder> write(const LoadedModel& model, const Quantization& q) const {
        NW_TRY(const RunFolder folder, chooseFolder(model));
        fs::path beside = fs::absolute(folder.path()).lexically_normal();
        if (beside.filename().empty()) beside = beside.parent_path();
        beside += ".tmp-" + std::to_string(::getpid());
        auto done = fill(RunFolder(beside), model, q);
        if (done) done = move(beside, folder.path());
        std::error_code ignored;
        fs::remove_all(beside, ignored);
        if (done) return folder;
        if (out_.empty()) ::rmdir(folder.path().c_str());
        return done.error();
    }

    static Result<void> fill(RunFolder folder, const LoadedModel& model, const Quantization& q) {
        NW_TRY(const Project project, model.run->project());
        NW_TRY(Manifest manifest, model.run->manifest());
        manifest.kind = "quantized";
        manifest.parent = fs::absolute(model.run->path()).lexically_normal().string();
        manifest.status = "finished";
        NW_RETURN_IF_ERROR(folder.begin(manifest, project));
        const char* checkpoint = model.run->hasCheckpoint("best") ? "best.safetensors" : "last.safetensors";
        NW_TRY(const Bytes weights, readFile(model.run->path() / "checkpoints" / checkpoint));
        NW_RETURN_IF_ERROR(writeFileAtomically(folder.path() / "checkpoints" / "last.safetensors", weights));
        return saveQuantization(q, folder.path() / "quantization.json");
    }

    static Result<void> move(const fs::path& from, const fs::path& to) {
        for (const char* part : {"checkpoints", "evaluation", "exports"}) NW_RETURN_IF_ERROR(makeFolder(to / part));
        for (const char* name : {"checkpoints/last.safetensors", "quantization.json", "project.netwright", "manifest.json"}) {
            std::error_code error;
            fs::rename(from / name, to / name, error);
            if (error) return fail(Code::Io, (to / name).string(), "cannot be written: " + error.message());
        }
        return {};
    }

    std::string path_, mode_ = "int8", data_, out_;
    std::int64_t samples_ = 500;
};

}  // namespace

std::unique_ptr<Command> makeQuantize() { return std::make_unique<Quantize>(); }

}  // namespace nw::cli
