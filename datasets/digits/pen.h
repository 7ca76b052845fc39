// Draws one generated digit: a glyph, the hand's distortions, a pen, and the frame of MNIST (20 pixels in 28, centred by mass).
#pragma once
#include <cstdint>
#include <span>

#include "core/base/philox.h"

namespace nw::datasets {

constexpr int DigitSide = 28;
constexpr int DigitPixels = DigitSide * DigitSide;

/// Writes sample `key` to `pixels` (28×28, white on black) and returns its label, 0...9. A pure function of the key: the same bits
/// on every machine and thread. Takes no memory.
int drawDigit(RandomKey key, std::span<std::uint8_t, DigitPixels> pixels);

}  // namespace nw::datasets
