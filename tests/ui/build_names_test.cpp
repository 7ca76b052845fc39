// Renaming layers, on the canvas and in the inspector.
#include <QLineEdit>

#include "tests/ui/build_stage.h"
#include "widgets/canvas/graph_scene.h"

using namespace nw;
using namespace nw::test;

class BuildNamesTest : public OnStage {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() { setUp(); }
    void cleanup() { stage_.reset(); }

    void renames() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        const NodeId dense = stage_->named("dense");
        stage_->click(dense);
        stage_->key(Qt::Key_F2);
        stage_->type("hidden");
        stage_->key(Qt::Key_Return);
        QCOMPARE(stage_->named("hidden"), dense);
        QVERIFY(stage_->canvas().hasFocus());
        stage_->key(Qt::Key_F2);
        stage_->type("other");
        stage_->key(Qt::Key_Escape);
        QCOMPARE(stage_->named("hidden"), dense);
        QVERIFY(stage_->tabTo("Name"));
        stage_->type("last");
        stage_->key(Qt::Key_Return);
        QCOMPARE(stage_->named("last"), dense);
    }

    /// The field holds what the card says, over the card's title and nothing else; left as it is, it renames nothing.
    void renamingBeginsWithTheTitle() {
        QVERIFY(stage_->open(*makeTemplate("first-network")));
        const NodeId pool = stage_->named("max_pooling2d_1");
        for (const double zoom : {0.4, 0.7, 1.0, 1.5}) {
            stage_->canvas().setViewState({zoom, stage_->canvas().graph().restingBody(pool).center()});
            stage_->studio.selection.set({pool});
            stage_->build.renameSelected();
            auto* edit = qobject_cast<QLineEdit*>(QApplication::focusWidget());
            QVERIFY(edit);
            QCOMPARE(edit->text(), QString("Max pooling"));
            QCOMPARE(edit->selectedText(), edit->text());
            const QRect card = stage_->canvas().restingRect(pool), field = edit->geometry();
            QVERIFY(card.contains(field));
            const int end = edit->inputMethodQuery(Qt::ImCursorRectangle).toRect().center().x();
            const int text = end - edit->fontMetrics().horizontalAdvance(edit->text());
            const auto title = canvas::titleOf(stage_->canvas().graph().node(pool)->node(), zoom);
            QVERIFY2(std::abs(field.left() + text - (card.left() + title.line.left())) <= 2, qPrintable(QString::number(zoom)));
            QVERIFY(zoom < 0.5 || field.left() > card.left() + 40 * zoom);                                    // the tile
            QVERIFY(zoom < 0.5 || field.right() < card.left() + 210 * zoom);                                  // the thumbnail
            QVERIFY(zoom < 0.5 || field.bottom() <= card.top() + (zoom < 0.85 ? 32 * zoom + 3 : 26 * zoom));  // the line below
            stage_->key(Qt::Key_Return);
            QCOMPARE(stage_->named("max_pooling2d_1"), pool);
            QCOMPARE(stage_->studio.document.undoStack().count(), 0);
        }
        QVERIFY(stage_->tabTo("Name"));
        auto* name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QCOMPARE(name->selectedText(), QString("Max pooling"));
        stage_->key(Qt::Key_Return);
        QCOMPARE(stage_->studio.document.undoStack().count(), 0);
        // A long one is elided, its tooltip is whole.
        const QString longer("Squash and a very long name that no panel holds");
        stage_->type(longer);
        stage_->canvas().setFocus();
        QCOMPARE(ui::q(stage_->graph().find(pool)->name), longer);
        QVERIFY(name->text().endsWith(u'…') && longer.startsWith(name->text().chopped(1).trimmed()));
        QCOMPARE(name->toolTip(), longer);
        name->setFocus();
        QCOMPARE(name->text(), longer);
    }
};

QTEST_MAIN(BuildNamesTest)
#include "build_names_test.moc"
