// Sample grid, draw pad, bars and matrix under mouse and keys.
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>

#include "tests/processor_time.h"
#include "tests/widgets/quiet.h"
#include "widgets/image/bars.h"
#include "widgets/image/draw_pad.h"
#include "widgets/image/matrix_view.h"
#include "widgets/image/sample_grid.h"
#include "widgets/theme/tokens.h"

using namespace nw::image;

namespace {
QImage grey(int level) {
    QImage out(28, 28, QImage::Format_Grayscale8);
    out.fill(level);
    return out;
}
void drawStroke(DrawPad& pad, QPoint from, QPoint to) {
    QTest::mousePress(&pad, Qt::LeftButton, Qt::NoModifier, from);
    for (int i = 1; i <= 8; ++i) {
        const QPointF at = from + (to - from) * i / 8.0;
        QMouseEvent move(QEvent::MouseMove, at, pad.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&pad, &move);
    }
    QTest::mouseRelease(&pad, Qt::LeftButton, Qt::NoModifier, to);
}
QPointF centreOf(const QImage& image) {
    double sum = 0, x = 0, y = 0;
    for (int r = 0; r < image.height(); ++r)
        for (int c = 0; c < image.width(); ++c) {
            const double v = image.constScanLine(r)[c];
            sum += v;
            x += v * (c + 0.5);
            y += v * (r + 0.5);
        }
    return {x / sum, y / sum};
}
}  // namespace

class ImageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { nw::test::dress(); }
    void init() { nw::test::failOnAnyWarning(); }

    void gridAsksForWhatIsSeenOnly() {
        SampleGrid grid;
        QSet<int> asked;
        grid.setSource(
            60000,
            [&](int i) {
                asked.insert(i);
                return grey(i % 256);
            },
            [](int i) { return QString::number(i); });
        grid.resize(620, 440);
        QVERIFY(nw::test::open(grid));
        grid.grab();
        QVERIFY(!asked.isEmpty());
        QVERIFY2(asked.size() < 80, qPrintable(QString::number(asked.size())));
        const nw::test::ProcessorTime time;
        for (int i = 0; i < 40; ++i) {
            grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->maximum() * i / 40);
            grid.grab();
        }
        const double ms = time.milliseconds();
        QVERIFY2(ms < 40 * 100, qPrintable(QString("%1 ms for 40 frames").arg(ms)));
        QVERIFY(asked.size() < 40 * 80);
        grid.verticalScrollBar()->setValue(grid.verticalScrollBar()->maximum());
        grid.viewport()->update();
        QTRY_VERIFY(asked.contains(59999));
    }
    void slowSourcesDoNotHoldThePaint() {
        SampleGrid grid;
        int asked = 0;
        const auto slow = [&](int) {
            ++asked;
            QElapsedTimer t;
            t.start();
            while (t.elapsed() < 5) {}
            return grey(99);
        };
        grid.setSource(500, slow, {});
        grid.resize(620, 440);
        QVERIFY(nw::test::open(grid));
        asked = 0;
        grid.refresh();
        grid.grab();
        QVERIFY2(asked <= 3, qPrintable(QString::number(asked)));
        QTRY_VERIFY(asked >= 24);  // the rest follows
    }
    void gridKeys() {
        SampleGrid grid;
        grid.setSource(
            60000, [](int) { return grey(9); }, [](int i) { return QString::number(i % 10); });
        grid.resize(620, 440);
        QVERIFY(nw::test::open(grid));
        QSignalSpy activated(&grid, &SampleGrid::activated);
        grid.setFocus(Qt::TabFocusReason);
        const int columns = grid.columns();
        QTest::keyClick(&grid, Qt::Key_Right);
        QCOMPARE(grid.currentIndex(), 1);
        QTest::keyClick(&grid, Qt::Key_Down);
        QCOMPARE(grid.currentIndex(), 1 + columns);
        QTest::keyClick(&grid, Qt::Key_End);
        QCOMPARE(grid.currentIndex(), 59999);
        QVERIFY(grid.viewport()->rect().contains(grid.cellRect(59999)));
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toInt(), 59999);
        QTest::keyClick(&grid, Qt::Key_Home);
        QTest::keyClick(&grid, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&grid, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(grid.selection(), (QList<int>{0, 1, 2}));
        QVERIFY(grid.accessibleDescription().contains("3"));
    }
    void gridMouse() {
        SampleGrid grid;
        grid.setSource(
            100, [](int) { return grey(9); }, [](int i) { return QString::number(i); });
        grid.resize(620, 440);
        QVERIFY(nw::test::open(grid));
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::NoModifier, grid.cellRect(3).center());
        QCOMPARE(grid.selection(), QList<int>{3});
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::ControlModifier, grid.cellRect(5).center());
        QCOMPARE(grid.selection(), (QList<int>{3, 5}));
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::ShiftModifier, grid.cellRect(7).center());
        QCOMPARE(grid.selection(), (QList<int>{5, 6, 7}));
        QSignalSpy activated(&grid, &SampleGrid::activated);
        QTest::mouseDClick(grid.viewport(), Qt::LeftButton, Qt::NoModifier, grid.cellRect(8).center());
        QCOMPARE(activated.size(), 1);
        QCOMPARE(grid.indexAt({1, 1}), -1);
        QVERIFY(grid.cellSize() >= 72);
    }
    void padCentresInkByMass() {
        DrawPad pad;
        QVERIFY(nw::test::open(pad));
        QSignalSpy changes(&pad, &DrawPad::changed);
        drawStroke(pad, {20, 20}, {60, 60});
        QVERIFY(!changes.isEmpty());
        const QImage sample = pad.sample();
        QCOMPARE(sample.size(), QSize(28, 28));
        const QPointF centre = centreOf(sample);
        QVERIFY2(std::abs(centre.x() - 14) < 0.6 && std::abs(centre.y() - 14) < 0.6,
                 qPrintable(QString("%1, %2").arg(centre.x()).arg(centre.y())));
        for (int i = 0; i < 28; ++i) QCOMPARE(int(sample.constScanLine(0)[i]), 0);  // ink stays in 20×20
        // The same stroke elsewhere is the same picture.
        DrawPad other;
        QVERIFY(nw::test::open(other));
        drawStroke(other, {110, 120}, {150, 160});
        int furthest = 0;
        for (int y = 0; y < 28; ++y)
            for (int x = 0; x < 28; ++x)
                furthest = std::max(furthest, std::abs(sample.constScanLine(y)[x] - other.sample().constScanLine(y)[x]));
        QVERIFY2(furthest < 40, qPrintable(QString::number(furthest)));
    }
    void padUndoesAndClears() {
        DrawPad pad;
        QVERIFY(nw::test::open(pad));
        pad.setFocus();
        drawStroke(pad, {40, 40}, {150, 40});
        const QImage one = pad.sample();
        drawStroke(pad, {40, 150}, {150, 150});
        QVERIFY(pad.sample() != one);
        QTest::keyClick(&pad, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(pad.sample(), one);
        QSignalSpy changes(&pad, &DrawPad::changed);
        QTest::keyClick(&pad, Qt::Key_Delete);
        QVERIFY(pad.isEmpty());
        QCOMPARE(changes.size(), 1);
        QTest::mouseClick(&pad, Qt::LeftButton, Qt::NoModifier, {90, 90});  // a dot is ink, too
        QCOMPARE(pad.strokeCount(), 1);
        QVERIFY(centreOf(pad.sample()).x() > 13);
    }
    void matrixKeysAndSums() {
        MatrixView view;
        view.setMatrix({"cat", "dog", "owl"}, {8, 2, 0, 1, 9, 0, 0, 4, 6});
        view.resize(500, 300);
        QVERIFY(nw::test::open(view));
        QSignalSpy opened(&view, &MatrixView::cellActivated);
        QCOMPARE(view.rowSum(2), 10);
        QCOMPARE(view.columnSum(1), 15);
        view.setFocus(Qt::TabFocusReason);
        view.setCurrentCell(0, 0);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toInt(), 2);
        QCOMPARE(opened[0][1].toInt(), 1);
        QVERIFY(view.accessibleDescription().contains("4 of 10 images of class owl were called dog; 15 were called so in all."));
        QTest::keyClick(&view, Qt::Key_Down);  // the edge holds
        QCOMPARE(view.currentRow(), 2);
        QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, view.cellRect(0, 1).center());
        QCOMPARE(opened.size(), 2);
        QCOMPARE(view.cellAt(view.cellRect(1, 2).center()), QPoint(2, 1));
    }
    void matrixIsReadableInEveryTheme() {
        using nw::theme::Scheme;
        using nw::theme::Token;
        for (const auto& [scheme, least] : {std::pair{Scheme::Light, 4.49}, {Scheme::Dark, 4.49}, {Scheme::Contrast, 7.35}}) {
            nw::theme::Theme::instance().setScheme(scheme);
            MatrixView view;
            view.setMatrix({"a", "b", "c", "d"}, {50, 1, 2, 3, 4, 50, 5, 6, 7, 8, 50, 9, 10, 11, 12, 50});
            view.resize(600, 400);
            const QImage image = view.grab().toImage();
            for (int row = 0; row < 4; ++row)
                for (int column = 0; column < 4; ++column) {
                    const QColor ground = image.pixelColor(view.cellRect(row, column).topLeft() + QPoint(8, 8));
                    const auto against = [&](Token ink) { return nw::theme::contrast(nw::theme::colour(ink), ground); };
                    const double best = row == column ? std::max(against(Token::AccentText), against(Token::Text))
                                                      : std::max(against(Token::Text), against(Token::Panel));
                    QVERIFY2(best > least, qPrintable(QString("%1 %2: %3").arg(row).arg(column).arg(best)));
                }
        }
        nw::theme::Theme::instance().setScheme(Scheme::Light);
    }
    void matrixCellsAreNeverTooSmall() {
        QStringList names;
        for (int i = 0; i < 30; ++i) names << QString("a long class name %1").arg(i);
        MatrixView view;
        view.setMatrix(names, std::vector<qint64>(900, 3));
        view.resize(view.minimumSizeHint());
        view.grab();
        QVERIFY(view.cellRect(7, 9).width() >= 28 && view.cellRect(7, 9).height() >= 28);
    }
    void barsAreReadOut() {
        Bars bars(Bars::Tint::Best);
        bars.setRows({{"3", 0.94, "94 %"}, {"8", 0.04, "4 %"}});
        QCOMPARE(bars.accessibleDescription(), QString("3: 94 %, 8: 4 %"));
        bars.resize(200, 60);
        bars.grab();
    }
};

QTEST_MAIN(ImageTest)
#include "image_test.moc"
