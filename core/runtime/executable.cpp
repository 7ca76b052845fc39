// Running functions: dimensions from arguments, bindings by dimensions.
#include "core/runtime/executable.h"

#include "core/runtime/binding.h"

namespace nw {
namespace {
constexpr std::size_t keptBindings = 8;
}

Executable::Executable(std::shared_ptr<const Module> module, FunctionRef function, ExecutableOptions options)
    : module_(std::move(module)), function_(function), options_(std::move(options)) {}

Executable::~Executable() = default;

Result<DimValues> Executable::dimensions(std::span<const Tensor> args) const {
    const Function& f = function();
    if (args.size() != f.params.size())
        return fail(Code::Argument, f.name,
                    "takes " + std::to_string(f.params.size()) + " values, got " + std::to_string(args.size()));
    DimValues dims;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const NamedType& p = f.params[i];
        const Shape& shape = *p.type.shape;
        const auto wrong = [&](Code code) {
            return fail(
                code, p.name,
                "must be " + p.type.text() + ", got " + std::string(nameOf(args[i].dtype())) + " " + textOf(args[i].extents()));
        };
        if (args[i].dtype() != p.type.dtype) return wrong(Code::Type);
        if (args[i].extents().size() != shape.size()) return wrong(Code::Shape);
        for (std::size_t d = 0; d < shape.size(); ++d) {
            const std::int64_t extent = args[i].extents()[d];
            std::map<std::string, std::int64_t, std::less<>> names;
            shape[d].collect(names);
            if (names.size() == 1 && shape[d] == Dim::named(names.begin()->first)) dims.try_emplace(names.begin()->first, extent);
            const auto expected = shape[d].evaluate(dims);
            if (expected && *expected != extent) return wrong(Code::Shape);
        }
    }
    return dims;
}

Result<Binding*> Executable::bind(const DimValues& dims) {
    for (auto it = bindings_.begin(); it != bindings_.end(); ++it)
        if (it->first == dims) {
            bindings_.splice(bindings_.begin(), bindings_, it);
            return bindings_.front().second.get();
        }
    NW_TRY(auto binding, Binding::create(*module_, function(), dims, options_));
    for (std::size_t i = 0; i < function().results.size(); ++i) {
        bool onParam = false;
        for (const auto& [param, result] : options_.inPlace) onParam = onParam || result == i;
        binding->outputs.push_back(onParam ? Tensor()
                                           : Tensor::empty(binding->resultType(i).dtype, binding->resultType(i).extents));
    }
    bindings_.emplace_front(dims, std::move(binding));
    if (bindings_.size() > keptBindings) bindings_.pop_back();
    return bindings_.front().second.get();
}

Result<void> Executable::run(std::span<const Tensor> args, std::span<Tensor> results) {
    NW_CHECK(results.size() == function().results.size());
    bool same = !bindings_.empty() && args.size() == lastTypes_.size();
    for (std::size_t i = 0; i < args.size() && same; ++i)
        same = args[i].dtype() == lastTypes_[i].dtype && args[i].extents() == lastTypes_[i].extents;
    if (!same) {
        lastTypes_.clear();
        NW_TRY(const DimValues dims, dimensions(args));
        NW_RETURN_IF_ERROR(bind(dims));
        for (const Tensor& t : args) lastTypes_.push_back(t.type());
    }
    Binding& binding = *bindings_.front().second;
    params_.clear(), outputs_.clear();
    for (const Tensor& t : args) {
        NW_CHECK(t.dense());
        params_.push_back(t.raw());
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (const auto& [param, result] : options_.inPlace)
            if (result == i) results[i] = args[param];
        if (!results[i].defined()) results[i] = binding.outputs[i];
        NW_CHECK(results[i].dense() && results[i].dtype() == binding.resultType(i).dtype &&
                 results[i].extents() == binding.resultType(i).extents);
        outputs_.push_back(results[i].raw());
    }
    return binding.run(params_, outputs_, profiling_);
}

std::vector<InstructionProfile> Executable::profile() const {
    return bindings_.empty() ? std::vector<InstructionProfile>{} : bindings_.front().second->profile();
}

std::size_t Executable::plannedBytes() const { return bindings_.empty() ? 0 : bindings_.front().second->plannedBytes(); }

}  // namespace nw
