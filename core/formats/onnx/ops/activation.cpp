// Activations.
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

/// Elementwise readers keep the order of the axes that their input was made in.
Result<void> finish(OpReader& r, Value y, bool last) { return last ? r.outLast(y) : r.out(y); }
Result<Value> input(OpReader& r) { return r.isLast(0) ? r.channelsLast(0) : r.in(0); }

Result<void> readPlain(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, input(r));
    NW_TRY(const Value y, r.apply(r.reading.op, {}, {x}));
    return finish(r, y, last);
}

Result<void> writeLeaky(OpWriter& w) {
    setFloat(w.elementwise("LeakyRelu"), "alpha", w.node.get<double>("negative_slope"));
    return {};
}

Result<void> readLeaky(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, input(r));
    NW_TRY(const Value y, r.apply("leaky_relu", {{"negative_slope", r.real("alpha", 0.01)}}, {x}));
    return finish(r, y, last);
}

Result<void> writeElu(OpWriter& w) {
    setFloat(w.elementwise("Elu"), "alpha", w.node.get<double>("alpha"));
    return {};
}

Result<void> readElu(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, input(r));
    NW_TRY(const Value y, r.apply("elu", {{"alpha", r.real("alpha", 1)}}, {x}));
    return finish(r, y, last);
}

Result<void> writeRelu6(OpWriter& w) {
    const DType t = w.node.out().dtype;
    const std::string low = w.constant(numberAs(t, 0), "low"), high = w.constant(numberAs(t, 6), "high");
    w.elementwise("Clip", {low, high});
    return {};
}

/// Limits are attributes up to opset 10, then inputs; absent ones do not limit.
Result<void> readClip(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(Value y, input(r));
    Value low{}, high{};
    if (r.opset() < 11) {
        if (r.attribute("min")) { NW_TRY(low, r.scalar(y, r.real("min", 0))); }
        if (r.attribute("max")) { NW_TRY(high, r.scalar(y, r.real("max", 0))); }
    } else {
        if (r.has(1)) { NW_TRY(low, r.in(1)); }
        if (r.has(2)) { NW_TRY(high, r.in(2)); }
    }
    const auto is = [](const Tensor& t, double v) {
        return t.defined() && t.dtype() == DType::Float32 && t.elements() == 1 && static_cast<double>(t.data<float>()[0]) == v;
    };
    const bool zero = r.opset() < 11 ? r.attribute("min") && r.real("min", 1) == 0 : is(r.constant(1), 0);
    const bool six = r.opset() < 11 ? r.attribute("max") && r.real("max", 0) == 6 : is(r.constant(2), 6);
    if (zero && six && r.dtype(y) == DType::Float32) {
        NW_TRY(y, r.apply("relu6", {}, {y}));
        return finish(r, y, last);
    }
    if (low) { NW_TRY(y, r.apply("maximum", {}, {y, low})); }
    if (high) { NW_TRY(y, r.apply("minimum", {}, {y, high})); }
    return finish(r, y, last);
}

Result<void> writeSoftmax(OpWriter& w) {
    const std::string x = w.in(0);
    setInt(w.add(w.entry.type, {x}, w.out()), "axis", w.node.get<std::int64_t>("axis"));
    return {};
}

/// Before opset 13 the axes from `axis` on count as one.
Result<void> readSoftmax(OpReader& r) {
    NW_TRY(const Value x, r.in(0));
    const std::int64_t axis = r.integer("axis", r.opset() < 13 ? 1 : -1);
    const Shape shape = r.shape(x);
    if (shape.empty()) return r.refuse("needs at least one axis");
    NW_TRY(const std::size_t at, normalAxis(axis, shape.size(), "axis"));
    if (r.opset() >= 13 || at + 1 == shape.size()) {
        NW_TRY(const Value y, r.apply(r.reading.op, {{"axis", axis}}, {x}));
        return r.out(y);
    }
    const auto middle = shape.begin() + static_cast<std::ptrdiff_t>(at);
    const Shape flat{product(Shape(shape.begin(), middle)), product(Shape(middle, shape.end()))};
    NW_TRY(const Value rows, r.apply("reshape_to", {{"shape", flat}}, {x}));
    NW_TRY(const Value y, r.apply(r.reading.op, {}, {rows}));
    NW_TRY(const Value back, r.apply("reshape_to", {{"shape", shape}}, {y}));
    return r.out(back);
}

Result<Value> hardSigmoid(OpReader& r, Value x, double alpha, double beta) {  // max(0, min(1, alpha x + beta))
    NW_TRY(const Value a, r.scalar(x, alpha));
    NW_TRY(const Value b, r.scalar(x, beta));
    NW_TRY(const Value zero, r.scalar(x, 0));
    NW_TRY(const Value one, r.scalar(x, 1));
    NW_TRY(Value y, r.apply("multiply", {}, {x, a}));
    NW_TRY(y, r.apply("add", {}, {y, b}));
    NW_TRY(y, r.apply("minimum", {}, {y, one}));
    return r.apply("maximum", {}, {y, zero});
}

Result<void> readHardSigmoid(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, input(r));
    NW_TRY(const Value y, hardSigmoid(r, x, r.real("alpha", 0.2), r.real("beta", 0.5)));
    return finish(r, y, last);
}

Result<void> readHardSwish(OpReader& r) {
    const bool last = r.isLast(0);
    NW_TRY(const Value x, input(r));
    NW_TRY(const Value gate, hardSigmoid(r, x, 1.0 / 6, 0.5));
    NW_TRY(const Value y, r.apply("multiply", {}, {x, gate}));
    return finish(r, y, last);
}

Result<void> readPrelu(OpReader& r) {  // max(x, 0) + slope · min(x, 0)
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const Value slope, r.in(1));
    NW_TRY(const Value zero, r.scalar(x, 0));
    NW_TRY(const Value above, r.apply("maximum", {}, {x, zero}));
    NW_TRY(const Value below, r.apply("minimum", {}, {x, zero}));
    NW_TRY(const Value part, r.apply("multiply", {}, {slope, below}));
    NW_TRY(const Value y, r.apply("add", {}, {above, part}));
    return r.out(y);
}

}  // namespace

Family activations() {
    return {{{"relu", "Relu", Floats, writePlain},
             {"relu6", "Clip", Floats, writeRelu6},
             {"sigmoid", "Sigmoid", Floats, writePlain},
             {"tanh", "Tanh", Floats, writePlain},
             {"softplus", "Softplus", Floats, writePlain},
             {"elu", "Elu", Floats, writeElu},
             {"leaky_relu", "LeakyRelu", Floats, writeLeaky},
             {"softmax", "Softmax", Floats, writeSoftmax},
             {"log_softmax", "LogSoftmax", Floats, writeSoftmax}},
            {{"Relu", readPlain, "relu"},
             {"Sigmoid", readPlain, "sigmoid"},
             {"Tanh", readPlain, "tanh"},
             {"Softplus", readPlain, "softplus"},
             {"Elu", readElu},
             {"LeakyRelu", readLeaky},
             {"Clip", readClip},
             {"Softmax", readSoftmax, "softmax"},
             {"LogSoftmax", readSoftmax, "log_softmax"},
             {"HardSigmoid", readHardSigmoid},
             {"HardSwish", readHardSwish},
             {"PRelu", readPrelu}}};
}

}  // namespace nw::onnx
