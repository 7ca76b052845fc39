// Bubbles and notes: keys, places, lives.
#include <QAccessible>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/widgets/quiet.h"
#include "widgets/parts/messages.h"
#include "widgets/parts/overlays.h"
#include "widgets/theme/label.h"

using namespace nw::parts;

class OverlaysTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { nw::test::dress(); }
    void init() { nw::test::failOnAnyWarning(); }

    void bubbleEnterAndEsc() {
        QWidget window;
        window.resize(1000, 600);
        QLineEdit field(&window);
        QVERIFY(nw::test::open(window));
        field.setFocus();
        Bubble bubble(&window);
        bubble.setProblem(Verdict::Err, "8 scores, but 10 classes", "Dense gives 8 numbers for each image.");
        int fixed = 0, shown = 0;
        bubble.addAction("Set units to 10", [&] { ++fixed; });
        bubble.addAction("Show Dense", [&] { ++shown; });
        QSignalSpy gone(&bubble, &Bubble::dismissed);
        const QRect node(500, 200, 264, 64);
        bubble.openBeside(node);
        QVERIFY(bubble.isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(fixed, 1);
        QVERIFY(!bubble.isVisible());
        QVERIFY(field.hasFocus());
        bubble.openBeside(node);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!bubble.isVisible());
        QCOMPARE(fixed, 1);
        QCOMPARE(gone.size(), 2);
        bubble.openBeside(node);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(shown, 1);
        bubble.openBeside(node, false);
        QVERIFY(field.hasFocus());
    }

    void bubbleFindsRoom() {
        QWidget window;
        window.resize(1200, 700);
        Bubble bubble(&window);
        bubble.setProblem(Verdict::Warn, "Values above 1", "A sentence.");
        window.show();
        bubble.openBeside({600, 300, 264, 64}, false);
        QCOMPARE(bubble.placed(), Bubble::Place::Left);
        bubble.openBeside({40, 300, 264, 64}, false);
        QCOMPARE(bubble.placed(), Bubble::Place::Right);
        bubble.openBeside({330, 300, 264, 64}, false);  // a little too near at the left: the notch would lie on it
        QCOMPARE(bubble.placed(), Bubble::Place::Right);
        window.resize(500, 700);
        bubble.openBeside({120, 100, 264, 64}, false);
        QCOMPARE(bubble.placed(), Bubble::Place::Below);
        QCOMPARE(bubble.body().width(), Bubble::Width);
        for (const QRect& node : {QRect(120, 2, 264, 30), QRect(0, 640, 100, 40)}) {
            bubble.openBeside(node, false);
            QVERIFY(bubble.geometry().intersects(window.rect()));
        }
        window.resize(797, 688);  // a little too narrow at either side, and too low below
        const QRect tight(307, 515, 161, 86);
        bubble.openBeside(tight, false);
        const QRect body = bubble.body().translated(bubble.pos());
        QVERIFY(window.rect().contains(body));
        QVERIFY(!body.intersects(tight));
    }

    /// What is promised by roomFor() holds: from there the bubble covers nothing, and all is seen.
    void bubbleMakesRoom() {
        QWidget window;
        Bubble bubble(&window);
        bubble.setProblem(Verdict::Err, "8 scores, but 10 classes", "Dense gives 8 numbers for each image.");
        window.resize(1200, 700);
        window.show();
        QCOMPARE(bubble.roomFor({600, 300, 264, 64}), QRect(600, 300, 264, 64));  // there is some
        for (const QSize& size : {QSize(660, 520), QSize(420, 520), QSize(340, 400), QSize(1400, 800)})
            for (const QRect& node :
                 {QRect(200, 200, 264, 64), QRect(-900, 30, 264, 150), QRect(0, 0, 1056, 256), QRect(400, 500, 90, 20)}) {
                window.resize(size);
                const QRect room = bubble.roomFor(node);
                QVERIFY(window.rect().contains(room));
                QVERIFY(std::abs(room.width() * node.height() - room.height() * node.width()) <= node.width() + node.height());
                bubble.openBeside(room, false);
                const QRect body = bubble.body().translated(bubble.pos());
                QVERIFY(window.rect().contains(body));
                QVERIFY(!body.intersects(room));
                if (size.width() >= 660 && node.width() <= 264) QCOMPARE(room.size(), node.size());  // moved, not made smaller
            }
    }

    /// It moves along its side, or to another, as long as there is one that is free.
    void bubbleKeepsClear() {
        QWidget window;
        window.resize(1200, 700);
        Bubble bubble(&window);
        bubble.setProblem(Verdict::Err, "8 scores, but 10 classes", "Dense gives 8 numbers for each image.");
        bubble.addAction("Set units to 10", [] {});
        QList<Bubble::Obstacle> obstacles;
        bubble.setObstacles([&] { return obstacles; });
        window.show();
        const QRect node(600, 580, 264, 100);
        const auto body = [&] { return bubble.body().translated(bubble.pos()); };
        bubble.openBeside(node, false);
        obstacles = {{QRect(200, 650, 200, 50)}};
        QVERIFY(body().intersects(obstacles[0].rect));
        bubble.openBeside(node, false);
        QCOMPARE(bubble.placed(), Bubble::Place::Left);
        QVERIFY(!body().intersects(obstacles[0].rect) && !body().intersects(node));
        QVERIFY(body().top() < node.bottom() && body().bottom() > node.top());  // the notch points at it
        // Nor does it leave its node for what is far away.
        obstacles = {{QRect(590, 20, 264, 64)}, {QRect(200, 400, 300, 300)}, {QRect(900, 300, 300, 400)}};
        bubble.openBeside(node, false);
        QVERIFY(body().top() < node.bottom() && body().bottom() > node.top());
        obstacles = {{QRect(0, 0, 580, 700)}};
        bubble.openBeside(node, false);
        QCOMPARE(bubble.placed(), Bubble::Place::Right);
    }

    /// A note leaves the buttons of a bubble free, whichever came first.
    void notesStandAboveBubbles() {
        for (const bool noteFirst : {true, false}) {
            QWidget window;
            window.resize(800, 500);
            auto* view = new QWidget(&window);
            view->setGeometry(0, 0, 800, 500);
            Bubble bubble(view);
            bubble.setProblem(Verdict::Err, "8 scores, but 10 classes", "Dense gives 8 numbers for each image.");
            window.show();
            Toast* note = noteFirst ? Toast::say(&window, "Set units to 10", "Undo") : nullptr;
            const int usual = note ? note->y() : 0;
            bubble.openBeside({500, 420, 264, 64}, false);
            if (!note) note = Toast::say(&window, "Set units to 10", "Undo");
            QVERIFY(
                !bubble.body().translated(bubble.pos()).intersects(QRect(note->button()->mapTo(&window, QPoint()), QSize(8, 8))));
            QVERIFY(note->geometry().bottom() < 440);
            bubble.dismiss();
            if (noteFirst) QCOMPARE(note->y(), usual);
        }
    }

    /// Where people write from right to left the sign stands at the right, and the words leave it room.
    void signsMirrorWithTheirRoom() {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        {
            Banner banner;
            banner.setVerdict(Verdict::Err, "8 scores, but 10 classes", {"Dense gives 8 numbers for each sample."});
            banner.resize(320, 90);
            InfoStrip strip("These are the results of run 3. The network has changed since.");
            strip.resize(500, 44);
            QWidget window;
            window.resize(900, 500);
            Bubble bubble(&window);
            bubble.setProblem(Verdict::Err, "8 scores, but 10 classes", "Dense gives 8 numbers for each sample.");
            window.show();
            bubble.openBeside({500, 200, 264, 64}, false);
            for (QWidget* w : {static_cast<QWidget*>(&banner), static_cast<QWidget*>(&strip)}) w->show();
            for (const auto* label : banner.findChildren<nw::theme::Label*>()) QVERIFY(label->geometry().right() < 320 - 44);
            for (const auto* label : strip.findChildren<nw::theme::Label*>()) QVERIFY(label->geometry().right() < 500 - 32);
            for (const auto* label : bubble.findChildren<nw::theme::Label*>())
                QVERIFY(label->geometry().right() < bubble.body().right() - 34);
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void toastGoesByItself() {
        QWidget window;
        window.resize(600, 400);
        QVERIFY(nw::test::open(window));
        int undone = 0;
        Toast* toast = Toast::say(&window, "Set units to 10", "Undo", [&] { ++undone; });
        QSignalSpy gone(toast, &Toast::dismissed);
        QVERIFY(toast->isVisible());
        toast->button()->click();
        QCOMPARE(undone, 1);
        QCOMPARE(gone.size(), 1);
        Toast* second = Toast::say(&window, "Deleted 3 runs");
        QSignalSpy secondGone(second, &Toast::dismissed);
        second->setDuration(1);
        QVERIFY(secondGone.wait(2000));
    }
};

QTEST_MAIN(OverlaysTest)
#include "overlays_test.moc"
