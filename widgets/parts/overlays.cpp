// Notes and bubbles: placing, drawing, keys.
#include "widgets/parts/overlays.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>
#include <cmath>
#include <limits>

#include "widgets/theme/accessible.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/style.h"

namespace nw::parts {

using theme::Label;
using theme::Token;
using theme::Type;

namespace {
constexpr int Extent = theme::ShadowExtent + 5;  // room for the shadow of a popup
constexpr int Gap = 4, Margin = 8;               // of a bubble: from what it stands beside, from the edge of the view

double areaOf(const QRect& r) { return r.isEmpty() ? 0 : double(r.width()) * r.height(); }
}  // namespace

Toast* Toast::say(QWidget* parent, const QString& words, const QString& action, std::function<void()> act) {
    for (Toast* old : parent->findChildren<Toast*>(QString(), Qt::FindDirectChildrenOnly)) old->dismiss();
    auto* made = new Toast(parent, words, action, std::move(act));
    made->show();
    made->raise();
    theme::announceAlert(made);
    return made;
}

Toast::Toast(QWidget* parent, const QString& words, const QString& action, std::function<void()> act) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Extent + 16, Extent + 4, Extent + 16, Extent + 4);
    row->setSpacing(16);
    row->addWidget(new Label(words, Type::Body));
    if (!action.isEmpty()) {
        button_ = new QPushButton(action);
        theme::setRole(button_, theme::ButtonRole::Link);
        row->addWidget(button_);
        connect(button_, &QPushButton::clicked, this, [this, act = std::move(act)] {
            if (act) act();
            dismiss();
        });
    }
    setAccessibleName(words);
    theme::speakAs(this, {.role = QAccessible::AlertMessage});
    setFixedHeight(40 + 2 * Extent);
    parent->installEventFilter(this);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (underMouse() || (button_ && button_->hasFocus()))
            timer_.start();
        else
            dismiss();
    });
    setDuration(4000);
    place();
}

void Toast::setDuration(int milliseconds) {
    timer_.setInterval(milliseconds);
    timer_.start();
}

void Toast::dismiss() {
    if (isHidden() && !timer_.isActive()) return;
    timer_.stop();
    hide();
    Q_EMIT dismissed();
    deleteLater();
}

void Toast::place() {
    const QWidget& parent = *parentWidget();
    const int width = std::min(sizeHint().width(), parent.width());
    QRect frame((parent.width() - width) / 2, parent.height() - height() - 24 + Extent, width, height());
    for (const Bubble* bubble : parent.findChildren<Bubble*>()) {
        const QRect taken = bubble->body().translated(bubble->mapTo(&parent, QPoint()));
        if (bubble->isVisible() && taken.intersects(frame.adjusted(Extent, Extent, -Extent, -Extent)))
            frame.moveBottom(std::max(height(), taken.top() + Extent - Margin));
    }
    setGeometry(frame);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent*) { timer_.stop(); }
void Toast::leaveEvent(QEvent*) { timer_.start(); }

void Toast::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const QRectF body = QRectF(rect()).adjusted(Extent, Extent, -Extent, -Extent);
    theme::drawShadow(&p, body, theme::radius::Node, 2);
    theme::drawBox(&p, body, theme::colour(Token::Popup), theme::colour(Token::Line), 1, theme::radius::Node);
}

Bubble::Bubble(QWidget* parent)
    : QWidget(parent),
      headline_(new Label({}, Type::BodyStrong)),
      text_(new Label({}, Type::Small, Token::Text2)),
      actions_(new QHBoxLayout) {
    constexpr int around = Extent + Notch;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(mirrored({around + 44, around + 14, around + 16, around + 16}));
    column->setSpacing(4);
    for (Label* l : {headline_, text_}) {
        l->setWordWrap(true);
        column->addWidget(l);
    }
    column->addSpacing(8);
    actions_->setSpacing(8);
    column->addLayout(actions_);
    actions_->addStretch(1);
    setFixedWidth(Width + 2 * around);
    setFocusPolicy(Qt::ClickFocus);
    setLayoutDirection(QGuiApplication::layoutDirection());  // what it stands on may have none of its own
    theme::speakAs(this, {.role = QAccessible::AlertMessage});
    hide();
}

