// Coach: the first steps, beside the network: train, look at the mistakes, export. Not modal, and never over a node at the start.
#pragma once

#include <QWidget>
#include <array>

#include "widgets/theme/label.h"

class QHBoxLayout;
class QPushButton;

namespace nw::ui {

class Coach : public QWidget {
    Q_OBJECT
public:
    explicit Coach(QWidget* parent);
    /// "Train, about 20 s"; without seconds (0) "Train".
    void setEstimate(int seconds);
    /// Whether the network's data are the digits that the starter comes with; any others are not named.
    void setReadsDigits(bool digits);
    /// While a training goes on, the first step leads to its curves instead of starting another.
    void setTraining(bool active);
    /// A step (0…2) was done. After the third it says goodbye and goes.
    void tick(int step);
    bool isDone(int step) const { return done_[static_cast<std::size_t>(step)]; }
    void restart();

Q_SIGNALS:
    void primary(int step);  ///< the button of the next open step
    void startEmpty();
    void hidden();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QHBoxLayout* links();
    void refresh();
    void place();
    std::array<bool, 3> done_{};
    theme::Label *title_, *text_;
    std::array<class CoachStep*, 3> steps_{};
    QPushButton *primary_, *empty_, *hide_;
    int seconds_ = 0;
    bool training_ = false, digits_ = true;
};

}  // namespace nw::ui
