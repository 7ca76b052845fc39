// The canvas for screen readers: its children are the nodes, from sources to sinks. QGraphicsView exposes none of them by itself.
#pragma once

#include <QAccessible>
#include <QHash>
#include <QString>
#include <functional>

#include "widgets/canvas/model.h"

namespace nw::canvas {

class Canvas;

/// Registers the factory of interfaces; more than once does nothing.
void installCanvasAccessibility();

/// Hears what is announced, whether or not a screen reader runs; for tests, which have none. Null ends it.
using AnnouncementObserver = std::function<void(QAccessible::Event kind, QAccessibleInterface& about)>;
void observeAnnouncements(AnnouncementObserver observer);

/// What a screen reader says of a node: that of the model, else title, parameters, shape, neighbours, problems.
QString accessibleNameOf(const Canvas& canvas, NodeId id);
/// Of all nodes; empty while no screen reader listens.
QHash<NodeId, QString> accessibleNames(const Canvas& canvas);

/// Events: the current node has the focus; the selection differs; names or the set of nodes differ from `before`.
void announceCurrent(Canvas& canvas);
void announceSelection(Canvas& canvas);
void announceModel(Canvas& canvas, const QHash<NodeId, QString>& before);

}  // namespace nw::canvas
