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

#include "resources/templates/templates.h"
#include "tests/ui/home.h"
#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "ui/document/text.h"
#include "ui/training/train_page.h"
#include "widgets/form/spin.h"
#include "widgets/parts/loss_dialog.h"
#include "widgets/parts/tiles.h"

using namespace nw;
using namespace nw::ui;

namespace {

constexpr int Long = 20000;

}  // namespace

class TrainingTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<TrainPage> page_;

    QPushButton* button(const QString& text) const {
        for (auto* b : page_->findChildren<QPushButton*>())
            if (b->text() == text && b->isVisible()) return b;
        return nullptr;
    }
    void click(QWidget* w) const { QTest::mouseClick(w, Qt::LeftButton); }
    QAbstractSpinBox* spin(const QString& id) const {
        return page_->settings()->form()->editor(id)->findChild<QAbstractSpinBox*>();
    }
    void type(const QString& id, const QString& text) const {
        QAbstractSpinBox* s = spin(id);
        s->setFocus();
        s->selectAll();
        QTest::keyClicks(s, text);
        QTest::keyClick(s, Qt::Key_Return);
    }
    const TrainingSettings& settings() const { return studio_->document.project().training; }
    bool idle() const { return studio_->training.state() == Training::State::Idle; }
    void trainToTheEnd() {
        QSignalSpy done(&studio_->training, &Training::finished);
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), Long);
    }
    /// Of run 1; -1 when there is no such curve.
    qsizetype points(const char* metric, bool validation) const {
        const plot::Series* s = page_->curves()->seriesOf(1, metric, validation);
        return s ? s->size() : -1;
    }
    static QAction* action(QMenu* menu, const QString& begin) {
        for (QAction* a : menu->actions())
            if (a->text().startsWith(begin)) return a;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        test::failOnAnyWarning();
        studio_ = std::make_unique<Studio>(test::engine());
        Project p = *makeTemplate("first-network");
        p.data = "digits?limit=600";
        p.training.epochs = 2;
        p.training.batch = 50;
        QVERIFY(studio_->document.start(p));
        page_ = std::make_unique<TrainPage>(*studio_);
        page_->resize(1020, 820);
        QVERIFY(test::open(*page_));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->data.isOpen() && !studio_->runs.isLoading(), Long);
    }
    void cleanup() {
        page_.reset();
        studio_.reset();
    }

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
