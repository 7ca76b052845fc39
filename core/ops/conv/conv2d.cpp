// y[n, i, j, f] = b[f] + Σ over ky, kx, c of x[n, i s + ky d − p, j s + kx d − p, c] k[ky, kx, c, f].
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::conv2d {

struct Conv2d {
    std::int64_t filters = 32;
    Pair kernelSize{3, 3}, strides{1, 1};
    Padding padding = Padding::Valid;
    Pair dilationRate{1, 1};
    std::int64_t groups = 1;
    bool useBias = true;
    Window window() const { return {kernelSize, strides, dilationRate, padding}; }
};

Result<Signature> infer(const Conv2d& p, const Inputs& in) {
    const Type& x = in["x"];
    if (p.filters % p.groups != 0)
        return fail(Code::Argument, "filters",
                    std::to_string(p.filters) + " filters cannot be divided into " + std::to_string(p.groups) + " groups");
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    NW_TRY(Shape y, windowShape(*x.shape, p.window(), p.filters, "kernel"));
    const std::optional<Dim> channels = exactDiv(x.shape->back(), p.groups);
    if (!channels)
        return fail(Code::Shape, "x",
                    x.shape->back().text() + " channels cannot be divided into " + std::to_string(p.groups) + " groups");
    Signature s;
    s.weight("kernel", {x.dtype, Shape{p.kernelSize[0], p.kernelSize[1], *channels, p.filters}}, "glorot_uniform");
    if (p.useBias) s.weight("bias", {x.dtype, Shape{p.filters}}, "zeros");
    s.flops(Dim(2 * p.kernelSize[0] * p.kernelSize[1]) * *channels * product(y));
    return s.output("y", {x.dtype, std::move(y)});
}

Grads vjp(const Conv2d& p, const Pullback& c) {  // y is linear in x and in the kernel; db = Σ dy over pixels
    Emit& e = c.emit();
    const Value x = c.in("x"), kernel = c.in("kernel"), dy = c.grad("y");
    Grads g;
    if (c.wants("x"))
        g.set("x", convolve(e, "conv2d_input_grad", p.window(), p.groups, {{"input_shape", e.shape(x)}}, {dy, kernel}));
    if (c.wants("kernel"))
        g.set("kernel", convolve(e, "conv2d_kernel_grad", p.window(), p.groups, {{"kernel_shape", e.shape(kernel)}}, {x, dy}));
    if (p.useBias && c.wants("bias")) g.set("bias", e.sum(dy, std::array<std::int64_t, 3>{0, 1, 2}));
    return g;
}

template <class T>
void reference(const Conv2d& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x"), k = a.in<T>("kernel");
    const auto y = a.out<T>("y");
    const std::int64_t filters = y.dim(3);
    std::fill_n(y.data, y.size(), T(0));
    eachProduct(Taps(p.window(), x.shape, y.shape), x.dim(3), filters, p.groups,
                [&](std::int64_t xi, std::int64_t yi, std::int64_t ki) { y[yi] += x[xi] * k[ki]; });
    if (!p.useBias) return;
    const auto bias = a.in<T>("bias");
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] += bias[i % filters];
}

}  // namespace nw::ops::conv2d

NW_OPERATOR(conv2d) {
    using namespace nw::ops::conv2d;
    return nw::Op<Conv2d>("conv2d")
        .label("Conv2D")
        .keywords({"convolution", "cnn", "filter", "kernel", "image"})
        .doc("Slides small learned filters over an image; every filter answers where it finds its pattern.")
        .formula("y[n, i, j, f] = b[f] + Σ x[n, i·s + ky·d − p, j·s + kx·d − p, c] K[ky, kx, c, f] over ky, kx, c")
        .source("LeCun et al. 1989; tf.keras.layers.Conv2D")
        .input("x", "[batch, height, width, channels]", "Images or feature maps.")
        .output("y", "[batch, rows, columns, filters]", "One map for each filter.")
        .param<&Conv2d::filters>("filters", {.label = "Filters", .doc = "Number of output maps.", .min = 1, .max = 1 << 20})
        .param<&Conv2d::kernelSize>(
            "kernel_size", {.label = "Kernel size", .doc = "Height and width of the filters.", .min = 1, .max = 4096, .unit = "px"})
        .param<&Conv2d::strides>("strides", {.label = "Strides",
                                             .doc = "How far the filters move from one output to the next.",
                                             .min = 1,
                                             .max = 4096,
                                             .unit = "px"})
        .param<&Conv2d::padding>("padding",
                                 {.label = "Padding",
                                  .doc = "Valid: filters stay inside the map. Same: zeros around it keep its size at stride 1.",
                                  .choices = nw::PaddingChoices})
        .param<&Conv2d::dilationRate>("dilation_rate", {.label = "Dilation",
                                                        .doc = "Distance between neighbouring cells of a filter.",
                                                        .min = 1,
                                                        .max = 4096,
                                                        .unit = "px",
                                                        .advanced = true})
        .param<&Conv2d::groups>("groups", {.label = "Groups",
                                           .doc = "Channels are split into this many groups, each with filters of its own.",
                                           .min = 1,
                                           .max = 1 << 20,
                                           .advanced = true})
        .param<&Conv2d::useBias>("use_bias", {.label = "Add a bias", .doc = "Adds a learned offset to each map."})
        .activation()
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 5, 4, 3}}, {"kernel", {3, 2, 3, 4}}, {"bias", {4}}}, {.filters = 4, .kernelSize = {3, 2}})
        .sample({{"x", {1, 6, 5, 2}}, {"kernel", {3, 3, 2, 3}}},
                {.filters = 3, .strides = {2, 2}, .padding = nw::Padding::Same, .useBias = false})
        .sample({{"x", {1, 6, 7, 4}}, {"kernel", {2, 3, 2, 4}}, {"bias", {4}}}, {.filters = 4,
                                                                                 .kernelSize = {2, 3},
                                                                                 .strides = {1, 2},
                                                                                 .padding = nw::Padding::Same,
                                                                                 .dilationRate = {2, 1},
                                                                                 .groups = 2});
}
