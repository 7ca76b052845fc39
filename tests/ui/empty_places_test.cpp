// What empty places say, word for word, and that their buttons do what they say: in the window, by the mouse and the keys.
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QTimer>

#include "core/op/def.h"
#include "core/train/evaluation_file.h"
#include "tests/ui/pictures.h"
#include "tests/ui/window.h"
#include "ui/build/empty_canvas.h"
#include "ui/build/inspector.h"
#include "ui/build/network_page.h"
#include "ui/build/problem_list.h"
#include "ui/data/samples_view.h"
#include "ui/document/text.h"
#include "ui/document/untitled.h"
#include "ui/evaluate/evaluate_page.h"
#include "widgets/canvas/quick_list.h"

using namespace nw;
using namespace nw::ui;

class EmptyPlacesTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<test::Shell> shell_;

    /// The empty place that is seen, as headline and sentence.
    QStringList words() const {
        QStringList out;
        for (const parts::EmptyState* e : shell_->window.findChildren<parts::EmptyState*>())
            if (e->isVisible()) out << e->accessibleName() << e->accessibleDescription();
        return out;
    }
    int layers() const { return static_cast<int>(studio_->document.graph().nodes().size()); }
    bool open(const Project& project, Page page) { return test::open(*studio_, project) && shell_->show({1366, 768}, page); }
    /// Answers all of a part of the set rightly.
    void keepPerfect(Split split) {
        const Dataset& set = *studio_->data.splits().of(split);
        const Evaluation perfect = test::perfectEvaluation(set);
        const Run& run = *studio_->runs.current();
        QVERIFY(saveEvaluation(run.folder, std::string(nameOf(split)), run.manifest.data, perfect));
    }
    /// Chooses the nth row of the menu that the button opens.
    void chooseOf(QPushButton* button, int row) {
        QTimer::singleShot(0, this, [row] {
            QWidget* menu = QApplication::activePopupWidget();
            for (int i = 0; i <= row; ++i) QTest::keyClick(menu, Qt::Key_Down);
            QTest::keyClick(menu, Qt::Key_Return);
        });
        QTest::mouseClick(button, Qt::LeftButton);
        QApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        test::failOnAnyWarning();
        QSettings().clear();
        studio_ = std::make_unique<Studio>(test::engine());
        shell_ = std::make_unique<test::Shell>(*studio_);
    }
    void cleanup() {
        shell_.reset();
        studio_.reset();
    }

    void canvas() {
        QVERIFY(studio_->document.start(Project{}) && shell_->show({1366, 768}, Page::Build));
        QCOMPARE(words(), QStringList({"Start with data", "Drop a folder of images here, or press Shift+A to add a layer."}));
        QCOMPARE(shell_->window.findChild<parts::StepTabs*>()->tab(1)->state(), parts::StepState::NotYet);
        QVERIFY(shell_->press("Add Input"));
        QCOMPARE(layers(), 1);
        QCOMPARE(studio_->document.graph().nodes().begin()->second->op().id, "input");
        QVERIFY(words().isEmpty());
        studio_->document.undoStack().undo();
        QTRY_VERIFY(!words().isEmpty());
        shell_->window.canvas().canvas().setFocus();
        shell_->key(Qt::Key_A, Qt::ShiftModifier);
        QTRY_VERIFY(shell_->window.findChild<canvas::QuickList*>()->isVisible());
    }

    void templatesFillTheEmptyProject() {
        QVERIFY(studio_->document.start(Project{}) && shell_->show({1366, 768}, Page::Build));
        const auto place = studio_->document.path();
        QPushButton* button = shell_->button("Templates");
        QVERIFY(button && button->menu());
        QCOMPARE(button->menu()->actions().size(), static_cast<qsizetype>(templates().size()));
        chooseOf(button, 1);
        const Project mlp = *makeTemplate("mlp");
        QVERIFY(studio_->document.graph() == mlp.graph);
        QCOMPARE(studio_->document.project().data, mlp.data);
        QVERIFY(studio_->document.path() == place);
        QVERIFY(words().isEmpty());
        // All of it is in view.
        const canvas::Canvas& canvas = shell_->window.canvas().canvas();
        for (const auto& [id, node] : mlp.graph.nodes()) QVERIFY(canvas.viewport()->rect().contains(canvas.nodeRect(id)));
        studio_->document.undoStack().undo();  // one step
        QVERIFY(studio_->document.project() == Project{});
        QTRY_VERIFY(!words().isEmpty());
    }

    void aTemplateLeavesTheDataThatWereChosen() {
        Project project;
        project.data = "digits?limit=600";
        QVERIFY(open(project, Page::Build));
        chooseOf(shell_->button("Templates"), 0);
        QCOMPARE(studio_->document.project().data, "digits?limit=600");
        QCOMPARE(layers(), 9);
    }

    void theWordsHaveTheMenuOfTheCanvas() {
        QVERIFY(studio_->document.start(Project{}) && shell_->show({1366, 768}, Page::Build));
        auto* words = shell_->window.findChild<EmptyCanvas*>();
        QContextMenuEvent event(QContextMenuEvent::Mouse, words->rect().center(), words->mapToGlobal(words->rect().center()));
        bool opened = false;
        QTimer::singleShot(0, words, [&] {  // the menu has an event loop of its own
            opened = QApplication::activePopupWidget();
            if (opened) QApplication::activePopupWidget()->close();
        });
        QApplication::sendEvent(words, &event);
        QVERIFY(opened);
    }

    /// What ends on the words ends on the canvas.
    void aLayerDroppedOnTheWordsIsAdded() {
        QVERIFY(studio_->document.start(Project{}) && shell_->show({1366, 768}, Page::Build));
        auto* words = shell_->window.findChild<EmptyCanvas*>();
        QMimeData data;
        data.setData(canvas::OperatorMimeType, "dense");
        const QPoint at = words->rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(words, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent over(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(words, &over);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(words, &drop);
        QCOMPARE(layers(), 1);
        QTRY_VERIFY(!words->isVisible());
        const canvas::Canvas& canvas = shell_->window.canvas().canvas();
        const QRect node = canvas.nodeRect(studio_->document.graph().nodes().begin()->first);
        QVERIFY(node.intersects(words->geometry()));
    }

    void aFolderDroppedOnTheWindowIsOpened() {
        const QTemporaryDir folder;
        for (const char* name : {"daisy", "rose"})
            for (int i = 0; i < 4; ++i)
                test::writePicture(folder.filePath(QString("flowers/%1/%2.png").arg(name).arg(i)), 12, 10, i);
        QVERIFY(studio_->document.start(Project{}) && shell_->show({1366, 768}, Page::Build));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(folder.filePath("flowers"))});
        QDragEnterEvent enter({500, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&shell_->window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({500, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&shell_->window, &drop);
        QCOMPARE(shell_->window.page(), Page::Data);
        QTRY_COMPARE(shell_->window.findChild<SamplesView*>()->grid()->accessibleName().isEmpty(), false);
        QTRY_VERIFY(words().isEmpty());
    }

    void dataGrid() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("flowers/rose"));
        for (const char* name : {"daisy", "rose"})
            for (int i = 0; i < 4; ++i) test::writePicture(folder.filePath(QString("more/%1/%2.png").arg(name).arg(i)), 12, 10, i);
        QVERIFY(open(test::smallProject(), Page::Data));
        QVERIFY(shell_->window.openPath(folder.filePath("flowers")));
        QTRY_COMPARE(words(), QStringList({"No images found in \"flowers\"",
                                           "Netwright looks for JPEG, PNG, BMP in one subfolder for each class."}));
        QTimer::singleShot(0, this, [&] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->findChild<QLineEdit*>()->setText(folder.filePath("more"));
            QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
        });
        QVERIFY(shell_->press("Choose another folder"));
        QTRY_VERIFY(words().isEmpty());
        QTRY_COMPARE(shell_->window.findChild<SamplesView*>()->classes()->count(), 3);
    }

    void curves() {
        QVERIFY(open(test::smallProject(), Page::Train));
        QCOMPARE(words(), QStringList({"Nothing trained yet", "The first points appear a second after you press Train."}));
        auto* empty = shell_->window.workspace(Page::Train).findChild<parts::EmptyState*>();
        QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(studio_->training.isActive());
        QTRY_VERIFY_WITH_TIMEOUT(words().isEmpty(), 20000);
        studio_->training.stopAndWait();
    }

    void matrix() {
        QVERIFY(open(test::smallProject(), Page::Evaluate));
        QCOMPARE(words(), QStringList({"Train first", "Then this page shows which classes the network confuses."}));
        auto* empty = shell_->window.findChild<EvaluatePage*>()->empty();
        QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(studio_->training.isActive());
        QCOMPARE(shell_->window.page(), Page::Train);
        studio_->training.stopAndWait();
    }

    void matrixWithoutMistakes() {
        QVERIFY(open(test::smallProject(), Page::Build) && test::trainRun(*studio_));
        for (const Split split : {Split::Test, Split::Validation}) keepPerfect(split);
        shell_->window.setPage(Page::Evaluate);
        auto* page = shell_->window.findChild<EvaluatePage*>();
        QTRY_COMPARE(page->results().state(), Results::State::Ready);
        const auto said = [&](Split split) {
            const qlonglong size = studio_->data.splits().of(split)->size();
            return QStringList{QString("No mistakes among %1 images").arg(QLocale().toString(size)),
                               "Try the test set, or images of your own."};
        };
        QCOMPARE(words(), said(Split::Test));
        QVERIFY(!shell_->button("Test set"));  // it is shown already
        QTest::keyClick(page->splits(), Qt::Key_Right);
        QTRY_COMPARE(page->results().split(), Split::Validation);
        QTRY_COMPARE(words(), said(Split::Validation));
        QVERIFY(shell_->press("Test set"));
        QTRY_COMPARE(page->results().split(), Split::Test);
        // Draw: the pad is there, whatever was selected and folded.
        studio_->selection.set({studio_->document.graph().findByName("dense")->id});
        shell_->window.workspace(Page::Build).showRight(false);
        QTRY_VERIFY(shell_->button("Draw"));
        QVERIFY(shell_->press("Draw"));
        QCOMPARE(shell_->window.page(), Page::Build);
        image::DrawPad& pad = shell_->window.findChild<Inspector*>()->networkPage().pad();
        QVERIFY(pad.hasFocus());
        QVERIFY(!pad.visibleRegion().isEmpty());
        test::drag(&pad, {40, 20});
        QCOMPARE(studio_->sample.source(), CurrentSample::Source::Drawn);
    }

    void problems() {
        QVERIFY(open(test::smallProject(), Page::Build));
        QVERIFY(shell_->press("No problems"));
        auto* list = shell_->window.findChild<ProblemList*>();
        QTRY_VERIFY(list && list->isVisible());
        QCOMPARE(list->count(), 0);
        QCOMPARE(list->findChild<theme::Label*>()->text(), "No problems");
        shell_->key(Qt::Key_Escape);
        QVERIFY(!list->isVisible());
    }

    void recentProjects() {
        std::filesystem::remove_all(untitledFolder());  // what was tried in other places
        QVERIFY(open(test::smallProject(), Page::Build));
        QAction* recent = shell_->window.actions()["recent"];
        const auto openMenu = [this] { Q_EMIT shell_->window.actions().menu("File")->aboutToShow(); };
        openMenu();
        QVERIFY(!recent->isVisible());
        const QString file = home_.filePath("kept.netwright");
        QVERIFY(studio_->document.saveAs(s(file)));
        QVERIFY(studio_->document.start(Project{}));
        openMenu();
        QVERIFY(recent->isVisible());
        QCOMPARE(recent->menu()->actions().size(), 3);  // the project, a line, "Tidy up…"
        recent->menu()->actions().first()->trigger();
        QCOMPARE(q(studio_->document.path().string()), file);
    }
};

QTEST_MAIN(EmptyPlacesTest)
#include "empty_places_test.moc"
