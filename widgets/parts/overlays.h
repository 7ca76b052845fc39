// What floats above a view for a moment: the note after an action, and the bubble that explains a problem.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>

#include "widgets/parts/messages.h"

class QBoxLayout;

namespace nw::parts {

/// "Set units to 10 · Undo" at the bottom of its parent for 4 s, above a bubble that stands there; it waits while the pointer or
/// the focus is on it. One a parent: a new one takes the place of the old.
class Toast final : public QWidget {
    Q_OBJECT
public:
    /// `act` may be empty: then there is no button.
    static Toast* say(QWidget* parent, const QString& words, const QString& action = {}, std::function<void()> act = {});
    void setDuration(int milliseconds);
    QPushButton* button() const { return button_; }
    void dismiss();
    void place();

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Toast(QWidget* parent, const QString& words, const QString& action, std::function<void()> act);
    QTimer timer_;
    QPushButton* button_ = nullptr;
};

/// A problem beside what has it: 316 wide, a notch of 8 towards it, headline, sentences, the fix as primary button and at most one
/// more. Enter presses the first, Esc closes. It is a child of the view, above the viewport.
class Bubble final : public QWidget {
    Q_OBJECT
public:
    explicit Bubble(QWidget* parent);
    void setProblem(Verdict verdict, const QString& headline, const QString& sentences);
    /// The first is primary. Pressing one closes the bubble after the action.
    QPushButton* addAction(const QString& text, std::function<void()> act);

    /// What it covers only where there is no other place; asked whenever it is placed, coordinates of the parent.
    struct Obstacle {
        QRect rect;
        int weight = 1;  ///< of a pixel that is covered
    };
    void setObstacles(std::function<QList<Obstacle>()> obstacles) { obstacles_ = std::move(obstacles); }
    /// Where `target` (coordinates of the parent) would have to stand so that all of it is seen with the bubble beside it: as near
    /// to where it is as can be, and smaller where the parent has no room for both.
    QRect roomFor(const QRect& target) const;
    /// Beside `target` (coordinates of the parent), left, right or below, where there is room first. With `takeFocus` the first
    /// button gets the focus; it goes back to where it was when the bubble closes.
    void openBeside(const QRect& target, bool takeFocus = true);
    /// In the middle of the parent, without a notch: what it says has no place of its own.
    void openAlone(bool takeFocus = true);
    /// Follows what it stands beside.
    void moveBeside(const QRect& target);
    void dismiss();
    enum class Place { Left, Right, Below, Alone };
    Place placed() const { return place_; }
    /// The body without notch and shadow, in coordinates of the bubble.
    QRect body() const;

    static constexpr int Width = 316, Notch = 8;

Q_SIGNALS:
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QList<QRect> framesFor(Place place, const QRect& target, const QList<Obstacle>& obstacles) const;
    void settle(const QRect& frame);
    QSize wanted() const;
    void open(bool takeFocus);
    Verdict verdict_ = Verdict::Err;
    theme::Label *headline_, *text_;
    QBoxLayout* actions_;  ///< beside each other, or below when they are too long for that
    std::function<QList<Obstacle>()> obstacles_;
    Place place_ = Place::Right;
    int notchAt_ = 0;  ///< along the side that has it
    QPointer<QWidget> before_;
};

}  // namespace nw::parts
