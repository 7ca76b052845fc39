// The runs of the project, newest first: click shows or hides the curves, the menu does the rest.
#pragma once

#include <QAbstractButton>

#include "ui/document/studio.h"

class QMenu;
class QVBoxLayout;

namespace nw::ui {

/// One run: a dot in its curves' colour (a ring while hidden; half filled or with a core, and the ring with gaps, where the curves
/// are dashed or dotted), name, what differs, best value.
class RunRow final : public QAbstractButton {
    Q_OBJECT
public:
    explicit RunRow(int number, QWidget* parent = nullptr);
    int number() const { return number_; }
    /// Who trains the run now.
    enum class Writer { Nobody, Studio, Other };
    void show(const Run& run, bool current, Writer writer);
    QSize sizeHint() const override { return {200, 48}; }
    QSize minimumSizeHint() const override { return {120, 48}; }

Q_SIGNALS:
    void menuWanted(const QPoint& global);
    /// Up: -1, down: 1.
    void moved(int by);
    void deleteWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintDot(QPainter& painter) const;
    int number_, colour_ = 0, stroke_ = 0;
    bool current_ = false;
    QString name_, second_, figure_;
};

class RunsList final : public QWidget {
    Q_OBJECT
public:
    explicit RunsList(Studio& studio, QWidget* parent = nullptr);
    RunRow* row(int number) const;
    /// What the context menu of a run offers; the caller owns it.
    QMenu* menuFor(int number);

private:
    void update();
    void showWeights(int number);
    void askToDelete(int number);
    RunRow* make(int number);

    Studio& studio_;
    QVBoxLayout* column_;
    QWidget* empty_;
    QList<RunRow*> rows_;
};

}  // namespace nw::ui
