// Convolutions. Our kernels are [h, w, in, out]; TensorFlow Lite has [out, h, w, in], depthwise [1, h, w, channels · multiplier].
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

using Ints = std::vector<std::int64_t>;

fb::Padding paddingOf(const Application& n) {
    return n.get<std::string>("padding") == "same" ? fb::Padding::SAME : fb::Padding::VALID;
}
Attr attrOf(fb::Padding p) { return std::string(p == fb::Padding::SAME ? "same" : "valid"); }

template <class O>
void setWindow(const Application& n, O& options) {
    const Ints strides = n.ints("strides"), dilation = n.ints("dilation_rate");
    options.padding = paddingOf(n);
    options.stride_h = static_cast<std::int32_t>(strides[0]);
    options.stride_w = static_cast<std::int32_t>(strides[1]);
    options.dilation_h_factor = static_cast<std::int32_t>(dilation[0]);
    options.dilation_w_factor = static_cast<std::int32_t>(dilation[1]);
}

/// Weights are laid out anew, so they must be in the file: a constant, or a dequantized one.
Result<void> acceptsKernel(const Application& n) {
    const Apply* a = n.function.maker(n.apply.inputs[1]);
    if (a && std::string_view(a->op().id) == "reshape_to") a = n.function.maker(a->inputs[0]);
    if (a && std::string_view(a->op().id) == "dequantize") a = n.function.maker(a->inputs[0]);
    return a && std::string_view(a->op().id) == "constant" ? Result<void>() : n.refuse("needs constant weights");
}

Result<void> writeConv(OpWriter& w) {
    constexpr std::array<std::size_t, 4> Order{3, 0, 1, 2};
    NW_TRY(const int x, w.in(0));
    NW_TRY(const int kernel, w.weight(1, {}, Order));
    NW_TRY(const int bias, w.bias(w.node.get<std::int64_t>("filters"), kernel));
    fb::Conv2DOptionsT options;
    setWindow(w.node, options);
    options.fused_activation_function = w.activation;
    const bool hybrid = !w.integer && w.node.maker(1, "dequantize");
    const int version = w.node.get<std::int64_t>("groups") > 1 ? 6 : hybrid ? 5 : w.version();
    return w.emit(fb::Builtin::CONV_2D, version, {x, kernel, bias}, options);
}

template <class O>
Result<std::vector<std::pair<std::string_view, Attr>>> windowOf(OpReader& r, const O* o) {
    if (!o) return r.refuse("has no options");
    return std::vector<std::pair<std::string_view, Attr>>{
        {"strides", Ints{o->stride_h(), o->stride_w()}},
        {"dilation_rate", Ints{o->dilation_h_factor(), o->dilation_w_factor()}},
        {"padding", attrOf(o->padding())},
        {"use_bias", r.has(2)},
    };
}

Result<void> finish(OpReader& r, std::string_view op, AttrList attrs, Value x, Value kernel, fb::Activation activation) {
    std::vector<Value> inputs{x, kernel};
    if (r.has(2)) {
        NW_TRY(const Value bias, r.in(2));
        inputs.push_back(bias);
    }
    NW_TRY(const Value y, r.apply(op, attrs, inputs));
    return r.out(y, activation);
}

Result<void> readConv(OpReader& r) {
    constexpr std::array<std::size_t, 4> Order{1, 2, 3, 0};
    const auto* options = r.options<fb::Conv2DOptions>();
    NW_TRY(auto attrs, windowOf(r, options));
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value kernel, r.weight(1, Order, {}));
    const Shape &k = r.shape(kernel), &in = r.shape(x);
    if (in.size() != 4 || !in[3].known() || !k[2].known() || k[2].value() < 1 || in[3].value() % k[2].value() != 0)
        return r.refuse("has a kernel that does not fit its input");
    for (const std::size_t d : {0u, 1u, 3u})
        if (!k[d].known()) return r.refuse("has a kernel of unknown size");
    attrs.push_back({"filters", k[3].value()});
    attrs.push_back({"kernel_size", Ints{k[0].value(), k[1].value()}});
    attrs.push_back({"groups", in[3].value() / k[2].value()});
    return finish(r, "conv2d", attrs, x, kernel, options->fused_activation_function());
}

Result<void> writeDepthwise(OpWriter& w) {
    const std::int64_t channels = w.node.shape(0)[3].value(), multiplier = w.node.get<std::int64_t>("depth_multiplier");
    const Ints size = w.node.ints("kernel_size");
    NW_TRY(const int x, w.in(0));
    NW_TRY(const int kernel, w.weight(1, {1, size[0], size[1], channels * multiplier}, {}));
    NW_TRY(const int bias, w.bias(channels * multiplier, kernel));
    fb::DepthwiseConv2DOptionsT options;
    setWindow(w.node, options);
    options.depth_multiplier = static_cast<std::int32_t>(multiplier);
    options.fused_activation_function = w.activation;
    const bool hybrid = !w.integer && w.node.maker(1, "dequantize");
    const bool dilated = options.dilation_h_factor != 1 || options.dilation_w_factor != 1;
    const int version = hybrid ? 6 : w.version() > 1 ? w.version() : dilated ? 2 : 1;
    return w.emit(fb::Builtin::DEPTHWISE_CONV_2D, version, {x, kernel, bias}, options);
}

Result<void> readDepthwise(OpReader& r) {
    constexpr std::array<std::size_t, 4> Order{0, 1, 2, 3};
    const auto* options = r.options<fb::DepthwiseConv2DOptions>();
    NW_TRY(auto attrs, windowOf(r, options));
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value stored, r.weight(1, Order, {}));
    const Shape &k = r.shape(stored), &in = r.shape(x);
    const auto sizes = evaluate(k, {});
    if (in.size() != 4 || !in[3].known() || in[3].value() < 1 || !sizes || (*sizes)[0] != 1 || (*sizes)[3] % in[3].value() != 0)
        return r.refuse("has a kernel that does not fit its input");
    const std::int64_t channels = in[3].value(), multiplier = (*sizes)[3] / channels;
    NW_TRY(const Value kernel, r.apply("reshape_to", {{"shape", Shape{(*sizes)[1], (*sizes)[2], channels, multiplier}}}, {stored}));
    attrs.push_back({"kernel_size", Ints{(*sizes)[1], (*sizes)[2]}});
    attrs.push_back({"depth_multiplier", multiplier});
    return finish(r, "depthwise_conv2d", attrs, x, kernel, options->fused_activation_function());
}

}  // namespace

Family convolutions() {
    using fb::Builtin;
    return {{{.op = "conv2d",
              .code = Builtin::CONV_2D,
              .types = Floats,
              .version8 = 3,
              .version16 = 1,
              .fuses = true,
              .weight = 1,
              .accepts = acceptsKernel,
              .write = writeConv,
              .read = readConv},
             {.op = "depthwise_conv2d",
              .code = Builtin::DEPTHWISE_CONV_2D,
              .types = Floats,
              .version8 = 3,
              .version16 = 1,
              .fuses = true,
              .weight = 1,
              .accepts = acceptsKernel,
              .write = writeDepthwise,
              .read = readDepthwise}},
            {}};
}

}  // namespace nw::tflite
