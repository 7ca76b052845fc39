// Loading models.
#include "core/deploy/model.h"

#include <filesystem>

#include "core/compile/deploy.h"
#include "core/formats/format.h"
#include "core/passes/document.h"
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
    NW_TRY(RunFolder::Weights weights, run.weights());
    m.checkpoint = weights.checkpoint;
    m.note = weights.note;
    NW_TRY(const State loaded, weights.select(evaluation ? evaluation->state : inference.state));
    if (evaluation) { NW_TRY(m.evaluationState, loaded.select(*evaluation)); }
    NW_TRY(const std::vector<Tensor> state, loaded.select(inference));
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

/// The run folder that a path names; nothing where it is a model file.
Result<std::optional<RunFolder>> runOf(const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        if (RunFolder::is(path)) return std::optional(RunFolder(path));
        return fail(Code::Format, path, "is not a run folder");
    }
    if (!fs::exists(path, error)) return fail(Code::NotFound, path, "does not exist");
    if (fs::path(path).extension() != ".netwright") return std::optional<RunFolder>();
    const auto run = RunFolder::newestIn(runsFolderOf(path), false);
    if (!run) return fail(run.error().code, path, "has no run yet", run.error().hint);
    return std::optional(*run);
}

Result<Program> readModelFile(const std::string& path) {
    if (const Format* format = formatForFile(path)) return format->readFile(path);
    return fail(Code::Format, path, "is not a model that Netwright reads", "Name a project, a run folder or a model file.");
}

}  // namespace

Result<LoadedModel> loadModel(const std::string& path) {
    NW_TRY(const std::optional<RunFolder> run, runOf(path));
    if (run) return loadRun(path, *run);
    LoadedModel m;
    m.name = path;
    NW_TRY(m.inference, readModelFile(path));
    m.classNames = m.inference.classNames;
    return m;
}

Result<StartWeights> startWeights(const std::string& path) {
    NW_TRY(const std::optional<RunFolder> run, runOf(path));
    if (run) {
        NW_TRY(RunFolder::Weights weights, run->weights());
        return StartWeights{run->path().string(), std::move(weights.tensors), std::move(weights.note)};
    }
    NW_TRY(const Program program, readModelFile(path));
    NW_TRY(const Program folded, deploy(program));
    NW_TRY(const Document document, documentOf(folded, fs::path(path).stem().string()));
    return StartWeights{path, {document.weights.begin(), document.weights.end()}, {}};
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
