// Shapes: reshape, transpose, concatenate, expand.
#include <algorithm>
#include <array>
#include <limits>

#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

/// Sizes as numbers with -1 for the one that the batch decides; nothing when there are several such.
std::optional<Ints> openShape(const Shape& shape) {
    Ints out;
    for (const Dim& d : shape) out.push_back(d.known() ? d.value() : -1);
    return std::count(out.begin(), out.end(), -1) > 1 ? std::nullopt : std::optional(out);
}

Result<void> acceptsOpen(const Application& n) {
    return openShape(*n.out().shape) ? Result<void>() : n.refuse("the shape " + textOf(*n.out().shape) + " has several open sizes");
}

Result<void> writeReshape(OpWriter& w) {
    const std::string x = w.in(0), shape = w.ints(*openShape(*w.node.out().shape), "shape");
    pb::Node& node = w.add("Reshape", {x, shape}, w.out());
    const Ints sizes = *openShape(*w.node.out().shape);
    if (std::count(sizes.begin(), sizes.end(), 0) > 0) setInt(node, "allowzero", 1);
    return {};
}

Result<void> reshapeTo(OpReader& r, Value x, const Shape& shape) {
    NW_TRY(const Value y, r.apply("reshape_to", {{"shape", shape}}, {x}));
    return r.out(y);
}

Result<void> readReshape(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(Shape shape, r.shapeIn(1));
    const Shape& from = r.shape(x);
    std::optional<std::size_t> open;
    Dim known = 1;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] == Dim(0) && r.integer("allowzero", 0) == 0) {
            if (d >= from.size()) return r.refuse("copies an axis that its input lacks");
            shape[d] = from[d];
        }
        if (shape[d].known() && (shape[d].value() < -1 || (shape[d].value() == -1 && open)))
            return r.refuse("has an impossible shape");
        if (shape[d] == Dim(-1))
            open = d;
        else
            known = known * shape[d];
    }
    if (open) {
        const auto rest = known == Dim(0) ? std::nullopt : exactDiv(product(from), known);
        if (!rest) return r.refuse("cannot see " + textOf(from) + " as " + textOf(shape));
        shape[*open] = *rest;
    }
    return reshapeTo(r, x, shape);
}

Result<void> readFlatten(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    const Shape shape = r.shape(x);
    std::int64_t axis = r.integer("axis", 1);
    axis += axis < 0 ? static_cast<std::int64_t>(shape.size()) : 0;
    if (axis < 0 || axis > static_cast<std::int64_t>(shape.size())) return r.refuse("has an axis that its input lacks");
    return reshapeTo(r, x,
                     {product(Shape(shape.begin(), shape.begin() + axis)), product(Shape(shape.begin() + axis, shape.end()))});
}

Result<void> readSqueeze(OpReader& r) {
    NW_TRY(Ints axes, r.axes(12, 1));
    if (auto sizes = r.sizes(0); sizes && !sizes->scalar && sizes->dims.size() == 1) return r.outSizes({sizes->dims, true});
    NW_TRY(const Value x, r.in(0));
    for (std::size_t d = 0; axes.empty() && d < r.shape(x).size(); ++d)
        if (r.shape(x)[d] == Dim(1)) axes.push_back(static_cast<std::int64_t>(d));
    if (axes.empty()) return r.out(x);
    NW_TRY(const Value y, r.apply("squeeze", {{"axis", axes}}, {x}));
    return r.out(y);
}

Result<void> readUnsqueeze(OpReader& r) {
    NW_TRY(Ints axes, r.axes(12, 1));
    if (auto sizes = r.sizes(0); sizes && sizes->scalar && axes.size() == 1) return r.outSizes({sizes->dims, false});
    NW_TRY(const Value x, r.in(0));
    const std::size_t rank = r.shape(x).size() + axes.size();
    if (axes.size() > 8) return r.refuse("adds " + std::to_string(axes.size()) + " axes");
    NW_TRY(const auto normal, normalAxes(axes, rank, "axes"));
    if (axes.empty() || normal.size() != axes.size()) return r.refuse("names an axis twice, or none");
    Shape shape = r.shape(x);
    for (const std::size_t d : normal) shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(d), Dim(1));
    return reshapeTo(r, x, shape);
}

Result<void> writeTranspose(OpWriter& w) {
    Ints order = w.node.ints("permutation");
    const auto rank = static_cast<std::int64_t>(w.node.shape(0).size());
    if (order.empty())
        for (std::int64_t d = rank; d-- > 0;) order.push_back(d);
    for (std::int64_t& d : order) d += d < 0 ? rank : 0;
    const std::string x = w.in(0);
    setInts(w.add("Transpose", {x}, w.out()), "perm", order);
    return {};
}

Result<void> readTranspose(OpReader& r) {
    const Ints order = r.list("perm");
    if (r.isLast(0) && order == Ints{0, 2, 3, 1}) {
        NW_TRY(const Value last, r.channelsLast(0));
        return r.out(last);
    }
    NW_TRY(const Value x, r.in(0));
    if (order == Ints{0, 3, 1, 2} && r.shape(x).size() == 4) return r.outLast(x);  // its readers mostly turn it back
    NW_TRY(const Value y, r.apply("transpose", {{"permutation", order}}, {x}));
    return r.out(y);
}

