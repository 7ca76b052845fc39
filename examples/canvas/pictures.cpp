// Draws the pictures of the canvas.
#include "examples/canvas/pictures.h"

#include <QApplication>
#include <QEventLoop>
#include <QPainter>
#include <QTimer>
#include <cmath>
#include <random>

#include "examples/canvas/sample_network.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/graph_scene.h"
#include "widgets/canvas/layout.h"
#include "widgets/canvas/port_painter.h"
#include "widgets/canvas/quick_list.h"
#include "widgets/canvas/tensor_card.h"
#include "widgets/plot/curve_plot.h"
#include "widgets/theme/icon.h"
#include "widgets/theme/type.h"

namespace nw::examples {

namespace {

using namespace canvas;
using theme::Family;
using theme::Token;
using theme::Type;

QString nameOf(theme::Scheme scheme) {
    return scheme == theme::Scheme::Light ? "light" : scheme == theme::Scheme::Dark ? "dark" : "contrast";
}

QList<QuickEntry> followers(const QString&) {
    return {{"dense", "Dense", "64", Family::Linear, {}},
            {"batch_normalization", "Batch normalization", "16", Family::Norm, {}},
            {"activation", "Activation", "16", Family::Activation, {}},
            {"dropout", "Dropout", "16", Family::Norm, {}}};
}

TensorFacts facts() {
    TensorFacts out{"Tensor after Conv2D", "batch×28×28×6", "float32", {}, 0.0, 0.21, 3.87, 0.61};
    for (int i = 0; i < 28; ++i)
        out.histogram << (i == 0 ? 1 : 0.62 * std::exp(-i / 6.5) + 0.05 * std::exp(-(i - 17) * (i - 17) / 14.0));
    return out;
}

bool save(QWidget& widget, const QString& path, double scale) {
    QImage image((QSizeF(widget.size()) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    widget.render(&image);
    return image.save(path);
}

bool canvasPicture(const QString& path, double scale) {
    Canvas view;
    view.resize(1920, 1080);
    view.setModel(digitReader(true));
    view.show();
    view.setViewState({1, view.graph().graphRect().center() + QPointF(180, 8)});
    view.setSelection({4});
    TensorCard card(&view);
    const LinkEnds link{2, "y", 3, "x"};
    card.showAt(facts(), view.linkPoint(link), view.nodeRect(2));
    QuickList list(&view);
    const QPoint port = view.portPoint({11, "y", true});
    HandLinkItem hand(view.graph().look());
    view.graph().addItem(&hand);
    const QPointF from = view.graph().portPosition({11, "y", true});
    hand.setEnds(from, from + QPointF(56, 62));
    list.open(port + QPoint(32, 70), "16", followers);
    QApplication::processEvents();
    const bool saved = save(view, path, scale);
    view.graph().removeItem(&hand);
    return saved;
}

/// A residual network with branches, at a zoom.
CanvasModel residual() {
    CanvasModel model;
    const auto add = [&](const QString& title, Family family, int inputs) {
        Node n = sampleNode("3×3 · relu");
        n.id = static_cast<NodeId>(model.nodes.size() + 1);
        n.title = title;
        n.family = family;
        n.inputs.clear();
        for (int i = 0; i < inputs; ++i) n.inputs.append(Port{QString("x%1").arg(i), QString("x%1").arg(i), {}, true, false});
        if (family != Family::Convolution) n.preview = {};
        model.nodes.append(n);
        return n.id;
    };
    const auto link = [&](NodeId from, NodeId to, int input) {
        model.links.append({{from, "y", to, QString("x%1").arg(input)}, theme::PortKind::Float, false});
    };
    NodeId before = add("Input", Family::Data, 0);
    for (int block = 0; block < 4; ++block) {
        const NodeId first = add("Conv2D", Family::Convolution, 1), second = add("Conv2D", Family::Convolution, 1),
                     sum = add("Add", Family::Shape, 2);
        link(before, first, 0);
        link(first, second, 0);
        link(second, sum, 0);
        if (block == 2) {
            const NodeId side = add("Conv2D", Family::Convolution, 1);
            link(before, side, 0);
            link(side, sum, 1);
        } else {
            link(before, sum, 1);
        }
        before = sum;
    }
    const NodeId merged = add("Concatenate", Family::Shape, 4);
    for (int i = 0; i < 4; ++i) {
        const NodeId branch = i % 2 ? add("Max pooling", Family::Pooling, 1) : add("Conv2D", Family::Convolution, 1);
        link(before, branch, 0);
        link(branch, merged, i);
    }
    return model;
}

bool residualPicture(const QString& path, double zoom, double scale) {
    Canvas view;
    view.resize(1920, 1080);
    CanvasModel model = residual();
    const auto places = layoutOf(model);
    for (Node& n : model.nodes) n.position = places.value(n.id);
    view.setModel(model);
    view.show();
    view.fit();
    view.setViewState({zoom, view.viewState().centre + QPointF(0, zoom > 0.5 ? 300 : 0)});
    QEventLoop loop;
    QTimer::singleShot(200, &loop, &QEventLoop::quit);  // until the zoom has settled
    loop.exec();
    return save(view, path, scale);
}

void caption(QPainter& p, const Ink& ink, QPointF at, const QString& text, Type type = Type::NoteMedium,
             Token token = Token::Text2) {
    p.setFont(theme::font(type));
    p.setPen(ink(token));
    p.drawText(at, text);
}

void paintNode(QPainter& p, const Ink& ink, const Node& node, const NodeMarks& marks, QPointF at, double zoom = 1) {
    NodeCache cache;
    p.save();
    p.translate(at);
    p.scale(zoom, zoom);
    NodePainter(p, node, marks, ink, cache).paint(false, 0.25);
    p.restore();
    p.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
}

void paintStates(QPainter& p, const Ink& ink) {
    struct Shown {
        QString caption;
        Node node;
        NodeMarks marks;
    };
    Node warning = sampleNode(), error = sampleNode(), running = sampleNode(), bypassed = sampleNode("16 filters");
    warning.state = State::Warning;
    warning.fault = "5 of 16 filters are dead";
    error.state = State::Error;
    error.fault = "needs 4 axes, got 2";
    error.shape = "?";
    error.parameters.clear();
    error.preview.kind = Preview::Kind::NoValue;
    running.state = State::Running;
    running.progress = 0.62;
    bypassed.state = State::Bypassed;
    NodeMarks hovered, selected, focused, target;
    hovered.hovered = selected.selected = focused.focused = target.target = true;
    target.hotInput = 0;
    const Shown all[]{{"Normal", sampleNode(), {}},
                      {"Hover", sampleNode(), hovered},
                      {"Selected", sampleNode(), selected},
                      {"Keyboard focus", sampleNode(), focused},
                      {"Warning", warning, {}},
                      {"Error", error, {}},
                      {"Running", running, {}},
                      {"Bypassed", bypassed, {}},
                      {"Drop target", sampleNode(), target}};
    int i = 0;
    for (const Shown& s : all) {
        const QPointF at(60 + i % 3 * 330.0, 70 + i / 3 * 130.0);
        paintNode(p, ink, s.node, s.marks, at);
        caption(p, ink, at - QPointF(0, 18), s.caption);
        ++i;
    }
}

void paintFamilies(QPainter& p, const Ink& ink) {
    const char* names[]{"Data",          "Convolution", "Pooling",      "Linear",      "Activation",
                        "Norm, dropout", "Sequence",    "Shape, maths", "Output, loss"};
    caption(p, ink, {60, 478}, "Families: colour and glyph", Type::SmallStrong, Token::Text);
    for (int i = 0; i < theme::FamilyCount; ++i) {
        const QRectF tile(60 + i * 104.0, 494, 36, 36);
        const auto family = static_cast<Family>(i);
        p.setPen(Qt::NoPen);
        p.setBrush(ink(family));
        p.drawRoundedRect(tile, 9, 9);
        theme::drawIcon(&p, theme::familyIcon(family), tile.adjusted(7, 7, -7, -7), ink(Token::OnFamily));
        caption(p, ink, {tile.x(), 550}, names[i], Type::Note);
    }
}

void paintPorts(QPainter& p, const Ink& ink) {
    const char* names[]{"float", "integer", "boolean", "string", "complex", "function"};
    caption(p, ink, {60, 598}, "Ports: shape is the type, fill is connected", Type::SmallStrong, Token::Text);
    for (int i = 0; i < theme::PortKindCount; ++i) {
        const double x = 70 + i * 112;
        const auto kind = static_cast<theme::PortKind>(i);
        drawPort(p, {x, 622}, {"", "", kind, false, false}, PortLook::Normal, ink);
        drawPort(p, {x + 24, 622}, {"", "", kind, true, false}, PortLook::Normal, ink);
        caption(p, ink, {x + 38, 626}, names[i], Type::Note);
    }
    drawPort(p, {750, 622}, {"", "", theme::PortKind::Float, true, false}, PortLook::Hot, ink);
    caption(p, ink, {768, 626}, "can take the link", Type::Note);
    drawPort(p, {880, 622}, {"", "", theme::PortKind::Float, false, false}, PortLook::Faded, ink);
    caption(p, ink, {896, 626}, "cannot", Type::Note);
    drawPort(p, {950, 622}, {"", "", theme::PortKind::Float, false, true}, PortLook::Normal, ink);
    caption(p, ink, {966, 626}, "any number", Type::Note);
}

bool statesPicture(const QString& path, theme::Scheme scheme, double scale) {
    const Ink& ink = inkOf(scheme);
    QImage image((QSizeF(1040, 900) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(ink(Token::Canvas));
    QPainter p(&image);
    p.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    paintStates(p, ink);
    paintFamilies(p, ink);
    paintPorts(p, ink);
    caption(p, ink, {60, 676}, "Zoom: 200, 100, 60, 35, 15 %", Type::SmallStrong, Token::Text);
    const struct {
        double zoom;
        QPointF at;
    } zooms[]{{2, {60, 700}}, {1, {640, 700}}, {0.6, {640, 792}}, {0.35, {832, 792}}, {0.15, {959, 792}}};
    for (const auto& z : zooms) paintNode(p, ink, sampleNode(), {}, z.at, z.zoom);
    p.end();
    return image.save(path);
}

/// A run of five epochs that is half done; `broken` ends in NaN.
void fillCurves(plot::CurvePlot& plot, bool accuracy, bool broken) {
    std::mt19937 random(accuracy ? 2 : 3);
    std::normal_distribution<double> noise;
    const int train = plot.addSeries("train", plot::CurveKind::Train, 0);
    const int validation = plot.addSeries("validation", plot::CurveKind::Validation, 1);
    plot.setExpectedEnd(5);
    plot.setXLabel(accuracy ? "Epoch" : QString());
    plot.setShare(accuracy);
    plot.setSmoothing(0.97);
    for (int i = 1; i <= 1150; ++i) {
        const double x = i / 469.0, loss = 2.2 * std::exp(-x * 5) + 0.25 * std::exp(-x) + 0.03;
        const double value = accuracy ? std::min(1.0, 1 - loss * 0.32 + 0.012 * noise(random)) : loss * (1 + 0.18 * noise(random));
        plot.append(train, x, value);
        if (i % 234 == 0 && x < 2.2) plot.append(validation, x, accuracy ? 1 - loss * 0.3 - 0.004 : loss + 0.02);
    }
    if (broken) plot.append(train, 2.46, std::nan(""));
}

bool curvesPicture(const QString& path, double scale) {
    QImage image((QSizeF(940, 999) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    QPainter p(&image);
    int y = 0;
    for (const auto& [title, accuracy] : {std::pair{"Loss", false}, {"Accuracy", true}, {"Loss, broken", false}}) {
        plot::CurvePlot plot(title);
        plot.resize(940, 333);
        fillCurves(plot, accuracy, y > 400);
        if (accuracy) plot.setCrossHair(1.2);
        if (y > 400) plot.setLogScale(true);
        plot.toImage(1);  // the ranges of the second picture are those of the points
        p.drawImage(QRectF(0, y, 940, 333), plot.toImage(scale));
        y += 333;
    }
    p.end();
    return image.save(path);
}

}  // namespace

bool writePictures(const QDir& folder, double scale) {
    bool saved = true;
    for (const theme::Scheme scheme : {theme::Scheme::Light, theme::Scheme::Dark, theme::Scheme::Contrast}) {
        theme::Theme::instance().setScheme(scheme);
        theme::Theme::instance().setReducedMotion(true);
        saved = canvasPicture(folder.filePath("canvas-" + nameOf(scheme) + ".png"), scale) && saved;
        saved = statesPicture(folder.filePath("states-" + nameOf(scheme) + ".png"), scheme, scale) && saved;
        for (const double zoom : {0.4, 0.7, 1.0})
            saved =
                residualPicture(folder.filePath(QString("residual-%1-%2.png").arg(nameOf(scheme)).arg(zoom * 100)), zoom, scale) &&
                saved;
        saved = curvesPicture(folder.filePath("curves-" + nameOf(scheme) + ".png"), scale) && saved;
    }
    return saved;
}

}  // namespace nw::examples
