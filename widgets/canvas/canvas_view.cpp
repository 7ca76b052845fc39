// The canvas's zoom and place: wheel, fit, motion, pictures of the whole graph.
#include <QPointer>
#include <QScrollBar>
#include <QVariantAnimation>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/gestures.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/canvas/mini_map.h"
#include "widgets/canvas/shadow.h"
#include "widgets/canvas/zoom_control.h"

namespace nw::canvas {

namespace {

constexpr double Least = 0.08, Most = 4, Readable = 0.6, FitMargin = 24, WheelStep = 1.2;
constexpr int MotionMs = 200, FlashMs = 1000, FurnitureInset = 16;
constexpr std::initializer_list<double> Steps{0.1, 0.15, 0.25, 0.35, 0.5, 0.67, 0.85, 1, 1.25, 1.5, 2, 3, 4};

}  // namespace

void Canvas::applyZoom(double zoom, QPointF fixedScene, QPointF fixedViewport) {
    zoom = std::clamp(zoom, Least, Most);
    if (zoom != this->zoom()) {
        setTransform(QTransform::fromScale(zoom, zoom));
        settle_.start();
        if (!std::exchange(scene_->look().changing, true)) updateCaching();
        zoomControl_->setZoom(zoom);
        Q_EMIT zoomChanged(zoom);
    }
    const QPointF by = viewportTransform().map(fixedScene) - fixedViewport;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + static_cast<int>(std::lround(by.x())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + static_cast<int>(std::lround(by.y())));
    viewport()->update();
    Q_EMIT viewMoved();
}

void Canvas::zoomSettled() {
    scene_->look().changing = false;
    updateCaching();
    scene_->repaintNodes();
    viewport()->update();
}

/// Nodes as pixmaps pay on dense screens only: there antialiasing four times the pixels costs more than the memory.
void Canvas::updateCaching() {
    const bool cached = devicePixelRatioF() >= 1.5 && zoom() >= 0.22 && !scene_->look().changing;
    const auto mode = cached ? QGraphicsItem::DeviceCoordinateCache : QGraphicsItem::NoCache;
    for (NodeItem* item : scene_->nodes())
        if (item->cacheMode() != mode) item->setCacheMode(mode);
}

void Canvas::zoomAt(QPointF viewportPoint, double zoom) {
    const QPointF fixed = viewportTransform().inverted().map(viewportPoint);
    applyZoom(zoom, fixed, viewportPoint);
}

void Canvas::setZoom(double zoom) { zoomAt(QRectF(viewport()->rect()).center(), zoom); }

void Canvas::zoomIn() {
    for (const double step : Steps)
        if (step > zoom() * 1.01) return animateTo({step, viewState().centre});
}

void Canvas::zoomOut() {
    double target = Least;
    for (const double step : Steps)
        if (step < zoom() * 0.99) target = step;
    animateTo({target, viewState().centre});
}

ViewState Canvas::viewState() const { return {zoom(), viewportTransform().inverted().map(QRectF(viewport()->rect()).center())}; }

void Canvas::setViewState(const ViewState& state) { applyZoom(state.zoom, state.centre, QRectF(viewport()->rect()).center()); }

void Canvas::jumpTo(const ViewState& state) {
    jumping_ = true;
    setViewState(state);
    jumping_ = false;
}

bool Canvas::isMoving() const { return motion_ || scene_->look().changing; }

void Canvas::animateTo(const ViewState& state) {
    if (motion_) motion_->stop();
    target_ = state;
    const int duration = isVisible() ? theme::Theme::instance().duration(MotionMs) : 0;
    if (duration == 0) {
        jumpTo(state);
        settle_.stop();
        return zoomSettled();
    }
    const ViewState from = viewState();
    motion_ = new QVariantAnimation(this);
    motion_->setDuration(duration);
    motion_->setStartValue(0.0);
    motion_->setEndValue(1.0);
    motion_->setEasingCurve(QEasingCurve::OutCubic);
    connect(motion_, &QVariantAnimation::valueChanged, this, [this, from, state](const QVariant& v) {
        const double t = v.toDouble();
        // Geometric in zoom, and the centre follows the visible width, so that the motion looks even.
        const double now = from.zoom * std::pow(state.zoom / from.zoom, t);
        const double share =
            std::abs(state.zoom - from.zoom) < 1e-6 ? t : (1 / from.zoom - 1 / now) / (1 / from.zoom - 1 / state.zoom);
        setViewState({t == 1 ? state.zoom : now, from.centre + (state.centre - from.centre) * share});
    });
    connect(motion_, &QObject::destroyed, this, [this, gone = motion_] {
        if (motion_ == gone) motion_ = nullptr;
    });
    motion_->start(QAbstractAnimation::DeleteWhenStopped);
}

QRectF Canvas::freeRect(const QMarginsF& free) const {
    return QRectF(viewport()->rect()).marginsRemoved(free).adjusted(FitMargin, FitMargin, -FitMargin, -FitMargin);
}

/// The zoom control takes a strip of the view only where the rectangle would come under it.
void Canvas::showRect(const QRectF& rect, const QMarginsF& free, double most) {
    if (rect.isEmpty()) return;
    const QPointF middle = QRectF(viewport()->rect()).center();
    ViewState state;
    const auto fits = [&](const QMarginsF& margins) {
        const QRectF view = freeRect(margins);
        if (view.width() < 40 || view.height() < 40) return false;
        const double zoom = std::clamp(std::min(view.width() / rect.width(), view.height() / rect.height()), Least, most);
        state = {zoom, rect.center() + (middle - view.center()) / zoom};
        return true;
    };
    if (!fits(free)) return;
    const QRectF control = zoomControl_->geometry().adjusted(-8, -8, 8, 8);
    const QRectF placed(middle + (rect.topLeft() - state.centre) * state.zoom, rect.size() * state.zoom);
    if (!zoomControl_->isHidden() && placed.intersects(control)) {
        QMarginsF above = free;
        above.setBottom(std::max(free.bottom(), viewport()->height() - control.top() - FitMargin));
        fits(above);
    }
    animateTo(state);
}

void Canvas::fit(const QMarginsF& free) {
    freeMargins_ = free;
    showRect(scene_->graphRect(), free, 1);
}

void Canvas::fitReadable(const QMarginsF& free) {
    fit(free);
    if (scene_->order().isEmpty() || detailAt(restingState().zoom, false) != Detail::Block) return;
    const QPointF first(scene_->restingBody(scene_->order().front()).center().x(), scene_->graphRect().top());
    const QRectF view = freeRect(free);
    animateTo({Readable, first + (QRectF(viewport()->rect()).center() - QPointF(view.center().x(), view.top())) / Readable});
}

void Canvas::fitSelection() {
    QRectF rect;
    for (const NodeId id : scene_->selection()) rect |= scene_->restingBody(id);
    showRect(rect.isNull() ? scene_->graphRect() : rect, freeMargins_, 1);
}

void Canvas::centreOn(NodeId id) {
    if (scene_->node(id)) animateTo({zoom(), scene_->restingBody(id).center()});
}

void Canvas::reveal(NodeId id) {
    const QRect card = restingRect(id);
    if (card.isNull()) return;
    const QRect room = viewport()->rect().adjusted(FurnitureInset, FurnitureInset, -FurnitureInset, -FurnitureInset);
    QRect place = card;
    place.moveRight(std::min(place.right(), room.right()));
    place.moveBottom(std::min(place.bottom(), room.bottom()));
    place.moveLeft(std::max(place.left(), room.left()));
    place.moveTop(std::max(place.top(), room.top()));
    for (const QWidget* floating : {static_cast<QWidget*>(zoomControl_), static_cast<QWidget*>(miniMap_)})
        if (!floating->isHidden() && floating->geometry().intersects(place))
            place.moveBottom(std::max(room.top() + place.height(), floating->y() - 4));
    const ViewState view = restingState();
    if (place != card) animateTo({view.zoom, view.centre - QPointF(place.topLeft() - card.topLeft()) / view.zoom});
}

bool Canvas::showsAll() const {
    const ViewState view = restingState();
    QRectF seen(QPointF(), QSizeF(viewport()->size()) / view.zoom);
    seen.moveCenter(view.centre);
    return seen.contains(scene_->graphRect());
}

void Canvas::showAt(NodeId id, const QRectF& place) {
    const QRectF body = scene_->restingBody(id);
    if (body.isEmpty() || place.isEmpty()) return;
    const double zoom = std::clamp(restingState().zoom * place.width() / QRectF(restingRect(id)).width(), Least, Most);
    animateTo({zoom, body.center() + (QRectF(viewport()->rect()).center() - place.center()) / zoom});
}

void Canvas::flash(NodeId id) {
    if (!scene_->node(id)) return;
    const QRect seen = viewport()->rect().adjusted(16, 16, -16, -16);
    const double zoom = restingState().zoom;
    if (!seen.contains(restingRect(id)) || zoom < 0.5) animateTo({std::max(zoom, 0.67), scene_->restingBody(id).center()});
    scene_->mark(id, [](NodeMarks& m) { m.flashing = true; });
    QTimer::singleShot(FlashMs, this, [this, id] { scene_->mark(id, [](NodeMarks& m) { m.flashing = false; }); });
}

QRect Canvas::nodeRect(NodeId id) const {
    const NodeItem* item = scene_->node(id);
    return item ? viewportTransform().mapRect(item->body()).toAlignedRect() : QRect();
}

QRect Canvas::restingRect(NodeId id) const {
    const QRectF body = scene_->restingBody(id);
    if (body.isNull()) return {};
    const ViewState view = restingState();
    const QPointF at = view.centre * view.zoom - QRectF(viewport()->rect()).center();
    const QPointF scrolled(std::round(at.x()), std::round(at.y()));  // as applyZoom() scrolls
    return QRectF(body.topLeft() * view.zoom - scrolled, body.size() * view.zoom).toAlignedRect();
}

QPoint Canvas::portPoint(const PortRef& port) const { return mapFromScene(scene_->portPosition(port)); }

QPoint Canvas::linkPoint(const LinkEnds& ends) const {
    const LinkItem* item = scene_->link(ends);
    return item ? mapFromScene(item->route().path.pointAtPercent(0.5)) : QPoint();
}

void Canvas::wheelEvent(QWheelEvent* event) {
    if (motion_) motion_->stop();
    const bool pad = !event->pixelDelta().isNull() && event->device()->type() == QInputDevice::DeviceType::TouchPad;
    if (pad && !(event->modifiers() & Qt::ControlModifier)) {
        const QPoint by = event->pixelDelta();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
    } else if (event->modifiers() & Qt::ShiftModifier) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - event->angleDelta().y() / 2 - event->angleDelta().x() / 2);
    } else {
        zoomAt(event->position(), zoom() * std::pow(WheelStep, event->angleDelta().y() / 120.0));
    }
    event->accept();
}

