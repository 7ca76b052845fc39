// Smoothing, thinning and the arithmetic of axes.
#include "widgets/plot/series.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>

namespace nw::plot {

double Series::smooth(qsizetype i) const {
    if (kind_ != CurveKind::Train || smoothing_ <= 0) return raw_[i];
    const double sigma = smoothing_ / (1 - smoothing_) / 2;
    const auto reach = static_cast<qsizetype>(std::ceil(3 * sigma));
    const qsizetype before = std::min(reach, i), after = std::min({reach, raw_.size() - 1 - i, before == i ? i : reach});
    double sum = 0, weights = 0;
    for (qsizetype k = i - before; k <= i + after; ++k) {
        const double d = static_cast<double>(k - i) / sigma, weight = std::exp(-d * d / 2);
        sum += weight * raw_[k];
        weights += weight;
    }
    return sum / weights;
}

void Series::append(double x, double y) {
    dropTail();
    if (!std::isfinite(x) || (!x_.isEmpty() && x <= x_.back())) return;
    if (!std::isfinite(y)) {
        broken_ = true;
        return;
    }
    broken_ = false;
    x_.append(x);
    raw_.append(y);
    last_ = x_.size() - 1;
}

void Series::setTail(double x, double y) {
    dropTail();
    const qsizetype made = size();
    if (!broken_ && std::isfinite(y)) append(x, y);
    tail_ = size() > made;
}

void Series::dropTail() {
    if (!std::exchange(tail_, false)) return;
    x_.removeLast();
    raw_.removeLast();
    last_ = size() - 1;
}

void Series::clear() {
    tail_ = false;
    x_.clear();
    raw_.clear();
    last_ = -1;
    broken_ = false;
}

qsizetype Series::lowerBound(double x) const { return std::lower_bound(x_.begin(), x_.end(), x) - x_.begin(); }

qsizetype Series::nearest(double x) const {
    if (x_.isEmpty()) return -1;
    const qsizetype i = std::min(lowerBound(x), x_.size() - 1);
    return i > 0 && x - x_[i - 1] < x_[i] - x ? i - 1 : i;
}

qsizetype Series::lastUntil(double x) const { return std::upper_bound(x_.begin(), x_.end(), x) - x_.begin() - 1; }

QList<QPointF> Series::thinned(double low, double high, qsizetype most) const {
    QList<QPointF> out;
    if (x_.isEmpty()) return out;
    const qsizetype first = std::max<qsizetype>(0, lowerBound(low) - 1), end = std::min(x_.size(), lowerBound(high) + 2);
    const qsizetype count = end - first;
    if (count <= 0) return out;
    const qsizetype step = std::max<qsizetype>(1, (count + most - 2) / std::max<qsizetype>(1, most - 1));
    out.reserve(count / step + 1);
    for (qsizetype i = first; i < end; i += step) out.append({x_[i], smooth(i)});
    if (out.back().x() != x_[end - 1]) out.append({x_[end - 1], smooth(end - 1)});
    return out;
}

void Series::collect(double low, double high, QList<double>& out) const {
    for (qsizetype i = lowerBound(low), end = x_.size(); i < end && x_[i] <= high; ++i) out.append(raw_[i]);
}

double percentile(QList<double>& values, double share) {
    if (values.isEmpty()) return 0;
    const auto at = std::clamp<qsizetype>(static_cast<qsizetype>(std::lround(share * static_cast<double>(values.size() - 1))), 0,
                                          values.size() - 1);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[at];
}

double niceStep(double range, int parts) {
    if (!(range > 0) || !std::isfinite(range)) return 1;
    const double wished = range / parts, power = std::pow(10, std::floor(std::log10(wished)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (wished <= factor * power * 1.0001) return factor * power;
    return 10 * power;
}

namespace {

/// Beyond these a power of ten says more than digits do.
constexpr double Smallest = 0.001, Largest = 1e5;

/// "1.2e-5": as people write it, without the signs and zeros that tell nothing.
QString powerText(double value, int decimals) {
    const QString text = QString::number(value, 'e', decimals);
    const qsizetype at = text.indexOf(u'e');
    return text.left(at) + u'e' + QString::number(text.mid(at + 1).toInt());
}

}  // namespace

QString figure(double value) {
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("NaN") : value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::abs(value);
    if (size >= Largest) return powerText(value, 2);
    if (size != 0 && size < Smallest) return powerText(value, 1);
    return QLocale().toString(value, 'f', size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

QString axisText(double value, double step) {
    int power = static_cast<int>(std::floor(std::log10(step) + 1e-9));  // of the last digit
    if (const double digits = step / std::pow(10, power); std::abs(digits - std::round(digits)) > 1e-6) --power;
    const bool far = step < Smallest / 100 || step >= Largest / 5;
    const double size = std::abs(value);
    if (size < step * 1e-6) return QLocale().toString(0.0, 'f', far ? 0 : std::max(-power, 0));
    if (!far && size < 10 * Largest) return QLocale().toString(value, 'f', std::max(-power, 0));
    return powerText(value, std::clamp(static_cast<int>(std::floor(std::log10(size) + 1e-9)) - power, 0, 6));
}

}  // namespace nw::plot
