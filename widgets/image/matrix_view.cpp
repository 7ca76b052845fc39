// The confusion matrix: sums, drawing, mouse and keys.
#include "widgets/image/matrix_view.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::image {

using theme::Token;

namespace {
constexpr int Least = 28, Most = 96, Gap = 3, LeastHead = 28, TallestHead = 104, FootHeight = 28, WidestLabel = 112;
QString figure(qint64 n) { return QLocale().toString(n); }

/// The more readable of the two inks on a ground.
QColor inkOn(const QColor& ground, const QColor& one, const QColor& other) {
    return theme::contrast(one, ground) >= theme::contrast(other, ground) ? one : other;
}

/// A ground moved away from its ink until that can be read on it.
QColor clearOf(QColor ground, const QColor& ink, double least) {
    const bool light = ink == theme::colour(Token::Text);
    const QColor away = light ? theme::colour(Token::Sunken) : theme::colour(theme::PortKind::Integer);
    for (int i = 0; i < 24 && theme::contrast(ink, ground) < least; ++i) ground = theme::mix(ground, away, 0.08);
    return ground;
}
}  // namespace

MatrixView::MatrixView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    theme::speakAs(this, {.role = QAccessible::Table, .value = [this] { return accessibleDescription(); }});
    setAccessibleName(tr("Confusion matrix"));
}

void MatrixView::setMatrix(const QStringList& classes, const std::vector<qint64>& counts) {
    const auto n = static_cast<std::size_t>(classes.size());
    classes_ = classes;
    counts_ = counts;
    counts_.resize(n * n);
    rowSums_.assign(n, 0);
    columnSums_.assign(n, 0);
    worst_ = 0;
    for (std::size_t r = 0; r < n; ++r)
        for (std::size_t c = 0; c < n; ++c) {
            const qint64 count = counts_[r * n + c];
            rowSums_[r] += count;
            columnSums_[c] += count;
            if (r != c) worst_ = std::max(worst_, count);
        }
    if (row_ >= classCount() || column_ >= classCount()) row_ = column_ = -1;
    hovered_ = {-1, -1};
    describe();
    updateGeometry();
    update();
}

qint64 MatrixView::countAt(int row, int column) const { return counts_[static_cast<std::size_t>(row * classCount() + column)]; }
qint64 MatrixView::rowSum(int row) const { return rowSums_[static_cast<std::size_t>(row)]; }
qint64 MatrixView::columnSum(int column) const { return columnSums_[static_cast<std::size_t>(column)]; }

void MatrixView::setRecallShown(bool shown) {
    recall_ = shown;
    updateGeometry();
    update();
}

void MatrixView::setCurrentCell(int row, int column) {
    const bool none = row < 0 || column < 0 || row >= classCount() || column >= classCount();
    row_ = none ? -1 : row;
    column_ = none ? -1 : column;
    describe();
    update();
}

void MatrixView::setSums(const std::vector<qint64>& rows, const std::vector<qint64>& columns) {
    rowSums_ = rows;
    columnSums_ = columns;
    rowSums_.resize(static_cast<std::size_t>(classCount()));
    columnSums_.resize(static_cast<std::size_t>(classCount()));
    describe();
    update();
}

int MatrixView::labelWidth() const {
    const QFontMetrics metrics(theme::font(theme::Type::SmallStrong));
    int widest = 12;
    for (const QString& c : classes_) widest = std::max(widest, metrics.horizontalAdvance(c));
    return std::min(widest, WidestLabel) + 12;
}

bool MatrixView::isHeadUpright() const {
    const QFontMetrics metrics(theme::font(theme::Type::SmallStrong));
    const double room = std::min((width() - labelWidth() - recallWidth()) / std::max(1.0, double(classCount())), double(Most));
    return std::any_of(classes_.begin(), classes_.end(),
                       [&](const QString& c) { return metrics.horizontalAdvance(c) > std::max(room, double(Least)) - 2; });
}

int MatrixView::headHeight() const {
    if (!isHeadUpright()) return LeastHead;
    const QFontMetrics metrics(theme::font(theme::Type::SmallStrong));
    int widest = 0;
    for (const QString& c : classes_) widest = std::max(widest, metrics.horizontalAdvance(c));
    return std::clamp(widest + 12, LeastHead, TallestHead);
}

QSizeF MatrixView::cellSize() const {
    const double n = std::max(1, classCount());
    const double w = (width() - labelWidth() - recallWidth()) / n, h = (height() - headHeight() - FootHeight) / n;
    return {std::clamp(w, double(Least + Gap), double(Most + Gap)), std::clamp(h, double(Least + Gap), double(Most + Gap))};
}

