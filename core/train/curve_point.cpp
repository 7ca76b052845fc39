// Adding up steps.
#include "core/train/curve_point.h"

#include <algorithm>
#include <utility>

namespace nw {

namespace {
constexpr std::int64_t MostPoints = 200;  ///< of an epoch
}

std::map<std::string, double> CurveSums::means() const {
    std::map<std::string, double> out = sums;
    for (auto& [name, value] : out) value /= static_cast<double>(steps);
    return out;
}

std::optional<std::map<std::string, double>> addStep(CurveSums& sums, const TrainEvent& step, std::int64_t batch,
                                                     std::int64_t batches) {
    sums.sums["loss"] += step.loss;
    for (const auto& [name, value] : step.metrics) sums.sums[name] += value;
    ++sums.steps;
    const std::int64_t points = std::min(batches, MostPoints);  // of steps as many as the others, one more or less
    if (batch * points / batches == (batch - 1) * points / batches) return std::nullopt;
    return std::exchange(sums, {}).means();
}

}  // namespace nw
