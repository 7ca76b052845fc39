// The integer arithmetic of TensorFlow Lite's reference kernels, bit for bit.
// Source: TensorFlow Lite kernels/internal/common.h and quantization_util.cc; gemmlowp fixedpoint.h (described, not copied).
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace nw::cpu {

/// A positive real number as multiplier · 2^(shift - 31), multiplier in [2^30, 2^31).
struct Multiplier {
    std::int32_t multiplier = 0;
    int shift = 0;
};

inline Multiplier toMultiplier(double real) {
    if (real == 0) return {};
    int shift = 0;
    const double m = std::frexp(real, &shift);
    auto q = static_cast<std::int64_t>(std::round(m * 2147483648.0));
    if (q == std::int64_t{1} << 31) q /= 2, ++shift;
    if (shift < -31) return {};
    if (shift > 30) return {std::numeric_limits<std::int32_t>::max(), 30};
    return {static_cast<std::int32_t>(q), shift};
}

/// Saturating rounding doubling high multiplication: round(a b / 2^31).
inline std::int32_t highMultiply(std::int32_t a, std::int32_t b) {
    if (a == b && a == std::numeric_limits<std::int32_t>::min()) return std::numeric_limits<std::int32_t>::max();
    const std::int64_t p = std::int64_t{a} * b;
    const std::int64_t nudge = p >= 0 ? (1 << 30) : 1 - (1 << 30);
    return static_cast<std::int32_t>((p + nudge) / (std::int64_t{1} << 31));
}

/// x / 2^e, rounded half away from zero.
inline std::int32_t roundingShift(std::int32_t x, int e) {
    const std::int32_t mask = static_cast<std::int32_t>((std::int64_t{1} << e) - 1), rest = x & mask;
    const std::int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return (x >> e) + (rest > threshold ? 1 : 0);
}

/// x times a multiplier, rounded twice, as all reference kernels but the fully connected one do.
inline std::int32_t scaleBy(std::int32_t x, Multiplier m) {
    const int left = std::max(m.shift, 0), right = std::max(-m.shift, 0);
    return roundingShift(highMultiply(static_cast<std::int32_t>(static_cast<std::uint32_t>(x) << left), m.multiplier), right);
}

/// x times a multiplier, rounded once: (x m + 2^(30 - shift)) / 2^(31 - shift). LiteRT's fully connected kernel does this (seen in
/// version 2.3, also with the reference resolver); it differs from the above in about one value of 5,000.
inline std::int32_t scaleByOnce(std::int32_t x, Multiplier m) {
    const int total = 31 - m.shift;
    return static_cast<std::int32_t>((std::int64_t{x} * m.multiplier + (std::int64_t{1} << (total - 1))) >> total);
}

inline std::int8_t clampInt8(std::int64_t v, std::int32_t low = -128, std::int32_t high = 127) {
    return static_cast<std::int8_t>(std::clamp<std::int64_t>(v, low, high));
}

/// Left shift that saturates.
inline std::int32_t saturatingShift(std::int32_t x, int k) {
    const std::int64_t limit = (std::int64_t{1} << (31 - k)) - 1;
    if (x > limit) return std::numeric_limits<std::int32_t>::max();
    if (x < -limit) return std::numeric_limits<std::int32_t>::min();
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(x) << k);
}

/// exp(a) for a in [-1/4, 0) in Q0.31.
inline std::int32_t expQuarter(std::int32_t a) {
    const std::int32_t x = a + (1 << 28), x2 = highMultiply(x, x), x3 = highMultiply(x2, x), x4 = highMultiply(x2, x2);
    const std::int32_t t = roundingShift(highMultiply(roundingShift(x4, 2) + x3, 715827883) + x2, 1);
    return 1895147668 + highMultiply(1895147668, x + t);
}

/// exp(a) for a <= 0 with `integerBits` integer bits, in Q0.31.
inline std::int32_t expNegative(std::int32_t a, int integerBits) {
    const int fraction = 31 - integerBits;
    if (a == 0) return std::numeric_limits<std::int32_t>::max();
    const std::int32_t quarter = std::int32_t{1} << (fraction - 2);
    const std::int32_t m = (a & (quarter - 1)) - quarter, rest = m - a;
    std::int32_t r = expQuarter(saturatingShift(m, integerBits));
    constexpr struct {
        int exponent;
        std::int32_t factor;
    } steps[] = {{-2, 1672461947}, {-1, 1302514674}, {0, 790015084}, {1, 290630308}, {2, 39332535}, {3, 720401}, {4, 242}};
    for (const auto& s : steps)
        if (integerBits > s.exponent && (rest & (std::int32_t{1} << (fraction + s.exponent)))) r = highMultiply(r, s.factor);
    if (integerBits > 5 && a < -(std::int32_t{32} << fraction)) return 0;
    return r;
}

/// 1 / (1 + a) for a in (0, 1), Q0.31.
inline std::int32_t oneOverOnePlus(std::int32_t a) {
    const auto half = static_cast<std::int32_t>((std::int64_t{a} + std::numeric_limits<std::int32_t>::max() + 1) / 2);
    std::int32_t x = 1515870810 + highMultiply(half, -1010580540);
    for (int i = 0; i < 3; ++i) x += saturatingShift(highMultiply(x, (1 << 29) - highMultiply(half, x)), 2);
    return saturatingShift(x, 1);
}

}  // namespace nw::cpu
