// Bilinear resizing of images as TensorFlow 2 does it: half-pixel centres, no antialiasing (tf.image.resize, method "bilinear").
#pragma once
#include <algorithm>
#include <cstdint>

namespace nw {

/// Where output position `i` of an axis lies between two input positions: value = in[lower] + (in[upper] - in[lower]) * part.
template <class T>
struct BilinearPosition {
    std::int64_t lower, upper;
    T part;
};

/// Position of output `i` on an axis that goes from `in` to `out` samples; scale = in / out.
template <class T>
inline BilinearPosition<T> bilinearPosition(std::int64_t i, std::int64_t in, T scale) {
    const T at = (static_cast<T>(i) + T(0.5)) * scale - T(0.5);
    if (at <= 0) return {0, 0, 0};
    const auto lower = std::min(static_cast<std::int64_t>(at), in - 1);
    return {lower, std::min(lower + 1, in - 1), at - static_cast<T>(lower)};
}

/// Resizes `n` dense images [height, width, channels] to [outHeight, outWidth, channels]. All sizes are at least 1; `from` and `to`
/// do not overlap. In float the results have TensorFlow's bits up to the contraction of its compiler. Takes no memory.
template <class T>
void resizeBilinear(const T* from, std::int64_t n, std::int64_t height, std::int64_t width, std::int64_t channels, T* to,
                    std::int64_t outHeight, std::int64_t outWidth) {
    const T scaleY = static_cast<T>(height) / static_cast<T>(outHeight), scaleX = static_cast<T>(width) / static_cast<T>(outWidth);
    for (std::int64_t image = 0; image < n; ++image, from += height * width * channels)
        for (std::int64_t y = 0; y < outHeight; ++y) {
            const auto py = bilinearPosition<T>(y, height, scaleY);
            const T *top = from + py.lower * width * channels, *bottom = from + py.upper * width * channels;
            for (std::int64_t x = 0; x < outWidth; ++x) {
                const auto px = bilinearPosition<T>(x, width, scaleX);
                const std::int64_t left = px.lower * channels, right = px.upper * channels;
                for (std::int64_t c = 0; c < channels; ++c) {
                    const T above = top[left + c] + (top[right + c] - top[left + c]) * px.part;
                    const T below = bottom[left + c] + (bottom[right + c] - bottom[left + c]) * px.part;
                    *to++ = above + (below - above) * py.part;
                }
            }
        }
}

}  // namespace nw
