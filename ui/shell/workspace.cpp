// Panels of a workspace.
#include "ui/shell/workspace.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QSettings>
#include <functional>

namespace nw::ui {

namespace {

/// The edge of a panel: dragged it sets the width, clicked it folds the panel.
class Handle final : public QSplitterHandle {
public:
    Handle(QSplitter* splitter, std::function<void(QSplitterHandle*)> clicked)
        : QSplitterHandle(Qt::Horizontal, splitter), clicked_(std::move(clicked)) {
        setToolTip(QApplication::translate("Workspace", "Drag to resize, click to fold"));
    }

protected:
    void mousePressEvent(QMouseEvent* event) override {
        pressed_ = splitter()->sizes();
        QSplitterHandle::mousePressEvent(event);
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        QSplitterHandle::mouseReleaseEvent(event);
        if (event->button() == Qt::LeftButton && splitter()->sizes() == pressed_) clicked_(this);
    }

private:
    std::function<void(QSplitterHandle*)> clicked_;
    QList<int> pressed_;  ///< sizes then: a panel that was resized is not to fold
};

class Splitter final : public QSplitter {
public:
    explicit Splitter(std::function<void(QSplitterHandle*)> clicked) : QSplitter(Qt::Horizontal), clicked_(std::move(clicked)) {}

protected:
    QSplitterHandle* createHandle() override { return new Handle(this, clicked_); }

private:
    std::function<void(QSplitterHandle*)> clicked_;
};

}  // namespace

Workspace::Workspace(const QString& id, const Panel& left, QWidget* centre, const Panel& right)
    : id_(id), centre_(centre), left_{left}, right_{right} {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    splitter_ = new Splitter([this](QSplitterHandle* handle) {
        // A handle stands before the widget of its number.
        if (hasLeft() && splitter_->handle(1) == handle)
            showLeft(false);
        else
            showRight(false);
    });
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    centre_->setMinimumWidth(std::max(parts::LeastCentre, centre_->minimumWidth()));
    add(left_, Side::Left);
    splitter_->addWidget(centre_);
    row->addWidget(splitter_, 1);
    add(right_, Side::Right);
    connect(splitter_, &QSplitter::splitterMoved, this, [this](int, int handle) { keepWidth(handle); });
    restore(left_, QStringLiteral("left"));
    restore(right_, QStringLiteral("right"));
}

void Workspace::add(Place& place, Side side) {
    const Panel& panel = place.panel;
    if (!panel.widget) return;
    place.width = panel.width;
    panel.widget->setMinimumWidth(panel.least);
    splitter_->addWidget(panel.widget);
    const bool left = side == Side::Left;
    place.edge = new PanelEdge(panel.title, side, left ? QStringLiteral("F9") : QStringLiteral("F10"), this);
    place.edge->hide();
    layout()->addWidget(place.edge);
    connect(place.edge->strip(), &QAbstractButton::clicked, this, [this, &place] {
        const bool keys = place.edge->strip()->hasFocus();
        show(place, true);
        if (!keys) return;
        // The strip is gone; what it opened goes on with the keys.
        QWidget *panel = place.panel.widget, *next = panel->nextInFocusChain();
        while (next != panel && !(panel->isAncestorOf(next) && next->isVisible() && next->focusPolicy() & Qt::TabFocus))
            next = next->nextInFocusChain();
        if (next != panel) next->setFocus(Qt::TabFocusReason);
    });
}

void Workspace::restore(Place& place, const QString& name) const {
    if (!place.panel.widget) return;
    const QSettings settings;
    const QString key = QStringLiteral("workspace/%1/%2").arg(id_, name);
    place.width = settings.value(key + QStringLiteral("-width"), place.width).toInt();
    place.shown[0] = settings.value(key, true).toBool();
    place.shown[1] = settings.value(key + QStringLiteral("-narrow"), false).toBool();
}

void Workspace::foldLeftIn(parts::Room room) {
    folds_ = true;
    foldsIn_ = room;
}

bool Workspace::isLeftFoldedByRoom() const { return folds_ && parts::roomFor(width()) <= foldsIn_; }

void Workspace::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void Workspace::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    arrange();
}

/// Panels have the width that was chosen, as far as the centre leaves it to them; the centre has the rest.
void Workspace::arrange() {
    bool changed = false;
    for (Place* place : {&left_, &right_}) {
        if (!place->panel.widget) continue;
        const bool shown = !alone_ && place->shown[choice(*place)];
        changed = changed || shown != place->isShown();
        place->panel.widget->setVisible(shown);
        place->edge->setVisible(!shown);
    }
    layout()->activate();
    int room = splitter_->width() - centre_->minimumWidth() - 2;
    const auto take = [&](const Place& place, int others) {
        const int width = place.isShown() ? std::max(place.panel.least, std::min(place.width, room - others)) : 0;
        room -= width;
        return width;
    };
    const int right = take(right_, left_.isShown() ? left_.panel.least : 0), left = take(left_, 0);
    QList<int> sizes;
    if (hasLeft()) sizes << left;
    const int handles = (left > 0 ? 1 : 0) + (right > 0 ? 1 : 0);
    sizes << splitter_->width() - left - right - handles;
    if (hasRight()) sizes << right;
    splitter_->setSizes(sizes);
    if (changed) Q_EMIT panelsChanged();
}

/// Only what was dragged: the panel at the other side may just have made room.
void Workspace::keepWidth(int handle) {
    Place& dragged = hasLeft() && handle == 1 ? left_ : right_;
    if (dragged.isShown()) dragged.width = dragged.panel.widget->width();
}

void Workspace::show(Place& place, bool shown) {
    if (!place.panel.widget) return;
    if (std::exchange(alone_, false)) {  // only this one comes back
        Place& other = &place == &left_ ? right_ : left_;
        other.shown[choice(other)] = false;
    }
    place.shown[choice(place)] = shown;
    arrange();
}

void Workspace::setAlone(bool alone) {
    alone_ = alone;
    arrange();
}

void Workspace::showLeft(bool shown) { show(left_, shown); }
void Workspace::showRight(bool shown) { show(right_, shown); }

QList<QWidget*> Workspace::parts() const {
    QList<QWidget*> out;
    for (QWidget* w :
         {left_.panel.widget, static_cast<QWidget*>(left_.edge), centre_, right_.panel.widget, static_cast<QWidget*>(right_.edge)})
        if (w && w->isVisible()) out << w;
    return out;
}

void Workspace::keep() const {
    QSettings settings;
    for (const auto& [place, name] : {std::pair(&left_, "left"), std::pair(&right_, "right")}) {
        if (!place->panel.widget) continue;
        const QString key = QStringLiteral("workspace/%1/%2").arg(id_, QLatin1String(name));
        settings.setValue(key + QStringLiteral("-width"), place->width);
        settings.setValue(key, place->shown[0]);
        settings.setValue(key + QStringLiteral("-narrow"), place->shown[1]);
    }
}

}  // namespace nw::ui
