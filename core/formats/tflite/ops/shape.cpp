// Shapes: reshape, transpose, concatenate, slice, pad, gather, one-hot, broadcast.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"
#include "core/op/def.h"

namespace nw::tflite {
namespace {

using Ints = std::vector<std::int64_t>;

const std::vector<DType> Moved{DType::Float32, DType::Int8, DType::Int16, DType::Int32, DType::Int64, DType::UInt8, DType::Bool};

Result<void> acceptsOpen(const Application& n) {
    return openShape(*n.out().shape) ? Result<void>() : n.refuse("the shape " + textOf(*n.out().shape) + " has several open sizes");
}

Result<void> writeReshape(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const Ints shape = *openShape(*w.node.out().shape);
    fb::ReshapeOptionsT options;
    options.new_shape.assign(shape.begin(), shape.end());
    return w.emit(fb::Builtin::RESHAPE, 1, {x, w.ints(shape, "shape")}, options);
}

/// Sizes with one -1 for a value of as many elements.
Result<Shape> resolved(OpReader& r, Value x, const Ints& sizes) {
    Shape shape;
    Dim known = 1;
    std::optional<std::size_t> open;
    for (const std::int64_t s : sizes) {
        if (s < -1 || (s == -1 && open) || s > (std::int64_t{1} << 40))
            return r.refuse("has the impossible shape " + textOf(Extents(sizes)));
        if (s == -1)
            open = shape.size();
        else
            known = known * Dim(s);
        shape.push_back(s);
    }
    const Dim elements = product(r.shape(x));
    if (open) {
        const auto rest = known == Dim(0) ? std::nullopt : exactDiv(elements, known);
        if (!rest) return r.refuse("cannot see " + textOf(r.shape(x)) + " as " + textOf(Extents(sizes)));
        shape[*open] = *rest;
        return shape;
    }
    if (elements == known || sizes.empty() || r.shape(x).empty()) return shape;
    const auto rest = exactDiv(elements, known);  // a fixed batch of 1 in the shape, an open one in the input
    if (!rest || sizes[0] != 1 || rest->known())
        return r.refuse("cannot see " + textOf(r.shape(x)) + " as " + textOf(Extents(sizes)));
    shape[0] = *rest;
    return shape;
}

Result<void> readReshape(OpReader& r) {
    const auto* options = r.options<fb::ReshapeOptions>();
    NW_TRY(const Value x, r.in(0));
    Ints sizes;
    if (auto given = r.has(1) ? r.ints(1) : Result<Ints>(Ints()); given && r.has(1)) {
        sizes = *given;
    } else if (options && options->new_shape()) {
        sizes.assign(options->new_shape()->begin(), options->new_shape()->end());
        if (sizes == Ints{0}) sizes.clear();
    } else if (!given) {
        return given.error();
    }
    NW_TRY(const Shape shape, resolved(r, x, sizes));
    NW_TRY(const Value y, r.apply("reshape_to", {{"shape", shape}}, {x}));
    return r.out(y);
}

Result<void> readSqueeze(OpReader& r) {
    const auto* options = r.options<fb::SqueezeOptions>();
    NW_TRY(const Value x, r.in(0));
    Ints axes;
    if (options && options->squeeze_dims()) axes.assign(options->squeeze_dims()->begin(), options->squeeze_dims()->end());
    for (std::size_t d = 0; axes.empty() && d < r.shape(x).size(); ++d)
        if (r.shape(x)[d] == Dim(1)) axes.push_back(static_cast<std::int64_t>(d));
    if (axes.empty()) return r.out(x);
    NW_TRY(const Value y, r.apply("squeeze", {{"axis", axes}}, {x}));
    return r.out(y);
}

Result<void> readExpandDims(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Ints axis, r.ints(1));
    if (axis.size() != 1) return r.refuse("needs one axis");
    NW_TRY(const Value y, r.apply("expand_dims", {{"axis", axis[0]}}, {x}));
    return r.out(y);
}

Result<void> writeTranspose(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    Ints order = w.node.ints("permutation");
    const auto rank = static_cast<std::int64_t>(w.node.shape(0).size());
    if (order.empty())
        for (std::int64_t d = rank; d-- > 0;) order.push_back(d);
    for (std::int64_t& d : order) d += d < 0 ? rank : 0;
    const int version = rank > 5 ? 6 : rank > 4 ? 4 : w.node.type(0).dtype == DType::Bool ? 3 : w.version();
    return w.emit(fb::Builtin::TRANSPOSE, version, {x, w.ints(order, "permutation")});
}

Result<void> readTranspose(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Ints order, r.ints(1));
    if (order.empty()) return r.out(x);
    NW_TRY(const Value y, r.apply("transpose", {{"permutation", order}}, {x}));
    return r.out(y);
}

Result<void> writeConcatenate(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    fb::ConcatenationOptionsT options;
    options.axis = static_cast<std::int32_t>(w.node.axis("axis"));
    return w.emit(fb::Builtin::CONCATENATION, w.version(), std::move(inputs), options);
}