void Canvas::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    if (gestures_) gestures_->scrolled();
    Q_EMIT viewMoved();
}

/// What was in the middle stays there.
void Canvas::resizeEvent(QResizeEvent* event) {
    const QSize before = event->oldSize();
    const QPointF centre =
        before.isValid() ? viewportTransform().inverted().map(QRectF(QPointF(0, 0), QSizeF(before)).center()) : QPointF();
    QGraphicsView::resizeEvent(event);
    if (before.isValid() && !before.isEmpty()) jumpTo({zoom(), centre});
    placeFurniture();
    updateMap(false);
}

void Canvas::placeFurniture() {
    const auto place = [this](QWidget* widget, bool right) {
        const QSize size = widget->sizeHint();
        const int x = right ? width() - FurnitureInset - size.width() + ShadowMargin : FurnitureInset - ShadowMargin;
        widget->setGeometry(x, height() - FurnitureInset - size.height() + ShadowMargin, size.width(), size.height());
        widget->raise();
    };
    place(zoomControl_, false);
    place(miniMap_, true);
}

void Canvas::setFurnitureVisible(bool visible) {
    furniture_ = visible;
    zoomControl_->setVisible(visible);
    updateMap(false);
}

/// Only while part of the graph is outside the view, and where it leaves room for the graph.
void Canvas::updateMap(bool redraw) {
    if (redraw) {
        QList<MiniMap::Card> cards;
        cards.reserve(scene_->nodes().size());
        for (const NodeItem* item : scene_->nodes()) cards.append({scene_->restingBody(item->node().id), item->node().family});
        miniMap_->setCards(std::move(cards));
    }
    const QRectF seen = viewportTransform().inverted().mapRect(QRectF(viewport()->rect()));
    const bool roomy = width() >= 600 && height() >= 400;
    miniMap_->setSeen(seen);
    miniMap_->setVisible(furniture_ && roomy && !miniMap_->graph().isEmpty() && !seen.contains(miniMap_->graph()));
}

