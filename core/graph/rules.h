// Rules of good networks: each looks at an analysed graph and adds findings, with fixes where one exists. One file each in rules/.
#pragma once
#include <span>

#include "core/graph/analyse.h"

namespace nw {

/// Adds its findings, and may replace those that inference made. Called in the order of rules().
using Rule = void (*)(const Graph& graph, Analysis& analysis);
std::span<const Rule> rules();
/// Those that hold inside functions too.
std::span<const Rule> functionRules();

namespace rules_of {

void missingHead(const Graph&, Analysis&);    ///< a network without an end cannot be trained
void scores(const Graph&, Analysis&);         ///< scores of Classify: one row of as many as there are classes
void labels(const Graph&, Analysis&);         ///< labels in another form than a head reads
void openInputs(const Graph&, Analysis&);     ///< ports without a link: a blocker where a head needs them
void inputNames(const Graph&, Analysis&);     ///< two Inputs that data cannot tell apart
void valueRange(const Graph&, Analysis&);     ///< raw pixels without rescaling
void secondSoftmax(const Graph&, Analysis&);  ///< softmax of softmax
void emptyMap(const Graph&, Analysis&);       ///< a kernel larger than its map
void broadcast(const Graph&, Analysis&);      ///< two shapes that cannot be stretched to one
void headlines(const Graph&, Analysis&);      ///< last: sentences of inference that are too long for a headline

}  // namespace rules_of
}  // namespace nw
