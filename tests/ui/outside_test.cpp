// A project's file that others write too: a second studio, an editor, version control.
#include <QSettings>
#include <QSignalSpy>

#include "core/base/files.h"
#include "tests/ui/window.h"
#include "ui/document/text.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;
using test::unitsIn;

namespace {

constexpr QPointF There(400, 800);

/// Where the dense layer stands.
QPointF placeIn(const Document& d) {
    const auto it = d.layout().positions.find(d.graph().findByName("dense")->id);
    return it == d.layout().positions.end() ? QPointF() : it->second;
}

ProjectPatch setUnits(const Document& d, std::int64_t units) {
    return {QStringLiteral("Set units"), {"", {SetParam{d.graph().findByName("dense")->id, "units", units}}}};
}

ProjectPatch moveDense(const Document& d, QPointF to) {
    return {QStringLiteral("Move"), {}, {{d.graph().findByName("dense")->id, to, false}}};
}

/// What an editor makes of the file: 120 units become so many.
bool editFile(const fs::path& path, std::int64_t units) {
    auto project = loadProject(path);
    if (!project) return false;
    const NodeId dense = project->graph.findByName("dense")->id;
    return Patch{"", {SetParam{dense, "units", units}}}.apply(project->graph) && saveProject(*project, path);
}

}  // namespace

class OutsideTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path path_, mine_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        QSettings().clear();
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = s(folder_->filePath("net.netwright"));
        mine_ = s(folder_->filePath("net-mine.netwright"));
        QVERIFY(saveProject(test::smallProject(), path_));
    }

    void oneStudioFollowsTheOtherAndBothBecomeQuiet() {
        Document a, b;
        QVERIFY(a.open(path_) && b.open(path_));
        QSignalSpy told(&b, &Document::changedOutside), back(&a, &Document::changedOutside);
        ProjectPatch edit = setUnits(a, 33);
        edit.layout = moveDense(a, There).layout;
        QVERIFY(a.apply(edit));
        QTRY_COMPARE(unitsIn(b.project()), 33);
        QTRY_COMPARE(placeIn(b), There);
        QVERIFY(a.isSaved() && b.isSaved());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0][0].toString(), QString("net.netwright changed on disk and was loaded"));
        QCOMPARE(told[0][1].toBool(), true);
        // It is a step: undone here, it is so there.
        b.undoStack().undo();
        QCOMPARE(unitsIn(b.project()), 120);
        QTRY_COMPARE(unitsIn(a.project()), 120);
        QCOMPARE(unitsIn(*loadProject(path_)), 120);
        // Only places: they follow without a word, and nobody answers with a write of its own.
        const int steps = b.undoStack().count();
        QVERIFY(a.apply(moveDense(a, There + QPointF(8, 0))));
        QTRY_COMPARE(placeIn(b), There + QPointF(8, 0));
        QCOMPARE(b.undoStack().count(), steps);
        const auto project = fs::last_write_time(path_), layout = fs::last_write_time(layoutPathOf(path_));
        QFile other(folder_->filePath("notes.txt"));  // wakes both, twice, to find nothing
        for (int i = 0; i < 2; ++i) {
            auto* watch = b.findChild<FileWatch*>();
            QSignalSpy woken(watch, &FileWatch::touched);
            QVERIFY(other.exists() ? other.remove() : other.open(QIODevice::WriteOnly));
            QTRY_VERIFY(!woken.isEmpty());
        }
        QVERIFY(fs::last_write_time(path_) == project && fs::last_write_time(layoutPathOf(path_)) == layout);
        QVERIFY(a.isSaved() && b.isSaved() && !a.conflict() && !b.conflict());
        QCOMPARE(told.size(), 1);
        QCOMPARE(back.size(), 1);
    }

    void neitherSideOfAConflictIsLost() {
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(d.apply(setUnits(d, 40)));
        QVERIFY(editFile(path_, 50));  // before ours is written
        QTRY_VERIFY(d.conflict());
        QCOMPARE(d.conflict()->sentence, QString("The file has changed outside of Netwright."));
        QVERIFY(d.conflict()->readable);
        QTRY_VERIFY(d.isSaved());
        QCOMPARE(unitsIn(*loadProject(path_)), 50);
        QCOMPARE(unitsIn(*loadProject(mine_)), 40);
        QVERIFY(d.apply(setUnits(d, 41)));  // goes on beside it
        QTRY_VERIFY(d.isSaved());
        QCOMPARE(unitsIn(*loadProject(path_)), 50);
        QCOMPARE(unitsIn(*loadProject(mine_)), 41);
    }

    void theFileCanBeLoadedAndUndone() {
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(d.apply(setUnits(d, 40)));
        QVERIFY(editFile(path_, 50));
        QVERIFY(d.flush());
        QVERIFY(d.conflict());
        QVERIFY(d.loadFile());
        QVERIFY(!d.conflict());
        QCOMPARE(unitsIn(d.project()), 50);
        QVERIFY(d.isSaved() && !fs::exists(mine_) && !fs::exists(layoutPathOf(mine_)));
        d.undoStack().undo();  // ours is back, and saved
        QCOMPARE(unitsIn(d.project()), 40);
        QTRY_VERIFY(d.isSaved());
        QCOMPARE(unitsIn(*loadProject(path_)), 40);
    }

    void oursCanBeKept() {
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(d.apply(setUnits(d, 40)));
        QVERIFY(editFile(path_, 50));
        QVERIFY(d.flush());
        QVERIFY(d.conflict());
        QVERIFY(d.keepMine());
        QVERIFY(!d.conflict() && d.isSaved() && !fs::exists(mine_));
        QCOMPARE(unitsIn(*loadProject(path_)), 40);
    }

    void aConflictThatOthersTakeBackIsNone() {
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(d.apply(setUnits(d, 40)));
        QVERIFY(editFile(path_, 50));
        QTRY_VERIFY(d.conflict());
        QVERIFY(editFile(path_, 120));
        QTRY_VERIFY(!d.conflict());
        QTRY_VERIFY(d.isSaved());
        QCOMPARE(unitsIn(*loadProject(path_)), 40);
        QVERIFY(!fs::exists(mine_));
    }

    void whatCannotBeReadIsNotOverwritten_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const QByteArray whole = QByteArray::fromStdString(toText(test::smallProject()));
        QTest::newRow("truncated") << whole.left(whole.size() / 2) << "is not a Netwright project";
        QTest::newRow("newer") << QByteArray(whole).replace("\"netwright\": 1", "\"netwright\": 99") << "newer Netwright";
        QTest::newRow("empty") << QByteArray() << "is not a Netwright project";
    }
    void whatCannotBeReadIsNotOverwritten() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(writeTextAtomically(path_, content.toStdString()));
        QTRY_VERIFY(d.conflict());  // although nothing was unsaved
        QVERIFY(!d.conflict()->readable);
        QVERIFY2(d.conflict()->sentence.contains(says), qPrintable(d.conflict()->sentence));
        QVERIFY(d.apply(setUnits(d, 40)));
        QTRY_VERIFY(d.isSaved());
        QCOMPARE(*readText(path_), content.toStdString());
        QCOMPARE(unitsIn(*loadProject(mine_)), 40);
        QVERIFY(!d.loadFile());
        QVERIFY(d.conflict());
        QVERIFY(d.keepMine());
        QCOMPARE(unitsIn(*loadProject(path_)), 40);
    }

    void whatBecomesReadableIsLoaded() {
        Document d;
        QVERIFY(d.open(path_));
        QVERIFY(writeTextAtomically(path_, "{"));
        QTRY_VERIFY(d.conflict());
        QVERIFY(saveProject(test::smallProject(), path_));
        QVERIFY(editFile(path_, 50));
        QTRY_COMPARE(unitsIn(d.project()), 50);
        QVERIFY(!d.conflict() && !fs::exists(mine_));
    }

    void anEditorThatWritesInPlaceIsSeen() {
        Document d;
        QVERIFY(d.open(path_));
        Project other = test::smallProject();
        other.training.epochs = 9;
        QFile file(q(path_.string()));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray::fromStdString(toText(other)));
        file.close();
        QTRY_COMPARE(d.project().training.epochs, 9);
        QVERIFY(d.isSaved());
    }

    void aDeletedFileIsSavedAgain() {
        Document d;
        QVERIFY(d.open(path_));
        QSignalSpy told(&d, &Document::changedOutside);
        QVERIFY(fs::remove(path_));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told[0][0].toString(), QString("net.netwright was deleted. The next edit saves it again."));
        QCOMPARE(told[0][1].toBool(), false);
        QVERIFY(!d.graph().nodes().empty() && !d.conflict());
        QVERIFY(d.apply(moveDense(d, There)));  // even one that is not in the file
        QTRY_VERIFY(d.isSaved());
        QVERIFY(fs::exists(path_));
        QVERIFY(*loadProject(path_) == d.project());
    }

    void theWindowOffersTheChoice() {
        const auto studio = std::make_unique<Studio>(test::engine());
        test::Shell shell(*studio);
        QVERIFY(shell.window.openPath(q(path_.string())));
        QVERIFY(shell.show({1280, 800}, Page::Build));
        QVERIFY(editFile(path_, 50));
        QTRY_COMPARE(unitsIn(studio->document.project()), 50);
        QTRY_VERIFY(shell.button("Undo"));
        QVERIFY(shell.press("Undo"));
        QTRY_COMPARE(unitsIn(studio->document.project()), 120);
        QTRY_VERIFY(studio->document.isSaved());
        QVERIFY(!shell.button("Keep mine"));
        QVERIFY(studio->document.apply(setUnits(studio->document, 40)));
        QVERIFY(editFile(path_, 60));
        QTRY_VERIFY(shell.button("Keep mine") && shell.button("Load the file"));
        QTRY_VERIFY(fs::exists(mine_));
        QVERIFY(QSettings().value("session/recent").toStringList().contains(q(mine_.string())));
        QVERIFY(shell.press("Load the file"));
        QCOMPARE(unitsIn(studio->document.project()), 60);
        QTRY_VERIFY(!shell.button("Keep mine"));
    }

    void closingInAConflictLosesNeither() {
        const auto studio = std::make_unique<Studio>(test::engine());
        {
            test::Shell shell(*studio);
            QVERIFY(shell.window.openPath(q(path_.string())));
            QVERIFY(shell.show({1280, 800}, Page::Build));
            QVERIFY(studio->document.apply(setUnits(studio->document, 40)));
            QVERIFY(editFile(path_, 50));
            QVERIFY(shell.window.close());
        }
        QCOMPARE(unitsIn(*loadProject(path_)), 50);
        QCOMPARE(unitsIn(*loadProject(mine_)), 40);
    }
};

QTEST_MAIN(OutsideTest)
#include "outside_test.moc"
