// Products of matrices. Our dense kernel is [in, out], as Gemm's B with transB 0.
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

Result<void> writeDense(OpWriter& w) {
    std::vector<std::string> inputs = w.inputs();
    if (w.node.shape(0).size() == 2) {
        w.add("Gemm", inputs, w.out());
        return {};
    }
    if (inputs.size() < 3) {
        w.add("MatMul", inputs, w.out());
        return {};
    }
    const std::string product = w.temporary("product");
    w.add("MatMul", {inputs[0], inputs[1]}, product);
    w.add("Add", {product, inputs[2]}, w.out());
    return {};
}

/// MatMul has no transposes: they become nodes.
Result<void> writeMatmul(OpWriter& w) {
    std::vector<std::string> inputs = w.inputs();
    for (std::size_t i = 0; i < 2; ++i) {
        if (!w.node.get<bool>(i == 0 ? "transpose_a" : "transpose_b")) continue;
        std::vector<std::int64_t> order;
        for (std::size_t d = 0; d < w.node.shape(i).size(); ++d) order.push_back(static_cast<std::int64_t>(d));
        std::swap(order[order.size() - 1], order[order.size() - 2]);
        const std::string turned = w.temporary("transposed");
        setInts(w.add("Transpose", {inputs[i]}, turned), "perm", order);
        inputs[i] = turned;
    }
    w.add("MatMul", inputs, w.out());
    return {};
}

Result<void> readMatmul(OpReader& r) {
    NW_TRY(const Value a, r.in(0));
    NW_TRY(const Value b, r.in(1));
    if (r.shape(a).size() < 2 || r.shape(b).size() < 2) return r.refuse("multiplies vectors, which cannot be read yet");
    NW_TRY(const Value y, r.apply("matmul", {}, {a, b}));
    return r.out(y);
}

Result<void> readGemm(OpReader& r) {
    NW_TRY(const Value a, r.in(0));
    NW_TRY(Value b, r.in(1));
    const Tensor kernel = r.constant(1), bias = r.constant(2);
    const bool turned = r.integer("transB", 0) != 0;
    const double alpha = r.real("alpha", 1), beta = r.real("beta", 1);
    const bool layer = kernel.defined() && kernel.extents().size() == 2 && alpha == 1 && beta == 1 && r.integer("transA", 0) == 0;
    const std::int64_t units = layer ? kernel.extents()[turned ? 0 : 1] : 0;
    if (layer && units > 0 && (!r.has(2) || (bias.defined() && bias.extents() == Extents{units}))) {
        constexpr std::array<std::size_t, 2> Order{1, 0};
        if (turned) { NW_TRY(b, r.constantValue(transposed(kernel, Order))); }
        std::vector<Value> inputs{a, b};
        if (r.has(2)) {
            NW_TRY(const Value c, r.in(2));
            inputs.push_back(c);
        }
        const std::array<std::pair<std::string_view, Attr>, 2> attrs{{{"units", units}, {"use_bias", r.has(2)}}};
        NW_TRY(const Value y, r.apply("dense", attrs, inputs));
        return r.out(y);
    }
    NW_TRY(Value y, r.apply("matmul", {{"transpose_a", r.integer("transA", 0) != 0}, {"transpose_b", turned}}, {a, b}));
    if (alpha != 1) {
        NW_TRY(const Value by, r.scalar(y, alpha));
        NW_TRY(y, r.apply("multiply", {}, {y, by}));
    }
    if (r.has(2)) {
        NW_TRY(Value c, r.in(2));
        if (beta != 1) {
            NW_TRY(const Value by, r.scalar(c, beta));
            NW_TRY(c, r.apply("multiply", {}, {c, by}));
        }
        NW_TRY(y, r.apply("add", {}, {y, c}));
    }
    return r.out(y);
}

/// y = x a + b for each channel, with a = scale / √(variance + ε), b = bias − mean a.
Result<void> readBatchNorm(OpReader& r) {
    if (r.integer("training_mode", 0) != 0) return r.refuse("is in training mode");
    const bool last = r.isLast(0);
    NW_TRY(const Value x, last ? r.channelsLast(0) : r.in(0));
    std::vector<Value> v;
    for (std::size_t i = 1; i < 5; ++i) {
        NW_TRY(const Value part, r.in(i));
        v.push_back(part);
    }
    const std::size_t rank = r.shape(x).size();
    NW_TRY(const Value epsilon, r.scalar(v[3], r.real("epsilon", 1e-5)));
    NW_TRY(const Value shifted, r.apply("add", {}, {v[3], epsilon}));
    NW_TRY(const Value rstd, r.apply("rsqrt", {}, {shifted}));
    NW_TRY(Value a, r.apply("multiply", {}, {v[0], rstd}));
    NW_TRY(const Value moved, r.apply("multiply", {}, {v[2], a}));
    NW_TRY(Value b, r.apply("subtract", {}, {v[1], moved}));
    if (!last && rank > 2) {
        Shape shape(rank - 1, Dim(1));
        shape[0] = r.shape(a).empty() ? Dim(1) : r.shape(a)[0];
        NW_TRY(a, r.apply("reshape_to", {{"shape", shape}}, {a}));
        NW_TRY(b, r.apply("reshape_to", {{"shape", shape}}, {b}));
    }
    NW_TRY(Value y, r.apply("multiply", {}, {x, a}));
    NW_TRY(y, r.apply("add", {}, {y, b}));
    return last ? r.outLast(y) : r.out(y);
}

Result<void> readLayerNorm(OpReader& r) {  // over the last axis
    if (r.node.output_size() > 1) return r.refuse("gives mean and deviation, which cannot be read yet");
    NW_TRY(const Value x, r.in(0));
    NW_TRY(const std::size_t axis, normalAxis(r.integer("axis", -1), r.shape(x).size(), "axis"));
    if (axis + 1 != r.shape(x).size()) return r.refuse("over several axes cannot be read yet");
    std::vector<Value> inputs{x};
    for (std::size_t i = 1; i < r.inputs(); ++i) {
        NW_TRY(const Value v, r.in(i));
        inputs.push_back(v);
    }
    const std::array<std::pair<std::string_view, Attr>, 2> attrs{
        {{"epsilon", r.real("epsilon", 1e-5)}, {"center", r.inputs() > 2}}};
    NW_TRY(const Value y, r.apply("layer_normalization", attrs, inputs));
    return r.out(y);
}

}  // namespace

Family linear() {
    return {
        {{"dense", "Gemm", Floats, writeDense}, {"matmul", "MatMul", Floats, writeMatmul}},
        {{"Gemm", readGemm}, {"MatMul", readMatmul}, {"BatchNormalization", readBatchNorm}, {"LayerNormalization", readLayerNorm}}};
}

}  // namespace nw::onnx
