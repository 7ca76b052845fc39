// Rewriting a float program application by application.
#include "core/quant/int8.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/graph/builder.h"
#include "core/op/registry.h"
#include "core/passes/fold.h"
#include "core/passes/simplify.h"

namespace nw {
namespace {

bool among(std::string_view id, std::initializer_list<std::string_view> ids) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool isLinear(std::string_view id) { return among(id, {"dense", "conv2d", "depthwise_conv2d"}); }
/// The result has the quantization of its input.
bool keepsParams(std::string_view id) {
    return among(id, {"max_pooling2d", "average_pooling2d", "global_max_pooling2d", "flatten", "reshape", "reshape_to", "identity",
                      "transpose", "reduce_max", "resizing"});
}
/// The result's quantization is measured.
bool isMeasured(std::string_view id) {
    return isLinear(id) || among(id, {"add", "multiply", "subtract", "reduce_mean", "global_average_pooling2d", "relu", "relu6",
                                      "leaky_relu", "concatenate"});
}
std::optional<QuantParams> fixedParams(std::string_view id) {
    if (among(id, {"softmax", "sigmoid"})) return QuantParams{1.0f / 256, -128};
    if (id == "tanh") return QuantParams{1.0f / 128, 0};
    return std::nullopt;
}

class Quantizer {
public:
    Quantizer(const Program& program, const Ranges& ranges)
        : program_(program),
          f_(program.function()),
          ranges_(ranges),
          module_(std::make_shared<Module>(*program.module)),
          b_(*module_, false, "main") {
        uses_.assign(f_.nodes.size() + 1, 0);
        for (const Apply& a : f_.nodes)
            for (const Value v : a.inputs)
                if (v) ++uses_[v.node];
        for (const Value v : f_.results) uses_[v.node] += 2;
    }

    Program run() {
        for (std::uint32_t i = 0; i < f_.params.size(); ++i) {
            values_[{0, i}] = b_.param(f_.params[i].name, f_.params[i].type);
            if (i < ranges_.inputs.size() && f_.params[i].type.dtype == DType::Float32)
                quantized({0, i}, activationParams(ranges_.inputs[i]));
        }
        for (std::uint32_t n = 1; n <= f_.nodes.size(); ++n) {
            b_.setName(f_.nodes[n - 1].name);
            write(n);
        }
        Program out = program_;
        out.module = module_;
        std::vector<Value> results;
        for (const Value v : f_.results) results.push_back(values_.at(v));
        out.main = simplify(*module_, b_.finish(std::move(results), f_.resultNames));
        return out;
    }

private:
    /// Remembers that `v` shall be quantized so, and puts quantize and dequantize behind its new value.
    void quantized(Value v, QuantParams p) {
        values_[v] = throughInt8(values_.at(v), p);
        params_[v] = p;
    }

    Value throughInt8(Value v, QuantParams p) {
        const std::vector<double> scale{p.scale};
        const std::vector<std::int64_t> zero{p.zeroPoint};
        const Value q = b_.one("quantize", {{"scale", scale}, {"zero_point", zero}}, {v});
        return b_.one("dequantize", {{"scale", scale}, {"zero_point", zero}}, {q});
    }

    Value dequantizedConstant(Tensor q, std::vector<double> scales, std::int64_t axis) {
        const Apply c = makeConstant(std::move(q), "");
        const Value v = b_.apply(c.params, {})[0];
        const std::vector<std::int64_t> zeros(scales.size(), 0);
        return b_.one("dequantize", {{"scale", std::move(scales)}, {"zero_point", zeros}, {"axis", axis}}, {v});
    }

    /// Only activations after a single-use linear or add application are fused; their place is the activation's.
    bool fusesInto(std::uint32_t n) const {
        const std::string_view id = f_.nodes[n - 1].op().id;
        if (!(isLinear(id) || among(id, {"add", "subtract", "multiply"})) || uses_[n] != 1) return false;
        for (const Apply& a : f_.nodes)
            if (among(a.op().id, {"relu", "relu6"}) && a.inputs[0] == Value{n, 0}) return true;
        return false;
    }

