// Elementwise operators; broadcasting is NumPy's on both sides.
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

Result<void> readUnary(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, last ? r.channelsLast(0) : r.in(0));
    NW_TRY(const Value y, r.apply(r.reading.op, {}, {x}));
    return last ? r.outLast(y) : r.out(y);
}

/// Two inputs; two images of one shape stay channels last, as in residual networks.
Result<Value> binary(OpReader& r, const char* op, bool* last) {
    *last = r.isLast(0) && r.isLast(1);
    NW_TRY(const Value a, *last ? r.channelsLast(0) : r.in(0));
    NW_TRY(const Value b, *last ? r.channelsLast(1) : r.in(1));
    return r.apply(op, {}, {a, b});
}

Result<void> readBinary(OpReader& r) {
    bool last = false;
    NW_TRY(const Value y, binary(r, r.reading.op, &last));
    return last ? r.outLast(y) : r.out(y);
}

/// Max, Min, Sum of any number of inputs.
Result<void> readVariadic(OpReader& r) {
    bool last = true;
    for (std::size_t i = 0; i < r.inputs(); ++i) last = last && r.isLast(i);
    const auto input = [&](std::size_t i) { return last ? r.channelsLast(i) : r.in(i); };
    NW_TRY(Value y, input(0));
    for (std::size_t i = 1; i < r.inputs(); ++i) {
        NW_TRY(const Value x, input(i));
        NW_TRY(y, r.apply(r.reading.op, {}, {y, x}));
    }
    return last ? r.outLast(y) : r.out(y);
}

Result<void> readMean(OpReader& r) {
    NW_TRY(Value y, r.in(0));
    for (std::size_t i = 1; i < r.inputs(); ++i) {
        NW_TRY(const Value x, r.in(i));
        NW_TRY(y, r.apply("add", {}, {y, x}));
    }
    NW_TRY(const Value count, r.scalar(y, static_cast<double>(r.inputs())));
    NW_TRY(y, r.apply("divide", {}, {y, count}));
    return r.out(y);
}

Result<void> writeNotEqual(OpWriter& w) {
    const std::vector<std::string> inputs = w.inputs();
    const std::string equal = w.temporary("equal");
    w.add("Equal", inputs, equal);
    w.add("Not", {equal}, w.out());
    return {};
}

Result<void> writeSquare(OpWriter& w) {
    const std::string x = w.in(0);
    w.add("Mul", {x, x}, w.out());
    return {};
}

Result<void> writeRsqrt(OpWriter& w) {
    const std::string x = w.in(0), root = w.temporary("sqrt");
    w.add("Sqrt", {x}, root);
    w.add("Reciprocal", {root}, w.out());
    return {};
}

Result<void> readReciprocal(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value one, r.scalar(x, 1));
    NW_TRY(const Value y, r.apply("divide", {}, {one, x}));
    return r.out(y);
}

Result<void> readPower(OpReader& r) {
    NW_TRY(const Value a, r.in(0));
    NW_TRY(Value b, r.in(1));
    NW_TRY(b, r.apply("cast", {{"dtype", r.dtype(a)}}, {b}));
    NW_TRY(const Value y, r.apply("power", {}, {a, b}));
    return r.out(y);
}

Result<void> writeWhere(OpWriter& w) {
    const std::vector<std::string> inputs = w.inputs();
    w.add("Where", inputs, w.out());
    return {};
}

Result<void> readWhere(OpReader& r) {
    NW_TRY(const std::vector<Value> inputs, r.all());
    NW_TRY(const Value y, r.apply("where", AttrList{}, inputs));
    return r.out(y);
}

Result<void> writeCast(OpWriter& w) {
    setInt(w.elementwise("Cast"), "to", *numberOf(w.node.out().dtype));
    return {};
}

Result<void> readCast(OpReader& r) {
    const auto dtype = dtypeOf(static_cast<int>(r.integer("to", 0)));
    if (!dtype || *dtype == DType::Float16 || *dtype == DType::BFloat16)
        return r.refuse("to type number " + std::to_string(r.integer("to", 0)) + " cannot be read");
    if (const auto sizes = r.sizes(0); sizes && *dtype == DType::Int64) return r.outSizes(*sizes);
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value y, r.apply("cast", {{"dtype", *dtype}}, {x}));
    return r.out(y);
}

Result<void> readIdentity(OpReader& r) {
    if (const auto sizes = r.sizes(0)) return r.outSizes(*sizes);
    if (const Tensor t = r.constant(0); t.defined()) return r.outConstant(t);
    const bool last = r.isLast(0);
    NW_TRY(const Value x, last ? r.channelsLast(0) : r.in(0));
    return last ? r.outLast(x) : r.out(x);
}

Result<void> readDropout(OpReader& r) {  // in inference; nobody can read its mask
    if (const Tensor training = r.constant(2);
        r.has(2) && (!training.defined() || training.dtype() != DType::Bool || training.data<bool>()[0]))
        return r.refuse("is in training mode");
    return readIdentity(r);
}

}  // namespace

Family elementwise() {
    const std::vector<DType> truths{DType::Bool}, real{DType::Float32, DType::Float64, DType::Int32, DType::Int64};
    const std::vector<DType> comparable{DType::Float32, DType::Float64, DType::Int32, DType::Int64, DType::Bool};
    Family f;
    const auto both = [&](const char* op, const char* type, const std::vector<DType>& types, Result<void> (*read)(OpReader&)) {
        f.entries.push_back({op, type, types, writePlain});
        f.readings.push_back({type, read, op});
    };
    for (const auto& [op, type] :
         {std::pair{"exp", "Exp"}, {"log", "Log"}, {"sqrt", "Sqrt"}, {"erf", "Erf"}, {"sin", "Sin"}, {"cos", "Cos"}})
        both(op, type, Floats, readUnary);
    for (const auto& [op, type] : {std::pair{"abs", "Abs"}, {"negative", "Neg"}, {"sign", "Sign"}}) both(op, type, real, readUnary);
    both("logical_not", "Not", truths, readUnary);
    for (const auto& [op, type] : {std::pair{"add", "Add"}, {"subtract", "Sub"}, {"multiply", "Mul"}, {"divide", "Div"}})
        both(op, type, real, readBinary);
    for (const auto& [op, type] :
         {std::pair{"less", "Less"}, {"less_equal", "LessOrEqual"}, {"greater", "Greater"}, {"greater_equal", "GreaterOrEqual"}})
        both(op, type, real, readBinary);
    both("equal", "Equal", comparable, readBinary);
    both("logical_and", "And", truths, readBinary);
    both("logical_or", "Or", truths, readBinary);
    both("power", "Pow", real, readPower);
    both("maximum", "Max", real, readVariadic);
    both("minimum", "Min", real, readVariadic);
    f.entries.push_back({"not_equal", "Not", comparable, writeNotEqual});
    f.entries.push_back({"square", "Mul", real, writeSquare});
    f.entries.push_back({"rsqrt", "Reciprocal", Floats, writeRsqrt});
    f.entries.push_back({"where", "Where", truths, writeWhere});
    f.entries.push_back({"cast", "Cast", Any, writeCast});
    for (const Reading& r : {Reading{"Reciprocal", readReciprocal},
                             {"Where", readWhere},
                             {"Cast", readCast},
                             {"Identity", readIdentity},
                             {"Dropout", readDropout},
                             {"Sum", readVariadic, "add"},
                             {"Mean", readMean}})
        f.readings.push_back(r);
    return f;
}

}  // namespace nw::onnx
