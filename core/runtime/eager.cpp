// Each application becomes a function of one node that is bound and run.
#include "core/runtime/eager.h"

#include "core/graph/builder.h"
#include "core/op/def.h"
#include "core/runtime/binding.h"

namespace nw {

Eager::Eager(bool training, Backends backends, std::shared_ptr<ThreadPool> pool, Lineariser lineariser)
    : training_(training), backends_(std::move(backends)), pool_(std::move(pool)), lineariser_(std::move(lineariser)) {}

Value Eager::value(Tensor tensor) {
    values_.push_back({{tensor.dtype(), toShape(tensor.extents()), Form::Tensor}, tensor.contiguous(), nullptr, nullptr, {}});
    return {static_cast<std::uint32_t>(values_.size() - 1), 0};
}

const Tensor& Eager::tensor(Value value) const {
    NW_CHECK(values_[value.node].tensor.defined());
    return values_[value.node].tensor;
}

std::optional<std::vector<Value>> Eager::inputsIfMadeBy(Value value, std::string_view op) const {
    const Slot& slot = values_[value.node];
    if (!slot.maker || op != slot.maker->id) return std::nullopt;
    return slot.inputs;
}

std::vector<Value> Eager::store(const Apply& apply, std::vector<Tensor> tensors, std::vector<std::shared_ptr<ListBuffer>> lists) {
    std::vector<Value> out;
    for (std::size_t i = 0; i < apply.outputs.size(); ++i) {
        values_.push_back({apply.outputs[i], std::move(tensors[i]), std::move(lists[i]), &apply.op(), apply.inputs});
        out.push_back({static_cast<std::uint32_t>(values_.size() - 1), 0});
    }
    return out;
}

std::vector<Value> Eager::apply(const Params& params, std::span<const Value> inputs, bool differentiated) {
    FunctionBuilder builder(*module_, training_);
    std::vector<Value> args;
    std::vector<void*> in;
    for (const Value v : inputs) {
        args.push_back(v ? builder.param("x" + std::to_string(args.size()), type(v)) : v);
        if (v) in.push_back(values_[v.node].list ? static_cast<void*>(values_[v.node].list.get()) : values_[v.node].tensor.raw());
    }
    for (std::size_t i = 0, at = 0; i < args.size(); ++i)
        if (args[i]) args[i].port = static_cast<std::uint32_t>(at++);
    const std::vector<Value> outs = builder.apply(params, args, differentiated);
    Function function = builder.function();
    function.results = outs;
    ExecutableOptions options;
    options.phase = training_ ? Phase::Training : Phase::Inference;
    options.backends = backends_;
    options.pool = pool_;
    auto binding = Binding::create(*module_, function, {}, options);
    NW_CHECK(binding, binding ? "" : binding.error().text());
    std::vector<Tensor> tensors(outs.size());
    std::vector<std::shared_ptr<ListBuffer>> lists(outs.size());
    std::vector<void*> out;
    for (std::size_t i = 0; i < outs.size(); ++i) {
        const TensorType& t = (*binding)->resultType(i);
        if ((*binding)->resultIsList(i)) {
            lists[i] = std::make_shared<ListBuffer>();
            lists[i]->setElement(t);
            out.push_back(lists[i].get());
        } else {
            tensors[i] = Tensor::empty(t.dtype, t.extents);
            out.push_back(tensors[i].raw());
        }
    }
    const auto done = (*binding)->run(in, out);
    NW_CHECK(done, done ? "" : done.error().text());
    Apply apply = function.nodes.back();
    apply.inputs.assign(inputs.begin(), inputs.end());
    return store(apply, std::move(tensors), std::move(lists));
}

FunctionRef Eager::define(std::string_view name, std::span<const Type> params, const FunctionBody& body) {
    FunctionBuilder builder(*module_, training_);
    return builder.define(name, params, body);
}

Linear Eager::linearise(FunctionRef function, const std::vector<bool>& wanted) {
    NW_CHECK(lineariser_ != nullptr, "eager evaluation without a lineariser");
    return lineariser_(*module_, function, wanted);
}

}  // namespace nw
