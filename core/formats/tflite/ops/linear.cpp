// Products of matrices. Our dense kernel is [in, out], TensorFlow Lite's [out, in].
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

Result<void> acceptsDense(const Application& n) {
    const Apply* a = n.function.maker(n.apply.inputs[1]);
    if (a && std::string_view(a->op().id) == "dequantize") a = n.function.maker(a->inputs[0]);
    if (!a || std::string_view(a->op().id) != "constant") return n.refuse("needs constant weights");
    return n.shape(0).size() >= 2 ? Result<void>() : n.refuse("needs a batch");
}

Result<void> writeDense(OpWriter& w) {
    constexpr std::array<std::size_t, 2> Order{1, 0};
    NW_TRY(const int x, w.in(0));
    NW_TRY(const int kernel, w.weight(1, {}, Order));
    NW_TRY(const int bias, w.bias(w.node.get<std::int64_t>("units"), kernel));
    fb::FullyConnectedOptionsT options;
    options.fused_activation_function = w.activation;
    options.keep_num_dims = w.node.shape(0).size() > 2;
    const Apply* quantized = w.integer ? nullptr : w.node.maker(1, "dequantize");
    int version = w.version();
    if (quantized) version = quantized->params.get<std::vector<double>>("scale").size() > 1 ? 12 : 3;
    if (version < 5 && options.keep_num_dims) version = 5;
    return w.emit(fb::Builtin::FULLY_CONNECTED, version, {x, kernel, bias}, options);
}

/// x as [rows, columns of the kernel], which is what the operator computes without keep_num_dims.
Result<Value> asRows(OpReader& r, Value x, const Dim& columns) {
    const auto rows = exactDiv(product(r.shape(x)), columns);
    if (!rows)
        return r.refuse("has an input of " + product(r.shape(x)).text() + " elements for weights of " + columns.text() +
                        " columns");
    return r.apply("reshape_to", {{"shape", Shape{*rows, columns}}}, {x});
}

Result<void> readDense(OpReader& r) {
    constexpr std::array<std::size_t, 2> Order{1, 0};
    const auto* options = r.options<fb::FullyConnectedOptions>();
    if (options && options->weights_format() != 0) return r.refuse("has shuffled weights");
    NW_TRY(Value x, r.in(0));
    NW_TRY(const Value kernel, r.weight(1, Order, {}));
    const Shape k = r.shape(kernel);
    if (!k[0].known() || k[0].value() < 1 || !k[1].known()) return r.refuse("has weights of unknown size");
    const bool keep = options && options->keep_num_dims();
    if (!keep && !(r.shape(x).size() == 2 && r.shape(x)[1] == k[0])) { NW_TRY(x, asRows(r, x, k[0])); }
    std::vector<Value> inputs{x, kernel};
    if (r.has(2)) {
        NW_TRY(const Value bias, r.in(2));
        inputs.push_back(bias);
    }
    const std::array<std::pair<std::string_view, Attr>, 2> attrs{{{"units", k[1].value()}, {"use_bias", r.has(2)}}};
    NW_TRY(const Value y, r.apply("dense", attrs, inputs));
    return r.out(y, options ? options->fused_activation_function() : fb::Activation::NONE);
}

Result<void> acceptsMatmul(const Application& n) {
    return n.out().shape->size() <= 5 ? Result<void>() : n.refuse("TensorFlow Lite multiplies tensors of up to 5 axes");
}

Result<void> writeMatmul(OpWriter& w) {
    NW_TRY(std::vector<int> inputs, w.inputs());
    fb::BatchMatMulOptionsT options;
    options.adj_x = w.node.get<bool>("transpose_a");
    options.adj_y = w.node.get<bool>("transpose_b");
    return w.emit(fb::Builtin::BATCH_MATMUL, w.version(), std::move(inputs), options);
}

Result<void> readMatmul(OpReader& r) {
    const auto* options = r.options<fb::BatchMatMulOptions>();
    NW_TRY(const Value a, r.in(0));
    NW_TRY(const Value b, r.in(1));
    NW_TRY(const Value y,
           r.apply("matmul", {{"transpose_a", options && options->adj_x()}, {"transpose_b", options && options->adj_y()}}, {a, b}));
    return r.out(y);
}

}  // namespace

Family linear() {
    using fb::Builtin;
    return {{{.op = "dense",
              .code = Builtin::FULLY_CONNECTED,
              .types = Floats,
              .version8 = 4,
              .version16 = 7,
              .fuses = true,
              .weight = 1,
              .accepts = acceptsDense,
              .write = writeDense,
              .read = readDense},
             {.op = "matmul",
              .code = Builtin::BATCH_MATMUL,
              .types = Floats,
              .version8 = 2,
              .version16 = 3,
              .accepts = acceptsMatmul,
              .write = writeMatmul,
              .read = readMatmul}},
            {}};
}

}  // namespace nw::tflite
