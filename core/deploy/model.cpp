// Loading models.
#include "core/deploy/model.h"

#include <filesystem>

#include "core/compile/deploy.h"
#include "core/formats/format.h"
#include "core/passes/simplify.h"
#include "core/quant/quantization.h"

namespace nw {

namespace fs = std::filesystem;

namespace {

Result<LoadedModel> loadRun(const std::string& path, const RunFolder& run) {
    NW_TRY(const Project project, run.project());
    NW_TRY(const Manifest manifest, run.manifest());
    LoadedModel m;
    m.name = path;
    m.run = run;
    m.data = manifest.data;
    m.seed = manifest.seed;
    auto evaluation = evaluationProgram(project.graph);
    if (!evaluation && manifest.kind != "imported") return evaluation.error();  // files of other tools may have no head
    NW_TRY(const Program inference, inferenceProgram(project.graph));
    const std::string checkpoint = run.hasCheckpoint("best") ? "best" : "last";
    if (!run.hasCheckpoint(checkpoint))
        return fail(Code::NotFound, run.path().string(), "has no checkpoint yet", "Let it train for a while.");
    NW_TRY(auto loaded, run.loadCheckpoint(checkpoint, evaluation ? evaluation->state : inference.state));
    if (evaluation) { NW_TRY(m.evaluationState, loaded.first.select(*evaluation)); }
    NW_TRY(const std::vector<Tensor> state, loaded.first.select(inference));
    NW_TRY(m.inference, deploy(freeze(inference, state)));
    m.classNames = inference.classNames;
    m.quantized = manifest.kind == "quantized";
    if (!m.quantized) {
        if (evaluation) m.evaluation = *std::move(evaluation);
        return m;
    }
    NW_TRY(const Quantization q, loadQuantization(run.path() / "quantization.json"));
    NW_TRY(m.inference, quantize(m.inference, q));
    return m;
}

}  // namespace

Result<LoadedModel> loadModel(const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        if (RunFolder::is(path)) return loadRun(path, RunFolder(path));
        return fail(Code::Format, path, "is not a run folder");
    }
    if (!fs::exists(path, error)) return fail(Code::NotFound, path, "does not exist");
    if (fs::path(path).extension() == ".netwright") {
        NW_TRY(const RunFolder run, RunFolder::newestIn(runsFolderOf(path), false));
        return loadRun(path, run);
    }
    if (const Format* format = formatForFile(path)) {
        LoadedModel m;
        m.name = path;
        NW_TRY(m.inference, format->readFile(path));
        m.classNames = m.inference.classNames;
        return m;
    }
    return fail(Code::Format, path, "is not a model that Netwright reads", "Name a project, a run folder or a model file.");
}

Result<Evaluation> evaluateModel(const Engine& engine, const LoadedModel& model, const std::shared_ptr<const Dataset>& set,
                                 const EvaluateOptions& options) {
    const ExecutableOptions executable = engine.executable(Phase::Inference);
    if (model.evaluation) {
        Runner runner(*model.evaluation, executable);
        return evaluate(runner, model.evaluationState, set, *engine.pool(), options);
    }
    Runner runner(model.inference, executable);
    return evaluatePredictions(runner, {}, set, *engine.pool(), options);
}

Result<Project> loadAnyProject(const std::string& path) {
    if (RunFolder::is(path)) return RunFolder(path).project();
    return loadProject(path);
}

}  // namespace nw
