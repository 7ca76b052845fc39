// Rewriting linear layers with other weights. One rewrite a round, until nothing changes.
#include "core/passes/fold.h"

#include <algorithm>
#include <optional>

#include "core/graph/builder.h"
#include "core/op/registry.h"
#include "core/passes/simplify.h"

namespace nw {

Apply makeConstant(Tensor tensor, std::string name) {
    const std::array<std::pair<std::string_view, Attr>, 1> attrs{{{"value", TensorRef{tensor}}}};
    Apply a{*Params::make(operatorById("constant"), attrs),
            {},
            {{tensor.dtype(), toShape(tensor.extents()), Form::Tensor}},
            1,
            false,
            std::move(name)};
    return a;
}

namespace {

bool isOp(const Apply* a, std::initializer_list<std::string_view> ids) {
    return a && std::find(ids.begin(), ids.end(), std::string_view(a->op().id)) != ids.end();
}

/// A linear layer with constant float weights: y = W x + b, the output channel last in W.
struct Linear {
    Apply apply;
    Tensor kernel;
    std::vector<float> bias;
    std::int64_t channels = 0;
};

std::optional<Linear> linearAt(const Function& f, Value v) {
    const Apply* a = f.maker(v);
    if (!isOp(a, {"dense", "conv2d", "depthwise_conv2d"}) || a->differentiated) return std::nullopt;
    const Tensor kernel = constantOf(f, a->inputs[1]);
    if (!kernel.defined() || kernel.dtype() != DType::Float32) return std::nullopt;
    Linear linear{*a, kernel.clone(), {}, 0};
    const Dim& channels = a->outputs[0].shape->back();
    linear.channels = channels.value();
    linear.bias.assign(static_cast<std::size_t>(linear.channels), 0.0f);
    if (a->params.get<bool>("use_bias")) {
        const Tensor bias = constantOf(f, a->inputs[2]);
        if (!bias.defined()) return std::nullopt;
        const auto values = bias.data<float>();
        linear.bias.assign(values.begin(), values.end());
    }
    return linear;
}

/// A float constant as one number for each channel; nothing where it is neither a scalar nor along the last axis.
std::optional<std::vector<float>> perChannel(const Tensor& t, std::int64_t channels) {
    if (!t.defined() || t.dtype() != DType::Float32) return std::nullopt;
    const auto values = t.data<float>();
    if (values.size() == 1) return std::vector<float>(static_cast<std::size_t>(channels), values[0]);
    if (t.elements() != channels || t.extents().back() != channels) return std::nullopt;
    return std::vector<float>(values.begin(), values.end());
}

class Folder {
public:
    Folder(Module& module, FunctionRef f) : module_(module), f_(module[f]), uses_(f_.nodes.size() + 1, 0) {
        for (const Apply& a : f_.nodes)
            for (const Value v : a.inputs)
                if (v) ++uses_[v.node];
        for (const Value v : f_.results) uses_[v.node] += 2;
    }

    /// The rewritten function, or nothing when there is nothing to fold.
    std::optional<FunctionRef> run() {
        for (std::uint32_t n = 1; n <= f_.nodes.size(); ++n)
            if (foldAfter(n) || foldBefore(n)) return module_.add(std::move(f_));
        return std::nullopt;
    }

private:
    bool single(Value v) const { return v.node > 0 && uses_[v.node] == 1; }

    /// linear, then × c, + c or − c.
    bool foldAfter(std::uint32_t n) {
        const Apply a = f_.nodes[n - 1];
        if (!isOp(&a, {"multiply", "add", "subtract", "rescaling"})) return false;
        const bool rescaling = isOp(&a, {"rescaling"});
        for (std::size_t side = 0; side < (rescaling ? 1 : 2); ++side) {
            if (isOp(&a, {"subtract"}) && side == 1) break;
            if (!single(a.inputs[side])) continue;
            auto linear = linearAt(f_, a.inputs[side]);
            if (!linear) continue;
            if (rescaling) {
                scaleOutput(*linear, std::vector<float>(linear->bias.size(), static_cast<float>(a.params.get<double>("scale"))));
                for (float& b : linear->bias) b += static_cast<float>(a.params.get<double>("offset"));
                return replace(n, *linear);
            }
            const auto c = perChannel(constantOf(f_, a.inputs[1 - side]), linear->channels);
            if (!c) continue;
            if (isOp(&a, {"multiply"})) scaleOutput(*linear, *c);
            for (std::size_t i = 0; i < c->size() && !isOp(&a, {"multiply"}); ++i)
                linear->bias[i] += isOp(&a, {"subtract"}) ? -(*c)[i] : (*c)[i];
            return replace(n, *linear);
        }
        return false;
    }

    static void scaleOutput(Linear& linear, const std::vector<float>& by) {
        const auto w = linear.kernel.data<float>();
        for (std::size_t i = 0; i < w.size(); ++i) w[i] *= by[i % by.size()];
        for (std::size_t i = 0; i < by.size(); ++i) linear.bias[i] *= by[i];
    }

    /// x × c (no offset), perhaps through views, then linear.
    bool foldBefore(std::uint32_t n) {
        auto linear = linearAt(f_, {n, 0});
        if (!linear) return false;
        Value v = linear->apply.inputs[0];
        std::vector<std::uint32_t> between;
        while (single(v) && isOp(f_.maker(v), {"flatten", "reshape", "reshape_to", "identity"})) {
            between.push_back(v.node);
            v = f_.maker(v)->inputs[0];
        }
        const Apply* scale = f_.maker(v);
        if (!isOp(scale, {"rescaling"}) || !single(v) || scale->params.get<double>("offset") != 0) return false;
        if (f_.type(scale->inputs[0]).dtype != DType::Float32) return false;
        const auto by = static_cast<float>(scale->params.get<double>("scale"));
        for (float& w : linear->kernel.data<float>()) w *= by;
        const Value source = scale->inputs[0];
        if (between.empty())
            linear->apply.inputs[0] = source;
        else
            f_.nodes[between.back() - 1].inputs[0] = source;
        return replace(n, *linear);
    }

    /// Puts the linear layer with its new weights in the place of node n.
    bool replace(std::uint32_t n, Linear& linear) {
        const std::string name = linear.apply.name;
        Apply apply = linear.apply;
        apply.params = *apply.params.with("use_bias", true);
        std::vector<Apply> constants{makeConstant(linear.kernel, name + "/kernel"),
                                     makeConstant(Tensor::of<float>({linear.channels}, linear.bias), name + "/bias")};
        shift(n, constants.size());
        apply.inputs.resize(3);
        apply.inputs[1] = {n, 0};
        apply.inputs[2] = {n + 1, 0};
        f_.nodes[n + 1] = apply;
        f_.nodes[n - 1] = constants[0];
        f_.nodes[n] = constants[1];
        return true;
    }

    /// Makes room for `count` nodes before node n: everything from n on is renumbered.
    void shift(std::uint32_t n, std::size_t count) {
        const auto move = [&](Value& v) {
            if (v && v.node >= n) v.node += static_cast<std::uint32_t>(count);
        };
        for (Apply& a : f_.nodes)
            for (Value& v : a.inputs) move(v);
        for (Value& v : f_.results) move(v);
        f_.nodes.insert(f_.nodes.begin() + (n - 1), count, makeConstant(Tensor::scalar(0.0f), ""));
    }

    Module& module_;
    Function f_;
    std::vector<int> uses_;
};

}  // namespace

FunctionRef foldLinear(Module& module, FunctionRef f) {
    while (const auto changed = Folder(module, f).run()) f = pruneUnused(module, *changed);
    return f;
}

}  // namespace nw