QSize MatrixView::sizeHint() const {
    const int n = classCount(), side = (n > 12 ? Least : 56) + Gap;
    return {labelWidth() + n * side + recallWidth(), headHeight() + n * side + FootHeight};
}

QSize MatrixView::minimumSizeHint() const {
    const int n = classCount();
    return {labelWidth() + n * (Least + Gap) + recallWidth(), headHeight() + n * (Least + Gap) + FootHeight};
}

QRect MatrixView::cellRect(int row, int column) const {
    const QSizeF cell = cellSize();
    const int left = labelWidth() + qRound(column * cell.width()), right = labelWidth() + qRound((column + 1) * cell.width());
    const int top = headHeight() + qRound(row * cell.height()), bottom = headHeight() + qRound((row + 1) * cell.height());
    return {left, top, right - left - Gap, bottom - top - Gap};
}

QPoint MatrixView::cellAt(const QPoint& at) const {
    const QSizeF cell = cellSize();
    const double x = (at.x() - labelWidth()) / cell.width(), y = (at.y() - headHeight()) / cell.height();
    if (x < 0 || y < 0 || x >= classCount() || y >= classCount()) return {-1, -1};
    return {static_cast<int>(x), static_cast<int>(y)};
}

QString MatrixView::sentence(int row, int column) const {
    const QString what = row == column ? tr("%1 of %2 images of class %3 were found; %5 were called %4 in all.")
                                       : tr("%1 of %2 images of class %3 were called %4; %5 were called so in all.");
    return what.arg(figure(countAt(row, column)), figure(rowSum(row)), classes_[row], classes_[column], figure(columnSum(column)));
}

void MatrixView::drawCell(QPainter* p, int row, int column) const {
    const QRectF r(cellRect(row, column));
    const qint64 count = countAt(row, column);
    const bool contrast = theme::Theme::instance().scheme() == theme::Scheme::Contrast;
    const bool dark = theme::Theme::instance().isDark(), right = row == column, over = hovered_ == QPoint(column, row);
    QColor ground = theme::colour(Token::Sunken), ink = theme::colour(Token::Text2);
    if (count > 0 && right) {
        ground = theme::mix(theme::colour(Token::Panel), theme::colour(Token::Accent), contrast ? 0.28 : dark ? 0.42 : 0.20);
        ink = theme::colour(Token::AccentText);
        if (theme::contrast(ink, ground) < 4.5) ink = theme::colour(Token::Text);
    } else if (count > 0) {
        const double share = std::sqrt(static_cast<double>(count) / static_cast<double>(std::max<qint64>(1, worst_)));
        ground = theme::mix(theme::colour(Token::Sunken), theme::colour(theme::PortKind::Integer), 0.14 + 0.72 * share);
        ink = inkOn(ground, theme::colour(Token::Text), theme::colour(Token::Panel));
        ground = clearOf(ground, ink, contrast ? 7.4 : 4.5);
    }
    theme::drawBox(p, r, ground, theme::colour(over ? Token::LineStrong : Token::Dot), over || contrast ? 1 : 0, 6);
    if (count == 0) return;
    p->setFont(theme::font(r.width() < 36 ? theme::Type::Figure11 : theme::Type::Figure12));
    p->setPen(ink);
    QString text = figure(count);
    if (QFontMetrics(p->font()).horizontalAdvance(text) > r.width() - 4) text = QString::number(count);
    if (QFontMetrics(p->font()).horizontalAdvance(text) > r.width() - 2) text = tr("%1k").arg((count + 500) / 1000);
    p->drawText(r, Qt::AlignCenter, text);
}

void MatrixView::drawLabels(QPainter* p) const {
    const int label = labelWidth(), head = headHeight();
    const bool upright = isHeadUpright();
    for (int i = 0; i < classCount(); ++i) {
        const bool here = i == hovered_.y() || i == row_, there = i == hovered_.x() || i == column_;
        const QRect row = cellRect(i, 0), column = cellRect(0, i);
        p->setFont(theme::font(here ? theme::Type::SmallStrong : theme::Type::Small));
        p->setPen(theme::colour(here ? Token::Text : Token::Text2));
        p->drawText(QRect(0, row.top(), label - 10, row.height()), Qt::AlignVCenter | Qt::AlignRight,
                    QFontMetrics(p->font()).elidedText(classes_[i], Qt::ElideRight, label - 10));
        p->setFont(theme::font(there ? theme::Type::SmallStrong : theme::Type::Small));
        p->setPen(theme::colour(there ? Token::Text : Token::Text2));
        if (!upright) {
            p->drawText(QRect(column.left(), 0, column.width(), head - 4), Qt::AlignCenter, classes_[i]);
            continue;
        }
        p->save();
        p->translate(column.center().x() + 1, head - 6);
        p->rotate(-90);
        p->drawText(QRect(0, -column.width() / 2, head - 8, column.width()), Qt::AlignVCenter | Qt::AlignLeft,
                    QFontMetrics(p->font()).elidedText(classes_[i], Qt::ElideRight, head - 8));
        p->restore();
    }
}

