// Philox4x32-10, a counter-based random generator: value i of a stream is a pure function of (key, i).
// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>

namespace nw {

/// A 64-bit Philox key. Keys are derived, never advanced: `fold` mixes one more number in.
struct RandomKey {
    std::uint64_t value = 0;
    bool operator==(const RandomKey&) const = default;
};

using PhiloxBlock = std::array<std::uint32_t, 4>;

/// Block `counter` of the stream `key`: four independent uniform 32-bit numbers.
constexpr PhiloxBlock philox(RandomKey key, std::uint64_t counter, std::uint64_t high = 0) {
    std::uint32_t k0 = static_cast<std::uint32_t>(key.value), k1 = static_cast<std::uint32_t>(key.value >> 32);
    PhiloxBlock c{static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), static_cast<std::uint32_t>(high),
                  static_cast<std::uint32_t>(high >> 32)};
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53} * c[0], p1 = std::uint64_t{0xCD9E8D57} * c[2];
        c = {static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k0, static_cast<std::uint32_t>(p1),
             static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k1, static_cast<std::uint32_t>(p0)};
        k0 += 0x9E3779B9, k1 += 0xBB67AE85;
    }
    return c;
}

/// The key of a substream: of a node, a call, an iteration, a step. fold(fold(k, a), b) != fold(fold(k, b), a).
constexpr RandomKey fold(RandomKey key, std::uint64_t number) {
    const PhiloxBlock b = philox(key, number, 0x6E65747772696768ull);
    return {(std::uint64_t{b[1]} << 32) | b[0]};
}

/// Element i of a stream as 32 random bits.
constexpr std::uint32_t randomBits(RandomKey key, std::uint64_t i) { return philox(key, i >> 2)[i & 3]; }

/// Uniform in [0, 1) with 24 bits, exact in float.
constexpr float uniform24(std::uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24f; }

/// Standard normal deviate from element i (Box and Muller 1958, in double; one deviate per element).
inline double normal(RandomKey key, std::uint64_t i) {
    const PhiloxBlock b = philox(key, i);
    const double u = (static_cast<double>(b[0]) + 0.5) * 0x1p-32, v = (static_cast<double>(b[1]) + 0.5) * 0x1p-32;
    return std::sqrt(-2.0 * std::log(u)) * std::cos(6.283185307179586477 * v);
}

/// Uniform integer in [0, n) from 32 bits (multiply and shift); n up to 2^32.
constexpr std::uint64_t below(std::uint32_t bits, std::uint64_t n) { return (std::uint64_t{bits} * n) >> 32; }

}  // namespace nw
