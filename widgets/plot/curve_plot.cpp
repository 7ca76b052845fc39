// Curves on QCustomPlot: which points go there, axes, pens, keys.
#include "widgets/plot/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/plot/marked_graph.h"
#include "widgets/plot/plot_overlay.h"
#include "widgets/plot/qcustomplot_header.h"
#include "widgets/plot/tickers.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::plot {

namespace {

using theme::Token;

constexpr int ReplotMs = 100, MostPoints = 300;
constexpr double None = std::numeric_limits<double>::quiet_NaN();

}  // namespace

CurvePlot::CurvePlot(const QString& title, QWidget* parent)
    : QWidget(parent), title_(title), plot_(new QCustomPlot(this)), overlay_(new PlotOverlay(*this)), crossHair_(None) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    theme::followFocus(this, 7);
    theme::keepRingInside(this);
    plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
    plot_->setFocusPolicy(Qt::NoFocus);
    plot_->axisRect()->setAutoMargins(QCP::msNone);
    plot_->axisRect()->setRangeZoom({});
    plot_->axisRect()->setRangeDrag({});
    plot_->xAxis->grid()->setVisible(false);
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelPadding(8);
        axis->setSubTicks(false);
    }
    plot_->yAxis->setTicker(QSharedPointer<LinearTicker>::create());
    plot_->yAxis->setNumberFormat(QStringLiteral("f"));  // labels are drawn as the ticker writes them
    setMargins();
    throttle_.setSingleShot(true);
    throttle_.setInterval(ReplotMs);
    connect(&throttle_, &QTimer::timeout, this, [this] {
        if (dirty_) redraw();
    });
    connect(plot_, &QCustomPlot::afterReplot, overlay_, qOverload<>(&QWidget::update));
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &CurvePlot::applyTheme);
    applyTheme();
    fit();
}

CurvePlot::~CurvePlot() = default;

CurvePlot::Curve* CurvePlot::find(int series) {
    const auto it = std::find_if(curves_.begin(), curves_.end(), [series](const Curve& c) { return c.id == series; });
    return it == curves_.end() ? nullptr : &*it;
}

const Series& CurvePlot::series(int series) const { return const_cast<CurvePlot*>(this)->find(series)->series; }

int CurvePlot::addSeries(const QString& name, CurveKind kind, int colour, Stroke stroke) {
    QCPGraph* raw = kind == CurveKind::Train ? plot_->addGraph() : nullptr;
    QCPGraph* line = raw ? plot_->addGraph() : new MarkedGraph(plot_->xAxis, plot_->yAxis);
    curves_.push_back({nextId_, Series(name, kind, colour, stroke), raw, line});
    curves_.back().series.setSmoothing(smoothing_);
    applyPens(curves_.back());
    return nextId_++;
}

void CurvePlot::removeSeries(int series) {
    Curve* curve = find(series);
    if (!curve) return;
    if (curve->raw) plot_->removeGraph(curve->raw);
    plot_->removeGraph(curve->line);
    curves_.erase(curves_.begin() + (curve - curves_.data()));
    changed();
}

void CurvePlot::setSeriesShown(int series, bool shown) {
    Curve* curve = find(series);
    if (!curve || curve->series.isShown() == shown) return;
    curve->series.setShown(shown);
    if (curve->raw) curve->raw->setVisible(shown);
    curve->line->setVisible(shown);
    changed();
}

void CurvePlot::append(int series, double x, double y) {
    if (Curve* curve = find(series)) {
        dropTail(*curve);
        curve->series.append(x, y);
        changed();
    }
}

void CurvePlot::setTail(int series, double x, double y) {
    if (Curve* curve = find(series)) {
        dropTail(*curve);
        curve->series.setTail(x, y);
        changed();
    }
}

/// Before another point takes the tail's place in the series: it goes from what is drawn.
void CurvePlot::dropTail(Curve& curve) {
    const Series& s = curve.series;
    if (!s.hasTail() || curve.drawn < s.size()) return;
    --curve.drawn;
    if (curve.raw) curve.raw->data()->remove(s.x(curve.drawn));
}

void CurvePlot::clear() {
    for (Curve& curve : curves_) {
        curve.series.clear();
        curve.drawn = 0;
        if (curve.raw) curve.raw->data()->clear();
        curve.line->data()->clear();
    }
    fit();
}

void CurvePlot::setSmoothing(double smoothing) {
    smoothing_ = std::clamp(smoothing, 0.0, 0.99);
    for (Curve& curve : curves_) curve.series.setSmoothing(smoothing_);
    changed();
}

void CurvePlot::setLogScale(bool log) {
    if (log == log_) return;
    log_ = log;
    plot_->yAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (log)
        plot_->yAxis->setTicker(QSharedPointer<LogTicker>::create());
    else
        plot_->yAxis->setTicker(QSharedPointer<LinearTicker>::create());
    changed();
}

void CurvePlot::setExpectedEnd(double x) {
    expectedEnd_ = x;
    changed();
}

void CurvePlot::setXLabel(const QString& label, bool shown) {
    xLabel_ = label;
    plot_->xAxis->setLabel(shown ? label : QString());
    plot_->xAxis->setLabelPadding(2);
    setMargins();
    changed();
}

void CurvePlot::setShare(bool share) {
    share_ = share;
    changed();
}

