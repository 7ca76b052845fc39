// dx = the transposed convolution of dy: the adjoint of conv2d in its input.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::conv2d_input_grad {

struct Conv2dInputGrad {
    Pair strides{1, 1};
    Padding padding = Padding::Valid;
    Pair dilationRate{1, 1};
    std::int64_t groups = 1;
    Shape inputShape;
};

Result<Signature> infer(const Conv2dInputGrad& p, const Inputs& in) {
    const Type &dy = in["dy"], &kernel = in["kernel"];
    Signature s;
    if (dy.shape && kernel.shape && kernel.shape->size() == 4)
        s.flops(Dim(2) * product(*dy.shape) * (*kernel.shape)[0] * (*kernel.shape)[1] * (*kernel.shape)[2]);
    return s.output("dx", {dy.dtype, p.inputShape});
}

Grads vjp(const Conv2dInputGrad& p, const Pullback& c) {  // dx is linear in dy and in the kernel
    Emit& e = c.emit();
    const Value dy = c.in("dy"), kernel = c.in("kernel"), g = c.grad("dx");
    const Shape k = e.shape(kernel);
    const Window window{{k[0].value(), k[1].value()}, p.strides, p.dilationRate, p.padding};
    Grads grads;
    if (c.wants("dy"))
        grads.set("dy",
                  convolve(e, "conv2d", window, p.groups,
                           {{"filters", k[3].value()}, {"kernel_size", attrOf(window.size)}, {"use_bias", false}}, {g, kernel}));
    if (c.wants("kernel")) grads.set("kernel", convolve(e, "conv2d_kernel_grad", window, p.groups, {{"kernel_shape", k}}, {g, dy}));
    return grads;
}

template <class T>
void reference(const Conv2dInputGrad& p, const ReferenceArgs& a) {
    const auto dy = a.in<T>("dy"), k = a.in<T>("kernel");
    const auto dx = a.out<T>("dx");
    std::fill_n(dx.data, dx.size(), T(0));
    const Window window{{k.dim(0), k.dim(1)}, p.strides, p.dilationRate, p.padding};
    eachProduct(Taps(window, dx.shape, dy.shape), dx.dim(3), dy.dim(3), p.groups,
                [&](std::int64_t xi, std::int64_t yi, std::int64_t ki) { dx[xi] += dy[yi] * k[ki]; });
}

}  // namespace nw::ops::conv2d_input_grad

NW_OPERATOR(conv2d_input_grad) {
    using namespace nw::ops::conv2d_input_grad;
    return nw::Op<Conv2dInputGrad>("conv2d_input_grad")
        .internal()
        .label("Conv2D input gradient")
        .doc("The gradient of Conv2D with respect to its input: the transposed convolution of the cotangent.")
        .formula("dx[n, i·s + ky·d − p, j·s + kx·d − p, c] = Σ dy[n, i, j, f] K[ky, kx, c, f] over i, j, ky, kx, f")
        .input("dy", "[batch, rows, columns, filters]", "Cotangent of the output of conv2d.")
        .input("kernel", "[kernel height, kernel width, channels / groups, filters]", "The kernel of conv2d.")
        .output("dx", "[batch, height, width, channels]", "Cotangent of the input.")
        .param<&Conv2dInputGrad::strides>("strides", {.label = "Strides", .doc = "Strides of conv2d.", .min = 1, .max = 4096})
        .param<&Conv2dInputGrad::padding>("padding",
                                          {.label = "Padding", .doc = "Padding of conv2d.", .choices = nw::PaddingChoices})
        .param<&Conv2dInputGrad::dilationRate>("dilation_rate",
                                               {.label = "Dilation", .doc = "Dilation of conv2d.", .min = 1, .max = 4096})
        .param<&Conv2dInputGrad::groups>("groups", {.label = "Groups", .doc = "Groups of conv2d.", .min = 1, .max = 1 << 20})
        .param<&Conv2dInputGrad::inputShape>("input_shape",
                                             {.label = "Input shape", .doc = "Shape of the input of conv2d.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"dy", {2, 3, 3, 4}}, {"kernel", {3, 2, 3, 4}}}, {.inputShape = nw::Shape{2, 5, 4, 3}})
        .sample({{"dy", {1, 3, 3, 4}}, {"kernel", {3, 3, 1, 4}}},
                {.strides = {2, 2}, .padding = nw::Padding::Same, .groups = 2, .inputShape = nw::Shape{1, 6, 5, 2}});
}
