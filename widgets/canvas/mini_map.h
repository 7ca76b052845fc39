// The mini map of a canvas: the whole graph small, with what is on the screen.
#pragma once

#include <QPixmap>
#include <QWidget>

#include "widgets/theme/tokens.h"

namespace nw::canvas {

class MiniMap final : public QWidget {
    Q_OBJECT
public:
    struct Card {
        QRectF rect;  ///< in the scene
        theme::Family family;
    };

    explicit MiniMap(QWidget* parent);
    /// Drawn once into a pixmap: two thousand cards cost milliseconds.
    void setCards(QList<Card> cards);
    const QRectF& graph() const { return graph_; }
    void setSeen(const QRectF& seen);  ///< the part of the scene on the screen
    QSize sizeHint() const override;

Q_SIGNALS:
    void centreRequested(QPointF scenePosition);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QRectF inside() const;
    QTransform toMap() const;
    void draw();

    QList<Card> cards_;
    QRectF graph_, seen_;
    QPixmap picture_;
};

}  // namespace nw::canvas
