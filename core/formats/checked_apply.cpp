// Checking weights before a kernel reads them.
#include "core/formats/checked_apply.h"

#include "core/op/registry.h"

namespace nw {

Result<Value> checkedApply(FunctionBuilder& builder, std::string_view format, std::string_view op, AttrList attrs,
                           std::span<const Value> inputs) {
    NW_TRY(const Params params, Params::make(operatorById(op), attrs));
    std::vector<const Type*> types;
    for (const Value v : inputs) types.push_back(v ? &builder.type(v) : nullptr);
    NW_TRY(const Signature signature, inferApply(params, types, builder.functions(), false));
    const std::size_t first = inputs.size() - std::min(inputs.size(), signature.weights.size());
    for (std::size_t i = 0; i < signature.weights.size(); ++i) {
        const WeightSpec& w = signature.weights[i];
        const Type* given = first + i < inputs.size() ? types[first + i] : nullptr;
        if (!given || !(*given == w.type))
            return fail(Code::Format, format,
                        "[" + std::string(op) + "] " + w.name + " is " + (given ? given->text() : "missing") + ", but must be " +
                            w.type.text());
    }
    return builder.apply(params, inputs)[0];
}

Result<Value> namedConstant(FunctionBuilder& builder, std::string_view format, std::string name, const Tensor& value) {
    std::string before = builder.name();
    builder.setName(std::move(name));
    const std::pair<std::string_view, Attr> attr{"value", TensorRef{value}};
    auto made = checkedApply(builder, format, "constant", {&attr, 1}, {});
    builder.setName(std::move(before));
    return made;
}

}  // namespace nw
