// Workspace: one page of the window: left panel, centre, right panel. Panels fold with a click on their edge, and by themselves
// where the window is narrow; widths and folds are kept.
#pragma once

#include <QSplitter>
#include <array>

#include "ui/shell/panel_edge.h"
#include "widgets/parts/breakpoints.h"

namespace nw::ui {

class Workspace : public QWidget {
    Q_OBJECT
public:
    struct Panel {
        QWidget* widget = nullptr;  ///< null: there is none
        QString title = {};         ///< what stands on its edge while it is folded
        int width = 0;              ///< at first
        int least = 0;
    };
    Workspace(const QString& id, const Panel& left, QWidget* centre, const Panel& right);

    /// In windows of this room and less the left panel is folded until the user opens it there.
    void foldLeftIn(parts::Room room);
    bool isLeftFoldedByRoom() const;

    bool hasLeft() const { return left_.panel.widget != nullptr; }
    bool hasRight() const { return right_.panel.widget != nullptr; }
    bool isLeftShown() const { return left_.isShown(); }
    bool isRightShown() const { return right_.isShown(); }
    void showLeft(bool shown);
    void showRight(bool shown);
    /// Only the centre; what was chosen for the panels comes back with false. Not kept.
    void setAlone(bool alone);
    bool isAlone() const { return alone_; }
    /// What stands at the side while the panel is folded; null when there is no such panel.
    PanelEdge* leftEdge() const { return left_.edge; }
    PanelEdge* rightEdge() const { return right_.edge; }
    /// Panels, centre: what F6 goes through.
    QList<QWidget*> parts() const;
    void keep() const;

Q_SIGNALS:
    void panelsChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// A panel with what the user chose: whether it is shown, where there is room for it and where there is not.
    struct Place {
        Panel panel;
        PanelEdge* edge = nullptr;
        int width = 0;
        std::array<bool, 2> shown{true, false};
        bool isShown() const { return panel.widget && !panel.widget->isHidden(); }
    };
    void add(Place& place, Side side);
    void restore(Place& place, const QString& name) const;
    void arrange();
    void keepWidth(int handle);
    std::size_t choice(const Place& place) const { return &place == &left_ && isLeftFoldedByRoom() ? 1 : 0; }
    void show(Place& place, bool shown);

    QString id_;
    QSplitter* splitter_;
    QWidget* centre_;
    Place left_, right_;
    bool folds_ = false, alone_ = false;
    parts::Room foldsIn_ = parts::Room::Narrow;
};

}  // namespace nw::ui
