// The grid of samples: arrangement, painting, mouse and keys.
#include "widgets/image/sample_grid.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyle>
#include <QToolTip>
#include <algorithm>

#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::image {

using theme::Token;

namespace {
constexpr int Gap = 12, Margin = 8, CaptionHeight = 20, LeastCell = 72;
constexpr qint64 PaintBudget = 8;  // ms for asking the source in one paint
}  // namespace

SampleGrid::SampleGrid(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    setMinimumSize(LeastCell + 2 * Margin + 10, LeastCell + 2 * Margin + CaptionHeight);
    theme::speakAs(this, {.role = QAccessible::List, .value = [this] { return accessibleDescription(); }});
    setAccessibleName(tr("Images"));
    connect(&theme::Theme::instance(), &theme::Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void SampleGrid::setSource(int count, Images images, Words caption) {
    count_ = std::max(0, count);
    images_ = std::move(images);
    caption_ = std::move(caption);
    selected_.clear();
    current_ = count_ > 0 ? std::clamp(current_, 0, count_ - 1) : -1;
    anchor_ = current_;
    pictures_.clear();
    arrange();
    describe();
    Q_EMIT selectionChanged();
}

void SampleGrid::setFigure(Words figure) {
    figure_ = std::move(figure);
    viewport()->update();
}

void SampleGrid::refresh() {
    pictures_.clear();
    viewport()->update();
}

void SampleGrid::refresh(int index) {
    pictures_.remove(index);
    viewport()->update(cellRect(index).adjusted(-6, -6, 6, CaptionHeight + 6));
}

void SampleGrid::setCellSize(int side) {
    wished_ = std::max(LeastCell, side);
    arrange();
}

void SampleGrid::setFilling(bool filling) {
    filling_ = filling;
    arrange();
}

void SampleGrid::arrange() {
    const int room = viewport()->width() - 2 * Margin, before = side_;
    columns_ = std::max(1, (room + Gap) / (wished_ + Gap));
    side_ = filling_ ? std::max(LeastCell, (room + Gap) / columns_ - Gap) : wished_;
    if (side_ != before) pictures_.clear();
    const int rows = (count_ + columns_ - 1) / columns_;
    const int height = rows * rowHeight() + 2 * Margin;
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(rowHeight() / 3);
    viewport()->update();
}

QRect SampleGrid::cellRect(int index) const {
    const int row = index / columns_, column = index % columns_;
    const int x = Margin + column * (side_ + Gap);
    const QRect r(x, Margin + row * rowHeight() - verticalScrollBar()->value(), side_, side_);
    return QStyle::visualRect(layoutDirection(), viewport()->rect(), r);
}

int SampleGrid::indexAt(const QPoint& at) const {
    const int x = (isRightToLeft() ? viewport()->width() - at.x() : at.x()) - Margin,
              y = at.y() + verticalScrollBar()->value() - Margin;
    if (x < 0 || y < 0) return -1;
    const int column = x / (side_ + Gap), row = y / rowHeight();
    if (column >= columns_ || x % (side_ + Gap) >= side_ || y % rowHeight() >= side_ + CaptionHeight) return -1;
    const int index = row * columns_ + column;
    return index < count_ ? index : -1;
}

const QPixmap* SampleGrid::picture(int index) {
    if (const QPixmap* known = pictures_.object(index)) return known;
    const QImage image = images_ ? images_(index) : QImage();
    const int pixels = qRound(side_ * ratio_);
    QPixmap made;
    if (!image.isNull()) {
        made = QPixmap(pixels, pixels);
        made.fill(Qt::transparent);
        QPainter p(&made);
        p.setRenderHint(QPainter::Antialiasing);
        QPainterPath round;
        round.addRoundedRect(QRectF(0, 0, pixels, pixels), 8 * ratio_, 8 * ratio_);
        p.setClipPath(round);
        const QSize size = image.size().scaled(pixels, pixels, Qt::KeepAspectRatio);
        const QRect at(QPoint((pixels - size.width()) / 2, (pixels - size.height()) / 2), size);
        p.fillRect(made.rect(), theme::colour(Token::Sunken));
        p.drawImage(at, image.width() > pixels ? image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation) : image);
        p.end();
        made.setDevicePixelRatio(ratio_);
    }
    auto* kept = new QPixmap(made);
    pictures_.insert(index, kept);
    return kept;
}

void SampleGrid::drawCell(QPainter* p, int index, bool mayAsk) {
    const QRect r = cellRect(index);
    const QPixmap* shown = mayAsk ? picture(index) : pictures_.object(index);
    if (shown && !shown->isNull()) p->drawPixmap(r.topLeft(), *shown);
    if (shown && !shown->isNull() && theme::Theme::instance().scheme() == theme::Scheme::Contrast)
        theme::drawBox(p, r, Qt::transparent, theme::colour(Token::Dot), 1, 8);  // black images on black
    else if (!shown || shown->isNull())
        theme::drawBox(p, r, theme::colour(Token::Sunken), theme::colour(Token::Line), 1, 8);
    const bool chosen = selected_.contains(index), focused = index == current_ && hasFocus();
    if (chosen)
        theme::drawBox(p, QRectF(r).adjusted(-4, -4, 4, 4), Qt::transparent, theme::colour(Token::Accent), 2, 11);
    else if (focused && theme::hasKeyboardFocus(this))
        theme::drawBox(p, QRectF(r).adjusted(-5, -5, 5, 5), Qt::transparent, theme::colour(Token::Accent), 2, 12);
    else if (index == hovered_)
        theme::drawBox(p, QRectF(r).adjusted(-3, -3, 3, 3), Qt::transparent, theme::colour(Token::LineStrong), 1, 10);
    if (chosen && selected_.size() > 1) {
        const QRectF badge(r.right() - 20, r.bottom() - 20, 18, 18);
        theme::drawBox(p, badge, theme::colour(Token::AccentFill), theme::colour(Token::Panel), 1, 9);
        theme::drawTick(p, badge.center(), 13, theme::colour(Token::OnAccent), 1.8);
    }
    const QString figure = figure_ ? figure_(index) : QString(), words = caption_ ? caption_(index) : QString();
    QRect line(r.left(), r.bottom() + 3, r.width(), CaptionHeight);
    if (!figure.isEmpty()) {
        p->setFont(theme::font(theme::Type::Figure11));
        p->setPen(theme::colour(Token::Text2));
        p->drawText(line, Qt::AlignVCenter | Qt::AlignRight, figure);
        line.adjust(0, 0, -QFontMetrics(p->font()).horizontalAdvance(figure) - 4, 0);
    }
    p->setFont(theme::font(theme::Type::Small));
    p->setPen(theme::colour(figure.isEmpty() ? Token::Text2 : Token::Text));
    p->drawText(line, Qt::AlignVCenter | (figure.isEmpty() ? Qt::AlignHCenter : Qt::AlignLeft),
                QFontMetrics(p->font()).elidedText(words, Qt::ElideRight, line.width()));
}

void SampleGrid::paintEvent(QPaintEvent* event) {
    QPainter p(viewport());
    if (ratio_ != devicePixelRatioF()) {
        ratio_ = devicePixelRatioF();
        pictures_.clear();
    }
    const int top = verticalScrollBar()->value() - Margin;
    const int first = std::max(0, (top + event->rect().top() - 8) / rowHeight()) * columns_;
    const int last = std::min(count_, ((top + event->rect().bottom() + 8) / rowHeight() + 1) * columns_);
    pictures_.setMaxCost(std::max(4000, 4 * (last - first)));
    QElapsedTimer timer;
    timer.start();
    bool late = false;
    for (int i = first; i < last; ++i) {
        const bool mayAsk = timer.elapsed() < PaintBudget;
        drawCell(&p, i, mayAsk);
        late = late || (!mayAsk && !pictures_.contains(i));
    }
    if (late) QMetaObject::invokeMethod(viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
}

void SampleGrid::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    const int first = columns_ > 0 ? verticalScrollBar()->value() / rowHeight() * columns_ : 0;
    arrange();
    if (verticalScrollBar()->value() > 0) verticalScrollBar()->setValue(first / columns_ * rowHeight());
}

void SampleGrid::reveal(int index) {
    const QRect r = cellRect(index).adjusted(0, -Margin, 0, CaptionHeight + Margin);
    QScrollBar* bar = verticalScrollBar();
    if (r.top() < 0)
        bar->setValue(bar->value() + r.top());
    else if (r.bottom() > viewport()->height())
        bar->setValue(bar->value() + r.bottom() - viewport()->height());
}

void SampleGrid::setCurrentIndex(int index) {
    if (index < 0 || index >= count_ || index == current_) return;
    current_ = index;
    reveal(index);
    describe();
    viewport()->update();
    Q_EMIT currentChanged(index);
}

void SampleGrid::moveTo(int index, Qt::KeyboardModifiers keys) {
    index = std::clamp(index, 0, count_ - 1);
    setCurrentIndex(index);
    if (multiple_ && keys & Qt::ShiftModifier && anchor_ >= 0) {
        selected_.clear();
        for (int i = std::min(anchor_, index); i <= std::max(anchor_, index); ++i) selected_.insert(i);
    } else {
        if (keys & Qt::ControlModifier && multiple_) return;  // moves without choosing
        selected_ = {index};
        anchor_ = index;
    }
    viewport()->update();
    Q_EMIT selectionChanged();
}

QList<int> SampleGrid::selection() const {
    QList<int> out(selected_.begin(), selected_.end());
    std::sort(out.begin(), out.end());
    return out;
}

void SampleGrid::setSelection(const QSet<int>& selected) {
    selected_ = selected;
    viewport()->update();
    Q_EMIT selectionChanged();
}

void SampleGrid::mousePressEvent(QMouseEvent* event) {
    const int at = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || at < 0) return;
    if (multiple_ && event->modifiers() & Qt::ControlModifier) {
        setCurrentIndex(at);
        if (!selected_.remove(at)) selected_.insert(at);
        anchor_ = at;
        viewport()->update();
        Q_EMIT selectionChanged();
    } else {
        moveTo(at, event->modifiers());
    }
}

