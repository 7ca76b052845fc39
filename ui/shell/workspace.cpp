// Panels of a workspace.
#include "ui/shell/workspace.h"

#include <QSettings>
#include <QShowEvent>

namespace nw::ui {

Workspace::Workspace(const QString& id, QWidget* left, QWidget* centre, QWidget* right, int leftWidth, int rightWidth)
    : QSplitter(Qt::Horizontal),
      id_(id),
      left_(left),
      centre_(centre),
      right_(right),
      leftWidth_(leftWidth),
      rightWidth_(rightWidth) {
    setHandleWidth(1);
    setChildrenCollapsible(false);
    if (left_) {
        left_->setMinimumWidth(std::min(leftWidth_, 200));
        addWidget(left_);
    }
    centre_->setMinimumWidth(420);
    addWidget(centre_);
    setStretchFactor(indexOf(centre_), 1);
    if (right_) {
        right_->setMinimumWidth(std::min(rightWidth_, 280));
        addWidget(right_);
    }
}

void Workspace::showEvent(QShowEvent* event) {
    QSplitter::showEvent(event);
    if (std::exchange(restored_, true)) return;
    const QSettings settings;
    const QString key = QStringLiteral("workspace/") + id_;
    const QByteArray state = settings.value(key + QStringLiteral("/splitter")).toByteArray();
    if (state.isEmpty() || !restoreState(state)) {
        QList<int> sizes;
        if (left_) sizes << leftWidth_;
        sizes << std::max(420, width() - (left_ ? leftWidth_ : 0) - (right_ ? rightWidth_ : 0));
        if (right_) sizes << rightWidth_;
        setSizes(sizes);
    }
    if (left_) left_->setVisible(settings.value(key + QStringLiteral("/left"), true).toBool());
    if (right_) right_->setVisible(settings.value(key + QStringLiteral("/right"), true).toBool());
    Q_EMIT panelsChanged();
}

void Workspace::showLeft(bool shown) {
    if (left_) left_->setVisible(shown);
    Q_EMIT panelsChanged();
}

void Workspace::showRight(bool shown) {
    if (right_) right_->setVisible(shown);
    Q_EMIT panelsChanged();
}

QList<QWidget*> Workspace::parts() const {
    QList<QWidget*> out;
    for (QWidget* w : {left_, centre_, right_})
        if (w && w->isVisible()) out << w;
    return out;
}

void Workspace::keep() const {
    if (!restored_) return;
    QSettings settings;
    const QString key = QStringLiteral("workspace/") + id_;
    settings.setValue(key + QStringLiteral("/splitter"), saveState());
    if (left_) settings.setValue(key + QStringLiteral("/left"), isLeftShown());
    if (right_) settings.setValue(key + QStringLiteral("/right"), isRightShown());
}

}  // namespace nw::ui
