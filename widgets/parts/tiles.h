// Tiles that say one thing: a figure with its name, or a choice with a picture.
#pragma once

#include <QWidget>

#include "widgets/theme/tokens.h"

namespace nw::parts {

/// 80 high: caption, the figure in display type, a second line. Read out as "Epoch: 2 of 5, step 1,150 of 2,345".
class StatTile final : public QWidget {
    Q_OBJECT
public:
    explicit StatTile(const QString& caption, QWidget* parent = nullptr);
    void setFigure(const QString& figure, const QString& second = {});
    void setCaption(const QString& caption);
    QSize sizeHint() const override { return {184, 80}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString caption_, figure_ = QStringLiteral("–"), second_;
};

/// A card one chooses: icon tile 36, title, file name in mono, one sentence. 122 high, at least 260 wide. Of the cards of one
/// parent one is chosen; arrows go to the next card, Space and Enter choose.
class Card final : public QWidget {
    Q_OBJECT
public:
    Card(const QString& iconId, theme::Family tint, const QString& title, const QString& file, const QString& sentence,
         QWidget* parent = nullptr);
    bool isChosen() const { return chosen_; }
    void setChosen(bool chosen);
    QSize sizeHint() const override { return {300, 122}; }
    QSize minimumSizeHint() const override { return {260, 122}; }

Q_SIGNALS:
    /// By the user. The card is chosen then, and its brothers are not.
    void chosen();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void choose();
    QList<Card*> brothers() const;
    QString icon_, title_, file_, sentence_;
    theme::Family tint_;
    bool chosen_ = false, pressed_ = false;
};

}  // namespace nw::parts
