// State and runs of programs.
#include <algorithm>
#include <limits>

#include "core/base/memory.h"
#include "core/base/philox.h"
#include "core/compile/compile.h"
#include "core/graph/builder.h"
#include "core/op/def.h"

namespace nw {

const Tensor* State::find(std::string_view name) const {
    for (std::size_t i = 0; i < specs.size(); ++i)
        if (specs[i].name == name) return &tensors[i];
    return nullptr;
}

Result<std::vector<Tensor>> State::select(const Program& program) const {
    std::vector<Tensor> out;
    for (const StateSpec& s : program.state) {
        const Tensor* t = find(s.name);
        if (!t)
            return fail(Code::NotFound, s.name, "has no trained values",
                        "The network has changed since it was trained. Train it again.");
        if (!(t->type() == s.type))
            return fail(Code::Shape, s.name,
                        "was trained as " + textOf(t->extents()) + ", but the network now has " + textOf(s.type.extents),
                        "Train it again.");
        out.push_back(*t);
    }
    return out;
}

std::size_t stateBytes(const Program& program) {
    double bytes = 0;  // of a few huge layers it does not fit into a whole number
    for (const StateSpec& s : program.state) {
        double one = static_cast<double>(sizeOf(s.type.dtype));
        for (const std::int64_t e : s.type.extents) one *= static_cast<double>(e);
        bytes += one;
    }
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    return bytes < static_cast<double>(most) ? static_cast<std::size_t>(bytes) : most;
}

State State::clone() const {
    State out{specs, {}};
    for (const Tensor& t : tensors) out.tensors.push_back(t.clone());
    return out;
}

Result<State> initialState(const Program& program, std::uint64_t seed) {
    if (const std::size_t need = stateBytes(program), free = availableMemory(); need > free)
        return fail(Code::Memory, "", "The weights need " + memoryText(need) + " of memory, but " + memoryText(free) + " are free",
                    "Make the largest layer smaller.");
    State state;
    for (const StateSpec& s : program.state) {
        auto module = std::make_shared<Module>();
        FunctionBuilder b(*module, false);
        std::vector<Value> in;
        std::vector<Tensor> args;
        if (s.initializer.op().random) {
            in.push_back(b.param("key", {DType::Int64, Shape{}, Form::Tensor}));
            args.push_back(Tensor::scalar(static_cast<std::int64_t>(fold(fold({seed}, 0x696E6974), s.stream).value)));
        }
        const OpDef& op = s.initializer.op();
        const bool composed = op.references.empty() && op.hasBody();
        const FunctionRef f = b.finish(composed ? op.body(s.initializer, b, in) : b.apply(s.initializer, in));
        Executable executable(module, f, {});
        std::vector<Tensor> results{Tensor::empty(s.type.dtype, s.type.extents)};
        NW_RETURN_IF_ERROR(executable.run(args, results));
        state.specs.push_back(s);
        state.tensors.push_back(results[0]);
    }
    return state;
}

namespace {

ExecutableOptions withInPlace(ExecutableOptions options, const Program& p) {
    for (std::size_t i = 0; i < p.next.size(); ++i) options.inPlace.emplace_back(p.stateParam(p.next[i]), i);
    return options;
}

}  // namespace

Runner::Runner(Program program, ExecutableOptions options)
    : program_(std::move(program)),
      executable_(std::make_unique<Executable>(program_.module, program_.main, withInPlace(std::move(options), program_))),
      rate_(Tensor::scalar(0.0f)),
      seed_(Tensor::scalar(std::int64_t{0})),
      step_(Tensor::scalar(std::int64_t{0})) {}

Result<std::span<const Tensor>> Runner::run(std::span<const Tensor> inputs, std::span<const Tensor> state, float rate,
                                            std::int64_t seed, std::int64_t step) {
    if (inputs.size() != program_.inputs.size())
        return fail(Code::Argument, "network",
                    "takes " + std::to_string(program_.inputs.size()) + " inputs, got " + std::to_string(inputs.size()));
    NW_CHECK(state.size() == program_.state.size());
    rate_.data<float>()[0] = rate;
    seed_.data<std::int64_t>()[0] = seed;
    step_.data<std::int64_t>()[0] = step;
    args_.resize(program_.function().params.size());  // assigned one by one: a tensor keeps the memory of its sizes
    std::size_t at = 0;
    for (const Tensor& t : inputs) args_[at++] = t;
    for (const Tensor& t : state) args_[at++] = t;
    if (program_.hasRate) args_[at++] = rate_;
    if (args_.size() == at + 2) args_[at] = seed_, args_[at + 1] = step_;
    results_.assign(program_.function().results.size(), Tensor());
    NW_RETURN_IF_ERROR(executable_->run(args_, results_));
    return std::span<const Tensor>(results_).subspan(program_.next.size());
}

}  // namespace nw
