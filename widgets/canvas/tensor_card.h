// The tensor card: what flows on a link, beside it, with a line that leads there.
#pragma once

#include <QList>
#include <QWidget>
#include <optional>

namespace nw::canvas {

struct TensorFacts {
    QString title;            ///< "Tensor after Conv2D"
    QString shape;            ///< with batch: "batch×28×28×6"
    QString dtype;            ///< "float32"
    QList<double> histogram;  ///< counts; empty when the values are not known
    std::optional<double> min, mean, max;
    std::optional<double> zeroShare;  ///< 0…1
};

/// Takes no mouse events and no focus.
class TensorCard final : public QWidget {
    Q_OBJECT
public:
    explicit TensorCard(QWidget* parent);
    /// Beside `anchor` (in the parent's coordinates): left of `beside`, or right where there is more room. The line ends at
    /// `anchor`.
    void showAt(const TensorFacts& facts, QPoint anchor, const QRect& beside);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintLeader(QPainter& painter) const;
    void paintHistogram(QPainter& painter, const QRectF& well) const;
    void paintFigures(QPainter& painter) const;

    TensorFacts facts_;
    QRect card_;     ///< in own coordinates
    QPoint anchor_;  ///< in own coordinates
};

/// Three significant digits: "0.21", "3.87", "1.2e-05".
QString shortNumber(double value);

}  // namespace nw::canvas
