// Measuring ranges and writing the quantized run.
#include "core/deploy/quantize_run.h"

#include <unistd.h>

#include <filesystem>

#include "core/base/files.h"
#include "core/op/def.h"
#include "core/train/data_binding.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

Result<Ranges> measure(const Engine& engine, const LoadedModel& model, const std::string& spec, std::int64_t samples,
                       const JobHooks& hooks) {
    NW_TRY(const DatasetSplits splits, engine.open(spec, 1));
    NW_TRY(auto set, splits.choose(Split::Train));
    NW_TRY(set, fitImages(model.inference, set));
    set = limited(set, samples);
    NW_TRY(DataBinding binding, DataBinding::create(model.inference, set->spec()));
    RangeObserver observer(model.inference, engine.executable(Phase::Inference));
    Pipeline pipeline(set, {.batch = std::min<std::int64_t>(32, set->size()), .shuffle = false}, *engine.pool());
    pipeline.startEpoch(0);
    for (Batch batch;;) {
        NW_RETURN_IF_ERROR(hooks.check("quantize"));
        NW_TRY(const bool more, pipeline.next(batch));
        if (!more) return observer.ranges();
        NW_RETURN_IF_ERROR(observer.observe(binding.inputs(batch)));
        hooks.say("Measuring", observer.ranges().samples, set->size());
    }
}

Result<RunFolder> chooseFolder(const LoadedModel& model, const fs::path& out) {
    if (out.empty()) return RunFolder::createIn(model.run->path().parent_path());
    if (RunFolder::is(out)) {
        NW_TRY(const Manifest m, RunFolder(out).manifest());
        if (m.kind != "quantized") return fail(Code::Argument, out.string(), "holds a training run", "Choose another folder.");
    }
    return RunFolder(out);
}

Result<void> move(const fs::path& from, const fs::path& to) {
    for (const char* part : {"checkpoints", "evaluation", "exports"}) NW_RETURN_IF_ERROR(makeFolder(to / part));
    for (const char* name : {"checkpoints/last.safetensors", "quantization.json", "project.netwright", "manifest.json"}) {
        std::error_code error;
        fs::rename(from / name, to / name, error);
        if (error) return fail(Code::Io, (to / name).string(), "cannot be written: " + error.message());
    }
    return {};
}

Result<void> fill(RunFolder folder, const LoadedModel& model, const Quantization& q) {
    NW_TRY(const Project project, model.run->project());
    NW_TRY(Manifest manifest, model.run->manifest());
    manifest.kind = "quantized";
    manifest.parent = fs::absolute(model.run->path()).lexically_normal().string();
    manifest.status = "finished";
    NW_RETURN_IF_ERROR(folder.begin(manifest, project));
    NW_TRY(const Bytes weights, readFile(model.run->path() / "checkpoints" / (model.checkpoint + ".safetensors")));
    NW_RETURN_IF_ERROR(writeFileAtomically(folder.path() / "checkpoints" / "last.safetensors", weights));
    return saveQuantization(q, folder.path() / "quantization.json");
}

/// All files are written beside the folder and moved there together: without room for one the old run stays as it was.
Result<RunFolder> write(const LoadedModel& model, const Quantization& q, const fs::path& out) {
    NW_TRY(const RunFolder folder, chooseFolder(model, out));
    fs::path beside = fs::absolute(folder.path()).lexically_normal();
    if (beside.filename().empty()) beside = beside.parent_path();
    beside += ".tmp-" + std::to_string(::getpid());
    auto done = fill(RunFolder(beside), model, q);
    if (done) done = move(beside, folder.path());
    std::error_code ignored;
    fs::remove_all(beside, ignored);
    if (done) return folder;
    if (out.empty()) ::rmdir(folder.path().c_str());
    Error e = done.error();
    if (e.place.starts_with(beside.string())) e.place = folder.path().string();  // the folder that was asked for
    return e;
}

}  // namespace

Result<QuantizedRun> quantizeRun(const Engine& engine, const LoadedModel& model, const QuantizeJob& job, const JobHooks& hooks) {
    if (job.mode != "int8") return fail(Code::Unsupported, "mode", "\"" + job.mode + "\" is not known", "Choose int8.");
    if (!model.run || model.quantized)
        return fail(Code::Argument, model.name, model.quantized ? "is quantized already" : "is not a run",
                    "Name a trained project or a run folder.");
    Quantization q{job.mode, job.calibration.empty() ? model.data : job.calibration, {}};
    NW_TRY(q.ranges, measure(engine, model, q.calibration, job.samples, hooks));
    NW_TRY(const Program quantized, quantize(model.inference, q));
    const Int8Layers layers = int8Layers(quantized);
    if (layers.quantized == 0)
        return fail(Code::Unsupported, model.name, "has no layer that int8 makes smaller", "It quantizes Dense and convolutions.");
    NW_TRY(const RunFolder folder, write(model, q, job.out));
    return QuantizedRun{folder, q.ranges.samples, layers};
}

}  // namespace nw
