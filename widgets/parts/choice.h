// Choice: one of several things that stand beside each other; cards and rows are drawn by who inherits it.
#pragma once

#include <QWidget>

#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

class QPainter;

namespace nw::parts {

/// Of the choices of one parent one is chosen. Arrows go to the next one, Space and Enter choose. Read out as a radio button.
class Choice : public QWidget {
    Q_OBJECT
public:
    bool isChosen() const { return chosen_; }
    void setChosen(bool chosen);

Q_SIGNALS:
    /// By the user. It is chosen then, and its brothers are not.
    void chosen();

protected:
    Choice(const QString& name, int height, int radius, QWidget* parent);
    /// The box: its edge and ground say whether it is chosen, under the pointer, held down, or disabled.
    void drawGround(QPainter* painter) const;
    /// Where a rectangle is in the direction of reading.
    QRect mirrored(const QRect& rect) const;
    Qt::Alignment side() const { return isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft; }

    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void choose();
    void go(int by);
    QList<Choice*> brothers() const;
    int radius_;
    bool chosen_ = false, pressed_ = false;
};

/// One line, elided at its end.
void drawLine(QPainter* painter, const QRect& rect, theme::Type type, theme::Token token, const QString& text, Qt::Alignment align);

}  // namespace nw::parts
