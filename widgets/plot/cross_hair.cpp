// The cross-hair: what is told at it, and the keys that move it.
#include <QFocusEvent>
#include <QKeyEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/plot/curve_plot.h"
#include "widgets/plot/plot_overlay.h"

namespace nw::plot {

namespace {

constexpr double None = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void CurvePlot::setCrossHair(double x) {
    byKeys_ = false;
    if (x == crossHair_ || (std::isnan(x) && std::isnan(crossHair_))) return;
    crossHair_ = x;
    overlay_->update();
    describe();
    Q_EMIT crossHairMoved(x);
}

/// The shown curve with the most points; null when there are no points.
const Series* CurvePlot::finest() const {
    const Series* finest = nullptr;
    for (const Curve* c : shownCurves())
        if (!finest || c->series.size() > finest->size()) finest = &c->series;
    return finest && !finest->isEmpty() ? finest : nullptr;
}

/// A point less than half a step away is at the same step. A train curve has a value at each, a validation where it was made.
std::vector<CurvePlot::Reading> CurvePlot::readings() const {
    std::vector<Reading> out;
    const Series* steps = std::isnan(crossHair_) ? nullptr : finest();
    if (!steps) return out;
    for (const Curve* c : shownCurves()) {
        const Series& s = c->series;
        const qsizetype i = s.nearest(crossHair_);
        if (i < 0) continue;
        const bool train = s.kind() == CurveKind::Train;
        const bool within = train && crossHair_ > s.x(0) && crossHair_ < s.x(s.size() - 1);
        const double reach = std::max(steps->spacing(), train ? s.spacing() : 0) * 0.501 + 1e-9;
        if (!within && std::abs(s.x(i) - crossHair_) > reach) continue;
        const QString raw = train && smoothing_ > 0 ? tr("raw %1").arg(figure(s.raw(i))) : QString();
        out.push_back({&s, s.x(i), s.smooth(i), raw});
    }
    return out;
}

QString CurvePlot::crossHairText() const {
    const QString at = figure(crossHair_);
    return xLabel_.isEmpty() ? at : xLabel_ + QStringLiteral(" ") + at;
}

/// The next point of the curve with the most of them.
void CurvePlot::stepCrossHair(int points) {
    const Series* steps = finest();
    if (!steps) return;
    const qsizetype from = std::isnan(crossHair_) ? steps->size() - 1 : steps->nearest(crossHair_) + points;
    const double x = steps->x(std::clamp<qsizetype>(from, 0, steps->size() - 1));
    const auto [low, high] = xRange();
    if (x < low || x > high) setXRange(x - (high - low) / 2, x + (high - low) / 2);
    setCrossHair(x);
    byKeys_ = true;
}

/// What a screen reader says: the values at the cross-hair, else the last ones.
void CurvePlot::describe() {
    QStringList parts;
    const std::vector<Reading> there = readings();
    if (!there.empty()) parts << tr("at %1").arg(crossHairText());
    for (const Reading& r : there) {
        parts << tr("%1 %2").arg(r.series->name(), figure(r.value));
        if (!r.note.isEmpty()) parts << r.note;
    }
    for (const Curve* c : there.empty() ? shownCurves() : std::vector<const Curve*>()) {
        const Series& s = c->series;
        if (s.last() < 0) continue;
        parts << tr("%1 %2").arg(s.name(), figure(s.smooth(s.last())));
        if (s.isBroken()) parts << tr("%1 became NaN after %2").arg(s.name(), figure(s.x(s.last())));
    }
    const QString text = parts.isEmpty() ? tr("No points yet") : parts.join(QStringLiteral(", "));
    if (text != accessibleDescription()) setAccessibleDescription(text);
}

void CurvePlot::keyPressEvent(QKeyEvent* event) {
    const auto [low, high] = xRange();
    const int step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
    switch (event->key()) {
        case Qt::Key_Left: return stepCrossHair(-step);
        case Qt::Key_Right: return stepCrossHair(step);
        case Qt::Key_Home: return stepCrossHair(std::numeric_limits<int>::min() / 2);
        case Qt::Key_End: return stepCrossHair(std::numeric_limits<int>::max() / 2);
        case Qt::Key_Plus:
        case Qt::Key_Equal: return zoomX(std::isnan(crossHair_) ? (low + high) / 2 : crossHair_, 1 / 1.5);
        case Qt::Key_Minus: return zoomX(std::isnan(crossHair_) ? (low + high) / 2 : crossHair_, 1.5);
        case Qt::Key_0: return fit();
        case Qt::Key_Escape:
            if (std::isnan(crossHair_)) return QWidget::keyPressEvent(event);
            return setCrossHair(None);
        default: QWidget::keyPressEvent(event);
    }
}

/// The one that keys set goes with the focus, the pointer's with the pointer.
void CurvePlot::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    const bool back = event->reason() == Qt::ActiveWindowFocusReason || event->reason() == Qt::PopupFocusReason;
    if (byKeys_ && !back) setCrossHair(None);
}

void CurvePlot::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setCrossHair(None);
}

}  // namespace nw::plot
