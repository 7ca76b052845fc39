// Ranges of the axes: what is in view, without outliers, to round values.
#include <algorithm>
#include <cmath>

#include "widgets/plot/curve_plot.h"
#include "widgets/plot/qcustomplot_header.h"

namespace nw::plot {

void CurvePlot::fitX() {
    const double end = std::max(expectedEnd_, lastX());
    plot_->xAxis->setRange(0, end > 0 ? end : 1);
}

/// Without outliers, so that the first steps of a run do not flatten the rest. {0, 0} when there are none.
std::pair<double, double> CurvePlot::valuesInView() const {
    const auto [left, right] = xRange();
    QList<double> values, exact;
    for (const Curve* c : shownCurves()) c->series.collect(left, right, c->series.kind() == CurveKind::Train ? values : exact);
    values.removeIf([this](double v) { return log_ && v <= 0; });
    exact.removeIf([this](double v) { return log_ && v <= 0; });
    if (values.isEmpty()) values = exact;
    if (values.isEmpty()) return {0, 0};
    double low = percentile(values, 0.01), high = percentile(values, 0.93);
    for (const double v : std::as_const(exact)) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    return {low, high};
}

/// From 0 where that does not hide the curve; to round values.
void CurvePlot::fitY() {
    auto [low, high] = valuesInView();
    if (high == 0 && low == 0) return log_ ? plot_->yAxis->setRange(0.1, 1) : setYRange(0, 1);
    if (log_) return plot_->yAxis->setRange(low / 1.2, std::max(high, low * 4) * 1.2);
    if (share_) {
        high = 1;
        low = low < 0.5 ? 0 : low;
    } else if (low > 0 && high - low > 0.35 * high) {
        low = 0;
    }
    if (high - low < 1e-9) high = low + std::max(1e-6, std::abs(low) * 0.1);
    setYRange(low, high);
}

void CurvePlot::setYRange(double low, double high) {
    const int parts = std::clamp(plot_->axisRect()->height() / 26, 1, 4);  // labels must not touch
    const double step = niceStep(high - low, parts);
    int decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 8);
    if (std::abs(step * std::pow(10, decimals) - std::round(step * std::pow(10, decimals))) > 1e-6) ++decimals;
    if (auto ticker = plot_->yAxis->ticker().dynamicCast<QCPAxisTickerFixed>()) ticker->setTickStep(step);
    const bool small = decimals > 6;
    const bool large = high >= 1e6;
    plot_->yAxis->setNumberFormat(small || large ? QStringLiteral("g") : QStringLiteral("f"));
    plot_->yAxis->setNumberPrecision(small || large ? 3 : decimals);
    plot_->yAxis->setRange(std::floor(low / step + 1e-9) * step, share_ ? 1 : std::ceil(high / step - 1e-9) * step);
}

QList<double> CurvePlot::yTicks() const {
    QList<double> out;
    const auto [low, high] = yRange();
    for (const double tick : plot_->yAxis->tickVector())
        if (tick >= low && tick <= high) out.append(tick);
    return out;
}

}  // namespace nw::plot
