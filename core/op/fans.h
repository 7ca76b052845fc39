// What random initializers share: declaration, drawing, the fans of a weight and the truncated normal deviate.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "core/base/philox.h"
#include "core/op/define.h"

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

/// The signature of an initializer. Error: Type unless the weight is floating point.
inline Result<Signature> randomWeight(DType dtype, const Shape& shape) {
    if (!isFloating(dtype))
        return fail(Code::Type, "dtype", "is " + std::string(nameOf(dtype)) + ", but random weights are floating point");
    return Signature().output("y", {dtype, shape});
}

/// y[i] = draw(key, i).
template <class T, class Draw>
void drawEach(const ReferenceArgs& a, Draw draw) {
    const auto y = a.out<T>("y");
    const RandomKey key{static_cast<std::uint64_t>(a.in<std::int64_t>("key")[0])};
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] = static_cast<T>(draw(key, static_cast<std::uint64_t>(i)));
}

/// Uniform in [−limit, limit).
template <class T>
void drawUniform(const ReferenceArgs& a, double limit) {
    drawEach<T>(a, [limit](RandomKey key, std::uint64_t i) { return limit * (2.0 * uniform24(randomBits(key, i)) - 1); });
}

/// Normal with this deviation after it was cut at two deviations.
template <class T>
void drawTruncated(const ReferenceArgs& a, double deviation) {
    const double stddev = deviation / TruncatedNormalDeviation;
    drawEach<T>(a, [stddev](RandomKey key, std::uint64_t i) { return stddev * truncatedNormal(key, i); });
}

/// The key, the output, the parameters shape and dtype, and samples.
template <class P>
Op<P>& declareRandomWeight(Op<P>& op) {
    return op.random()
        .output("y", "[...]", "The first value of the weight.")
        .template param<&P::shape>("shape", {.label = "Shape", .doc = "Shape of the weight."})
        .template param<&P::dtype>("dtype", {.label = "Type", .doc = "Element type of the weight."})
        .sample({{"key", {}, 0, 1000, DType::Int64}}, {.shape = Shape{4, 3}})
        .sample({{"key", {}, 0, 1000, DType::Int64}}, {.shape = Shape{3, 2, 2, 5}});
}

}  // namespace nw
