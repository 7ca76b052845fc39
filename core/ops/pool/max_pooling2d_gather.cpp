// y[o] = x[cell argmax of window o]: the adjoint of max_pooling2d_grad.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::max_pooling2d_gather {

struct MaxPooling2dGather {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
};

Result<Signature> infer(const MaxPooling2dGather&, const Inputs& in) {
    return Signature().output("y", {in["x"].dtype, in["argmax"].shape});
}

Grads vjp(const MaxPooling2dGather& p, const Pullback& c) {
    Emit& e = c.emit();
    Grads g;
    if (c.wants("x"))
        g.set("x", e.one("max_pooling2d_grad",
                         {{"pool_size", attrOf(p.poolSize)},
                          {"strides", attrOf(p.strides)},
                          {"padding", attrOf(p.padding)},
                          {"input_shape", e.shape(c.in("x"))}},
                         {c.grad("y"), c.in("argmax")}));
    return g;
}

template <class T>
void reference(const MaxPooling2dGather& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x");
    const auto argmax = a.in<std::int32_t>("argmax");
    const auto y = a.out<T>("y");
    const Taps taps(poolWindow(p.poolSize, p.strides, p.padding), x.shape, y.shape);
    const std::int64_t channels = y.dim(3);
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) {
        const std::int64_t pixel = taps.pixel(i / channels, argmax[i]);
        y[i] = pixel >= 0 ? x[pixel * channels + i % channels] : T(0);
    }
}

}  // namespace nw::ops::max_pooling2d_gather

NW_OPERATOR(max_pooling2d_gather) {
    using namespace nw::ops::max_pooling2d_gather;
    return nw::Op<MaxPooling2dGather>("max_pooling2d_gather")
        .internal()
        .label("Max pooling gather")
        .doc("Takes from every window the cell that argmax names: the adjoint of the gradient of MaxPooling2D.")
        .formula("y[o] = x[cell argmax[o] of window o]")
        .input("x", "[batch, height, width, channels]", "Any map of the size of the input of max_pooling2d.")
        .input("argmax", "[batch, rows, columns, channels]", "Index of the cell in its window; beside the map: 0 is taken.")
        .output("y", "[batch, rows, columns, channels]", "The cells.")
        .param<&MaxPooling2dGather::poolSize>("pool_size",
                                              {.label = "Pool size", .doc = "Window of max_pooling2d.", .min = 1, .max = 4096})
        .param<&MaxPooling2dGather::strides>("strides",
                                             {.label = "Strides", .doc = "Strides of max_pooling2d.", .min = 0, .max = 4096})
        .param<&MaxPooling2dGather::padding>(
            "padding", {.label = "Padding", .doc = "Padding of max_pooling2d.", .choices = nw::PaddingChoices})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 5, 4, 3}}, {"argmax", {2, 2, 2, 3}, 0, 4, nw::DType::Int32}})
        .sample({{"x", {1, 5, 6, 2}}, {"argmax", {1, 3, 3, 2}, 0, 9, nw::DType::Int32}},
                {.poolSize = {3, 3}, .strides = {2, 2}, .padding = nw::Padding::Same});
}
