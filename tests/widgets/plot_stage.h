// A plot with a curve of a training and one of its validation, for tests.
#pragma once

#include <QtTest>
#include <cmath>

#include "widgets/plot/curve_plot.h"

namespace nw::test {

/// As a test class: init() is to call setUp().
class OnPlot : public QObject {
protected:
    std::unique_ptr<plot::CurvePlot> plot_;
    int train_ = 0, validation_ = 0;
    /// The topmost child takes the mouse.
    QWidget* overlay() const { return plot_->childAt(plot_->rect().center()); }
    void hover(QPoint at) const {
        QMouseEvent move(QEvent::MouseMove, at, plot_->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(overlay(), &move);
    }
    void fill(int points) {
        for (int i = 0; i < points; ++i) plot_->append(train_, i, 2.3 * std::exp(-i / 200.0) + 0.06 + 0.02 * std::sin(i * 1.7));
        for (int i = 100; i < points; i += 100) plot_->append(validation_, i, 2.2 * std::exp(-i / 200.0) + 0.08);
    }

    void setUp() {
        plot_ = std::make_unique<plot::CurvePlot>("Loss");
        plot_->resize(900, 320);
        train_ = plot_->addSeries("train", plot::CurveKind::Train, 0);
        validation_ = plot_->addSeries("validation", plot::CurveKind::Validation, 1);
        plot_->show();
        plot_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(plot_.get()));
    }
};

}  // namespace nw::test
