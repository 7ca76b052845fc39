// Pooling and resizing.
#include <cmath>
#include <limits>

#include "core/formats/onnx/window.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

Result<void> writePool(OpWriter& w) {
    const Ints size = w.node.ints("pool_size");
    Ints strides = w.node.ints("strides");
    for (std::size_t d = 0; d < 2; ++d) strides[d] = strides[d] ? strides[d] : size[d];
    const std::string x = w.channelsFirst(0);
    setWindow(w.add(w.entry.type, {x}, w.outFirst()), w.node, size, strides, {1, 1});
    return {};
}

Result<void> readPool(OpReader& r) {
    const bool max = r.node.op_type() == "MaxPool";
    NW_TRY(Value x, r.channelsLast(0));
    if (!r.attribute("kernel_shape")) return r.refuse("has no kernel_shape");
    NW_TRY(const Ints size, pairOf(r, "kernel_shape", 1));
    NW_TRY(const Ints strides, pairOf(r, "strides", 1));
    NW_TRY(const Ints dilation, pairOf(r, "dilations", 1));
    if (r.integer("ceil_mode", 0) != 0) return r.refuse("rounds sizes up (ceil_mode), which cannot be read yet");
    if (dilation != Ints{1, 1}) return r.refuse("has dilations, which cannot be read yet");
    if (r.node.output_size() > 1 && !r.node.output(1).empty()) return r.refuse("has a second output, which cannot be read yet");
    NW_TRY(Border border, borderOf(r, r.shape(x), size, strides, dilation));
    const bool counts = r.integer("count_include_pad", 0) != 0;
    if (!max && !border.before.empty() && !counts)
        return r.refuse("averages windows over pads of its own, which cannot be read yet");
    if (!max && counts && border.padding == "same") {
        if (!r.attribute("pads")) return r.refuse("counts cells of a border that a rule gives");
        const Ints pads = r.list("pads");
        border = {"valid", {pads[0], pads[1]}, {pads[2], pads[3]}};
    }
    NW_TRY(x, bordered(r, x, border, max ? -static_cast<double>(std::numeric_limits<float>::infinity()) : 0));
    NW_TRY(const Value y, r.apply(max ? "max_pooling2d" : "average_pooling2d",
                                  {{"pool_size", size}, {"strides", strides}, {"padding", border.padding}}, {x}));
    return r.outLast(y);
}

Result<void> readGlobal(OpReader& r) {
    NW_TRY(const Value x, r.channelsLast(0));
    NW_TRY(const Value y, r.apply(r.reading.op, {{"keepdims", true}}, {x}));
    return r.outLast(y);
}

/// sizes = [batch, channels] of the image and [height, width] as numbers, so that the batch may be open.
Result<void> writeResizing(OpWriter& w) {
    const std::string x = w.channelsFirst(0), shape = w.temporary("shape"), lead = w.temporary("lead"),
                      sizes = w.temporary("sizes");
    w.add("Shape", {x}, shape);
    const std::string zero = w.ints({0}, "begin"), two = w.ints({2}, "end");
    w.add("Slice", {shape, zero, two}, lead);
    const std::string tail = w.ints({w.node.get<std::int64_t>("height"), w.node.get<std::int64_t>("width")}, "size");
    setInt(w.add("Concat", {lead, tail}, sizes), "axis", 0);
    const bool nearest = w.node.get<std::string>("interpolation") == "nearest";
    pb::Node& node = w.add("Resize", {x, "", "", sizes}, w.outFirst());
    setString(node, "mode", nearest ? "nearest" : "linear");
    setString(node, "coordinate_transformation_mode", "half_pixel");
    if (nearest) setString(node, "nearest_mode", "round_prefer_ceil");
    return {};
}

/// The new height and width, from sizes or constant scales.
Result<Ints> sizeOf(OpReader& r, const Shape& x) {
    if (r.has(3)) {
        NW_TRY(const Shape sizes, r.shapeIn(3));
        if (sizes.size() != 4 || !sizes[2].known() || !sizes[3].known()) return r.refuse("has no 4 sizes");
        return Ints{sizes[2].value(), sizes[3].value()};
    }
    const Tensor scales = r.constant(2);
    if (!scales.defined() || scales.dtype() != DType::Float32 || scales.elements() != 4) return r.refuse("has no constant scales");
    Ints out;
    for (std::size_t d = 0; d < 2; ++d) {
        const double scale = static_cast<double>(scales.data<float>()[d + 2]);
        if (!x[d + 1].known() || !(scale > 0 && scale < 4096)) return r.refuse("scales images of unknown size");
        const double size = static_cast<double>(x[d + 1].value()) * scale;
        if (size != std::floor(size) || size < 1 || size > 65536) return r.refuse("scales to a size that is not whole");
        out.push_back(static_cast<std::int64_t>(size));
    }
    return out;
}

Result<void> readResize(OpReader& r) {
    if (r.opset() < 11) return r.refuse("of this opset has no half-pixel centres, which cannot be read yet");
    NW_TRY(const Value x, r.channelsLast(0));
    NW_TRY(const Ints size, sizeOf(r, r.shape(x)));
    const std::string mode = r.text("mode", "nearest"), where = r.text("coordinate_transformation_mode", "half_pixel");
    const bool half = where == "half_pixel" || (where == "pytorch_half_pixel" && size[0] > 1 && size[1] > 1);
    const bool nearest = mode == "nearest" && r.text("nearest_mode", "round_prefer_floor") == "round_prefer_ceil";
    if (!half || (mode != "linear" && !nearest))
        return r.refuse("with mode " + mode.substr(0, 20) + " and " + where.substr(0, 30) + " cannot be read yet");
    NW_TRY(
        const Value y,
        r.apply("resizing",
                {{"height", size[0]}, {"width", size[1]}, {"interpolation", std::string(nearest ? "nearest" : "bilinear")}}, {x}));
    return r.outLast(y);
}

}  // namespace

Family pools() {
    return {{{"average_pooling2d", "AveragePool", Floats, writePool},
             {"max_pooling2d", "MaxPool", Floats, writePool},
             {"resizing", "Resize", Floats, writeResizing}},
            {{"AveragePool", readPool},
             {"MaxPool", readPool},
             {"GlobalAveragePool", readGlobal, "global_average_pooling2d"},
             {"GlobalMaxPool", readGlobal, "global_max_pooling2d"},
             {"Resize", readResize}}};
}

}  // namespace nw::onnx
