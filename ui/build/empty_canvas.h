// EmptyCanvas: what the canvas says while the network has no layers, and the ways to begin.
#pragma once

#include <QWidget>

class QMenu;

namespace nw::canvas {
class Canvas;
}
namespace nw::parts {
class EmptyState;
}

namespace nw::ui {

/// In the middle of the canvas. What is dropped or double-clicked on the words is the canvas's, as if they were not there.
class EmptyCanvas final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyCanvas(canvas::Canvas& canvas);
    /// Of the starters; without it there is no such button. Not owned.
    void setTemplates(QMenu* menu);
    /// It stands in the middle of what these leave.
    void setFreeMargins(const QMarginsF& margins);

Q_SIGNALS:
    void addInputWanted();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent*) override {}  // the canvas's dots are its ground

private:
    void place();
    void handOn(class QDropEvent& event);
    canvas::Canvas& canvas_;
    parts::EmptyState* words_;
    QMarginsF margins_;
};

}  // namespace nw::ui
