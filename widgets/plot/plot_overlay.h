// What lies over the curves: title, values at the lines' ends, cross-hair, the span of a drag. Moving it draws no curve again.
#pragma once

#include <QPainter>
#include <QWidget>
#include <vector>

#include "widgets/plot/curve_plot.h"

namespace nw::plot {

class PlotOverlay final : public QWidget {
    Q_OBJECT
public:
    explicit PlotOverlay(CurvePlot& plot);
    /// Everything, on any device in the plot's coordinates.
    void paint(QPainter& painter) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct End;
    std::vector<End> ends() const;
    static void pushApart(std::vector<End>& ends, double bottom);
    void paintEnds(QPainter& painter) const;
    void paintCrossHair(QPainter& painter) const;
    struct Row;
    void paintCard(QPainter& painter, double x, const std::vector<CurvePlot::Reading>& readings) const;
    static void paintRow(QPainter& painter, const Row& row, const QRectF& line, double notes);
    double at(double pixel) const;
    double stepAt(double pixel) const;

    CurvePlot& plot_;
    double pressed_ = -1, dragged_ = -1;  ///< pixels; negative when there is no drag
};

}  // namespace nw::plot
