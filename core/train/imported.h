// A network of another tool as a project: the file, and a finished run that holds its weights.
#pragma once
#include <map>

#include "core/train/run_folder.h"

namespace nw {

/// Writes the project and, beside it, a run of kind "imported" with `weights` (by state name) as its checkpoint, so that the
/// project can be evaluated, used and exported at once. `source` is the file they came from. Errors: of the network; NotFound,
/// Shape (weights that do not fit it); Io.
Result<RunFolder> saveImported(const Project& project, const std::filesystem::path& path,
                               const std::map<std::string, Tensor>& weights, const std::string& source);

}  // namespace nw
