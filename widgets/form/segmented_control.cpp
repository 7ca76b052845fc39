// Segments and switches: drawing, mouse, keys.
#include "widgets/form/segmented_control.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "widgets/theme/accessible.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::form {

using theme::Token;

SegmentedControl::SegmentedControl(const QList<Choice>& choices, QWidget* parent) : Editor(parent), choices_(choices) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    theme::followFocus(this, theme::radius::Field);
    theme::speakAs(this, {.role = QAccessible::ComboBox,
                          .value = [this] { return current_ < 0 ? tr("mixed") : choices_.value(current_).label; }});
    describe();
    if (!choices.isEmpty()) setValue(choices.front().value);
}

QVariant SegmentedControl::value() const {
    return current_ >= 0 && current_ < choices_.size() ? choices_[current_].value : QVariant();
}

void SegmentedControl::show(const QVariant& value) {
    current_ = -1;
    for (int i = 0; i < count(); ++i)
        if (choices_[i].value == value) current_ = i;
    describe();
    update();
}

void SegmentedControl::setMixed(bool mixed) {
    Editor::setMixed(mixed);
    if (mixed) current_ = -1;
    describe();
    update();
}

void SegmentedControl::describe() {
    setAccessibleDescription(current_ < 0 ? tr("mixed") : choices_.value(current_).label);
    theme::announceChange(this);
}

QRect SegmentedControl::segmentRect(int index) const {
    const double width = (this->width() - 4.0) / std::max(1, count());
    const int place = isRightToLeft() ? count() - 1 - index : index;
    const int from = qRound(2 + place * width), to = qRound(2 + (place + 1) * width);
    return {from, 2, to - from, height() - 4};
}

QSize SegmentedControl::sizeHint() const {
    const QFontMetrics metrics(theme::font(theme::Type::BodyStrong));
    int widest = 0;
    for (const Choice& c : choices_) widest = std::max(widest, metrics.horizontalAdvance(c.label));
    return {4 + count() * (widest + 24), theme::ControlHeight};
}

QSize SegmentedControl::minimumSizeHint() const { return {4 + count() * 40, theme::ControlHeight}; }

void SegmentedControl::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool on = isEnabled();
    if (on)
        theme::drawBox(&p, rect(), theme::colour(Token::Sunken), theme::colour(Token::LineStrong), 1, theme::radius::Field);
    else
        theme::drawDisabledEdge(&p, rect(), theme::colour(Token::Panel), theme::radius::Field);
    for (int i = 0; i < count(); ++i) {
        const QRectF r(segmentRect(i));
        const bool chosen = i == current_;
        if (chosen)
            theme::drawBox(&p, r, theme::colour(on ? Token::AccentSoft : Token::Sunken),
                           theme::colour(on ? Token::Accent : Token::LineStrong), 1.5, 5.5);
        else if (on && i == hovered_)
            theme::drawBox(&p, r, theme::hoverGround(true), {}, 0, 5.5);
        p.setFont(theme::font(chosen ? theme::Type::BodyStrong : theme::Type::Body));
        p.setPen(theme::colour(!on ? Token::Text3 : chosen ? Token::AccentText : Token::Text2));
        p.drawText(r, Qt::AlignCenter, QFontMetrics(p.font()).elidedText(choices_[i].label, Qt::ElideRight, qRound(r.width()) - 8));
    }
}

int SegmentedControl::segmentAt(const QPoint& at) const {
    for (int i = 0; i < count(); ++i)
        if (segmentRect(i).adjusted(-2, -2, 2, 2).contains(at)) return i;
    return -1;
}

void SegmentedControl::choose(int index) {
    if (index < 0 || index >= count() || index == current_) return;
    current_ = index;
    describe();
    update();
    chose();
}

void SegmentedControl::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) choose(segmentAt(event->position().toPoint()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent* event) {
    const int at = segmentAt(event->position().toPoint());
    if (at == hovered_) return;
    hovered_ = at;
    update();
}

void SegmentedControl::leaveEvent(QEvent*) {
    hovered_ = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent* event) {
    const int back = isRightToLeft() ? Qt::Key_Right : Qt::Key_Left, on = isRightToLeft() ? Qt::Key_Left : Qt::Key_Right;
    if (event->key() == back || event->key() == Qt::Key_Up)
        choose(std::max(0, current_ - 1));
    else if (event->key() == on || event->key() == Qt::Key_Down)
        choose(std::min(count() - 1, current_ + 1));
    else if (event->key() == Qt::Key_Home)
        choose(0);
    else if (event->key() == Qt::Key_End)
        choose(count() - 1);
    else
        Editor::keyPressEvent(event);
}

bool SegmentedControl::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && isEnabled()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = segmentAt(help->pos());
        if (at < 0) return true;
        const Choice& c = choices_[at];
        const bool cut =
            QFontMetrics(theme::font(theme::Type::BodyStrong)).horizontalAdvance(c.label) > segmentRect(at).width() - 8;
        QToolTip::showText(help->globalPos(), !c.help.isEmpty() ? c.help : cut ? c.label : fault(), this);
        return true;
    }
    return Editor::event(event);
}

Switch::Switch(const QString& phrase, QWidget* parent) : Editor(parent), phrase_(phrase) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    theme::followFocus(this, theme::radius::Field);
    theme::speakAs(this, {.role = QAccessible::CheckBox, .checked = [this] { return on_; }, .press = [this] { turn(); }});
    setName(phrase);
    setValue(false);
}

void Switch::show(const QVariant& value) {
    on_ = value.toBool();
    setAccessibleDescription(on_ ? tr("on") : tr("off"));
    update();
}

void Switch::turn() {
    on_ = !on_;
    setAccessibleDescription(on_ ? tr("on") : tr("off"));
    theme::announceChange(this);
    update();
    chose();
}

QSize Switch::sizeHint() const {
    return {QFontMetrics(theme::font(theme::Type::Body)).horizontalAdvance(phrase_) + 12 + 36, theme::LeastHit};
}

void Switch::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QRect track = QStyle::visualRect(layoutDirection(), rect(), QRect(width() - 36, (height() - 20) / 2, 36, 20));
    const QRect words = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, width() - 48, height()));
    const bool on = isEnabled();
    p.setFont(theme::font(theme::Type::Body));
    p.setPen(theme::colour(on ? Token::Text : Token::Text3));
    p.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
               QFontMetrics(p.font()).elidedText(phrase_, Qt::ElideRight, words.width()));
    const double x = on_ != isRightToLeft() ? track.right() + 1 - 17 : track.left() + 3;
    const QRectF knob(x, track.top() + 3, 14, 14);
    if (!on) {
        theme::drawDisabledEdge(&p, track, theme::colour(Token::Sunken), 10);
        return theme::drawBox(&p, knob, theme::colour(Token::LineStrong), {}, 0, 7);
    }
    const QColor lit = theme::colour(Token::AccentFill);
    if (on_)
        theme::drawBox(&p, track, underMouse() ? lit.darker(110) : lit, {}, 0, 10);
    else
        theme::drawBox(&p, track, theme::colour(Token::Sunken), theme::colour(underMouse() ? Token::Text2 : Token::LineStrong), 1,
                       10);
    theme::drawBox(&p, knob, theme::colour(on_ ? Token::OnAccent : Token::Text2), {}, 0, 7);
}

void Switch::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) turn();
}

void Switch::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        turn();
    else
        Editor::keyPressEvent(event);
}

}  // namespace nw::form
