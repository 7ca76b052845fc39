// Names of classes that are stored as numbers.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace nw {

/// The lines of classes.txt in `folder`, else "0", "1", … up to `largestLabel`. Error: Format when classes.txt names fewer classes
/// than there are; Io.
Result<std::vector<std::string>> classNamesFor(const std::filesystem::path& folder, int largestLabel);

}  // namespace nw
