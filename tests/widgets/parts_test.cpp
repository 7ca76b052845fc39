// Cards, step tabs, fades, dialogs and what leads through a window: keys, places, lives.
#include <QAccessible>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

#include "tests/widgets/quiet.h"
#include "widgets/parts/crossfade.h"
#include "widgets/parts/loss_dialog.h"
#include "widgets/parts/messages.h"
#include "widgets/parts/overlays.h"
#include "widgets/parts/pick_button.h"
#include "widgets/parts/reading_order.h"
#include "widgets/parts/step_tabs.h"
#include "widgets/parts/tiles.h"
#include "widgets/theme/label.h"
#include "widgets/theme/tokens.h"

using namespace nw::parts;

class PartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { nw::test::dress(); }
    void init() { nw::test::failOnAnyWarning(); }

    void cardsAreOneChoice() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        auto* phone = new Card("phone", nw::theme::Family::Data, "Phone", "model.tflite", "A sentence.");
        auto* web = new Card("browser", nw::theme::Family::Linear, "Browser", "model.json", "A sentence.");
        row->addWidget(phone);
        row->addWidget(web);
        QVERIFY(nw::test::open(window));
        QSignalSpy chosen(web, &Card::chosen);
        QTest::mouseClick(phone, Qt::LeftButton);
        QVERIFY(phone->isChosen());
        phone->setFocus();
        QTest::keyClick(phone, Qt::Key_Right);
        QVERIFY(web->hasFocus());
        QTest::keyClick(web, Qt::Key_Space);
        QCOMPARE(chosen.size(), 1);
        QVERIFY(web->isChosen() && !phone->isChosen());
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(web);
        QVERIFY(spoken && spoken->role() == QAccessible::RadioButton && spoken->state().checked);
        QAccessible::queryAccessibleInterface(phone)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(phone->isChosen() && !web->isChosen());
    }
    void stepsTellTheirState() {
        StepTabs tabs;
        for (const char* name : {"Data", "Build", "Train"}) tabs.addTab(name, "Ctrl+1");
        QVERIFY(nw::test::open(tabs));
        QSignalSpy changed(&tabs, &StepTabs::currentChanged);
        tabs.tab(2)->setState(StepState::Running, 0.4);
        QCOMPARE(tabs.tab(2)->accessibleName(), QString("Train, running, 40 percent"));
        tabs.tab(0)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(tabs.tab(0), Qt::Key_Right);
        QCOMPARE(tabs.currentIndex(), 1);
        QTest::mouseClick(tabs.tab(2), Qt::LeftButton);
        QCOMPARE(tabs.currentIndex(), 2);
        QCOMPARE(changed.size(), 2);
        const int before = tabs.tab(1)->sizeHint().width();
        tabs.tab(1)->setState(StepState::Error, -1, 12);
        QVERIFY(tabs.tab(1)->sizeHint().width() > before);
    }
    void longWordsAreElidedWithATooltip() {
        nw::theme::ElidedLabel label("Global average pooling of each map");
        label.resize(80, 20);
        label.show();
        QVERIFY(label.text().endsWith(QChar(0x2026)));
        QCOMPARE(label.toolTip(), QString("Global average pooling of each map"));
        label.resize(600, 20);
        QVERIFY(label.toolTip().isEmpty());
    }
    void placesFadeIntoEachOther() {
        QStackedWidget stack;
        stack.resize(400, 300);
        auto page = [&stack](Qt::GlobalColor colour) {
            auto* made = new QPushButton;
            made->setAutoFillBackground(true);
            made->setPalette(QPalette(colour));
            stack.addWidget(made);
            return made;
        };
        page(Qt::black);
        auto* second = page(Qt::black);
        QSignalSpy pressed(second, &QPushButton::clicked);
        QVERIFY(nw::test::open(stack));
        const auto fades = [&stack] { return stack.findChildren<Crossfade*>(); };
        const auto change = [&](int to) { Crossfade::over(&stack, [&stack, to] { stack.setCurrentIndex(to); }); };
        change(1);
        QCOMPARE(fades().size(), 1);
        QCOMPARE(stack.currentIndex(), 1);
        QTest::mouseClick(stack.window()->windowHandle(), Qt::LeftButton, {}, QPoint(200, 150));  // what is new is there at once
        QCOMPARE(pressed.size(), 1);
        QTRY_VERIFY(fades().isEmpty());
        change(0);
        change(1);  // before the first fade has ended
        QCOMPARE(stack.currentIndex(), 1);
        stack.resize(500, 300);
        QTRY_VERIFY(fades().isEmpty());
        nw::theme::Theme::instance().setReducedMotion(true);
        change(0);
        nw::theme::Theme::instance().setReducedMotion(false);
        QVERIFY(fades().isEmpty());
        QCOMPARE(stack.currentIndex(), 0);
    }
    void aFadeGoesFromThePictureBeforeToTheOneAfter() {
        QWidget area;
        area.setAutoFillBackground(true);
        const auto paint = [&area](const QColor& colour) {
            QPalette palette;
            palette.setColor(QPalette::Window, colour);
            area.setPalette(palette);
        };
        area.resize(100, 100);
        paint(QColor(200, 0, 0));
        QVERIFY(nw::test::open(area));
        const auto red = [&area] { return area.grab().toImage().pixelColor(50, 50).red(); };
        Crossfade::over(&area, [&] { paint(QColor(0, 0, 0)); });
        auto* motion = area.findChild<Crossfade*>()->findChild<QVariantAnimation*>();
        QCOMPARE(motion->duration(), 200);
        motion->pause();
        int last = 201;
        for (const int at : {0, 40, 120}) {
            motion->setCurrentTime(at);
            QVERIFY2(red() < last && red() > 0, qPrintable(QString::number(red())));
            last = red();
        }
        motion->resume();
        QTRY_VERIFY(area.findChildren<Crossfade*>().isEmpty());
        QCOMPARE(red(), 0);
    }
    void listsAreElidedBetweenTheirParts() {
        const QFontMetrics metrics(nw::theme::font(nw::theme::Type::Small));
        const QString all = "SGD, rate 0.001 → 0.003, 5 epochs";
        const auto shown = [&](const QString& room) {
            return nw::theme::elidedParts(all, metrics, metrics.horizontalAdvance(room));
        };
        QCOMPARE(shown(all), all);
        QCOMPARE(shown("SGD, rate 0.001 → 0.003, 5 epo"), QString("SGD, rate 0.001 → 0.003, …"));
        QCOMPARE(shown("SGD, rate 0.001 → 0."), QString("SGD, …"));
        QVERIFY(shown("SG").endsWith(QChar(0x2026)));
    }
    void tabFollowsWhatPlacesThings() {
        QWidget window;
        auto* splitter = new QSplitter(&window);
        auto button = [](const char* name) {
            auto* made = new QPushButton(name);
            made->setObjectName(name);
            return made;
        };
        auto* right = button("right");  // made first, placed last
        auto* form = new QWidget;
        auto* column = new QVBoxLayout(form);
        auto* second = button("second");
        column->addWidget(second);
        auto* row = new QHBoxLayout;
        row->addWidget(button("left"));
        row->addWidget(button("middle"));
        column->insertLayout(0, row);
        auto* off = button("off");
        off->setEnabled(false);
        column->addWidget(off);
        splitter->addWidget(form);
        splitter->addWidget(right);
        auto* box = new QVBoxLayout(&window);
        box->addWidget(splitter);
        QVERIFY(nw::test::open(window));
        QStringList names;
        for (const QWidget* w : readingOrder(&window)) names << w->objectName();
        QCOMPARE(names, QStringList({"left", "middle", "second", "right"}));
        right->setFocus();
        QVERIFY(focusNext(&window, true));
        QCOMPARE(QApplication::focusWidget()->objectName(), QString("left"));
        QVERIFY(focusNext(&window, false));
        QCOMPARE(QApplication::focusWidget(), right);
        right->clearFocus();
        QVERIFY(!focusNext(&window, true));
    }
    void oneOfAFewIsPickedWhereItIsNamed() {
        PickButton button("Run");
        button.setItems({{2, "Run 2 · validation 97.6 %", "Run 2"}, {1, "Run 1 · validation 98.0 %", "Run 1"}}, 2);
        QVERIFY(nw::test::open(button));
        QCOMPARE(button.text(), QString("Run 2 · validation 97.6 %"));
        QCOMPARE(button.accessibleName(), QString("Run: Run 2 · validation 97.6 %"));
        const int whole = button.sizeHint().width();
        button.setBrief(true);
        QCOMPARE(button.text(), QString("Run 2"));
        QVERIFY(button.sizeHint().width() < whole);
        QCOMPARE(button.fullWidth(), whole);
        QSignalSpy picked(&button, &PickButton::picked);
        for (const int row : {0, 1}) {
            QTimer::singleShot(0, &button, [&, row] {
                QCOMPARE(button.menu()->actions().size(), 2);
                QVERIFY(button.menu()->actions()[0]->isChecked());
                for (int i = 0; i <= row; ++i) QTest::keyClick(button.menu(), Qt::Key_Down);
                QTest::keyClick(button.menu(), Qt::Key_Return);
            });
            button.setFocus();
            QTest::keyClick(&button, Qt::Key_Space);
        }
        QCOMPARE(picked.size(), 1);  // the one that is shown is no news
        QCOMPARE(picked[0][0].toInt(), 1);
        button.setItems({}, -1);
        QVERIFY(!button.isVisible());
    }
    /// Enter and Esc lose nothing; the other answer is marked and has to be chosen.
    void aLossIsAskedFor() {
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Escape, Qt::Key_Space, Qt::Key_Tab}) {
            QPointer<LossDialog> dialog = new LossDialog("Delete run 2?", "Its curves are deleted.", "Delete run 2", nullptr);
            QSignalSpy lost(dialog, &QDialog::accepted), kept(dialog, &QDialog::rejected);
            dialog->open();
            QVERIFY(QTest::qWaitForWindowActive(dialog));
            QVERIFY(dialog->keepButton()->hasFocus());
            const QImage loss = dialog->lossButton()->grab().toImage(), keep = dialog->keepButton()->grab().toImage();
            QCOMPARE(loss.pixelColor(loss.width() / 2, 0), nw::theme::colour(nw::theme::Token::Err));
            QVERIFY(keep.pixelColor(keep.width() / 2, 0) != nw::theme::colour(nw::theme::Token::Err));
            QTest::keyClick(dialog->keepButton(), key);
            if (key == Qt::Key_Tab) {
                QVERIFY(dialog->lossButton()->hasFocus());
                QTest::keyClick(dialog->lossButton(), Qt::Key_Return);
            }
            QCOMPARE(lost.count(), key == Qt::Key_Tab ? 1 : 0);
            QCOMPARE(kept.count(), key == Qt::Key_Tab ? 0 : 1);
            QTRY_VERIFY(!dialog);
        }
    }
    void emptyStateActs() {
        EmptyState empty("data", "Start with data", "Drop a folder of images here.");
        int added = 0;
        QPushButton* add = empty.addAction("Add Input", [&] { ++added; });
        QVERIFY(nw::test::open(empty));
        QTest::mouseClick(add, Qt::LeftButton);
        QCOMPARE(added, 1);
        QCOMPARE(add->height(), 36);
    }
};

QTEST_MAIN(PartsTest)
#include "parts_test.moc"