Result<void> readConcatenate(OpReader& r) {
    const auto* options = r.options<fb::ConcatenationOptions>();
    NW_TRY(const std::vector<Value> inputs, r.all());
    const std::pair<std::string_view, Attr> axis{"axis", std::int64_t{options ? options->axis() : 0}};
    NW_TRY(const Value y, r.apply("concatenate", AttrList{&axis, 1}, inputs));
    return r.out(y, options ? options->fused_activation_function() : fb::Activation::NONE);
}

Result<void> acceptsRange(const Application& n) {
    const Shape range = n.get<Shape>(n.is("slice") ? "range" : "padding");
    for (const Dim& d : range)
        if (!d.known()) return n.refuse("needs whole numbers, not " + d.text());
    return n.shape(0).size() <= 5 ? Result<void>() : n.refuse("TensorFlow Lite has this for up to 5 axes");
}

Result<void> writeSlice(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const Shape range = w.node.get<Shape>("range");
    Ints begin(w.node.shape(0).size(), 0), size(begin.size(), -1);
    begin[w.node.axis("axis")] = range[0].value();
    size[w.node.axis("axis")] = range[1].value();
    const int version = begin.size() > 4 ? 5 : w.version();
    return w.emit(fb::Builtin::SLICE, version, {x, w.ints(begin, "begin"), w.ints(size, "size")});
}

Result<void> readSlice(OpReader& r) {
    NW_TRY(Value x, r.in(0));
    NW_TRY(const Ints begin, r.ints(1));
    NW_TRY(const Ints size, r.ints(2));
    const Shape from = r.shape(x);
    if (begin.size() != from.size() || size.size() != from.size()) return r.refuse("has a range that does not fit its input");
    for (std::size_t d = 0; d < from.size(); ++d) {
        const Dim length = size[d] == -1 ? from[d] - Dim(begin[d]) : Dim(size[d]);
        if (begin[d] == 0 && (length == from[d] || (!from[d].known() && size[d] == 1))) continue;
        NW_TRY(x, r.apply("slice", {{"axis", static_cast<std::int64_t>(d)}, {"range", Shape{begin[d], length}}}, {x}));
    }
    return r.out(x);
}

/// Other borders are zeros and a sum.
Result<void> acceptsPad(const Application& n) {
    if (n.get<double>("value") != 0) return n.refuse("pads with zeros alone");
    return acceptsRange(n);
}

Result<void> writePad(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const Shape padding = w.node.get<Shape>("padding");
    const std::size_t rank = w.node.shape(0).size();
    std::vector<std::int32_t> all(2 * rank, 0);
    all[2 * w.node.axis("axis")] = static_cast<std::int32_t>(padding[0].value());
    all[2 * w.node.axis("axis") + 1] = static_cast<std::int32_t>(padding[1].value());
    const int paddings = w.constant(nw::Tensor::of<std::int32_t>({static_cast<std::int64_t>(rank), 2}, all), "paddings");
    return w.emit(fb::Builtin::PAD, rank > 4 ? 4 : w.version(), {x, paddings});
}

Result<void> readPad(OpReader& r) {
    NW_TRY(Value x, r.in(0));
    NW_TRY(const Ints padding, r.ints(1));
    const std::size_t rank = r.shape(x).size();
    if (padding.size() != 2 * rank) return r.refuse("has paddings that do not fit its input");
    for (std::size_t d = 0; d < rank; ++d) {
        if (padding[2 * d] < 0 || padding[2 * d + 1] < 0) return r.refuse("has negative paddings");
        if (padding[2 * d] == 0 && padding[2 * d + 1] == 0) continue;
        NW_TRY(x, r.apply("pad", {{"axis", static_cast<std::int64_t>(d)}, {"padding", Shape{padding[2 * d], padding[2 * d + 1]}}},
                          {x}));
    }
    return r.out(x);
}

Result<void> writeGather(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    return w.emit(fb::Builtin::GATHER, w.version(), std::move(inputs), fb::GatherOptionsT());
}

Result<void> readGather(OpReader& r) {
    const auto* options = r.options<fb::GatherOptions>();
    if (options && (options->axis() != 0 || options->batch_dims() != 0))
        return r.refuse("gathers along another axis than the first");
    NW_TRY(const Value table, r.in(0));
    NW_TRY(const Value indices, r.in(1));
    NW_TRY(const Value y, r.apply("gather", {}, {table, indices}));
    return r.out(y);
}

Result<void> acceptsOneHot(const Application& n) {
    const DType t = n.out().dtype;
    if (t != DType::Float32 && t != DType::Int32 && t != DType::Int64)
        return n.refuse("TensorFlow Lite has no one-hot of this type");
    return n.get<Shape>("depth")[0].known() ? Result<void>() : n.refuse("needs a known number of classes");
}

nw::Tensor numberOf(DType dtype, int value) {
    if (dtype == DType::Int32) return nw::Tensor::scalar(static_cast<std::int32_t>(value));
    if (dtype == DType::Int64) return nw::Tensor::scalar(static_cast<std::int64_t>(value));
    return nw::Tensor::scalar(static_cast<float>(value));
}

