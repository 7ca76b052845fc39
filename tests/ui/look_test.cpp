// How the window looks by the View menu: the theme changes at once and stays chosen.
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>

#include "tests/ui/window.h"
#include "ui/shell/theme_choice.h"

using namespace nw;
using namespace nw::ui;

class LookTest : public QObject {
    Q_OBJECT
    test::Home home_;
    std::unique_ptr<Studio> studio_;

    static QStringList themes(MainWindow& window) {
        QStringList out;
        for (const QAction* a : window.actions()["theme"]->menu()->actions()) out << a->text();
        return out;
    }
    static QString chosen(MainWindow& window) {
        for (const QAction* a : window.actions()["theme"]->menu()->actions())
            if (a->isChecked()) return a->text();
        return {};
    }
    /// By the keys, in the menu as View opens it.
    static void choose(MainWindow& window, int row) {
        QMenu* menu = window.actions()["theme"]->menu();
        menu->popup(window.mapToGlobal(QPoint(100, 100)));
        for (int i = 0; i <= row; ++i) QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QApplication::processEvents();
    }
    static QString ground(MainWindow& window) { return QColor(window.grab().toImage().pixel(4, 4)).name(); }

private Q_SLOTS:
    void initTestCase() {
        home_.enter();
        studio_ = test::smallStudio();
        QVERIFY(studio_);
    }
    void init() {
        test::failOnAnyWarning();
        QSettings().clear();
        theme::Theme::instance().setScheme(schemeOf(chosenTheme()));
    }
    void cleanupTestCase() { theme::Theme::instance().setScheme(theme::Scheme::Light); }

    void fileDialogsSpeakAsTheProgramDoes() {
        QFileDialog dialog(nullptr, {}, QDir::tempPath());
        dialog.setOption(QFileDialog::DontUseNativeDialog);
        dialog.setFileMode(QFileDialog::Directory);
        QVERIFY(test::open(dialog));
        QString said, button;
        QTimer::singleShot(0, &dialog, [&] {
            QTRY_VERIFY(QApplication::activeModalWidget());
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            QVERIFY(box);
            said = box->text();
            button = box->buttons()[0]->text();
            box->close();
        });
        auto* name = dialog.findChild<QLineEdit*>();
        name->setText("nowhere");
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY2(said.startsWith("There is no folder of this name:") && said.contains("nowhere"), qPrintable(said));
        QCOMPARE(button, QString("Back"));
    }

    void theThemeChangesAtOnceAndStaysChosen() {
        const std::array schemes{theme::Scheme::Light, theme::Scheme::Light, theme::Scheme::Dark, theme::Scheme::Contrast};
        for (int row = 0; row < 4; ++row) {
            test::Shell shell(*studio_);
            QVERIFY(shell.show({1200, 700}, Page::Build));
            QCOMPARE(themes(shell.window), QStringList({"System", "Light", "Dark", "High contrast"}));
            choose(shell.window, row);
            const theme::Scheme scheme = schemes[static_cast<std::size_t>(row)];
            QCOMPARE(theme::Theme::instance().scheme(), scheme);
            QCOMPARE(ground(shell.window), theme::colour(theme::Token::Panel, scheme).name());
            QCOMPARE(chosen(shell.window), themes(shell.window)[row]);
            QCOMPARE(chosenTheme(), static_cast<ThemeChoice>(row));  // what the next start reads
        }
        test::Shell again(*studio_);
        QCOMPARE(chosen(again.window), "High contrast");
    }

    void atFirstItIsTheSystems() {
        QCOMPARE(chosenTheme(), ThemeChoice::System);
        test::Shell shell(*studio_);
        QCOMPARE(chosen(shell.window), "System");
        QSettings().setValue("look/theme", "purple");  // a file that someone edited
        QCOMPARE(chosenTheme(), ThemeChoice::System);
    }
};

QTEST_MAIN(LookTest)
#include "look_test.moc"
