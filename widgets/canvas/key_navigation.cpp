// Keys of the canvas.
#include "widgets/canvas/key_navigation.h"

#include <QToolTip>
#include <cmath>
#include <limits>

#include "widgets/canvas/gestures.h"
#include "widgets/canvas/graph_scene.h"

namespace nw::canvas {

KeyNavigation::KeyNavigation(Canvas& canvas, GraphScene& scene, Gestures& gestures)
    : canvas_(canvas), scene_(scene), gestures_(gestures) {}

bool KeyNavigation::press(QKeyEvent& event) {
    if (event.key() == Qt::Key_Space && !event.isAutoRepeat()) {
        gestures_.setSpace(true);
        return true;
    }
    if (event.key() == Qt::Key_Escape) return escape();
    if (event.key() == Qt::Key_Alt) {
        gestures_.altPressed();
        return false;
    }
    return pressArrow(event) || pressView(event) || (!canvas_.isReadOnly() && pressEdit(event));
}

bool KeyNavigation::release(QKeyEvent& event) {
    if (event.key() != Qt::Key_Space || event.isAutoRepeat()) return false;
    gestures_.setSpace(false);
    return true;
}

bool KeyNavigation::pressArrow(QKeyEvent& event) {
    Way way;
    switch (event.key()) {
        case Qt::Key_Up: way = Way::Up; break;
        case Qt::Key_Down: way = Way::Down; break;
        case Qt::Key_Left: way = Way::Left; break;
        case Qt::Key_Right: way = Way::Right; break;
        default: return false;
    }
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::AltModifier) {
        if (!canvas_.isReadOnly()) nudge(way);
        return true;
    }
    if (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier) return false;
    walk(way, modifiers == Qt::ShiftModifier);
    return true;
}

bool KeyNavigation::pressView(QKeyEvent& event) {
    const bool control = event.modifiers() & Qt::ControlModifier;
    switch (event.key()) {
        case Qt::Key_A:
            if (!control) return false;
            canvas_.setSelection(scene_.order());
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            if (control) canvas_.zoomIn();
            return control;
        case Qt::Key_Minus:
            if (control) canvas_.zoomOut();
            return control;
        case Qt::Key_Period: canvas_.fitSelection(); return !control;
        case Qt::Key_Home: canvas_.fit(canvas_.freeMargins_); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (control || canvas_.current() == 0) return false;
            Q_EMIT canvas_.nodeActivated(canvas_.current());
            return true;
        default: return false;
    }
}

bool KeyNavigation::pressEdit(QKeyEvent& event) {
    const bool control = event.modifiers() & Qt::ControlModifier;
    const QList<NodeId> nodes = acted();
    const QList<LinkEnds> links = canvas_.selectedLinks();
    switch (event.key()) {
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (nodes.isEmpty() && links.isEmpty()) return false;
            Q_EMIT canvas_.deleteRequested(nodes, links, control);
            return true;
        case Qt::Key_F2:
            if (canvas_.current() == 0) return false;
            Q_EMIT canvas_.renameRequested(canvas_.current());
            return true;
        case Qt::Key_M:
            if (control || nodes.isEmpty()) return false;
            Q_EMIT canvas_.bypassToggled(nodes);
            return true;
        case Qt::Key_P:
            if (control || nodes.isEmpty()) return false;
            Q_EMIT canvas_.previewToggled(nodes);
            return true;
        case Qt::Key_L:
            if (control || canvas_.current() == 0) return false;
            connectHere();
            return true;
        default: return false;
    }
}

/// The selection; the current node when nothing is selected.
QList<NodeId> KeyNavigation::acted() const {
    QList<NodeId> nodes = canvas_.selection();
    if (nodes.isEmpty() && canvas_.selectedLinks().isEmpty() && canvas_.current() != 0) nodes = {canvas_.current()};
    return nodes;
}

void KeyNavigation::walk(Way way, bool extend) {
    canvas_.setKeyboardShown(true);
    const NodeId from = canvas_.current();
    NodeId to = 0;
    if (from == 0)
        to = scene_.order().isEmpty() ? 0 : scene_.order().front();
    else if (to = alongLinks(from, way); to == 0)
        to = nearest(from, way);
    if (to == 0) return;
    QSet<NodeId> selection = extend ? scene_.selection() : QSet<NodeId>();
    selection.insert(to);
    canvas_.setCurrent(to);
    scene_.setSelection(selection);
    canvas_.ensureVisible(scene_.restingBody(to), 32, 32);
}

