// File ▸ New and File ▸ Open recent: nothing that somebody has worked on is out of reach.
#include <QMenu>

#include "tests/ui/window.h"
#include "ui/document/text.h"
#include "ui/document/untitled.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;

class RecentTest : public QObject {
    Q_OBJECT
    test::Home home_;

    /// The entries of Open recent after its menu was opened.
    static QList<QAction*> recent(test::Shell& shell) {
        QMenu* file = shell.window.actions().menu("File");
        Q_EMIT file->aboutToShow();
        QList<QAction*> entries;
        for (QAction* a : shell.window.actions()["recent"]->menu()->actions())
            if (!a->isSeparator()) entries << a;
        return entries;
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
