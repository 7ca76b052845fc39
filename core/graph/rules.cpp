// The list of rules.
#include "core/graph/rules.h"

#include <array>

namespace nw {

std::span<const Rule> rules() {
    using namespace rules_of;
    static constexpr std::array<Rule, 10> all{missingHead, scores,        labels,   openInputs, inputNames,
                                              valueRange,  secondSoftmax, emptyMap, broadcast,  headlines};
    return all;
}

std::span<const Rule> functionRules() {
    static constexpr std::array<Rule, 5> all{rules_of::openInputs, rules_of::secondSoftmax, rules_of::emptyMap, rules_of::broadcast,
                                             rules_of::headlines};
    return all;
}

}  // namespace nw
