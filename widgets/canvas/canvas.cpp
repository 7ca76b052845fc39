// The canvas as a whole: model, selection, painting of the ground, events to gestures and keys.
#include "widgets/canvas/canvas.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMimeData>
#include <QPixmapCache>
#include <QScrollBar>
#include <QToolTip>
#include <QVariantAnimation>
#include <QWheelEvent>
#include <cmath>

#include "widgets/canvas/accessible_canvas.h"
#include "widgets/canvas/gestures.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/canvas/key_navigation.h"
#include "widgets/canvas/mini_map.h"
#include "widgets/canvas/zoom_control.h"
#include "widgets/theme/type.h"

namespace nw::canvas {

namespace {

using theme::Token;

constexpr int SettleMs = 120, TurnMs = 50, CacheKilobytes = 262144;
constexpr double Far = 1e6;

QString tipOf(const Node& node) {
    const qsizetype end = node.tooltip.indexOf(u'\n');
    const QString name = (end < 0 ? node.tooltip : node.tooltip.left(end)).toHtmlEscaped();
    return end < 0 ? name : name + QStringLiteral("<br>") + theme::figureTip(node.tooltip.mid(end + 1));
}

}  // namespace

Canvas::Canvas(QWidget* parent) : QGraphicsView(parent), scene_(std::make_unique<GraphScene>()) {
    installCanvasAccessibility();  // first: interfaces are made once and kept
    gestures_ = std::make_unique<Gestures>(*this, *scene_);
    keys_ = std::make_unique<KeyNavigation>(*this, *scene_, *gestures_);
    setUp();
    connectParts();
    updateCaching();
    centerOn(0, 0);
}

void Canvas::setUp() {
    setScene(scene_.get());
    setLayoutDirection(Qt::LeftToRight);  // a network is no text, and scroll bars would count backwards
    setSceneRect(-Far, -Far, 2 * Far, 2 * Far);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setViewportUpdateMode(MinimalViewportUpdate);
    setTransformationAnchor(NoAnchor);
    setResizeAnchor(NoAnchor);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Network"));
    QPixmapCache::setCacheLimit(std::max(QPixmapCache::cacheLimit(), CacheKilobytes));
}

void Canvas::connectParts() {
    miniMap_ = new MiniMap(this);
    miniMap_->hide();
    connect(miniMap_, &MiniMap::centreRequested, this, [this](QPointF at) { setViewState({zoom(), at}); });
    connect(this, &Canvas::viewMoved, this, [this] { updateMap(false); });
    zoomControl_ = new ZoomControl(this);
    connect(zoomControl_, &ZoomControl::zoomIn, this, &Canvas::zoomIn);
    connect(zoomControl_, &ZoomControl::zoomOut, this, &Canvas::zoomOut);
    connect(zoomControl_, &ZoomControl::actualSize, this, [this] { setZoom(1); });
    connect(zoomControl_, &ZoomControl::fit, this, [this] { fit(freeMargins_); });
    connect(scene_.get(), &GraphScene::selectionSetChanged, this, [this] {
        announceSelection(*this);
        Q_EMIT selectionChanged(selection());
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] {
        scene_->setScheme(theme::Theme::instance().scheme());
        viewport()->update();
    });
    settle_.setSingleShot(true);
    settle_.setInterval(SettleMs);
    connect(&settle_, &QTimer::timeout, this, &Canvas::zoomSettled);
    turning_.setInterval(TurnMs);
    connect(&turning_, &QTimer::timeout, this, [this] {
        scene_->look().turn = std::fmod(scene_->look().turn + TurnMs / 1000.0, 1.0);
        for (NodeItem* item : scene_->nodes())
            if (item->node().state == State::Running) item->update();
    });
}

Canvas::~Canvas() {
    delete motion_;  // while there is still a canvas that it can tell
    setScene(nullptr);
    gestures_.reset();
}

void Canvas::setModel(const CanvasModel& model) {
    const QHash<NodeId, QString> before = accessibleNames(*this);
    scene_->setGliding(isVisible() && !gestures_->active() && !theme::Theme::instance().reducedMotion());
    scene_->setModel(model);
    if (current_ != 0 && !scene_->node(current_)) setCurrent(0);
    gestures_->modelChanged();
    announceModel(*this, before);
    updateTurning();
    updateCaching();
    updateMap(true);
}

const CanvasModel& Canvas::model() const { return scene_->model(); }

void Canvas::updateTurning() {
    bool running = false;
    for (const NodeItem* item : scene_->nodes()) running = running || item->node().state == State::Running;
    const bool turns = running && !theme::Theme::instance().reducedMotion();
    if (turns == turning_.isActive()) return;
    if (turns)
        turning_.start();
    else
        turning_.stop();
}

Verdict Canvas::verdict(const PortRef& output, const PortRef& input) const {
    if (output.node == input.node) return {false, tr("A node cannot feed itself.")};
    return canConnect_ ? canConnect_(output, input) : Verdict();
}

QList<NodeId> Canvas::selection() const {
    QList<NodeId> out;
    if (scene_->selection().isEmpty()) return out;
    for (const NodeId id : scene_->order())
        if (scene_->selection().contains(id)) out.append(id);
    return out;
}

QList<LinkEnds> Canvas::selectedLinks() const { return scene_->selectedLinks().values(); }

void Canvas::setSelection(const QList<NodeId>& nodes, const QList<LinkEnds>& links) {
    QSet<NodeId> known;
    for (const NodeId id : nodes)
        if (scene_->node(id)) known.insert(id);
    QSet<LinkEnds> knownLinks;
    for (const LinkEnds& ends : links)
        if (scene_->link(ends)) knownLinks.insert(ends);
    if (known.size() == 1) setCurrent(*known.begin());
    scene_->setSelection(known, knownLinks);
}

void Canvas::setCurrent(NodeId id) {
    if (id == current_) return;
    scene_->mark(current_, [](NodeMarks& m) { m.focused = false; });
    current_ = id;
    scene_->mark(current_, [this](NodeMarks& m) { m.focused = keyboardShown_ && hasFocus(); });
    announceCurrent(*this);
    Q_EMIT currentChanged(id);
}

void Canvas::setKeyboardShown(bool shown) {
    keyboardShown_ = shown;
    scene_->mark(current_, [&](NodeMarks& m) { m.focused = shown && hasFocus(); });
    viewport()->update();
}

/// Dots as aliased squares of the device: antialiased points cost several milliseconds.
void Canvas::paintDots(QPainter& painter, const QRect& area, QPointF origin, double zoom) const {
    double step = DotStep * zoom;
    while (step < 16) step *= 2;
    const int side = zoom >= 1.5 ? 3 : 2;
    QList<QRect> dots;
    dots.reserve(static_cast<qsizetype>((area.width() / step + 2) * (area.height() / step + 2)));
    const double left = origin.x() - std::ceil((origin.x() - area.left()) / step) * step;
    const double top = origin.y() - std::ceil((origin.y() - area.top()) / step) * step;
    for (double y = top; y <= area.bottom(); y += step)
        for (double x = left; x <= area.right(); x += step)
            dots.append(QRect(static_cast<int>(std::lround(x)) - 1, static_cast<int>(std::lround(y)) - 1, side, side));
    painter.setPen(Qt::NoPen);
    painter.setBrush((*scene_->look().ink)(Token::Dot));
    painter.drawRects(dots);
}

void Canvas::drawBackground(QPainter* painter, const QRectF& rect) {
    const QTransform saved = painter->worldTransform();
    const QRect area = saved.mapRect(rect).toAlignedRect().adjusted(-1, -1, 1, 1);
    painter->setWorldTransform(QTransform());
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->fillRect(area, (*scene_->look().ink)(Token::Canvas));
    if (saved.m11() >= 0.22) paintDots(*painter, area, saved.map(QPointF(0, 0)), saved.m11());
    if (keyboardShown_ && hasFocus() && current_ == 0) {
        painter->setPen(QPen((*scene_->look().ink)(Token::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
    painter->setWorldTransform(saved);
}

void Canvas::mousePressEvent(QMouseEvent* event) { gestures_->press(*event); }
void Canvas::mouseMoveEvent(QMouseEvent* event) { gestures_->move(*event); }
void Canvas::mouseReleaseEvent(QMouseEvent* event) { gestures_->release(*event); }
void Canvas::mouseDoubleClickEvent(QMouseEvent* event) { gestures_->doubleClick(*event); }

bool Canvas::isInHand() const { return gestures_->active(); }
void Canvas::forgetLooseLink() { gestures_->forgetLoose(); }

void Canvas::contextMenuEvent(QContextMenuEvent* event) {
    NodeId node = 0;
    LinkEnds link;
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        node = current_;
        if (node != 0) at = viewport()->mapToGlobal(nodeRect(node).center());
    } else {
        const QPointF here = mapToScene(event->pos());
        if (const NodeItem* item = scene_->nodeAt(here)) node = item->node().id;
        if (const LinkItem* item = node ? nullptr : scene_->linkAt(here, 8)) link = item->link().ends;
        if (node != 0 && !scene_->selection().contains(node)) setSelection({node});
        if (link.from != 0 && !scene_->selectedLinks().contains(link)) setSelection({}, {link});
    }
    Q_EMIT contextMenuRequested(at, node, link);
}

void Canvas::keyPressEvent(QKeyEvent* event) { event->setAccepted(keys_->press(*event)); }
void Canvas::keyReleaseEvent(QKeyEvent* event) { event->setAccepted(keys_->release(*event)); }

void Canvas::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    const auto reason = event->reason();
    const bool keys = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    if (keys && current_ == 0 && !scene_->order().isEmpty())
        setCurrent(selection().isEmpty() ? scene_->order().front() : selection().front());
    setKeyboardShown(keys || (keyboardShown_ && reason == Qt::ActiveWindowFocusReason));
    announceCurrent(*this);
}

void Canvas::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    gestures_->setSpace(false);
    scene_->mark(current_, [](NodeMarks& m) { m.focused = false; });
    viewport()->update();
}

void Canvas::dragEnterEvent(QDragEnterEvent* event) {
    if (!readOnly_ && event->mimeData()->hasFormat(OperatorMimeType))
        event->acceptProposedAction();
    else
        event->ignore();  // files are the window's
}

void Canvas::dragMoveEvent(QDragMoveEvent* event) {
    gestures_->dragOver(mapToScene(event->position().toPoint()));
    event->acceptProposedAction();
}

void Canvas::dragLeaveEvent(QDragLeaveEvent*) { gestures_->endDrag(); }

void Canvas::dropEvent(QDropEvent* event) {
    const auto link = gestures_->endDrag();
    const QString id = QString::fromUtf8(event->mimeData()->data(OperatorMimeType));
    event->acceptProposedAction();
    setFocus(Qt::MouseFocusReason);
    Q_EMIT paletteDropped(id, mapToScene(event->position().toPoint()), link);
}

void Canvas::takeDrag(QEvent& event) {
    switch (event.type()) {
        case QEvent::DragEnter: return dragEnterEvent(&static_cast<QDragEnterEvent&>(event));
        case QEvent::DragMove: return dragMoveEvent(&static_cast<QDragMoveEvent&>(event));
        case QEvent::DragLeave: return dragLeaveEvent(&static_cast<QDragLeaveEvent&>(event));
        case QEvent::Drop: return dropEvent(&static_cast<QDropEvent&>(event));
        default: break;
    }
}

bool Canvas::showTip(QHelpEvent& event) {
    const NodeItem* item = scene_->nodeAt(mapToScene(event.pos()));
    if (!item || item->node().tooltip.isEmpty() || gestures_->active())
        QToolTip::hideText();
    else
        QToolTip::showText(event.globalPos(), tipOf(item->node()), viewport(), nodeRect(item->node().id));
    return true;
}

bool Canvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) return showTip(static_cast<QHelpEvent&>(*event));
    if (event->type() == QEvent::Leave) gestures_->leave();
    if (event->type() == QEvent::NativeGesture) {
        const auto& gesture = static_cast<QNativeGestureEvent&>(*event);
        if (gesture.gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture.position(), zoom() * (1 + gesture.value()));
            return true;
        }
    }
    return QGraphicsView::viewportEvent(event);
}

}  // namespace nw::canvas