void Canvas::renderTo(QImage& image, theme::Scheme scheme) const {
    const SceneLook before = scene_->look();
    scene_->look() = {&inkOf(scheme), false, before.turn};
    const double ratio = image.devicePixelRatioF();
    const QSizeF size = QSizeF(image.size()) / ratio;
    const QRectF graph = scene_->graphRect().adjusted(-FitMargin, -FitMargin, FitMargin, FitMargin);
    const double zoom = std::min({1.0, size.width() / graph.width(), size.height() / graph.height()});
    const QPointF corner = graph.center() - QPointF(size.width(), size.height()) / (2 * zoom);
    QPainter painter(&image);
    painter.fillRect(QRectF(QPointF(0, 0), size), (*scene_->look().ink)(theme::Token::Canvas));
    if (zoom >= 0.22) paintDots(painter, QRect(QPoint(0, 0), size.toSize()), -corner * zoom, zoom);
    const QTransform place = QTransform::fromTranslate(-corner.x(), -corner.y()) * QTransform::fromScale(zoom, zoom);
    QList<QGraphicsItem*> items = scene_->items(Qt::AscendingOrder);
    for (QGraphicsItem* item : items) {
        if (!item->isVisible()) continue;
        painter.setWorldTransform(item->sceneTransform() * place);
        item->paint(&painter, nullptr, nullptr);
    }
    painter.end();
    scene_->look() = before;
}

}  // namespace nw::canvas
