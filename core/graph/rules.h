// Rules of good networks: each looks at an analysed graph and adds findings, with fixes where one exists.
#pragma once
#include <span>

#include "core/graph/analyse.h"

namespace nw {

/// Adds its findings, and may add fixes to those that inference made. One function in rules_*.cpp each.
using Rule = void (*)(const Graph& graph, Analysis& analysis);
std::span<const Rule> rules();
/// Those that hold inside functions too.
std::span<const Rule> functionRules();

void ruleHeads(const Graph&, Analysis&);          ///< a network needs a head with scores and labels that fit
void ruleOpenInputs(const Graph&, Analysis&);     ///< inputs that training needs
void ruleValueRange(const Graph&, Analysis&);     ///< raw pixels without rescaling
void ruleSecondSoftmax(const Graph&, Analysis&);  ///< softmax of softmax
void ruleEmptyMap(const Graph&, Analysis&);       ///< a kernel larger than its map: offers padding

}  // namespace nw
