// Five tiles: where the training stands.
#pragma once

#include <QWidget>

#include "ui/document/studio.h"
#include "widgets/parts/tiles.h"

namespace nw::ui {

class FiguresRow final : public QWidget {
    Q_OBJECT
public:
    explicit FiguresRow(Studio& studio, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Tiles so narrow that they say less; all of it is then their tooltip.
    bool isNarrow() const;
    void set(parts::StatTile* tile, const QString& figure, const QString& second = {}, const QString& shorter = {}) const;
    void update();
    const Run* shownRun() const;
    void showEpoch(const Run* run, bool live);
    void showValidation(const Run* run);
    void showSpeed(const Run* run, bool live);

    Studio& studio_;
    parts::StatTile *epoch_, *loss_, *metric_, *speed_, *time_;
    QTimer clock_;
};

/// "2:05" or "1:02:05".
QString clockText(double seconds);

}  // namespace nw::ui
