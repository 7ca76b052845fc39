// The Evaluate page: results of a run, matrix and gallery together, what is said where there is nothing to see.
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>

#include "core/base/files.h"
#include "core/train/evaluation_file.h"
#include "tests/ui/home.h"
#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "tests/widgets/walk.h"
#include "ui/evaluate/evaluate_page.h"

using namespace nw;
using namespace nw::ui;

namespace {

struct Window {
    Studio studio{test::engine()};
    EvaluatePage page{studio};

    /// With a run, shown and evaluated.
    bool openReady() {
        if (!test::open(studio, test::smallProject()) || !test::trainRun(studio)) return false;
        return show() && QTest::qWaitFor([&] { return page.results().state() == Results::State::Ready; }, 60000);
    }
    bool show() {
        page.resize(1440, 820);
        return test::open(page);
    }
};

/// The cell with most mistakes.
QPoint worstCell(const image::MatrixView& m) {
    QPoint worst(1, 0);
    for (int r = 0; r < m.classCount(); ++r)
        for (int c = 0; c < m.classCount(); ++c)
            if (r != c && m.countAt(r, c) > m.countAt(worst.y(), worst.x())) worst = {c, r};
    return worst;
}

}  // namespace

class EvaluateTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { test::failOnAnyWarning(); }

    void saysTrainFirst() {
        Window w;
        QVERIFY(test::open(w.studio, test::smallProject()));
        QVERIFY(w.show());
        QVERIFY(w.page.isEmpty());
        QCOMPARE(w.page.empty()->accessibleName(), "Train first");
        QVERIFY(w.page.summary().isEmpty());
        QVERIFY(!w.page.strip()->isVisible());
    }

    void showsMistakesOfTheRun() {
        Window w;
        QVERIFY(w.openReady());
        const Evaluation& e = w.page.results().evaluation();
        QCOMPARE(e.samples, w.studio.data.splits().test->size());
        QVERIFY(std::filesystem::exists(w.studio.runs.current()->folder.path() / "evaluation" / "test.json"));
        QVERIFY(w.page.summary().contains("test images"));
        // All mistakes, most certain first.
        auto* gallery = w.page.gallery();
        QCOMPARE(gallery->answers().size(), static_cast<std::size_t>(w.page.results().mistakes()));
        QVERIFY(gallery->answers().size() > 3);
        for (std::size_t i = 1; i < gallery->answers().size(); ++i)
            QVERIFY(gallery->answers()[i - 1].certainty >= gallery->answers()[i].certainty);
        // A cell by mouse, and its images.
        auto* matrix = w.page.confusion()->matrix();
        const QPoint worst = worstCell(*matrix);
        QTest::mouseClick(matrix, Qt::LeftButton, Qt::NoModifier, matrix->cellRect(worst.y(), worst.x()).center());
        QCOMPARE(gallery->answers().size(), static_cast<std::size_t>(matrix->countAt(worst.y(), worst.x())));
        QCOMPARE(gallery->title(), QString("True %1, network said %2").arg(worst.y()).arg(worst.x()));
        for (const SampleAnswer& a : gallery->answers()) QVERIFY(a.truth == worst.y() && a.said == worst.x());
        // An image is the sample of the studio.
        auto* grid = gallery->grid();
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::NoModifier, grid->cellRect(0).center());
        QCOMPARE(w.studio.sample.split(), Split::Test);
        QCOMPARE(w.studio.sample.index(), gallery->answers()[0].index);
        QCOMPARE(w.studio.sample.label(), worst.y());
        // And back to all.
        QTest::mouseClick(gallery->allButton(), Qt::LeftButton);
        QCOMPARE(gallery->answers().size(), static_cast<std::size_t>(w.page.results().mistakes()));
        QCOMPARE(matrix->currentRow(), -1);
    }

    void damagedBestWeightsAreTold() {
        Window w;
        QVERIFY(test::open(w.studio, test::smallProject()) && test::trainRun(w.studio));
        QVERIFY(writeTextAtomically(w.studio.runs.current()->folder.path() / "checkpoints" / "best.safetensors", "damaged"));
        QSignalSpy notes(&w.studio, &Studio::noteWanted);
        QVERIFY(w.show());
        QTRY_VERIFY_WITH_TIMEOUT(w.page.results().state() == Results::State::Ready, 60000);
        QCOMPARE(notes.size(), 1);
        QVERIFY2(notes[0][0].toString().contains("its last ones are used"), qPrintable(notes[0][0].toString()));
        QVERIFY(w.page.results().evaluation().samples > 0);
    }

    void recallFoldsAwayWhereThereIsLittleRoom() {
        Window w;
        QVERIFY(w.openReady());
        QVERIFY(!w.page.recallButton()->isVisible());
        const int wide = w.page.confusion()->matrix()->minimumSizeHint().width();
        w.page.resize(1024, 520);
        QVERIFY(w.page.recallButton()->isVisible());
        QVERIFY(w.page.confusion()->matrix()->minimumSizeHint().width() < wide);
        QTest::mouseClick(w.page.recallButton(), Qt::LeftButton);
        QCOMPARE(w.page.confusion()->matrix()->minimumSizeHint().width(), wide);
    }

    void theChoiceOfRecallIsKept() {
        const auto isShown = [](bool press) {
            Window w;
            if (!w.openReady()) return false;
            w.page.resize(1300, 520);
            if (press) QTest::mouseClick(w.page.recallButton(), Qt::LeftButton);
            return w.page.recallButton()->text() == "Hide recall";
        };
        const bool before = isShown(false);
        QCOMPARE(isShown(true), !before);
        QCOMPARE(isShown(false), !before);
        QCOMPARE(isShown(true), before);
    }

    void otherPartsByKeyboard() {
        Window w;
        QVERIFY(w.openReady());
        QTest::keyClick(w.page.splits(), Qt::Key_Right);
        QTRY_VERIFY(w.page.summary().contains("validation images"));
        QCOMPARE(w.page.results().split(), Split::Validation);
        QCOMPARE(w.page.results().evaluation().samples, w.studio.data.splits().validation->size());
    }

    void whatWasKeptIsShownAndNoMistakesIsSaid() {
        Window w;
        QVERIFY(test::open(w.studio, test::smallProject()));
        QVERIFY(test::trainRun(w.studio));
        const auto& set = *w.studio.data.splits().test;
        const Evaluation perfect = test::perfectEvaluation(set);
        const Run& run = *w.studio.runs.current();
        QVERIFY(saveEvaluation(run.folder, "test", run.manifest.data, perfect));
        QVERIFY(w.show());
        QTRY_COMPARE(w.page.results().state(), Results::State::Ready);
        QCOMPARE(w.page.results().mistakes(), 0);
        QVERIFY(w.page.gallery()->isEmpty());
        QCOMPARE(w.page.gallery()->empty()->accessibleName(), QString("No mistakes among %1 images").arg(set.size()));
        // A cell of the diagonal still shows its images.
        auto* matrix = w.page.confusion()->matrix();
        QTest::mouseClick(matrix, Qt::LeftButton, Qt::NoModifier, matrix->cellRect(3, 3).center());
        QVERIFY(!w.page.gallery()->isEmpty());
        QCOMPARE(w.page.gallery()->title(), "True 3, found");
    }

    void anotherRunIsPickedWhereTheRunIsNamed() {
        Window w;
        QVERIFY(w.openReady());
        QVERIFY(
            test::setTraining(w.studio.document, [](TrainingSettings& t) { t.batch = 20; }));  // learns more in six times the steps
        QVERIFY(test::trainRun(w.studio));
        QTRY_COMPARE(w.page.results().run(), 2);
        QTRY_COMPARE(w.page.results().state(), Results::State::Ready);
        const auto mistakes = w.page.results().mistakes();
        auto* button = w.page.findChild<parts::PickButton*>();
        QVERIFY(button->text().startsWith("Run 2"));
        QTimer::singleShot(0, button, [button] {
            QTest::keyClick(button->menu(), Qt::Key_Down);
            QTest::keyClick(button->menu(), Qt::Key_Down);
            QTest::keyClick(button->menu(), Qt::Key_Return);
        });
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QTRY_COMPARE(w.page.results().run(), 1);
        QTRY_COMPARE(w.page.results().state(), Results::State::Ready);
        QCOMPARE(w.studio.runs.current()->number, 1);
        QVERIFY(w.page.results().mistakes() > mistakes);
        QVERIFY(button->text().startsWith("Run 1"));
        w.page.resize(1024, 520);  // no room for the figure
        QTRY_COMPARE(button->text(), QString("Run 1"));
        w.page.resize(1440, 820);
        QTRY_VERIFY(button->text().contains("validation"));
    }

    void saysThatTheNetworkHasChanged() {
        Window w;
        QVERIFY(w.openReady());
        QVERIFY(!w.page.strip()->isVisible());
        const Run& shown = *w.studio.runs.current();
        QCOMPARE(w.page.runText(),
                 QString::fromUtf8("Run 1 · validation ") + QLocale().toString(shown.best()->value * 100, 'f', 1) + " %");
        const Graph trained = w.studio.document.graph();
        const NodeId dense = trained.findByName("dense")->id;
        QVERIFY(w.studio.document.apply({"Set units", {"", {SetParam{dense, "units", std::int64_t{33}}}}}));
        QVERIFY(w.page.strip()->isVisible());
        QCOMPARE(w.page.strip()->accessibleName(), "These are the results of run 1. The network has changed since.");
        const auto buttons = w.page.strip()->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons[1]->text(), "Open run 1");
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QVERIFY(w.studio.document.graph() == trained);
        QVERIFY(!w.page.strip()->isVisible());
        w.studio.document.undoStack().undo();
        QCOMPARE(w.studio.document.graph().find(dense)->params.get<std::int64_t>("units"), 33);
    }

    void ofManyClassesTheMostConfused() {
        std::vector<std::vector<std::int64_t>> confusion(40, std::vector<std::int64_t>(40, 0));
        for (std::size_t i = 0; i < 40; ++i) confusion[i][i] = 100;
        confusion[39][2] = 9;
        confusion[17][38] = 5;
        const std::vector<int> four = mostConfused(confusion, 4);
        QCOMPARE(four, (std::vector<int>{2, 17, 38, 39}));
        QCOMPARE(mostConfused(confusion, 40).size(), 40u);
    }

    void everyWidget() {
        test::walkEveryLook<Window>([](Window& w, int) { return w.openReady(); }, [](Window& w) -> QWidget& { return w.page; });
    }

    void looksRight() {
        for (const auto& [name, scheme, size] : test::looks()) {
            theme::Theme::instance().setScheme(scheme);
            Window w;
            QVERIFY(w.openReady());
            w.page.resize(size);
            auto* matrix = w.page.confusion()->matrix();
            const QPoint worst = worstCell(*matrix);
            if (scheme == theme::Scheme::Light)
                QTest::mouseClick(matrix, Qt::LeftButton, Qt::NoModifier, matrix->cellRect(worst.y(), worst.x()).center());
            test::keepPicture(w.page, "evaluate-" + name);
        }
        theme::Theme::instance().setScheme(theme::Scheme::Light);
        Window w;
        QVERIFY(test::open(w.studio, test::smallProject()));
        QVERIFY(w.show());
        test::keepPicture(w.page, "evaluate-empty");
    }
};

QTEST_MAIN(EvaluateTest)
#include "evaluate_test.moc"
