// Sizes and padding of sliding windows.
#include "core/op/window.h"

#include "core/op/registry.h"

namespace nw {

Attr attrOf(Padding padding) { return std::string(PaddingChoices[static_cast<std::size_t>(padding)].id); }

Window poolWindow(const Pair& size, const Pair& strides, Padding padding) {
    Window w{size, strides, {1, 1}, padding};
    for (std::size_t a = 0; a < 2; ++a)
        if (w.strides[a] == 0) w.strides[a] = size[a];
    return w;
}

Result<void> needImages(const Shape& x) {
    if (x.size() == 4) return {};
    return fail(Code::Shape, "x", "needs 4 axes [batch, height, width, channels], got " + std::to_string(x.size()));
}

Result<Shape> windowShape(const Shape& x, const Window& window, const Dim& channels, std::string_view what) {
    NW_RETURN_IF_ERROR(needImages(x));
    Shape y{x[0], x[1], x[2], channels};
    for (std::size_t a = 0; a < 2; ++a) {
        const Dim& in = x[a + 1];
        if (window.padding == Padding::Same) {
            y[a + 1] = ceilDiv(in, window.strides[a]);
            continue;
        }
        if (in.known() && in.value() < window.reach(a)) {
            const auto text = [](const auto& h, const auto& w) { return textOf(Shape{h, w}); };
            std::string message = "a " + text(window.size[0], window.size[1]) + " " + std::string(what);
            if (window.dilation != Pair{1, 1}) message += " dilated to " + text(window.reach(0), window.reach(1));
            message += " does not fit a " + text(x[1], x[2]) + " map with valid padding";
            return fail(Code::Shape, "x", message, "Choose same padding or a smaller " + std::string(what) + ".");
        }
        y[a + 1] = floorDiv(in - Dim(window.reach(a)), window.strides[a]) + Dim(1);
    }
    return y;
}

Value convolve(Emit& e, std::string_view op, const Window& window, std::int64_t groups,
               std::initializer_list<std::pair<std::string_view, Attr>> more, std::initializer_list<Value> inputs) {
    std::vector<std::pair<std::string_view, Attr>> attrs(more);
    attrs.emplace_back("strides", attrOf(window.strides));
    attrs.emplace_back("padding", attrOf(window.padding));
    attrs.emplace_back("dilation_rate", attrOf(window.dilation));
    attrs.emplace_back("groups", groups);
    const auto params = Params::make(operatorById(op), attrs);
    NW_CHECK(params, params ? "" : params.error().text());
    return e.apply(*params, std::span<const Value>(inputs.begin(), inputs.size()))[0];
}

Taps::Taps(const Window& window, std::span<const std::int64_t> x, std::span<const std::int64_t> y)
    : batch_(x[0]), in_{x[1], x[2]}, out_{y[1], y[2]}, size_(window.size), strides_(window.strides), dilation_(window.dilation) {
    if (window.padding == Padding::Same)
        for (std::size_t a = 0; a < 2; ++a)
            before_[a] = std::max<std::int64_t>((out_[a] - 1) * strides_[a] + window.reach(a) - in_[a], 0) / 2;
}

std::int64_t Taps::count(std::int64_t out) const {
    std::int64_t n = 0;
    for (std::int64_t tap = 0; tap < taps(); ++tap) n += pixel(out, tap) >= 0;
    return n;
}

}  // namespace nw
