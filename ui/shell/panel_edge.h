// What a folded panel leaves at the side of its page: a strip with its name that brings it back, or a rail with buttons.
#pragma once

#include <QAbstractButton>

class QVBoxLayout;

namespace nw::ui {

enum class Side { Left, Right };

/// The strip: the whole of it can be pressed.
class PanelStrip final : public QAbstractButton {
    Q_OBJECT
public:
    /// `shortcut` is only told in the tooltip.
    PanelStrip(const QString& title, Side side, const QString& shortcut, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {Width, 120}; }
    static constexpr int Width = 24;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Side side_;
};

/// Buttons for what a folded panel is needed for most, and the strip below them.
class PanelEdge final : public QWidget {
    Q_OBJECT
public:
    PanelEdge(const QString& title, Side side, const QString& shortcut, QWidget* parent = nullptr);
    PanelStrip* strip() const { return strip_; }
    /// Makes it a rail as wide as its buttons need.
    void addButton(QWidget* button);
    static constexpr int RailWidth = 44;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Side side_;
    PanelStrip* strip_;
    QVBoxLayout* buttons_;
};

}  // namespace nw::ui
