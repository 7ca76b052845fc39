// The whole studio: from the first launch to a proven int8 file, what a killed window leaves, keys, pictures of every page.
#include <QApplication>
#include <QFileInfo>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QtTest>

#include "tests/ui/home.h"
#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "ui/build/build_canvas.h"
#include "ui/deploy/deploy_page.h"
#include "ui/document/text.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/shell/main_window.h"
#include "widgets/parts/tiles.h"
#include "widgets/theme/style.h"

using namespace nw;
using namespace nw::ui;

namespace {

/// The visible button whose text begins so; null when there is none.
QPushButton* button(const QWidget& window, const QString& text) {
    for (QPushButton* b : window.findChildren<QPushButton*>())
        if (b->isVisible() && b->text().startsWith(text)) return b;
    return nullptr;
}

}  // namespace

class StudioTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { QSettings().clear(); }

    /// The card names what the network reads only where it is the digits.
    void theCoachKnowsTheData() {
        QTemporaryDir folder;
        for (const char* part : {"/a", "/b"}) {
            QVERIFY(QDir(folder.path()).mkpath(folder.path() + part));
            for (int i = 0; i < 12; ++i)
                test::writePicture(folder.path() + part + QStringLiteral("/%1.png").arg(i), 28, 28, 20 * i);
        }
        Studio studio(test::engine());
        MainWindow window(studio);
        window.restore();
        window.show();
        const auto says = [&](const char* title) {
            const auto labels = window.coach().findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) { return l->text() == title; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(studio.data.isOpen(), 60000);
        QVERIFY(says("This network reads digits"));
        QVERIFY(window.openPath(folder.path()));
        QTRY_VERIFY(button(window, "Use in network") && button(window, "Use in network")->isEnabled());
        QTest::mouseClick(button(window, "Use in network"), Qt::LeftButton);
        QCOMPARE(studio.document.project().data, folder.path().toStdString());
        QTRY_COMPARE(studio.data.spec(), folder.path().toStdString());
        QTRY_VERIFY(says("This network is new"));
    }

    /// Six clicks at most: train, mistakes, deploy, int8, export.
    void beginnerReachesAProvenFile() {
        Studio studio(test::engine());
        MainWindow window(studio);
        window.restore();
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.page(), Page::Build);
        QVERIFY(window.coach().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(studio.data.isOpen(), 60000);
        int clicks = 0;
        const auto click = [&](QWidget* target) {
            QTest::mouseClick(target, Qt::LeftButton);
            ++clicks;
        };
        QPushButton* train = button(window.coach(), "Train");
        QVERIFY(train);
        click(train);
        QTRY_VERIFY(studio.training.isActive());
        QCOMPARE(window.page(), Page::Train);
        window.setPage(Page::Build);
        QVERIFY(!button(window.coach(), "Train"));  // it is under way: the card leads there and pauses nothing
        QPushButton* watch = button(window.coach(), "Watch the curves");
        QVERIFY(watch);
        watch->click();
        QCOMPARE(window.page(), Page::Train);
        QVERIFY(studio.training.isActive());
        QVERIFY(studio.training.state() != Training::State::Paused);
        // The status bar names no loss: the one of a single step is another than the curve's.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto labels = window.findChildren<QLabel*>();
                const QRegularExpression words("^Training run 1 on a copy of the network: epoch [0-9]+ of [0-9]+$");
                return std::any_of(labels.begin(), labels.end(),
                                   [&](const QLabel* l) { return words.match(l->text()).hasMatch(); });
            }(),
            60000);
        QTRY_VERIFY_WITH_TIMEOUT(!studio.training.isActive(), 120000);
        QTRY_VERIFY(window.coach().isDone(0));
        QVERIFY(studio.runs.current());
        auto* tabs = window.findChild<parts::StepTabs*>();
        click(tabs->tab(static_cast<int>(Page::Evaluate)));
        auto* evaluate = window.findChild<EvaluatePage*>();
        QTRY_VERIFY_WITH_TIMEOUT(!evaluate->summary().isEmpty(), 60000);
        QVERIFY(window.coach().isDone(1));
        const auto says = [&](const char* words) {
            const auto labels = window.coach().findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) { return l->text().startsWith(words); });
        };
        QVERIFY(says("Take it with you"));  // of the step that is next
        click(tabs->tab(static_cast<int>(Page::Deploy)));
        auto* deploy = window.findChild<DeployPage*>();
        QTRY_VERIFY_WITH_TIMEOUT(deploy->exports().variants()[1].state == Variant::State::Ready, 120000);
        click(deploy->rows()[1]);  // int8
        QCOMPARE(deploy->exports().variantIndex(), 1);
        QTRY_VERIFY(deploy->proof()->exportButton()->isEnabled());
        click(deploy->proof()->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(deploy->exports().proof(), 120000);
        QVERIFY(QFileInfo::exists(deploy->exports().proof()->file));
        QVERIFY(deploy->exports().proof()->verification.verdict != "differs");
        QVERIFY(window.coach().isDone(2));
        QVERIFY2(clicks <= 6, qPrintable(QString::number(clicks)));
        // Goodbye waits until it can be seen.
        QVERIFY(!window.coach().isHidden() && !window.coach().findChild<QTimer*>()->isActive());
        window.setPage(Page::Build);
        QTRY_VERIFY(window.coach().isVisible());
        QVERIFY(says("That is the whole way"));
        QVERIFY(window.coach().findChild<QTimer*>()->isActive());
        QTRY_VERIFY_WITH_TIMEOUT(window.coach().isHidden(), 20000);
        window.actions()["first_steps"]->trigger();  // of a network that is trained
        QVERIFY(window.coach().isVisible() && says("It has learned") && !says("It has not learned yet"));
        QVERIFY(button(window.coach(), "Look at its mistakes"));
        window.close();
    }

    void aProjectKilledWhileEditedComesBackWhole() {
        std::string text;
        QString path;
        {
            auto studio = std::make_unique<Studio>(test::engine());
            auto window = std::make_unique<MainWindow>(*studio);
            window->restore();
            window->show();
            const NodeId dense = studio->document.graph().findByName("dense")->id;
            QVERIFY(studio->document.apply({tr("Set units"), {"", {SetParam{dense, "units", std::int64_t{77}}}}}));
            QTRY_VERIFY(studio->document.isSaved());  // within a second, without being asked
            text = toText(studio->document.project());
            window->close();
        }
        Studio again(test::engine());
        MainWindow window(again);
        window.restore();
        QCOMPARE(toText(again.document.project()), text);
    }

    void closingWhatCannotBeSavedSaysSoFirst() {
        Studio studio(test::engine());
        MainWindow window(studio);
        const QString folder = home_.filePath("gone");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(saveProject(test::smallProject(), s(folder + "/p.netwright")));
        QVERIFY(window.openPath(folder + "/p.netwright"));
        window.show();
        QVERIFY(QDir(folder).removeRecursively());
        QFile inTheWay(folder);
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QVERIFY(test::setTraining(studio.document, [](TrainingSettings& t) { t.epochs = 7; }));
        QVERIFY(!window.close());
        QVERIFY(window.isVisible());
        QVERIFY(window.close());  // it was said
        QVERIFY(inTheWay.remove());
    }

    void pagesAndPanelsFollowKeys() {
        Studio studio(test::engine());
        MainWindow window(studio);
        window.restore();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const std::array keys{Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5};
        for (std::size_t i = 0; i < keys.size(); ++i) {
            QTest::keyClick(&window, keys[i], Qt::ControlModifier);
            QCOMPARE(static_cast<std::size_t>(window.page()), i);
        }
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        const int nodes = static_cast<int>(studio.document.graph().nodes().size());
        QTest::keyClick(&window, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(window.canvas().canvas().viewport(), Qt::Key_Delete);
        QTRY_COMPARE(static_cast<int>(studio.document.graph().nodes().size()), 0);
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(static_cast<int>(studio.document.graph().nodes().size()), nodes);
    }

    void aDroppedThingThatIsNoneSaysSo() {
        Studio studio(test::engine());
        MainWindow window(studio);
        window.restore();
        QVERIFY(!window.openPath(home_.filePath("nothing.netwright")));
        QFile broken(home_.filePath("broken.netwright"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{");
        broken.close();
        const std::string before = toText(studio.document.project());
        QVERIFY(!window.openPath(broken.fileName()));
        QCOMPARE(toText(studio.document.project()), before);
    }
};

QTEST_MAIN(StudioTest)
#include "studio_test.moc"
