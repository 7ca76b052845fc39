// ProblemList: what opens from the problems of the status bar: every problem with its layer and its fix.
#pragma once

#include <QWidget>

#include "ui/build/build_canvas.h"

class QVBoxLayout;

namespace nw::ui {

class ProblemList : public QWidget {
    Q_OBJECT
public:
    /// A window of its own that closes when something was chosen or the pointer is pressed elsewhere.
    ProblemList(Studio& studio, BuildCanvas& canvas, QWidget* parent = nullptr);

    /// Its lower left corner above `global`; inside the screen.
    void openAbove(QPoint global);
    int count() const { return static_cast<int>(rows_.size()); }
    QWidget* row(int index) const { return rows_.value(index); }

    static constexpr int Width = 520, MostRows = 50;

Q_SIGNALS:
    /// The canvas shows a problem now: the shell brings it into view.
    void shown();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();
    void choose(int index);

    Studio& studio_;
    BuildCanvas& canvas_;
    QVBoxLayout* column_;
    QList<QWidget*> rows_;
};

}  // namespace nw::ui
