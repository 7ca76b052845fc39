// Programs made of an operator's samples, and running them: what the tests of formats share.
#pragma once
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/philox.h"
#include "core/graph/builder.h"
#include "core/graph/program.h"
#include "core/op/registry.h"
#include "core/runtime/executable.h"

namespace nw::test {

/// Uniform in [low, high), whole numbers for integer types; the same numbers for the same position.
inline Tensor randomTensor(DType dtype, const Extents& extents, double low, double high, std::uint64_t seed) {
    Tensor t = Tensor::zeros(dtype, extents);
    const RandomKey key{seed + 1};
    withType(AllTypes(), dtype, [&]<class T>() {
        auto values = t.data<T>();
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double x = low + randomBits(key, i) * 0x1p-32 * (high - low);
            values[i] = static_cast<T>(isFloating(dtype) ? x : std::floor(x));
        }
    });
    return t;
}

struct OneOp {
    Program program;
    std::vector<Tensor> inputs;
};

/// One application as it is in inference: declared inputs are inputs of the program, weights are constants.
inline OneOp oneOp(const OpDef& op, const Sample& sample) {
    OneOp out;
    FunctionBuilder b(*out.program.module, false, "main");
    std::vector<Value> values;
    std::uint64_t seed = 0;
    const auto input = [&](const SampleInput& in) {
        const Tensor t = randomTensor(in.dtype, in.extents, in.low, in.high, seed++);
        if (!op.input(in.port)) return b.one("constant", {{"value", TensorRef{t}}}, {});
        std::string name = in.port;
        for (const NamedType& other : out.program.inputs)
            if (other.name == name) name += "_" + std::to_string(seed);
        const Type type{in.dtype, toShape(in.extents)};
        out.program.inputs.push_back({name, type});
        out.inputs.push_back(t);
        return b.param(name, type);
    };
    const bool head = std::string_view(op.family) == "head";  // its label is for training
    for (const PortDoc& port : op.inputs) {                   // an absent optional input keeps its place
        bool present = false;
        for (const SampleInput& in : sample.inputs)
            if (std::string_view(in.port) == port.name && !(head && port.optional)) {
                values.push_back(input(in));
                present = true;
            }
        if (!present && !port.variadic) values.push_back({});
    }
    for (const SampleInput& in : sample.inputs)
        if (!op.input(in.port)) values.push_back(input(in));
    const Params params = sample.params ? Params(op, sample.params) : Params(op);
    const std::vector<Value> results = op.hasInference() ? op.inference(params, b, values) : b.apply(params, values);
    for (std::size_t i = 0; i < results.size(); ++i)
        out.program.outputs.push_back({"out" + std::to_string(i), OutputRole::Prediction});
    out.program.main = b.finish(results);
    return out;
}

/// Runs a frozen program on the reference kernels.
inline Result<std::vector<Tensor>> run(const Program& program, std::span<const Tensor> inputs) {
    Executable executable(program.module, program.main, {});
    std::vector<Tensor> results(program.function().results.size());
    NW_RETURN_IF_ERROR(executable.run(inputs, results));
    for (Tensor& t : results) t = t.clone();
    return results;
}

/// Largest |a − b|, relative beyond 1; infinite when types differ.
inline double difference(const Tensor& a, const Tensor& b) {
    if (a.type() != b.type()) return INFINITY;
    const std::vector<double> x = toDoubles(a), y = toDoubles(b);
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!(x[i] == y[i]) && !(std::isnan(x[i]) && std::isnan(y[i])))
            worst = std::max(worst, std::abs(x[i] - y[i]) / std::max(1.0, std::abs(x[i])));
    return worst;
}

}  // namespace nw::test
