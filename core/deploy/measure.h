// measureModel: what a model costs and how good it is: bytes of its file, accuracy, time of one element.
#pragma once
#include "core/deploy/model.h"
#include "core/formats/format.h"

namespace nw {

struct Measured {
    std::int64_t bytes = 0;          ///< of the file in that format
    std::optional<double> accuracy;  ///< nothing where the set has no classes
    std::int64_t samples = 0;        ///< that the accuracy is of
    double milliseconds = 0;         ///< one element in this engine: the median of repeated calls
};

/// Writes the model in `format` to memory only. Accuracy on at most `limit` samples of `set`, evenly spaced. Errors: Unsupported
/// (the format lacks an operator), those of the data, Cancelled.
Result<Measured> measureModel(const Engine& engine, const LoadedModel& model, const Format& format,
                              const std::shared_ptr<const Dataset>& set, std::int64_t limit, const JobHooks& hooks);

/// Median milliseconds of one call with one element of `set`. Errors: as above.
Result<double> timeOne(const Engine& engine, const Program& program, std::shared_ptr<const Dataset> set, const JobHooks& hooks);

}  // namespace nw
