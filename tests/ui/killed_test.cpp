// A studio that is killed, or told to end, while it trains: edits and the run come back, and the run ends as if nothing had
// happened.
#include <signal.h>

#include <QAbstractSpinBox>
#include <QMenu>
#include <QProcess>
#include <QSignalSpy>

#include "core/base/files.h"
#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/build/build_canvas.h"
#include "ui/build/inspector.h"
#include "ui/build/node_page.h"
#include "ui/document/text.h"
#include "ui/shell/end_signals.h"
#include "ui/shell/main_window.h"
#include "ui/training/runs_list.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;
using test::unitsIn;

namespace {

constexpr const char* StudioMode = "--studio";
constexpr int Long = 60000;
constexpr std::int64_t Units = 120;  ///< of the starter's first dense layer

/// Long enough not to end before it is killed.
Project longTraining() {
    Project project = test::smallProject();
    project.training.epochs = 100;
    project.training.batch = 50;
    return project;
}

/// A step up in the form of the first dense layer.
void addOneUnit(MainWindow& window, Studio& studio) {
    canvas::Canvas& canvas = window.canvas().canvas();
    const NodeId dense = studio.document.graph().findByName("dense")->id;
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, canvas.nodeRect(dense).center());
    auto* inspector = window.findChild<Inspector*>();
    auto* units = inspector->nodePage().form().editor(QStringLiteral("units"))->findChild<QAbstractSpinBox*>();
    units->setFocus();
    QTest::keyClick(units, Qt::Key_Up);
}

/// The studio that will be killed: opens a project, trains it, and edits it after two epochs, all with keys and the mouse.
int runStudio(const QString& project) {
    Studio studio(test::engine());
    MainWindow window(studio);
    const EndSignals signals(window);
    window.restore();
    window.show();
    if (!window.openPath(project) || !QTest::qWaitForWindowActive(&window)) return 1;
    if (!QTest::qWaitFor([&] { return studio.data.isOpen(); }, Long)) return 1;
    QObject::connect(&studio.training, &Training::happened, &window, [&](const TrainEvent& e) {
        if (e.kind != TrainEvent::Kind::Epoch || e.epoch != 2) return;
        addOneUnit(window, studio);
        std::puts(studio.document.isSaved() ? "saved" : "edited");
        std::fflush(stdout);
    });
    QTest::keyClick(&window, Qt::Key_Return, Qt::ControlModifier);
    return QApplication::exec();
}

/// Lines of the metrics of the only run; 0 as long as there is none.
qsizetype epochsOf(const fs::path& project) {
    const auto runs = RunFolder::allIn(runsFolderOf(project));
    const auto text = runs.size() == 1 ? readText(runs[0] / "metrics.jsonl") : fail(Code::NotFound, "run", "is not there");
    return text ? std::count(text->begin(), text->end(), '\n') : 0;
}

}  // namespace

class KilledTest : public QObject {
    Q_OBJECT
    test::Home home_;
    fs::path path_;

private Q_SLOTS:
    void initTestCase() {
        home_.enter();
        path_ = s(home_.filePath("long.netwright"));
        QVERIFY(saveProject(longTraining(), path_));
    }

    void killedWhileItTrains() {
        QProcess studio;
        studio.setProcessChannelMode(QProcess::ForwardedChannels);
        studio.start(QCoreApplication::applicationFilePath(), {StudioMode, q(path_.string())});
        QTRY_VERIFY_WITH_TIMEOUT(epochsOf(path_) >= 2, Long);
        // An edit is in the file within a second; a busy machine gets three.
        QTRY_VERIFY_WITH_TIMEOUT(unitsIn(*loadProject(path_)) == Units + 1, 3000);
        studio.kill();  // SIGKILL
        QVERIFY(studio.waitForFinished());
        QCOMPARE(studio.exitStatus(), QProcess::CrashExit);
        QVERIFY(epochsOf(path_) < longTraining().training.epochs);
    }

    void comesBackAndResumesToTheSameBits() {
        Studio studio(test::engine());
        MainWindow window(studio);
        window.restore();  // with what was open last
        window.show();
        QCOMPARE(studio.document.path(), path_);
        Project edited = longTraining();
        QVERIFY(Patch({"", {SetParam{edited.graph.findByName("dense")->id, "units", Units + 1}}}).apply(edited.graph));
        QCOMPARE(toText(studio.document.project()), toText(edited));
        QTRY_VERIFY_WITH_TIMEOUT(studio.data.isOpen() && !studio.runs.isLoading(), Long);
        QCOMPARE(studio.runs.all().size(), 1u);
        QCOMPARE(toText(studio.runs.current()->project), toText(longTraining()));
        QVERIFY(studio.runs.current()->checkpointStep > 0);
        auto* list = window.findChild<RunsList*>();
        QVERIFY2(list->row(1)->accessibleName().contains("interrupted"), qPrintable(list->row(1)->accessibleName()));
        nw::State resumed;
        connect(&studio.training, &Training::finished, this, [&](const TrainReport& report) { resumed = report.state; });
        const std::unique_ptr<QMenu> menu(list->menuFor(1));
        for (QAction* action : menu->actions())
            if (action->text().startsWith("Resume from step")) action->trigger();
        QVERIFY(studio.training.isActive());
        QTRY_VERIFY_WITH_TIMEOUT(!resumed.tensors.empty(), Long);
        QVERIFY(studio.runs.current()->isFinished());
        QCOMPARE(epochsOf(path_), longTraining().training.epochs);  // none is missing, none is there twice
        const auto uninterrupted = test::train(longTraining(), RunFolder(s(home_.filePath("reference"))));
        QVERIFY(uninterrupted && test::same(resumed, uninterrupted->state));
    }

    void toldToEndItSavesAndStops_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("terminate") << SIGTERM;
        QTest::newRow("interrupt") << SIGINT;
        QTest::newRow("hang up") << SIGHUP;
    }
    /// Right after an edit, before the studio saves by itself.
    void toldToEndItSavesAndStops() {
        QFETCH(int, signal);
        const fs::path path = s(home_.filePath(QStringLiteral("told-%1.netwright").arg(signal)));
        QVERIFY(saveProject(longTraining(), path));
        QProcess studio;
        studio.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        studio.start(QCoreApplication::applicationFilePath(), {StudioMode, q(path.string())});
        QTRY_VERIFY_WITH_TIMEOUT(studio.canReadLine(), Long);
        QCOMPARE(studio.readLine(), QByteArray("edited\n"));
        QCOMPARE(unitsIn(*loadProject(path)), Units);
        QCOMPARE(::kill(static_cast<pid_t>(studio.processId()), signal), 0);
        QVERIFY(studio.waitForFinished(Long));
        QCOMPARE(studio.exitStatus(), QProcess::NormalExit);
        QCOMPARE(studio.exitCode(), 0);
        QCOMPARE(unitsIn(*loadProject(path)), Units + 1);
        QCOMPARE(RunFolder(RunFolder::allIn(runsFolderOf(path)).at(0)).manifest()->status, std::string("stopped"));
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("netwright"));
    if (argc == 3 && qstrcmp(argv[1], StudioMode) == 0) return runStudio(QString::fromLocal8Bit(argv[2]));
    KilledTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "killed_test.moc"
