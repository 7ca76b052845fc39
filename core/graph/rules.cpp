// The list of rules.
#include "core/graph/rules.h"

#include <array>

namespace nw {

std::span<const Rule> rules() {
    using namespace rules_of;
    static constexpr std::array<Rule, 9> all{missingHead,   scores,   labels,    openInputs, valueRange,
                                             secondSoftmax, emptyMap, broadcast, headlines};
    return all;
}

}  // namespace nw
