// Sliding windows over [batch, height, width, channels]: sizes and padding as TensorFlow counts them, and the loops of the
// reference kernels of convolution and pooling.
#pragma once
#include "core/op/define.h"

namespace nw {

/// Valid: windows stay on the map. Same: ceil(size / stride) windows, the missing border is shared out, the larger half after.
enum class Padding : std::uint8_t { Valid, Same };
inline constexpr std::array<Choice, 2> PaddingChoices{{{"valid", "Valid"}, {"same", "Same"}}};
Attr attrOf(Padding padding);

/// Height, width.
using Pair = std::array<std::int64_t, 2>;
inline Attr attrOf(const Pair& pair) { return std::vector<std::int64_t>(pair.begin(), pair.end()); }

struct Window {
    Pair size{1, 1}, strides{1, 1}, dilation{1, 1};
    Padding padding = Padding::Valid;
    /// Cells from the first to the last tap along axis 0 (height) or 1 (width).
    std::int64_t reach(std::size_t axis) const { return (size[axis] - 1) * dilation[axis] + 1; }
};
/// A pooling window; strides of 0 are the window's size.
Window poolWindow(const Pair& size, const Pair& strides, Padding padding);

/// Error: Shape unless x has the 4 axes [batch, height, width, channels].
Result<void> needImages(const Shape& x);
/// The shape of what windows over `x` give, with `channels`. Error: Shape when x is no batch of images, or when a `what` ("kernel")
/// does not fit.
Result<Shape> windowShape(const Shape& x, const Window& window, const Dim& channels, std::string_view what);

/// Applies `op`, which has the parameters strides, padding, dilation_rate and groups, with these and `more`.
Value convolve(Emit& e, std::string_view op, const Window& window, std::int64_t groups,
               std::initializer_list<std::pair<std::string_view, Attr>> more, std::initializer_list<Value> inputs);

/// A window laid on maps of known sizes. Pixels are numbered in row-major order over batch, height, width; taps over the window.
class Taps {
public:
    /// Shapes of input and output, NHWC.
    Taps(const Window& window, std::span<const std::int64_t> x, std::span<const std::int64_t> y);
    std::int64_t taps() const { return size_[0] * size_[1]; }
    /// The input pixel under a tap of an output pixel; -1 beside the map.
    std::int64_t pixel(std::int64_t out, std::int64_t tap) const {
        if (tap < 0 || tap >= taps()) return -1;
        const std::int64_t n = out / (out_[0] * out_[1]), row = out / out_[1] % out_[0], column = out % out_[1];
        const std::int64_t y = row * strides_[0] + tap / size_[1] * dilation_[0] - before_[0];
        const std::int64_t x = column * strides_[1] + tap % size_[1] * dilation_[1] - before_[1];
        const bool inside = y >= 0 && y < in_[0] && x >= 0 && x < in_[1];
        return inside ? (n * in_[0] + y) * in_[1] + x : -1;
    }
    /// How many taps of an output pixel lie on the map.
    std::int64_t count(std::int64_t out) const;
    /// Calls f(input pixel, output pixel, tap) for every output pixel and each of its taps on the map, in order.
    template <class F>
    void each(F f) const {
        for (std::int64_t out = 0, n = batch_ * out_[0] * out_[1]; out < n; ++out)
            for (std::int64_t tap = 0; tap < taps(); ++tap)
                if (const std::int64_t in = pixel(out, tap); in >= 0) f(in, out, tap);
    }

private:
    std::int64_t batch_;
    Pair in_, out_, size_, strides_, dilation_, before_{0, 0};
};

/// A convolution is Σ x[i] k[j] y[l]: calls f(i, l, j) for every product. `channels` and `filters` are those of the whole maps.
template <class F>
void eachProduct(const Taps& taps, std::int64_t channels, std::int64_t filters, std::int64_t groups, F f) {
    const std::int64_t in = channels / groups, out = filters / groups;
    taps.each([&](std::int64_t xPixel, std::int64_t yPixel, std::int64_t tap) {
        for (std::int64_t g = 0; g < groups; ++g)
            for (std::int64_t i = 0; i < in; ++i)
                for (std::int64_t o = g * out; o < (g + 1) * out; ++o)
                    f(xPixel * channels + g * in + i, yPixel * filters + o, (tap * in + i) * filters + o);
    });
}

}  // namespace nw