/// Up the first connected input, down the first connected output whose other end lies nearest.
NodeId KeyNavigation::alongLinks(NodeId from, Way way) const {
    if (way != Way::Up && way != Way::Down) return 0;
    const bool down = way == Way::Down;
    const NodeItem* item = scene_.node(from);
    if (!item) return 0;
    NodeId best = 0;
    double bestScore = std::numeric_limits<double>::max();
    for (const LinkItem* link : scene_.linksOf(from)) {
        const LinkEnds& ends = link->link().ends;
        if ((down ? ends.from : ends.to) != from) continue;
        const NodeItem* other = scene_.node(down ? ends.to : ends.from);
        const int port = indexOf(down ? item->node().outputs : item->node().inputs, down ? ends.output : ends.input);
        const QPointF gap = scene_.restingBody(other->node().id).center() - scene_.restingBody(from).center();
        const double score = port * 1e6 + std::abs(gap.x()) * 2 + std::abs(gap.y());
        if (score >= bestScore) continue;
        bestScore = score;
        best = other->node().id;
    }
    return best;
}

NodeId KeyNavigation::nearest(NodeId from, Way way) const {
    const NodeItem* item = scene_.node(from);
    if (!item) return 0;
    const QPointF centre = scene_.restingBody(from).center();
    NodeId best = 0;
    double bestScore = std::numeric_limits<double>::max();
    for (const NodeItem* other : scene_.nodes()) {
        const QPointF gap = scene_.restingBody(other->node().id).center() - centre;
        const bool sideways = way == Way::Left || way == Way::Right;
        const double ahead = (sideways ? gap.x() : gap.y()) * (way == Way::Left || way == Way::Up ? -1 : 1);
        const double aside = std::abs(sideways ? gap.y() : gap.x());
        if (ahead < 8) continue;
        const double score = ahead + aside * 2;
        if (score >= bestScore || (sideways && aside > ahead * 2)) continue;
        bestScore = score;
        best = other->node().id;
    }
    return best;
}

void KeyNavigation::nudge(Way way) {
    const QPointF by = way == Way::Up     ? QPointF(0, -GridStep)
                       : way == Way::Down ? QPointF(0, GridStep)
                       : way == Way::Left ? QPointF(-GridStep, 0)
                                          : QPointF(GridStep, 0);
    QHash<NodeId, QPointF> positions;
    for (const NodeId id : acted()) positions.insert(id, scene_.restingBody(id).topLeft() + by);
    if (!positions.isEmpty()) Q_EMIT canvas_.nodesMoved(positions);
}

/// The first press takes the node as source, the second links the first pair of ports that fit: free ones before taken ones.
void KeyNavigation::connectHere() {
    const NodeId here = canvas_.current();
    if (source_ == 0 || !scene_.node(source_)) {
        if (scene_.node(here)->node().outputs.isEmpty()) return;
        source_ = here;
        scene_.mark(here, [](NodeMarks& m) { m.hotOutput = 0; });
        return;
    }
    const NodeId source = source_;
    stopConnecting();
    if (source == here) return;
    QString reason = Canvas::tr("This node has no input.");
    for (const bool taken : {false, true})
        for (const Port& output : scene_.node(source)->node().outputs)
            for (const Port& input : scene_.node(here)->node().inputs) {
                if (input.connected != taken) continue;
                const Verdict v = canvas_.verdict({source, output.id, true}, {here, input.id, false});
                if (v.allowed) {
                    Q_EMIT canvas_.linkRequested(source, output.id, here, input.id);
                    return;
                }
                reason = v.reason;
            }
    const QPoint at = canvas_.viewport()->mapToGlobal(canvas_.restingRect(here).topRight());
    QToolTip::showText(at, reason, &canvas_);
}

void KeyNavigation::stopConnecting() {
    scene_.mark(source_, [](NodeMarks& m) { m.hotOutput = -1; });
    source_ = 0;
}

bool KeyNavigation::escape() {
    if (gestures_.cancel()) return true;
    if (source_ != 0) {
        stopConnecting();
        return true;
    }
    return false;
}

}  // namespace nw::canvas
