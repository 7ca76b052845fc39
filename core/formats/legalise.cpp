// Rewriting a program for a format's table while it is copied.
#include "core/formats/legalise.h"

#include "core/graph/builder.h"
#include "core/op/def.h"
#include "core/op/registry.h"
#include "core/passes/simplify.h"

namespace nw {
namespace {

constexpr std::int64_t LargestFolded = std::int64_t{1} << 26;

std::optional<TensorType> concrete(const Type& type) {
    if (!type.shape || type.form != Form::Tensor || type.dtype == DType::String) return std::nullopt;
    const auto extents = evaluate(*type.shape, {});
    if (!extents) return std::nullopt;
    return TensorType{type.dtype, *extents};
}

/// The outputs of an application of constants; nothing when it has no reference kernel or is too large.
std::optional<Tensor> computed(const Apply& a, std::span<const Tensor> inputs) {
    const auto out = concrete(a.outputs[0]);
    if (!out || a.outputs.size() != 1 || out->elements() > LargestFolded) return std::nullopt;
    if (a.op().view) return inputs[0].contiguous().reshaped(out->extents);
    KernelRequest request;
    RegionNode node{a.params, {}, {*out}};
    std::vector<const void*> in;
    for (const Tensor& t : inputs) {
        node.inputs.push_back(static_cast<int>(request.inputs.size()));
        request.inputs.push_back(t.type());
        in.push_back(t.raw());
    }
    request.constants = in;
    request.nodes.push_back(std::move(node));
    const auto kernel = prepareReference(request);
    if (!kernel) return std::nullopt;
    const Tensor result = Tensor::empty(out->dtype, out->extents);
    void* const to = result.raw();
    const auto scratch = Storage::allocate((*kernel)->scratchBytes + 64), shared = Storage::allocate((*kernel)->sharedBytes + 64);
    Stream stream;
    const KernelArgs args{in.data(), &to, scratch->data(), shared->data()};
    for (std::int64_t c = 0; c < (*kernel)->chunks; ++c) (*kernel)->run(args, c, stream);
    for (std::int64_t c = 0; c < (*kernel)->tailChunks; ++c) (*kernel)->runTail(args, c, stream);
    return result;
}

bool isIdentity(std::string_view op) { return op == "identity" || op == "stop_gradient" || op == "barrier"; }

/// An Emit that accepts, opens or folds whatever is applied to it.
class LegalBuilder final : public FunctionBuilder {
public:
    LegalBuilder(Module& module, const Accepts& accepts) : FunctionBuilder(module, false, "main"), accepts_(accepts) {}

    std::vector<Value> apply(const Params& params, std::span<const Value> inputs, bool differentiated) override {
        const OpDef& op = params.op();
        if (isIdentity(op.id) && inputs.size() == 1) return {inputs[0]};
        const Apply a = applicationOf(params, inputs);
        if (const auto folded = fold(a)) return {constantOfTensor(*folded)};
        const Result<void> accepted = accepts_(Application{function(), a});
        if (accepted || error_) return FunctionBuilder::apply(params, inputs, differentiated);
        if (depth_ < 16 && (op.hasInference() || op.hasBody())) {
            ++depth_;
            std::vector<Value> out = op.hasInference() ? op.inference(params, *this, inputs) : op.body(params, *this, inputs);
            --depth_;
            out.resize(std::min(out.size(), a.outputs.size()));
            return out;
        }
        error_ = accepted.error();
        return FunctionBuilder::apply(params, inputs, differentiated);
    }

    const std::optional<Error>& error() const { return error_; }

private:
    Apply applicationOf(const Params& params, std::span<const Value> inputs) const {
        std::vector<const Type*> types;
        for (const Value v : inputs) types.push_back(v ? &type(v) : nullptr);
        const auto signature = inferApply(params, types, functions(), false);
        NW_CHECK(signature, signature ? "" : signature.error().text());
        Apply a{params, {inputs.begin(), inputs.end()}, {}, signature->outputs.size(), false, {}};
        for (const NamedType& t : signature->outputs) a.outputs.push_back(t.type);
        return a;
    }

    std::optional<Tensor> fold(const Apply& a) const {
        const OpDef& op = a.op();
        const std::string_view id = op.id;
        if (a.outputs.empty() || op.control || op.random || id == "constant" || id == "quantize" || id == "dequantize")
            return std::nullopt;
        if (a.inputs.empty() && id != "fill") return std::nullopt;
        std::vector<Tensor> inputs;
        for (const Value v : a.inputs) {
            inputs.push_back(constantOf(function(), v));
            if (!inputs.back().defined()) return std::nullopt;
        }
        return computed(a, inputs);
    }

    Value constantOfTensor(const Tensor& tensor) {
        const std::array<std::pair<std::string_view, Attr>, 1> attrs{{{"value", TensorRef{tensor}}}};
        return FunctionBuilder::apply(*Params::make(operatorById("constant"), attrs), {})[0];
    }

    const Accepts& accepts_;
    std::optional<Error> error_;
    int depth_ = 0;
};

}  // namespace

Result<Program> legalise(const Program& program, const Accepts& accepts) {
    if (!program.state.empty() || !program.next.empty() || program.hasRate)
        return fail(Code::Argument, "export", "the program still has state", "Freeze it first.");
    Program out = program;
    out.module = std::make_shared<Module>(*program.module);
    LegalBuilder builder(*out.module, accepts);
    std::vector<Value> args;
    for (const NamedType& p : program.function().params) args.push_back(builder.param(p.name, p.type));
    const Function source = program.function();
    const auto map = builder.inlineFunction(source, args);
    if (builder.error()) return *builder.error();
    std::vector<Value> results;
    for (const Value v : source.results) results.push_back(map[v]);
    out.main = builder.finish(std::move(results), source.resultNames);
    out.main = pruneUnused(*out.module, shareEqual(*out.module, out.main));
    return out;
}

}  // namespace nw
