// The curves of the Train page: runs over each other, one x for all plots, what comes back.
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>

#include "tests/ui/pictures.h"
#include "tests/ui/train_stage.h"
#include "ui/document/text.h"
#include "widgets/parts/loss_dialog.h"
#include "widgets/parts/tiles.h"

using namespace nw;
using namespace nw::ui;

class CurvesTest : public test::OnTrainPage {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    /// Plots above each other have one x: the cross-hair, what is in view, and where they begin.
    void plotsShareTheirX() {
        trainToTheEnd();
        plot::CurvePlot *loss = page_->curves()->plotOf("loss"), *accuracy = page_->curves()->plotOf("accuracy");
        QTRY_VERIFY(loss->replots() > 0 && accuracy->replots() > 0 && !loss->isReplotDue());
        QWidget* mouse = accuracy->childAt(accuracy->rect().center());
        const QPointF at = QRectF(accuracy->area()).center();
        QMouseEvent move(QEvent::MouseMove, at, mouse->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(mouse, &move);
        QVERIFY(!std::isnan(loss->crossHair()));
        QCOMPARE(loss->crossHair(), accuracy->crossHair());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(mouse, &leave);
        QVERIFY(std::isnan(loss->crossHair()));
        QWheelEvent wheel(at, mouse->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(mouse, &wheel);
        QVERIFY(!loss->isFitted() && loss->xRange().second - loss->xRange().first < 1.9);
        QCOMPARE(loss->xRange(), accuracy->xRange());
        mouse = loss->childAt(loss->rect().center());
        QTest::mouseDClick(mouse, Qt::LeftButton, {}, loss->area().center());
        QVERIFY(accuracy->isFitted());
        QCOMPARE(accuracy->xRange(), std::pair(0.0, 2.0));
        loss->clear();
        const int far = loss->addSeries("far", plot::CurveKind::Validation, 3);
        for (int i = 0; i < 9; ++i) loss->append(far, i * 0.25, 1.1e29 + i * 1e26);
        QTRY_VERIFY(loss->area().left() > 60);
        QTRY_COMPARE(accuracy->area().left(), loss->area().left());
    }

    /// An epoch of so many steps that a point is the mean of several: live and from the files the same points are drawn.
    void curvesComeBackAsTheyWereDrawn() {
        TrainingSettings t = settings();
        t.batch = 2;
        ProjectPatch patch("Set batch", {});
        patch.training = t;
        QVERIFY(studio_->document.apply(patch));
        trainToTheEnd();
        QTRY_VERIFY_WITH_TIMEOUT(idle(), Long);
        const auto drawn = [this](const char* metric) {
            QList<QPointF> out;
            const plot::Series* s = page_->curves()->seriesOf(1, metric, false);
            for (qsizetype i = 0; s && i < s->size(); ++i) out << QPointF(s->x(i), s->raw(i)) << QPointF(s->smooth(i), 0);
            return out;
        };
        QHash<QString, QList<QPointF>> live;
        for (const char* metric : {"loss", "accuracy"}) live[metric] = drawn(metric);
        QCOMPARE(points("loss", false), 2 * 200);  // of 300 steps an epoch, every other point of two
        QSignalSpy loaded(&studio_->runs, &Runs::loaded);
        studio_->runs.reload();
        QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), Long);
        page_ = std::make_unique<TrainPage>(*studio_);  // as after opening the project
        page_->resize(1020, 820);
        QVERIFY(test::open(*page_));
        for (const char* metric : {"loss", "accuracy"}) {
            const QList<QPointF> again = drawn(metric);
            QCOMPARE(again.size(), live[metric].size());
            for (qsizetype i = 0; i < again.size(); ++i) QVERIFY(QLineF(again[i], live[metric][i]).length() < 1e-9);
        }
    }

