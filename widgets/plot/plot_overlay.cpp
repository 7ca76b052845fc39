// Draws the overlay and turns the mouse into ranges and cross-hairs.
#include "widgets/plot/plot_overlay.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/plot/qcustomplot_header.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

namespace nw::plot {

namespace {

using theme::Token;
using theme::Type;

constexpr double LabelGap = 12, LabelHeight = 16, RowHeight = 18, CircleReach = 6;
constexpr int DragDistance = 6;

}  // namespace

PlotOverlay::PlotOverlay(CurvePlot& plot) : QWidget(&plot), plot_(plot) {
    setMouseTracking(true);
    setFocusProxy(&plot);
    setAccessibleName(plot.title_);
    setFocusPolicy(Qt::ClickFocus);
}

double PlotOverlay::at(double pixel) const { return plot_.plot_->xAxis->pixelToCoord(pixel); }

void PlotOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paint(painter);
}

void PlotOverlay::paint(QPainter& p) const {
    p.setRenderHint(QPainter::Antialiasing);
    p.setFont(theme::font(Type::BodyStrong));
    p.setPen(theme::colour(Token::Text));
    p.drawText(QRectF(16, 8, plot_.width() - 32, 20), Qt::AlignVCenter, plot_.title_);
    paintEnds(p);
    const QRect area = plot_.area();
    if (dragged_ >= 0) {
        const auto [low, high] = std::minmax(pressed_, dragged_);
        p.fillRect(QRectF(low, area.top(), high - low, area.height()), theme::withAlpha(theme::colour(Token::Accent), 0.14));
    } else if (!std::isnan(plot_.crossHair_)) {
        paintCrossHair(p);
    }
}

struct PlotOverlay::End {
    double x, y;
    QString name, figure;
    QColor colour;
    bool broken;
};

/// Where the lines end, from top to bottom, and their last values.
std::vector<PlotOverlay::End> PlotOverlay::ends() const {
    std::vector<End> out;
    const QRect area = plot_.area();
    const QCPAxis *xAxis = plot_.plot_->xAxis, *yAxis = plot_.plot_->yAxis;
    for (const CurvePlot::Curve* c : plot_.shownCurves()) {
        const Series& s = c->series;
        if (s.last() < 0) continue;
        const double value = s.smooth(s.last()), x = xAxis->coordToPixel(s.x(s.last()));
        if (x < area.left() || (plot_.log_ && value <= 0)) continue;
        const double y = std::clamp(yAxis->coordToPixel(value), area.top() + 0.0, area.bottom() + 0.0);
        const bool broken = s.isBroken() && x <= area.right() + 2;
        out.push_back({x, y, s.name(), QStringLiteral(" ") + figure(value), theme::curve(s.colour()), broken});
    }
    std::stable_sort(out.begin(), out.end(), [](const End& a, const End& b) { return a.y < b.y; });
    return out;
}

/// Apart where they would touch, the last of them above `bottom`.
void PlotOverlay::pushApart(std::vector<End>& ends, double bottom) {
    for (std::size_t i = 1; i < ends.size(); ++i) ends[i].y = std::max(ends[i].y, ends[i - 1].y + LabelHeight);
    if (ends.empty() || ends.back().y <= bottom) return;
    for (auto it = ends.rbegin(); it != ends.rend(); ++it, bottom -= LabelHeight) it->y = std::min(it->y, bottom);
}

/// The values stand at the lines' ends; a curve that broke ends in an octagon.
void PlotOverlay::paintEnds(QPainter& p) const {
    const QRect area = plot_.area();
    std::vector<End> labels = ends();
    double left = 0;
    for (const End& e : labels) {
        left = std::max(left, std::min(e.x, area.right() + 0.0) + LabelGap);
        if (!e.broken) continue;
        p.setPen(Qt::NoPen);
        p.setBrush(theme::colour(Token::Panel));  // the octagon's mark is cut out
        p.drawEllipse(QPointF(e.x, e.y), 8, 8);
        theme::drawIcon(&p, QStringLiteral("error"), QRectF(e.x - 11, e.y - 11, 22, 22), theme::colour(Token::Err));
    }
    pushApart(labels, area.bottom() - 2);
    p.setFont(theme::font(Type::Figure11));
    for (const End& l : labels) {
        const QFontMetrics metrics = p.fontMetrics();
        const int room = static_cast<int>(plot_.width() - left - 4) - metrics.horizontalAdvance(l.figure);
        p.setPen(l.colour);
        p.drawText(QRectF(left, l.y - LabelHeight / 2, plot_.width() - left, LabelHeight), Qt::AlignVCenter,
                   metrics.elidedText(l.name, Qt::ElideRight, room) + l.figure);
    }
}

void PlotOverlay::paintCrossHair(QPainter& p) const {
    const std::vector<CurvePlot::Reading> readings = plot_.readings();
    const QRect area = plot_.area();
    const double x = plot_.plot_->xAxis->coordToPixel(plot_.crossHair_);
    if (readings.empty() || x < area.left() - 0.5 || x > area.right() + 0.5) return;
    p.setPen(QPen(theme::colour(Token::LineStrong), 1));
    p.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const CurvePlot::Reading& r : readings) {
        const QPointF at(plot_.plot_->xAxis->coordToPixel(r.x), plot_.plot_->yAxis->coordToPixel(r.value));
        if (!QRectF(area).adjusted(-4, -4, 4, 4).contains(at)) continue;
        p.setPen(QPen(theme::colour(Token::Panel), 2));
        p.setBrush(theme::curve(r.series->colour()));
        p.drawEllipse(at, 5, 5);
    }
    paintCard(p, x, readings);
}

