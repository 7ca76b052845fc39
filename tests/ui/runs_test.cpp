// Trainings and runs: live points, pause, resume, the same bits as without the studio, numbers, differences, NaN.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/document/studio.h"
#include "ui/document/text.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;

namespace {

Project small() {
    Project p = test::smallProject();
    p.training.epochs = 2;
    p.training.batch = 50;
    return p;
}

/// What core trains on its own.
nw::State reference(const Project& project, const fs::path& folder) {
    auto report = test::train(project, RunFolder(folder));
    return report ? report->state : nw::State();
}

struct Fixture {
    Fixture() : studio(test::engine()), done(&studio.training, &Training::finished) {
        QObject::connect(&studio.training, &Training::failed,
                         [](const QString& sentence) { QTest::qFail(qPrintable(sentence), __FILE__, __LINE__); });
        QObject::connect(&studio.training, &Training::finished, [this](const TrainReport& r) { report = r; });
    }
    bool open(const Project& project) {
        return studio.document.start(project) &&
               QTest::qWaitFor([this] { return studio.data.isOpen() && !studio.runs.isLoading(); }, 60000);
    }
    bool wait(Training::State state) {
        return QTest::qWaitFor([this, state] { return studio.training.state() == state; }, 60000);
    }
    bool trained() {
        const int before = static_cast<int>(done.size());
        studio.training.start();
        return QTest::qWaitFor([&] { return done.size() > before; }, 60000);
    }
    Studio studio;
    QSignalSpy done;
    TrainReport report;
};

}  // namespace

class RunsTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }

    void trainsToTheBitsOfCore() {
        Fixture f;
        QVERIFY(f.open(small()));
        QSignalSpy points(&f.studio.runs, &Runs::pointsAdded), previews(&f.studio.previews, &Previews::changed);
        QVERIFY(f.trained());
        QVERIFY(!points.isEmpty());
        QTRY_VERIFY(f.studio.previews.hasTrainedWeights());
        QCOMPARE(f.studio.runs.all().size(), 1u);
        const Run& run = *f.studio.runs.current();
        QCOMPARE(run.name(), QString("Run 1"));
        QVERIFY(run.isFinished() && run.visible);
        QCOMPARE(run.epochsDone, 2);
        QCOMPARE(run.curves.train.at("loss").steps.size(), 24u);  // 600 samples in batches of 50, twice
        QCOMPARE(run.curves.validation.at("accuracy").steps.size(), 2u);
        QVERIFY(run.best() && run.best()->metric == "accuracy" && run.best()->value > 0.3);
        Run within = run;  // as if the set had been asked in part before the first end, with more luck
        auto& accuracy = within.curves.validation.at("accuracy");
        accuracy.steps.insert(accuracy.steps.begin(), 7);
        accuracy.values.insert(accuracy.values.begin(), 1);
        QCOMPARE(within.best()->value, run.best()->value);
        Run luckier = run;  // more right after the first epoch, but the weights of the second are kept
        luckier.curves.validation.at("loss").values = {0.5, 0.4};
        luckier.curves.validation.at("accuracy").values = {0.9, 0.8};
        QCOMPARE(luckier.best()->value, 0.8);
        QCOMPARE(luckier.bestOf("accuracy")->value, 0.9);
        QTemporaryDir other;
        QVERIFY(test::same(f.report.state, reference(small(), s(other.filePath("run")))));
    }

    /// What came with an imported network is not trained on, and the first training says so.
    void importedWeightsAreNotTrainedOnInSilence() {
        Fixture f;
        QVERIFY(f.open(small()));
        auto folder = RunFolder::createIn(f.studio.document.runsFolder());
        QVERIFY(folder);
        Manifest manifest;
        manifest.kind = "imported";
        QVERIFY(folder->begin(manifest, f.studio.document.project()));
        QTRY_VERIFY(f.studio.runs.newest(RunKind::Imported));
        QSignalSpy notes(&f.studio, &Studio::offerWanted);
        for (const int expected : {1, 1}) {  // the first time, and never again
            const auto before = f.done.size();
            f.studio.train();
            QTRY_VERIFY_WITH_TIMEOUT(f.done.size() > before, 60000);
            QCOMPARE(notes.size(), expected);
        }
        QVERIFY(notes[0][0].toString().contains("fresh weights"));
    }

    /// A run that is opened again has the curves and the best value that it had while it was trained.
    void validationInsideEpochsComesBack() {
        QTemporaryDir other;
        TrainJob job = test::jobOf(small(), RunFolder(s(other.filePath("run"))));
        job.validateSeconds = 1e-6;
        TrainControl control;
        EventRing events;
        QVERIFY(train(std::move(job), control, events));
        Run live;
        std::size_t inside = 0;
        for (const TrainEvent& e : events.drain()) {
            inside += e.kind == TrainEvent::Kind::Validation;
            live.curves.stepsPerEpoch = static_cast<double>(e.batches);
            if (!e.validated) continue;
            live.curves.validation["loss"].add(static_cast<double>(e.step), e.valLoss);
            for (const auto& [name, value] : e.valMetrics) live.curves.validation[name].add(static_cast<double>(e.step), value);
        }
        QVERIFY(inside > 0);
        const auto opened = readRun(s(other.filePath("run")));
        QVERIFY(opened);
        QCOMPARE(opened->epochsDone, small().training.epochs);
        QCOMPARE(opened->curves.validation.size(), live.curves.validation.size());
        for (const auto& [name, curve] : live.curves.validation) {
            QVERIFY(opened->curves.validation.at(name).steps == curve.steps);
            QVERIFY(opened->curves.validation.at(name).values == curve.values);
        }
        QVERIFY(opened->best() && live.best());
        QCOMPARE(opened->best()->value, live.best()->value);
        QCOMPARE(opened->best()->step, live.best()->step);
    }

    void pausesStepsStopsAndResumesToTheSameBits() {
        Fixture f;
        QVERIFY(f.open(small()));
        std::int64_t step = 0;
        bool paused = false;
        connect(&f.studio.training, &Training::happened, this, [&](const TrainEvent& e) {
            step = std::max(step, e.step);
            if (e.kind == TrainEvent::Kind::Paused) paused = true;
        });
        f.studio.training.start();
        f.studio.training.pause();
        QTRY_VERIFY_WITH_TIMEOUT(paused, 60000);
        QCOMPARE(step, 0);
        for (int i = 1; i <= 3; ++i) {
            f.studio.training.singleStep();
            QTRY_COMPARE(step, i);
        }
        QCOMPARE(f.studio.training.state(), Training::State::Paused);
        // The canvas shows the weights after the step, while paused.
        QTRY_VERIFY(f.studio.previews.hasTrainedWeights());
        QSignalSpy shown(&f.studio.previews, &Previews::changed);
        f.studio.training.singleStep();
        QTRY_COMPARE(step, 4);
        QTRY_VERIFY(!shown.isEmpty());
        f.studio.training.stop();
        QVERIFY(f.wait(Training::State::Idle));
        QCOMPARE(f.report.steps, 4);
        const Run* run = f.studio.runs.current();
        QCOMPARE(run->manifest.status, std::string("stopped"));
        QCOMPARE(run->checkpointStep, 4);
        const int before = static_cast<int>(f.done.size());
        f.studio.training.resumeRun(run->number);
        QTRY_VERIFY_WITH_TIMEOUT(f.done.size() > before, 60000);
        QCOMPARE(f.studio.runs.all().size(), 1u);
        QVERIFY(f.studio.runs.current()->isFinished());
        QCOMPARE(f.studio.runs.current()->curves.train.at("loss").steps.size(), 24u);
        QTemporaryDir other;
        QVERIFY(test::same(f.report.state, reference(small(), s(other.filePath("run")))));
    }

    void runsKeepTheirNumbersAndSayWhatDiffers() {
        Fixture f;
        Project p = small();
        p.training.epochs = 1;
        QVERIFY(f.open(p));
        QVERIFY(f.trained());
        ProjectPatch patch{tr("Change"),
                           {"", {SetParam{f.studio.document.graph().findByName("dense")->id, "units", std::int64_t{64}}}}};
        patch.training = p.training;
        patch.training->rate = 0.003;
        QVERIFY(!f.studio.runs.changedSince(*f.studio.runs.current()));
        QVERIFY(f.studio.document.apply(patch));
        QVERIFY(f.studio.runs.changedSince(*f.studio.runs.current()));
        QVERIFY(f.trained());
        QCOMPARE(f.studio.runs.all().size(), 2u);
        QCOMPARE(f.studio.runs.all()[0].difference, QString::fromUtf8("rate 0.001 → 0.003, Dense 120 → 64 units"));
        QCOMPARE(f.studio.runs.all()[1].difference, QString("Adam, 1 epoch"));
        QVERIFY(f.studio.runs.remove(2));
        QVERIFY(f.trained());
        QCOMPARE(f.studio.runs.current()->name(), QString("Run 3"));
        QTemporaryDir folder;
        QVERIFY(f.studio.document.saveAs(s(folder.filePath("a.netwright"))));
        QTRY_VERIFY(!f.studio.runs.isLoading());
        QCOMPARE(f.studio.runs.all().size(), 2u);
        QCOMPARE(f.studio.runs.current()->number, 3);
        // Opened again, its weights are shown.
        Studio again(test::engine());
        QVERIFY(again.document.open(s(folder.filePath("a.netwright"))));
        QTRY_VERIFY(again.previews.hasTrainedWeights());
        QCOMPARE(again.runs.all()[1].number, 1);
        QVERIFY(again.runs.current()->visible && !again.runs.all()[1].visible);
    }

    void tenComesAfterNine() {
        QTemporaryDir folder;
        for (int n : {10, 9, 11, 1}) {
            RunFolder run(s(folder.filePath(QStringLiteral("20260101T000000-%1").arg(n))));
            QVERIFY(run.begin({}, small()));
        }
        QStringList names;
        for (const fs::path& p : RunFolder::allIn(s(folder.path()))) names << q(p.filename().string()).section('-', 1);
        QCOMPARE(names, (QStringList{"1", "9", "10", "11"}));
    }

    void notANumberOffersALowerRateThatWorks() {
        Fixture f;
        Project p = small();
        p.training.rate = 1e6;
        QVERIFY(f.open(p));
        QSignalSpy nan(&f.studio.training, &Training::notFinite);
        f.studio.training.start();
        QTRY_VERIFY_WITH_TIMEOUT(!nan.isEmpty(), 60000);
        QVERIFY(f.studio.training.notANumber());
        QCOMPARE(nan[0][2].toDouble(), 0.001);
        QVERIFY(std::isnan(f.studio.runs.current()->curves.train.at("loss").values.back()));
        f.studio.training.lowerRateAndResume();
        QTRY_VERIFY_WITH_TIMEOUT(!f.done.isEmpty(), 60000);
        QCOMPARE(f.studio.document.project().training.rate, 0.001);
        QVERIFY(f.studio.runs.current()->isFinished());
        QCOMPARE(f.studio.runs.all().size(), 1u);
        QVERIFY(!f.studio.training.notANumber());
        QCOMPARE(calmerRate(0.001), 0.0003);
        QCOMPARE(calmerRate(1e30), 0.001);
    }

    void savingWhileTrainingGoesOnThere() {
        Fixture f;
        Project p = small();
        p.training.epochs = 60;  // long enough not to end before it is seen to run
        QVERIFY(f.open(p));
        f.studio.training.start();
        QTRY_VERIFY_WITH_TIMEOUT(f.studio.runs.running() > 0, 60000);
        QTemporaryDir folder;
        QVERIFY(f.studio.document.saveAs(s(folder.filePath("a.netwright"))));
        QTRY_VERIFY_WITH_TIMEOUT(!f.done.isEmpty(), 60000);
        QVERIFY(f.studio.runs.current()->isFinished());
        QCOMPARE(f.studio.runs.all().size(), 1u);
        QVERIFY(f.wait(Training::State::Idle));
        QTemporaryDir other;
        QVERIFY(test::same(f.report.state, reference(p, s(other.filePath("run")))));
    }

    void quittingKeepsARunThatGoesOn() {
        QTemporaryDir folder;
        const fs::path path = s(folder.filePath("a.netwright"));
        {
            Fixture f;
            Project p = small();
            p.training.epochs = 50;
            QVERIFY(f.open(p));
            QVERIFY(f.studio.document.saveAs(path));
            QTRY_VERIFY(!f.studio.runs.isLoading());
            f.studio.training.start();
            QTRY_VERIFY_WITH_TIMEOUT(f.studio.runs.running() > 0, 60000);
        }
        Studio again(test::engine());
        QVERIFY(again.document.open(path));
        QTRY_VERIFY(again.runs.current());
        QCOMPARE(again.runs.current()->manifest.status, std::string("stopped"));
        QVERIFY(again.runs.current()->checkpointStep > 0);
    }

    void saysHowLongAndHowToTypeIt() {
        Fixture f;
        QVERIFY(f.open(small()));
        double seconds = -1;
        f.studio.training.estimate([&](Result<double> r) { seconds = r ? *r : -2; });
        QTRY_VERIFY_WITH_TIMEOUT(seconds != -1, 60000);
        QVERIFY(seconds > 0);
        Project p = f.studio.document.project();
        QVERIFY(f.studio.training.command(p).startsWith("netwright train "));
        QVERIFY(!f.studio.training.command(p).contains("--set"));
        p.training.rate = 0.01;
        p.training.optimizerParams["beta_1"] = 0.8;
        QVERIFY(f.studio.training.command(p).endsWith(" --set rate=0.01 --set beta_1=0.8"));
    }
};

QTEST_MAIN(RunsTest)
#include "runs_test.moc"
