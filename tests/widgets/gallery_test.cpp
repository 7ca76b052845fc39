// A walk over every widget of the gallery in three themes: named, reachable by Tab, large enough, not cut off, disabled with a
// reason.
#include <QAbstractButton>
#include <QFocusFrame>
#include <memory>

#include "examples/widgets/pages.h"
#include "tests/widgets/quiet.h"
#include "tests/widgets/walk.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/tokens.h"

using namespace nw;

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
        test::LongLanguage language;
        if (longer) QCoreApplication::installTranslator(&language);
        theme::Theme::instance().setScheme(static_cast<theme::Scheme>(scheme));
        const std::unique_ptr<QWidget> shown(gallery::pages()[static_cast<std::size_t>(page)].make());
        shown->resize(shown->sizeHint().expandedTo({1240, 400}));
        QVERIFY(test::open(*shown));
        const QStringList faults = test::faultsOf(shown.get());
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }
    void tabReachesAll() {
        for (const gallery::Page& page : gallery::pages()) {
            const std::unique_ptr<QWidget> shown(page.make());
            shown->resize(shown->sizeHint().expandedTo({1240, 400}));
            QVERIFY(test::open(*shown));
            const QStringList missed = test::missedByTab(shown.get());
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
