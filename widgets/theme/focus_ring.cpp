// The focus ring: an event filter that moves one QFocusFrame, which the style draws.
#include "widgets/theme/focus_ring.h"

#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QKeyEvent>
#include <QPointer>
#include <QWidget>

#include "widgets/theme/paint.h"

namespace nw::theme {

namespace {

constexpr const char *radiusProperty = "nwFocusRadius", *insideProperty = "nwFocusInside";

class Follower final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        auto* widget = qobject_cast<QWidget*>(watched);
        if (!widget) return false;
        switch (event->type()) {
            case QEvent::FocusIn: {
                const Qt::FocusReason why = static_cast<QFocusEvent*>(event)->reason();
                const bool keyboard = why == Qt::TabFocusReason || why == Qt::BacktabFocusReason || why == Qt::ShortcutFocusReason;
                if (keyboard && (!pushed_ || rung_)) show(widget);
                break;
            }
            case QEvent::KeyPress:
                if (widget->hasFocus() && static_cast<QKeyEvent*>(event)->key() != Qt::Key_Escape) show(widget);
                break;
            case QEvent::FocusOut:
                if (!widget->isVisible() || !widget->isEnabled()) push(widget);
                if (static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason) hide(widget);
                break;
            case QEvent::Hide: rung_ = isAround(widget); [[fallthrough]];
            case QEvent::MouseButtonPress: hide(widget); break;
            default: break;
        }
        return false;
    }

private:
    void show(QWidget* widget) {
        if (!frame_) frame_ = new QFocusFrame(widget);
        frame_->setObjectName("nwFocusRing");
        frame_->setWidget(widget);
    }
    void hide(QWidget* widget) {
        if (isAround(widget)) frame_->setWidget(nullptr);
    }
    bool isAround(const QWidget* widget) const { return frame_ && frame_->widget() == widget; }
    /// A widget that goes away hands its focus on as Tab does; whoever gets it so has the ring if that one had it.
    void push(const QWidget* widget) {
        pushed_ = true;
        if (widget->isVisible()) rung_ = isAround(widget);
        QMetaObject::invokeMethod(
            this, [this] { pushed_ = false; }, Qt::QueuedConnection);
    }
    QPointer<QFocusFrame> frame_;
    bool pushed_ = false, rung_ = false;
};

Follower* follower() {
    static QPointer<Follower> one;
    if (!one) one = new Follower(qApp);
    return one;
}

}  // namespace

void followFocus(QWidget* widget, double radius) {
    widget->setProperty(radiusProperty, radius);
    widget->removeEventFilter(follower());
    widget->installEventFilter(follower());
}

void keepRingInside(QWidget* widget) { widget->setProperty(insideProperty, true); }

bool isRingInside(const QWidget* widget) { return widget && widget->property(insideProperty).toBool(); }

double focusRadius(const QWidget* widget) {
    const QVariant set = widget ? widget->property(radiusProperty) : QVariant();
    return set.isValid() ? set.toDouble() : radius::Button;
}

}  // namespace nw::theme
