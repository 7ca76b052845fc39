// Ports of an application by name.
#include "core/op/pullback.h"

#include "core/op/def.h"

namespace nw {

Pullback::Pullback(Emit& emit, const OpDef& op, const Signature& signature, std::span<const Value> inputs,
                   std::span<const Value> outputs, std::span<const Value> gradients, std::span<const bool> wanted)
    : emit_(emit),
      op_(op),
      signature_(signature),
      map_(op, inputs.size()),
      inputs_(inputs),
      outputs_(outputs),
      gradients_(gradients),
      wanted_(wanted) {}

std::pair<std::size_t, std::size_t> Pullback::range(std::string_view port) const {
    if (op_.input(port)) return map_.range(port);
    for (std::size_t i = 0; i < signature_.weights.size(); ++i)
        if (signature_.weights[i].name == port) return {map_.declared() + i, map_.declared() + i + 1};
    NW_CHECK(false, std::string(op_.id) + " has no input or weight " + std::string(port));
    return {0, 0};
}

namespace {
std::size_t outputIndex(const OpDef& op, const Signature& s, std::string_view port) {
    for (std::size_t i = 0; i < s.outputs.size(); ++i)
        if (s.outputs[i].name == port) return i;
    for (std::size_t i = 0; i < s.residuals.size(); ++i)
        if (s.residuals[i].name == port) return s.outputs.size() + i;
    NW_CHECK(false, std::string(op.id) + " has no output " + std::string(port));
    return 0;
}
}  // namespace

Value Pullback::in(std::string_view port) const {
    const auto [begin, end] = range(port);
    return begin < end ? inputs_[begin] : Value{};
}

std::span<const Value> Pullback::many(std::string_view port) const {
    const auto [begin, end] = range(port);
    return inputs_.subspan(begin, end - begin);
}

Value Pullback::out(std::string_view port) const { return outputs_[outputIndex(op_, signature_, port)]; }

Value Pullback::residual(std::string_view port) const {
    const std::size_t i = outputIndex(op_, signature_, port);
    NW_CHECK(i < outputs_.size(), "residual of an application that was not differentiated");
    return outputs_[i];
}

Value Pullback::grad(std::string_view port) const {
    const std::size_t i = outputIndex(op_, signature_, port);
    return i < gradients_.size() ? gradients_[i] : Value{};
}

Value Pullback::gradOrZero(std::string_view port) const {
    const Value g = grad(port);
    return g ? g : emit_.zerosLike(out(port));
}

bool Pullback::wants(std::string_view port) const {
    const auto [begin, end] = range(port);
    for (std::size_t i = begin; i < end; ++i)
        if (wanted_[i]) return true;
    return false;
}

std::span<const bool> Pullback::wantsMany(std::string_view port) const {
    const auto [begin, end] = range(port);
    return wanted_.subspan(begin, end - begin);
}

}  // namespace nw
