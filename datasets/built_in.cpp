// The list of built-in sets.
#include "datasets/built_in.h"

#include "core/base/files.h"
#include "datasets/digits/digits.h"

namespace nw::datasets {

void addBuiltInSets(BuiltInSets& sets) {
    sets.add("digits", "70,000 handwritten digits of 28×28 pixels, drawn by the program", [](const OpenOptions& options) {
        return Result<DatasetSplits>(openDigits(cacheFolder() / "datasets", options.pool));
    });
}

}  // namespace nw::datasets
