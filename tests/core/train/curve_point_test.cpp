// Points of a curve: as many steps in one as in another, so that none is noisier than its neighbours.
#include "core/train/curve_point.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nw {
namespace {

TEST(CurvePoint, StepsAreSpreadEvenly) {
    for (const std::int64_t batches : {1, 3, 199, 200, 201, 399, 430, 1000}) {
        SCOPED_TRACE(batches);
        CurveSums sums;
        std::vector<std::int64_t> sizes;
        for (int epoch = 0; epoch < 2; ++epoch)
            for (std::int64_t b = 1, before = 0; b <= batches; ++b) {
                TrainEvent step;
                step.loss = static_cast<double>(b);
                const auto point = addStep(sums, step, b, batches);
                if (!point) continue;
                EXPECT_DOUBLE_EQ(point->at("loss"), static_cast<double>(before + 1 + b) / 2) << "the mean of its steps";
                sizes.push_back(b - before);
                before = b;
            }
        EXPECT_EQ(sums.steps, 0) << "an epoch ends with a whole point";
        EXPECT_EQ(static_cast<std::int64_t>(sizes.size()), 2 * std::min<std::int64_t>(batches, 200));
        const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
        EXPECT_LE(*most - *least, 1);
    }
}

}  // namespace
}  // namespace nw
