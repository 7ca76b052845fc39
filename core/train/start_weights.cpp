// Which weights fit.
#include "core/train/start_weights.h"

namespace nw {

namespace {

/// Null where nothing fits.
const Tensor* fitting(const StateSpec& weight, const StartWeights& from) {
    const auto it = from.tensors.find(weight.name);
    return !weight.slot && it != from.tensors.end() && it->second.type() == weight.type ? &it->second : nullptr;
}

}  // namespace

WeightFit weightFit(const std::vector<StateSpec>& state, const StartWeights& from) {
    WeightFit fit;
    for (const StateSpec& spec : state) {
        fit.all += spec.slot ? 0 : 1;
        fit.taken += fitting(spec, from) ? 1 : 0;
    }
    return fit;
}

WeightFit takeWeights(State& state, const StartWeights& from) {
    for (std::size_t i = 0; i < state.specs.size(); ++i)
        if (const Tensor* weight = fitting(state.specs[i], from)) state.tensors[i] = weight->clone();
    return weightFit(state.specs, from);
}

}  // namespace nw
