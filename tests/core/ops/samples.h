// Samples of operators made into applications with tensors, and the tools that compare their results.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "core/autodiff/tape.h"
#include "core/op/registry.h"
#include "core/runtime/eager.h"

namespace nw {

/// A sample with its inputs in the order of an application: declared ports, then weights; undefined tensors are absent inputs.
struct Application {
    Params params;
    std::vector<Tensor> inputs;
    std::vector<std::string> ports;  ///< the port or weight of each input

    const OpDef& op() const { return params.op(); }
};

/// `under` takes the place of float32, also in a parameter `dtype`.
Application makeApplication(const OpDef& op, const Sample& sample, DType under);
/// Uniform in [low, high), whole numbers for other than floating types.
Tensor randomTensor(DType dtype, const Extents& extents, double low, double high, std::uint64_t seed);

/// The outputs of an application, without residuals; of an operator without kernels those of its body, as the compiler does it.
std::vector<Value> applyTo(Emit& emit, const Application& a, std::span<const Value> inputs);

/// Eager evaluation with reference kernels that can differentiate loops, branches and calls.
Eager makeEager(bool training = true);
std::vector<Value> valuesOf(Eager& eager, std::span<const Tensor> tensors);

/// Outputs of a function of tensors, and optionally gradients: Σ weight · output is differentiated.
using TensorFunction = std::function<std::vector<Value>(Emit&, std::span<const Value>)>;

/// Compares first and second derivatives of `f` at `inputs` (those of float64) with central differences. `tolerance` is relative to
/// the largest derivative of an input, or to 1.
void checkGradients(const TensorFunction& f, const std::vector<Tensor>& inputs, double tolerance = 1e-6);

using Reasons = std::map<std::string_view, std::string_view>;

/// One test for each operator, named by its id.
class OperatorTest : public testing::TestWithParam<std::string_view> {
protected:
    const OpDef& op() const { return operatorById(GetParam()); }
    /// Every sample in turn, with its number in messages.
    void forSamples(DType under, const std::function<void(const Application&)>& check) const;
};
std::vector<std::string_view> operatorIds();
inline std::string nameOfCase(const testing::TestParamInfo<std::string_view>& info) { return std::string(info.param); }

/// The types of an application's inputs, and what inference says about it.
std::vector<Type> typesOf(const Application& a);
Result<Signature> inferOf(const Application& a, const std::vector<Type>& types, bool training);

/// Largest |a − b| / (1 + |a|); infinite where types differ or one is NaN.
double difference(const Tensor& a, const Tensor& b);

}  // namespace nw
