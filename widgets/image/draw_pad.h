// The pad one draws a digit on: what is drawn comes out as the 28×28 picture that the network is used to.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <QTimer>
#include <QWidget>

namespace nw::image {

/// 196×196, white ink of a round pen 14 wide on black, by mouse, touch pen or tablet. Ctrl+Z takes the last stroke away, Delete
/// all.
class DrawPad final : public QWidget {
    Q_OBJECT
public:
    explicit DrawPad(QWidget* parent = nullptr);

    /// 28×28 grey as MNIST has it: the ink fitted into 20×20 and its centre of mass in the middle. All black when nothing is drawn.
    QImage sample() const;
    bool isEmpty() const { return strokes_.isEmpty(); }
    int strokeCount() const { return static_cast<int>(strokes_.size()); }

    void clear();
    void undoStroke();

    static constexpr int Side = 196;
    QSize sizeHint() const override { return {Side, Side}; }

Q_SIGNALS:
    /// While drawing at most 30 times a second, and once at the end of each stroke.
    void changed(const QImage& sample);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void tabletEvent(QTabletEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void begin(const QPointF& at);
    void extend(const QPointF& at);
    void end();
    void announce();
    void drawInk(QPainter* painter) const;

    QList<QPolygonF> strokes_;
    QTimer pause_;  ///< between two announcements while drawing
    bool drawing_ = false;
};

}  // namespace nw::image
