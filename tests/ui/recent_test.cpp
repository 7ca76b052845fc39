// File ▸ New and File ▸ Open recent: nothing that somebody has worked on is out of reach.
#include <QMenu>

#include "core/train/run_folder.h"
#include "tests/ui/pictures.h"
#include "tests/ui/window.h"
#include "tests/widgets/walk.h"
#include "ui/document/text.h"
#include "ui/document/untitled.h"
#include "ui/shell/recent_dialog.h"
#include "widgets/parts/loss_dialog.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;

class RecentTest : public QObject {
    Q_OBJECT
    test::Home home_;

    /// The projects in Open recent after its menu was opened.
    static QList<QAction*> recent(test::Shell& shell) {
        QMenu* file = shell.window.actions().menu("File");
        Q_EMIT file->aboutToShow();
        QList<QAction*> entries;
        for (QAction* a : shell.window.actions()["recent"]->menu()->actions())
            if (!a->isSeparator()) entries << a;
        if (!entries.isEmpty() && entries.last()->text() == QStringLiteral("Tidy up…")) entries.removeLast();
        return entries;
    }
    /// What File ▸ Open recent ▸ Tidy up opens.
    static RecentDialog* tidyUp(test::Shell& shell) {
        recent(shell);
        const auto entries = shell.window.actions()["recent"]->menu()->actions();
        if (entries.isEmpty()) return nullptr;
        entries.last()->trigger();
        auto* dialog = shell.window.findChild<RecentDialog*>();
        return dialog && QTest::qWaitForWindowActive(dialog) ? dialog : nullptr;
    }
    /// Presses an answer of the question that is open by its keys.
    static bool answer(const QPointer<RecentDialog>& parent, const QString& text) {
        auto* box = parent->findChild<parts::LossDialog*>();
        if (!box || !QTest::qWaitForWindowActive(box)) return false;
        for (QPushButton* b : {box->lossButton(), box->keepButton()})
            if (b->text() == text) {
                b->setFocus(Qt::TabFocusReason);
                QTest::keyClick(b, Qt::Key_Space);
                return QTest::qWaitFor([parent] { return !parent || !parent->findChild<parts::LossDialog*>(); });
            }
        return false;
    }
    static bool edit(Studio& studio, std::int64_t epochs) {
        return test::setTraining(studio.document, [=](TrainingSettings& t) { t.epochs = epochs; }) && studio.document.flush();
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { QSettings().clear(); }

    void untitledProjectsThatSomebodyWorkedOnAreListed() {
        const auto studio = test::smallStudio();
        QVERIFY(studio);
        test::Shell shell(*studio);
        QVERIFY(recent(shell).isEmpty());
        QVERIFY(!shell.window.actions()["recent"]->isVisible());
        const fs::path trained = studio->document.path();
        QVERIFY(test::trainRun(*studio));
        shell.window.actions()["new"]->trigger();
        const fs::path edited = studio->document.path();
        QVERIFY(edited != trained && fs::exists(trained));
        QVERIFY(edit(*studio, 3));
        shell.window.actions()["new"]->trigger();
        const fs::path untouched = studio->document.path();
        QVERIFY(fs::exists(edited));
        shell.window.actions()["new"]->trigger();
        QVERIFY(!fs::exists(untouched.parent_path()));
        const auto entries = recent(shell);
        QCOMPARE(entries.size(), 2);
        QVERIFY(shell.window.actions()["recent"]->isVisible());
        QStringList words;
        for (QAction* a : entries) words << a->text();
        QVERIFY2(words[0].startsWith("Untitled, ") && words[0].endsWith("  not trained"), qPrintable(words[0]));
        QVERIFY2(words[1].startsWith("Untitled, ") && words[1].endsWith("  1 run"), qPrintable(words[1]));
        const QDateTime when = untitledProjects().back().changed;
        QVERIFY2(words[1].contains(QLocale().toString(when, "d MMM HH:mm")), qPrintable(words[1]));
        entries[1]->trigger();
        QCOMPARE(studio->document.path(), trained);
        QTRY_VERIFY(studio->runs.current());
        QCOMPARE(recent(shell).size(), 1);  // the open one is not offered
    }

    void untitledOnesAreDeletedWithTheirRuns() {
        const auto studio = test::smallStudio();
        QVERIFY(studio);
        for (const UntitledProject& one : untitledProjects())
            if (one.path != studio->document.path()) QVERIFY(deleteUntitled(one.path));
        test::Shell shell(*studio);
        QVERIFY(shell.show({1366, 768}, Page::Build));
        const fs::path trained = studio->document.path();
        QVERIFY(test::trainRun(*studio) && test::trainRun(*studio));
        shell.window.actions()["new"]->trigger();
        const fs::path edited = studio->document.path();
        QVERIFY(edit(*studio, 3));
        shell.window.actions()["new"]->trigger();
        QVERIFY(edit(*studio, 4));
        const QPointer<RecentDialog> dialog = tidyUp(shell);
        QVERIFY(dialog);
        test::keepPicture(*dialog, "recent-dialog");
        QCOMPARE(dialog->buttons().size(), 2);  // not the one that is open
        QVERIFY(dialog->buttons()[0]->hasFocus());
        const QStringList faults = test::faultsOf(dialog);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
        shell.key(Qt::Key_Tab);
        QVERIFY(dialog->buttons()[1]->hasFocus());
        shell.key(Qt::Key_Space);
        const auto* box = dialog->findChild<parts::LossDialog*>();
        QVERIFY(box && box->accessibleDescription().contains("its 2 runs"));
        QVERIFY(answer(dialog, "Keep it"));
        QVERIFY(fs::exists(trained));
        {
            const auto lock = RunFolder(RunFolder::allIn(runsFolderOf(trained))[0]).lock();  // as another program that trains it
            QTest::mouseClick(dialog->buttons()[1], Qt::LeftButton);
            QVERIFY(answer(dialog, "Delete the network and 2 runs"));
            QVERIFY(fs::exists(trained) && dialog->fault()->isVisible());
            QVERIFY2(dialog->fault()->text().contains("is being trained by another program"), qPrintable(dialog->fault()->text()));
        }
        QTest::mouseClick(dialog->buttons()[1], Qt::LeftButton);
        QVERIFY(answer(dialog, "Delete the network and 2 runs"));
        QVERIFY(!fs::exists(trained.parent_path()));
        QCOMPARE(dialog->buttons().size(), 1);
        QVERIFY(!dialog->fault()->isVisible());
        QCOMPARE(dialog->focusWidget(), dialog->buttons()[0]);
        QTest::mouseClick(dialog->buttons()[0], Qt::LeftButton);
        QVERIFY(answer(dialog, "Delete the network"));
        QVERIFY(!fs::exists(edited.parent_path()));
        QTRY_VERIFY(!dialog);  // nothing is left
        QVERIFY(recent(shell).isEmpty());
        QVERIFY(fs::exists(studio->document.path()));
    }

    void savedOnesLeaveTheListAndStay() {
        const auto studio = test::smallStudio();
        QVERIFY(studio);
        test::Shell shell(*studio);
        QVERIFY(shell.show({1366, 768}, Page::Build));
        const fs::path path = s(home_.filePath("kept.netwright"));
        QVERIFY(studio->document.saveAs(path));
        const auto before = recent(shell).size();
        RecentDialog* dialog = tidyUp(shell);
        QVERIFY(dialog);
        QCOMPARE(dialog->buttons()[0]->accessibleName(), QString("Remove kept from the list"));
        QTest::mouseClick(dialog->buttons()[0], Qt::LeftButton);
        QCOMPARE(recent(shell).size(), before - 1);
        QVERIFY(fs::exists(path));
        QVERIFY(!QSettings().value("session/recent").toStringList().contains(q(path.string())));
    }

    void oneThatWasSavedIsListedByItsName() {
        const auto studio = test::smallStudio();
        QVERIFY(studio);
        const std::size_t others = untitledProjects().size() - 1;
        test::Shell shell(*studio);
        const fs::path path = s(home_.filePath("named.netwright"));
        QVERIFY(studio->document.saveAs(path));
        shell.window.actions()["new"]->trigger();
        QVERIFY(edit(*studio, 4));
        const auto entries = recent(shell);
        QCOMPARE(static_cast<std::size_t>(entries.size()), 1 + others);
        QCOMPARE(entries[0]->text(), "named  " + QFileInfo(q(path.string())).path());
        QVERIFY(fs::remove(path));
        QCOMPARE(static_cast<std::size_t>(recent(shell).size()), others);
    }
};

QTEST_MAIN(RecentTest)
#include "recent_test.moc"
