// A sequence of random numbers for one generated sample, and sine and cosine that have the same bits on every machine.
#pragma once
#include <cstdint>

#include "core/base/philox.h"

namespace nw::datasets {

/// Draws numbers in order from one Philox stream: the sample is a pure function of the key. Uses no library function, so that
/// every machine draws the same bits.
class Draws {
public:
    explicit Draws(RandomKey key) : key_(key) {}

    /// Uniform in [low, high).
    float uniform(float low, float high) { return low + (high - low) * uniform24(bits()); }
    /// Nearly normal with the given standard deviation, never beyond 3.5 of it: the sum of four uniform numbers.
    float spread(float deviation) {
        float sum = 0;
        for (int i = 0; i < 4; ++i) sum += uniform24(bits());
        return (sum - 2.0f) * 1.7320508f * deviation;
    }
    bool chance(float probability) { return uniform24(bits()) < probability; }
    /// Uniform in 0...n-1.
    int choice(int n) { return static_cast<int>(below(bits(), static_cast<std::uint64_t>(n))); }

private:
    std::uint32_t bits() {
        if ((used_ & 3) == 0) block_ = philox(key_, used_ >> 2);
        return block_[used_++ & 3];
    }

    RandomKey key_;
    std::uint64_t used_ = 0;
    PhiloxBlock block_{};
};

/// Sine of an angle in turns (1 is the full circle), |turns| < 2^20; error below 2e-4.
inline float sineOfTurns(float turns) {
    float t = turns - static_cast<float>(static_cast<std::int32_t>(turns));
    if (t < 0) t += 1.0f;
    const bool negative = t >= 0.5f;
    if (negative) t -= 0.5f;
    if (t > 0.25f) t = 0.5f - t;
    const float x = t * 6.2831853f, x2 = x * x;
    const float sine = x * (1.0f - x2 * (1.0f / 6.0f - x2 * (1.0f / 120.0f - x2 * (1.0f / 5040.0f))));
    return negative ? -sine : sine;
}
inline float cosineOfTurns(float turns) { return sineOfTurns(turns + 0.25f); }

}  // namespace nw::datasets