Result<void> writeOneHot(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const auto depth = static_cast<std::int32_t>(w.node.get<Shape>("depth")[0].value());
    const DType t = w.node.out().dtype;
    fb::OneHotOptionsT options;
    options.axis = -1;
    const int size = w.constant(nw::Tensor::scalar(depth), "depth"), on = w.constant(numberOf(t, 1), "on");
    return w.emit(fb::Builtin::ONE_HOT, 1, {x, size, on, w.constant(numberOf(t, 0), "off")}, options);
}

Result<void> readOneHot(OpReader& r) {  // on and off values of any size: one_hot · (on − off) + off
    const auto* options = r.options<fb::OneHotOptions>();
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Ints depth, r.ints(1));
    NW_TRY(const Value on, r.in(2));
    NW_TRY(const Value off, r.in(3));
    NW_TRY(const Type type, r.outType());
    const auto last = static_cast<std::int64_t>(r.shape(x).size());
    if (depth.size() != 1 || (options && options->axis() != -1 && options->axis() != last))
        return r.refuse("has another axis than the last");
    NW_TRY(Value y, r.apply("one_hot", {{"depth", Shape{depth[0]}}, {"dtype", type.dtype}}, {x}));
    NW_TRY(const Value step, r.apply("subtract", {}, {on, off}));
    NW_TRY(y, r.apply("multiply", {}, {y, step}));
    NW_TRY(y, r.apply("add", {}, {y, off}));
    return r.out(y);
}

Result<void> acceptsBroadcast(const Application& n) {
    for (const Dim& d : *n.out().shape)
        if (!d.known()) return n.refuse("needs known sizes, not " + d.text());
    return {};
}

Result<void> writeBroadcast(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    return w.emit(fb::Builtin::BROADCAST_TO, w.version() > 1 ? 3 : 2, {x, w.ints(*openShape(*w.node.out().shape), "shape")});
}

Result<void> readBroadcast(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Ints shape, r.ints(1));
    NW_TRY(const Value y, r.apply("broadcast_to", {{"shape", toShape(shape)}}, {x}));
    return r.out(y);
}

Result<void> readPack(OpReader& r) {
    const auto* options = r.options<fb::PackOptions>();
    const std::int64_t axis = options ? options->axis() : 0;
    NW_TRY(std::vector<Value> inputs, r.all());
    for (Value& v : inputs) { NW_TRY(v, r.apply("expand_dims", {{"axis", axis}}, {v})); }
    const std::pair<std::string_view, Attr> attr{"axis", axis};
    NW_TRY(const Value y, r.apply("concatenate", AttrList{&attr, 1}, inputs));
    return r.out(y);
}

Result<void> readSplit(OpReader& r) {
    NW_TRY(const Ints axis, r.ints(0));
    NW_TRY(const Value x, r.in(1));
    if (axis.size() != 1) return r.refuse("needs one axis");
    NW_TRY(const std::size_t d, normalAxis(axis[0], r.shape(x).size(), "axis"));
    const auto part = exactDiv(r.shape(x)[d], Dim(static_cast<std::int64_t>(r.outputs())));
    if (!part) return r.refuse("cannot divide " + r.shape(x)[d].text() + " evenly");
    for (std::size_t i = 0; i < r.outputs(); ++i) {
        const Shape range{*part * Dim(static_cast<std::int64_t>(i)), *part};
        NW_TRY(const Value y, r.apply("slice", {{"axis", static_cast<std::int64_t>(d)}, {"range", range}}, {x}));
        NW_RETURN_IF_ERROR(r.out(i, y));
    }
    return {};
}

}  // namespace

Family shapes() {
    using fb::Builtin;
    const auto entry = [](const char* op, Builtin code, int version8, int version16, auto accepts, auto write, auto read) {
        return Entry{op, code, Moved, version8, version16, false, -1, true, accepts, write, read};
    };
    Result<void> (*const always)(const Application&) = nullptr;
    Family family{{entry("reshape_to", Builtin::RESHAPE, 1, 1, acceptsOpen, writeReshape, readReshape),
                   entry("transpose", Builtin::TRANSPOSE, 2, 5, always, writeTranspose, readTranspose),
                   entry("concatenate", Builtin::CONCATENATION, 2, 3, always, writeConcatenate, readConcatenate),
                   entry("slice", Builtin::SLICE, 2, 4, acceptsRange, writeSlice, readSlice),
                   entry("pad", Builtin::PAD, 2, 3, acceptsPad, writePad, readPad),
                   entry("gather", Builtin::GATHER, 2, 4, always, writeGather, readGather),
                   entry("broadcast_to", Builtin::BROADCAST_TO, 3, 3, acceptsBroadcast, writeBroadcast, readBroadcast),
                   entry("one_hot", Builtin::ONE_HOT, 0, 0, acceptsOneHot, writeOneHot, readOneHot)},
                  {{Builtin::SQUEEZE, readSqueeze},
                   {Builtin::EXPAND_DIMS, readExpandDims},
                   {Builtin::PACK, readPack},
                   {Builtin::SPLIT, readSplit}}};
    family.entries.back().types = {DType::Int32, DType::Int64, DType::UInt8};
    return family;
}

}  // namespace nw::tflite