void MatrixView::drawRecall(QPainter* p) const {
    const int x = cellRect(0, classCount() - 1).right() + 20;
    p->setFont(theme::font(theme::Type::Note));
    p->setPen(theme::colour(Token::Text2));
    const int line = isHeadUpright() ? Qt::AlignBottom : Qt::AlignVCenter;  // with the names of the classes
    p->drawText(QRect(x, 0, recallWidth() - 16, headHeight() - 4), line | Qt::AlignLeft, tr("Found (recall)"));
    p->setFont(theme::font(theme::Type::Figure11));
    for (int i = 0; i < classCount(); ++i) {
        const QRect row = cellRect(i, 0);
        const bool any = rowSum(i) > 0;
        const double share = any ? static_cast<double>(countAt(i, i)) / static_cast<double>(rowSum(i)) : 0;
        theme::drawTrack(p, QRectF(x, row.center().y() - 3, 50, 7), share, theme::colour(Token::Accent));
        p->setPen(theme::colour(Token::Text));
        p->drawText(QRect(x + 56, row.top(), 60, row.height()), Qt::AlignVCenter | Qt::AlignLeft,
                    any ? tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1)) : QStringLiteral("–"));
    }
}

void MatrixView::paintEvent(QPaintEvent*) {
    if (classCount() == 0) return;
    QPainter p(this);
    for (int r = 0; r < classCount(); ++r)
        for (int c = 0; c < classCount(); ++c) drawCell(&p, r, c);
    drawLabels(&p);
    if (recall_) drawRecall(&p);
    if (row_ >= 0 && (hasFocus() || column_ >= 0))
        theme::drawBox(&p, QRectF(cellRect(row_, column_)).adjusted(-3, -3, 3, 3), Qt::transparent, theme::colour(Token::Accent), 2,
                       8);
    const QPoint told = hovered_.x() >= 0 ? hovered_ : QPoint(column_, row_);
    if (told.x() < 0) return;
    const int top = cellRect(classCount() - 1, 0).bottom() + 6;
    p.setFont(theme::font(theme::Type::Small));
    p.setPen(theme::colour(Token::Text2));
    const QRect line(labelWidth(), top, width() - labelWidth(), FootHeight - 6);
    p.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
               QFontMetrics(p.font()).elidedText(sentence(told.y(), told.x()), Qt::ElideRight, line.width()));
}

void MatrixView::open(int row, int column) {
    setCurrentCell(row, column);
    if (row_ >= 0) Q_EMIT cellActivated(row_, column_);
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    const QPoint at = cellAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && at.x() >= 0) open(at.y(), at.x());
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event) { event->accept(); }

void MatrixView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = cellAt(event->position().toPoint());
    if (at == hovered_) return;
    hovered_ = at;
    setCursor(at.x() >= 0 && countAt(at.y(), at.x()) > 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void MatrixView::leaveEvent(QEvent*) {
    hovered_ = {-1, -1};
    update();
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int last = classCount() - 1, r = std::max(0, row_), c = std::max(0, column_);
    if (last < 0) return QWidget::keyPressEvent(event);
    const bool none = row_ < 0;
    switch (event->key()) {
        case Qt::Key_Right: return setCurrentCell(r, none ? c : std::min(last, c + 1));
        case Qt::Key_Left: return setCurrentCell(r, std::max(0, c - 1));
        case Qt::Key_Down: return setCurrentCell(none ? r : std::min(last, r + 1), c);
        case Qt::Key_Up: return setCurrentCell(std::max(0, r - 1), c);
        case Qt::Key_Home: return setCurrentCell(event->modifiers() & Qt::ControlModifier ? 0 : r, 0);
        case Qt::Key_End: return setCurrentCell(event->modifiers() & Qt::ControlModifier ? last : r, last);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space: return open(r, c);
        default: QWidget::keyPressEvent(event);
    }
}

void MatrixView::focusInEvent(QFocusEvent* event) {
    if (row_ < 0 && event->reason() != Qt::MouseFocusReason) setCurrentCell(0, 0);
    QWidget::focusInEvent(event);
    update();
}

void MatrixView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

bool MatrixView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPoint at = cellAt(help->pos());
        QToolTip::showText(help->globalPos(), at.x() >= 0 ? sentence(at.y(), at.x()) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void MatrixView::describe() {
    setAccessibleDescription(row_ >= 0 ? sentence(row_, column_) : tr("%1 classes").arg(classCount()));
    QAccessibleEvent said(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&said);
}

}  // namespace nw::image
