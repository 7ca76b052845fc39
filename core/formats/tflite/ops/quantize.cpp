// Quantize and dequantize where they are not folded into tensors.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

bool perAxis(const Application& n) { return n.get<std::int64_t>("axis") >= 0; }

Result<void> acceptsQuantize(const Application& n) {
    return n.out().dtype == DType::Int32 ? n.refuse("TensorFlow Lite does not quantize to int32") : Result<void>();
}

Result<void> writeQuantize(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    return w.emit(fb::Builtin::QUANTIZE, perAxis(w.node) ? 3 : w.node.out().dtype == DType::Int16 ? 2 : 1, {x});
}

/// The values stay; the tensor's scale says what the numbers become.
Result<void> readThrough(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    return r.out(x);
}

Result<void> acceptsDequantize(const Application& n) {  // a quantized bias is folded; a dequantize of int32 does not exist
    const bool constant = n.maker(0, "constant");
    return n.type(0).dtype == DType::Int32 && !constant ? n.refuse("TensorFlow Lite does not dequantize int32") : Result<void>();
}

Result<void> writeDequantize(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    const DType t = w.node.type(0).dtype;
    return w.emit(fb::Builtin::DEQUANTIZE, t == DType::Int16 ? 3 : perAxis(w.node) ? 5 : t == DType::Int8 ? 2 : 1, {x});
}

}  // namespace

Family quantization() {
    using fb::Builtin;
    return {{{.op = "quantize",
              .code = Builtin::QUANTIZE,
              .types = Floats,
              .accepts = acceptsQuantize,
              .write = writeQuantize,
              .read = readThrough},
             {.op = "dequantize",
              .code = Builtin::DEQUANTIZE,
              .types = {DType::Int8, DType::UInt8, DType::Int16, DType::Int32},
              .accepts = acceptsDequantize,
              .write = writeDequantize,
              .read = readThrough}},
            {}};
}

}  // namespace nw::tflite
