// A trained model as the command line names it: a project (its newest run), a run folder, or a model file.
#pragma once
#include "app/cli/command.h"
#include "core/train/run_folder.h"

namespace nw::cli {

struct LoadedModel {
    std::string name;   ///< the path that was given
    Program inference;  ///< deployed: weights are constants; float inputs and outputs
    bool quantized = false;
    std::optional<Program> evaluation;  ///< with losses; only of float runs
    std::vector<Tensor> evaluationState;
    std::optional<RunFolder> run;
    std::string data;  ///< the set it was trained on; may be empty
    std::vector<std::string> classNames;
};

/// Errors: NotFound, Format, and those of the network.
Result<LoadedModel> loadModel(const std::string& path);

/// A project or a run folder's project.
Result<Project> loadAnyProject(const std::string& path);

}  // namespace nw::cli
