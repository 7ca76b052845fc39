// Convolutions. Our kernels are [h, w, in, out]; ONNX has [out, in / group, h, w] and channels first.
#include "core/formats/onnx/window.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

Result<void> acceptsKernel(const Node& n) {
    return n.constant(1).defined() ? Result<void>() : n.refuse("needs constant weights in ONNX");
}

Result<void> writeConv(OpWriter& w, const Tensor& kernel, std::int64_t groups) {
    const Extents& k = kernel.extents();
    std::vector<std::string> inputs{w.channelsFirst(0), w.constant(kernel, "kernel")};
    if (w.node.get<bool>("use_bias")) inputs.push_back(w.in(2));
    pb::Node& node = w.add("Conv", inputs, w.outFirst());
    setWindow(node, w.node, {k[2], k[3]}, w.node.ints("strides"), w.node.ints("dilation_rate"));
    setInts(node, "dilations", w.node.ints("dilation_rate"));
    setInt(node, "group", groups);
    return {};
}

Result<void> writeConv2d(OpWriter& w) {
    constexpr std::array<std::size_t, 4> Order{3, 2, 0, 1};
    return writeConv(w, transposed(w.node.constant(1), Order), w.node.get<std::int64_t>("groups"));
}

Result<void> writeDepthwise(OpWriter& w) {
    constexpr std::array<std::size_t, 4> Order{2, 3, 0, 1};
    const Tensor kernel = transposed(w.node.constant(1), Order);
    const Extents& k = kernel.extents();
    return writeConv(w, kernel.reshaped({k[0] * k[1], 1, k[2], k[3]}), k[0]);
}

Result<void> readConv(OpReader& r) {
    NW_TRY(Value x, r.channelsLast(0));
    NW_TRY(const Value stored, r.in(1));
    const auto sizes = evaluate(r.shape(stored), {});
    if (!sizes || sizes->size() != 4) return r.refuse("has no 4 axes; only images can be read");
    const Tensor constant = r.constant(1);
    Value kernel{};
    if (constant.defined()) {
        constexpr std::array<std::size_t, 4> Order{2, 3, 1, 0};
        NW_TRY(kernel, r.constantValue(transposed(constant, Order)));
    } else {
        NW_TRY(kernel, r.apply("transpose", {{"permutation", Ints{2, 3, 1, 0}}}, {stored}));
    }
    NW_TRY(const Ints strides, pairOf(r, "strides", 1));
    NW_TRY(const Ints dilation, pairOf(r, "dilations", 1));
    const Ints size{(*sizes)[2], (*sizes)[3]};
    NW_TRY(const Border border, borderOf(r, r.shape(x), size, strides, dilation));
    NW_TRY(x, bordered(r, x, border, 0));
    std::vector<Value> inputs{x, kernel};
    if (r.has(2)) {
        NW_TRY(const Value bias, r.in(2));
        inputs.push_back(bias);
    }
    const std::array<std::pair<std::string_view, Attr>, 7> attrs{{{"filters", (*sizes)[0]},
                                                                  {"kernel_size", size},
                                                                  {"strides", strides},
                                                                  {"padding", border.padding},
                                                                  {"dilation_rate", dilation},
                                                                  {"groups", r.integer("group", 1)},
                                                                  {"use_bias", r.has(2)}}};
    NW_TRY(const Value y, r.apply("conv2d", attrs, inputs));
    return r.outLast(y);
}

}  // namespace

Family convolutions() {
    return {{{"conv2d", "Conv", Floats, writeConv2d, acceptsKernel},
             {"depthwise_conv2d", "Conv", Floats, writeDepthwise, acceptsKernel}},
            {{"Conv", readConv}}};
}

}  // namespace nw::onnx
