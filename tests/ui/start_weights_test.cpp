// Trainings that go on from the weights of an earlier run or of an imported model: chosen by keys and the mouse, told before and
// after, and to the bits of core.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cstring>

#include "core/deploy/import_model.h"
#include "core/deploy/model.h"
#include "core/formats/format.h"
#include "tests/ui/pictures.h"
#include "tests/ui/window.h"
#include "ui/document/text.h"
#include "ui/training/train_page.h"
#include "widgets/parts/overlays.h"
#include "widgets/parts/tiles.h"

using namespace nw;
using namespace nw::ui;
namespace fs = std::filesystem;

namespace {

constexpr int Long = 60000;

Project project() {
    Project p = test::smallProject();
    p.training.epochs = 2;
    p.training.batch = 50;
    return p;
}

/// What core makes of the project when it begins with the weights of a run.
nw::State reference(const Project& project, const fs::path& from, const fs::path& folder) {
    TrainControl control;
    EventRing events;
    TrainJob job{project,           "",    *test::engine().open(project.data, static_cast<std::uint64_t>(project.training.seed)),
                 RunFolder(folder), false, test::engine().executable(Phase::Training)};
    job.from = *startWeights(from.string());
    auto report = train(std::move(job), control, events);
    return report ? report->state : nw::State();
}

bool same(const nw::State& a, const nw::State& b) {
    if (a.tensors.empty() || a.tensors.size() != b.tensors.size()) return false;
    for (std::size_t i = 0; i < a.tensors.size(); ++i) {
        const Tensor* other = b.find(a.specs[i].name);
        if (!other || other->type() != a.tensors[i].type()) return false;
        if (std::memcmp(other->raw(), a.tensors[i].raw(), other->bytes()) != 0) return false;
    }
    return true;
}

double firstValidation(const Run& run) { return run.curves.validation.at("loss").values.front(); }

}  // namespace

class StartWeightsTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<test::Shell> shell_;
    nw::State state_;   ///< of the training that ended last
    double fresh_ = 0;  ///< the first validation loss of the training that was imported

    const Run& run(int number) const { return *studio_->runs.find(number); }
    TrainPage* page() const { return shell_->window.findChild<TrainPage*>(); }
    StartLine* line() const { return page()->settings()->startLine(); }
    /// Starts a training as the user does, and waits for its end.
    bool trained() {
        QSignalSpy done(&studio_->training, &Training::finished);
        shell_->key(Qt::Key_Return, Qt::ControlModifier);
        return QTest::qWaitFor([&] { return !done.isEmpty(); }, Long);
    }
    /// The menu of a run by its key; its entry that begins so, gone to with arrows and pressed.
    bool choose(int number, const QString& begin) {
        RunRow* row = page()->runs()->row(number);
        row->setFocus();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, row->mapToGlobal(QPoint()));
        QApplication::sendEvent(row, &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        for (qsizetype i = 0; menu && i < menu->actions().size(); ++i) {
            shell_->key(Qt::Key_Down);
            if (!menu->activeAction() || !menu->activeAction()->text().startsWith(begin)) continue;
            shell_->key(Qt::Key_Return);
            return true;
        }
        return false;
    }
    QString command() const {
        studio_->copyTraining();
        return QApplication::clipboard()->text();
    }
    bool setUnits(std::int64_t units) const {
        const NodeId dense = studio_->document.graph().findByName("dense")->id;
        return static_cast<bool>(studio_->document.apply(ProjectPatch{"Set units", {"", {SetParam{dense, "units", units}}}}));
    }
    /// What was trained becomes a file of another tool, and that a project of its own, with the same data and settings.
    bool import() {
        const auto model = loadModel(run(1).folder.path().string());
        const QString name = QTest::currentTestFunction();
        const fs::path file = s(home_.filePath(name + ".onnx")), out = s(home_.filePath(name + ".netwright"));
        fresh_ = firstValidation(run(1));
        if (!model || !formatForFile(file)->writeFile(file, model->inference) || !importModel(file, out)) return false;
        if (!studio_->document.open(out)) return false;
        ProjectPatch patch("Choose data", {});
        patch.data = project().data;
        patch.training = project().training;
        if (!studio_->document.apply(patch)) return false;
        return QTest::qWaitFor([&] { return studio_->data.isOpen() && studio_->runs.newest(RunKind::Imported); }, Long);
    }
    parts::Toast* toast() const {
        const auto all = shell_->window.findChildren<parts::Toast*>();
        return all.isEmpty() ? nullptr : all.last();
    }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        test::failOnAnyWarning();
        QSettings().clear();
        studio_ = std::make_unique<Studio>(test::engine());
        connect(&studio_->training, &Training::finished, this, [this](const TrainReport& r) { state_ = r.state; });
        QVERIFY(test::open(*studio_, project()));
        shell_ = std::make_unique<test::Shell>(*studio_);
        QVERIFY(shell_->show({1440, 900}, Page::Train));
        QVERIFY(trained());
    }
    void cleanup() {
        shell_.reset();
        studio_.reset();
    }

    void anEarlierRunIsTrainedOn() {
        QVERIFY(!line()->isVisible());
        QVERIFY(choose(1, "Start the next run with the weights of run 1"));
        QVERIFY(line()->isVisible());
        QVERIFY(!line()->visibleRegion().isEmpty());
        QCOMPARE(line()->sentence(), QString("The next run starts with the weights of run 1."));
        QTRY_VERIFY_WITH_TIMEOUT(studio_->nextStart.fit(), Long);
        QCOMPARE(studio_->nextStart.fit()->taken, studio_->nextStart.fit()->all);
        QCOMPARE(line()->sentence(), QString("The next run starts with the weights of run 1."));
        const fs::path folder = run(1).folder.path();
        QVERIFY2(command().endsWith(" --from " + q(folder.string())), qPrintable(command()));
        QVERIFY(trained());
        QVERIFY2(firstValidation(run(2)) < 0.7 * firstValidation(run(1)), qPrintable(QString::number(firstValidation(run(2)))));
        QTemporaryDir other;
        QVERIFY(same(state_, reference(project(), folder, s(other.filePath("run")))));
        QCOMPARE(run(2).difference, QString("from run 1"));
        QVERIFY(page()->runs()->row(2)->accessibleName().contains("from run 1"));
        // It was for one training.
        QVERIFY(!line()->isVisible());
        QVERIFY(!command().contains("--from"));
        QVERIFY(trained());
        test::keepPicture(shell_->window, "start-runs");
        QCOMPARE(firstValidation(run(3)), firstValidation(run(1)));
        QCOMPARE(run(3).difference, QString("fresh weights"));
    }

    void itGoesWithTheProject() {
        QVERIFY(choose(1, "Start the next run"));
        QVERIFY(trained());
        QTemporaryDir folder;
        QVERIFY(studio_->document.saveAs(s(folder.filePath("moved.netwright"))));
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->runs.isLoading(), Long);
        QCOMPARE(run(2).difference, QString("from run 1"));
        QVERIFY(choose(1, "Start the next run"));
        QVERIFY(studio_->runs.remove(1));
        QVERIFY(!line()->isVisible());
        QVERIFY(!studio_->nextStart.run());
    }

    void theWayBackIsBesideIt() {
        QVERIFY(choose(1, "Start the next run"));
        const std::unique_ptr<QMenu> menu(page()->runs()->menuFor(1));
        const QAction* again = nullptr;
        for (const QAction* a : menu->actions())
            if (a->text().startsWith("Start the next run")) again = a;
        QVERIFY(again && !again->isEnabled());
        QCOMPARE(again->toolTip(), QString("The next run starts with them already."));
        line()->button()->setFocus(Qt::TabFocusReason);
        QCOMPARE(line()->button()->text(), QString("Start fresh"));
        shell_->key(Qt::Key_Space);
        QVERIFY(!line()->isVisible());
        QVERIFY(!command().contains("--from"));
        QCOMPARE(studio_->document.undoStack().count(), 0);  // nothing of it is the project's
        QVERIFY(choose(1, "Start the next run"));
        QVERIFY(studio_->document.start(project()));
        QVERIFY(!line()->isVisible());
    }

    void whatDoesNotFitIsSaidBeforeAndAfter() {
        QVERIFY(choose(1, "Start the next run"));
        QVERIFY(setUnits(64));
        QTRY_VERIFY_WITH_TIMEOUT(line()->sentence().contains("where they fit"), Long);
        const auto fit = *studio_->nextStart.fit();
        QCOMPARE(fit.all - fit.taken, 3);  // kernel and bias of that layer, and the kernel of the next
        QCOMPARE(line()->sentence(),
                 QString("The next run starts with the weights of run 1 where they fit: %1 of %2. The others start fresh.")
                     .arg(fit.taken)
                     .arg(fit.all));
        test::keepPicture(shell_->window, "start-partial");
        QSignalSpy notes(&studio_->training, &Training::told);
        QVERIFY(trained());
        QCOMPARE(notes.size(), 1);
        QCOMPARE(notes[0][0].toString(),
                 QString("The training begins with %1 of the network's %2 weights from run 1.").arg(fit.taken).arg(fit.all));
        QVERIFY2(run(2).difference.startsWith("from run 1, Dense 120"), qPrintable(run(2).difference));
    }

    void whereNoneFitsItDoesNotTrain() {
        QVERIFY(choose(1, "Start the next run"));
        Patch rename{"", {}};
        for (const auto& [id, node] : studio_->document.graph().nodes())
            rename.edits.emplace_back(Rename{id, "other_" + node->name});
        QVERIFY(studio_->document.apply(ProjectPatch{"Rename", rename}));
        QTRY_VERIFY_WITH_TIMEOUT(line()->sentence().startsWith("The next run cannot start with the weights of run 1: none fits"),
                                 Long);
        QSignalSpy failed(&studio_->training, &Training::failed);
        shell_->key(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), Long);
        QVERIFY2(failed[0][0].toString().startsWith("None of the weights of run 1 fits this network."),
                 qPrintable(failed[0][0].toString()));
        QCOMPARE(page()->findChild<parts::Banner*>()->accessibleName(), QString("The training could not begin"));
        QCOMPARE(studio_->runs.all().size(), 1u);
        QVERIFY(line()->isVisible());  // and the way back with it
        test::keepPicture(shell_->window, "start-none");
        studio_->document.undoStack().undo();  // and at once
        QCOMPARE(line()->sentence(), QString("The next run starts with the weights of run 1."));
        QVERIFY(trained());
        QCOMPARE(run(2).difference, QString("from run 1"));
    }

    void importedWeightsAreOfferedBefore() {
        QVERIFY(import());
        QCOMPARE(line()->sentence(), QString("The next run starts with fresh weights, not with the imported ones."));
        QVERIFY(line()->isVisible());
        for (const parts::StatTile* tile : page()->findChildren<parts::StatTile*>())
            QVERIFY2(!tile->accessibleName().contains(QRegularExpression("[0-9]|finished")), qPrintable(tile->accessibleName()));
        QTRY_VERIFY(!line()->button()->visibleRegion().isEmpty());
        test::keepPicture(shell_->window, "start-offered");
        QVERIFY(shell_->press("Start with the imported weights"));
        QCOMPARE(line()->sentence(), QString("The next run starts with the imported weights."));
        QSignalSpy fresh(&studio_->training, &Training::begunFresh);
        QVERIFY(trained());
        QVERIFY(fresh.isEmpty());
        QVERIFY(run(2).difference.startsWith("from run 1"));
        QVERIFY2(firstValidation(run(2)) < 0.7 * fresh_, qPrintable(QString::number(firstValidation(run(2)))));
        QVERIFY(!line()->isVisible());
    }

    void importedWeightsAreOfferedToTheFirstTraining() {
        QVERIFY(import());
        ProjectPatch longer("Set epochs", {});
        longer.training = project().training;
        longer.training->epochs = 200;
        QVERIFY(studio_->document.apply(longer));
        shell_->window.setPage(Page::Build);  // where the line is not seen
        shell_->key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(toast() && toast()->button());
        test::keepPicture(shell_->window, "start-toast");
        QCOMPARE(toast()->button()->text(), QString("Start with the imported ones"));
        toast()->button()->setFocus(Qt::TabFocusReason);  // it stays as long as one is about to press it
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.running() == 2, Long);
        shell_->key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(studio_->runs.running() == 3, Long);
        QCOMPARE(run(2).manifest.status, std::string("stopped"));
        QVERIFY(run(3).difference.startsWith("from run 1"));
        studio_->training.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!studio_->training.isActive(), Long);
        QSignalSpy again(&studio_->training, &Training::begunFresh);
        studio_->training.start();
        QVERIFY(again.isEmpty());  // once is enough
    }
};

QTEST_MAIN(StartWeightsTest)
#include "start_weights_test.moc"
