// Workspace: one page of the window: left panel, centre, right panel in a splitter whose widths and folds are kept.
#pragma once

#include <QSplitter>

namespace nw::ui {

class Workspace : public QSplitter {
    Q_OBJECT
public:
    /// Null panels are left out. `left` and `right` are the widths of the panels at first.
    Workspace(const QString& id, QWidget* left, QWidget* centre, QWidget* right, int leftWidth = 248, int rightWidth = 320);

    bool hasLeft() const { return left_ != nullptr; }
    bool hasRight() const { return right_ != nullptr; }
    bool isLeftShown() const { return left_ && !left_->isHidden(); }
    bool isRightShown() const { return right_ && !right_->isHidden(); }
    void showLeft(bool shown);
    void showRight(bool shown);
    /// Panels, centre: what F6 goes through.
    QList<QWidget*> parts() const;
    void keep() const;

Q_SIGNALS:
    void panelsChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QString id_;
    QWidget *left_, *centre_, *right_;
    int leftWidth_, rightWidth_;
    bool restored_ = false;
};

}  // namespace nw::ui
