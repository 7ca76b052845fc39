// Ranges: the smallest and largest number of every value of a network, measured on samples.
#pragma once
#include <functional>

#include "core/compile/compile.h"

namespace nw {

struct Range {
    float low = 0, high = 0;
    bool operator==(const Range&) const = default;
};

/// By application (index into the function's nodes + 1) and, under 0, by input. Only first outputs of float applications are
/// measured.
struct Ranges {
    std::vector<Range> inputs, nodes;
    std::int64_t samples = 0;
};

/// Runs a deployed program (no state) on batches and watches all its values.
class RangeObserver {
public:
    RangeObserver(const Program& program, ExecutableOptions options);
    /// Error: of the kernels, or inputs that do not fit.
    Result<void> observe(std::span<const Tensor> inputs);
    const Ranges& ranges() const { return ranges_; }

private:
    Program probed_;  ///< with every float value as an output
    std::vector<std::size_t> nodes_;
    std::unique_ptr<Runner> runner_;
    Ranges ranges_;
};

}  // namespace nw
