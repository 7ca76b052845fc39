// One curve's points and what is drawn of them: a smooth line of a few hundred points, ranges without outliers.
#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <utility>

namespace nw::plot {

enum class CurveKind {
    Train,       ///< many noisy points: a faint raw line behind a smoothed one
    Validation,  ///< few points: open circles on a line
};

/// How the lines of a run look besides their colour.
enum class Stroke { Solid, Dashed, Dotted };

/// Points come in the order of x. A value that is not finite ends the curve; later points begin it anew.
class Series {
public:
    Series(QString name, CurveKind kind, int colour, Stroke stroke = Stroke::Solid)
        : name_(std::move(name)), kind_(kind), colour_(colour), stroke_(stroke) {}

    const QString& name() const { return name_; }
    CurveKind kind() const { return kind_; }
    int colour() const { return colour_; }
    Stroke stroke() const { return stroke_; }
    bool isShown() const { return shown_; }
    void setShown(bool shown) { shown_ = shown; }

    /// Points whose x is not after the last one are dropped. Costs the same however many there are.
    void append(double x, double y);
    /// A point in the making behind all others: the next one, made or in the making, takes its place.
    void setTail(double x, double y);
    bool hasTail() const { return tail_; }
    void clear();
    /// 0…0.99, of train curves. The mean has the width of an exponential one with this weight of the past, s / (1 - s) points, but
    /// lies around each point (a Gaussian), so that a falling curve is not drawn late; at the start it shrinks to stay centred.
    void setSmoothing(double smoothing) { smoothing_ = smoothing < 0 ? 0 : smoothing > 0.99 ? 0.99 : smoothing; }

    qsizetype size() const { return x_.size(); }
    bool isEmpty() const { return x_.isEmpty(); }
    double x(qsizetype i) const { return x_[i]; }
    double raw(qsizetype i) const { return raw_[i]; }
    double smooth(qsizetype i) const;
    /// The last finite point; -1 when none.
    qsizetype last() const { return last_; }
    /// A value that is not finite came after last().
    bool isBroken() const { return broken_; }
    /// The point nearest to x; -1 when none.
    qsizetype nearest(double x) const;
    /// The last point that is not after x; -1 when none.
    qsizetype lastUntil(double x) const;
    /// Between two points on average; 0 with fewer than two.
    double spacing() const { return size() < 2 ? 0 : (x_.back() - x_.front()) / static_cast<double>(size() - 1); }

    /// At most `most` points of the smoothed line between two x and one beyond on each side, the last always among them.
    QList<QPointF> thinned(double low, double high, qsizetype most) const;
    /// Raw values between two x, for ranges.
    void collect(double low, double high, QList<double>& out) const;

private:
    qsizetype lowerBound(double x) const;

    QString name_;
    CurveKind kind_;
    int colour_;
    Stroke stroke_;
    void dropTail();
    bool shown_ = true, broken_ = false, tail_ = false;
    double smoothing_ = 0;
    qsizetype last_ = -1;
    QList<double> x_, raw_;
};

/// The value below which `share` of the values lie; reorders them. 0 when there are none.
double percentile(QList<double>& values, double share);
/// A step of 1, 2, 2.5 or 5 times a power of ten that divides the range into about `parts`.
double niceStep(double range, int parts);
/// Three digits that matter, of constant width while they change: "0.059", "2.31", "14.2", "1,204", "1.2e-5", "1.23e29".
QString figure(double value);
/// A value of an axis whose values lie `step` apart, with the digits that tell them apart: "0.25", "1.15e29".
QString axisText(double value, double step);

}  // namespace nw::plot
