// Elementwise operators; broadcasting is NumPy's on both sides.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"
#include "core/op/def.h"

namespace nw::tflite {
namespace {

/// Kernels of binary operators go up to a rank; beyond it the file would load and then fail.
template <std::size_t Rank>
Result<void> upTo(const Application& n) {
    return n.out().shape->size() <= Rank ? Result<void>()
                                         : n.refuse("TensorFlow Lite has this for up to " + std::to_string(Rank) + " axes");
}

template <class O>
Result<void> writeArithmetic(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    O options;
    options.fused_activation_function = w.activation;
    const DType t = w.stored(0);
    if constexpr (requires { options.pot_scale_int16; }) options.pot_scale_int16 = t != DType::Int16;
    const bool add = w.entry.code == fb::Builtin::ADD, subtract = w.entry.code == fb::Builtin::SUB;
    int version = w.version();
    if (t == DType::Int64) version = add || subtract ? 4 : w.entry.code == fb::Builtin::MUL ? 5 : 1;
    return w.emit(w.entry.code, version, std::move(inputs), options);
}

template <class O>
Result<void> readArithmetic(OpReader& r) {
    const auto* options = r.options<O>();
    NW_TRY(const Value a, r.in(0));
    NW_TRY(const Value b, r.in(1));
    NW_TRY(const Value y, r.apply(r.entry->op, {}, {a, b}));
    return r.out(y, options ? options->fused_activation_function() : fb::Activation::NONE);
}

template <class Packed, class O>
Entry arithmetic(const char* op, fb::Builtin code, int version8, int version16) {
    return {.op = op,
            .code = code,
            .types = Numbers,
            .version8 = version8,
            .version16 = version16,
            .fuses = true,
            .accepts = upTo<6>,
            .write = writeArithmetic<Packed>,
            .read = readArithmetic<O>};
}

Entry plain(const char* op, fb::Builtin code, std::vector<DType> types, int version8 = 0, int version16 = 0) {
    return {.op = op, .code = code, .types = std::move(types), .version8 = version8, .version16 = version16, .accepts = upTo<4>};
}

Result<void> writeSquare(OpWriter& w) {  // of whole numbers as a product
    NW_TRY(const int x, w.in(0));
    if (w.stored(0) == DType::Float32) return w.emit(fb::Builtin::SQUARE, 1, {x});
    return w.emit(fb::Builtin::MUL, w.stored(0) == DType::Int64 ? 5 : 1, {x, x}, fb::MulOptionsT());
}

Result<void> writeWhere(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    return w.emit(fb::Builtin::SELECT_V2, 1, std::move(inputs));
}

Result<void> readWhere(OpReader& r) {
    NW_TRY(const std::vector<Value> inputs, r.all());
    NW_TRY(const Value y, r.apply("where", AttrList{}, inputs));
    return r.out(y);
}

Result<void> writeCast(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    fb::CastOptionsT options;
    options.in_data_type = *typeOf(w.node.type(0).dtype);
    options.out_data_type = *typeOf(w.node.out().dtype);
    const auto either = [&](DType t) { return w.node.type(0).dtype == t || w.node.out().dtype == t; };
    const int version = either(DType::Float64)  ? 5
                        : either(DType::UInt16) ? 4
                        : either(DType::Int8)   ? 3
                        : either(DType::UInt32) ? 2
                                                : 1;
    return w.emit(fb::Builtin::CAST, version, {x}, options);
}

Result<void> readCast(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Type type, r.outType());
    NW_TRY(const Value y, r.apply("cast", {{"dtype", type.dtype}}, {x}));
    return r.out(y);
}

Result<void> acceptsCast(const Application& n) {
    for (const DType t : {n.type(0).dtype, n.out().dtype})
        if (t == DType::BFloat16 || t == DType::UInt64 || t == DType::Float16)
            return n.refuse("TensorFlow Lite cannot cast " + std::string(nameOf(t)));
    return {};
}

Result<void> readSquaredDifference(OpReader& r) {
    NW_TRY(const Value a, r.in(0));
    NW_TRY(const Value b, r.in(1));
    NW_TRY(const Value difference, r.apply("subtract", {}, {a, b}));
    NW_TRY(const Value y, r.apply("square", {}, {difference}));
    return r.out(y);
}

}  // namespace

Family elementwise() {
    using fb::Builtin;
    const std::vector<DType> truths{DType::Bool}, wide{DType::Float32, DType::Int32, DType::Int64};
    const std::vector<DType> any{DType::Float32, DType::Float64, DType::Int8,   DType::Int16,  DType::Int32,
                                 DType::Int64,   DType::UInt8,   DType::UInt16, DType::UInt32, DType::Bool};
    return {
        {arithmetic<fb::AddOptionsT, fb::AddOptions>("add", Builtin::ADD, 2, 1),
         arithmetic<fb::SubOptionsT, fb::SubOptions>("subtract", Builtin::SUB, 2, 5),
         arithmetic<fb::MulOptionsT, fb::MulOptions>("multiply", Builtin::MUL, 2, 4),
         arithmetic<fb::DivOptionsT, fb::DivOptions>("divide", Builtin::DIV, 0, 0),
         plain("maximum", Builtin::MAXIMUM, wide, 2, 4),
         plain("minimum", Builtin::MINIMUM, wide, 2, 4),
         plain("power", Builtin::POW, {DType::Float32, DType::Int32}),
         plain("equal", Builtin::EQUAL, {DType::Float32, DType::Int32, DType::Int64, DType::UInt8, DType::Bool}, 2),
         plain("not_equal", Builtin::NOT_EQUAL, {DType::Float32, DType::Int32, DType::Int64, DType::UInt8, DType::Bool}, 2),
         plain("less", Builtin::LESS, wide, 2),
         plain("less_equal", Builtin::LESS_EQUAL, wide, 2),
         plain("greater", Builtin::GREATER, wide, 2),
         plain("greater_equal", Builtin::GREATER_EQUAL, wide, 2),
         plain("logical_and", Builtin::LOGICAL_AND, truths),
         plain("logical_or", Builtin::LOGICAL_OR, truths),
         plain("logical_not", Builtin::LOGICAL_NOT, truths),
         plain("exp", Builtin::EXP, Floats, 2),
         plain("log", Builtin::LOG, Floats),
         plain("sqrt", Builtin::SQRT, Floats),
         plain("rsqrt", Builtin::RSQRT, Floats),
         {.op = "square", .code = Builtin::SQUARE, .types = Numbers, .accepts = upTo<4>, .write = writeSquare},
         plain("abs", Builtin::ABS, {DType::Float32, DType::Int32}),
         plain("negative", Builtin::NEG, wide),
         plain("sin", Builtin::SIN, Floats),
         plain("cos", Builtin::COS, Floats),
         plain("sign", Builtin::SIGN, {DType::Float32, DType::Float64, DType::Int32}),
         {.op = "where", .code = Builtin::SELECT_V2, .types = truths, .accepts = upTo<4>, .write = writeWhere, .read = readWhere},
         {.op = "cast", .code = Builtin::CAST, .types = any, .accepts = acceptsCast, .write = writeCast, .read = readCast}},
        {{Builtin::SELECT, readWhere}, {Builtin::SQUARED_DIFFERENCE, readSquaredDifference}}};
}

}  // namespace nw::tflite
