// What floats over the canvas: bubbles, notes, the zoom control, the coach; who makes way for whom, and when they go.
#include <QContextMenuEvent>
#include <QMenu>

#include "tests/ui/build_stage.h"
#include "tests/ui/window.h"
#include "widgets/canvas/zoom_control.h"

using namespace nw;
using namespace nw::test;

class FloatingTest : public QObject {
    Q_OBJECT
    Home home_;
    std::unique_ptr<ui::Studio> studio_;
    std::unique_ptr<Shell> shell_;

    template <class T>
    T* shown() const {
        for (T* w : shell_->window.findChildren<T*>())
            if (w->isVisible()) return w;
        return nullptr;
    }
    canvas::Canvas& canvas() const { return shell_->window.findChild<ui::BuildCanvas*>()->canvas(); }
    NodeId named(const char* name) const { return studio_->document.graph().findByName(name)->id; }
    void set(const char* node, std::int64_t units) {
        QVERIFY(studio_->document.apply({"Set units", {"", {SetParam{named(node), "units", units}}}}));
        QTRY_VERIFY(shown<parts::Bubble>());
    }
    QRect bodyOf(const parts::Bubble& b) const { return b.body().translated(b.mapTo(&canvas(), QPoint())); }

private Q_SLOTS:
    void initTestCase() { home_.enter(); }
    void init() {
        QSettings().clear();
        studio_ = std::make_unique<ui::Studio>(engine());
        shell_ = std::make_unique<Shell>(*studio_);
        shell_->window.restore();
        QVERIFY(shell_->show({1440, 900}, ui::Page::Build));
        QTRY_VERIFY(studio_->data.isOpen());
    }
    void cleanup() {
        shell_.reset();
        studio_.reset();
    }

    void escOnTheCanvasClosesTheBubble() {
        set("dense_1", 8);
        QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, QPoint(canvas().width() - 8, 8));
        QVERIFY(canvas().hasFocus() && shown<parts::Bubble>());
        // A gesture is taken back first.
        QTest::mousePress(canvas().viewport(), Qt::LeftButton, {}, QPoint(canvas().width() - 8, 8));
        shell_->key(Qt::Key_Escape);
        QVERIFY(shown<parts::Bubble>());
        QTest::mouseRelease(canvas().viewport(), Qt::LeftButton, {}, QPoint(canvas().width() - 8, 8));
        shell_->key(Qt::Key_Escape);
        QVERIFY(!shown<parts::Bubble>());
    }

    /// Another step makes the note's Undo undo something else.
    void theNoteGoesWithItsStep() {
        set("dense_1", 8);
        QVERIFY(shell_->press("Set units to 10"));
        QTRY_VERIFY(shown<parts::Toast>());
        QCOMPARE(shown<parts::Toast>()->button()->text(), QString("Undo"));
        canvas().setFocus();
        shell_->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!shown<parts::Toast>());
        QCOMPARE(studio_->document.graph().find(named("dense_1"))->params.get<std::int64_t>("units"), 8);
    }

    /// The menu of a layer calls it as the menu bar does.
    void theLargePreviewHasOneName() {
        QStringList said;
        QTimer::singleShot(0, this, [&] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (!menu) return;
            for (const QAction* a : menu->actions()) said << a->text();
            menu->close();
        });
        const QPoint at = canvas().restingRect(named("conv2d")).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas().viewport()->mapToGlobal(at));
        QApplication::sendEvent(canvas().viewport(), &event);
        QVERIFY2(said.contains("Large preview"), qPrintable(said.join(u',')));
        const auto actions = shell_->window.findChildren<QAction*>();
        QVERIFY(std::any_of(actions.begin(), actions.end(), [](const QAction* a) { return a->text() == "Large preview"; }));
    }

    void theBubbleLeavesTheZoomControlFree() {
        const auto* zoom = canvas().findChild<canvas::ZoomControl*>();
        for (const bool coach : {true, false}) {
            if (!coach) QVERIFY(shell_->press("Hide"));
            QTRY_VERIFY(!canvas().isMoving());
            for (const bool softmax : {false, true}) {
                if (softmax) {
                    studio_->selection.set({named("dense_1")});
                    shell_->window.findChild<ui::BuildCanvas*>()->addOperator("softmax");
                    QTRY_VERIFY(shown<parts::Bubble>());
                    QTRY_VERIFY(!canvas().isMoving());
                } else {
                    set("dense_1", 8);
                }
                const QRect body = bodyOf(*shown<parts::Bubble>());
                // Beside the coach there may be no place that covers nothing.
                QVERIFY(coach || !body.intersects(zoom->geometry()));
                const QRect node = canvas().restingRect(named(softmax ? "softmax" : "classify"));
                QVERIFY(body.adjusted(-16, -16, 16, 16).intersects(node));  // beside what it speaks of
                studio_->document.undoStack().undo();
                QTRY_VERIFY(!shown<parts::Bubble>());
                studio_->document.undoStack().clear();
            }
        }
    }
};

QTEST_MAIN(FloatingTest)
#include "floating_test.moc"
