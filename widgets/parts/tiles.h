// Tiles that say one thing: a figure with its name, or a choice with a picture.
#pragma once

#include "widgets/parts/choice.h"

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

/// A card one chooses: icon tile 36, title, file name in mono, one sentence. 122 high, at least 260 wide.
class Card final : public Choice {
    Q_OBJECT
public:
    Card(const QString& iconId, theme::Family tint, const QString& title, const QString& file, const QString& sentence,
         QWidget* parent = nullptr);
    QSize sizeHint() const override { return {300, 122}; }
    QSize minimumSizeHint() const override { return {260, 122}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_, title_, file_, sentence_;
    theme::Family tint_;
};

}  // namespace nw::parts
