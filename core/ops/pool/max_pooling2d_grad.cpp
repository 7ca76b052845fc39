// dx[cell argmax of window o] = Σ dy[o]: the gradient of max_pooling2d from the places of its maxima.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::max_pooling2d_grad {

struct MaxPooling2dGrad {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Shape inputShape;
};

Result<Signature> infer(const MaxPooling2dGrad& p, const Inputs& in) {
    return Signature().output("dx", {in["dy"].dtype, p.inputShape});
}

Grads vjp(const MaxPooling2dGrad& p, const Pullback& c) {  // linear in dy; the adjoint gathers
    Grads g;
    if (c.wants("dy"))
        g.set("dy",
              c.emit().one("max_pooling2d_gather",
                           {{"pool_size", attrOf(p.poolSize)}, {"strides", attrOf(p.strides)}, {"padding", attrOf(p.padding)}},
                           {c.grad("dx"), c.in("argmax")}));
    return g;
}

template <class T>
void reference(const MaxPooling2dGrad& p, const ReferenceArgs& a) {
    const auto dy = a.in<T>("dy");
    const auto argmax = a.in<std::int32_t>("argmax");
    const auto dx = a.out<T>("dx");
    const Taps taps(poolWindow(p.poolSize, p.strides, p.padding), dx.shape, dy.shape);
    const std::int64_t channels = dy.dim(3);
    std::fill_n(dx.data, dx.size(), T(0));
    for (std::int64_t i = 0, n = dy.size(); i < n; ++i)
        if (const std::int64_t pixel = taps.pixel(i / channels, argmax[i]); pixel >= 0)
            dx[pixel * channels + i % channels] += dy[i];
}

}  // namespace nw::ops::max_pooling2d_grad

NW_OPERATOR(max_pooling2d_grad) {
    using namespace nw::ops::max_pooling2d_grad;
    return nw::Op<MaxPooling2dGrad>("max_pooling2d_grad")
        .internal()
        .label("Max pooling gradient")
        .doc("The gradient of MaxPooling2D: every cotangent goes to the cell that was the maximum of its window.")
        .formula("dx[cell argmax[o] of window o] = Σ dy[o] over windows o")
        .input("dy", "[batch, rows, columns, channels]", "Cotangent of the output.")
        .input("argmax", "[batch, rows, columns, channels]", "Index of the maximum in its window; beside the map: dropped.")
        .output("dx", "[batch, height, width, channels]", "Cotangent of the input.")
        .param<&MaxPooling2dGrad::poolSize>("pool_size",
                                            {.label = "Pool size", .doc = "Window of max_pooling2d.", .min = 1, .max = 4096})
        .param<&MaxPooling2dGrad::strides>("strides",
                                           {.label = "Strides", .doc = "Strides of max_pooling2d.", .min = 0, .max = 4096})
        .param<&MaxPooling2dGrad::padding>("padding",
                                           {.label = "Padding", .doc = "Padding of max_pooling2d.", .choices = nw::PaddingChoices})
        .param<&MaxPooling2dGrad::inputShape>(
            "input_shape", {.label = "Input shape", .doc = "Shape of the input of max_pooling2d.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"dy", {2, 2, 2, 3}}, {"argmax", {2, 2, 2, 3}, 0, 4, nw::DType::Int32}}, {.inputShape = nw::Shape{2, 5, 4, 3}})
        .sample({{"dy", {1, 3, 3, 2}}, {"argmax", {1, 3, 3, 2}, 0, 9, nw::DType::Int32}},
                {.poolSize = {3, 3}, .strides = {2, 2}, .padding = nw::Padding::Same, .inputShape = nw::Shape{1, 5, 6, 2}});
}
