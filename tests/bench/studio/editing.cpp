// How soon the canvas answers: to a number in the form, to a stroke on the pad.
#include <QAbstractSpinBox>
#include <QtTest>

#include "tests/bench/studio/measures.h"
#include "tests/bench/studio/rig.h"
#include "ui/build/build_canvas.h"
#include "ui/build/inspector.h"
#include "ui/build/network_page.h"
#include "ui/build/node_page.h"
#include "ui/build/preview_pictures.h"

namespace nw::bench {

namespace {

constexpr int Edits = 21, Strokes = 11;

double millisecondsOf(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

/// Whether the canvas has so many maps under the layer, and their number in its shape.
bool shows(canvas::Canvas& canvas, canvas::NodeId node, int filters) {
    for (const canvas::Node& n : canvas.model().nodes)
        if (n.id == node) return n.shape.endsWith(QString::number(filters)) && n.preview.images.size() + n.preview.more == filters;
    return false;
}

/// Whether values are those of the current sample, pixel by pixel up to the factor of Input.
bool areOf(const Tensor& values, const Tensor& sample) {
    if (!values.defined() || values.elements() != sample.elements()) return false;
    const auto a = values.data<float>(), b = sample.data<float>();
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(a[i] * 255 - b[i]) > 0.01F) return false;
    return true;
}

/// Whether values and pictures are those of the current sample, and the bars those of what the network says to it.
bool followsSample(const ui::Studio& studio, const canvas::CanvasModel& model) {
    const Graph& graph = studio.document.graph();
    const NodeId input = graph.findByName("input")->id, classify = graph.findByName("classify")->id;
    if (!areOf(studio.previews.value(input), studio.sample.value())) return false;
    const auto scores = ui::scoresOf(studio.previews.scores(), studio.data.classNames()).scores;
    for (const canvas::Node& n : model.nodes) {
        if (n.id == input && n.preview.images != QList<QImage>{studio.sample.image()}) return false;
        if (n.id == classify && n.preview.scores != scores) return false;
    }
    return true;
}

void moveTo(QWidget* widget, QPoint at) {
    QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(widget, &move);
}

/// A line; its last piece is left to be drawn.
void beginStroke(QWidget* pad, QPoint from, QPoint to) {
    constexpr int Moves = 8;
    QTest::mousePress(pad, Qt::LeftButton, {}, from);
    for (int i = 1; i < Moves; ++i) {
        moveTo(pad, from + (to - from) * i / Moves);
        QCoreApplication::processEvents();
    }
}

}  // namespace

void measureEdit(Figures& figures) {
    Rig rig;
    rig.waitForData();
    canvas::Canvas& canvas = rig.window.canvas().canvas();
    const NodeId conv = rig.studio.document.graph().findByName("conv2d")->id;
    waitUntil("the first previews", [&] { return shows(canvas, conv, 6); });
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, canvas.nodeRect(conv).center());
    auto* filters = rig.find<ui::Inspector>().nodePage().form().editor(QStringLiteral("filters"))->findChild<QAbstractSpinBox*>();
    filters->setFocus();
    std::vector<double> milliseconds;
    for (int i = 1; i <= Edits; ++i) {
        const Shown shown(canvas.viewport(), [&] { return shows(canvas, conv, 6 + i); });
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(filters, Qt::Key_Up);
        waitUntil("shapes and previews follow the number", [&] { return static_cast<bool>(shown); });
        milliseconds.push_back(millisecondsOf(timer));
    }
    figures.add("one parameter edited, until all shapes and previews are shown: median", quantile(milliseconds, 0.5), 50, "ms");
    figures.tell("    the longest", quantile(milliseconds, 1), "ms");
}

void measurePad(Figures& figures) {
    Rig rig;
    rig.waitForData();
    canvas::Canvas& canvas = rig.window.canvas().canvas();
    QWidget& pad = rig.find<ui::Inspector>().networkPage().pad();
    std::vector<double> milliseconds;
    for (int i = 0; i < Strokes; ++i) {
        const QPoint from(30 + 12 * i, 30), to(160 - 12 * i, 170);
        beginStroke(&pad, from, to);
        QElapsedTimer timer;
        timer.start();
        moveTo(&pad, to);
        QTest::mouseRelease(&pad, Qt::LeftButton, {}, to);
        const Shown shown(canvas.viewport(), [&] { return followsSample(rig.studio, canvas.model()); });
        waitUntil("thumbnails and bars follow the stroke", [&] { return static_cast<bool>(shown); });
        milliseconds.push_back(millisecondsOf(timer));
    }
    figures.add("stroke on the pad, until thumbnails and Classify's bars are shown: median", quantile(milliseconds, 0.5), 100,
                "ms");
    figures.tell("    the longest", quantile(milliseconds, 1), "ms");
}

}  // namespace nw::bench
