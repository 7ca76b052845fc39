// dK = the correlation of x with dy: the adjoint of conv2d in its kernel.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::conv2d_kernel_grad {

struct Conv2dKernelGrad {
    Pair strides{1, 1};
    Padding padding = Padding::Valid;
    Pair dilationRate{1, 1};
    std::int64_t groups = 1;
    Shape kernelShape;
};

Result<Signature> infer(const Conv2dKernelGrad& p, const Inputs& in) {
    const Type& dy = in["dy"];
    Signature s;
    if (dy.shape && p.kernelShape.size() == 4)
        s.flops(Dim(2) * product(*dy.shape) * p.kernelShape[0] * p.kernelShape[1] * p.kernelShape[2]);
    return s.output("dkernel", {in["x"].dtype, p.kernelShape});
}

Grads vjp(const Conv2dKernelGrad& p, const Pullback& c) {  // dK is linear in x and in dy
    Emit& e = c.emit();
    const Value x = c.in("x"), dy = c.in("dy"), g = c.grad("dkernel");
    const Shape k = e.shape(g);
    const Window window{{k[0].value(), k[1].value()}, p.strides, p.dilationRate, p.padding};
    Grads grads;
    if (c.wants("x")) grads.set("x", convolve(e, "conv2d_input_grad", window, p.groups, {{"input_shape", e.shape(x)}}, {dy, g}));
    if (c.wants("dy"))
        grads.set("dy", convolve(e, "conv2d", window, p.groups,
                                 {{"filters", k[3].value()}, {"kernel_size", attrOf(window.size)}, {"use_bias", false}}, {x, g}));
    return grads;
}

template <class T>
void reference(const Conv2dKernelGrad& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x"), dy = a.in<T>("dy");
    const auto dk = a.out<T>("dkernel");
    std::fill_n(dk.data, dk.size(), T(0));
    const Window window{{dk.dim(0), dk.dim(1)}, p.strides, p.dilationRate, p.padding};
    eachProduct(Taps(window, x.shape, dy.shape), x.dim(3), dy.dim(3), p.groups,
                [&](std::int64_t xi, std::int64_t yi, std::int64_t ki) { dk[ki] += x[xi] * dy[yi]; });
}

}  // namespace nw::ops::conv2d_kernel_grad

NW_OPERATOR(conv2d_kernel_grad) {
    using namespace nw::ops::conv2d_kernel_grad;
    return nw::Op<Conv2dKernelGrad>("conv2d_kernel_grad")
        .internal()
        .label("Conv2D kernel gradient")
        .doc("The gradient of Conv2D with respect to its kernel: the correlation of the input with the cotangent.")
        .formula("dK[ky, kx, c, f] = Σ x[n, i·s + ky·d − p, j·s + kx·d − p, c] dy[n, i, j, f] over n, i, j")
        .input("x", "[batch, height, width, channels]", "The input of conv2d.")
        .input("dy", "[batch, rows, columns, filters]", "Cotangent of the output of conv2d.")
        .output("dkernel", "[kernel height, kernel width, channels / groups, filters]", "Cotangent of the kernel.")
        .param<&Conv2dKernelGrad::strides>("strides", {.label = "Strides", .doc = "Strides of conv2d.", .min = 1, .max = 4096})
        .param<&Conv2dKernelGrad::padding>("padding",
                                           {.label = "Padding", .doc = "Padding of conv2d.", .choices = nw::PaddingChoices})
        .param<&Conv2dKernelGrad::dilationRate>("dilation_rate",
                                                {.label = "Dilation", .doc = "Dilation of conv2d.", .min = 1, .max = 4096})
        .param<&Conv2dKernelGrad::groups>("groups", {.label = "Groups", .doc = "Groups of conv2d.", .min = 1, .max = 1 << 20})
        .param<&Conv2dKernelGrad::kernelShape>("kernel_shape",
                                               {.label = "Kernel shape", .doc = "Shape of the kernel of conv2d.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 5, 4, 3}}, {"dy", {2, 3, 3, 4}}}, {.kernelShape = nw::Shape{3, 2, 3, 4}})
        .sample({{"x", {1, 6, 5, 2}}, {"dy", {1, 3, 3, 4}}},
                {.strides = {2, 2}, .padding = nw::Padding::Same, .groups = 2, .kernelShape = nw::Shape{3, 3, 1, 4}});
}
