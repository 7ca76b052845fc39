// The form: what counts as one edit, Esc, drags, ranges, mixed values, folds.
#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <cmath>

#include "tests/widgets/quiet.h"
#include "widgets/form/fields.h"
#include "widgets/form/form.h"
#include "widgets/form/number_text.h"
#include "widgets/form/segmented_control.h"

using namespace nw::form;

namespace {
/// An editor in a window with a neighbour that can take the focus.
struct Stage {
    explicit Stage(Editor* shown) : editor(shown), changes(shown, &Editor::valueChanged), commits(shown, &Editor::committed) {
        auto* column = new QVBoxLayout(&window);
        column->addWidget(editor);
        column->addWidget(&neighbour);
        ready = nw::test::open(window);
        editor->setFocus(Qt::TabFocusReason);
    }
    QWidget* target() const { return editor->focusProxy() ? editor->focusProxy() : editor; }
    void leave() { neighbour.setFocus(Qt::TabFocusReason); }
    QWidget window;
    QLineEdit neighbour;
    Editor* editor;
    QSignalSpy changes, commits;
    bool ready = false;
};
}  // namespace

class FormTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { nw::test::dress(); }
    void init() { nw::test::failOnAnyWarning(); }

    void typingIsOneEdit() {
        auto* field = new NumberField;
        field->setRange(1, 4096);
        field->setValue(16);
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "128");
        QCOMPARE(s.changes.size(), 3);
        QCOMPARE(s.commits.size(), 0);
        s.leave();
        QCOMPARE(s.commits.size(), 1);
        QCOMPARE(s.commits[0][0].toLongLong(), 128);
        // Back to the same value: nothing to commit.
        field->setFocus();
        QTest::keyClick(s.target(), Qt::Key_Up);
        QTest::keyClick(s.target(), Qt::Key_Down);
        s.leave();
        QCOMPARE(s.commits.size(), 1);
    }
    void enterCommitsAndEscRestores() {
        auto* field = new NumberField;
        field->setValue(16);
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(s.target(), Qt::Key_Up);
        QTest::keyClick(s.target(), Qt::Key_Return);
        QCOMPARE(s.commits.size(), 1);
        QCOMPARE(field->value().toInt(), 17);
        QTest::keyClick(s.target(), Qt::Key_Up);
        QTest::keyClick(s.target(), Qt::Key_Up);
        QCOMPARE(field->value().toInt(), 19);
        QTest::keyClick(s.target(), Qt::Key_Escape);
        QCOMPARE(field->value().toInt(), 17);
        QCOMPARE(s.changes.last()[0].toInt(), 17);
        s.leave();
        QCOMPARE(s.commits.size(), 1);
    }
    void rangesHold() {
        auto* field = new NumberField;
        field->setRange(1, 64);
        field->setValue(8);
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "999");
        auto* text = s.target()->findChild<QLineEdit*>();
        QCOMPARE(text->text(), QString("999"));  // as it was typed, and not taken
        QVERIFY(field->isRefused());
        QCOMPARE(field->value().toInt(), 8);  // nor is its beginning
        QCOMPARE(s.changes.last()[0].toInt(), 8);
        QCOMPARE(s.target()->toolTip(), QString("At most 64."));
        QTest::keyClicks(s.target(), "x");
        QTest::keyClick(s.target(), Qt::Key_Return);
        QCOMPARE(field->value().toInt(), 64);
        QCOMPARE(text->text(), QString("64"));
        QVERIFY(!field->isRefused());
        QCOMPARE(field->remark(), QString("At most 64."));  // says why it is not what was typed
        QCOMPARE(s.commits.size(), 1);
        QTest::keyClick(s.target(), Qt::Key_Down);
        QVERIFY(field->remark().isEmpty());
        s.leave();
        // What is pasted too; less than the least likewise.
        field->setFocus();
        QGuiApplication::clipboard()->setText("99999999999");
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(s.target(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(text->text(), QString("99999999999"));
        QCOMPARE(field->value().toInt(), 63);
        s.leave();
        QCOMPARE(field->value().toInt(), 64);
        field->setFocus();
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "0");
        QCOMPARE(s.target()->toolTip(), QString("At least 1."));
        QTest::keyClick(s.target(), Qt::Key_Escape);  // as it was
        QCOMPARE(text->text(), QString("64"));
        QVERIFY(s.target()->toolTip().isEmpty());
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "0");
        s.leave();
        QCOMPARE(field->value().toInt(), 1);
    }
    void limitsAreSaidBelowTheRow() {
        auto* field = new NumberField;
        field->setRange(1, 4096);
        field->setValue(8);
        FormRow row("Units", field);
        QVERIFY(nw::test::open(row));
        field->setFocus();
        const auto says = [&](const QString& words) {
            const auto labels = row.findChildren<nw::theme::Label*>();
            return std::any_of(labels.begin(), labels.end(), [&](auto* l) { return l->isVisible() && l->text() == words; });
        };
        QTest::keyClicks(field->focusProxy(), "9999");
        QVERIFY(says("At most 4,096."));
        row.setFault({});  // of the document, which knows nothing of it
        QVERIFY(says("At most 4,096."));
        QTest::keyClick(field->focusProxy(), Qt::Key_Escape);
        QVERIFY(!says("At most 4,096."));
    }
    void numbersAreReadInEveryLanguage_data() {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");  // NaN: none
        const double none = std::nan("");
        const struct {
            const char *locale, *text;
            double value;
        } rows[] = {
            {"en_US", "0.001", 0.001},
            {"en_US", "1.5", 1.5},
            {"en_US", "1,5", 1.5},
            {"en_US", "1,000", 1000},
            {"en_US", "1.000", 1},
            {"en_US", "0,001", 0.001},
            {"en_US", "1,234,567.5", 1234567.5},
            {"en_US", "1.234,5", 1234.5},
            {"en_US", "3e-5", 3e-5},
            {"en_US", "1/255", 1.0 / 255},
            {"en_US", "1,23.4", none},
            {"en_US", "1.2.3", none},
            {"de_DE", "0,001", 0.001},
            {"de_DE", "0.001", 0.001},
            {"de_DE", "1.000", 1000},
            {"de_DE", "1,000", 1},
            {"de_DE", "1.5", 1.5},
            {"de_DE", "1.234,5", 1234.5},
            {"de_DE", "1.000.000", 1e6},
            {"de_DE", "1,5e-3", 1.5e-3},
            {"fr_FR", "1\u202f000", 1000},
            {"fr_FR", "1 000,5", 1000.5},
            {"fr_FR", "1,5", 1.5},
            {"fr_FR", "1.5", 1.5},
            {"fr_FR", "0.001", 0.001},
            {"fr_FR", "1,000", 1},
            {"zh_TW", "1,000", 1000},
            {"zh_TW", "0.001", 0.001},
            {"zh_TW", "1.5", 1.5},
            {"zh_TW", "1,5", 1.5},
        };
        for (const auto& r : rows)
            QTest::addRow("%s %s", r.locale, r.text) << QString(r.locale) << QString::fromUtf8(r.text) << r.value;
    }
    void numbersAreReadInEveryLanguage() {
        QFETCH(QString, locale);
        QFETCH(QString, text);
        QFETCH(double, value);
        const auto read = numberFrom(text, QLocale(locale));
        QCOMPARE(read.has_value(), !std::isnan(value));
        if (!read) return;
        QCOMPARE(*read, value);
        for (const double v : {value, 0.001, 1.234, 1234.5, 1e-7, 1.5e12, 1.0 / 255})  // what is shown is read back
            QCOMPARE(numberFrom(numberText(v, QLocale(locale)), QLocale(locale)), std::optional(v));
    }
    void zeroHasAWordInsteadOfItsUnit() {
        auto* field = new NumberField;
        field->setUnit("epochs", "never");
        Stage s(field);
        const auto picture = [&](int value) {
            field->setValue(value);
            s.target()->clearFocus();
            return s.target()
                ->grab(QRect(s.target()->width() / 2, 0, s.target()->width() / 2 - 24, s.target()->height()))
                .toImage();
        };
        const QImage three = picture(3), zero = picture(0);
        QCOMPARE(picture(5), three);  // "epochs" at both
        QVERIFY(zero != three);
        auto* text = s.target()->findChild<QLineEdit*>();
        field->setValue(0);
        QCOMPARE(text->text(), QString("never"));
        s.target()->setFocus();  // to be typed over
        QCOMPARE(text->text(), QString("0"));
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "4");
        QTest::keyClick(s.target(), Qt::Key_Return);
        s.target()->clearFocus();
        QCOMPARE(text->text(), QString("4"));
        field->setValue(0);
        QCOMPARE(text->text(), QString("never"));
        QCOMPARE(field->value().toLongLong(), 0);
    }
    void realsAreScientific() {
        auto* field = new RealField;
        field->setRange(0, 1);
        field->setValue(0.001);
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(s.target(), Qt::Key_Up);
        QCOMPARE(field->value().toDouble(), 0.002);
        QTest::keyClick(s.target(), Qt::Key_Down);
        QTest::keyClick(s.target(), Qt::Key_Down);
        QCOMPARE(field->value().toDouble(), 0.0009);
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "3e-5");
        QTest::keyClick(s.target(), Qt::Key_Return);
        QCOMPARE(field->value().toDouble(), 3e-5);
        s.leave();
        QCOMPARE(s.target()->findChild<QLineEdit*>()->text(), QString("3e-5"));
        field->setValue(0.1 + 0.2);
        QCOMPARE(field->value().toDouble(), 0.1 + 0.2);  // shown is what is stored
        field->setValue(1.0 / 255);
        QCOMPARE(s.target()->findChild<QLineEdit*>()->text(), QString("1/255"));
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "1/3");
        QCOMPARE(field->value().toDouble(), 1.0 / 3);
        QTest::keyClick(s.target(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(s.target(), "1/0");
        s.leave();
        QCOMPARE(field->value().toDouble(), 1.0);  // "1" was a number, "1/0" is none
    }
    void labelsDrag() {
        auto* field = new NumberField;
        field->setRange(0, 1000);
        field->setValue(16);
        FormRow row("Filters", field);
        row.resize(320, 32);
        QVERIFY(nw::test::open(row));
        QSignalSpy changes(field, &Editor::valueChanged), commits(field, &Editor::committed);
        auto* label = row.findChild<DragLabel*>();
        QCOMPARE(label->cursor().shape(), Qt::SizeHorCursor);
        const auto drag = [&](int by, Qt::KeyboardModifiers keys) {
            const QPoint from(10, 10);
            QTest::mousePress(label, Qt::LeftButton, keys, from);
            for (int x : {by / 2, by}) {
                const QPointF at = from + QPoint(x, 0);
                QMouseEvent move(QEvent::MouseMove, at, label->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
                QApplication::sendEvent(label, &move);
            }
            QTest::mouseRelease(label, Qt::LeftButton, keys, from + QPoint(by, 0));
        };
        drag(40, Qt::NoModifier);
        QCOMPARE(field->value().toInt(), 26);
        QCOMPARE(changes.size(), 2);
        QCOMPARE(commits.size(), 1);
        drag(-40, Qt::ShiftModifier);
        QCOMPARE(field->value().toInt(), 25);
        field->setDisabledBecause("Follows from the input");
        drag(40, Qt::NoModifier);
        QCOMPARE(field->value().toInt(), 25);
        QCOMPARE(field->toolTip(), QString("Follows from the input"));
        field->setDisabledBecause({});
        QVERIFY(field->isEnabled());
    }
    void tuplesAreChained() {
        auto* field = new TupleField;
        field->setRange(1, 99);
        field->setValue(QVariantList{5, 5});
        Stage s(field);
        QVERIFY(s.ready);
        QVERIFY(field->chain()->isChecked());
        QTest::keyClick(s.target(), Qt::Key_Up);
        QCOMPARE(field->value().toList(), (QVariantList{6LL, 6LL}));
        QTest::mouseClick(field->chain(), Qt::LeftButton);
        QTest::keyClick(s.target(), Qt::Key_Up);
        QCOMPARE(field->value().toList(), (QVariantList{7LL, 6LL}));
        QTest::mouseClick(field->chain(), Qt::LeftButton);
        QCOMPARE(field->value().toList(), (QVariantList{7LL, 7LL}));
        field->setValue(QVariantList{1, 2});
        QVERIFY(!field->chain()->isChecked());
    }
    void segmentsChooseAtOnce() {
        auto* field = new SegmentedControl({{"same", "Same"}, {"valid", "Valid"}, {"causal", "Causal"}});
        Stage s(field);
        QVERIFY(s.ready);
        QTest::mouseClick(field, Qt::LeftButton, Qt::NoModifier, field->segmentRect(1).center());
        QCOMPARE(field->value().toString(), QString("valid"));
        QCOMPARE(s.commits.size(), 1);
        QTest::keyClick(field, Qt::Key_Right);
        QTest::keyClick(field, Qt::Key_Right);  // at the end already
        QCOMPARE(field->value().toString(), QString("causal"));
        QCOMPARE(s.commits.size(), 2);
        QTest::keyClick(field, Qt::Key_Home);
        QCOMPARE(field->value().toString(), QString("same"));
        QVERIFY(field->segmentRect(0).height() >= 24);
    }
    void choicesCommitAndWheelScrollsTheForm() {
        auto* field = new ChoiceBox({{1, "one"}, {2, "two"}, {3, "three"}});
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(s.target(), Qt::Key_Down);
        QCOMPARE(field->value().toInt(), 2);
        QCOMPARE(s.commits.size(), 1);
        s.leave();
        QWheelEvent wheel(QPointF(5, 5), field->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(field->box(), &wheel);
        QCOMPARE(field->value().toInt(), 2);
    }
    void switchesTurn() {
        auto* field = new Switch("Reduce motion");
        Stage s(field);
        QVERIFY(s.ready);
        QTest::keyClick(field, Qt::Key_Space);
        QCOMPARE(field->value().toBool(), true);
        QTest::mouseClick(field, Qt::LeftButton);
        QCOMPARE(field->value().toBool(), false);
        QCOMPARE(s.commits.size(), 2);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(field);
        QCOMPARE(spoken->role(), QAccessible::CheckBox);
        QVERIFY(!spoken->state().checked);
        QCOMPARE(spoken->text(QAccessible::Name), QString("Reduce motion"));
        spoken->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(spoken->state().checked);
    }
    void mixedCommitsEvenTheSameValue() {
        auto* field = new NumberField;
        field->setValue(3);
        field->setMixed(true);
        Stage s(field);
        QVERIFY(s.ready);
        QVERIFY(field->isMixed());
        QTest::keyClicks(s.target(), "3");
        QVERIFY(!field->isMixed());
        s.leave();
        QCOMPARE(s.commits.size(), 1);
        auto* check = new CheckRow("Trainable");
        check->setMixed(true);
        Stage t(check);
        QTest::keyClick(t.target(), Qt::Key_Space);
        QCOMPARE(t.commits.size(), 1);
    }
    void formsNameTheirRows() {
        Form form;
        form.addSection("Parameters");
        auto* filters = new NumberField;
        form.addRow("filters", "Filters", filters);
        Fold* fold = form.addFold("Advanced");
        form.addRow("groups", "Groups", new NumberField);
        QVERIFY(nw::test::open(form));
        QCOMPARE(filters->accessibleName(), QString("Filters"));
        QSignalSpy commits(&form, &Form::committed);
        filters->setFocus();
        QTest::keyClick(filters->focusProxy(), Qt::Key_Up);
        QTest::keyClick(filters->focusProxy(), Qt::Key_Return);
        QCOMPARE(commits.size(), 1);
        QCOMPARE(commits[0][0].toString(), QString("filters"));
        QVERIFY(!form.editor("groups")->isVisible());
        QTest::keyClick(fold->head(), Qt::Key_Space);
        QVERIFY(form.editor("groups")->isVisible());
        QTest::keyClick(fold->head(), Qt::Key_Left);
        QVERIFY(!fold->isOpen());
        form.clear();
        QVERIFY(!form.editor("filters"));
    }
};

QTEST_MAIN(FormTest)
#include "form_test.moc"
