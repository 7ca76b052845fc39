// Adding up steps.
#include "core/train/curve_point.h"

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
    const std::int64_t width = (batches + MostPoints - 1) / MostPoints;
    if (++sums.steps < width && batch < batches) return std::nullopt;
    return std::exchange(sums, {}).means();
}

}  // namespace nw
