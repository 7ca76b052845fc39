// Derivatives of every operator: first and second ones against central differences, each wanted input alone, reference against
// body.
#include <cmath>

#include "tests/core/ops/samples.h"

namespace nw {
namespace {

/// Operators from floating to floating values that have no derivative, or not that of their function.
const Reasons withoutDerivative{
    {"stop_gradient", "is there to stop gradients"},
};

class OperatorGradients : public OperatorTest {};

bool differentiates(const OpDef& op) { return op.hasVjp() || op.hasBody(); }

bool flowsFloats(const Application& a) {
    Eager eager = makeEager();
    bool in = false, out = false;
    for (const Tensor& t : a.inputs) in = in || (t.defined() && isDifferentiable(t.dtype()));
    for (const Value v : applyTo(eager, a, valuesOf(eager, a.inputs))) out = out || isDifferentiable(eager.type(v).dtype);
    return in && out;
}

TEST_P(OperatorGradients, AgreeWithDifferences) {
    if (op().control || withoutDerivative.contains(op().id)) return;
    forSamples(DType::Float64, [&](const Application& a) {
        if (!flowsFloats(a)) return;
        ASSERT_TRUE(differentiates(op())) << "an operator needs a gradient, a body, or a reason in withoutDerivative";
        const auto declared = [&](Emit& e, std::span<const Value> in) {  // next states are not differentiated
            std::vector<Value> out = e.apply(a.params, in);
            out.resize(std::min(out.size(), op().outputs.size()));
            return out;
        };
        checkGradients(declared, a.inputs);
    });
}

/// The gradients of Σ outputs by those inputs that `wanted` chooses.
std::vector<Tensor> gradientsOf(const Application& a, const std::function<bool(std::size_t)>& wanted) {
    Eager eager = makeEager();
    Tape tape(eager);
    const std::vector<Value> in = valuesOf(eager, a.inputs);
    std::vector<Value> asked, outputs, ones;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in[i] && isDifferentiable(eager.type(in[i]).dtype) && wanted(i)) tape.watch(in[i]), asked.push_back(in[i]);
    for (const Value y : tape.apply(a.params, in))
        if (isDifferentiable(tape.type(y).dtype)) outputs.push_back(y), ones.push_back(eager.fill(tape.type(y), 0.75));
    std::vector<Tensor> out;
    for (const Value g : tape.gradient(outputs, ones, asked)) out.push_back(eager.tensor(g));
    return out;
}

/// A gradient does not depend on which others are asked for, in bits, in either precision.
TEST_P(OperatorGradients, OfOneInputAlone) {
    if (op().control || !differentiates(op())) return;
    for (const DType under : {DType::Float32, DType::Float64})
        forSamples(under, [&](const Application& a) {
            const std::vector<Tensor> all = gradientsOf(a, [](std::size_t) { return true; });
            std::size_t k = 0;
            for (std::size_t i = 0; i < a.inputs.size(); ++i) {
                if (!a.inputs[i].defined() || !isDifferentiable(a.inputs[i].dtype())) continue;
                const std::vector<Tensor> one = gradientsOf(a, [i](std::size_t j) { return i == j; });
                ASSERT_EQ(one.size(), 1u);
                EXPECT_TRUE(one[0].type() == a.inputs[i].type()) << a.ports[i];
                EXPECT_EQ(difference(all[k++], one[0]), 0) << a.ports[i];
            }
        });
}

/// In training outputs, states and residuals agree; in inference what the operator becomes agrees with itself.
TEST_P(OperatorGradients, BodyAgreesWithReference) {
    if (!op().hasBody() || op().references.empty()) return;
    for (const DType under : {DType::Float32, DType::Float64})
        forSamples(under, [&](const Application& a) {
            Eager eager = makeEager();
            const std::vector<Value> in = valuesOf(eager, a.inputs);
            const auto reference = eager.apply(a.params, in, true);
            const auto body = op().body(a.params, eager, in);
            ASSERT_EQ(reference.size(), body.size()) << "outputs, states and residuals";
            for (std::size_t i = 0; i < body.size(); ++i)
                EXPECT_LE(difference(eager.tensor(reference[i]), eager.tensor(body[i])), under == DType::Float32 ? 2e-6 : 1e-14)
                    << "output " << i;
        });
}

TEST_P(OperatorGradients, InferenceAgreesWithItself) {
    if (!op().hasInference()) return;
    forSamples(DType::Float64, [&](const Application& a) {
        Eager eager = makeEager(false);
        const std::vector<Value> in = valuesOf(eager, a.inputs);
        const auto becomes = op().inference(a.params, eager, in);
        ASSERT_GE(becomes.size(), 1u);
        const auto signature = inferOf(a, typesOf(a), false);
        ASSERT_TRUE(signature);
        for (std::size_t i = 0; i < becomes.size() && i < op().outputs.size(); ++i)
            EXPECT_EQ(eager.type(becomes[i]).text(), signature->outputs[i].type.text()) << "output " << i;
        const bool updates =
            std::any_of(signature->weights.begin(), signature->weights.end(), [](const auto& w) { return !w.trainable; });
        if (op().references.empty() || op().random || updates) return;  // these are not what they were in training
        const auto itself = eager.apply(a.params, in);
        for (std::size_t i = 0; i < becomes.size(); ++i)
            EXPECT_LE(difference(eager.tensor(itself[i]), eager.tensor(becomes[i])), 1e-12) << "output " << i;
    });
}

INSTANTIATE_TEST_SUITE_P(Every, OperatorGradients, testing::ValuesIn(operatorIds()), nameOfCase);

}  // namespace
}  // namespace nw