    void write(std::uint32_t n) {
        const Apply& a = f_.nodes[n - 1];
        const std::string_view id = a.op().id;
        std::vector<Value> in;
        for (const Value v : a.inputs) in.push_back(v ? values_.at(v) : v);
        const Value first = a.inputs.empty() ? Value{} : a.inputs[0];
        if (isLinear(id) && entersInt8(a)) {
            quantized(first, activationParams(ranges_.nodes[first.node]));
            in[0] = values_.at(first);
        }
        const bool known = first && (params_.contains(first) || fused_.contains(first));
        if (isLinear(id) && known) quantizeWeights(a, in);
        if (known && among(id, {"add", "multiply", "subtract"})) quantizeConstantInputs(a, in);
        if (known && id == "concatenate" && allQuantized(a)) requantizeInputs(in, activationParams(ranges_.nodes[n]));
        const std::vector<Value> out = b_.apply(a.params, in, a.differentiated);
        for (std::uint32_t i = 0; i < out.size(); ++i) values_[{n, i}] = out[i];
        if (!known || !allQuantized(a)) return;
        if (fusesInto(n)) {
            fused_.insert({n, 0});
            return;
        }
        if (const auto fixed = fixedParams(id))
            quantized({n, 0}, *fixed);
        else if (keepsParams(id))
            quantized({n, 0}, params_.at(first));
        else if (isMeasured(id))
            quantized({n, 0}, activationParams(ranges_.nodes[n]));
    }

    /// A layer with weights behind an operator that stays float: its input becomes int8 by the range measured there.
    bool entersInt8(const Apply& a) const {
        const Value x = a.inputs[0];
        return x.node > 0 && x.port == 0 && !params_.contains(x) && !fused_.contains(x) && f_.type(x).dtype == DType::Float32 &&
               !f_.nodes[x.node - 1].inputs.empty() && constantOf(f_, a.inputs[1]).defined();
    }

    bool allQuantized(const Apply& a) const {
        const std::size_t count = isLinear(a.op().id) ? 1 : a.inputs.size();
        for (std::size_t i = 0; i < count; ++i)
            if (a.inputs[i] && !params_.contains(a.inputs[i]) && !fused_.contains(a.inputs[i]) &&
                !constantOf(f_, a.inputs[i]).defined())
                return false;
        return true;
    }

    /// Symmetric weights: convolutions for each output channel, dense for the whole tensor; bias with the product of the scales.
    void quantizeWeights(const Apply& a, std::vector<Value>& in) {
        const Tensor kernel = constantOf(f_, a.inputs[1]);
        if (!kernel.defined() || !params_.contains(a.inputs[0])) return;
        const bool dense = std::string_view(a.op().id) == "dense", depthwise = std::string_view(a.op().id) == "depthwise_conv2d";
        const auto w = kernel.data<float>();
        const auto channels = static_cast<std::size_t>(a.outputs[0].shape->back().value());
        std::vector<float> largest(dense ? 1 : channels, 0.0f);
        for (std::size_t i = 0; i < w.size(); ++i)
            largest[i % largest.size()] = std::max(largest[i % largest.size()], std::abs(w[i]));
        std::vector<double> scales;
        for (const float m : largest) scales.push_back(m > 0 ? m / 127.0f : 1.0f);
        Extents extents = kernel.extents();
        // One scale for each output channel: axis 2 where each input channel has one filter, else the two last axes together.
        const bool joined = depthwise && extents[3] != 1;
        if (joined) extents = {extents[0], extents[1], extents[2] * extents[3]};
        Tensor q = Tensor::empty(DType::Int8, extents);
        for (std::size_t i = 0; i < w.size(); ++i) {
            const float r = std::round(w[i] / static_cast<float>(scales[i % scales.size()]));
            q.data<std::int8_t>()[i] = static_cast<std::int8_t>(std::clamp(r, -127.0f, 127.0f));
        }
        in[1] = dequantizedConstant(q, scales, dense ? -1 : depthwise ? 2 : static_cast<std::int64_t>(extents.size()) - 1);
        if (joined) in[1] = b_.reshape(in[1], toShape(kernel.extents()));
        if (in.size() > 2 && constantOf(f_, a.inputs[2]).defined()) quantizeBias(a, in, scales);
    }

