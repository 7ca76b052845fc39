// A curve with marks at its points.
#pragma once

#include "widgets/plot/qcustomplot_header.h"

namespace nw::plot {

/// Its marks are whole where they lie on the first or last value of an axis.
class MarkedGraph final : public QCPGraph {
public:
    using QCPGraph::QCPGraph;

protected:
    void drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& scatters, const QCPScatterStyle& style) const override {
        painter->setClipRect(clipRect().adjusted(-6, -6, 6, 6));
        QCPGraph::drawScatterPlot(painter, scatters, style);
    }
};

}  // namespace nw::plot
