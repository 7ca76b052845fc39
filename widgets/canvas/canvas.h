// The canvas: shows a graph and tells what the user wants done to it. It changes nothing itself: its owner hands it the next model.
#pragma once

#include <QGraphicsView>
#include <QSet>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

#include "widgets/canvas/model.h"

class QVariantAnimation;

namespace nw::canvas {

class Gestures;
class GraphScene;
class KeyNavigation;
class MiniMap;
class ZoomControl;

/// Drags of this type carry an operator's id as UTF-8; the canvas takes them.
inline constexpr const char* OperatorMimeType = "application/x-netwright-operator";

/// Whether a link can be made, and if not, why: one sentence for the tooltip.
struct Verdict {
    bool allowed = true;
    QString reason;
};
using CanConnect = std::function<Verdict(const PortRef& output, const PortRef& input)>;

struct ViewState {
    double zoom = 1;
    QPointF centre;
};

class Canvas : public QGraphicsView {
    Q_OBJECT
public:
    explicit Canvas(QWidget* parent = nullptr);
    ~Canvas() override;

    /// Compared with the last one by ids: items that stay keep their identity and selection. Cheap when little differs; may come
    /// while the user drags.
    void setModel(const CanvasModel& model);
    const CanvasModel& model() const;

    /// Asked while a link is in the hand, of ports on the screen; must answer at once. Without it every link is allowed.
    void setCanConnect(CanConnect canConnect) { canConnect_ = std::move(canConnect); }
    Verdict verdict(const PortRef& output, const PortRef& input) const;

    QList<NodeId> selection() const;  ///< from sources to sinks
    QList<LinkEnds> selectedLinks() const;
    void setSelection(const QList<NodeId>& nodes, const QList<LinkEnds>& links = {});
    /// The node that the keyboard acts from; 0 when none.
    NodeId current() const { return current_; }
    void setCurrent(NodeId id);

    double zoom() const { return transform().m11(); }
    void setZoom(double zoom);                        ///< about the centre
    void zoomAt(QPointF viewportPoint, double zoom);  ///< what is under the point stays there
    void zoomIn();
    void zoomOut();
    /// Everything into the part of the view that `free` leaves; never above 100 %.
    void fit(const QMarginsF& free = {});
    /// The same where titles can still be read then; else the beginning of the network, at a zoom that shows shapes too.
    void fitReadable(const QMarginsF& free = {});
    void fitSelection();
    /// Kept for the keys and the button; what floats over the canvas is its owner's.
    void setFreeMargins(const QMarginsF& margins) { freeMargins_ = margins; }
    void centreOn(NodeId id);
    /// Moves the view as little as shows all of the node, clear of what floats over the canvas.
    void reveal(NodeId id);
    /// No part of the graph is outside the view, once all has come to rest.
    bool showsAll() const;
    /// Moves the view, and zooms it, until the node fills `place` of the view.
    void showAt(NodeId id, const QRectF& place);
    void flash(NodeId id);  ///< shows where it is: comes into view and is outlined for a second
    ViewState viewState() const;
    /// Where a motion that goes on will end; without one what viewState() says.
    ViewState restingState() const { return motion_ ? target_ : viewState(); }
    /// The view is on its way to where it was sent.
    bool isGliding() const { return motion_; }
    /// When viewMoved() comes: it goes where it was sent or follows a new size of the window, nobody is moving it by hand.
    bool isMovedByItself() const { return motion_ || jumping_; }
    /// The view is on its way, or was zoomed so lately that nodes are drawn as in motion.
    bool isMoving() const;
    void setViewState(const ViewState& state);

    /// On the viewport's and so on the view's coordinates; null when there is no such node.
    QRect nodeRect(NodeId id) const;
    /// The same, where it will be when node and view have come to rest: what is put beside a node goes there.
    QRect restingRect(NodeId id) const;
    QPoint portPoint(const PortRef& port) const;
    QPoint linkPoint(const LinkEnds& ends) const;  ///< the middle of its way

