// Two pictures, one over the other: the widgets below are drawn once, not for every frame.
#include "widgets/parts/crossfade.h"

#include <QEvent>
#include <QPainter>

#include "widgets/theme/tokens.h"

namespace nw::parts {

namespace {
constexpr int FadeMs = 200;
}

void Crossfade::over(QWidget* area, const std::function<void()>& change) {
    const int duration = area->isVisible() ? theme::Theme::instance().duration(FadeMs) : 0;
    if (duration == 0) return change();
    QPixmap before = area->grab();  // with a fade that is still going on
    for (Crossfade* old : area->findChildren<Crossfade*>(Qt::FindDirectChildrenOnly)) old->end();
    change();
    auto* fade = new Crossfade(area, std::move(before));
    fade->motion_.setDuration(duration);
    fade->motion_.start();
}

Crossfade::Crossfade(QWidget* area, QPixmap before) : QWidget(area), before_(std::move(before)), after_(area->grab()) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setGeometry(area->rect());
    area->installEventFilter(this);
    motion_.setStartValue(0.0);
    motion_.setEndValue(1.0);
    motion_.setEasingCurve(QEasingCurve::OutCubic);
    connect(&motion_, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(&motion_, &QVariantAnimation::finished, this, &Crossfade::end);
    raise();
    show();
}

void Crossfade::end() {
    motion_.stop();
    hide();
    deleteLater();
}

void Crossfade::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.drawPixmap(0, 0, after_);
    p.setOpacity(1 - motion_.currentValue().toDouble());
    p.drawPixmap(0, 0, before_);
}

bool Crossfade::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Hide) end();
    return QWidget::eventFilter(watched, event);
}

}  // namespace nw::parts
