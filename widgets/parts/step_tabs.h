// The workspaces in the top bar: each tab is a step and shows how far it is.
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QTimer>
#include <QWidget>

namespace nw::parts {

enum class StepState {
    NotYet,   ///< ring
    Done,     ///< tick
    Running,  ///< arc of what is done, or a turning one when that is unknown
    Warning,  ///< triangle and count
    Error,    ///< octagon and count
};

/// One tab, 34 high. Read out as "Train, running, 40 percent".
class StepTab final : public QAbstractButton {
    Q_OBJECT
public:
    StepTab(const QString& name, const QString& shortcut, QWidget* parent);
    /// `progress` in 0…1, negative when unknown; `count` of problems.
    void setState(StepState state, double progress = -1, int count = 0);
    StepState state() const { return state_; }
    /// Less air around the words, for narrow windows.
    void setCompact(bool compact);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void drawGlyph(QPainter* painter, const QRectF& rect) const;
    void describe();
    void spin();
    int pad() const { return compact_ ? 8 : 12; }
    int gap() const { return compact_ ? 5 : 8; }
    StepState state_ = StepState::NotYet;
    double progress_ = -1;
    int count_ = 0;
    bool compact_ = false;
    QTimer turn_;
};

/// The tabs beside each other, 4 apart; arrows go from one to the next.
class StepTabs final : public QWidget {
    Q_OBJECT
public:
    explicit StepTabs(QWidget* parent = nullptr);
    /// `shortcut` is only told in the tooltip: "Ctrl+1".
    StepTab* addTab(const QString& name, const QString& shortcut = {});
    StepTab* tab(int index) const;
    void setCompact(bool compact);
    int currentIndex() const { return group_.checkedId(); }
    void setCurrentIndex(int index);

Q_SIGNALS:
    void currentChanged(int index);

private:
    QButtonGroup group_;
};

}  // namespace nw::parts
