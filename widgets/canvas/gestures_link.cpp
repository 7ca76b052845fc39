// The link in the hand: from a port to a port, or off one.
#include <QToolTip>
#include <algorithm>

#include "widgets/canvas/gestures.h"
#include "widgets/canvas/graph_scene.h"

namespace nw::canvas {

/// An input that has a link gives the link's end into the hand.
void Gestures::beginLink(const PortRef& port) {
    kind_ = Kind::Link;
    port_ = port;
    taken_.reset();
    if (port.isOutput) return;
    for (const LinkItem* link : scene_.linksOf(port.node))
        if (const LinkEnds& ends = link->link().ends; ends.to == port.node && ends.input == port.port) taken_ = ends;
    if (taken_) port_ = {taken_->from, taken_->output, true};
}

/// Whether the link in the hand may end at `other`. Where it came from it may always go back.
Verdict Gestures::judge(const PortRef& other) const {
    if (taken_ && other.node == taken_->to && other.port == taken_->input) return {};
    return canvas_.verdict(port_.isOutput ? port_ : other, port_.isOutput ? other : port_);
}

/// The port under the pointer; anywhere else on a card means its first port that fits.
std::optional<PortRef> Gestures::portUnder(QPointF here) const {
    const auto port = scene_.portAt(here, std::max(reach(), PortReach / canvas_.zoom()));
    if (port && port->isOutput != port_.isOutput) return port;
    const NodeItem* node = scene_.nodeAt(here);
    if (!node || node->node().id == port_.node) return std::nullopt;
    std::optional<PortRef> first;
    for (const Port& p : port_.isOutput ? node->node().inputs : node->node().outputs) {
        const PortRef candidate{node->node().id, p.id, !port_.isOutput};
        if (judge(candidate).allowed) return candidate;
        if (!first) first = candidate;
    }
    return first;
}

void Gestures::dragLink() {
    if (!hand_) {
        scene_.settle();
        hand_ = std::make_unique<HandLinkItem>(scene_.look());
        scene_.addItem(hand_.get());
        if (taken_) scene_.mark(*taken_, [](LinkMarks& m) { m.held = true; });
        markPorts();
        panning_.start();
    }
    const QPointF here = canvas_.mapToScene(at_.toPoint());
    setHot(portUnder(here));
    const QPointF start = scene_.portPosition(port_), end = hot_ ? scene_.portPosition(*hot_) : here;
    hand_->setEnds(port_.isOutput ? start : end, port_.isOutput ? end : start);
}

/// Ports on the screen that cannot take the link fade.
void Gestures::markPorts() {
    const QRectF seen = canvas_.mapToScene(canvas_.viewport()->rect()).boundingRect();
    for (QGraphicsItem* item : scene_.items(seen, Qt::IntersectsItemBoundingRect)) {
        auto* node = qgraphicsitem_cast<NodeItem*>(item);
        if (!node) continue;
        NodeMarks marks = node->marks();
        marks.fadedInputs = port_.isOutput ? 0 : ~quint64(0);
        marks.fadedOutputs = port_.isOutput ? ~quint64(0) : 0;
        const auto& ports = port_.isOutput ? node->node().inputs : node->node().outputs;
        for (int i = 0; i < std::min<qsizetype>(64, ports.size()); ++i) {
            const PortRef other{node->node().id, ports[i].id, !port_.isOutput};
            if (other.node == port_.node || !judge(other).allowed)
                (port_.isOutput ? marks.fadedInputs : marks.fadedOutputs) |= quint64(1) << i;
        }
        if (node->node().id == port_.node) {
            const int i = indexOf(port_.isOutput ? node->node().outputs : node->node().inputs, port_.port);
            if (i >= 0 && i < 64) (port_.isOutput ? marks.fadedOutputs : marks.fadedInputs) &= ~(quint64(1) << i);
        }
        node->setMarks(marks);
    }
}

void Gestures::setHot(const std::optional<PortRef>& over) {
    std::optional<PortRef> hot;
    QString refusal;
    if (over && over->node != port_.node) {
        const Verdict v = judge(*over);
        if (v.allowed)
            hot = over;
        else
            refusal = v.reason.isEmpty() ? Canvas::tr("This port cannot take the link.") : v.reason;
    }
    if (hot_ != hot) {
        const auto mark = [this](const PortRef& port, bool on) {
            scene_.mark(port.node, [&](NodeMarks& m) {
                const NodeItem* item = scene_.node(port.node);
                const int i = on ? indexOf(port.isOutput ? item->node().outputs : item->node().inputs, port.port) : -1;
                (port.isOutput ? m.hotOutput : m.hotInput) = i;
                m.target = on;
            });
        };
        if (hot_) mark(*hot_, false);
        if (hot) mark(*hot, true);
        hot_ = hot;
    }
    if (refusal != refusal_) refuse(refusal);
}

void Gestures::refuse(const QString& reason) {
    refusal_ = reason;
    if (reason.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(canvas_.viewport()->mapToGlobal(at_.toPoint() + QPoint(12, 12)), reason, &canvas_);
    updateCursor();
}

void Gestures::dropLink() {
    const std::optional<PortRef> hot = hot_;
    const std::optional<LinkEnds> taken = taken_;
    const PortRef port = port_;
    const bool refused = !refusal_.isEmpty();
    const QPointF here = canvas_.mapToScene(at_.toPoint());
    const bool onNode = scene_.nodeAt(here) != nullptr;
    auto link = std::move(hand_);
    finish();
    if (refused) return;
    if (hot && taken) {
        if (hot->node != taken->to || hot->port != taken->input) Q_EMIT canvas_.linkMoved(*taken, hot->node, hot->port);
    } else if (hot) {
        const PortRef &from = port.isOutput ? port : *hot, &to = port.isOutput ? *hot : port;
        Q_EMIT canvas_.linkRequested(from.node, from.port, to.node, to.port);
    } else if (taken) {
        Q_EMIT canvas_.linkRemoved(*taken);
    } else if (!onNode) {
        loose_ = std::move(link);
        Q_EMIT canvas_.linkDroppedInSpace(port.node, port.port, port.isOutput, here);
    }
}

}  // namespace nw::canvas
