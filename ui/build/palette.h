// Palette: every operator that people place, in families, with a search that finds them by what they are called elsewhere.
#pragma once

#include <QWidget>

#include "ui/document/studio.h"

class QLineEdit;
class QStandardItemModel;

namespace nw::ui {

class PaletteList;

class Palette : public QWidget {
    Q_OBJECT
public:
    explicit Palette(Studio& studio, QWidget* parent = nullptr);

    /// The search gets the focus, its text is selected.
    void focusSearch();
    /// For the rail of narrow windows, by a palette of its own that stands in no layout: a window at a place of the screen that
    /// closes when something was chosen.
    void openAsPopup(QPoint global);

    QSize sizeHint() const override { return {Width, 600}; }
    QSize minimumSizeHint() const override { return {160, 200}; }
    static constexpr int Width = 248;

Q_SIGNALS:
    /// To be added below the selected node and linked to it.
    void addRequested(const QString& op);
    /// Esc in an empty search.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void fill();
    void moveBy(int rows);
    void choose(const QModelIndex& index);
    QString hintFor(const QString& op) const;

    Studio& studio_;
    QLineEdit* search_;
    QStandardItemModel* rows_;
    PaletteList* list_;
};

}  // namespace nw::ui