void SampleGrid::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void SampleGrid::mouseMoveEvent(QMouseEvent* event) {
    const int at = indexAt(event->position().toPoint());
    if (at == hovered_) return;
    hovered_ = at;
    viewport()->update();
}

void SampleGrid::mouseDoubleClickEvent(QMouseEvent* event) {
    const int at = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && at >= 0) Q_EMIT activated(at);
}

void SampleGrid::keyPressEvent(QKeyEvent* event) {
    if (count_ == 0) return QAbstractScrollArea::keyPressEvent(event);
    const int page = std::max(1, viewport()->height() / rowHeight()) * columns_, at = std::max(0, current_);
    const int onwards = isRightToLeft() ? -1 : 1;
    const auto down = [&](int by) { return at + by < count_ && at + by >= 0 ? at + by : at; };
    switch (event->key()) {
        case Qt::Key_Right: return moveTo(at + onwards, event->modifiers());
        case Qt::Key_Left: return moveTo(at - onwards, event->modifiers());
        case Qt::Key_Down: return moveTo(down(columns_), event->modifiers());
        case Qt::Key_Up: return moveTo(down(-columns_), event->modifiers());
        case Qt::Key_PageDown: return moveTo(at + page, event->modifiers());
        case Qt::Key_PageUp: return moveTo(at - page, event->modifiers());
        case Qt::Key_Home: return moveTo(0, event->modifiers());
        case Qt::Key_End: return moveTo(count_ - 1, event->modifiers());
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (current_ >= 0) Q_EMIT activated(current_);
            return;
        case Qt::Key_Space:
            if (!selected_.remove(at)) selected_.insert(at);
            if (!multiple_) selected_ = {at};
            viewport()->update();
            Q_EMIT selectionChanged();
            return;
        case Qt::Key_A:
            if (multiple_ && event->modifiers() == Qt::ControlModifier) {
                for (int i = 0; i < count_; ++i) selected_.insert(i);
                viewport()->update();
                Q_EMIT selectionChanged();
                return;
            }
            [[fallthrough]];
        default: QAbstractScrollArea::keyPressEvent(event);
    }
}

bool SampleGrid::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        hovered_ = -1;
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = indexAt(help->pos());
        const QString words = at >= 0 && caption_ ? caption_(at) : QString();
        const bool cut = QFontMetrics(theme::font(theme::Type::Small)).horizontalAdvance(words) > side_ - 4;
        QToolTip::showText(help->globalPos(), cut ? words : QString(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void SampleGrid::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void SampleGrid::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void SampleGrid::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) pictures_.clear();
}

void SampleGrid::describe() {
    const QString words = caption_ && current_ >= 0 ? caption_(current_) : QString();
    setAccessibleDescription(
        current_ < 0 ? tr("no images")
                     : tr("%1, image %2 of %3").arg(words, QLocale().toString(current_ + 1), QLocale().toString(count_)));
    QAccessibleEvent said(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&said);
}

}  // namespace nw::image
