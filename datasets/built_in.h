// The sets that ship with the program.
#pragma once
#include "core/data/spec.h"

namespace nw::datasets {

/// Adds every built-in set: digits. Sets that compute keep their result in cacheFolder()/datasets.
void addBuiltInSets(BuiltInSets& sets);

}  // namespace nw::datasets
