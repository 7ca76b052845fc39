// Coach: the first steps, beside the network: train, look at the mistakes, export. Not modal, and never over a node at the start.
#pragma once

#include <QTimer>
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
    /// A step (0…2) was done. After the third it says goodbye, as soon as it is seen, and goes.
    void tick(int step);
    bool isDone(int step) const { return done_[static_cast<std::size_t>(step)]; }
    /// From the first step, or where the network is trained from the second.
    void restart(bool trained);

Q_SIGNALS:
    void primary(int step);  ///< the button of the next open step
    void startEmpty();
    void hidden();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    bool isAllDone() const { return done_[0] && done_[1] && done_[2]; }
    void sayGoodbye();
    QHBoxLayout* links();
    void refresh();
    void place();
    std::array<bool, 3> done_{};
    theme::Label *title_, *text_;
    std::array<class CoachStep*, 3> steps_{};
    QPushButton *primary_, *empty_, *hide_;
    int seconds_ = 0;
    bool training_ = false, digits_ = true;
    QTimer goodbye_{this};
};

}  // namespace nw::ui
