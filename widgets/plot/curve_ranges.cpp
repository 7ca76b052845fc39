// Ranges of the axes: what is in view, without outliers, to round values.
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "widgets/plot/curve_plot.h"
#include "widgets/plot/qcustomplot_header.h"
#include "widgets/plot/tickers.h"

namespace nw::plot {

namespace {

constexpr int LeastLabelRoom = 56, LabelPadding = 8;
constexpr QMargins Margins{0, 40, 132, 34};
constexpr int AxisNameHeight = 16;

}  // namespace

void CurvePlot::fitX() {
    const double end = std::max(expectedEnd_, lastX());
    plot_->xAxis->setRange(0, end > 0 ? end : 1);
}

/// Without outliers, so that the first steps of a run do not flatten the rest; with logarithms, which flatten nothing, all. {0, 0}
/// when there are none.
std::pair<double, double> CurvePlot::valuesInView() const {
    const auto [left, right] = xRange();
    QList<double> values, exact;
    for (const Curve* c : shownCurves()) c->series.collect(left, right, c->series.kind() == CurveKind::Train ? values : exact);
    values.removeIf([this](double v) { return log_ && v <= 0; });
    exact.removeIf([this](double v) { return log_ && v <= 0; });
    if (values.isEmpty()) values = exact;
    if (values.isEmpty()) return {0, 0};
    double low = percentile(values, log_ ? 0 : 0.01), high = percentile(values, log_ ? 1 : 0.93);
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

/// So many labels fit below each other without touching.
int CurvePlot::mostLabels() const {
    const QMargins margins = plot_->axisRect()->margins();
    return std::max(1, (height() - margins.top() - margins.bottom()) / 26);
}

void CurvePlot::setYRange(double low, double high) {
    const double step = niceStep(high - low, std::min(mostLabels(), 4));
    if (auto ticker = plot_->yAxis->ticker().dynamicCast<LinearTicker>()) ticker->setTickStep(step);
    plot_->yAxis->setRange(std::floor(low / step + 1e-9) * step, share_ ? 1 : std::ceil(high / step - 1e-9) * step);
}

/// The margin takes what the labels need.
void CurvePlot::fitLabels() {
    if (auto ticker = plot_->yAxis->ticker().dynamicCast<LogTicker>()) ticker->setMost(mostLabels());
    QVector<double> ticks;
    QVector<QString> texts;
    plot_->yAxis->ticker()->generate(plot_->yAxis->range(), QLocale(), u'f', 3, ticks, nullptr, &texts);
    const QFontMetrics metrics(plot_->yAxis->tickLabelFont());
    int widest = 0;
    yTicks_.clear();
    yLabels_.clear();
    for (qsizetype i = 0; i < ticks.size(); ++i) {
        if (!plot_->yAxis->range().contains(ticks[i])) continue;
        yTicks_ << ticks[i];
        yLabels_ << texts[i];
        widest = std::max(widest, metrics.horizontalAdvance(texts[i]));
    }
    const bool news = std::exchange(labelRoom_, widest + 2 * LabelPadding) != widest + 2 * LabelPadding;
    setMargins();
    if (news) Q_EMIT labelRoomChanged();
}

void CurvePlot::setLeftRoom(int room) {
    if (std::exchange(leftRoom_, room) == room) return;
    setMargins();
    changed();
}

void CurvePlot::setMargins() {
    const int name = plot_->xAxis->label().isEmpty() ? 0 : AxisNameHeight;
    plot_->axisRect()->setMargins(Margins + QMargins(std::max({LeastLabelRoom, labelRoom_, leftRoom_}), 0, 0, name));
}

}  // namespace nw::plot
