// y[..., c m + j] = b[c m + j] + Σ over ky, kx of x[..., c] k[ky, kx, c, j]: one set of m filters for each channel.
#include "core/op/define.h"
#include "core/op/window.h"

namespace nw::ops::depthwise_conv2d {

struct DepthwiseConv2d {
    Pair kernelSize{3, 3}, strides{1, 1};
    Padding padding = Padding::Valid;
    std::int64_t depthMultiplier = 1;
    Pair dilationRate{1, 1};
    bool useBias = true;
    Window window() const { return {kernelSize, strides, dilationRate, padding}; }
};

Result<Signature> infer(const DepthwiseConv2d& p, const Inputs& in) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {x.dtype, {}});
    NW_RETURN_IF_ERROR(needImages(*x.shape));
    const Dim channels = x.shape->back(), filters = channels * Dim(p.depthMultiplier);
    if (!channels.known()) return fail(Code::Shape, "x", "needs a fixed number of channels, got " + channels.text());
    NW_TRY(Shape y, windowShape(*x.shape, p.window(), filters, "kernel"));
    Signature s;
    s.weight("kernel", {x.dtype, Shape{p.kernelSize[0], p.kernelSize[1], channels, p.depthMultiplier}}, "glorot_uniform");
    if (p.useBias) s.weight("bias", {x.dtype, Shape{filters}}, "zeros");
    s.flops(Dim(2 * p.kernelSize[0] * p.kernelSize[1]) * product(y));
    return s.output("y", {x.dtype, std::move(y)});
}

std::vector<Value> body(const DepthwiseConv2d& p, Emit& e, std::span<const Value> in) {  // conv2d with one group for each channel
    const std::int64_t channels = e.shape(in[0]).back().value(), filters = channels * p.depthMultiplier;
    const Value kernel = e.reshape(in[1], Shape{p.kernelSize[0], p.kernelSize[1], 1, filters});
    const Value y = e.one("conv2d",
                          {{"filters", filters},
                           {"kernel_size", attrOf(p.kernelSize)},
                           {"strides", attrOf(p.strides)},
                           {"padding", attrOf(p.padding)},
                           {"dilation_rate", attrOf(p.dilationRate)},
                           {"groups", channels},
                           {"use_bias", false}},
                          {in[0], kernel});
    return {p.useBias ? e.add(y, in[2]) : y};
}

template <class T>
void reference(const DepthwiseConv2d& p, const ReferenceArgs& a) {
    const auto x = a.in<T>("x"), k = a.in<T>("kernel");
    const auto y = a.out<T>("y");
    const std::int64_t filters = y.dim(3);
    std::fill_n(y.data, y.size(), T(0));
    eachProduct(Taps(p.window(), x.shape, y.shape), x.dim(3), filters, x.dim(3),
                [&](std::int64_t xi, std::int64_t yi, std::int64_t ki) { y[yi] += x[xi] * k[ki]; });
    if (!p.useBias) return;
    const auto bias = a.in<T>("bias");
    for (std::int64_t i = 0, n = y.size(); i < n; ++i) y[i] += bias[i % filters];
}

}  // namespace nw::ops::depthwise_conv2d

NW_OPERATOR(depthwise_conv2d) {
    using namespace nw::ops::depthwise_conv2d;
    return nw::Op<DepthwiseConv2d>("depthwise_conv2d")
        .label("Depthwise Conv2D")
        .keywords({"convolution", "separable", "mobilenet", "filter"})
        .doc("Filters every channel of an image on its own, at a fraction of the work of Conv2D.")
        .formula("y[n, i, j, c·m + q] = b[c·m + q] + Σ x[n, i·s + ky·d − p, j·s + kx·d − p, c] K[ky, kx, c, q] over ky, kx")
        .source("Howard et al. 2017 (MobileNets); tf.keras.layers.DepthwiseConv2D")
        .input("x", "[batch, height, width, channels]", "Images or feature maps.")
        .output("y", "[batch, rows, columns, channels · multiplier]", "Filtered channels.")
        .param<&DepthwiseConv2d::kernelSize>(
            "kernel_size", {.label = "Kernel size", .doc = "Height and width of the filters.", .min = 1, .max = 4096, .unit = "px"})
        .param<&DepthwiseConv2d::strides>("strides", {.label = "Strides",
                                                      .doc = "How far the filters move from one output to the next.",
                                                      .min = 1,
                                                      .max = 4096,
                                                      .unit = "px"})
        .param<&DepthwiseConv2d::padding>(
            "padding", {.label = "Padding",
                        .doc = "Valid: filters stay inside the map. Same: zeros around it keep its size at stride 1.",
                        .choices = nw::PaddingChoices})
        .param<&DepthwiseConv2d::depthMultiplier>(
            "depth_multiplier", {.label = "Depth multiplier", .doc = "Filters for each channel.", .min = 1, .max = 1 << 16})
        .param<&DepthwiseConv2d::dilationRate>("dilation_rate", {.label = "Dilation",
                                                                 .doc = "Distance between neighbouring cells of a filter.",
                                                                 .min = 1,
                                                                 .max = 4096,
                                                                 .unit = "px",
                                                                 .advanced = true})
        .param<&DepthwiseConv2d::useBias>("use_bias", {.label = "Add a bias", .doc = "Adds a learned offset to each map."})
        .activation()
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"x", {2, 5, 4, 3}}, {"kernel", {3, 2, 3, 1}}, {"bias", {3}}}, {.kernelSize = {3, 2}})
        .sample({{"x", {1, 6, 5, 2}}, {"kernel", {3, 3, 2, 2}}},
                {.strides = {2, 2}, .padding = nw::Padding::Same, .depthMultiplier = 2, .useBias = false});
}
