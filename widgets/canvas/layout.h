// Places for the nodes of a graph: rows from top to bottom by depth, chains straight, branches beside.
#pragma once

#include <QHash>
#include <QPointF>

#include "widgets/canvas/model.h"

namespace nw::canvas {

/// A place for every node, top left; pure, so equal models give equal places. No two nodes overlap; every link of an acyclic graph
/// goes downward (one link of each cycle does not); nodes of a chain share the x of their first ports. Rows are 32 apart (rounded
/// up to the grid), columns 80.
/// Reads sizes, links and the order of nodes; ignores positions.
QHash<NodeId, QPointF> layoutOf(const CanvasModel& model);

/// Ids so that every link of an acyclic graph goes from earlier to later; ties keep the order of the model.
QList<NodeId> topologicalOrder(const CanvasModel& model);

}  // namespace nw::canvas
