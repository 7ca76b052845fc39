// A trained model as people name it: a project (its newest run), a run folder, or a model file.
#pragma once
#include "core/deploy/engine.h"
#include "core/train/evaluate.h"
#include "core/train/trainer.h"

namespace nw {

struct LoadedModel {
    std::string name;   ///< the path that was given
    Program inference;  ///< deployed: weights are constants; float inputs and outputs
    bool quantized = false;
    std::optional<Program> evaluation;  ///< with losses; only of float runs
    std::vector<Tensor> evaluationState;
    std::optional<RunFolder> run;
    std::string checkpoint;  ///< of the run: "best" or "last"
    std::string note;        ///< a sentence when the run's best weights could not be read and the last ones are used; else empty
    std::string data;        ///< the set it was trained on; may be empty
    std::int64_t seed = 1;   ///< of the run: decides which elements were held out for validation
    std::vector<std::string> classNames;
};

/// Errors: NotFound, Format, and those of the network.
Result<LoadedModel> loadModel(const std::string& path);

/// Loss, metrics and confusion on a set; of imported and quantized models accuracy and confusion.
Result<Evaluation> evaluateModel(const Engine& engine, const LoadedModel& model, const std::shared_ptr<const Dataset>& set,
                                 const EvaluateOptions& options);

/// The weights of a model by state name (conv2d/kernel), to begin a training with; of a project those of its newest run. Errors: as
/// loadModel.
Result<StartWeights> startWeights(const std::string& path);

/// A project or a run folder's project.
Result<Project> loadAnyProject(const std::string& path);

}  // namespace nw
