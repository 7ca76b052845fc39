// Curves: arithmetic of series, and the plot under mouse, wheel, keys and many points.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>

#include "tests/processor_time.h"
#include "tests/widgets/plot_stage.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::plot;

class PlotCurveTest : public test::OnPlot {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(theme::loadFonts()); }
    void init() { setUp(); }
    void cleanup() { plot_.reset(); }

    void smoothingKeepsConstantsAndSlopes() {
        Series s("train", CurveKind::Train, 0), slope = s;
        s.setSmoothing(0.95);
        slope.setSmoothing(0.95);
        for (int i = 0; i < 400; ++i) {
            s.append(i, 3);
            slope.append(i, 2.0 * i);
        }
        for (int i = 0; i < 400; ++i) QVERIFY(std::abs(s.smooth(i) - 3) < 1e-12);
        for (int i = 0; i < 400 - 40; ++i) QVERIFY(std::abs(slope.smooth(i) - 2.0 * i) < 1e-9);  // not late
        slope.setSmoothing(0);
        QCOMPARE(slope.smooth(399), 798.0);
    }
    void smoothingTakesNoiseAway() {
        Series s("train", CurveKind::Train, 0);
        s.setSmoothing(0.97);
        for (int i = 0; i < 1000; ++i) s.append(i, i % 2);
        for (int i = 100; i < 900; ++i) QVERIFY(std::abs(s.smooth(i) - 0.5) < 0.01);
        Series v("validation", CurveKind::Validation, 1);
        v.setSmoothing(0.97);
        for (int i = 0; i < 10; ++i) v.append(i, i % 2);
        QCOMPARE(v.smooth(5), 1.0);  // few points are shown as they are
    }
    void thinningKeepsEndsAndOrder() {
        Series s("train", CurveKind::Train, 0);
        for (int i = 0; i < 10007; ++i) s.append(i, i);
        for (const auto& [low, high] : {std::pair{0.0, 1e9}, {500.0, 501.0}, {9000.0, 20000.0}, {-5.0, 0.0}}) {
            const auto points = s.thinned(low, high, 300);
            QVERIFY(points.size() <= 301 && !points.isEmpty());
            for (qsizetype i = 1; i < points.size(); ++i) QVERIFY(points[i].x() > points[i - 1].x());
            if (high >= 10006) QCOMPARE(points.back().x(), 10006.0);
        }
        QVERIFY(s.thinned(20000, 30000, 300).size() <= 2);
    }
    /// A point in the making moves until it is made.
    void aTailGivesWay() {
        const int id = plot_->addSeries("train", CurveKind::Train, 0);
        plot_->append(id, 1, 5);
        plot_->setTail(id, 1.5, 7);
        const Series& s = plot_->series(id);
        QCOMPARE(s.size(), 2);
        QCOMPARE(s.raw(s.last()), 7.0);
        plot_->toImage(1);
        plot_->setTail(id, 1.75, 6);
        QCOMPARE(s.size(), 2);
        QCOMPARE(s.x(1), 1.75);
        plot_->toImage(1);
        plot_->append(id, 2, 4);
        QCOMPARE(s.size(), 2);
        QCOMPARE(s.raw(1), 4.0);
        plot_->setTail(id, 1, 1);  // behind the last: none
        QVERIFY(!s.hasTail());
        plot_->append(id, 3, qQNaN());
        plot_->setTail(id, 4, 1);
        QVERIFY(s.isBroken() && s.size() == 2);
        // What is drawn are the made points alone.
        const QImage with = plot_->toImage(1);
        plot_->clear();
        plot_->append(id, 1, 5);
        plot_->append(id, 2, 4);
        plot_->append(id, 3, qQNaN());
        QCOMPARE(plot_->toImage(1), with);
    }
    void brokenValuesEndACurve() {
        Series s("train", CurveKind::Train, 0);
        s.append(1, 0.5);
        s.append(2, std::numeric_limits<double>::quiet_NaN());
        QVERIFY(s.isBroken());
        QCOMPARE(s.last(), 0);
        s.append(1, 7);  // not after the last
        QCOMPARE(s.size(), 1);
        s.append(3, 0.4);
        QVERIFY(!s.isBroken());
    }
    void figuresAreShort() {
        const QLocale l;
        QCOMPARE(figure(0.0588), l.toString(0.059, 'f', 3));
        QCOMPARE(figure(2.3141), l.toString(2.31, 'f', 2));
        QCOMPARE(figure(1204), l.toString(1204.0, 'f', 0));
        QCOMPARE(figure(0.00002), QString("2.0e-5"));
        QCOMPARE(figure(1.1049e29), QString("1.10e29"));
        QCOMPARE(figure(123456), QString("1.23e5"));
        QCOMPARE(axisText(1.15e29, 2.5e27), QString("1.150e29"));
        QCOMPARE(axisText(1.1e29, 1e28), QString("1.1e29"));
        QCOMPARE(axisText(0, 1e28), QString("0"));
        QCOMPARE(axisText(0.25, 0.25), l.toString(0.25, 'f', 2));
        QCOMPARE(axisText(2e-7, 1e-7), QString("2e-7"));
        for (const double range : {0.0013, 0.8, 3.0, 97.0, 12345.0}) {
            const double step = niceStep(range, 4);
            QVERIFY(range / step <= 4.01 && range / step > 1.5);
        }
    }
    void outliersAtTheStartDoNotFlattenTheRest() {
        plot_->append(train_, 0, 500);
        for (int i = 1; i < 1000; ++i) plot_->append(train_, i, 0.5 + 0.1 * std::sin(i));
        QTRY_VERIFY(plot_->replots() > 0);
        plot_->toImage(1);
        QVERIFY(plot_->yRange().second < 2);
    }
    void sharesNeverPassOne() {
        plot_->setShare(true);
        for (int i = 0; i < 500; ++i) plot_->append(train_, i, 0.9 + 0.1 * i / 500);
        plot_->toImage(1);
        QCOMPARE(plot_->yRange().second, 1.0);
        QVERIFY(plot_->yRange().first >= 0.85);
        plot_->clear();
        for (int i = 0; i < 500; ++i) plot_->append(train_, i, 0.1 + 0.8 * i / 500);
        plot_->toImage(1);
        QCOMPARE(plot_->yRange().first, 0.0);
    }
    void tenReplotsASecondAtMost() {
        QTRY_VERIFY(!plot_->isHidden());
        const int before = plot_->replots();
        QElapsedTimer timer;
        timer.start();
        int i = 0;
        while (timer.elapsed() < 550) {
            plot_->append(train_, i++, 1);
            QCoreApplication::processEvents();
        }
        QVERIFY2(plot_->replots() - before <= 7, qPrintable(QString::number(plot_->replots() - before)));
        QVERIFY(plot_->replots() > before);
    }
    void hiddenPlotsDoNotDraw() {
        plot_->hide();
        const int before = plot_->replots();
        fill(100);
        QTRY_VERIFY(!plot_->isReplotDue());
        QCOMPARE(plot_->replots(), before);
        plot_->show();
        QTRY_VERIFY(plot_->replots() > before);
    }
    void wheelZoomsDragSelectsDoubleClickFits() {
        fill(1000);
        QTRY_COMPARE(plot_->xRange().second, 999.0);
        QSignalSpy spy(plot_.get(), &CurvePlot::rangeChanged);
        const QPointF at(400, 150);
        QWheelEvent wheel(at, plot_->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(overlay(), &wheel);
        QVERIFY(plot_->xRange().second - plot_->xRange().first < 800);
        QVERIFY(spy.count() > 0);
        QTest::mouseDClick(overlay(), Qt::LeftButton, {}, {400, 150});
        QCOMPARE(plot_->xRange().second, 999.0);
        QTest::mousePress(overlay(), Qt::LeftButton, {}, {300, 150});
        QMouseEvent move(QEvent::MouseMove, QPointF(500, 150), plot_->mapToGlobal(QPointF(500, 150)), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(overlay(), &move);
        QTest::mouseRelease(overlay(), Qt::LeftButton, {}, {500, 150});
        const auto [low, high] = plot_->xRange();
        QVERIFY(low > 200 && high < 700 && high - low > 200);
    }
    /// Curves of one colour are told apart by their lines.
    void strokesDiffer() {
        const auto ink = [](Stroke stroke) {
            CurvePlot plot("Loss");
            plot.resize(900, 320);
            plot.setSmoothing(0);
            const int id = plot.addSeries("run", CurveKind::Validation, 0, stroke);
            for (int i = 0; i < 3; ++i) plot.append(id, i, 0.9 + 0.1 * i);
            const QImage image = plot.toImage(1);
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = plot.area().left(); x <= plot.area().right(); ++x)
                    count += image.pixelColor(x, y) == theme::colour(theme::Token::Accent);
            return count;
        };
        const int solid = ink(Stroke::Solid), dashed = ink(Stroke::Dashed), dotted = ink(Stroke::Dotted);
        QVERIFY2(dashed < 0.85 * solid && dotted < 0.85 * dashed,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(solid).arg(dashed).arg(dotted)));
    }
    void labelsHaveTheRoomTheyNeed() {
        fill(300);
        plot_->toImage(1);
        const int usual = plot_->area().left();
        plot_->clear();
        for (int i = 0; i < 300; ++i) plot_->append(train_, i, 1.1e29 + i * 1e26);
        QSignalSpy spy(plot_.get(), &CurvePlot::labelRoomChanged);
        plot_->toImage(1);
        const QFontMetrics metrics(theme::font(theme::Type::Figure11));
        QVERIFY(plot_->yLabels().size() > 1);
        QStringList labels = plot_->yLabels();
        QCOMPARE(labels.removeDuplicates(), 0);
        for (const QString& label : labels) {
            QVERIFY(metrics.horizontalAdvance(label) + 8 <= plot_->area().left());
            QVERIFY2(label.endsWith("e29"), qPrintable(label));
        }
        QVERIFY(spy.count() > 0 && plot_->labelRoom() <= plot_->area().left());
        const QImage image = plot_->toImage(1);
        for (int y = plot_->area().top(); y < plot_->area().bottom(); ++y)
            for (int x = 0; x < 6; ++x) QCOMPARE(image.pixelColor(x, y), theme::colour(theme::Token::Panel));
        plot_->setLeftRoom(usual + 60);
        plot_->toImage(1);
        QCOMPARE(plot_->area().left(), usual + 60);
    }
    void nanIsToldAndDrawn() {
        fill(300);
        const QImage before = plot_->toImage(1);
        plot_->append(train_, 300, std::numeric_limits<double>::quiet_NaN());
        const QImage after = plot_->toImage(1);
        QVERIFY(before != after);
        QVERIFY(plot_->accessibleDescription().contains("became NaN after"));
        bool red = false;
        for (int y = 0; y < after.height(); ++y)
            for (int x = 0; x < after.width(); ++x) red = red || after.pixelColor(x, y) == theme::colour(theme::Token::Err);
        QVERIFY(red);
    }
    void logAxesHaveTicks() {
        plot_->setLogScale(true);
        for (int i = 0; i < 100; ++i) plot_->append(train_, i, 0.06 + i * 0.01);
        plot_->toImage(1);
        QVERIFY(plot_->yTicks().size() >= 3);
        for (const double tick : plot_->yTicks()) QVERIFY(tick >= plot_->yRange().first && tick <= plot_->yRange().second);
    }
    /// The first epoch is in view: a logarithm flattens nothing.
    void logScaleShowsAllPoints() {
        plot_->setLogScale(true);
        fill(5000);
        plot_->append(validation_, 5000, 0.07);
        plot_->toImage(1);
        const Series& s = plot_->series(train_);
        for (qsizetype i = 0; i < s.size(); ++i) QVERIFY(s.raw(i) >= plot_->yRange().first && s.raw(i) <= plot_->yRange().second);
        plot_->clear();
        for (int i = 0; i < 60; ++i) plot_->append(train_, i, std::pow(10, i / 2.0));
        plot_->resize(900, 130);
        plot_->toImage(1);
        QVERIFY(plot_->yTicks().size() >= 2 && plot_->yTicks().size() <= 4);  // they do not touch
    }
    void logScaleLeavesOutWhatHasNoLogarithm() {
        plot_->setLogScale(true);
        plot_->append(train_, 0, 0);
        plot_->append(train_, 1, -1);
        for (int i = 2; i < 100; ++i) plot_->append(train_, i, std::pow(10, -i / 25.0));
        plot_->toImage(1);
        QVERIFY(plot_->yRange().first > 0);
        QVERIFY(plot_->yRange().second < 20);
    }
    void hiddenSeriesDoNotCount() {
        plot_->append(train_, 1, 0.5);
        plot_->append(train_, 2, 0.4);
        plot_->append(validation_, 1, 90);
        plot_->append(validation_, 2, 80);
        plot_->setSeriesShown(validation_, false);
        plot_->toImage(1);
        QVERIFY(plot_->yRange().second < 2);
        plot_->removeSeries(validation_);
        plot_->toImage(1);
    }
    void pngHasTheAskedSizeAndTheme() {
        fill(500);
        QTemporaryDir folder;
        const QString path = folder.filePath("curves.png");
        QVERIFY(plot_->savePng(path, 2));
        const QImage image(path);
        QCOMPARE(image.size(), QSize(1800, 640));
        QCOMPARE(image.pixelColor(3, 3), theme::colour(theme::Token::Panel));
        theme::Theme::instance().setScheme(theme::Scheme::Dark);
        QCOMPARE(plot_->toImage(1).pixelColor(3, 3), theme::colour(theme::Token::Panel, theme::Scheme::Dark));
        theme::Theme::instance().setScheme(theme::Scheme::Light);
    }
    void tenThousandPointsAreCheap() {
        for (int i = 0; i < 10000; ++i) plot_->append(train_, i, 1 + 0.1 * std::sin(i * 1.7));
        plot_->toImage(1);
        const nw::test::ProcessorTime time;
        for (int i = 0; i < 10; ++i) plot_->toImage(1);
        const double ms = time.milliseconds() / 10;
        QVERIFY2(ms < 60, qPrintable(QString("%1 ms").arg(ms)));
    }
};

QTEST_MAIN(PlotCurveTest)
#include "plot_curve_test.moc"
