// Writing functions, application by application.
#include "core/graph/builder.h"

#include "core/op/def.h"

namespace nw {

FunctionBuilder::FunctionBuilder(Module& module, bool training, std::string name) : module_(module), training_(training) {
    function_.name = std::move(name);
}

Value FunctionBuilder::param(std::string name, Type type) {
    function_.params.push_back({std::move(name), std::move(type)});
    return {0, static_cast<std::uint32_t>(function_.params.size() - 1)};
}

FunctionRef FunctionBuilder::finish(std::vector<Value> results, std::vector<std::string> names) {
    function_.results = std::move(results);
    function_.resultNames = std::move(names);
    return module_.add(std::move(function_));
}

std::vector<Value> FunctionBuilder::apply(const Params& params, std::span<const Value> inputs, bool differentiated) {
    std::vector<const Type*> types;
    for (const Value v : inputs) types.push_back(v ? &type(v) : nullptr);
    auto signature = inferApply(params, types, module_, training_);
    NW_CHECK(signature, signature ? "" : signature.error().text() + (name_.empty() ? "" : " at " + name_));
    Apply a{params, {inputs.begin(), inputs.end()}, {}, signature->outputs.size(), differentiated, name_};
    for (NamedType& t : signature->outputs) a.outputs.push_back(std::move(t.type));
    if (differentiated)
        for (NamedType& t : signature->residuals) a.outputs.push_back(std::move(t.type));
    std::vector<Value> out;
    const auto node = static_cast<std::uint32_t>(function_.nodes.size() + 1);
    for (std::uint32_t i = 0; i < a.outputs.size(); ++i) out.push_back({node, i});
    function_.nodes.push_back(std::move(a));
    return out;
}

std::optional<std::vector<Value>> FunctionBuilder::inputsIfMadeBy(Value value, std::string_view op) const {
    const Apply* a = function_.maker(value);
    if (!a || op != a->op().id) return std::nullopt;
    return a->inputs;
}

std::unique_ptr<FunctionBuilder> FunctionBuilder::nested(std::string name) {
    return std::make_unique<FunctionBuilder>(module_, training_, std::move(name));
}

FunctionRef FunctionBuilder::define(std::string_view name, std::span<const Type> params, const FunctionBody& body) {
    const auto inner = nested(std::string(name));
    std::vector<Value> values;
    for (std::size_t i = 0; i < params.size(); ++i) values.push_back(inner->param("p" + std::to_string(i), params[i]));
    std::vector<Value> results = body(*inner, values);
    return inner->finish(std::move(results));
}

FunctionBuilder::Inlined FunctionBuilder::inlineFunction(const Function& source, std::span<const Value> args) {
    NW_CHECK(args.size() == source.params.size());
    Inlined out;
    out.map_.emplace_back(args.begin(), args.end());
    const std::string outer = name_;
    for (const Apply& a : source.nodes) {
        std::vector<Value> inputs;
        for (const Value v : a.inputs) inputs.push_back(out[v]);
        if (!a.name.empty()) name_ = a.name;
        out.map_.push_back(apply(a.params, inputs, a.differentiated));
        name_ = outer;
    }
    return out;
}

Linear FunctionBuilder::linearise(FunctionRef, const std::vector<bool>&) {
    NW_CHECK(false, "this builder does not differentiate");
    return {};
}

}  // namespace nw
