// Tiles: drawing.
#include "widgets/parts/tiles.h"

#include <QPainter>

#include "widgets/theme/accessible.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/type.h"

namespace nw::parts {

using theme::Token;
using theme::Type;

StatTile::StatTile(const QString& caption, QWidget* parent) : QWidget(parent), caption_(caption) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(80);
    theme::speakAs(this, {.role = QAccessible::StaticText});
    setFigure(figure_);
}

void StatTile::setFigure(const QString& figure, const QString& second) {
    figure_ = figure;
    second_ = second;
    setAccessibleName(second.isEmpty() ? tr("%1: %2").arg(caption_, figure) : tr("%1: %2, %3").arg(caption_, figure, second));
    update();
}

void StatTile::setCaption(const QString& caption) {
    if (caption == caption_) return;
    caption_ = caption;
    setFigure(figure_, second_);
}

void StatTile::paintEvent(QPaintEvent*) {
    QPainter p(this);
    const bool dark = theme::Theme::instance().scheme() == theme::Scheme::Dark;
    theme::drawBox(&p, rect(), theme::colour(dark ? Token::Node : Token::Sunken), theme::colour(Token::Line), dark ? 0 : 1,
                   theme::radius::Node);
    const Qt::Alignment align = isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    const QRect line = rect().adjusted(14, 0, -14, 0);
    drawLine(&p, QRect(line.left(), 9, line.width(), 18), Type::Small, Token::Text2, caption_, align);
    drawLine(&p, QRect(line.left(), 27, line.width(), 30), Type::Display, Token::Text, figure_, align);
    drawLine(&p, QRect(line.left(), 56, line.width(), 16), Type::Note, Token::Text2, second_, align);
}

Card::Card(const QString& iconId, theme::Family tint, const QString& title, const QString& file, const QString& sentence,
           QWidget* parent)
    : Choice(title, 122, theme::radius::Card, parent), icon_(iconId), title_(title), file_(file), sentence_(sentence), tint_(tint) {
    setToolTip(title + QLatin1Char('\n') + sentence);
    setAccessibleDescription(sentence);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    drawGround(&p);
    const QRect tile = mirrored({16, 16, 36, 36});
    theme::drawBox(&p, tile, theme::colour(tint_), {}, 0, 9);
    theme::drawIcon(&p, icon_, QRectF(tile).adjusted(7, 7, -7, -7), theme::colour(Token::OnFamily));
    const Token ink = isEnabled() ? Token::Text : Token::Text3, second = isEnabled() ? Token::Text2 : Token::Text3;
    drawLine(&p, mirrored({64, 15, width() - 80, 20}), Type::Section, ink, title_, side());
    drawLine(&p, mirrored({64, 35, width() - 80, 18}), Type::Figure11, second, file_, side());
    p.setFont(theme::font(Type::Small));
    p.setPen(theme::colour(second));
    p.drawText(QRect(16, 62, width() - 32, 48), static_cast<int>(side() | Qt::AlignTop) | Qt::TextWordWrap, sentence_);
}

}  // namespace nw::parts