    void quantizeBias(const Apply& a, std::vector<Value>& in, const std::vector<double>& weightScales) {
        const Tensor bias = constantOf(f_, a.inputs[2]);
        const double inScale = params_.at(a.inputs[0]).scale;
        const auto b = bias.data<float>();
        Tensor q = Tensor::empty(DType::Int32, bias.extents());
        std::vector<double> scales;
        for (const double s : weightScales) scales.push_back(static_cast<float>(inScale * s));
        for (std::size_t i = 0; i < b.size(); ++i) {
            const double r = std::round(static_cast<double>(b[i]) / scales[i % scales.size()]);
            q.data<std::int32_t>()[i] = static_cast<std::int32_t>(std::clamp(r, -2147483647.0, 2147483647.0));
        }
        in[2] = dequantizedConstant(q, scales, scales.size() == 1 ? -1 : 0);
    }

    /// What is joined shares one quantization: that of the result.
    void requantizeInputs(std::vector<Value>& in, QuantParams p) {
        for (Value& v : in) v = throughInt8(v, p);
    }

    void quantizeConstantInputs(const Apply& a, std::vector<Value>& in) {
        for (std::size_t i = 0; i < in.size(); ++i) {
            const Tensor c = constantOf(f_, a.inputs[i]);
            if (!c.defined() || c.dtype() != DType::Float32 || c.elements() == 0) continue;
            const auto v = c.data<float>();
            const auto [low, high] = std::minmax_element(v.begin(), v.end());
            const QuantParams p = activationParams({*low, *high});
            Tensor q = Tensor::empty(DType::Int8, c.extents());
            for (std::size_t k = 0; k < v.size(); ++k)
                q.data<std::int8_t>()[k] = static_cast<std::int8_t>(
                    std::clamp(std::round(v[k] / p.scale) + static_cast<float>(p.zeroPoint), -128.0f, 127.0f));
            const Value constant = b_.apply(makeConstant(q, "").params, {})[0];
            in[i] = b_.one("dequantize",
                           {{"scale", std::vector<double>{p.scale}}, {"zero_point", std::vector<std::int64_t>{p.zeroPoint}}},
                           {constant});
        }
    }

    const Program& program_;
    const Function& f_;
    const Ranges& ranges_;
    std::shared_ptr<Module> module_;
    FunctionBuilder b_;
    std::vector<int> uses_;
    std::map<Value, Value> values_;
    std::map<Value, QuantParams> params_;  ///< of values that are quantized
    std::set<Value> fused_;                ///< linear results whose activation follows
};

}  // namespace

QuantParams activationParams(Range range) {
    const double low = std::min(0.0, static_cast<double>(range.low)), high = std::max(0.0, static_cast<double>(range.high));
    if (high - low <= 0) return {1.0f / 255, -128};
    const double scale = (high - low) / 255;
    const double zero = std::round(-128 - low / scale);
    return {static_cast<float>(scale), static_cast<std::int64_t>(std::clamp(zero, -128.0, 127.0))};
}

Int8Layers int8Layers(const Program& program) {
    Int8Layers found;
    const Function& f = program.function();
    for (const Apply& a : f.nodes) {
        if (!isLinear(a.op().id)) continue;
        const Apply* kernel = f.maker(a.inputs[1]);
        if (kernel && std::string_view(kernel->op().id) == "reshape_to") kernel = f.maker(kernel->inputs[0]);
        found.quantized += kernel && std::string_view(kernel->op().id) == "dequantize";
        ++found.all;
    }
    return found;
}

Program quantizeInt8(const Program& program, const Ranges& ranges) {
    NW_CHECK(ranges.nodes.size() == program.function().nodes.size() + 1);
    return Quantizer(program, ranges).run();
}

}  // namespace nw
