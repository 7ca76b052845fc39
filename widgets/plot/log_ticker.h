// Ticks of a logarithmic axis that are round numbers, also where it spans less than a decade.
#pragma once

#include <algorithm>
#include <cmath>

#include "widgets/plot/qcustomplot_header.h"

namespace nw::plot {

/// Ticks at 1, 2 and 5 of each decade, at its beginning only where there are many.
class LogTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override { return range.upper / std::max(range.lower, 1e-300); }
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double ratio, const QCPRange& range) override {
        QVector<double> out;
        const double decades = std::log10(ratio);
        for (int k = static_cast<int>(std::floor(std::log10(range.lower))); k <= std::log10(range.upper); ++k)
            for (const double digit : {1.0, 2.0, 5.0})
                if ((digit == 1 || decades < 3) && (decades < 8 || k % 2 == 0)) out.append(digit * std::pow(10, k));
        return out;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return QString::number(tick, 'g', 2); }
};

}  // namespace nw::plot
