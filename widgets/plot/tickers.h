// Ticks of the value axis: round numbers, written with the digits that tell them apart.
#pragma once

#include <algorithm>
#include <cmath>

#include "widgets/plot/qcustomplot_header.h"
#include "widgets/plot/series.h"

namespace nw::plot {

/// Ticks that lie the step given to setTickStep apart.
class LinearTicker final : public QCPAxisTickerFixed {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return axisText(tick, tickStep()); }
};

/// Ticks of a logarithmic axis at 1, 2 and 5 of each decade, at its beginning only where there are many; round numbers also where
/// it spans less than a decade.
class LogTicker final : public QCPAxisTicker {
public:
    /// So many labels have room.
    void setMost(int labels) { most_ = std::max(1, labels); }

protected:
    double getTickStep(const QCPRange& range) override { return range.upper / std::max(range.lower, 1e-300); }
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double ratio, const QCPRange& range) override {
        QVector<double> out;
        const double decades = std::log10(ratio);
        const bool whole = decades >= 3 || 3 * decades > most_ + 1;
        const int stride = std::max(1, static_cast<int>(std::ceil(decades / most_)));
        for (int k = static_cast<int>(std::floor(std::log10(range.lower))); k <= std::log10(range.upper); ++k)
            for (const double digit : {1.0, 2.0, 5.0})
                if ((digit == 1 || !whole || decades < 1) && k % stride == 0) out.append(digit * std::pow(10, k));
        return out;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return axisText(tick, std::pow(10, std::floor(std::log10(tick) + 1e-9)));
    }

private:
    int most_ = 8;
};

}  // namespace nw::plot
