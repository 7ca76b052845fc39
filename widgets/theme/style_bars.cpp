// The style: scroll bars, sliders, splitters and progress.
#include <QPainter>
#include <QSlider>
#include <QStyleOption>

#include "widgets/theme/paint.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/tokens.h"

namespace nw::theme {

QRect Style::scrollBarRect(const QStyleOptionSlider* o, SubControl sub) const {
    const bool upright = o->orientation == Qt::Vertical;
    const int length = upright ? o->rect.height() : o->rect.width();
    const int range = o->maximum - o->minimum, least = std::min(length, proxy()->pixelMetric(PM_ScrollBarSliderMin, o, nullptr));
    int thumb = length;
    if (range > 0) thumb = static_cast<int>(static_cast<qint64>(o->pageStep) * length / (static_cast<qint64>(range) + o->pageStep));
    thumb = std::clamp(thumb, least, length);
    const int at = sliderPositionFromValue(o->minimum, o->maximum, o->sliderPosition, length - thumb, o->upsideDown);
    const auto piece = [&](int from, int size) {
        const QRect r = upright ? QRect(o->rect.left(), o->rect.top() + from, o->rect.width(), size)
                                : QRect(o->rect.left() + from, o->rect.top(), size, o->rect.height());
        return upright ? r : visualRect(o->direction, o->rect, r);
    };
    switch (sub) {
        case SC_ScrollBarSlider: return piece(at, thumb);
        case SC_ScrollBarSubPage: return piece(0, at);
        case SC_ScrollBarAddPage: return piece(at + thumb, length - at - thumb);
        case SC_ScrollBarGroove: return piece(0, length);
        default: return {};
    }
}

void Style::drawScrollBar(const QStyleOptionSlider* o, QPainter* p, const QWidget* w) const {
    if (o->maximum <= o->minimum) return;
    const QRectF r = proxy()->subControlRect(CC_ScrollBar, o, SC_ScrollBarSlider, w);
    const bool held = o->state & State_Sunken && o->activeSubControls & SC_ScrollBarSlider, over = o->state & State_MouseOver;
    const QColor thumb = held ? colour(Token::Text2) : over ? colour(Token::Text3) : colour(Token::LineStrong);
    drawBox(p, r.adjusted(2, 2, -2, -2), thumb, thumb, 0, 3);
}

QRect Style::sliderRect(const QStyleOptionSlider* o, SubControl sub) const {
    const bool upright = o->orientation == Qt::Vertical;
    const QRect r = o->rect;
    constexpr int handle = 16;
    const int room = (upright ? r.height() : r.width()) - handle;
    const int at = sliderPositionFromValue(o->minimum, o->maximum, o->sliderPosition, room, o->upsideDown);
    switch (sub) {
        case SC_SliderHandle:
            return upright ? QRect(r.left() + (r.width() - handle) / 2, r.top() + at, handle, handle)
                           : QRect(r.left() + at, r.top() + (r.height() - handle) / 2, handle, handle);
        case SC_SliderGroove: return r;
        default: return {};
    }
}

void Style::drawSlider(const QStyleOptionSlider* o, QPainter* p, const QWidget* w) const {
    const bool upright = o->orientation == Qt::Vertical, enabled = o->state & State_Enabled;
    const QRectF r(o->rect), handle(proxy()->subControlRect(CC_Slider, o, SC_SliderHandle, w));
    const QPointF c = handle.center();
    const QRectF groove = upright ? QRectF(r.center().x() - 2, r.top() + 2, 4, r.height() - 4)
                                  : QRectF(r.left() + 2, r.center().y() - 2, r.width() - 4, 4);
    QRectF filled = groove;
    if (upright)
        filled.setTop(o->upsideDown ? c.y() : groove.top()), filled.setBottom(o->upsideDown ? groove.bottom() : c.y());
    else
        filled.setLeft(o->upsideDown ? c.x() : groove.left()), filled.setRight(o->upsideDown ? groove.right() : c.x());
    const QColor lit = colour(enabled ? Token::Accent : Token::LineStrong);
    drawBox(p, groove, colour(enabled ? Token::LineStrong : Token::Line), {}, 0, 2);
    drawBox(p, filled, lit, {}, 0, 2);
    const bool over = enabled && o->state & State_MouseOver && o->activeSubControls & SC_SliderHandle;
    const bool held = enabled && o->state & State_Sunken;
    const QColor edge = colour(enabled ? Token::Accent : Token::LineStrong);
    if (over || held) drawBox(p, handle.adjusted(-3, -3, 3, 3), withAlpha(edge, 0.22), {}, 0, 11);
    drawBox(p, handle.adjusted(1, 1, -1, -1), held ? edge : colour(Token::Panel), edge, 2, 7);
}

void Style::drawSplitter(const QStyleOption* o, QPainter* p) const {
    const bool over = o->state & (State_MouseOver | State_Sunken);
    p->fillRect(o->rect, colour(over ? Token::Accent : Token::Line));
}

void Style::drawProgress(const QStyleOptionProgressBar* o, QPainter* p) const {
    const QRectF r(o->rect.left(), QRectF(o->rect).center().y() - 3, o->rect.width(), 6);
    const qint64 range = static_cast<qint64>(o->maximum) - o->minimum;
    if (range > 0) {
        drawTrack(p, r, static_cast<double>(static_cast<qint64>(o->progress) - o->minimum) / static_cast<double>(range),
                  colour(o->state & State_Enabled ? Token::Accent : Token::LineStrong));
        return;
    }
    drawTrack(p, r, 0, colour(Token::Accent));  // how far is unknown: the middle third, at rest
    drawBox(p, r.adjusted(r.width() / 3, 0, -r.width() / 3, 0), colour(Token::Accent), {}, 0, 3);
}

}  // namespace nw::theme
