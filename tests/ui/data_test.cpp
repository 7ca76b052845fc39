// The Data page: sets in a list, a preview that changes nothing, checks, use in the network.
#include "ui/data/data_page.h"

#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSplitter>
#include <QTemporaryDir>

#include "tests/processor_time.h"
#include "tests/ui/home.h"
#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "tests/widgets/walk.h"
#include "ui/document/text.h"

using namespace nw;
using namespace nw::ui;

namespace {

/// A studio with the page in a window as the shell makes it.
struct Window {
    Studio studio{test::engine()};
    DataPage page{studio};
    QSplitter splitter;

    explicit Window(const std::string& data = "digits?limit=600") {
        Project project = *makeTemplate("first-network");
        project.data = data;
        if (!studio.document.start(project)) return;
        splitter.addWidget(page.left());
        splitter.addWidget(page.centre());
        splitter.addWidget(page.right());
        splitter.setSizes({248, 872, 320});
        splitter.resize(1440, 820);
        test::open(splitter);
    }
    bool isReady() {
        return QTest::qWaitFor([&] { return page.data().isOpen() && page.data().duplicates(); }, 60000);
    }
    QStringList sentences() {
        QStringList out;
        for (const CheckLine* line : page.right()->lines()) out << line->sentence();
        return out;
    }
};

/// FOLDER/{train,test}/{daisy,rose,tulip}: 12×10 pictures, some repeated in test, one of another size, one broken.
void writeFlowers(const QTemporaryDir& folder) {
    const QStringList classes{"daisy", "rose", "tulip"};
    for (int c = 0; c < 3; ++c)
        for (int i = 0; i < 6; ++i) {
            const QString name = QString("%1/%2.png").arg(classes[c]).arg(i);
            test::writePicture(folder.filePath("train/" + name), 12, 10, 20 * i + c);
            if (i < 3) test::writePicture(folder.filePath("test/" + name), 12, 10, i == 0 ? c : 200 + 3 * i + c);
        }
    test::writePicture(folder.filePath("train/rose/large.png"), 40, 30, 77);
    QFile broken(folder.filePath("train/tulip/broken.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("not a picture");
}

}  // namespace

class DataTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { test::failOnAnyWarning(); }

    void showsTheSetOfTheProject() {
        Window w;
        QVERIFY(w.isReady());
        QCOMPARE(w.page.centre()->grid()->count(), static_cast<int>(w.studio.data.splits().train->size()));
        QCOMPARE(w.page.right()->bars()->rows().size(), 10);
        QVERIFY2(w.sentences().contains("All images are 28×28"), qPrintable(w.sentences().join("; ")));
        QVERIFY(w.sentences().contains("No unreadable files"));
        QVERIFY(!w.page.centre()->useBar()->isVisible());
        // The other part by mouse.
        auto* splits = w.page.centre()->splits();
        QVERIFY(splits);
        QTest::mouseClick(splits, Qt::LeftButton, Qt::NoModifier, splits->segmentRect(splits->count() - 1).center());
        QCOMPARE(w.page.centre()->split(), Split::Test);
        QCOMPARE(w.page.centre()->grid()->count(), static_cast<int>(w.studio.data.splits().test->size()));
    }

    void aCellIsTheSampleOfTheStudio() {
        Window w;
        QVERIFY(w.isReady());
        auto* grid = w.page.centre()->grid();
        QSignalSpy changed(&w.studio.sample, &CurrentSample::changed);
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::NoModifier, grid->cellRect(3).center());
        QCOMPARE(w.studio.sample.split(), Split::Train);
        QCOMPARE(w.studio.sample.index(), 3);
        QTest::keyClick(grid, Qt::Key_Right);
        QCOMPARE(w.studio.sample.index(), 4);
        QCOMPARE(changed.size(), 2);
        // Only one class: the index is still that of the set.
        QTest::keyClick(w.page.centre()->classes(), Qt::Key_Down);
        const auto& train = *w.studio.data.splits().train;
        QVERIFY(grid->count() > 0 && grid->count() < train.size());
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::NoModifier, grid->cellRect(1).center());
        QCOMPARE(train.label(w.studio.sample.index()), 0);
        QCOMPARE(w.studio.sample.label(), 0);
    }

    void aDroppedFolderIsLookedAtThenUsed() {
        QTemporaryDir folder;
        writeFlowers(folder);
        Window w;
        QVERIFY(w.isReady());
        const std::string before = toText(w.studio.document.project());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(folder.path())});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(w.page.left()->dropArea(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(w.page.left()->dropArea(), &drop);
        QTRY_VERIFY(w.page.data().isOpen() && w.page.data().duplicates());
        QCOMPARE(toText(w.studio.document.project()), before);
        QCOMPARE(w.studio.document.undoStack().count(), 0);
        const QStringList said = w.sentences();
        QVERIFY2(said.contains("1 file cannot be read and is left out"), qPrintable(said.join("; ")));
        QVERIFY2(said.contains("1 image is resized to 10×12"), qPrintable(said.join("; ")));
        int repeated = 0;  // some may have been held out for validation
        for (const QString& sentence : said)
            if (sentence.contains("also in")) repeated += sentence.section(' ', 0, 0).toInt();
        QVERIFY2(repeated == 3, qPrintable(said.join("; ")));
        auto* grid = w.page.centre()->grid();
        QCOMPARE(grid->count(), static_cast<int>(w.page.data().splits().train->size()));
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::NoModifier, grid->cellRect(2).center());
        QCOMPARE(w.studio.sample.count(), w.studio.data.splits().of(w.studio.sample.split())->size());

        // The repeated ones, by keyboard.
        for (CheckLine* line : w.page.right()->lines())
            if (auto* show = line->findChild<QPushButton*>()) {
                QTest::keyClick(show, Qt::Key_Space);
                QCOMPARE(w.page.centre()->split(), Split::Test);
                QCOMPARE(grid->count(), line->sentence().section(' ', 0, 0).toInt());
            }

        auto* bar = w.page.centre()->useBar();
        QVERIFY(bar->isVisible());
        QVERIFY(bar->fixes().size() >= 2);
        QTest::mouseClick(bar->button(), Qt::LeftButton);
        QCOMPARE(w.studio.document.undoStack().count(), 1);
        QCOMPARE(w.studio.document.project().data, s(folder.path()));
        QTRY_VERIFY(w.studio.data.isOpen());
        QVERIFY(!firstFault(w.studio.document.graph(), w.studio.document.analysis().findings));
        QVERIFY(!bar->isVisible());
        w.studio.document.undoStack().undo();
        QCOMPARE(toText(w.studio.document.project()), before);
    }

    void changesThatNobodyWantsStayOut() {
        QTemporaryDir folder;
        writeFlowers(folder);
        Window w;
        QVERIFY(w.isReady());
        w.page.openPath(folder.path());
        QTRY_VERIFY(w.page.data().isOpen());
        auto* bar = w.page.centre()->useBar();
        const Graph graph = w.studio.document.graph();
        for (QCheckBox* fix : bar->fixes()) QTest::keyClick(fix, Qt::Key_Space);
        QTest::mouseClick(bar->button(), Qt::LeftButton);
        QCOMPARE(w.studio.document.project().data, s(folder.path()));
        QVERIFY(w.studio.document.graph() == graph);
    }

    void anEmptyFolderSaysWhatIsMissing() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("flowers/rose"));
        Window w;
        QVERIFY(w.isReady());
        w.page.openPath(folder.filePath("flowers"));
        QTRY_VERIFY(w.page.centre()->isEmpty());
        QCOMPARE(w.page.centre()->empty()->accessibleName(), "No images found in \"flowers\"");
        // Back to the set of the network, by the list.
        auto* list = w.page.left()->list();
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->toolTip().contains("used by the network")) {
                list->scrollToItem(list->item(i));
                QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualItemRect(list->item(i)).center());
                break;
            }
        QTRY_VERIFY(w.page.data().isOfProject());
        QVERIFY(!w.page.centre()->isEmpty());
        // What was opened is remembered.
        Window again;
        QVERIFY(again.isReady());
        const auto known = again.page.data().known();
        QVERIFY(
            std::any_of(known.begin(), known.end(), [&](const KnownSet& k) { return k.spec == s(folder.filePath("flowers")); }));
    }

    void picturesOfFilesComeLater() {
        QTemporaryDir folder;
        writeFlowers(folder);
        const auto splits = test::engine().open(s(folder.path()), 1);
        QVERIFY(splits);
        Thumbnails thumbnails;
        QSignalSpy ready(&thumbnails, &Thumbnails::ready);
        thumbnails.setSource(splits->train);
        QVERIFY(thumbnails.image(2).isNull());
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(ready[0][0].toLongLong(), 2);
        QCOMPARE(thumbnails.image(2).size(), QSize(12, 10));
        thumbnails.setSource(nullptr);
        QVERIFY(thumbnails.image(2).isNull());
    }

    void theCommandDoesTheSame() {
        Window w;
        QVERIFY(w.isReady());
        QSignalSpy noted(&w.studio, &Studio::noteWanted);
        for (auto* button : w.page.centre()->findChildren<QPushButton*>())
            if (button->text() == "Copy as command") QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(noted.size(), 1);
        QCOMPARE(QGuiApplication::clipboard()->text(), "netwright data info 'digits?limit=600'");
    }

    void manyImagesScrollWithoutWaiting() {
        Window w("digits");
        QVERIFY(w.isReady());
        auto* grid = w.page.centre()->grid();
        QVERIFY(grid->count() > 10000);
        w.splitter.grab();
        const nw::test::ProcessorTime time;
        for (int i = 0; i < 40; ++i) {
            grid->verticalScrollBar()->setValue(grid->verticalScrollBar()->maximum() * i / 40);
            grid->grab();
        }
        const double ms = time.milliseconds();
        QVERIFY2(ms < 40 * 100, qPrintable(QString("%1 ms for 40 frames").arg(ms)));
    }

    void everyWidget() {
        QTemporaryDir folder;
        writeFlowers(folder);
        const auto open = [&](Window& w, int i) {
            if (!w.isReady()) return false;
            if (i >= 2) w.page.openPath(folder.path());
            return QTest::qWaitFor([&] { return w.page.data().isOpen() && w.page.data().duplicates(); }, 10000);
        };
        test::walkEveryLook<Window>(open, [](Window& w) -> QWidget& { return w.splitter; });
    }

    void looksRight() {
        for (const auto& [name, scheme, size] : test::looks()) {
            theme::Theme::instance().setScheme(scheme);
            Window w("digits");
            QVERIFY(w.isReady());
            w.splitter.resize(size);
            test::keepPicture(w.splitter, "data-" + name);
        }
        QTemporaryDir folder;
        writeFlowers(folder);
        Window w;
        QVERIFY(w.isReady());
        w.page.openPath(folder.path());
        QTRY_VERIFY(w.page.data().isOpen() && w.page.data().duplicates());
        test::keepPicture(w.splitter, "data-preview");
        theme::Theme::instance().setScheme(theme::Scheme::Light);
    }
};

QTEST_MAIN(DataTest)
#include "data_test.moc"
