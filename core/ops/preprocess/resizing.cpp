// y[i, j] = x at ((i + ½) in / out − ½, ...): bilinear between four pixels, or the nearest pixel; half-pixel centres.
#include "core/op/resample.h"

namespace nw::ops::resizing {

struct Resizing {
    std::int64_t height = 224, width = 224;
    Interpolation interpolation = Interpolation::Bilinear;
};

Result<Signature> infer(const Resizing& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!isFloating(x.dtype))
        return fail(Code::Type, "x", "is " + std::string(nameOf(x.dtype)) + ", but resizing needs floating point",
                    "Insert a cast.");
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    const Shape& s = *x.shape;
    if (s.size() != 4)
        return fail(Code::Shape, "x", "needs 4 axes [batch, height, width, channels], got " + std::to_string(s.size()));
    Signature signature;
    const Shape y{s[0], p.height, p.width, s[3]};
    signature.flops(Dim(p.interpolation == Interpolation::Bilinear ? 6 : 0) * product(y));
    return signature.output("y", {x.dtype, y});
}

Grads vjp(const Resizing& p, const Pullback& c) {  // linear: the adjoint spreads dy over the pixels it came from
    Emit& e = c.emit();
    const std::string how = idOf(p.interpolation);
    Grads g;
    g.set("x", e.one("resizing_grad", {{"interpolation", how}, {"input_shape", e.shape(c.in("x"))}}, {c.grad("y")}));
    return g;
}

template <class T>
void reference(const Resizing& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto y = a.out<T>("y");
    const std::int64_t height = y.dim(1), width = y.dim(2), channels = y.dim(3), rows = x.dim(1), columns = x.dim(2);
    for (std::int64_t o = 0, n = y.size(); o < n; ++o) {
        const std::int64_t c = o % channels, j = o / channels % width, i = o / channels / width % height;
        const T* map = x.data + o / channels / width / height * rows * columns * channels + c;
        const Place v = placeOf(i, rows, height, p.interpolation), h = placeOf(j, columns, width, p.interpolation);
        const auto at = [&](std::int64_t row, std::int64_t column) { return map[(row * columns + column) * channels]; };
        const T dx = static_cast<T>(h.lerp), dy = static_cast<T>(v.lerp);
        const T top = at(v.low, h.low) + (at(v.low, h.high) - at(v.low, h.low)) * dx;
        const T bottom = at(v.high, h.low) + (at(v.high, h.high) - at(v.high, h.low)) * dx;
        y[o] = top + (bottom - top) * dy;
    }
}

}  // namespace nw::ops::resizing

NW_OPERATOR(resizing) {
    using namespace nw;
    using namespace nw::ops::resizing;
    return nw::Op<Resizing>("resizing")
        .label("Resizing")
        .keywords({"resize", "scale", "image", "upsample", "interpolate"})
        .doc("Stretches or shrinks images to a fixed size, without antialiasing.")
        .formula("y[i, j] = x at ((i + ½) h / height − ½, (j + ½) w / width − ½)")
        .source("tf.image.resize (TensorFlow 2); tf.keras.layers.Resizing")
        .input("x", "[batch, height, width, channels]", "Images.")
        .output("y", "[batch, height, width, channels]", "Images of the new size.")
        .param<&Resizing::height>("height", {.label = "Height", .doc = "New height.", .min = 1, .max = 1 << 16, .unit = "px"})
        .param<&Resizing::width>("width", {.label = "Width", .doc = "New width.", .min = 1, .max = 1 << 16, .unit = "px"})
        .param<&Resizing::interpolation>("interpolation",
                                         {.label = "Interpolation",
                                          .doc = "Bilinear: a weighted mean of four pixels. Nearest: the closest pixel.",
                                          .choices = InterpolationChoices})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 3, 4, 2}}}, {.height = 5, .width = 3})
        .sample({{"x", {1, 4, 5, 1}}}, {.height = 3, .width = 8, .interpolation = Interpolation::Nearest});
}
