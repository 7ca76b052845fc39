// The quick list and the tensor card.
#include <QSignalSpy>
#include <QtTest>

#include "widgets/canvas/quick_list.h"
#include "widgets/canvas/tensor_card.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

class CanvasPopupsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QWidget> window_;
    QuickList* list_ = nullptr;
    static QList<QuickEntry> entries(const QString& text) {
        QList<QuickEntry> out;
        for (const char* name : {"Dense", "Dropout", "Batch normalization", "Activation", "A", "B", "C", "D", "E", "F"})
            if (QString(name).contains(text, Qt::CaseInsensitive))
                out.append({QString(name).toLower(), name, "16", theme::Family::Linear, {}});
        return out;
    }
    QLineEdit* search() const { return list_->findChild<QLineEdit*>(); }
    QListWidget* rows() const { return list_->findChild<QListWidget*>(); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(theme::loadFonts()); }
    void init() {
        window_ = std::make_unique<QWidget>();
        window_->resize(800, 700);
        window_->setFocusPolicy(Qt::StrongFocus);
        list_ = new QuickList(window_.get());
        window_->show();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        list_->open({100, 100}, "16", entries);
    }
    void cleanup() { window_.reset(); }

    void firstIsChosenByEnter() {
        QVERIFY(search()->hasFocus());
        QCOMPARE(rows()->count(), 8);
        QCOMPARE(rows()->currentRow(), 0);
        QSignalSpy spy(list_, &QuickList::chosen);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].toString(), QString("dense"));
        QVERIFY(list_->isHidden());
        QVERIFY(window_->hasFocus());
    }
    void typingFiltersAndArrowsWalk() {
        QTest::keyClicks(search(), "d");
        QCOMPARE(rows()->count(), 3);
        QTest::keyClick(search(), Qt::Key_Down);
        QSignalSpy spy(list_, &QuickList::chosen);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(spy[0][0].toString(), QString("dropout"));
    }
    void nothingFoundChoosesNothing() {
        QTest::keyClicks(search(), "zzz");
        QCOMPARE(rows()->count(), 0);
        QSignalSpy spy(list_, &QuickList::chosen);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(spy.count(), 0);
        QVERIFY(list_->isVisible());
    }
    void escapeCancels() {
        QSignalSpy spy(list_, &QuickList::cancelled);
        QLineEdit next(window_.get());  // a field that comes after the list in the window
        next.show();
        QSignalSpy focus(qApp, &QApplication::focusChanged);
        QTest::keyClick(search(), Qt::Key_Escape);
        QCOMPARE(spy.count(), 1);
        QVERIFY(list_->isHidden());
        QVERIFY(window_->hasFocus());
        for (const auto& change : focus) QVERIFY(change[1].value<QWidget*>() != &next);  // not even in passing
    }
    void clickElsewhereCancels() {
        QSignalSpy spy(list_, &QuickList::cancelled);
        window_->setFocus(Qt::MouseFocusReason);
        QCOMPARE(spy.count(), 1);
        QVERIFY(list_->isHidden());
    }
    void clickChooses() {
        QSignalSpy spy(list_, &QuickList::chosen);
        QTest::mouseClick(rows()->viewport(), Qt::LeftButton, {}, rows()->visualItemRect(rows()->item(2)).center());
        QCOMPARE(spy[0][0].toString(), QString("batch normalization"));
        QCOMPARE(rows()->visualItemRect(rows()->item(2)).height(), 34);
    }
    void staysInsideItsParent() {
        list_->open({790, 690}, "16", entries);
        QVERIFY(window_->rect().contains(list_->geometry().adjusted(18, 18, -18, -18)));
    }
    void tensorCardTakesTheSideWithRoom() {
        TensorCard card(window_.get());
        const TensorFacts facts{"Tensor after Conv2D", "batch×28×28×6", "float32", {1, 2, 3}, 0.0, 0.2, 3.0, 0.5};
        card.showAt(facts, {600, 300}, {500, 260, 200, 64});
        QVERIFY(card.geometry().center().x() < 500);
        card.showAt(facts, {150, 300}, {50, 260, 200, 64});
        QVERIFY(card.geometry().center().x() > 250);
        QVERIFY(card.testAttribute(Qt::WA_TransparentForMouseEvents));
        card.showAt({"Tensor", "?", "float32", {}, {}, {}, {}, {}}, {150, 300}, {50, 260, 200, 64});
        card.grab();
    }
    void numbersAreShort() {
        QCOMPARE(shortNumber(0), QLocale().toString(0.0, 'f', 2));
        QCOMPARE(shortNumber(3.8712), QLocale().toString(3.87, 'f', 2));
        QCOMPARE(shortNumber(412.7), QLocale().toString(413.0, 'f', 0));
        QCOMPARE(shortNumber(0.02134), QLocale().toString(0.0213, 'f', 4));
        QCOMPARE(shortNumber(1.2e-5), QString("1.2e-05"));
        QCOMPARE(shortNumber(std::nan("")), QString("NaN"));
    }
};

QTEST_MAIN(CanvasPopupsTest)
#include "canvas_popups_test.moc"
