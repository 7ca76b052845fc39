// States of a card that must be seen together.
#include <QtTest>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/node_painter.h"
#include "widgets/theme/type.h"

using namespace nw;
using namespace nw::canvas;

class CanvasStatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(theme::loadFonts()); }

    /// A bypassed layer is dashed, also under the accent of the selection.
    void bypassedStaysDashedWhenSelected() {
        const auto accents = [](State state, double zoom) {
            Node node = examples::sampleNode();
            node.state = state;
            NodeMarks marks;
            marks.selected = true;
            const Ink& ink = inkOf(theme::Scheme::Light);
            const QRectF bounds = nodeBounds(node);
            QImage image((bounds.size() * zoom).toSize(), QImage::Format_RGB32);
            image.fill(ink(theme::Token::Canvas));
            QPainter painter(&image);
            painter.scale(zoom, zoom);
            painter.translate(-bounds.topLeft());
            NodeCache cache;
            NodePainter(painter, node, marks, ink, cache).paint(false, 0);
            int count = 0;  // along the left edge, where nothing else is
            const int x = qRound((nodeBody(node).left() - bounds.left()) * zoom);
            for (int y = 0; y < image.height(); ++y) count += image.pixelColor(x, y) == ink(theme::Token::Accent);
            return count;
        };
        for (const double zoom : {0.7, 1.0}) {
            const int full = accents(State::Ok, zoom), dashed = accents(State::Bypassed, zoom);
            QVERIFY(full > 20);
            QVERIFY2(dashed > 0.3 * full && dashed < 0.8 * full, qPrintable(QStringLiteral("%1 of %2").arg(dashed).arg(full)));
        }
    }
};

QTEST_MAIN(CanvasStatesTest)
#include "canvas_states_test.moc"
