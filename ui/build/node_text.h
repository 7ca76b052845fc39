// The words on a node: title, subtitle, shape, parameters, tooltip; from its operator's declaration.
#pragma once

#include <QString>

#include "core/graph/analyse.h"

namespace nw::ui {

/// The operator's label, or the node's name where somebody renamed it.
QString titleOf(const Node& node);
/// The two or three parameters that a reader does not guess: "6 filters · 5×5 · relu".
QString subtitleOf(const Node& node);
/// What stands there when no parameter tells more: "to a vector"; empty when the operator has nothing short to say.
QString captionOf(const OpDef& op);
/// "28×28×6", without the batch; "?" where it is not known.
QString shapeText(const Type& type);
/// With the batch: "batch×28×28×6".
QString fullShapeText(const Type& type);
/// "156", "48,120", "11.2 M".
QString countText(std::int64_t count);
/// Settings (activation, ...) of a node as they are, the default included.
Attr settingValue(const Node& node, std::string_view id);

}  // namespace nw::ui
