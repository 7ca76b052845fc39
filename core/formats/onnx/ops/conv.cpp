// Convolutions. Our kernels are [h, w, in, out]; ONNX has [out, in / group, h, w] and channels first.
#include <array>

#include "core/formats/onnx/window.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

/// Constant kernels are stored in ONNX's order; computed (dequantized) ones are brought into it by nodes.
std::string kernelOf(OpWriter& w, std::span<const std::size_t> order, const Extents& extents) {
    if (const Tensor t = w.node.constant(1); t.defined()) return w.constant(transposed(t, order).reshaped(extents), "kernel");
    const std::string kernel = w.in(1), turned = w.temporary("turned"), shaped = w.temporary("kernel");
    setInts(w.add("Transpose", {kernel}, turned), "perm", Ints(order.begin(), order.end()));
    w.add("Reshape", {turned, w.ints(extents, "shape")}, shaped);
    return shaped;
}

Result<void> writeConv(OpWriter& w, const std::string& kernel, const Ints& size, std::int64_t groups) {
    std::vector<std::string> inputs{w.channelsFirst(0), kernel};
    if (w.node.get<bool>("use_bias")) inputs.push_back(w.in(2));
    pb::Node& node = w.add("Conv", inputs, w.outFirst());
    setWindow(node, w.node, size, w.node.ints("strides"), w.node.ints("dilation_rate"));
    setInts(node, "dilations", w.node.ints("dilation_rate"));
    setInt(node, "group", groups);
    return {};
}

Result<void> writeConv2d(OpWriter& w) {
    constexpr std::array<std::size_t, 4> Order{3, 2, 0, 1};
    const Extents k = *evaluate(w.node.shape(1), {});
    return writeConv(w, kernelOf(w, Order, {k[3], k[2], k[0], k[1]}), {k[0], k[1]}, w.node.get<std::int64_t>("groups"));
}

Result<void> writeDepthwise(OpWriter& w) {
    constexpr std::array<std::size_t, 4> Order{2, 3, 0, 1};
    const Extents k = *evaluate(w.node.shape(1), {});
    return writeConv(w, kernelOf(w, Order, {k[2] * k[3], 1, k[0], k[1]}), {k[0], k[1]}, k[2]);
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
    return {{{"conv2d", "Conv", Floats, writeConv2d}, {"depthwise_conv2d", "Conv", Floats, writeDepthwise}}, {{"Conv", readConv}}};
}

}  // namespace nw::onnx
