// Control flow: loops, branches, calls and list operations over inner bindings.
#include <algorithm>
#include <cstring>

#include "core/op/def.h"
#include "core/runtime/binding.h"

namespace nw {
namespace {

Result<std::unique_ptr<Binding>> bindInner(const Module& module, FunctionRef f, const DimValues& dims,
                                           const ExecutableOptions& options) {
    return Binding::create(module, module[f], dims, options);
}

class CallUnit final : public ControlUnit {
public:
    explicit CallUnit(std::unique_ptr<Binding> function) : function_(std::move(function)) {}
    Result<void> run(std::span<void* const> in, std::span<void* const> out) override { return function_->run(in, out); }
    std::size_t plannedBytes() const override { return function_->plannedBytes(); }

private:
    std::unique_ptr<Binding> function_;
};

class CondUnit final : public ControlUnit {
public:
    CondUnit(std::unique_ptr<Binding> then, std::unique_ptr<Binding> otherwise)
        : then_(std::move(then)), otherwise_(std::move(otherwise)) {}
    Result<void> run(std::span<void* const> in, std::span<void* const> out) override {
        return (*static_cast<const bool*>(in[0]) ? then_ : otherwise_)->run(in.subspan(1), out);
    }
    std::size_t plannedBytes() const override { return then_->plannedBytes() + otherwise_->plannedBytes(); }

private:
    std::unique_ptr<Binding> then_, otherwise_;
};

class LoopUnit final : public ControlUnit {
public:
    LoopUnit(const Params& p, std::span<const TensorType> inputs, std::span<const TensorType> outputs,
             std::unique_ptr<Binding> cond, std::unique_ptr<Binding> body)
        : cond_(std::move(cond)), body_(std::move(body)), inputs_(inputs.begin(), inputs.end()), reverse_(p.get<bool>("reverse")) {
        states_ = static_cast<std::size_t>(p.get<std::int64_t>("states"));
        captures_ = static_cast<std::size_t>(p.get<std::int64_t>("captures"));
        lists_ = outputs.size() - states_;
        for (auto& side : buffers_)
            for (std::size_t i = 0; i < states_; ++i) side.push_back(Tensor::empty(inputs_[i].dtype, inputs_[i].extents));
        for (std::size_t i = states_ + captures_; i < inputs_.size(); ++i)
            zeros_.push_back(Tensor::zeros(inputs_[i].dtype, inputs_[i].extents));
        params_.resize(inputs_.size());
        results_.resize(outputs.size());
    }

    Result<void> run(std::span<void* const> in, std::span<void* const> out) override {
        std::int64_t length = 0;
        for (std::size_t i = states_ + captures_; i < in.size(); ++i)
            length = std::max(length, static_cast<const ListBuffer*>(in[i])->count());
        const bool overLists = inputs_.size() > states_ + captures_;
        for (std::size_t i = 0; i < lists_; ++i) list(out, i).resize(overLists ? length : 0);
        std::copy_n(in.begin(), states_ + captures_, params_.begin());
        for (std::int64_t turn = 0; !overLists || turn < length; ++turn) {
            NW_TRY(const bool more, holds());
            if (!more) {
                for (std::size_t i = 0; i < lists_ && overLists; ++i) list(out, i).resize(turn);
                break;
            }
            NW_RETURN_IF_ERROR(step(in, out, turn, reverse_ ? length - 1 - turn : turn));
        }
        for (std::size_t i = 0; i < states_; ++i)
            if (inputs_[i].bytes() > 0) std::memcpy(out[i], params_[i], inputs_[i].bytes());
        return {};
    }

    std::size_t plannedBytes() const override { return body_->plannedBytes() + (cond_ ? cond_->plannedBytes() : 0); }

private:
    ListBuffer& list(std::span<void* const> out, std::size_t i) const { return *static_cast<ListBuffer*>(out[states_ + i]); }

    Result<bool> holds() {
        if (!cond_) return true;
        bool more = false;
        void* result = &more;
        NW_RETURN_IF_ERROR(cond_->run(std::span<void* const>(params_).first(states_ + captures_), {&result, 1}));
        return more;
    }

