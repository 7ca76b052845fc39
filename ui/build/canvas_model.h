// The canvas model of the open document: nodes with words, states and previews, and links.
#pragma once

#include "ui/document/studio.h"
#include "widgets/canvas/model.h"

namespace nw::ui {

/// A link's ends by the ids that the canvas uses: "xs:2" is the third connection of a variadic port.
canvas::LinkEnds endsOf(const Link& link);
Link linkOf(const canvas::LinkEnds& ends);
PortRef inputRef(canvas::NodeId node, const QString& port);

/// Positions are those of the layout; nodes without one are at (0, 0).
canvas::CanvasModel canvasModel(const Studio& studio);
/// What decides the size of a node: ports and the strip of its preview, as it would be `expanded` or not. Cheap for nodes without a
/// strip.
canvas::Node outlineOf(const Studio& studio, NodeId node, bool expanded);

}  // namespace nw::ui
