// Activations.
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

Result<void> writeLeaky(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    fb::LeakyReluOptionsT options;
    options.alpha = static_cast<float>(w.node.get<double>("negative_slope"));
    return w.emit(fb::Builtin::LEAKY_RELU, w.version(), {x}, options);
}

Result<void> readLeaky(OpReader& r) {
    const auto* options = r.options<fb::LeakyReluOptions>();
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value y, r.apply("leaky_relu", {{"negative_slope", options ? static_cast<double>(options->alpha()) : 0.0}}, {x}));
    return r.out(y);
}

Result<void> acceptsElu(const Application& n) {
    return n.get<double>("alpha") == 1 ? Result<void>() : n.refuse("ELU of TensorFlow Lite has alpha 1");
}

Result<void> writeGelu(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    fb::GeluOptionsT options;
    options.approximate = w.node.get<bool>("approximate");
    return w.emit(fb::Builtin::GELU, w.version(), {x}, options);
}

Result<void> readGelu(OpReader& r) {
    const auto* options = r.options<fb::GeluOptions>();
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value y, r.apply("gelu", {{"approximate", options && options->approximate()}}, {x}));
    return r.out(y);
}

Result<void> acceptsLastAxis(const Application& n) {
    if (n.shape(0).size() > 4) return n.refuse("TensorFlow Lite has softmax for up to 4 axes");
    return n.axis("axis") + 1 == n.shape(0).size() ? Result<void>()
                                                   : n.refuse("TensorFlow Lite has softmax along the last axis only");
}

Result<void> writeSoftmax(OpWriter& w) {
    NW_TRY(const int x, w.in(0));
    fb::SoftmaxOptionsT options;
    options.beta = 1;
    return w.emit(fb::Builtin::SOFTMAX, w.version(), {x}, options);
}

Result<void> readSoftmax(OpReader& r) {
    const auto* options = r.options<fb::SoftmaxOptions>();
    NW_TRY(Value x, r.in(0));
    const float beta = options ? options->beta() : 1;
    if (beta != 1) {
        NW_TRY(const Value factor, r.constant(nw::Tensor::scalar(beta)));
        NW_TRY(x, r.apply("multiply", {}, {x, factor}));
    }
    NW_TRY(const Value y, r.apply("softmax", {}, {x}));
    return r.out(y);
}

Result<void> readHardSwish(OpReader& r) {  // x relu6(x + 3) / 6
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value three, r.constant(nw::Tensor::scalar(3.0F)));
    NW_TRY(const Value sixth, r.constant(nw::Tensor::scalar(1.0F / 6)));
    NW_TRY(const Value shifted, r.apply("add", {}, {x, three}));
    NW_TRY(const Value clipped, r.apply("relu6", {}, {shifted}));
    NW_TRY(const Value product, r.apply("multiply", {}, {x, clipped}));
    NW_TRY(const Value y, r.apply("multiply", {}, {product, sixth}));
    return r.out(y);
}

Result<void> readPrelu(OpReader& r) {  // relu(x) − alpha relu(−x)
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value alpha, r.in(1));
    NW_TRY(const Value minus, r.apply("negative", {}, {x}));
    NW_TRY(const Value above, r.apply("relu", {}, {x}));
    NW_TRY(const Value below, r.apply("relu", {}, {minus}));
    NW_TRY(const Value part, r.apply("multiply", {}, {alpha, below}));
    NW_TRY(const Value y, r.apply("subtract", {}, {above, part}));
    return r.out(y);
}

}  // namespace

Family activations() {
    using fb::Builtin;
    return {{{.op = "relu", .code = Builtin::RELU, .types = Floats, .version8 = 2, .version16 = 3},
             {.op = "relu6", .code = Builtin::RELU6, .types = Floats, .version8 = 2, .version16 = 3},
             {.op = "sigmoid", .code = Builtin::LOGISTIC, .types = Floats, .version8 = 2, .version16 = 3},
             {.op = "tanh", .code = Builtin::TANH, .types = Floats, .version8 = 2, .version16 = 3},
             {.op = "elu", .code = Builtin::ELU, .types = Floats, .version8 = 1, .accepts = acceptsElu},
             {.op = "gelu", .code = Builtin::GELU, .types = Floats, .version8 = 2, .write = writeGelu, .read = readGelu},
             {.op = "leaky_relu",
              .code = Builtin::LEAKY_RELU,
              .types = Floats,
              .version8 = 1,
              .version16 = 2,
              .write = writeLeaky,
              .read = readLeaky},
             {.op = "softmax",
              .code = Builtin::SOFTMAX,
              .types = Floats,
              .version8 = 2,
              .version16 = 3,
              .accepts = acceptsLastAxis,
              .write = writeSoftmax,
              .read = readSoftmax},
             {.op = "log_softmax", .code = Builtin::LOG_SOFTMAX, .types = Floats, .version8 = 2, .accepts = acceptsLastAxis}},
            {{Builtin::HARD_SWISH, readHardSwish}, {Builtin::PRELU, readPrelu}}};
}

}  // namespace nw::tflite