void Bubble::setProblem(Verdict verdict, const QString& headline, const QString& sentences) {
    verdict_ = verdict;
    headline_->setText(headline);
    text_->setText(sentences);
    setAccessibleName(headline);
    setAccessibleDescription(sentences);
    while (actions_->count() > 1) {
        QLayoutItem* item = actions_->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

QPushButton* Bubble::addAction(const QString& text, std::function<void()> act) {
    auto* button = new QPushButton(text);
    theme::setRole(button, actions_->count() == 1 ? theme::ButtonRole::Primary : theme::ButtonRole::Plain);
    connect(button, &QPushButton::clicked, this, [this, act = std::move(act)] {
        dismiss();
        if (act) act();
    });
    actions_->insertWidget(actions_->count() - 1, button);
    int wide = 0;
    for (int i = 0; i + 1 < actions_->count(); ++i)
        wide += actions_->itemAt(i)->widget()->sizeHint().width() + (i ? actions_->spacing() : 0);
    actions_->setDirection(wide > Width - 44 - 16 ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    return button;
}

QRect Bubble::body() const { return rect().adjusted(Extent + Notch, Extent + Notch, -Extent - Notch, -Extent - Notch); }

/// Where it could stand on a side, the best first: by the middle of its target, or moved along that side clear of an obstacle, as
/// far as its notch still reaches the target.
QList<QRect> Bubble::framesFor(Place place, const QRect& target, const QList<Obstacle>& obstacles) const {
    constexpr int around = Extent + Notch, reach = 20;
    const QSize size = wanted();
    const QRect room = parentWidget()->rect().adjusted(Margin - around, Margin - around, around - Margin, around - Margin);
    QRect wish(QPoint(), size);
    wish.moveCenter(target.center());
    if (place == Place::Left) wish.moveRight(target.left() - Gap + Extent);
    if (place == Place::Right) wish.moveLeft(target.right() + Gap - Extent);
    if (place == Place::Below) wish.moveTop(target.bottom() + Gap - Extent);
    QList<QRect> frames{wish};
    const bool below = place == Place::Below;
    const int extent = below ? size.width() : size.height();
    const int first = (below ? target.left() : target.top()) + reach + around - extent;
    const int last = (below ? target.right() : target.bottom()) - reach - around;
    for (const auto& [o, weight] : obstacles) {
        const int before = (below ? o.left() : o.top()) - Margin + around - extent;
        const int after = (below ? o.right() : o.bottom()) + Margin - around;
        for (const int start : {before, after}) {
            QRect frame = wish;
            const int there = std::clamp(start, std::min(first, last), std::max(first, last));
            below ? frame.moveLeft(there) : frame.moveTop(there);
            frames << frame;
        }
    }
    // Where there is no room it rather covers a little of what it speaks of than be cut.
    for (QRect& frame : frames) {
        frame.moveLeft(std::clamp(frame.left(), room.left(), std::max(room.left(), room.right() - size.width() + 1)));
        frame.moveTop(std::clamp(frame.top(), room.top(), std::max(room.top(), room.bottom() - size.height() + 1)));
    }
    return frames;
}

QSize Bubble::wanted() const {
    return {width(), layout()->hasHeightForWidth() ? layout()->heightForWidth(width()) : sizeHint().height()};
}

QRect Bubble::roomFor(const QRect& target) const {
    const int height = wanted().height() - 2 * (Extent + Notch);
    const int beside = Width + Notch + Gap, below = height + Notch + Gap;
    const QRect all = parentWidget()->rect().adjusted(Margin, Margin, -Margin, -Margin);
    QRect best = target;
    double least = std::numeric_limits<double>::max();
    for (const QMargins& taken : {QMargins(beside, 0, 0, 0), QMargins(0, 0, beside, 0), QMargins(0, 0, 0, below)}) {
        const QRect room = all.marginsRemoved(taken);
        if (room.width() < 1 || room.height() < 1) continue;
        const double share = std::min({1.0, double(room.width()) / target.width(), double(room.height()) / target.height()});
        QRect wish(QPoint(), target.size() * share);
        wish.moveCenter(target.center());
        wish.moveLeft(std::clamp(wish.left(), room.left(), std::max(room.left(), room.right() + 1 - wish.width())));
        wish.moveTop(std::clamp(wish.top(), room.top(), std::max(room.top(), room.bottom() + 1 - wish.height())));
        // Any move is better than a smaller picture.
        const double cost = (1 - share) * 1e5 + std::hypot(wish.x() - target.x(), wish.y() - target.y());
        if (cost < least) least = cost, best = wish;
    }
    return best;
}

void Bubble::moveBeside(const QRect& target) {
    constexpr int around = Extent + Notch, away = Notch + Gap - 1;  // nearer than that the notch would lie on it
    const QRect near = target.adjusted(-away, -away, away, away);
    const QList<Obstacle> obstacles = obstacles_ ? obstacles_() : QList<Obstacle>();
    QRect chosen;
    double least = std::numeric_limits<double>::max();
    for (const Place place : {Place::Left, Place::Right, Place::Below})
        for (const QRect& frame : framesFor(place, target, obstacles)) {
            const QRect covers = frame.adjusted(around, around, -around, -around);
            double cost = 1e3 * areaOf(covers.intersected(near));
            for (const auto& [o, weight] : obstacles) cost += weight * areaOf(covers.intersected(o));
            if (cost < least) least = cost, place_ = place, chosen = frame;
        }
    notchAt_ = place_ == Place::Below ? target.center().x() - chosen.left() : target.center().y() - chosen.top();
    settle(chosen);
}

void Bubble::settle(const QRect& frame) {
    setGeometry(frame);
    update();
    for (Toast* note : window()->findChildren<Toast*>()) note->place();
}

void Bubble::openBeside(const QRect& target, bool takeFocus) {
    moveBeside(target);
    open(takeFocus);
}

void Bubble::openAlone(bool takeFocus) {
    place_ = Place::Alone;
    QRect frame(QPoint(), wanted());
    frame.moveCenter(parentWidget()->rect().center());
    settle(frame);
    open(takeFocus);
}

void Bubble::open(bool takeFocus) {
    before_ = takeFocus ? QApplication::focusWidget() : nullptr;
    show();
    raise();
    settle(geometry());
    theme::announceAlert(this);
    if (!takeFocus) return;
    if (actions_->count() > 1)
        actions_->itemAt(0)->widget()->setFocus(Qt::PopupFocusReason);
    else
        setFocus(Qt::PopupFocusReason);
}

void Bubble::dismiss() {
    if (isHidden()) return;
    QWidget* focus = QApplication::focusWidget();
    const bool inside = focus && (focus == this || isAncestorOf(focus));
    hide();
    settle(geometry());
    if (inside && before_) before_->setFocus(Qt::OtherFocusReason);
    Q_EMIT dismissed();
}

void Bubble::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF b = QRectF(body()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape, notch;
    shape.addRoundedRect(b, theme::radius::Node, theme::radius::Node);
    const bool below = place_ == Place::Below;
    const double at = std::clamp(double(notchAt_), (below ? b.left() : b.top()) + 20, (below ? b.right() : b.bottom()) - 20);
    if (below)
        notch.addPolygon(QPolygonF{{at - Notch, b.top() + 1}, {at, b.top() - Notch}, {at + Notch, b.top() + 1}});
    else if (place_ == Place::Right)
        notch.addPolygon(QPolygonF{{b.left() + 1, at - Notch}, {b.left() - Notch, at}, {b.left() + 1, at + Notch}});
    else if (place_ == Place::Left)
        notch.addPolygon(QPolygonF{{b.right() - 1, at - Notch}, {b.right() + Notch, at}, {b.right() - 1, at + Notch}});
    notch.closeSubpath();
    theme::drawShadow(&p, body(), theme::radius::Node, 2);
    const Token sign = verdict_ == Verdict::Err ? Token::Err : verdict_ == Verdict::Warn ? Token::Warn : Token::Ok;
    const bool contrast = theme::Theme::instance().scheme() == theme::Scheme::Contrast;
    p.setBrush(theme::colour(Token::Popup));
    p.setPen(QPen(theme::mix(theme::colour(Token::Popup), theme::colour(sign), contrast ? 1 : 0.5), 1));
    p.drawPath(shape.united(notch));
    const char* icon = verdict_ == Verdict::Err ? "error" : verdict_ == Verdict::Warn ? "warning" : "info";
    const QRect glyph =
        QStyle::visualRect(layoutDirection(), body(), QRect(body().left() + 16, headline_->geometry().top() - 1, 18, 18));
    theme::drawIcon(&p, QString::fromLatin1(icon), glyph, theme::colour(sign));
}

bool Bubble::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) event->accept();
    }
    return QWidget::event(event);
}

void Bubble::keyPressEvent(QKeyEvent* event) {
    // Keys that the buttons do not take come here: a button takes Space only.
    if (event->key() == Qt::Key_Escape) return dismiss();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        auto* focused = qobject_cast<QPushButton*>(QApplication::focusWidget());
        if (!focused || !isAncestorOf(focused))
            focused = actions_->count() > 1 ? qobject_cast<QPushButton*>(actions_->itemAt(0)->widget()) : nullptr;
        if (focused) focused->click();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace nw::parts
