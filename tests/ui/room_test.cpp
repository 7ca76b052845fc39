// What folds away where the window is narrow, and how it comes back: by real resizes, clicks and keys.
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

#include "tests/ui/window.h"
#include "ui/build/inspector.h"
#include "ui/build/palette.h"
#include "ui/document/text.h"

using namespace nw;
using namespace nw::ui;

class RoomTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;

    static QWidget* centre(const Workspace& w) {
        auto* splitter = w.findChild<QSplitter*>();
        return splitter->widget(w.hasLeft() ? 1 : 0);
    }
    static QSplitterHandle* leftHandle(const Workspace& w) { return w.findChild<QSplitter*>()->handle(1); }
    static QSplitterHandle* rightHandle(const Workspace& w) { return w.findChild<QSplitter*>()->handle(2); }
    static QWidget* rightPanel(const Workspace& w) { return w.findChild<QSplitter*>()->widget(2); }
    static QWidget* leftPanel(const Workspace& w) { return w.findChild<QSplitter*>()->widget(0); }
    /// The palette that has opened from the rail; null while none has.
    static QWidget* search() { return qobject_cast<Palette*>(QApplication::activePopupWidget()); }

private Q_SLOTS:
    void initTestCase() {
        home_.enter();
        studio_ = test::smallStudio();
        QVERIFY(studio_);
    }
    void init() {
        test::failOnAnyWarning();
        QSettings().clear();
    }

    void widthsOfRooms() {
        using parts::Room;
        for (const auto& [width, room] :
             {std::pair(1024, Room::Narrow), std::pair(1199, Room::Narrow), std::pair(1200, Room::Medium),
              std::pair(1439, Room::Medium), std::pair(1440, Room::Wide)})
            QCOMPARE(parts::roomFor(width), room);
    }

    /// Where people write from right to left the panels change sides, and their arrows point to where they open.
    void stripsMirror() {
        const auto arrow = [](Side side, Qt::LayoutDirection direction) {
            PanelStrip strip("Layers", side, "F9");
            strip.setLayoutDirection(direction);
            strip.resize(24, 300);
            return strip.grab(QRect(0, 10, 24, 20)).toImage();
        };
        QVERIFY(arrow(Side::Left, Qt::LeftToRight) != arrow(Side::Right, Qt::LeftToRight));
        QCOMPARE(arrow(Side::Left, Qt::RightToLeft), arrow(Side::Right, Qt::LeftToRight));
        QCOMPARE(arrow(Side::Right, Qt::RightToLeft), arrow(Side::Left, Qt::LeftToRight));
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        {
            test::Shell shell(*studio_);
            QVERIFY(shell.show({1024, 600}, Page::Build));
            const Workspace& build = shell.window.workspace(Page::Build);
            QVERIFY(build.leftEdge()->mapTo(&shell.window, QPoint(0, 0)).x() > 900);
            QVERIFY(shell.button("Train")->mapTo(&shell.window, QPoint(0, 0)).x() < 200);
        }
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void theNetworkBesideTheCurvesFoldsAway() {
        {
            test::Shell shell(*studio_);
            QVERIFY(shell.show({1440, 900}, Page::Train));
            Workspace& train = shell.window.workspace(Page::Train);
            QVERIFY(train.isLeftShown());
            QCOMPARE(leftPanel(train)->width(), 420);
            shell.resize({1439, 900});
            QVERIFY(!train.isLeftShown());
            QVERIFY(train.leftEdge()->isVisible());
            QTest::mouseClick(train.leftEdge()->strip(), Qt::LeftButton);
            QVERIFY(train.isLeftShown());
            QVERIFY(!train.leftEdge()->isVisible());
            shell.resize({1024, 600});  // that choice is for all windows that are narrow
            QVERIFY(train.isLeftShown());
            QVERIFY(centre(train)->width() >= parts::LeastCentre);
        }
        {
            test::Shell again(*studio_);
            QVERIFY(again.show({1300, 800}, Page::Train));
            Workspace& train = again.window.workspace(Page::Train);
            QVERIFY(train.isLeftShown());
            again.key(Qt::Key_F9);
            QVERIFY(!train.isLeftShown());
            again.resize({1600, 900});  // where there is room nobody has folded it
            QVERIFY(train.isLeftShown());
        }
        test::Shell third(*studio_);
        QVERIFY(third.show({1300, 800}, Page::Train));
        QVERIFY(!third.window.workspace(Page::Train).isLeftShown());
    }

    void theNetworkThatIsOpenedIsInView() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1300, 800}, Page::Train));
        Workspace& train = shell.window.workspace(Page::Train);
        QTest::mouseClick(train.leftEdge()->strip(), Qt::LeftButton);
        const auto* canvas = train.findChild<canvas::Canvas*>();
        QVERIFY(canvas && canvas->isVisible());
        for (const auto& [id, node] : studio_->document.graph().nodes())
            QVERIFY(canvas->viewport()->rect().contains(canvas->nodeRect(id)));
    }

    void canvasOnlyAndBack() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1100, 700}, Page::Build));
        Workspace& build = shell.window.workspace(Page::Build);
        QVERIFY(!build.isLeftShown() && build.isRightShown());
        shell.key(Qt::Key_F11);
        QVERIFY(!build.isRightShown());
        shell.key(Qt::Key_F11);
        QVERIFY(!build.isLeftShown() && build.isRightShown());  // as it was
        shell.resize({1300, 700});
        shell.key(Qt::Key_F11);
        QVERIFY(!build.isLeftShown() && !build.isRightShown());
        QTest::mouseClick(build.leftEdge()->strip(), Qt::LeftButton);
        QVERIFY(build.isLeftShown() && !build.isRightShown());  // the one that was asked for
    }

    void theStripHandsTheKeysToWhatItOpens() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Build));
        Workspace& build = shell.window.workspace(Page::Build);
        build.showRight(false);
        build.rightEdge()->strip()->setFocus(Qt::TabFocusReason);
        shell.key(Qt::Key_Space);
        QVERIFY(build.isRightShown());
        QVERIFY(shell.window.findChild<Inspector*>()->isAncestorOf(QApplication::focusWidget()));
    }

    void draggingOnePanelKeepsTheWidthOfTheOther() {
        int dragged = 0;
        {
            test::Shell shell(*studio_);
            QVERIFY(shell.show({1440, 900}, Page::Build));
            Workspace& build = shell.window.workspace(Page::Build);
            test::drag(rightHandle(build), {-120, 0});
            dragged = rightPanel(build)->width();
            QVERIFY(dragged > Inspector::Width + 100);
            shell.resize({1024, 600});  // makes the panels narrower
            build.showLeft(true);
            QVERIFY(rightPanel(build)->width() < dragged);
            test::drag(leftHandle(build), {-10, 0});
        }
        test::Shell again(*studio_);
        QVERIFY(again.show({1440, 900}, Page::Build));
        QCOMPARE(rightPanel(again.window.workspace(Page::Build))->width(), dragged);
    }

    /// The same entry on every page, for its work.
    void everyPageIsCopiedAsACommand() {
        QVERIFY(test::trainRun(*studio_));
        test::Shell shell(*studio_);
        const std::array begins{"netwright data info ", "netwright check ", "netwright train ", "netwright eval ",
                                "netwright export "};
        for (std::size_t i = 0; i < begins.size(); ++i) {
            QVERIFY(shell.show({1440, 900}, static_cast<Page>(i)));
            QApplication::clipboard()->clear();
            shell.window.actions()["copy_command"]->trigger();
            QTRY_VERIFY2(QApplication::clipboard()->text().startsWith(begins[i]), qPrintable(QApplication::clipboard()->text()));
        }
    }

    void theEditMenuSaysWhatItCannotDo() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Build));
        Actions& actions = shell.window.actions();
        QMenu* menu = actions.menu("Edit");
        QApplication::clipboard()->setText("no layers");
        canvas::Canvas& canvas = shell.window.canvas().canvas();
        canvas.setSelection({});
        Q_EMIT menu->aboutToShow();
        for (const char* id : {"cut", "copy", "paste", "duplicate", "delete", "heal", "rename"}) {
            QVERIFY2(!actions[id]->isEnabled(), id);
            QVERIFY2(actions[id]->toolTip().endsWith('.'), id);
        }
        Q_EMIT menu->aboutToHide();
        canvas.setSelection({studio_->document.graph().findByName("dense")->id});
        shell.key(Qt::Key_C, Qt::ControlModifier);  // the key works, whatever the menu said
        Q_EMIT menu->aboutToShow();
        for (const char* id : {"cut", "copy", "paste", "duplicate", "delete", "heal", "rename"})
            QVERIFY2(actions[id]->isEnabled(), id);
        Q_EMIT menu->aboutToHide();
    }

    void whatWorksOnTheCanvasGoesThere() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1440, 900}, Page::Train));
        shell.window.actions()["find_layer"]->trigger();
        QCOMPARE(shell.window.page(), Page::Build);
        QVERIFY(leftPanel(shell.window.workspace(Page::Build))->isAncestorOf(QApplication::focusWidget()));
    }

    void theRailOpensTheSearch() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1199, 700}, Page::Build));
        Workspace& build = shell.window.workspace(Page::Build);
        QVERIFY(!build.isLeftShown());
        QCOMPARE(build.leftEdge()->width(), 44);
        const auto layers = [&] { return studio_->document.graph().nodes().size(); };
        const auto before = layers();
        auto* open = build.leftEdge()->findChild<QToolButton*>();
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(search());
        QVERIFY(qobject_cast<QLineEdit*>(search()->focusWidget()));
        QVERIFY(shell.window.geometry().contains(search()->geometry()));
        QTest::keyClicks(search()->focusWidget(), "relu");
        shell.key(Qt::Key_Return);
        QVERIFY(!search());
        QCOMPARE(layers(), before + 1);
        // By key, and away again.
        shell.window.canvas().canvas().setFocus();
        shell.key(Qt::Key_Slash);
        QVERIFY(search());
        QCOMPARE(static_cast<QLineEdit*>(search()->focusWidget())->text(), QString());
        shell.key(Qt::Key_Escape);
        QVERIFY(!search());
        QCOMPARE(layers(), before + 1);
        studio_->document.undoStack().undo();
        // Where there is room the panel is the search.
        shell.resize({1200, 700});
        QVERIFY(build.isLeftShown());
        shell.window.canvas().canvas().setFocus();
        shell.key(Qt::Key_Slash);
        QVERIFY(!search());
        QVERIFY(leftPanel(build)->isAncestorOf(QApplication::focusWidget()));
    }

    void theSmallestWindowHoldsEveryPage() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({400, 300}, Page::Data));
        QCOMPARE(shell.window.size(), QSize(1024, 600));
        for (int page = 0; page < 5; ++page) {
            shell.window.setPage(static_cast<Page>(page));
            Workspace& w = shell.window.workspace(static_cast<Page>(page));
            for (const bool shown : {false, true}) {
                w.showLeft(shown);
                w.showRight(shown);
                QApplication::processEvents();
                QVERIFY2(centre(w)->width() >= parts::LeastCentre,
                         qPrintable(QString("page %1: %2").arg(page).arg(centre(w)->width())));
                QCOMPARE(w.width(), 1024);
                QVERIFY(w.findChild<QSplitter*>()->geometry().right() < 1024);
            }
        }
        QCOMPARE(shell.window.size(), QSize(1024, 600));
    }

    void panelsFoldAtTheirEdgeAndKeepTheirWidth() {
        {
            test::Shell shell(*studio_);
            QVERIFY(shell.show({1440, 900}, Page::Build));
            Workspace& build = shell.window.workspace(Page::Build);
            QCOMPARE(leftPanel(build)->width(), 248);
            test::drag(leftHandle(build), {60, 0});
            QVERIFY(build.isLeftShown());
            test::drag(leftHandle(build), {-4, 0});  // a nudge is no click
            QVERIFY(build.isLeftShown());
            const int chosen = leftPanel(build)->width();
            QVERIFY(chosen > 290 && chosen < 320);
            QTest::mouseClick(leftHandle(build), Qt::LeftButton);
            QVERIFY(!build.isLeftShown());
            QVERIFY(!shell.window.actions()["left"]->isChecked());
            QTest::mouseClick(build.leftEdge()->strip(), Qt::LeftButton);
            QCOMPARE(leftPanel(build)->width(), chosen);
            QTest::mouseClick(rightHandle(build), Qt::LeftButton);
            QVERIFY(!build.isRightShown());
            shell.key(Qt::Key_F10);
            QVERIFY(build.isRightShown());
            shell.key(Qt::Key_F11);
            QVERIFY(!build.isLeftShown() && !build.isRightShown());
            shell.key(Qt::Key_F11);
            QVERIFY(build.isLeftShown() && build.isRightShown());
            shell.key(Qt::Key_F10);
        }
        test::Shell again(*studio_);
        QVERIFY(again.show({1440, 900}, Page::Build));
        QVERIFY(leftPanel(again.window.workspace(Page::Build))->width() > 290);
        QVERIFY(!again.window.workspace(Page::Build).isRightShown());
        again.window.setPage(Page::Data);
        QCOMPARE(leftPanel(again.window.workspace(Page::Data))->width(), 248);
        QVERIFY(again.window.workspace(Page::Data).isRightShown());
    }

    /// Also when the window gets its size while the network still moves to where it was fitted.
    void theNetworkStaysFitted() {
        theme::Theme::instance().setReducedMotion(false);
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1600, 1000}, Page::Build));
        shell.window.fitFirstView();
        shell.resize({1100, 640});
        const canvas::Canvas& canvas = shell.window.canvas().canvas();
        const auto isWhole = [&] {
            for (const auto& [id, node] : studio_->document.graph().nodes())
                if (!canvas.viewport()->rect().contains(canvas.nodeRect(id))) return false;
            return true;
        };
        QTRY_VERIFY(isWhole());
        theme::Theme::instance().setReducedMotion(true);
    }

    void aFoldedStripIsReachedByTab() {
        test::Shell shell(*studio_);
        QVERIFY(shell.show({1024, 600}, Page::Build));
        PanelStrip* strip = shell.window.workspace(Page::Build).leftEdge()->strip();
        QCOMPARE(strip->accessibleName(), "Layers");
        QVERIFY(strip->width() >= 24);
        shell.window.canvas().canvas().setFocus();
        for (int i = 0; i < 60 && !strip->hasFocus(); ++i) shell.key(Qt::Key_Tab);
        QVERIFY(strip->hasFocus());
        shell.key(Qt::Key_Space);
        QVERIFY(shell.window.workspace(Page::Build).isLeftShown());
    }
};

QTEST_MAIN(RoomTest)
#include "room_test.moc"
