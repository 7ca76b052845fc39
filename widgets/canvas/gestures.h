// What the mouse does on a canvas: selecting, moving, linking, panning, each as one gesture that Esc takes back.
#pragma once

#include <QMouseEvent>
#include <QTimer>
#include <memory>
#include <optional>

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/items.h"

namespace nw::canvas {

class GraphScene;

class Gestures final : public QObject {
    Q_OBJECT
public:
    Gestures(Canvas& canvas, GraphScene& scene);
    ~Gestures() override;

    void press(QMouseEvent& event);
    void move(QMouseEvent& event);
    void release(QMouseEvent& event);
    void doubleClick(QMouseEvent& event);
    /// True when there was one to take back.
    bool cancel();
    bool active() const { return kind_ != Kind::None; }
    void setSpace(bool held);
    void leave();  ///< the pointer left the canvas
    void altPressed();
    void scrolled();
    void modelChanged();  ///< what was in the hand may have gone
    void forgetLoose() { loose_.reset(); }

    /// While something from outside is dragged over the canvas.
    void dragOver(QPointF scenePosition);
    std::optional<LinkEnds> endDrag();

private:
    enum class Kind { None, Pan, Press, Move, Link, Rubber };

    void beginPan(QMouseEvent& event);
    void beginOn(QMouseEvent& event, NodeItem* node);
    void beginLink(const PortRef& port);
    Verdict judge(const PortRef& other) const;
    std::optional<PortRef> portUnder(QPointF here) const;
    void beginMove();
    void drag();
    void dragNodes();
    void dragLink();
    void dragRubber();
    void markPorts();
    void setHot(const std::optional<PortRef>& port);
    void refuse(const QString& reason);
    void dropNodes();
    void dropLink();
    void finish();
    void hover(QPointF scenePosition, Qt::KeyboardModifiers modifiers);
    void setHovered(NodeId node, const LinkEnds& link);
    void setDropLink(const LinkEnds& link);
    LinkEnds insertionLink() const;
    void autoPan();
    void updateCursor();
    double reach() const;
    bool isClick(QPointF viewportPosition) const;

    Canvas& canvas_;
    GraphScene& scene_;
    Kind kind_ = Kind::None;
    QPointF pressed_, at_;  ///< on the viewport
    QPointF pressedScene_;
    Qt::KeyboardModifiers modifiers_;
    NodeId node_ = 0;
    PortRef port_;
    std::optional<PortRef> hot_;
    std::optional<LinkEnds> taken_;  ///< the link whose end is in the hand
    QString refusal_;
    QSet<NodeId> selectionBefore_;
    QPointF moved_;
    NodeId hoveredNode_ = 0;
    LinkEnds hoveredLink_, dropLink_;
    bool space_ = false, linkShown_ = false;
    QTimer linger_, panning_;
    std::unique_ptr<HandLinkItem> hand_, loose_;  ///< the link that is dragged; that was dropped in space
    std::unique_ptr<RubberBandItem> rubber_;
};

}  // namespace nw::canvas