Result<void> writeConcatenate(OpWriter& w) {
    bool first = w.node.axis("axis") == 3 && w.node.shape(0).size() == 4;
    for (std::size_t i = 0; i < w.node.apply.inputs.size(); ++i) first = first && w.isFirst(i);
    std::vector<std::string> inputs;
    for (std::size_t i = 0; i < w.node.apply.inputs.size(); ++i) inputs.push_back(first ? w.channelsFirst(i) : w.in(i));
    const auto axis = first ? 1 : static_cast<std::int64_t>(w.node.axis("axis"));
    setInt(w.add("Concat", inputs, first ? w.outFirst() : w.out()), "axis", axis);
    return {};
}

Result<void> readConcatenate(OpReader& r) {
    Sizes all;
    bool sizes = r.inputs() > 0, last = r.inputs() > 0 && r.integer("axis", 1) == 1;
    for (std::size_t i = 0; i < r.inputs(); ++i) {
        const auto part = r.sizes(i);
        sizes = sizes && part && !part->scalar;
        if (sizes) all.dims.insert(all.dims.end(), part->dims.begin(), part->dims.end());
        last = last && r.isLast(i);
    }
    if (sizes && all.dims.size() <= 64) return r.outSizes(all);
    std::vector<Value> inputs;
    for (std::size_t i = 0; i < r.inputs(); ++i) {
        NW_TRY(const Value v, last ? r.channelsLast(i) : r.in(i));
        inputs.push_back(v);
    }
    const std::pair<std::string_view, Attr> axis{"axis", last ? 3 : r.integer("axis", 1)};
    NW_TRY(const Value y, r.apply("concatenate", AttrList{&axis, 1}, inputs));
    return last ? r.outLast(y) : r.out(y);
}

Result<void> acceptsKnown(const Application& n) {
    for (const Dim& d : *n.out().shape)
        if (!d.known()) return n.refuse("needs known sizes, not " + d.text());
    return {};
}

Result<void> writeExpand(OpWriter& w) {
    const std::string x = w.in(0);
    w.add("Expand", {x, w.ints(*openShape(*w.node.out().shape), "shape")}, w.out());
    return {};
}

Result<void> readExpand(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Shape to, r.shapeIn(1));
    NW_TRY(const Shape shape, broadcast(r.shape(x), to, "shape"));
    NW_TRY(const Value y, r.apply("broadcast_to", {{"shape", shape}}, {x}));
    return r.out(y);
}

Result<void> readShape(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    const auto rank = static_cast<std::int64_t>(r.shape(x).size());
    const auto clamp = [&](std::int64_t i) { return std::clamp<std::int64_t>(i < 0 ? std::max(i, -rank) + rank : i, 0, rank); };
    const std::int64_t begin = clamp(r.integer("start", 0)), end = std::max(begin, clamp(r.integer("end", rank)));
    const Shape& shape = r.shape(x);
    return r.outSizes({Shape(shape.begin() + begin, shape.begin() + end), false});
}

Result<void> readConstantOfShape(OpReader& r) {
    NW_TRY(const Shape shape, r.shapeIn(0));
    Tensor value = Tensor::scalar(0.0F);
    if (const auto* a = r.attribute("value"); a && a->has_t()) { NW_TRY(value, load(a->t())); }
    if (value.elements() != 1) return r.refuse("has not one value");
    NW_TRY(const Value one, r.constantValue(value.reshaped({})));
    NW_TRY(const Value y, r.apply("broadcast_to", {{"shape", shape}}, {one}));
    const auto extents = evaluate(shape, {});
    std::int64_t elements = 1;
    for (const std::int64_t e : extents.value_or(Extents{}))
        if (e < 0 || __builtin_mul_overflow(elements, e, &elements) || elements > (std::int64_t{1} << 26))
            return r.refuse("is too large");
    if (!extents) return r.out(y);
    Tensor all = Tensor::empty(value.dtype(), *extents);  // a constant, as weights must be
    const std::size_t size = sizeOf(value.dtype());
    for (std::size_t at = 0; at < all.bytes(); at += size) std::copy_n(value.raw(), size, all.raw() + at);
    return r.outConstant(all);
}

Result<void> readConstant(OpReader& r) {
    if (const auto* a = r.attribute("value"); a && a->has_t()) {
        NW_TRY(const Tensor t, load(a->t()));
        return r.outConstant(t);
    }
    if (const auto* a = r.attribute("value_float")) return r.outConstant(Tensor::scalar(a->f()));
    if (const auto* a = r.attribute("value_int")) return r.outConstant(Tensor::scalar(std::int64_t{a->i()}));
    if (const auto* a = r.attribute("value_ints"))
        return r.outConstant(Tensor::of<std::int64_t>({a->ints_size()}, Ints(a->ints().begin(), a->ints().end())));
    if (const auto* a = r.attribute("value_floats"))
        return r.outConstant(Tensor::of<float>({a->floats_size()}, std::vector<float>(a->floats().begin(), a->floats().end())));
    return r.refuse("has no value that can be read");
}

}  // namespace

Family shapes() {
    return {{{"reshape_to", "Reshape", Any, writeReshape, acceptsOpen},
             {"transpose", "Transpose", Any, writeTranspose},
             {"concatenate", "Concat", Any, writeConcatenate},
             {"broadcast_to", "Expand", Any, writeExpand, acceptsKnown}},
            {{"Reshape", readReshape},
             {"Flatten", readFlatten},
             {"Squeeze", readSqueeze},
             {"Unsqueeze", readUnsqueeze},
             {"Transpose", readTranspose},
             {"Concat", readConcatenate},
             {"Expand", readExpand},
             {"Shape", readShape},
             {"Constant", readConstant},
             {"ConstantOfShape", readConstantOfShape}}};
}

}  // namespace nw::onnx
