// Where the parts of a node are. Everything is in scene units, relative to the node's top left.
#pragma once

#include <QRectF>

#include "widgets/canvas/model.h"

namespace nw::canvas {

inline constexpr double NodeWidth = 264, NodeHeight = 64, NodeRadius = 10, PortPitch = 72, PortRadius = 5, PortReach = 12;
inline constexpr double GridStep = 8, DotStep = 24, NodeGap = 32, ColumnGap = 80;

/// How much is drawn at a zoom.
enum class Detail { Block, Compact, Card, Full };
/// `changing`: the zoom moves just now; texts that scale would make glyphs of every size on the way.
Detail detailAt(double zoom, bool changing);

QSizeF nodeSize(const Node& node);
inline QRectF nodeBody(const Node& node) { return {QPointF(0, 0), nodeSize(node)}; }
/// Ports of a side are 72 apart; closer where there are so many that they would leave the card.
double portPitch(const Node& node, bool outputs);
QPointF inputAt(const Node& node, int index);
QPointF outputAt(const Node& node, int index);
/// 48 × 48 at the right; null when the node shows none there.
QRectF thumbnailRect(const Node& node);
/// What is below line 3: an expanded preview or scores; null when there is nothing.
QRectF stripRect(const Node& node);
/// How far the lane to an input is moved from its usual height, so that the lanes of three and more inputs do not lie in one.
double laneShift(const Node& node, int input);
int indexOf(const QList<Port>& ports, const QString& id);
/// The nearest place on the grid: columns of nodes share the x of their first ports, whatever their widths.
QPointF snapped(const Node& node, QPointF position);

}  // namespace nw::canvas
