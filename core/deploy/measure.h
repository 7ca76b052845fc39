// measureModel: what a model costs and how good it is: bytes of its file, accuracy, time of one element.
#pragma once
#include "core/deploy/model.h"
#include "core/formats/format.h"

namespace nw {

struct Measured {
    std::optional<double> accuracy;  ///< nothing where the set has no classes
    std::int64_t samples = 0;        ///< that the accuracy is of
    double milliseconds = 0;         ///< one element in this engine: the median of repeated calls
    /// Bytes of the file by the id of its format, or why that format cannot hold the model.
    std::map<std::string, Result<std::int64_t>> bytes;
};

/// Writes the model in every format, to memory only. Accuracy on at most `limit` samples of `set`, evenly spaced (0: all), unless
/// `accuracy` is known already. Errors: those of the data, Cancelled.
Result<Measured> measureModel(const Engine& engine, const LoadedModel& model, const std::shared_ptr<const Dataset>& set,
                              std::int64_t limit, std::optional<double> accuracy, const JobHooks& hooks);

/// Median milliseconds of one call with one element of `set`. Errors: as above.
Result<double> timeOne(const Engine& engine, const Program& program, std::shared_ptr<const Dataset> set, const JobHooks& hooks);

}  // namespace nw
