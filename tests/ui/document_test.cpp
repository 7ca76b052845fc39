// The document: edits, undo, merging, files, previews that follow.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "resources/templates/templates.h"
#include "tests/ui/home.h"
#include "tests/ui/runs.h"
#include "ui/document/studio.h"
#include "ui/document/text.h"

using namespace nw;
using namespace nw::ui;

namespace {

NodeId named(const Document& d, const char* name) { return d.graph().findByName(name)->id; }

}  // namespace

class DocumentTest : public QObject {
    Q_OBJECT
    test::Home home_;

private Q_SLOTS:
    void initTestCase() { home_.enter(); }

    void undoesAndRedoesToTheSameBytes() {
        Document d;
        QVERIFY(d.start(*makeTemplate("first-network")));
        const std::string before = toText(d.project());
        const NodeId dense = named(d, "dense");
        QVERIFY(d.apply({tr("Set units"), {"", {SetParam{dense, "units", std::int64_t{64}}}}, {{dense, QPointF(8, 16), false}}}));
        const std::string after = toText(d.project());
        QVERIFY(after != before);
        d.undoStack().undo();
        QCOMPARE(toText(d.project()), before);
        QVERIFY(d.layout() == Layout{});
        d.undoStack().redo();
        QCOMPARE(toText(d.project()), after);
    }

    void aRefusedEditChangesNothing() {
        Document d;
        QVERIFY(d.start(*makeTemplate("first-network")));
        const NodeId dense = named(d, "dense");
        const auto refused = d.apply({tr("Set units"), {"", {SetParam{dense, "units", std::int64_t{-1}}}}});
        QVERIFY(!refused);
        QVERIFY(!sentence(refused.error()).isEmpty());
        QCOMPARE(d.undoStack().count(), 0);
    }

    void editsOfOneGestureAreOneStep() {
        Document d;
        QVERIFY(d.start(*makeTemplate("first-network")));
        const std::string before = toText(d.project());
        const NodeId dense = named(d, "dense");
        for (std::int64_t units = 100; units < 110; ++units)
            QVERIFY(d.apply({tr("Set units"), {"", {SetParam{dense, "units", units}}}}, "units"));
        QCOMPARE(d.undoStack().count(), 1);
        d.endMerging();
        QVERIFY(d.apply({tr("Set units"), {"", {SetParam{dense, "units", std::int64_t{7}}}}}, "units"));
        QCOMPARE(d.undoStack().count(), 2);
        d.undoStack().undo();
        QCOMPARE(d.graph().find(dense)->params.get<std::int64_t>("units"), 109);
        d.undoStack().undo();
        QCOMPARE(toText(d.project()), before);
    }

    void savesItselfAndComesBack() {
        QTemporaryDir folder;
        const std::filesystem::path path = s(folder.filePath("net.netwright"));
        std::string text;
        {
            Document d;
            QVERIFY(d.start(*makeTemplate("first-network")));
            QVERIFY(d.isUntitled());
            QVERIFY(d.saveAs(path));
            QVERIFY(!d.isUntitled());
            QSignalSpy saved(&d, &Document::savedChanged);
            QVERIFY(d.apply({tr("Move"), {}, {{named(d, "dense"), QPointF(40, 80), true}}}));
            QVERIFY(d.apply({tr("Set units"), {"", {SetParam{named(d, "dense"), "units", std::int64_t{33}}}}}));
            QTRY_VERIFY(d.isSaved());
            text = toText(d.project());
            QCOMPARE(*readText(path), text);
        }
        Document again;
        QVERIFY(again.open(path));
        QCOMPARE(toText(again.project()), text);
        QCOMPARE(again.layout().positions.at(named(again, "dense")), QPointF(40, 80));
        QVERIFY(again.layout().expanded.contains(named(again, "dense")));
        QVERIFY(!again.open(s(folder.filePath("missing.netwright"))));
        QCOMPARE(toText(again.project()), text);
    }

    void aDigitTooManyTakesNoMemory() {
        Studio studio(test::engine());
        QVERIFY(studio.document.start(*makeTemplate("first-network")));
        QTRY_VERIFY_WITH_TIMEOUT(studio.data.isOpen(), 60000);
        QTRY_VERIFY(studio.previews.scores().defined());
        QVERIFY(studio.previews.obstacle().isEmpty());
        const NodeId dense = named(studio.document, "dense");
        QVERIFY(studio.document.apply({tr("Set units"), {"", {SetParam{dense, "units", std::int64_t{9'999'999}}}}}));
        QTRY_VERIFY(!studio.previews.obstacle().isEmpty());  // 16 GB of weights
        QVERIFY2(studio.previews.obstacle().contains("GB"), qPrintable(studio.previews.obstacle()));
        QVERIFY(!studio.previews.scores().defined());
        studio.document.undoStack().undo();
        QTRY_VERIFY(studio.previews.scores().defined());
        QVERIFY(studio.previews.obstacle().isEmpty());
    }
    void previewsFollowSampleAndEdits() {
        Studio studio(test::engine());
        QVERIFY(studio.document.start(*makeTemplate("first-network")));
        QTRY_VERIFY_WITH_TIMEOUT(studio.data.isOpen(), 60000);
        QTRY_VERIFY(studio.previews.scores().defined());
        const NodeId conv = named(studio.document, "conv2d");
        QCOMPARE(studio.previews.value(conv).extents(), (Extents{1, 28, 28, 6}));
        QSignalSpy changed(&studio.previews, &Previews::changed);
        studio.sample.step(1);
        QTRY_VERIFY(!changed.isEmpty());
        QVERIFY(studio.document.apply({tr("Set filters"), {"", {SetParam{conv, "filters", std::int64_t{9}}}}}));
        QTRY_COMPARE(studio.previews.value(conv).extents(), (Extents{1, 28, 28, 9}));
        // A fault leaves what is below it without values.
        const Link link = *studio.document.graph().linksFrom(conv).begin();
        QVERIFY(studio.document.apply({tr("Cut"), {"", {RemoveLink{link}}}}));
        QTRY_VERIFY(!studio.previews.scores().defined());
        QTRY_VERIFY(studio.previews.value(conv).defined());
    }
};

QTEST_MAIN(DocumentTest)
#include "document_test.moc"
