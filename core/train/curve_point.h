// Points of a run's curve: means over steps, so that an epoch has at most 200. The trainer writes them, the studio draws them live.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/train/events.h"

namespace nw {

/// What the steps of a point in the making add up to, by "loss" and metric.
struct CurveSums {
    std::map<std::string, double> sums;
    std::int64_t steps = 0;

    std::map<std::string, double> means() const;
};

/// Takes a step in: loss and metrics of `step`, which is number `batch` of `batches` of its epoch. The means when it completes the
/// point; the sums begin anew then.
std::optional<std::map<std::string, double>> addStep(CurveSums& sums, const TrainEvent& step, std::int64_t batch,
                                                     std::int64_t batches);

}  // namespace nw
