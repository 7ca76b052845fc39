// Labels: colour from a token, elision.
#include "widgets/theme/label.h"

#include <QEvent>
#include <QPainter>

namespace nw::theme {

Label::Label(const QString& text, Type type, Token token, QWidget* parent) : QLabel(text, parent), token_(token) {
    setFont(theme::font(type));
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText);  // over a view it would take the role of the view's text
    recolour();
    connect(&Theme::instance(), &Theme::changed, this, &Label::recolour);
}

void Label::setToken(Token token) {
    token_ = token;
    recolour();
}

void Label::recolour() {
    QPalette p;
    p.setColor(QPalette::WindowText, colour(token_));
    p.setColor(QPalette::Disabled, QPalette::WindowText, colour(Token::Text3));
    setPalette(p);
}

ElidedLabel::ElidedLabel(const QString& text, Type type, Token token, QWidget* parent) : Label({}, type, token, parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString& text) {
    full_ = text;
    setAccessibleName(text);
    fit();
    updateGeometry();
}

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(full_) + 2, QLabel::sizeHint().height()}; }
QSize ElidedLabel::minimumSizeHint() const { return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()}; }

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    Label::resizeEvent(event);
    fit();
}

void ElidedLabel::changeEvent(QEvent* event) {
    Label::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
}

void ElidedLabel::fit() {
    const QString shown = fontMetrics().elidedText(full_, Qt::ElideRight, width());
    setText(shown);
    setToolTip(shown == full_ ? QString() : full_);
}

QString elidedParts(const QString& parts, const QFontMetrics& metrics, int width) {
    QString shown = parts;
    for (qsizetype comma = parts.size(); metrics.horizontalAdvance(shown) > width;) {
        comma = parts.lastIndexOf(QLatin1String(", "), comma - 1);
        if (comma <= 0) return metrics.elidedText(parts, Qt::ElideRight, width);
        shown = parts.left(comma) + QStringLiteral(", …");
    }
    return shown;
}

Hairline::Hairline(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Hairline::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), colour(Token::Line)); }

}  // namespace nw::theme
