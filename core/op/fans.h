// What initializers share: the fans of a weight and the truncated normal deviate.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "core/base/philox.h"

namespace nw {

/// How many inputs an output of a weight has, and how many outputs an input; Keras's compute_fans. Axes before the last two are
/// the receptive field.
struct Fans {
    double in = 1, out = 1;
    double average() const { return (in + out) / 2; }
};
inline Fans fansOf(std::span<const std::int64_t> shape) {
    if (shape.empty()) return {};
    double field = 1;
    for (std::size_t i = 0; i + 2 < shape.size(); ++i) field *= static_cast<double>(shape[i]);
    const double last = static_cast<double>(shape.back());
    const double before = shape.size() > 1 ? static_cast<double>(shape[shape.size() - 2]) : last;
    return {std::max(1.0, before * field), std::max(1.0, last * field)};
}

/// Standard deviation of a standard normal deviate truncated to [-2, 2].
inline constexpr double TruncatedNormalDeviation = 0.87962566103423978;

/// Element i of a standard normal stream truncated to [-2, 2]: the first attempt that falls inside, attempt k from the block
/// (i, k); 0 after 64 attempts (never in practice: 0.0455^64).
inline double truncatedNormal(RandomKey key, std::uint64_t i) {
    for (std::uint64_t attempt = 0; attempt < 64; ++attempt) {
        const PhiloxBlock b = philox(key, i, attempt);
        const double u = (static_cast<double>(b[0]) + 0.5) * 0x1p-32, v = (static_cast<double>(b[1]) + 0.5) * 0x1p-32;
        const double z = std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586477 * v);
        if (std::abs(z) <= 2) return z;
    }
    return 0;
}

}  // namespace nw
