// A choice between a few things that all are seen: up to three segments in one field, or a switch of a page ("Train / Test").
#pragma once

#include <QMouseEvent>

#include "widgets/form/fields.h"

namespace nw::form {

/// Arrows move, Home and End too; a click chooses. A choice commits at once.
class SegmentedControl final : public Editor {
    Q_OBJECT
public:
    explicit SegmentedControl(const QList<Choice>& choices, QWidget* parent = nullptr);

    QVariant value() const override;
    int currentIndex() const { return current_; }
    void setMixed(bool mixed) override;
    int count() const { return static_cast<int>(choices_.size()); }
    QRect segmentRect(int index) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void show(const QVariant& value) override;
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int segmentAt(const QPoint& at) const;
    void choose(int index);
    void describe();
    QList<Choice> choices_;
    int current_ = 0, hovered_ = -1;
};

/// A switch with its phrase on the left: on or off at once (QVariant bool). Space and Enter turn it.
class Switch final : public Editor {
    Q_OBJECT
public:
    explicit Switch(const QString& phrase, QWidget* parent = nullptr);
    QVariant value() const override { return on_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void show(const QVariant& value) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void turn();
    QString phrase_;
    bool on_ = false;
};

}  // namespace nw::form
