// Bars: drawing, and the words for screen readers.
#include "widgets/image/bars.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include "widgets/theme/accessible.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::image {

using theme::Token;

namespace {
constexpr int RowHeight = 26, BarHeight = 8, Gap = 10, LeastName = 14, WidestName = 112;
}

Bars::Bars(Tint tint, QWidget* parent) : QWidget(parent), tint_(tint) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    theme::speakAs(this, {.role = QAccessible::Chart});
    setAccessibleName(tint == Tint::Data ? tr("Class balance") : tr("Best answers"));
}

void Bars::setRows(const QList<Row>& rows) {
    rows_ = rows;
    QStringList words;
    for (const Row& r : rows) words << tr("%1: %2").arg(r.name, r.figure);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int Bars::nameWidth() const {
    const QFontMetrics metrics(theme::font(theme::Type::SmallStrong));
    int widest = LeastName;
    for (const Row& r : rows_) widest = std::max(widest, metrics.horizontalAdvance(r.name));
    return std::min({widest, WidestName, std::max(24, width() / 2 - 30)});
}

int Bars::figureWidth() const {
    const QFontMetrics metrics(theme::font(theme::Type::Figure11));
    int widest = 0;
    for (const Row& r : rows_) widest = std::max(widest, metrics.horizontalAdvance(r.figure));
    return widest;
}

QSize Bars::sizeHint() const { return {240, static_cast<int>(rows_.size()) * RowHeight}; }
QSize Bars::minimumSizeHint() const { return {140, static_cast<int>(rows_.size()) * RowHeight}; }

void Bars::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setLayoutDirection(layoutDirection());
    const int name = nameWidth(), figure = figureWidth();
    for (int i = 0; i < rows_.size(); ++i) {
        const QRect line(0, i * RowHeight, width(), RowHeight);
        const bool first = i == 0 && tint_ == Tint::Best;
        p.setFont(theme::font(first ? theme::Type::SmallStrong : theme::Type::Small));
        p.setPen(theme::colour(first || tint_ == Tint::Data ? Token::Text : Token::Text2));
        const QRect left = QStyle::visualRect(layoutDirection(), rect(), QRect(0, line.top(), name, RowHeight));
        p.drawText(left, Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft),
                   QFontMetrics(p.font()).elidedText(rows_[i].name, Qt::ElideRight, name));
        const QRect track(name + Gap, line.center().y() - BarHeight / 2 + 1, width() - name - figure - 2 * Gap, BarHeight);
        const QColor fill =
            tint_ == Tint::Data ? theme::colour(theme::Family::Data) : theme::colour(first ? Token::Accent : Token::LineStrong);
        theme::drawTrack(&p, QStyle::visualRect(layoutDirection(), rect(), track), rows_[i].share, fill);
        p.setFont(theme::font(theme::Type::Figure11));
        p.setPen(theme::colour(first ? Token::Text : Token::Text2));
        p.drawText(line, Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignLeft : Qt::AlignRight), rows_[i].figure);
    }
}

bool Bars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int at = help->pos().y() / RowHeight;
        const QString words = at >= 0 && at < rows_.size() ? tr("%1: %2").arg(rows_[at].name, rows_[at].figure) : QString();
        QToolTip::showText(help->globalPos(), words, this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace nw::image