/// At once when the last drawing is long enough ago, else when it is.
void CurvePlot::changed() {
    dirty_ = true;
    if (!isVisible() || throttle_.isActive()) return;
    throttle_.start(drawn_.isValid() ? static_cast<int>(std::max<qint64>(0, ReplotMs - drawn_.elapsed())) : 0);
}

void CurvePlot::redraw() {
    dirty_ = false;
    if (fitted_) fitX();
    for (Curve& curve : curves_) refill(curve);
    fitY();
    fitLabels();
    ++replots_;
    drawn_.start();
    plot_->replot(QCustomPlot::rpQueuedReplot);
    describe();
}

void CurvePlot::refill(Curve& curve) {
    const Series& s = curve.series;
    if (curve.raw)
        for (; curve.drawn < s.size(); ++curve.drawn) curve.raw->addData(s.x(curve.drawn), s.raw(curve.drawn));
    const auto [low, high] = xRange();
    const QList<QPointF> points = s.thinned(low, high, MostPoints);
    QVector<QCPGraphData> data;
    data.reserve(points.size());
    for (const QPointF& p : points) data.append(QCPGraphData(p.x(), p.y()));
    curve.line->data()->set(data, true);
    if (s.kind() == CurveKind::Validation) curve.line->setScatterSkip(static_cast<int>(points.size() / 60));
}

void CurvePlot::applyPens(Curve& curve) {
    const QColor colour = theme::curve(curve.series.colour());
    if (curve.raw) {
        curve.raw->setPen(QPen(theme::withAlpha(colour, theme::Theme::instance().isDark() ? 0.38 : 0.28), 1));
        curve.raw->setLayer(QStringLiteral("main"));
    }
    QPen pen(colour, 2);
    pen.setCapStyle(Qt::FlatCap);
    if (curve.series.stroke() == Stroke::Dashed) pen.setDashPattern({4, 2});
    if (curve.series.stroke() == Stroke::Dotted) pen.setDashPattern({1, 1.5});
    curve.line->setPen(pen);
    if (curve.series.kind() == CurveKind::Validation)
        curve.line->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colour, 2), QBrush(theme::colour(Token::Panel)), 8));
}

void CurvePlot::applyTheme() {
    plot_->setBackground(theme::colour(Token::Panel));
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
        axis->setTickLabelFont(theme::font(theme::Type::Figure11));
        axis->setTickLabelColor(theme::colour(Token::Text2));
        axis->setLabelFont(theme::font(theme::Type::Note));
        axis->setLabelColor(theme::colour(Token::Text2));
        axis->grid()->setPen(QPen(theme::colour(Token::Line), 1));
        axis->grid()->setZeroLinePen(QPen(theme::colour(Token::Line), 1));
    }
    for (Curve& curve : curves_) applyPens(curve);
    plot_->replot(QCustomPlot::rpQueuedReplot);
    overlay_->update();
}

double CurvePlot::lastX() const {
    double last = 0;
    for (const Curve* c : shownCurves())
        if (!c->series.isEmpty()) last = std::max(last, c->series.x(c->series.size() - 1));
    return last;
}

std::vector<const CurvePlot::Curve*> CurvePlot::shownCurves() const {
    std::vector<const Curve*> out;
    for (const Curve& c : curves_)
        if (c.series.isShown()) out.push_back(&c);
    return out;
}

void CurvePlot::fit() {
    fitted_ = true;
    fitX();
    changed();
    Q_EMIT rangeChanged(xRange().first, xRange().second);
}

std::pair<double, double> CurvePlot::xRange() const { return {plot_->xAxis->range().lower, plot_->xAxis->range().upper}; }
std::pair<double, double> CurvePlot::yRange() const { return {plot_->yAxis->range().lower, plot_->yAxis->range().upper}; }

QRect CurvePlot::area() const { return plot_->axisRect()->rect(); }

void CurvePlot::setXRange(double low, double high) {
    const double end = std::max({expectedEnd_, lastX(), 1e-9});
    const double width = std::clamp(high - low, end * 1e-4, end);
    low = std::clamp(low, 0.0, end - width);
    fitted_ = width >= end * (1 - 1e-9);
    plot_->xAxis->setRange(low, low + width);
    dirty_ = true;
    if (isVisible()) redraw();
    Q_EMIT rangeChanged(low, low + width);
}

void CurvePlot::zoomX(double at, double factor) {
    const auto [low, high] = xRange();
    setXRange(at - (at - low) * factor, at - (at - low) * factor + (high - low) * factor);
}

void CurvePlot::resizeEvent(QResizeEvent*) {
    plot_->setGeometry(rect());
    overlay_->setGeometry(rect());
}

void CurvePlot::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) redraw();
}

QImage CurvePlot::toImage(double scale) {
    redraw();
    QImage image((QSizeF(size()) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(theme::colour(Token::Panel));
    QPainter painter(&image);
    const QPixmap curves = plot_->toPixmap(width(), height(), scale);
    painter.drawPixmap(QRectF(rect()), curves, QRectF(QPointF(0, 0), QSizeF(curves.size())));
    overlay_->paint(painter);
    return image;
}

bool CurvePlot::savePng(const QString& path, double scale) { return toImage(scale).save(path, "PNG"); }

}  // namespace nw::plot
