// A walk over every widget of the gallery in three themes: named, reachable by Tab, large enough, not cut off, disabled with a
// reason.
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QFocusFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QTranslator>
#include <memory>

#include "examples/widgets/pages.h"
#include "tests/widgets/quiet.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/tokens.h"

using namespace nw;

namespace {

/// Every phrase 40 % longer, as a translation may be.
class LongLanguage final : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override {
        const QString phrase = QString::fromUtf8(text);
        QString longer = phrase;
        for (int i = 0; i < phrase.size() * 4 / 10; ++i) longer += i % 6 == 5 ? QLatin1Char(' ') : QLatin1Char('o');
        return longer;
    }
    bool isEmpty() const override { return false; }
};

QString what(const QWidget* w) {
    return QString("%1 \"%2\" \"%3\"").arg(w->metaObject()->className(), w->accessibleName(), w->property("text").toString());
}

bool isInner(const QWidget* w) {
    return w->inherits("QAbstractItemView")
               ? qobject_cast<const QHeaderView*>(w) != nullptr
               : w->inherits("QScrollBar") || w->inherits("QAbstractScrollAreaScrollBarContainer") ||
                     qobject_cast<const QFocusFrame*>(w) || w->inherits("QLineEditIconButton") ||
                     w->objectName() == "qt_scrollarea_viewport" || w->objectName() == "qt_spinbox_lineedit" ||
                     w->objectName() == "qt_menubar_ext_button" ||
                     (qobject_cast<const QLineEdit*>(w) && qobject_cast<const QComboBox*>(w->parentWidget()));
}

/// What a user can act on.
QList<QWidget*> controls(QWidget* page) {
    QList<QWidget*> out;
    for (QWidget* w : page->findChildren<QWidget*>())
        if (w->isVisible() && w->focusPolicy() != Qt::NoFocus && !w->isWindow() && !isInner(w)) out << w;
    return out;
}

bool isNamed(const QWidget* w) {
    const auto* button = qobject_cast<const QAbstractButton*>(w);
    return !w->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || qobject_cast<const QMenuBar*>(w);
}

QString fault(const QWidget* w) {
    if (!isNamed(w)) return "has no name";
    if (w->height() < 24 || w->width() < 24) return QString("is only %1×%2").arg(w->width()).arg(w->height());
    if (w->isEnabled()) return {};
    return w->toolTip().isEmpty() ? "is disabled without a reason" : QString();
}

bool isCut(const QLabel* l) {
    if (l->text().isEmpty() || l->pixmap(Qt::ReturnByValue).isNull() == false) return false;
    if (l->wordWrap()) return l->heightForWidth(l->width()) > l->height() + 1;
    return l->fontMetrics().horizontalAdvance(l->text()) > l->width() + 1;
}

}  // namespace

class GalleryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { test::dress(); }
    void init() { test::failOnAnyWarning(); }

    void everyWidget_data() {
        QTest::addColumn<int>("page");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<bool>("longer");
        for (int p = 0; p < static_cast<int>(gallery::pages().size()); ++p)
            for (int s = 0; s < 3; ++s)
                QTest::addRow("%s, theme %d", gallery::pages()[static_cast<std::size_t>(p)].id, s) << p << s << false;
        for (int p = 0; p < static_cast<int>(gallery::pages().size()); ++p)
            QTest::addRow("%s, longer words", gallery::pages()[static_cast<std::size_t>(p)].id) << p << 0 << true;
    }
    void everyWidget() {
        QFETCH(int, page);
        QFETCH(int, scheme);
        QFETCH(bool, longer);
        LongLanguage language;
        if (longer) QCoreApplication::installTranslator(&language);
        theme::Theme::instance().setScheme(static_cast<theme::Scheme>(scheme));
        const std::unique_ptr<QWidget> shown(gallery::pages()[static_cast<std::size_t>(page)].make());
        shown->resize(shown->sizeHint().expandedTo({1240, 400}));
        QVERIFY(test::open(*shown));
        QStringList faults;
        for (const QWidget* w : controls(shown.get()))
            if (const QString f = fault(w); !f.isEmpty()) faults << what(w) + " " + f;
        for (const QLabel* l : shown->findChildren<QLabel*>())
            if (l->isVisible() && isCut(l)) faults << what(l) + " is cut off";
        for (const QAbstractButton* b : shown->findChildren<QAbstractButton*>())
            if (b->isVisible() && !isInner(b) && b->width() < b->sizeHint().width())
                faults << what(b) + " is narrower than its text";
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }
    void tabReachesAll() {
        for (const gallery::Page& page : gallery::pages()) {
            const std::unique_ptr<QWidget> shown(page.make());
            shown->resize(shown->sizeHint().expandedTo({1240, 400}));
            QVERIFY(test::open(*shown));
            QSet<QWidget*> reached;
            for (int i = 0; i < 400; ++i) {
                QWidget* at = QApplication::focusWidget();
                for (QWidget* w = at; w; w = w->parentWidget()) reached.insert(w);
                QTest::keyClick(at ? at : shown.get(), Qt::Key_Tab);
            }
            QStringList missed;
            for (QWidget* w : controls(shown.get())) {
                const auto* button = qobject_cast<QAbstractButton*>(w);
                const bool grouped = button && (button->autoExclusive() || button->group());  // arrows go on inside a group
                const bool click = !(w->focusPolicy() & Qt::TabFocus) || w->focusProxy() || qobject_cast<QMenu*>(w);
                if (w->isEnabled() && !click && !grouped && !reached.contains(w)) missed << what(w);
            }
            QVERIFY2(missed.isEmpty(), qPrintable(QString("%1: %2").arg(page.id, missed.join("\n"))));
        }
    }
    void keyboardFocusIsSeenAndMouseFocusIsNot() {
        const std::unique_ptr<QWidget> shown(gallery::controlsPage());
        shown->resize(shown->sizeHint());
        QVERIFY(test::open(*shown));
        auto* button = shown->findChildren<QAbstractButton*>().at(1);
        button->setFocus(Qt::TabFocusReason);
        const auto ring = [&] {
            for (const QFocusFrame* f : shown->findChildren<QFocusFrame*>())
                if (f->isVisible()) return f->geometry();
            return QRect();
        };
        const QRect around(button->mapTo(shown.get(), QPoint()), button->size());
        QCOMPARE(ring(), around.adjusted(-5, -5, 5, 5));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(ring(), QRect());
    }
    void themesDiffer() {
        QSet<QRgb> grounds;
        const std::unique_ptr<QWidget> shown(gallery::partsPage());
        shown->resize(shown->sizeHint());
        QVERIFY(test::open(*shown));
        for (const theme::Scheme s : {theme::Scheme::Light, theme::Scheme::Dark, theme::Scheme::Contrast}) {
            theme::Theme::instance().setScheme(s);
            QApplication::processEvents();  // palettes arrive as events
            const QImage image = shown->grab().toImage();
            QCOMPARE(QColor(image.pixel(2, 2)).name(), theme::colour(theme::Token::Panel).name());
            grounds.insert(image.pixel(2, 2));
        }
        QCOMPARE(grounds.size(), 3);
    }
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"
