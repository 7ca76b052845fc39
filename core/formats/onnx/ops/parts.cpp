// Parts of tensors: slice, split, pad, gather, one-hot.
#include <algorithm>
#include <array>

#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

Result<void> acceptsRange(const Application& n) {
    for (const Dim& d : n.get<Shape>(n.is("slice") ? "range" : "padding"))
        if (!d.known()) return n.refuse("needs whole numbers, not " + d.text());
    return {};
}

Result<void> writeSlice(OpWriter& w) {
    const Shape range = w.node.get<Shape>("range");
    const std::int64_t begin = range[0].value(), end = begin + range[1].value();
    const std::string x = w.in(0);
    w.add("Slice",
          {x, w.ints({begin}, "begin"), w.ints({end}, "end"), w.ints({static_cast<std::int64_t>(w.node.axis("axis"))}, "axis")},
          w.out());
    return {};
}

struct Range {
    Ints begin, end, axes, steps;
};

/// Attributes up to opset 9, then inputs.
Result<Range> rangeOf(OpReader& r, std::size_t rank) {
    Range range;
    if (r.opset() < 10) {
        range = {r.list("starts"), r.list("ends"), r.list("axes"), {}};
    } else {
        NW_TRY(range.begin, r.ints(1));
        NW_TRY(range.end, r.ints(2));
        if (r.has(3)) { NW_TRY(range.axes, r.ints(3)); }
        if (r.has(4)) { NW_TRY(range.steps, r.ints(4)); }
    }
    if (range.axes.empty())
        for (std::size_t d = 0; d < range.begin.size(); ++d) range.axes.push_back(static_cast<std::int64_t>(d));
    for (const std::int64_t s : range.steps)
        if (s != 1) return r.refuse("takes steps other than 1, which cannot be read yet");
    if (range.begin.size() != range.end.size() || range.begin.size() != range.axes.size() || range.begin.size() > rank)
        return r.refuse("has starts, ends and axes that do not fit together");
    return range;
}

Result<void> readSlice(OpReader& r) {
    const auto sizes = r.sizes(0);
    NW_TRY(Value x, sizes ? Result<Value>(Value{}) : r.in(0));
    NW_TRY(const Range range, rangeOf(r, sizes ? 1 : r.shape(x).size()));
    const auto clamp = [](std::int64_t i, std::int64_t n) {
        return std::clamp<std::int64_t>(i < 0 ? std::max(i, -n) + n : i, 0, n);
    };
    if (sizes) {
        const auto n = static_cast<std::int64_t>(sizes->dims.size());
        if (range.begin.size() != 1) return r.refuse("of a shape needs one range");
        const std::int64_t begin = clamp(range.begin[0], n), end = std::max(begin, clamp(range.end[0], n));
        return r.outSizes({Shape(sizes->dims.begin() + begin, sizes->dims.begin() + end), false});
    }
    for (std::size_t i = 0; i < range.axes.size(); ++i) {
        NW_TRY(const std::size_t axis, normalAxis(range.axes[i], r.shape(x).size(), "axes"));
        const Dim& size = r.shape(x)[axis];
        if (!size.known()) {
            if (range.begin[i] == 0 && range.end[i] > (std::int64_t{1} << 31) - 2) continue;
            return r.refuse("cuts an axis of open size");
        }
        const std::int64_t begin = clamp(range.begin[i], size.value()), end = std::max(begin, clamp(range.end[i], size.value()));
        const Shape part{begin, end - begin};
        NW_TRY(x, r.apply("slice", {{"axis", static_cast<std::int64_t>(axis)}, {"range", part}}, {x}));
    }
    return r.out(x);
}

Result<void> readSplit(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const std::size_t axis, normalAxis(r.integer("axis", 0), r.shape(x).size(), "axis"));
    Ints parts = r.list("split");
    if (r.opset() >= 13 && r.has(1)) { NW_TRY(parts, r.ints(1)); }
    const auto outputs = static_cast<std::size_t>(r.node.output_size());
    const Dim size = r.shape(x)[axis];
    if (parts.empty() && size.known() && outputs > 0 && size.value() % static_cast<std::int64_t>(outputs) == 0)
        parts.assign(outputs, size.value() / static_cast<std::int64_t>(outputs));
    if (parts.size() != outputs || outputs == 0) return r.refuse("cannot divide " + size.text());
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < outputs; ++i) {
        NW_TRY(const Value y,
               r.apply("slice", {{"axis", static_cast<std::int64_t>(axis)}, {"range", Shape{begin, parts[i]}}}, {x}));
        NW_RETURN_IF_ERROR(r.out(i, y));
        if (__builtin_add_overflow(begin, parts[i], &begin)) return r.refuse("has impossible parts");
    }
    return {};
}

