// Reductions. Axes are an attribute up to opset 17, for ReduceSum an input since 13.
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

Result<void> writeReduction(OpWriter& w) {
    Ints axes = w.node.axes("axis");
    const bool keep = w.node.get<bool>("keepdims");
    const bool image = w.isFirst(0) && axes == Ints{1, 2};  // a mean over the map is the same in both orders
    if (image) axes = {2, 3};
    std::vector<std::string> inputs{image ? w.channelsFirst(0) : w.in(0)};
    const bool asInput = w.node.is("reduce_sum");
    if (asInput) inputs.push_back(w.ints(axes, "axes"));
    pb::Node& node = w.add(w.entry.type, inputs, image && keep ? w.outFirst() : w.out());
    if (!asInput) setInts(node, "axes", axes);
    setInt(node, "keepdims", keep ? 1 : 0);
    return {};
}

Result<void> readReduction(OpReader& r) {
    NW_TRY(Ints axes, r.axes(r.node.op_type() == "ReduceSum" ? 12 : 17, 1));
    const bool keep = r.integer("keepdims", 1) != 0, image = r.isLast(0) && (axes == Ints{2, 3} || axes == Ints{-2, -1});
    NW_TRY(const Value x, image ? r.channelsLast(0) : r.in(0));
    if (axes.empty() && r.integer("noop_with_empty_axes", 0) != 0) return r.out(x);
    if (image) axes = {1, 2};
    NW_TRY(const Value y, r.apply(r.reading.op, {{"axis", axes}, {"keepdims", keep}}, {x}));
    return image && keep ? r.outLast(y) : r.out(y);
}

Result<void> writeArgmax(OpWriter& w) {
    const std::string x = w.in(0), index = w.temporary("index");
    pb::Node& node = w.add("ArgMax", {x}, index);
    setInt(node, "axis", w.node.get<std::int64_t>("axis"));
    setInt(node, "keepdims", w.node.get<bool>("keepdims") ? 1 : 0);
    setInt(w.add("Cast", {index}, w.out()), "to", *numberOf(DType::Int32));
    return {};
}

Result<void> readArgmax(OpReader& r) {
    if (r.integer("select_last_index", 0) != 0) return r.refuse("takes the last of equal values, which cannot be read yet");
    NW_TRY(const Value x, r.in(0));
    NW_TRY(Value y, r.apply("argmax", {{"axis", r.integer("axis", 0)}, {"keepdims", r.integer("keepdims", 1) != 0}}, {x}));
    NW_TRY(y, r.apply("cast", {{"dtype", DType::Int64}}, {y}));
    return r.out(y);
}

}  // namespace

Family reductions() {
    return {{{"reduce_mean", "ReduceMean", Floats, writeReduction},
             {"reduce_sum", "ReduceSum", Numbers, writeReduction},
             {"reduce_max", "ReduceMax", Numbers, writeReduction},
             {"reduce_min", "ReduceMin", Numbers, writeReduction},
             {"argmax", "ArgMax", {DType::Float32, DType::Float64, DType::Int32}, writeArgmax}},
            {{"ReduceMean", readReduction, "reduce_mean"},
             {"ReduceSum", readReduction, "reduce_sum"},
             {"ReduceMax", readReduction, "reduce_max"},
             {"ReduceMin", readReduction, "reduce_min"},
             {"ArgMax", readArgmax}}};
}

}  // namespace nw::onnx
