// Weights of another model to begin a training with, and how many of them a network takes.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/compile/compile.h"

namespace nw {

/// Weights to begin with, by state name, and what they are of, for manifest and sentences.
struct StartWeights {
    std::string source;
    std::map<std::string, Tensor, std::less<>> tensors;
    std::string note{};  ///< a sentence about them that people should see; may be empty
};

/// How many of a network's weights are taken from elsewhere.
struct WeightFit {
    std::int64_t taken = 0, all = 0;
    bool operator==(const WeightFit&) const = default;
};

/// What a network with this state would take: names and shapes must agree. What is the optimizer's is no weight.
WeightFit weightFit(const std::vector<StateSpec>& state, const StartWeights& from);
/// Puts copies of those in their places.
WeightFit takeWeights(State& state, const StartWeights& from);

}  // namespace nw
