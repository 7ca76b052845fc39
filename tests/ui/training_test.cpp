// The Train page under mouse and keyboard: train, pause, step, stop, compare, repair a run that became NaN, change settings.
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

class TrainingTest : public test::OnTrainPage {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void theEmptyPageTrains() {
        QVERIFY(button("Train"));
        click(button("Train"));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.current() && studio_->runs.current()->isFinished() && idle(), Long);
        QVERIFY(!button("Train"));
        plot::CurvePlot* loss = page_->curves()->plotOf("loss");
        QVERIFY(loss->isVisible());
        QCOMPARE(points("loss", false), 24);
        QCOMPARE(points("accuracy", false), 24);
        QCOMPARE(points("loss", true), 2);
        QCOMPARE(page_->curves()->seriesOf(1, "loss", true)->x(1), 2.0);  // the second epoch
        const auto tiles = page_->findChildren<parts::StatTile*>();
        QCOMPARE(tiles.size(), 5);
        QVERIFY2(tiles[0]->accessibleName().contains("2 of 2"), qPrintable(tiles[0]->accessibleName()));
        QVERIFY(tiles[2]->accessibleName().contains("%"));
        QVERIFY(page_->accessibleDescription().startsWith("Epoch 2 of 2, validation accuracy"));
    }

    /// A look inside an epoch may be luckier than the end of one: the tiles tell both, and the second as the run's row does.
    void tilesTellWhatIsKept() {
        trainToTheEnd();
        QTRY_VERIFY_WITH_TIMEOUT(idle(), Long);
        const auto tiles = page_->findChildren<parts::StatTile*>();
        Run run = *studio_->runs.find(1);
        const double kept = run.bestOf("loss")->value;
        const QString row = run.bestText();
        QVERIFY(row.endsWith(" %") && row != "99.9 %");
        QVERIFY(tiles[1]->accessibleName().contains(plot::figure(run.curves.validation["loss"].values.back())));
        run.curves.validation["loss"].add(30, kept / 2);
        run.curves.validation["accuracy"].add(30, 0.999);
        studio_->runs.put(run);
        for (const int width : {1020, 1500}) {
            page_->resize(width, 820);
            QTRY_VERIFY2(tiles[1]->accessibleName().contains(plot::figure(kept / 2) + ", kept " + plot::figure(kept)),
                         qPrintable(tiles[1]->accessibleName()));
            QVERIFY2(tiles[2]->accessibleName().contains("99.9 %, kept " + row), qPrintable(tiles[2]->accessibleName()));
            QCOMPARE(tiles[2]->accessibleName().contains("of epoch"), width == 1500);
        }
        run.epochsDone = 0;  // nothing was kept yet
        run.curves.validation["loss"].steps = {5, 7, 9};
        studio_->runs.put(run);
        QVERIFY2(tiles[1]->accessibleName().contains("inside epoch 1"), qPrintable(tiles[1]->accessibleName()));
    }

    /// The row of a run tells its value as soon as the tiles do.
    void theRowFollowsTheTraining() {
        bool told = false;
        connect(&studio_->runs, &Runs::pointsAdded, page_.get(), [&] {
            const Run* run = studio_->runs.find(studio_->runs.running());
            if (run && run->best()) told = told || page_->runs()->row(1)->accessibleName().contains(run->bestText());
        });
        trainToTheEnd();
        QVERIFY(told);
    }

    void pausedItGoesStepByStep() {
        studio_->training.start();
        studio_->training.pause();
        QTRY_VERIFY(button("Step") && button("Step")->isEnabled());
        for (int i = 1; i <= 2; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(button("Step")->isEnabled(), Long);  // the step before has paused again
            button("Step")->setFocus();
            QTest::keyClick(button("Step"), Qt::Key_Space);
            QTRY_COMPARE_WITH_TIMEOUT(studio_->training.last().step, i, Long);
        }
        QCOMPARE(points("loss", false), 2);
        studio_->training.stop();
        QTRY_VERIFY_WITH_TIMEOUT(idle(), Long);
        QVERIFY(!button("Step")->isEnabled());
        QVERIFY(!button("Step")->toolTip().isEmpty());
        std::unique_ptr<QMenu> menu(page_->runs()->menuFor(1));
        QAction* resume = action(menu.get(), "Resume from step 2");
        QVERIFY(resume && resume->isEnabled());
        QSignalSpy done(&studio_->training, &Training::finished);
        resume->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), Long);
        QCOMPARE(points("loss", false), 24);
    }

    void earlyStopIsABoxWithItsPatience() {
        auto* form = page_->settings()->form();
        auto* box = form->editor("patience/on")->findChild<QCheckBox*>();
        QCOMPARE(box->text(), QString("Stop when validation gets worse"));
        QVERIFY(!box->isChecked());
        QVERIFY(!form->row("patience")->isVisible());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(settings().patience, 3);
        QVERIFY(form->row("patience")->isVisible());
        type("patience", "7");
        QCOMPARE(settings().patience, 7);
        studio_->document.undoStack().undo();
        studio_->document.undoStack().undo();
        QCOMPARE(settings().patience, 0);
        QVERIFY(!box->isChecked());
        QVERIFY(!form->row("patience")->isVisible());
    }

    void settingsAreEditsOfTheDocument() {
        type("rate", "0.003");
        QCOMPARE(settings().rate, 0.003);
        type("epochs", "7");
        QCOMPARE(settings().epochs, 7);
        QCOMPARE(studio_->document.undoStack().count(), 2);
        QCOMPARE(studio_->document.undoStack().undoText(), QString("Set epochs to 7"));
        studio_->document.undoStack().undo();
        QCOMPARE(settings().epochs, 2);
        QCOMPARE(page_->settings()->form()->editor("epochs")->value().toLongLong(), 2);
        auto* box = page_->settings()->form()->editor("optimizer")->findChild<QComboBox*>();
        QVERIFY(box->findData("sgd") >= 0);
        box->setFocus();
        while (box->currentData() != "sgd") {
            const QVariant before = box->currentData();
            QTest::keyClick(box, Qt::Key_Down);
            QVERIFY(box->currentData() != before);
        }
        QTRY_COMPARE(settings().optimizer, std::string("sgd"));
        QTRY_VERIFY(page_->settings()->form()->editor("momentum"));  // of SGD's declaration
        QVERIFY(!page_->settings()->form()->editor("beta_1"));
        while (studio_->document.undoStack().canUndo()) studio_->document.undoStack().undo();
        QTRY_VERIFY(page_->settings()->form()->editor("beta_1"));
        QCOMPARE(settings(), ([] {
                     TrainingSettings t;
                     t.epochs = 2, t.batch = 50;
                     return t;
                 }()));
    }

    void aRunThatBecameNaNIsRepaired() {
        type("rate", "1e6");  // the largest that is declared
        QCOMPARE(settings().rate, 1e6);
        QSignalSpy nan(&studio_->training, &Training::notFinite), done(&studio_->training, &Training::finished);
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!nan.isEmpty(), Long);
        QVERIFY(points("loss", false) >= 0 && page_->curves()->seriesOf(1, "loss", false)->isBroken());
        QVERIFY(page_->fixButton()->isVisible());
        const QString words = page_->findChild<parts::Banner*>()->accessibleName();
        QVERIFY(page_->findChildren<parts::StatTile*>()[4]->accessibleName().endsWith("failed"));  // as in its row
        QVERIFY2(words.startsWith("Kernel of Conv2D (conv2d) became NaN at step"), qPrintable(words));
        QVERIFY2(page_->fixButton()->text().startsWith("Lower the learning rate to 0.001 and"),
                 qPrintable(page_->fixButton()->text()));
        click(page_->fixButton());
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), Long);
        QCOMPARE(settings().rate, 0.001);
        QVERIFY(!page_->fixButton()->isVisible());
        QVERIFY(!page_->curves()->seriesOf(1, "loss", false)->isBroken());
        QVERIFY(studio_->runs.current()->isFinished());
    }

    void aRepairedRunTellsTheRateItHas() {
        trainToTheEnd();
        type("rate", "1e6");
        QSignalSpy nan(&studio_->training, &Training::notFinite);
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!nan.isEmpty(), Long);
        QTRY_VERIFY(studio_->runs.find(2)->difference.contains("1e+06"));
        studio_->training.lowerRateAndResume();
        QVERIFY2(!studio_->runs.find(2)->difference.contains("1e+06"), qPrintable(studio_->runs.find(2)->difference));
        QTRY_VERIFY_WITH_TIMEOUT(idle(), Long);
    }

    void saysWhatIsMissing() {
        const Link link = *studio_->document.graph().linksInto(studio_->document.graph().findByName("classify")->id).begin();
        QVERIFY(studio_->document.apply(ProjectPatch{tr("Cut"), {"", {RemoveLink{link}}}}));
        QSignalSpy blocked(&studio_->training, &Training::blocked);
        click(button("Train"));
        QCOMPARE(blocked.size(), 1);
        QVERIFY(page_->findChild<parts::Banner*>()->isVisible());
        QVERIFY(idle());
    }

    void copiesTheCommandAndSavesPictures() {
        trainToTheEnd();
        click(button("Copy as command"));
        QVERIFY(QApplication::clipboard()->text().startsWith("netwright train "));
        QTemporaryDir folder;
        QVERIFY(page_->curves()->savePng(folder.filePath("curves.png")));
        QVERIFY(QImage(folder.filePath("curves.png")).width() > 800);
    }

    void everythingHasANameAndFits() {
        trainToTheEnd();
        for (const QSize size : {QSize(1500, 960), QSize(1024, 520)}) {
            page_->resize(size);
            QVERIFY2(page_->minimumSizeHint().height() <= 520, qPrintable(QString::number(page_->minimumSizeHint().height())));
            QCOMPARE(page_->size(), size);
        }
        for (auto* w : page_->findChildren<QWidget*>()) {
            if (w->focusPolicy() == Qt::NoFocus || !w->isVisible() || w->focusProxy()) continue;
            auto* b = qobject_cast<QAbstractButton*>(w);
            const bool inner = qobject_cast<QLineEdit*>(w) != nullptr;
            QVERIFY2(inner || !w->accessibleName().isEmpty() || (b && !b->text().isEmpty()), w->metaObject()->className());
        }
    }
};

QTEST_MAIN(TrainingTest)
#include "training_test.moc"
