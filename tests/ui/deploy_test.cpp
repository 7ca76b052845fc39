// The Deploy page: variants measured, a file written and checked, what the proof says.
#include "ui/deploy/deploy_page.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/ui/pictures.h"
#include "tests/ui/runs.h"
#include "tests/widgets/walk.h"

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
    QTemporaryDir home_;

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_DATA_HOME", home_.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", home_.path().toUtf8());
        qputenv("NETWRIGHT_PYTHON", "no-such-python");
        test::dress();
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
        QVERIFY(!w.page.proof()->figure("Accuracy in Netwright").isEmpty());
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

    void saysThatTheNetworkHasChanged() {
        Window w;
        QVERIFY(w.openWithRun());
        QVERIFY(!w.page.strip()->isVisible());
        const NodeId dense = w.studio.document.graph().findByName("dense")->id;
        QVERIFY(w.studio.document.apply({"Set units", {"", {SetParam{dense, "units", std::int64_t{33}}}}}));
        QVERIFY(w.page.strip()->isVisible());
    }

    /// Every widget in three themes, at the smallest window, and in words that are 40 % longer.
    void everyWidget() {
        for (int i = 0; i < 5; ++i) {
            theme::Theme::instance().setScheme(static_cast<theme::Scheme>(i % 3));
            test::LongLanguage language;
            if (i == 3) QCoreApplication::installTranslator(&language);
            Window w;
            QVERIFY(w.openWithRun());
            QVERIFY(w.isMeasured());
            if (i >= 2) QVERIFY(w.exported());
            DeployPage& page = w.page;
            page.resize(i == 4 ? QSize(1024, 520) : QSize(1440, 820));
            const QStringList faults = test::faultsOf(&page), missed = test::missedByTab(&page);
            QVERIFY2(faults.isEmpty(), qPrintable(QString("%1: %2").arg(i).arg(faults.join("\n"))));
            QVERIFY2(missed.isEmpty(), qPrintable(QString("%1, Tab: %2").arg(i).arg(missed.join("\n"))));
        }
        theme::Theme::instance().setScheme(theme::Scheme::Light);
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