    Result<void> step(std::span<void* const> in, std::span<void* const> out, std::int64_t turn, std::int64_t at) {
        std::vector<Tensor>& next = buffers_[turn % 2];
        for (std::size_t i = 0; i < states_; ++i) results_[i] = next[i].raw();
        for (std::size_t i = states_ + captures_; i < in.size(); ++i) {
            const auto& consumed = *static_cast<const ListBuffer*>(in[i]);
            params_[i] = consumed.count() > 0 ? consumed.at(at) : zeros_[i - states_ - captures_].raw();
        }
        for (std::size_t i = 0; i < lists_; ++i) {
            ListBuffer& produced = list(out, i);
            if (produced.count() <= at) produced.resize(at + 1);
            results_[states_ + i] = produced.at(at);
        }
        NW_RETURN_IF_ERROR(body_->run(params_, results_));
        for (std::size_t i = 0; i < states_; ++i) params_[i] = results_[i];
        return {};
    }

    std::unique_ptr<Binding> cond_, body_;
    std::vector<TensorType> inputs_;
    bool reverse_;
    std::size_t states_ = 0, captures_ = 0, lists_ = 0;
    std::vector<Tensor> buffers_[2], zeros_;
    std::vector<void*> params_, results_;
};

class EmptyListUnit final : public ControlUnit {
public:
    Result<void> run(std::span<void* const>, std::span<void* const> out) override {
        static_cast<ListBuffer*>(out[0])->resize(0);
        return {};
    }
};

template <class T>
void addInto(std::byte* to, const std::byte* from, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) reinterpret_cast<T*>(to)[i] += reinterpret_cast<const T*>(from)[i];
}

class AddListsUnit final : public ControlUnit {
public:
    Result<void> run(std::span<void* const> in, std::span<void* const> out) override {
        const auto &a = *static_cast<const ListBuffer*>(in[0]), &b = *static_cast<const ListBuffer*>(in[1]);
        auto& y = *static_cast<ListBuffer*>(out[0]);
        y.assign(a.count() > 0 ? a : b);
        if (a.count() == 0 || b.count() == 0) return {};
        if (a.count() != b.count())
            return fail(Code::Shape, "add_lists", std::to_string(a.count()) + " and " + std::to_string(b.count()) + " elements");
        for (std::int64_t i = 0; i < y.count(); ++i)
            if (y.element().dtype == DType::Float64)
                addInto<double>(y.at(i), b.at(i), y.element().elements());
            else
                addInto<float>(y.at(i), b.at(i), y.element().elements());
        return {};
    }
};

}  // namespace

Result<std::unique_ptr<ControlUnit>> makeControl(const Module& module, const Apply& apply, std::span<const TensorType> inputs,
                                                 std::span<const TensorType> outputs, const DimValues& dims,
                                                 const ExecutableOptions& options) {
    ExecutableOptions inner = options;
    inner.inPlace.clear();
    const std::string_view id = apply.op().id;
    const auto bound = [&](std::string_view param) { return bindInner(module, apply.params.get<FunctionRef>(param), dims, inner); };
    if (id == "call") {
        NW_TRY(auto function, bound("function"));
        return std::unique_ptr<ControlUnit>(std::make_unique<CallUnit>(std::move(function)));
    }
    if (id == "cond") {
        NW_TRY(auto then, bound("then"));
        NW_TRY(auto otherwise, bound("otherwise"));
        return std::unique_ptr<ControlUnit>(std::make_unique<CondUnit>(std::move(then), std::move(otherwise)));
    }
    if (id == "loop") {
        std::unique_ptr<Binding> cond;
        if (apply.params.get<FunctionRef>("cond")) { NW_TRY(cond, bound("cond")); }
        NW_TRY(auto body, bound("body"));
        return std::unique_ptr<ControlUnit>(
            std::make_unique<LoopUnit>(apply.params, inputs, outputs, std::move(cond), std::move(body)));
    }
    if (id == "empty_list") return std::unique_ptr<ControlUnit>(std::make_unique<EmptyListUnit>());
    if (id == "add_lists") return std::unique_ptr<ControlUnit>(std::make_unique<AddListsUnit>());
    return fail(Code::Unsupported, id, "cannot be executed");
}

}  // namespace nw
