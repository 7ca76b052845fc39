// The cross-hair of a plot: by pointer and keys, and what it tells.
#include <QFocusFrame>
#include <QSignalSpy>

#include "tests/widgets/plot_stage.h"
#include "widgets/theme/tokens.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::plot;

class PlotCrossHairTest : public test::OnPlot {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(theme::loadFonts()); }
    void init() { setUp(); }
    void cleanup() { plot_.reset(); }

    void hoverAndKeysMoveTheCrossHair() {
        fill(1000);
        QTRY_COMPARE(plot_->xRange().second, 999.0);
        QTest::mouseMove(overlay(), {400, 150});
        QMouseEvent move(QEvent::MouseMove, QPointF(400, 150), plot_->mapToGlobal(QPointF(400, 150)), Qt::NoButton, Qt::NoButton,
                         {});
        QApplication::sendEvent(overlay(), &move);
        const double x = plot_->crossHair();
        QVERIFY(x > 300 && x < 700 && x == std::round(x));
        plot_->setFocus();
        QTest::keyClick(plot_.get(), Qt::Key_Right);
        QCOMPARE(plot_->crossHair(), x + 1);
        QTest::keyClick(plot_.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(plot_->crossHair(), x - 9);
        QVERIFY(plot_->accessibleDescription().contains("train"));
        QVERIFY(plot_->accessibleDescription().contains(figure(x - 9)));
        plot_->setXLabel("Step", false);  // another plot below shows it
        QTest::keyClick(plot_.get(), Qt::Key_Right);
        QVERIFY(plot_->accessibleDescription().contains("Step " + figure(x - 8)));
        QTest::keyClick(plot_.get(), Qt::Key_End);
        QCOMPARE(plot_->crossHair(), 999.0);
        QTest::keyClick(plot_.get(), Qt::Key_Home);
        QCOMPARE(plot_->crossHair(), 0.0);
        QTest::keyClick(plot_.get(), Qt::Key_Escape);
        QVERIFY(std::isnan(plot_->crossHair()));
    }

    /// The pointer takes its cross-hair with it, also after a click; the focus ring is the keyboard's.
    void theCrossHairGoesWithThePointer() {
        fill(1000);
        QTRY_COMPARE(plot_->xRange().second, 999.0);
        QTest::mouseClick(overlay(), Qt::LeftButton, {}, {400, 150});
        QVERIFY(plot_->hasFocus());
        hover({420, 150});
        QVERIFY(!std::isnan(plot_->crossHair()));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(overlay(), &leave);
        QVERIFY(std::isnan(plot_->crossHair()));
        QTest::keyClick(plot_.get(), Qt::Key_Right);  // that of the keys stays
        QApplication::sendEvent(overlay(), &leave);
        QVERIFY(!std::isnan(plot_->crossHair()));
        plot_->clearFocus();
        QVERIFY(std::isnan(plot_->crossHair()));
    }

    void theFocusRingIsTheKeyboards() {
        QWidget host;
        auto* plot = new CurvePlot("Loss", &host);
        plot->resize(600, 300);
        host.show();
        host.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&host));
        const auto ring = [&] {
            const auto* frame = host.findChild<QFocusFrame*>();
            return frame && frame->widget() == plot;
        };
        const QImage before = host.grab().toImage();
        QTest::mouseClick(plot->childAt(plot->rect().center()), Qt::LeftButton, {}, {300, 150});
        QVERIFY(plot->hasFocus());
        QVERIFY(!ring());
        QCOMPARE(host.grab().toImage(), before);
        QTest::keyClick(plot, Qt::Key_Right);
        QVERIFY(ring());
    }

    /// No value is told where there is none: not after the end of a curve, not of a validation that was made elsewhere.
    void theCrossHairTellsWhatIsThere() {
        const int other = plot_->addSeries("run 2", CurveKind::Train, 2);
        for (int i = 0; i <= 1000; i += 2) plot_->append(train_, i, 3 - i * 0.001);
        for (int i = 0; i <= 400; ++i) plot_->append(other, i * 1.01, 1);
        plot_->append(validation_, 500, 0.25);
        plot_->append(validation_, 1000, 0.125);
        const auto told = [this](double x) {
            plot_->setCrossHair(x);
            QStringList names;
            for (const CurvePlot::Reading& r : plot_->readings()) names << r.series->name();
            return names;
        };
        QCOMPARE(told(300), (QStringList{"train", "run 2"}));
        QVERIFY(!plot_->accessibleDescription().contains("validation"));
        QCOMPARE(told(500), (QStringList{"train", "validation"}));
        QVERIFY2(plot_->accessibleDescription().contains("raw " + figure(2.5)), qPrintable(plot_->accessibleDescription()));
        QVERIFY(plot_->accessibleDescription().contains("validation " + figure(0.25)));
        QCOMPARE(told(406), QStringList{"train"});
        QCOMPARE(told(1760), QStringList());
        const QImage beyond = plot_->toImage(1);
        plot_->setCrossHair(qQNaN());
        QCOMPARE(plot_->toImage(1), beyond);
    }

    void circlesCatchTheCrossHair() {
        fill(1000);
        QTRY_COMPARE(plot_->xRange().second, 999.0);
        const QRect area = plot_->area();
        const int circle = area.left() + static_cast<int>(std::lround(area.width() * 500 / 999.0));
        hover({circle + 3, 150});
        QCOMPARE(plot_->crossHair(), 500.0);
        hover({circle + 30, 150});
        QVERIFY(plot_->crossHair() > 520);
    }
};

QTEST_MAIN(PlotCrossHairTest)
#include "plot_cross_hair_test.moc"