/// Other borders are zeros and a sum.
Result<void> acceptsPad(const Application& n) {
    if (n.get<double>("value") != 0) return n.refuse("pads with zeros alone");
    return acceptsRange(n);
}

Result<void> writePad(OpWriter& w) {
    const Shape padding = w.node.get<Shape>("padding");
    const std::size_t rank = w.node.shape(0).size(), axis = w.node.axis("axis");
    Ints pads(2 * rank, 0);
    pads[axis] = padding[0].value();
    pads[axis + rank] = padding[1].value();
    const std::string x = w.in(0);
    w.add("Pad", {x, w.ints(pads, "pads")}, w.out());
    return {};
}

Result<void> readPad(OpReader& r) {
    if (r.text("mode", "constant") != "constant") return r.refuse("mirrors or repeats its border, which cannot be read yet");
    NW_TRY(Value x, r.in(0));
    Ints pads = r.list("pads");
    if (r.opset() >= 11) { NW_TRY(pads, r.ints(1)); }
    const Tensor value = r.constant(2);
    if (r.real("value", 0) != 0 || (r.has(2) && (!value.defined() || value.elements() != 1 || toDoubles(value)[0] != 0)))
        return r.refuse("pads with something else than zeros, which cannot be read yet");
    const std::size_t rank = r.shape(x).size();
    if (pads.size() != 2 * rank) return r.refuse("has pads that do not fit its input");
    for (std::size_t d = 0; d < rank; ++d) {
        if (pads[d] < 0 || pads[d + rank] < 0) return r.refuse("cuts with negative pads, which cannot be read yet");
        if (pads[d] == 0 && pads[d + rank] == 0) continue;
        NW_TRY(x, r.apply("pad", {{"axis", static_cast<std::int64_t>(d)}, {"padding", Shape{pads[d], pads[d + rank]}}}, {x}));
    }
    return r.out(x);
}

bool inRange(const Tensor& indices, const Dim& rows) {
    if (!indices.defined() || !rows.known()) return false;
    const std::vector<double> all = toDoubles(indices);
    return std::all_of(all.begin(), all.end(), [&](double i) { return i >= 0 && i < static_cast<double>(rows.value()); });
}

Result<void> acceptsTable(const Application& n) {
    return n.shape(0)[0].known() ? Result<void>() : n.refuse("needs a table of known size");
}

/// ONNX counts negative rows from the end and fails beyond the table; ours are zeros. Computed indices are checked by nodes.
Result<void> writeGather(OpWriter& w) {
    const std::vector<std::string> inputs = w.inputs();
    const Dim rows = w.node.shape(0)[0];
    if (inRange(w.node.constant(1), rows)) {
        setInt(w.add("Gather", inputs, w.out()), "axis", 0);
        return {};
    }
    const DType t = w.node.type(1).dtype;
    const std::string zero = w.constant(numberAs(t, 0), "zero"),
                      size = w.constant(numberAs(t, static_cast<double>(rows.value())), "rows");
    const std::string above = w.temporary("above"), below = w.temporary("below"), valid = w.temporary("valid");
    const std::string safe = w.temporary("safe"), found = w.temporary("found"), mask = w.temporary("mask");
    w.add("GreaterOrEqual", {inputs[1], zero}, above);
    w.add("Less", {inputs[1], size}, below);
    w.add("And", {above, below}, valid);
    w.add("Where", {valid, inputs[1], zero}, safe);
    setInt(w.add("Gather", {inputs[0], safe}, found), "axis", 0);
    Ints axes;
    for (std::size_t d = w.node.shape(1).size(); d < w.node.out().shape->size(); ++d) axes.push_back(static_cast<std::int64_t>(d));
    std::string by = valid;
    if (!axes.empty()) {
        w.add("Unsqueeze", {valid, w.ints(axes, "axes")}, mask);
        by = mask;
    }
    w.add("Where", {by, found, w.constant(numberAs(w.node.out().dtype, 0), "nothing")}, w.out());
    return {};
}

