// Tape: records applications and walks them backwards. One class for graphs (over a FunctionBuilder) and for eager values.
#pragma once
#include <map>
#include <set>

#include "core/graph/builder.h"
#include "core/op/def.h"

namespace nw {

class Tape final : public Emit {
public:
    /// Forward applications go to `inner`. The tape is an Emit itself: what is written through it can be differentiated.
    /// `names`: the builder behind `inner`, where gradients are to carry the name of their layer (conv2d/grad/kernel); may be null.
    explicit Tape(Emit& inner, FunctionBuilder* names = nullptr) : inner_(inner), names_(names) {}

    /// Marks values whose gradients will be asked for.
    void watch(Value value) { active_.insert(value); }
    /// Σ over outputs of cotangent · d output / d input, for each of `inputs`; zeros where nothing flows. A null cotangent is zero.
    /// `record`: what is computed here is recorded too, so that it can be differentiated again.
    std::vector<Value> gradient(std::span<const Value> outputs, std::span<const Value> cotangents, std::span<const Value> inputs,
                                bool record = false);

    // Emit
    std::vector<Value> apply(const Params& params, std::span<const Value> inputs, bool differentiated = false) override;
    const Type& type(Value value) const override { return inner_.type(value); }
    bool training() const override { return inner_.training(); }
    std::optional<std::vector<Value>> inputsIfMadeBy(Value value, std::string_view op) const override {
        return inner_.inputsIfMadeBy(value, op);
    }
    FunctionRef define(std::string_view name, std::span<const Type> params, const FunctionBody& body) override {
        return inner_.define(name, params, body);
    }
    const FunctionTypes& functions() const override { return inner_.functions(); }
    Linear linearise(FunctionRef function, const std::vector<bool>& wanted) override { return inner_.linearise(function, wanted); }

private:
    /// One recorded application with what its gradient needs.
    struct Step {
        Params params;
        std::vector<Value> inputs, outputs;
        std::size_t plain = 0;  ///< outputs that are not residuals
        std::vector<bool> wanted;
        std::string name = {};  ///< of the layer it belongs to
    };
    using Cotangents = std::map<Value, Value>;

    Signature signatureOf(const Params& params, std::span<const Value> inputs) const;
    void pullBack(Emit& emit, const Step& step, const std::vector<Value>& gradients, Cotangents& into);
    void replay(Emit& emit, const Step& step, const std::vector<Value>& gradients, Cotangents& into);
    Grads namedVjp(const Step& step, const Pullback& pullback);
    static void accumulate(Emit& emit, Cotangents& into, Value at, Value gradient);

    Emit& inner_;
    FunctionBuilder* names_;
    std::set<Value> active_;  ///< values that depend on a watched one
    std::vector<Step> steps_;
};

}  // namespace nw
