// Exponential functions without branches, so that loops over them become vector code. Internal linkage: see level.h.
#pragma once

namespace nw::cpu::NW_LEVEL {
namespace {

/// eˣ. x = n ln 2 + r with |r| ≤ ln 2 / 2, Taylor's series to r⁷ (remainder 5e-9), scaled by 2ⁿ in two factors so that the ends
/// overflow to infinity and underflow through denormals. Within 2 units in the last place; NaN stays.
inline __attribute__((always_inline)) float expOf(float x) {
    constexpr float magic = 12582912.0f;  // 1.5 · 2²³: adding it rounds to a whole number in the low bits
    x = x < -104.0f ? -104.0f : x;
    x = x > 89.0f ? 89.0f : x;
    const float t = x * 1.44269504f + magic;
    const int n = __builtin_bit_cast(int, t) - __builtin_bit_cast(int, magic);
    const float whole = t - magic;
    const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
    float p = 1.0f / 5040;
    p = p * r + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    const int half = n >> 1;
    return p * __builtin_bit_cast(float, (half + 127) << 23) * __builtin_bit_cast(float, (n - half + 127) << 23);
}

/// 1 / (1 + e⁻ˣ), within 3 units in the last place.
inline __attribute__((always_inline)) float sigmoidOf(float x) { return 1.0f / (1.0f + expOf(-x)); }

/// tanh: near 0 x + x³ P(x²) (coefficients of Moshier's Cephes library, tanhf), else 1 − 2 / (e²ˣ + 1). Within 3 units.
inline __attribute__((always_inline)) float tanhOf(float x) {
    const float size = __builtin_fabsf(x), z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    const float small = p * z * x + x;
    const float large = __builtin_copysignf(1.0f - 2.0f / (expOf(2.0f * size) + 1.0f), x);
    return size < 0.625f ? small : large;
}

}  // namespace
}  // namespace nw::cpu::NW_LEVEL