    /// The whole graph, fitted and centred, in any theme.
    void renderTo(QImage& image, theme::Scheme scheme) const;
    /// The zoom control, and the mini map while part of the graph is outside the view; false for small canvases beside other
    /// things.
    void setFurnitureVisible(bool visible);
    /// A canvas to look at: selection, zoom and keys only.
    void setReadOnly(bool readOnly) { readOnly_ = readOnly; }
    bool isReadOnly() const { return readOnly_; }
    /// Nodes, a link or the canvas itself are in the user's hand.
    bool isInHand() const;
    /// A link that was dropped in space is shown until its owner is done with it, or the next press.
    void forgetLooseLink();

    /// A drag over something that stands above the canvas and is not in its way; positions are the view's.
    void takeDrag(QEvent& event);

    GraphScene& graph() const { return *scene_; }

Q_SIGNALS:
    void selectionChanged(const QList<nw::canvas::NodeId>& nodes);
    void currentChanged(nw::canvas::NodeId id);
    void nodesMoved(const QHash<nw::canvas::NodeId, QPointF>& positions);  ///< once a gesture
    void linkRequested(nw::canvas::NodeId from, const QString& output, nw::canvas::NodeId to, const QString& input);
    void linkRemoved(const nw::canvas::LinkEnds& link);
    void linkMoved(const nw::canvas::LinkEnds& link, nw::canvas::NodeId to, const QString& input);  ///< its end was put elsewhere
    void linkDroppedInSpace(nw::canvas::NodeId node, const QString& port, bool isOutput, QPointF scenePosition);
    void nodeDroppedOnLink(nw::canvas::NodeId node, const nw::canvas::LinkEnds& link, QPointF position);
    void nodeActivated(nw::canvas::NodeId node);
    void renameRequested(nw::canvas::NodeId node);
    void contextMenuRequested(QPoint globalPosition, nw::canvas::NodeId node,
                              const nw::canvas::LinkEnds& link);  ///< 0s: the ground
    void thumbnailClicked(nw::canvas::NodeId node);
    void previewToggled(const QList<nw::canvas::NodeId>& nodes);
    void bypassToggled(const QList<nw::canvas::NodeId>& nodes);
    void deleteRequested(const QList<nw::canvas::NodeId>& nodes, const QList<nw::canvas::LinkEnds>& links, bool heal);
    void emptyDoubleClicked(QPointF scenePosition);
    void linkHovered(const nw::canvas::LinkEnds& link);  ///< after 300 ms, or at once with Alt
    void linkLeft();
    void paletteDropped(const QString& operatorId, QPointF scenePosition, const std::optional<nw::canvas::LinkEnds>& link);
    void zoomChanged(double zoom);
    void viewMoved();  ///< scrolled or zoomed: what is anchored to nodes must follow

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent* event) override;

private:
    friend class Gestures;
    friend class KeyNavigation;

    void setUp();
    void connectParts();
    void applyZoom(double zoom, QPointF fixedScene, QPointF fixedViewport);
    QRectF freeRect(const QMarginsF& free) const;  ///< of the viewport, without what floats over it
    void showRect(const QRectF& rect, const QMarginsF& free, double most);
    void animateTo(const ViewState& state);
    void jumpTo(const ViewState& state);
    void zoomSettled();
    void updateMap(bool redraw);
    void placeFurniture();
    void updateCaching();
    void updateTurning();
    void setKeyboardShown(bool shown);
    void paintDots(QPainter& painter, const QRect& area, QPointF origin, double zoom) const;
    bool showTip(class QHelpEvent& event);

    std::unique_ptr<GraphScene> scene_;
    std::unique_ptr<Gestures> gestures_;
    std::unique_ptr<KeyNavigation> keys_;
    ZoomControl* zoomControl_ = nullptr;
    MiniMap* miniMap_ = nullptr;
    bool furniture_ = true;
    CanConnect canConnect_;
    QMarginsF freeMargins_;
    NodeId current_ = 0;
    bool keyboardShown_ = false;
    bool readOnly_ = false;
    bool jumping_ = false;
    QTimer settle_, turning_;
    QVariantAnimation* motion_ = nullptr;
    ViewState target_;  ///< of the motion
};

}  // namespace nw::canvas
