// Pullback: one application of an operator, seen from its gradient; Grads: the cotangents it answers.
#pragma once
#include "core/op/vocabulary.h"

namespace nw {

class Pullback {
public:
    /// Spans must outlive the pullback. `gradients` has one entry per output (null: zero). `wanted` has one per input, weights
    /// included.
    Pullback(Emit& emit, const OpDef& op, const Signature& signature, std::span<const Value> inputs, std::span<const Value> outputs,
             std::span<const Value> gradients, std::span<const bool> wanted);

    /// A declared input or a weight by name.
    Value in(std::string_view port) const;
    std::span<const Value> many(std::string_view port) const;
    Value out(std::string_view port) const;
    Value residual(std::string_view port) const;
    /// The cotangent of an output; null when it is zero.
    Value grad(std::string_view port) const;
    /// The cotangent of an output; a tensor of zeros when it is zero.
    Value gradOrZero(std::string_view port) const;
    bool wants(std::string_view port) const;
    /// Which inputs of a variadic port are wanted.
    std::span<const bool> wantsMany(std::string_view port) const;
    Emit& emit() const { return emit_; }

    /// All inputs and all outputs (declared, state, residual) in order, for operators whose ports depend on parameters.
    std::span<const Value> inputs() const { return inputs_; }
    std::span<const Value> outputs() const { return outputs_; }
    std::span<const Value> gradients() const { return gradients_; }
    std::span<const bool> wanted() const { return wanted_; }
    /// Index range of an input port or weight among `inputs()`.
    std::pair<std::size_t, std::size_t> range(std::string_view port) const;

private:
    Emit& emit_;
    const OpDef& op_;
    const Signature& signature_;
    PortMap map_;
    std::span<const Value> inputs_, outputs_, gradients_;
    std::span<const bool> wanted_;
};

/// Cotangents by input port or weight name; what is not set is zero.
class Grads {
public:
    void set(std::string_view port, Value value) { entries.push_back({port, {value}}); }
    void set(std::string_view port, std::vector<Value> values) { entries.push_back({port, std::move(values)}); }

    std::vector<std::pair<std::string_view, std::vector<Value>>> entries;
};

}  // namespace nw