struct PlotOverlay::Row {
    QString name, value, note;
    QColor colour;
};

/// All values at the step; smoothed ones with what they were behind. Where the curves are not.
void PlotOverlay::paintCard(QPainter& p, double x, const std::vector<CurvePlot::Reading>& readings) const {
    const QString head = plot_.crossHairText();
    const QFontMetricsF small(theme::font(Type::Note)), mono(theme::font(Type::Figure11));
    double names = mono.horizontalAdvance(head) - 60, values = 0, notes = 0, highest = 1e9;
    std::vector<Row> rows;
    for (const CurvePlot::Reading& r : readings) {
        rows.push_back({r.series->name(), figure(r.value), r.note, theme::curve(r.series->colour())});
        names = std::max(names, small.horizontalAdvance(rows.back().name));
        values = std::max(values, mono.horizontalAdvance(rows.back().value));
        notes = std::max(notes, r.note.isEmpty() ? 0 : mono.horizontalAdvance(r.note) + 12);
        highest = std::min(highest, plot_.plot_->yAxis->coordToPixel(r.value));
    }
    const QRect area = plot_.area();
    const QSizeF size(54 + names + values + notes, 14 + RowHeight * static_cast<double>(rows.size() + 1));
    QRectF card(QPointF(x + 12, highest < area.center().y() ? area.bottom() - size.height() - 6 : area.top() + 6), size);
    if (card.right() > plot_.width() - 8) card.moveRight(x - 12);
    p.setPen(QPen(theme::colour(Token::Line), 1));
    p.setBrush(theme::colour(Token::Popup));
    p.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    QRectF line(card.left() + 12, card.top() + 8, card.width() - 24, RowHeight);
    p.setPen(theme::colour(Token::Text2));
    p.setFont(theme::font(Type::Figure11));
    p.drawText(line, Qt::AlignVCenter, head);
    for (const Row& row : rows) {
        line.translate(0, RowHeight);
        paintRow(p, row, line, notes);
    }
}

void PlotOverlay::paintRow(QPainter& p, const Row& row, const QRectF& line, double notes) {
    p.setPen(Qt::NoPen);
    p.setBrush(row.colour);
    p.drawEllipse(QPointF(line.left() + 4, line.center().y()), 4, 4);
    p.setPen(theme::colour(Token::Text2));
    p.setFont(theme::font(Type::Note));
    p.drawText(line.adjusted(14, 0, 0, 0), Qt::AlignVCenter, row.name);
    p.setFont(theme::font(Type::Figure11));
    p.setPen(theme::colour(Token::Text));
    p.drawText(line.adjusted(0, 0, -notes, 0), Qt::AlignVCenter | Qt::AlignRight, row.value);
    p.setPen(theme::colour(Token::Text3));
    p.drawText(line, Qt::AlignVCenter | Qt::AlignRight, row.note);
}

void PlotOverlay::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) pressed_ = event->position().x();
}

void PlotOverlay::mouseMoveEvent(QMouseEvent* event) {
    const QRect area = plot_.area();
    const double x = std::clamp(event->position().x(), area.left() + 0.0, area.right() + 0.0);
    if (pressed_ >= 0 && event->buttons() & Qt::LeftButton) {
        if (dragged_ < 0 && std::abs(x - pressed_) < DragDistance) return;
        pressed_ = std::clamp(pressed_, area.left() + 0.0, area.right() + 0.0);
        dragged_ = x;
        update();
        return;
    }
    plot_.setCrossHair(area.adjusted(-4, -4, 4, 4).contains(event->position().toPoint()) ? stepAt(x) : std::nan(""));
}

/// The x of the nearest point; a validation's where its circle is. NaN when there are no points.
double PlotOverlay::stepAt(double pixel) const {
    double nearest = std::nan(""), distance = std::numeric_limits<double>::max();
    for (const CurvePlot::Curve* c : plot_.shownCurves()) {
        const qsizetype i = c->series.nearest(at(pixel));
        if (i < 0) continue;
        double away = std::abs(plot_.plot_->xAxis->coordToPixel(c->series.x(i)) - pixel);
        if (c->series.kind() == CurveKind::Validation && away <= CircleReach) away = -1;
        if (away >= distance) continue;
        nearest = c->series.x(i);
        distance = away;
    }
    return nearest;
}

void PlotOverlay::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const double from = std::exchange(pressed_, -1), to = std::exchange(dragged_, -1);
    update();
    if (to >= 0 && std::abs(to - from) >= DragDistance) plot_.setXRange(at(std::min(from, to)), at(std::max(from, to)));
}

void PlotOverlay::mouseDoubleClickEvent(QMouseEvent*) {
    pressed_ = dragged_ = -1;
    plot_.fit();
}

void PlotOverlay::wheelEvent(QWheelEvent* event) {
    const double turns = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
    const auto [low, high] = plot_.xRange();
    if (event->modifiers() & Qt::ShiftModifier)
        plot_.setXRange(low - turns * (high - low) / 8, high - turns * (high - low) / 8);
    else
        plot_.zoomX(at(event->position().x()), std::pow(1.2, -turns));
    event->accept();
}

void PlotOverlay::leaveEvent(QEvent*) {
    if (!plot_.byKeys_) plot_.setCrossHair(std::nan(""));
}

}  // namespace nw::plot