Result<void> readGather(OpReader& r) {
    const auto table = r.sizes(0), index = r.sizes(1);
    if (table && index && !table->scalar) {
        Sizes out{{}, index->scalar};
        const auto n = static_cast<std::int64_t>(table->dims.size());
        for (const Dim& d : index->dims) {
            if (!d.known() || d.value() < -n || d.value() >= n) return r.refuse("takes a size that does not exist");
            out.dims.push_back(table->dims[static_cast<std::size_t>(d.value() < 0 ? d.value() + n : d.value())]);
        }
        return r.outSizes(out);
    }
    if (r.integer("axis", 0) != 0) return r.refuse("gathers along another axis than the first, which cannot be read yet");
    NW_TRY(const Value rows, r.in(0));
    NW_TRY(Value indices, r.in(1));
    const Dim n = r.shape(rows).empty() ? Dim(0) : r.shape(rows)[0];
    const Tensor constant = r.constant(1);
    const std::vector<double> known =
        constant.defined() && isInteger(constant.dtype()) ? toDoubles(constant) : std::vector<double>();
    if (!constant.defined() || std::any_of(known.begin(), known.end(), [](double i) { return i < 0; })) {
        if (!n.known()) return r.refuse("may count rows from the end of a table of open size");
        NW_TRY(const Value zero, r.scalar(indices, 0));
        NW_TRY(const Value size, r.scalar(indices, static_cast<double>(n.value())));
        NW_TRY(const Value negative, r.apply("less", {}, {indices, zero}));
        NW_TRY(const Value shifted, r.apply("add", {}, {indices, size}));
        NW_TRY(indices, r.apply("where", {}, {negative, shifted, indices}));
    }
    NW_TRY(const Value y, r.apply("gather", {}, {rows, indices}));
    return r.out(y);
}

Result<void> acceptsOneHot(const Application& n) {
    const DType t = n.out().dtype;
    if (t != DType::Float32 && t != DType::Int32 && t != DType::Int64) return n.refuse("ONNX Runtime has no one-hot of this type");
    return n.get<Shape>("depth")[0].known() ? Result<void>() : n.refuse("needs a known number of classes");
}

/// ONNX counts -1 as the last class, we give a row of zeros: such indices move to `depth`, one past a row that is cut again.
Result<void> writeOneHot(OpWriter& w) {
    const std::int64_t depth = w.node.get<Shape>("depth")[0].value();
    const std::string x = w.in(0), wide = w.temporary("index"), below = w.temporary("below"), safe = w.temporary("safe");
    setInt(w.add("Cast", {x}, wide), "to", *numberOf(DType::Int64));
    const std::string zero = w.constant(Tensor::scalar(std::int64_t{0}), "zero"), size = w.constant(Tensor::scalar(depth), "depth");
    w.add("Less", {wide, zero}, below);
    w.add("Where", {below, size, wide}, safe);
    constexpr std::array<float, 2> OffOn{0, 1};
    const std::string values = w.constant(Tensor::of<float>({2}, OffOn), "values");
    const bool direct = w.node.out().dtype == DType::Float32;  // ONNX Runtime has few combinations of types
    const std::string rows = direct ? w.out() : w.temporary("rows");
    setInt(w.add("OneHot", {safe, size, values}, rows), "axis", -1);
    if (!direct) setInt(w.add("Cast", {rows}, w.out()), "to", *numberOf(w.node.out().dtype));
    return {};
}

Result<void> readOneHot(OpReader& r) {
    NW_TRY(Value x, r.in(0));
    NW_TRY(const Ints depth, r.ints(1));
    const Tensor values = r.constant(2);
    if (depth.size() != 1 || !values.defined() || values.elements() != 2 || r.integer("axis", -1) != -1)
        return r.refuse("with computed values or another axis than the last cannot be read yet");
    const std::vector<double> pair = toDoubles(values);
    if (pair[0] != 0 || pair[1] != 1) return r.refuse("with values other than 0 and 1 cannot be read yet");
    NW_TRY(x, r.apply("cast", {{"dtype", DType::Int64}}, {x}));
    NW_TRY(const Value y, r.apply("one_hot", {{"depth", Shape{depth[0]}}, {"dtype", values.dtype()}}, {x}));
    return r.out(y);
}

}  // namespace

Family parts() {
    return {{{"slice", "Slice", Any, writeSlice, acceptsRange},
             {"pad", "Pad", Numbers, writePad, acceptsPad},
             {"gather", "Gather", Any, writeGather, acceptsTable},
             {"one_hot", "OneHot", {DType::Int32, DType::Int64, DType::UInt8}, writeOneHot, acceptsOneHot}},
            {{"Slice", readSlice}, {"Split", readSplit}, {"Pad", readPad}, {"Gather", readGather}, {"OneHot", readOneHot}}};
}

}  // namespace nw::onnx
