// A label in one of the type styles and one of the colour tokens; it follows the theme in use.
#pragma once

#include <QLabel>

#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::theme {

class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(const QString& text = {}, Type type = Type::Body, Token token = Token::Text, QWidget* parent = nullptr);
    void setToken(Token token);
    void setType(Type type) { setFont(theme::font(type)); }

private:
    void recolour();
    Token token_;
};

/// A label that says as much as fits and ends in "…"; the whole text is then its tooltip.
class ElidedLabel : public Label {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, Type type = Type::Body, Token token = Token::Text, QWidget* parent = nullptr);
    void setFullText(const QString& text);
    QString fullText() const { return full_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    QString full_;
};

/// As many parts of "a, b, c" as `width` has room for, then "…": a figure that is cut in two would be read as another one.
QString elidedParts(const QString& parts, const QFontMetrics& metrics, int width);

/// A hairline, horizontal or vertical, in the Line token.
class Hairline : public QWidget {
    Q_OBJECT
public:
    explicit Hairline(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace nw::theme
