// The Deploy page: variants measured, a file written and checked, what the proof says.
#include "ui/deploy/deploy_page.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QSignalSpy>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/ui/home.h"
#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "tests/widgets/walk.h"
#include "widgets/image/sample_grid.h"

using namespace nw;
using namespace nw::ui;
using parts::Verdict;

namespace {

struct Window {
    Studio studio{test::engine()};
    DeployPage page{studio};

    bool show() {
        page.resize(1440, 820);
        return test::open(page);
    }
    bool openWithRun() { return test::open(studio, test::smallProject()) && test::trainRun(studio) && show(); }
    bool isMeasured() {
        return QTest::qWaitFor(
            [&] {
                const auto& all = page.exports().variants();
                return std::all_of(all.begin(), all.end(), [](const Variant& v) { return v.state == Variant::State::Ready; });
            },
            60000);
    }
    bool exported() {
        QTest::mouseClick(page.proof()->exportButton(), Qt::LeftButton);
        return QTest::qWaitFor([&] { return !page.exports().isWriting(); }, 60000) && page.exports().proof();
    }
};

Proof proofOf(const std::string& verdict, std::vector<Difference> differing) {
    Proof proof;
    proof.file = "model.tflite";
    proof.verification.samples = 1000;
    proof.verification.verdict = verdict;
    proof.verification.runtime = verdict == "unchecked" ? "netwright" : "litert";
    proof.verification.differing = std::move(differing);
    return proof;
}

}  // namespace

class DeployTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() {
        home_.enter();
        qputenv("NETWRIGHT_PYTHON", "no-such-python");
    }
    void init() { test::failOnAnyWarning(); }

    void saysTrainFirst() {
        Window w;
        QVERIFY(test::open(w.studio, test::smallProject()));
        QVERIFY(w.show());
        QVERIFY(w.page.isEmpty());
        QCOMPARE(w.page.empty()->accessibleName(), "Train first");
    }

    void measuresTheVariants() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(!w.page.isEmpty());
        QVERIFY(w.page.rows()[0]->isMeasuring());
        QVERIFY(!w.page.proof()->exportButton()->isEnabled());
        QVERIFY(!w.page.proof()->exportButton()->toolTip().isEmpty());
        QVERIFY(w.isMeasured());
        const auto whole = w.page.exports().bytesOf(w.page.exports().variants()[0]),
                   small = w.page.exports().bytesOf(w.page.exports().variants()[1]);
        QVERIFY(whole && *whole && small && *small);
        QVERIFY(**small * 2 < **whole);
        for (const VariantRow* row : w.page.rows()) {
            QVERIFY(row->figures().size.endsWith("KB"));
            QVERIFY(row->figures().accuracy.endsWith("%"));
            QVERIFY(row->figures().time.endsWith("ms"));
        }
        QCOMPARE(w.page.rows()[0]->figures().share, 1.0);
        QVERIFY(w.page.rows()[1]->figures().share < 0.5);
        // No run of its own in the list of runs.
        QCOMPARE(w.studio.runs.all().size(), 1u);
    }

    void exportsAndNeverSaysGreenByItself() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(w.isMeasured());
        QVERIFY(!w.page.proof()->banner()->isVisible());
        QVERIFY(w.exported());
        const Proof& proof = *w.page.exports().proof();
        QVERIFY(QFileInfo::exists(proof.file));
        QCOMPARE(QFileInfo(proof.file).fileName(), "model.tflite");
        QCOMPARE(w.page.proof()->banner()->verdict(), Verdict::Warn);
        QCOMPARE(w.page.proof()->banner()->accessibleName(),
                 "Checked with Netwright's own reader; install LiteRT to check with the real one.");
        QVERIFY(!w.page.proof()->figure("Accuracy of the network").isEmpty());
        QVERIFY(w.page.proof()->figure("Compared on").endsWith("images"));
        QCOMPARE(w.page.proof()->figure("File"), "model.tflite");
        QCOMPARE(w.page.proof()->exportButton()->text(), "Export again");

        // The other card and row, by keyboard: nothing is proved of them yet.
        QTest::keyClick(w.page.cards()[1], Qt::Key_Space);
        QTest::keyClick(w.page.rows()[0], Qt::Key_Down);
        QTest::keyClick(w.page.rows()[1], Qt::Key_Space);
        QVERIFY(!w.page.exports().proof());
        QVERIFY(w.exported());
        QVERIFY(w.page.exports().proof()->file.endsWith("model_int8.onnx"));
        QVERIFY(w.page.proof()->banner()->accessibleName().contains("ONNX Runtime"));
        QVERIFY(w.page.exports().command().contains("quantize"));
        QCOMPARE(w.page.proof()->showButton()->isVisible(), !w.page.exports().proof()->verification.differing.empty());
        // Back: the first proof is still there.
        QTest::mouseClick(w.page.cards()[0], Qt::LeftButton);
        QTest::mouseClick(w.page.rows()[0], Qt::LeftButton);
        QVERIFY(w.page.exports().proof());
        QVERIFY(w.page.exports().command().startsWith("netwright export "));
        // And for whoever opens the page later.
        DeployPage later(w.studio);
        QVERIFY(test::open(later));
        QVERIFY(later.exports().proof());
        QCOMPARE(later.proof()->banner()->accessibleName(), w.page.proof()->banner()->accessibleName());
    }

    void aProofOfTheRealRuntimeIsGreenAndShowsWhatDiffers() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(w.isMeasured());
        QVERIFY(w.exported());
        // What the foreign runtime would have said, which is not here.
        Verification v = w.page.exports().proof()->verification;
        v.runtime = "litert", v.runtimeVersion = "1.0.1", v.verdict = "same", v.samples = 1000, v.maxAbsDifference = 0.031;
        v.differing = {{3, 1, 2, 0.02}, {5, 4, 9, 0.01}};
        nlohmann::json j = toJson(v);
        j["checked"] = QDateTime::currentDateTime().toString(Qt::ISODate).toStdString();
        const QString kept = w.page.exports().proof()->file + ".proof.json";
        QVERIFY(writeTextAtomically(kept.toStdString(), j.dump()));
        for (const theme::Scheme scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
            theme::Theme::instance().setScheme(scheme);
            DeployPage page(w.studio);
            page.resize(1440, 820);
            QVERIFY(test::open(page));
            QTRY_COMPARE(page.exports().variants()[1].state, Variant::State::Ready);
            QCOMPARE(page.proof()->banner()->verdict(), Verdict::Ok);
            QCOMPARE(page.proof()->banner()->accessibleName(), "Same answer, 998 of 1,000");
            QCOMPARE(page.proof()->figure("Runtime"), "LiteRT 1.0.1");
            QCOMPARE(page.proof()->showButton()->text(), "Show the 2");
            test::keepPicture(page, scheme == theme::Scheme::Light ? "deploy-green-light" : "deploy-green-dark");
            QTest::mouseClick(page.proof()->showButton(), Qt::LeftButton);
            auto* grid = page.findChild<image::SampleGrid*>();
            QVERIFY(grid);
            QCOMPARE(grid->count(), 2);
            QTest::keyClick(grid, Qt::Key_Right);
            QCOMPARE(w.studio.sample.index(), 5);
            test::keepPicture(*grid->window(), "deploy-differing");
        }
        theme::Theme::instance().setScheme(theme::Scheme::Light);
    }

    void aFileThatCannotBeWrittenIsSaid() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(w.isMeasured());
        w.page.exports().write("/proc/no/such/model.tflite");
        QTRY_VERIFY(!w.page.exports().isWriting());
        QCOMPARE(w.page.proof()->banner()->verdict(), Verdict::Err);
        QVERIFY(!w.page.exports().proof());
    }

    void wordsOfProofs() {
        const Words same = wordsOf(proofOf("same", {{3, 1, 2, 0.02}, {5, 4, 9, 0.01}}));
        QCOMPARE(same.verdict, Verdict::Ok);
        QCOMPARE(same.sentence, "Same answer, 998 of 1,000");
        QCOMPARE(same.lines, QStringList{"2 images differ: both were near ties"});
        QCOMPARE(wordsOf(proofOf("unchecked", {})).verdict, Verdict::Warn);
        const Words other = wordsOf(proofOf("differs", std::vector<Difference>(40, Difference{0, 1, 2, 0.8})));
        QCOMPARE(other.verdict, Verdict::Err);
        QCOMPARE(other.sentence, "Another answer, 40 of 1,000");
    }

    void saysThatTheBestWeightsCannotBeRead() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(w.isMeasured());
        QVERIFY(!w.page.note()->isVisible());
        const auto checkpoints = w.studio.runs.current()->folder.path() / "checkpoints";
        QVERIFY(std::filesystem::exists(checkpoints / "best.safetensors"));
        std::filesystem::resize_file(checkpoints / "best.safetensors", 1000);
        w.page.exports().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(w.page.note()->isVisible(), 60000);
        QCOMPARE(w.page.note()->accessibleName(), "The best weights of run 1 cannot be read. These are its last ones.");
        QVERIFY(w.isMeasured());
        test::keepPicture(w.page, "deploy-last-weights");
        QVERIFY(w.exported());
        std::filesystem::copy_file(checkpoints / "last.safetensors", checkpoints / "best.safetensors",
                                   std::filesystem::copy_options::overwrite_existing);
        w.page.exports().refresh();
        QVERIFY(!w.page.note()->isVisible());
        QVERIFY(w.isMeasured());
        QVERIFY(!w.page.note()->isVisible());
    }

    void saysThatTheNetworkHasChanged() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(!w.page.strip()->isVisible());
        QCOMPARE(w.page.runText(), w.studio.runs.current()->headline());
        QVERIFY2(w.page.runText().startsWith(QString::fromUtf8("Run 1 · validation ")), qPrintable(w.page.runText()));
        const NodeId dense = w.studio.document.graph().findByName("dense")->id;
        QVERIFY(w.studio.document.apply({"Set units", {"", {SetParam{dense, "units", std::int64_t{33}}}}}));
        QVERIFY(w.page.strip()->isVisible());
    }

    void everyWidget() {
        test::walkEveryLook<Window>([](Window& w, int i) { return w.openWithRun() && w.isMeasured() && (i < 2 || w.exported()); },
                                    [](Window& w) -> QWidget& { return w.page; });
    }

    void looksRight() {
        for (const auto& [name, scheme, size] : test::looks()) {
            theme::Theme::instance().setScheme(scheme);
            Window w;
            QVERIFY(w.openWithRun());
            w.page.resize(size);
            test::keepPicture(w.page, "deploy-measuring-" + name);
            QVERIFY(w.isMeasured());
            QVERIFY(w.exported());
            test::keepPicture(w.page, "deploy-" + name);
        }
        theme::Theme::instance().setScheme(theme::Scheme::Light);
    }
};

QTEST_MAIN(DeployTest)
#include "deploy_test.moc"