    void twoRunsLieOverEachOther() {
        trainToTheEnd();
        type("rate", "0.003");
        trainToTheEnd();
        RunRow *first = page_->runs()->row(1), *second = page_->runs()->row(2);
        QVERIFY(first && second && second->isChecked() && !first->isChecked());
        QVERIFY2(second->accessibleName().contains(QString::fromUtf8("rate 0.001 → 0.003")), qPrintable(second->accessibleName()));
        click(first);
        QVERIFY(studio_->runs.find(1)->visible);
        const plot::Series *one = page_->curves()->seriesOf(1, "loss", false), *two = page_->curves()->seriesOf(2, "loss", false);
        QVERIFY(one && two);
        QCOMPARE(one->name(), QString("run 1"));
        QVERIFY(one->colour() != two->colour());
        // Keys do the same as the mouse.
        first->setFocus();
        QTest::keyClick(first, Qt::Key_Space);
        QVERIFY(!studio_->runs.find(1)->visible);
        QTest::keyClick(first, Qt::Key_Up);
        QVERIFY(second->hasFocus());
        std::unique_ptr<QMenu> menu(page_->runs()->menuFor(1));
        action(menu.get(), "Show the weights")->trigger();
        QCOMPARE(studio_->runs.current()->number, 1);
        // Deleting asks, and names what is lost.
        QTest::keyClick(second, Qt::Key_Delete);
        QPointer<parts::LossDialog> question = page_->findChild<parts::LossDialog*>();
        QVERIFY(question && QTest::qWaitForWindowActive(question));
        QTRY_VERIFY(question->keepButton()->hasFocus());
        test::keepPicture(*question, "delete-run");
        QTest::keyClick(question->keepButton(), Qt::Key_Return);
        QTRY_VERIFY(!question);
        QCOMPARE(studio_->runs.all().size(), 2u);
        second->setFocus();
        QTest::keyClick(second, Qt::Key_Delete);
        question = page_->findChild<parts::LossDialog*>();
        QVERIFY(question && question->accessibleDescription().contains("of run 2 are deleted"));
        QCOMPARE(question->lossButton()->text(), QString("Delete run 2"));
        click(question->lossButton());
        QTRY_COMPARE(studio_->runs.all().size(), 1u);
        QVERIFY(!page_->runs()->row(2));
    }

    /// Run 5 has the colour of run 1: its curves and its dot have another shape.
    void runsOfOneColourDifferInShape() {
        trainToTheEnd();
        Run run = *studio_->runs.find(1);
        for (const bool shown : {true, false}) {
            QList<QImage> dots;
            for (const int number : {1, 5, 9}) {
                RunRow row(number);
                row.resize(row.sizeHint());
                run.number = number;
                run.visible = shown;
                row.show(run, false, RunRow::Writer::Nobody);
                QCOMPARE(run.colour(), 0);
                dots << row.grab(QRect(8, 12, 22, 24)).toImage();
            }
            QVERIFY(dots[0] != dots[1] && dots[0] != dots[2] && dots[1] != dots[2]);
        }
        QCOMPARE(page_->curves()->seriesOf(1, "loss", false)->stroke(), plot::Stroke::Solid);
        std::error_code error;
        for (int i = 1; i < 5; ++i) {
            const auto folder = RunFolder::createIn(studio_->document.runsFolder());
            QVERIFY(folder);
            std::filesystem::copy(studio_->runs.find(1)->folder.path(), folder->path(),
                                  std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing,
                                  error);
            QVERIFY(!error);
            studio_->runs.refresh(folder->path());
        }
        QCOMPARE(studio_->runs.all().size(), 5u);
        for (const int number : {1, 5}) studio_->runs.setVisible(number, true);
        const plot::Series *one = page_->curves()->seriesOf(1, "loss", true), *five = page_->curves()->seriesOf(5, "loss", true);
        QVERIFY(one && five);
        QCOMPARE(one->colour(), five->colour());
        QCOMPARE(five->stroke(), plot::Stroke::Dashed);
        test::keepPicture(*page_, "runs-1-and-5");
    }
};

QTEST_MAIN(CurvesTest)
#include "curves_test.moc"
