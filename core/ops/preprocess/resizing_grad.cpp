// dx[pixel] = Σ weight dy[o] over the outputs o that looked at the pixel: the adjoint of resizing.
#include "core/op/resample.h"

namespace nw::ops::resizing_grad {

struct ResizingGrad {
    Interpolation interpolation = Interpolation::Bilinear;
    Shape inputShape;
};

Result<Signature> infer(const ResizingGrad& p, const Inputs& in) {
    return Signature().output("dx", {in["dy"].dtype, p.inputShape});
}

Grads vjp(const ResizingGrad& p, const Pullback& c) {
    Emit& e = c.emit();
    const Shape dy = e.shape(c.in("dy"));
    const std::string how = idOf(p.interpolation);
    Grads g;
    g.set("dy", e.one("resizing", {{"height", dy[1].value()}, {"width", dy[2].value()}, {"interpolation", how}}, {c.grad("dx")}));
    return g;
}

template <class T>
void reference(const ResizingGrad& p, const ReferenceArgs& a) {
    const auto dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx");
    const std::int64_t height = dy.dim(1), width = dy.dim(2), channels = dy.dim(3), rows = dx.dim(1), columns = dx.dim(2);
    std::fill_n(dx.data, dx.size(), T(0));
    for (std::int64_t o = 0, n = dy.size(); o < n; ++o) {
        const std::int64_t c = o % channels, j = o / channels % width, i = o / channels / width % height;
        T* map = dx.data + o / channels / width / height * rows * columns * channels + c;
        const Place v = placeOf(i, rows, height, p.interpolation), h = placeOf(j, columns, width, p.interpolation);
        const auto add = [&](std::int64_t row, std::int64_t column, T weight) {
            map[(row * columns + column) * channels] += weight * dy[o];
        };
        const T right = static_cast<T>(h.lerp), below = static_cast<T>(v.lerp);
        add(v.low, h.low, (1 - below) * (1 - right));
        add(v.low, h.high, (1 - below) * right);
        add(v.high, h.low, below * (1 - right));
        add(v.high, h.high, below * right);
    }
}

}  // namespace nw::ops::resizing_grad

NW_OPERATOR(resizing_grad) {
    using namespace nw;
    using namespace nw::ops::resizing_grad;
    return nw::Op<ResizingGrad>("resizing_grad")
        .internal()
        .label("Resizing gradient")
        .doc("The gradient of Resizing: every cotangent is spread over the pixels that its output was mixed from.")
        .formula("dx[pixel] = Σ weight(o, pixel) dy[o] over outputs o")
        .input("dy", "[batch, height, width, channels]", "Cotangent of the output of resizing.")
        .output("dx", "[batch, height, width, channels]", "Cotangent of its input.")
        .param<&ResizingGrad::interpolation>(
            "interpolation", {.label = "Interpolation", .doc = "Interpolation of resizing.", .choices = InterpolationChoices})
        .param<&ResizingGrad::inputShape>("input_shape",
                                          {.label = "Input shape", .doc = "Shape of the input of resizing.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"dy", {2, 5, 3, 2}}}, {.inputShape = nw::Shape{2, 3, 4, 2}})
        .sample({{"dy", {1, 3, 8, 1}}}, {.interpolation = Interpolation::Nearest, .inputShape = nw::Shape{1, 4, 5, 1}});
}
