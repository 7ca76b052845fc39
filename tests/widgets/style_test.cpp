// The style: sizes of the controls, roles, faults, reasons, the shadow, and that colours follow a change of theme.
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFocusFrame>
#include <QGraphicsView>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include "tests/widgets/quiet.h"
#include "widgets/theme/focus_ring.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/label.h"
#include "widgets/theme/paint.h"
#include "widgets/theme/popup.h"
#include "widgets/theme/tokens.h"

using namespace nw::theme;

namespace {
/// Whether a colour stands anywhere in the picture.
bool shows(QWidget& widget, Token token) {
    const QImage image = widget.grab().toImage();
    const QRgb wanted = colour(token).rgb();
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) == wanted) return true;
    return false;
}
int luma(const QColor& colour) { return qGray(colour.rgb()); }
}  // namespace

class StyleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { nw::test::dress(); }
    void init() {
        nw::test::failOnAnyWarning();
        Theme::instance().setScheme(Scheme::Light);
        QApplication::processEvents();
    }

    void sizes() {
        QCOMPARE(QPushButton("Stop").sizeHint().height(), 32);
        QCOMPARE(QLineEdit().sizeHint().height(), 32);
        QCOMPARE(QSpinBox().sizeHint().height(), 32);
        QCOMPARE(QComboBox().sizeHint().height(), 32);
        QPushButton page("Train");
        setRole(&page, ButtonRole::PagePrimary);
        QCOMPARE(page.sizeHint().height(), 36);
        const std::unique_ptr<QToolButton> tool(iconButton("fit", "Fit"));
        QCOMPARE(tool->sizeHint(), QSize(32, 32));
        QCOMPARE(tool->accessibleName(), QString("Fit"));
        QCOMPARE(QScrollBar(Qt::Vertical).sizeHint().width(), 10);
        QVERIFY(QCheckBox("Add a bias").sizeHint().height() >= 24);
        QVERIFY(QSlider(Qt::Horizontal).sizeHint().height() >= 24);
        QPushButton link("How it works");
        setRole(&link, ButtonRole::Link);
        QVERIFY(link.sizeHint().height() >= 24);
    }
    void rolesAreDrawn() {
        for (const Scheme s : {Scheme::Light, Scheme::Dark, Scheme::Contrast}) {
            Theme::instance().setScheme(s);
            QApplication::processEvents();
            QPushButton button("Train");
            setRole(&button, ButtonRole::Primary);
            button.resize(button.sizeHint());
            QVERIFY(shows(button, Token::AccentFill));
            setDisabledReason(&button, "Nothing to train");
            QVERIFY(!shows(button, Token::AccentFill));
            QCOMPARE(button.toolTip(), QString("Nothing to train"));
        }
    }
    void reasonsGiveTheTooltipBack() {
        QPushButton button("Step");
        button.setToolTip("One step (S)");
        setDisabledReason(&button, "Nothing is being trained");
        setDisabledReason(&button, "The run has ended");
        QCOMPARE(button.toolTip(), QString("The run has ended"));
        QVERIFY(!button.isEnabled());
        setDisabledReason(&button, {});
        QCOMPARE(button.toolTip(), QString("One step (S)"));
        QVERIFY(button.isEnabled());
    }
    void faultsAreRedUntilTakenAway() {
        QLineEdit edit("conv 2d");
        edit.resize(120, 32);
        QVERIFY(!shows(edit, Token::Err));
        setFault(&edit, true);
        QVERIFY(shows(edit, Token::Err));
        setFault(&edit, false);
        QVERIFY(!shows(edit, Token::Err));
    }
    void focusedFieldsHaveTheAccent() {
        QWidget window;
        QLineEdit edit(&window);
        edit.setGeometry(10, 10, 120, 32);
        QVERIFY(nw::test::open(window));
        edit.setFocus();
        QVERIFY(shows(edit, Token::Accent));
    }
    void labelsFollowTheTheme() {
        Label label("8 scores, but 10 classes", Type::Body, Token::Err);
        Theme::instance().setScheme(Scheme::Dark);
        QCOMPARE(label.palette().color(QPalette::WindowText), colour(Token::Err, Scheme::Dark));
    }
    void labelsKeepTheirColourOverAView() {
        QGraphicsView view;
        const Label label("Dense gives 8 numbers for each sample.", Type::Small, Token::Text2, &view);
        QCOMPARE(label.palette().color(label.foregroundRole()), colour(Token::Text2));
    }
    void theRingFollowsTheKeyboardAlone() {
        QWidget window;
        QPushButton first("Lower the learning rate", &window), second("Curves", &window);
        first.setGeometry(20, 20, 200, 32);
        second.setGeometry(20, 80, 200, 32);
        QVERIFY(nw::test::open(window));
        const auto ringed = [&]() -> QWidget* {
            const auto* ring = window.findChild<QFocusFrame*>("nwFocusRing");
            return ring ? ring->widget() : nullptr;
        };
        QTest::mouseClick(&first, Qt::LeftButton);
        first.hide();  // hands its focus on
        QVERIFY(second.hasFocus());
        QVERIFY(!ringed());
        first.show();
        QCoreApplication::processEvents();
        first.setFocus(Qt::TabFocusReason);
        QCOMPARE(ringed(), &first);
        first.hide();
        QCOMPARE(ringed(), &second);
    }
    void theRingStaysInsideABarWithoutRoom() {
        QWidget window;
        window.resize(300, 28);
        QPushButton button("No problems", &window);
        button.setGeometry(8, 2, 120, 24);
        keepRingInside(&button);
        QVERIFY(nw::test::open(window));
        button.clearFocus();
        button.setFocus(Qt::TabFocusReason);
        const auto* ring = window.findChild<QFocusFrame*>("nwFocusRing");
        QVERIFY(ring && ring->widget() == &button);
        QVERIFY(window.rect().contains(ring->geometry()));
    }
    void scrollBarThumbIsSixWide() {
        QScrollBar bar(Qt::Vertical);
        bar.setRange(0, 100);
        bar.setPageStep(50);
        bar.resize(10, 200);
        const QImage image = bar.grab().toImage();
        int wide = 0;
        for (int x = 0; x < image.width(); ++x) wide += image.pixel(x, 40) == colour(Token::LineStrong).rgb();
        QCOMPARE(wide, 6);
    }
    void shadowIsSoftAndOutside() {
        for (const double zoom : {1.0, 0.85, 1.37, 2.0}) {
            QImage image(300, 200, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter p(&image);
            p.translate(0.3, 0.4);
            p.scale(zoom, zoom);
            drawShadow(&p, QRectF(30, 30, 60, 30), 10);
            p.end();
            const auto at = [&](double x, double y) { return qAlpha(image.pixel(qRound(x * zoom), qRound(y * zoom))); };
            QVERIFY(at(60, 66) > at(60, 74));  // fades below
            QVERIFY(at(60, 66) > at(60, 25));  // and lies lower than the card
            QCOMPARE(at(60, 6), 0);
            for (int x = 46; x < 76; ++x) QVERIFY(std::abs(at(x, 66) - at(x - 1, 66)) < 3);  // no seams
        }
        Theme::instance().setScheme(Scheme::Contrast);
        QImage none(100, 100, QImage::Format_ARGB32_Premultiplied);
        none.fill(Qt::transparent);
        QPainter p(&none);
        drawShadow(&p, QRectF(30, 30, 40, 40), 10);
        p.end();
        QCOMPARE(qAlpha(none.pixel(50, 76)), 0);
    }
    void hoverIsVisibleInEveryTheme() {
        for (const Scheme s : {Scheme::Light, Scheme::Dark, Scheme::Contrast}) {
            Theme::instance().setScheme(s);
            for (const Token ground : {Token::Panel, Token::Node}) QVERIFY(contrast(hoverGround(), colour(ground)) > 1.08);
            QVERIFY(contrast(colour(Token::Text), hoverGround(true)) >= 4.5);
        }
    }
    void menusHoldTheirWords() {
        QMenu menu;
        QAction* action = menu.addAction("Delete and heal");
        action->setShortcut(QKeySequence("Ctrl+Delete"));
        menu.addSeparator();
        menu.addMenu("Open recent")->addAction("first");
        const int words = menu.fontMetrics().horizontalAdvance("Delete and healCtrl+Delete");
        QVERIFY(menu.sizeHint().width() >= words + 32 + 14 + 12);
        QCOMPARE(menu.actionGeometry(action).height(), 30);
    }
    /// Where the desktop has no file dialog of its own.
    void fileDialogHasOurIcons() {
        QFileDialog dialog(nullptr, "Open", QDir::tempPath());
        dialog.setOption(QFileDialog::DontUseNativeDialog);
        const auto hasOneColour = [](const QIcon& icon) {
            const QImage image = icon.pixmap(32, 32).toImage().convertToFormat(QImage::Format_ARGB32);
            QSet<QRgb> colours;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (qAlpha(image.pixel(x, y)) == 255) colours.insert(image.pixel(x, y));
            return colours.size() == 1;
        };
        int seen = 0;
        for (const auto* button : dialog.findChildren<QAbstractButton*>()) {
            if (qobject_cast<const QPushButton*>(button)) QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
            if (button->icon().isNull()) continue;
            QVERIFY2(hasOneColour(button->icon()), qPrintable(button->objectName()));
            ++seen;
        }
        QCOMPARE(seen, 6);  // back, forward, up, new folder, two views
        const auto* places = dialog.findChild<QListView*>("sidebar");
        QVERIFY(places && places->model()->rowCount() > 0);
        for (int row = 0; row < places->model()->rowCount(); ++row)
            QVERIFY(hasOneColour(places->model()->index(row, 0).data(Qt::DecorationRole).value<QIcon>()));
    }
    void popupsAreCutToTheirShape() {
        QMenu menu;
        menu.addAction("One");
        menu.resize(menu.sizeHint());
        QImage drawn(menu.size(), QImage::Format_ARGB32_Premultiplied);
        drawn.fill(Qt::transparent);
        const QRegion shape = popupShape(menu.size());
        menu.render(&drawn);
        int cut = 0;
        for (int y = 0; y < drawn.height(); ++y)
            for (int x = 0; x < drawn.width(); ++x) {
                const bool in = shape.contains(QPoint(x, y));
                if (in) QVERIFY(qAlpha(drawn.pixel(x, y)) >= 64);
                if (qAlpha(drawn.pixel(x, y)) > 192) QVERIFY2(in, qPrintable(QString("%1 %2").arg(x).arg(y)));
                cut += in ? 0 : 1;
            }
        QVERIFY2(cut >= 4 * 8 && cut <= 4 * 16, qPrintable(QString::number(cut)));  // 14 of each corner lie outside a radius of 8
    }
    /// On a display without a compositor what is transparent is black: nothing is that the shape leaves.
    void cutPopupsHaveNoDarkCorners() {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark, Scheme::Contrast}) {
            Theme::instance().setScheme(scheme);
            for (const double ratio : {1.0, 2.0}) {
                QImage drawn(QSize(120, 60) * ratio, QImage::Format_ARGB32_Premultiplied);
                drawn.setDevicePixelRatio(ratio);
                drawn.fill(Qt::black);
                QPainter painter(&drawn);
                drawPopup(&painter, QRect(0, 0, 120, 60), true);
                painter.end();
                const int edge =
                    std::min(luma(colour(scheme == Scheme::Light ? Token::FrameLine : Token::Line)), luma(colour(Token::Popup)));
                const QRegion shape = popupShape({120, 60});
                for (int y = 0; y < drawn.height(); ++y)
                    for (int x = 0; x < drawn.width(); ++x)
                        if (shape.contains(QPoint(int(x / ratio), int(y / ratio))))
                            QVERIFY(luma(drawn.pixelColor(x, y)) >= edge - 1);
            }
        }
        Theme::instance().setScheme(Scheme::Light);
    }
    /// Icon, 8, words; the picture ends 2 before the square of the icon.
    void wordsFollowTheIconOfASearchField() {
        QLineEdit field("words");
        field.setCursorPosition(0);
        field.resize(200, 32);
        const auto words = [&] { return field.inputMethodQuery(Qt::ImCursorRectangle).toRect().center().x(); };
        const int bare = words();
        QVERIFY2(std::abs(bare - 10) <= 1, qPrintable(QString::number(bare)));
        field.addAction(icon("search"), QLineEdit::LeadingPosition);
        field.show();
        const auto* button = field.findChild<QToolButton*>();
        QVERIFY(button);
        const int end = button->geometry().left() + (button->width() + 16) / 2;
        QVERIFY2(std::abs(words() - (end - 2 + 8)) <= 1, qPrintable(QString("%1 %2").arg(words()).arg(end)));
        QVERIFY(std::abs(button->geometry().left() + (button->width() - 16) / 2 - 8) <= 2);
    }
};

QTEST_MAIN(StyleTest)
#include "style_test.moc"
