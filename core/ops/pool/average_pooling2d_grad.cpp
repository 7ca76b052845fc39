// dx[cell] = Σ dy[o] / (cells of window o on the map) over the windows o that hold the cell: the adjoint of average_pooling2d.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::average_pooling2d_grad {

struct AveragePooling2dGrad {
    Pair poolSize{2, 2}, strides{0, 0};
    Padding padding = Padding::Valid;
    Shape inputShape;
};

Result<Signature> infer(const AveragePooling2dGrad& p, const Inputs& in) {
    return Signature().output("dx", {in["dy"].dtype, p.inputShape});
}

Grads vjp(const AveragePooling2dGrad& p, const Pullback& c) {
    Grads g;
    g.set("dy", c.emit().one("average_pooling2d",
                             {{"pool_size", attrOf(p.poolSize)}, {"strides", attrOf(p.strides)}, {"padding", attrOf(p.padding)}},
                             {c.grad("dx")}));
    return g;
}

template <class T>
void reference(const AveragePooling2dGrad& p, const ReferenceArgs& a) {
    const auto dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx");
    const Taps taps(poolWindow(p.poolSize, p.strides, p.padding), dx.shape, dy.shape);
    const std::int64_t channels = dy.dim(3);
    std::fill_n(dx.data, dx.size(), T(0));
    taps.each([&](std::int64_t to, std::int64_t from, std::int64_t) {
        const T count = static_cast<T>(taps.count(from));
        for (std::int64_t c = 0; c < channels; ++c) dx[to * channels + c] += dy[from * channels + c] / count;
    });
}

}  // namespace nw::ops::average_pooling2d_grad

NW_OPERATOR(average_pooling2d_grad) {
    using namespace nw::ops::average_pooling2d_grad;
    return nw::Op<AveragePooling2dGrad>("average_pooling2d_grad")
        .internal()
        .label("Average pooling gradient")
        .doc("The gradient of AveragePooling2D: every cotangent is spread evenly over the cells of its window.")
        .formula("dx[cell] = Σ dy[o] / |o| over windows o that hold the cell")
        .input("dy", "[batch, rows, columns, channels]", "Cotangent of the output.")
        .output("dx", "[batch, height, width, channels]", "Cotangent of the input.")
        .param<&AveragePooling2dGrad::poolSize>(
            "pool_size", {.label = "Pool size", .doc = "Window of average_pooling2d.", .min = 1, .max = 4096})
        .param<&AveragePooling2dGrad::strides>("strides",
                                               {.label = "Strides", .doc = "Strides of average_pooling2d.", .min = 0, .max = 4096})
        .param<&AveragePooling2dGrad::padding>(
            "padding", {.label = "Padding", .doc = "Padding of average_pooling2d.", .choices = nw::PaddingChoices})
        .param<&AveragePooling2dGrad::inputShape>(
            "input_shape", {.label = "Input shape", .doc = "Shape of the input of average_pooling2d.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"dy", {2, 2, 2, 3}}}, {.inputShape = nw::Shape{2, 5, 4, 3}})
        .sample({{"dy", {1, 3, 3, 2}}},
                {.poolSize = {3, 3}, .strides = {2, 2}, .padding = nw::Padding::Same, .inputShape = nw::Shape{1, 5, 6, 2}});
}
