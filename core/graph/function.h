// Function and Module: a network as applications of operators in single assignment, which passes transform and devices run.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/op/emit.h"

namespace nw {

/// One application. Outputs: declared ones, next states, then residuals if `differentiated`.
struct Apply {
    Params params;
    std::vector<Value> inputs;
    std::vector<Type> outputs;
    std::size_t plainOutputs = 0;  ///< how many outputs are not residuals
    bool differentiated = false;
    std::string name;  ///< path of the node it comes from, for people; may be empty

    const OpDef& op() const { return params.op(); }
};

/// Value.node 0 is the parameter list, i >= 1 is nodes[i - 1]. Nodes are in an order in which they can be computed.
struct Function {
    std::string name;
    std::vector<NamedType> params;
    std::vector<Apply> nodes;
    std::vector<Value> results;
    std::vector<std::string> resultNames;

    const Type& type(Value v) const { return v.node == 0 ? params[v.port].type : nodes[v.node - 1].outputs[v.port]; }
    FunctionSignature signature() const;
    /// The application that made a value; null for parameters.
    const Apply* maker(Value v) const { return v && v.node > 0 ? &nodes[v.node - 1] : nullptr; }
};

/// Functions that refer to one another by FunctionRef. Functions never change once added; a function refers only to earlier ones.
class Module final : public FunctionTypes {
public:
    FunctionRef add(Function function);
    const Function& operator[](FunctionRef f) const { return *functions_[f.id - 1]; }
    std::size_t size() const { return functions_.size(); }
    const FunctionSignature* signatureOf(FunctionRef f) const override;

private:
    std::vector<std::shared_ptr<const Function>> functions_;
    std::vector<std::shared_ptr<const FunctionSignature>> signatures_;
};

/// Types and signature of one application. Error: of shape inference, placed at the operator.
Result<Signature> inferApply(const Params& params, std::span<const Type* const> inputs, const FunctionTypes& functions,
                             bool training);

/// The dense value of a `constant` application, sharing memory; not defined() for anything else.
Tensor constantOf(const Function& function, Value value);

/// All FunctionRefs among an application's parameters.
std::vector<FunctionRef> functionsOf(const Params& params);

/// A readable listing, one application a line, for `explain` and tests.
std::string print(const Module& module, FunctionRef function);

}  // namespace nw
