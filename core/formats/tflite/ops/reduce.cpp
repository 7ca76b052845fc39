// Reductions over constant axes.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"
#include "core/op/def.h"

namespace nw::tflite {
namespace {

Result<void> writeReduction(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const int axes = w.ints(w.node.axes("axis"), "axes");
    fb::ReducerOptionsT options;
    options.keep_dims = w.node.get<bool>("keepdims");
    return w.emit(w.entry.code, w.version(), {x, axes}, options);
}

Result<void> readReduction(OpReader& r) {
    const auto* options = r.options<fb::ReducerOptions>();
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const std::vector<std::int64_t> axes, r.ints(1));
    if (axes.empty()) return r.out(x);
    NW_TRY(const Value y, r.apply(r.entry->op, {{"axis", axes}, {"keepdims", options && options->keep_dims()}}, {x}));
    return r.out(y);
}

/// ARG_MAX drops the axis; a reshape brings a kept one back.
Result<void> writeArgmax(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const int axis = w.constant(nw::Tensor::scalar(static_cast<std::int32_t>(w.node.axis("axis"))), "axis");
    fb::ArgMaxOptionsT options;
    options.output_type = fb::TensorType::INT32;
    const int version = w.version();
    if (!w.node.get<bool>("keepdims")) return w.emit(fb::Builtin::ARG_MAX, version, {x, axis}, options);
    Shape dropped = w.node.shape(0);
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(w.node.axis("axis")));
    const auto kept = openShape(*w.node.out().shape);
    if (!kept) return w.node.refuse("has several sizes that data decide");
    NW_TRY(const int index, w.emitTemporary(fb::Builtin::ARG_MAX, version, {x, axis}, options, DType::Int32, dropped));
    fb::ReshapeOptionsT reshape;
    reshape.new_shape.assign(kept->begin(), kept->end());
    return w.emit(fb::Builtin::RESHAPE, 1, {index, w.ints(*kept, "shape")}, reshape);
}

Result<void> readArgmax(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const std::vector<std::int64_t> axis, r.ints(1));
    NW_TRY(const Type type, r.outType());
    if (axis.size() != 1) return r.refuse("needs one axis");
    NW_TRY(Value y, r.apply("argmax", {{"axis", axis[0]}}, {x}));
    NW_TRY(y, r.apply("cast", {{"dtype", type.dtype}}, {y}));
    return r.out(y);
}

}  // namespace

Family reductions() {
    using fb::Builtin;
    const auto reduction = [](const char* op, Builtin code, std::vector<DType> types, int version8, int version16, bool keeps = false) {
        return Entry{.op = op,
                     .code = code,
                     .types = std::move(types),
                     .version8 = version8,
                     .version16 = version16,
                     .keeps = keeps,
                     .write = writeReduction,
                     .read = readReduction};
    };
    return {{reduction("reduce_mean", Builtin::MEAN, Numbers, 2, 3),
             reduction("reduce_sum", Builtin::SUM, Numbers, 2, 0),
             reduction("reduce_max", Builtin::REDUCE_MAX, Numbers, 2, 3, true),
             reduction("reduce_min", Builtin::REDUCE_MIN, Numbers, 2, 3, true),
             {.op = "argmax",
              .code = Builtin::ARG_MAX,
              .types = {DType::Float32, DType::Int8, DType::UInt8, DType::Int32},
              .version8 = 2,
              .write = writeArgmax,
              .read = readArgmax}},
            {}};
}

}  // namespace nw::tflite
