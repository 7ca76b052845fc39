// importModel: a model file of another tool as a project with its weights.
#pragma once
#include <filesystem>

#include "core/train/run_folder.h"

namespace nw {

struct ImportedModel {
    RunFolder run;  ///< holds the weights
    std::int64_t nodes = 0, parameters = 0;
};

/// Writes the project `out` and, beside it, a run with the weights. An existing project is overwritten. Errors: Format (not a model
/// file that is read), Unsupported (names the operator), Io.
Result<ImportedModel> importModel(const std::filesystem::path& file, const std::filesystem::path& out);

}  // namespace nw
