// Runs that another program trains, ends or deletes while the studio is open; and which runs count.
#include <QProcess>
#include <QSignalSpy>
#include <cstdio>
#include <thread>

#include "tests/ui/window.h"
#include "ui/document/file_watch.h"
#include "ui/document/text.h"
#include "ui/training/runs_list.h"
#include "ui/training/train_page.h"
#include "widgets/parts/step_tabs.h"
#include "widgets/parts/tiles.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;

namespace {

constexpr int Long = 20000;
constexpr const char* TrainMode = "--train";

/// A program that trains the project beside the studio, pauses before the first step, and says so: it will be killed.
int trainPaused(const fs::path& project, const fs::path& folder) {
    const Project p = *loadProject(project);
    TrainControl control;
    EventRing events;
    control.pause();
    const auto data = test::engine().open(p.data, static_cast<std::uint64_t>(p.training.seed));
    std::jthread told([&](const std::stop_token& stop) {
        for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(10)))
            for (const TrainEvent& e : events.drain())
                if (e.kind == TrainEvent::Kind::Paused) std::puts("paused"), std::fflush(stdout);
    });
    return train({p, "", *data, RunFolder(folder), false, test::engine().executable(Phase::Training)}, control, events) ? 0 : 1;
}

/// What the command line does with the project, beside the studio.
class OtherProgram {
public:
    OtherProgram(const Studio& studio, std::int64_t epochs) {
        Project project = studio.document.project();
        project.training.epochs = epochs;
        const auto folder = RunFolder::createIn(studio.document.runsFolder());
        folder_ = folder->path();
        thread_ = std::thread([this, project, folder = *folder] {
            EventRing events;
            (void)train(test::jobOf(project, folder), control_, events);
        });
    }
    ~OtherProgram() { stop(); }
    void stop() {
        control_.stop();
        if (thread_.joinable()) thread_.join();
    }
    const fs::path& folder() const { return folder_; }

private:
    TrainControl control_;
    fs::path folder_;
    std::thread thread_;
};

}  // namespace

class ElsewhereTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;

    const Run* run(const OtherProgram& other) const { return studio_->runs.findFolder(other.folder()); }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        QSettings().clear();
        studio_ = test::smallStudio();
        QVERIFY(studio_);
        QTRY_VERIFY(!studio_->runs.isLoading());
    }
    void cleanup() { studio_.reset(); }

    void aRunOfAnotherProgramGrowsAndEnds() {
        OtherProgram other(*studio_, 1000);
        QTRY_VERIFY_WITH_TIMEOUT(run(other) && studio_->runs.isTrainedElsewhere(*run(other)), Long);
        QVERIFY(run(other)->visible);
        QSignalSpy changed(&studio_->runs, &Runs::changed);
        QElapsedTimer time;
        time.start();
        const auto epochs = run(other)->epochsDone;
        QTRY_VERIFY_WITH_TIMEOUT(run(other)->epochsDone > epochs + 1, Long);
        QTRY_VERIFY_WITH_TIMEOUT(changed.size() >= 3, Long);
        QVERIFY2(changed.size() <= time.elapsed() / 1000 + 2, qPrintable(QString::number(changed.size())));
        QVERIFY(studio_->runs.isTrainedElsewhere(*run(other)));
        other.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->runs.isTrainedElsewhere(*run(other)), Long);
        QTRY_COMPARE(run(other)->manifest.status, std::string("stopped"));
        QCOMPARE(studio_->runs.current(), run(other));
        QVERIFY(studio_->runs.haveLearned());
    }

    void resultsStayThoseOfARunThatHasWeights() {
        QVERIFY(test::trainRun(*studio_));
        QTRY_VERIFY(studio_->previews.hasTrainedWeights());
        {
            OtherProgram other(*studio_, 1000);
            QTRY_VERIFY_WITH_TIMEOUT(run(other) && run(other)->epochsDone > 0, Long);
            QCOMPARE(studio_->runs.current()->number, 1);
            other.stop();
            QTRY_COMPARE_WITH_TIMEOUT(studio_->runs.current(), run(other), Long);
        }
        // Deleted outside it is gone here.
        fs::remove_all(studio_->runs.current()->folder.path());
        QTRY_COMPARE_WITH_TIMEOUT(studio_->runs.all().size(), 1u, Long);
        QCOMPARE(studio_->runs.current()->number, 1);
    }

    void ourOwnRunIsNotTakenForAnothers() {
        QSignalSpy done(&studio_->training, &Training::finished);
        studio_->training.start();
        bool elsewhere = false;
        connect(&studio_->runs, &Runs::changed, this, [&] {
            for (const Run& r : studio_->runs.all()) elsewhere = elsewhere || studio_->runs.isTrainedElsewhere(r);
        });
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), Long);
        QVERIFY(!elsewhere);
        QCOMPARE(studio_->runs.all().size(), 1u);
    }

    void anInterruptedRunIsOfferedInPlace() {
        // As a killed program leaves it: it says "running", and nobody holds it.
        Project project = studio_->document.project();
        auto folder = RunFolder::createIn(studio_->document.runsFolder());
        Manifest manifest;
        manifest.status = "running";
        manifest.kind = "training";
        QVERIFY(folder && folder->begin(manifest, project));
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Train));
        auto* page = shell.window.findChild<TrainPage*>();
        QTRY_VERIFY_WITH_TIMEOUT(page->resumeStrip()->isVisible(), Long);
        QCOMPARE(page->resumeStrip()->accessibleName(), QString("Run 1 was interrupted in epoch 1 of 1."));
        QCOMPARE(shell.window.findChild<parts::StepTabs*>()->tab(2)->state(), parts::StepState::NotYet);  // nothing was learned
        QVERIFY(shell.press("Start run 1 again"));
        QVERIFY(studio_->training.isActive());
        QVERIFY(!page->resumeStrip()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->training.isActive(), Long);
        QVERIFY(!page->resumeStrip()->isVisible());
        QVERIFY(studio_->runs.find(1)->isFinished());
        QCOMPARE(shell.window.findChild<parts::StepTabs*>()->tab(2)->state(), parts::StepState::Done);
    }

    /// Killed, it can neither write nor say anything: that nobody holds its run any more has to be seen.
    void aKilledProgramIsNoticed() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Train));
        QSignalSpy touched(studio_->runs.findChild<FileWatch*>(), &FileWatch::touched);
        const auto folder = RunFolder::createIn(studio_->document.runsFolder());
        QVERIFY(folder && studio_->document.flush());
        QProcess other;
        other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        other.start(QCoreApplication::applicationFilePath(),
                    {TrainMode, q(studio_->document.path().string()), q(folder->path().string())});
        QTRY_VERIFY_WITH_TIMEOUT(other.canReadLine(), Long);
        const Runs& runs = studio_->runs;
        QTRY_VERIFY_WITH_TIMEOUT(!runs.all().empty() && runs.isTrainedElsewhere(runs.all()[0]), Long);
        touched.clear();
        QTRY_VERIFY_WITH_TIMEOUT(!touched.isEmpty(), Long);  // the last time: what it wrote has been seen
        auto* page = shell.window.findChild<TrainPage*>();
        QVERIFY(page->runs()->row(1)->accessibleName().contains("trained by another program"));
        QVERIFY(!page->resumeStrip()->isVisible());
        touched.clear();
        other.kill();
        QVERIFY(other.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(page->resumeStrip()->isVisible(), Long);
        QVERIFY(touched.isEmpty());
        QVERIFY(page->runs()->row(1)->accessibleName().contains("interrupted"));
        QVERIFY(page->findChildren<parts::StatTile*>()[4]->accessibleName().contains("interrupted"));
        QVERIFY(shell.press("Start run 1 again"));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.find(1)->isFinished(), Long);
    }

    void aStoppedRunGoesOnFromItsStep() {
        QVERIFY(test::setTraining(studio_->document, [](TrainingSettings& t) { t.epochs = 40; }));
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Train));
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.running() && studio_->training.last().step > 0, Long);
        const QAction* act = shell.window.actions()["train"];
        QCOMPARE(act->text(), QString("Pause"));  // what it does now
        studio_->training.pause();
        QCOMPARE(act->text(), QString("Resume"));
        studio_->training.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->training.isActive(), Long);
        QCOMPARE(act->text(), QString("Train"));
        auto* page = shell.window.findChild<TrainPage*>();
        QVERIFY(page->resumeStrip()->isVisible());
        const Run& run = *studio_->runs.find(1);
        QCOMPARE(page->resumeStrip()->accessibleName(), QString("Run 1 was stopped in epoch %1 of 40.").arg(run.epochsDone + 1));
        QCOMPARE(shell.window.findChild<parts::StepTabs*>()->tab(2)->state(), parts::StepState::Done);  // it has learned a little
        QVERIFY(shell.press("Resume run 1"));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.running() == 1, Long);
        QCOMPARE(studio_->runs.all().size(), 1u);
    }

    void whatBecameNaNAtOnceIsNoResult() {
        QVERIFY(test::setTraining(studio_->document, [](TrainingSettings& t) { t.rate = 1e6; }));
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Train));
        QSignalSpy nan(&studio_->training, &Training::notFinite);
        studio_->training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!nan.isEmpty(), Long);
        QVERIFY(!studio_->runs.haveLearned());
        auto* tab = shell.window.findChild<parts::StepTabs*>()->tab(2);
        QCOMPARE(tab->state(), parts::StepState::Error);
        const auto says = [&](const QString& words) {
            const auto labels = shell.window.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) { return l->isVisible() && l->text() == words; });
        };
        QVERIFY(says("Run 1 failed"));
        QVERIFY(!shell.window.findChild<TrainPage*>()->resumeStrip()->isVisible());  // its own way out is offered above
        // The next one that ends well takes the problem away.
        studio_->training.lowerRateAndResume();
        QTRY_COMPARE(tab->state(), parts::StepState::Running);
        studio_->training.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->training.isActive(), Long);
        QVERIFY(tab->state() != parts::StepState::Error);
        QVERIFY(!says("Run 1 failed"));
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("netwright"));
    if (argc == 4 && qstrcmp(argv[1], TrainMode) == 0) return trainPaused(argv[2], argv[3]);
    ElsewhereTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "elsewhere_test.moc"
