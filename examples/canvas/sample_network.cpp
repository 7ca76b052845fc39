// Makes the invented networks.
#include "examples/canvas/sample_network.h"

#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "widgets/canvas/geometry.h"
#include "widgets/canvas/layout.h"

namespace nw::examples {

namespace {

using namespace canvas;
using theme::Family;
using theme::PortKind;

struct Values {
    int width, height;
    std::vector<double> v;
    double at(int x, int y) const {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : v[static_cast<std::size_t>(y * width + x)];
    }
};

Values valuesOf(const QImage& image) {
    Values out{image.width(), image.height(), {}};
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) out.v.push_back(image.constScanLine(y)[x] / 255.0);
    return out;
}

QImage imageOf(const Values& values) {
    const auto [low, high] = std::minmax_element(values.v.begin(), values.v.end());
    const double range = std::max(1e-9, *high - *low);
    QImage image(values.width, values.height, QImage::Format_Grayscale8);
    for (int y = 0; y < values.height; ++y)
        for (int x = 0; x < values.width; ++x) image.scanLine(y)[x] = static_cast<uchar>(255 * (values.at(x, y) - *low) / range);
    return image;
}

/// A Gabor patch of 5 × 5.
std::array<double, 25> filter(double angle, double phase, double strength) {
    std::array<double, 25> out{};
    for (int y = -2; y <= 2; ++y)
        for (int x = -2; x <= 2; ++x)
            out[static_cast<std::size_t>((y + 2) * 5 + x + 2)] =
                strength * std::exp(-(x * x + y * y) / 3.6) * std::sin(1.35 * (x * std::cos(angle) + y * std::sin(angle)) + phase);
    return out;
}

void accumulate(Values& out, const Values& in, const std::array<double, 25>& weights, int padding) {
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            for (int k = 0; k < 25; ++k)
                out.v[static_cast<std::size_t>(y * out.width + x)] +=
                    weights[static_cast<std::size_t>(k)] * in.at(x + k % 5 - padding, y + k / 5 - padding);
}

Port port(const QString& id, PortKind kind = PortKind::Float) { return {id, id, kind, false, false}; }

Node node(NodeId id, const QString& title, const QString& subtitle, const QString& shape, const QString& parameters,
          Family family) {
    Node n;
    n.id = id;
    n.title = title;
    n.subtitle = subtitle;
    n.shape = shape;
    n.parameters = parameters;
    n.family = family;
    n.inputs = {port(QStringLiteral("x"))};
    n.outputs = {port(QStringLiteral("y"))};
    return n;
}

Preview maps(const QList<QImage>& images) {
    Preview p;
    p.kind = Preview::Kind::Maps;
    p.images = images.mid(0, 16);
    p.more = static_cast<int>(images.size() - p.images.size());
    return p;
}

Preview vectorOf(const QList<QImage>& images) {
    Preview p;
    p.kind = Preview::Kind::Vector;
    for (const QImage& image : images)
        for (const double v : valuesOf(image).v) p.values.append(static_cast<float>(v));
    return p;
}

Preview sparseVector(int count) {
    Preview p;
    p.kind = Preview::Kind::Vector;
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    for (int i = 0; i < count; ++i) {
        const float v = std::max(0.0f, normal(random));
        p.values.append(std::min(1.0f, v * v / 6));
    }
    return p;
}

Preview scores(bool known) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    Preview p;
    p.kind = Preview::Kind::Scores;
    p.scores = known ? QList<Score>{{QStringLiteral("3"), 0.94}, {QStringLiteral("8"), 0.04}, {QStringLiteral("5"), 0.01}}
                     : QList<Score>{{QStringLiteral("0"), none}, {QStringLiteral("1"), none}, {QStringLiteral("2"), none}};
    return p;
}

void link(CanvasModel& model, NodeId from, const QString& output, NodeId to, const QString& input,
          PortKind kind = PortKind::Float) {
    model.links.append({{from, output, to, input}, kind, false});
    for (Node& n : model.nodes) {
        if (n.id == from) n.outputs[indexOf(n.outputs, output)].connected = true;
        if (n.id == to) n.inputs[indexOf(n.inputs, input)].connected = true;
    }
}

void addBlocks(CanvasModel& model, bool broken) {
    const QList<QImage> digit{sampleDigit()}, c1 = sampleMaps(digit, 6, true, 4), p1 = samplePooled(c1);
    const QList<QImage> c2 = sampleMaps(p1, 16, false, 11), p2 = samplePooled(c2);
    Node input = node(1, "Digits", "60,000 to train", "28×28×1", {}, Family::Data);
    input.inputs = {};
    input.outputs = {port("image"), port("label", PortKind::Integer)};
    input.preview.kind = Preview::Kind::Image;
    input.preview.images = digit;
    Node classify = node(9, "Classify", "cross-entropy · accuracy", "10 classes", {}, Family::Output);
    classify.inputs = {port("scores"), port("label", PortKind::Integer)};
    classify.outputs = {};
    classify.preview = scores(!broken);
    if (broken) classify.state = State::Error;
    model.nodes = {input,
                   node(2, "Conv2D", "6 filters · 5×5 · relu", "28×28×6", "156 params", Family::Convolution),
                   node(3, "Max pooling", "2×2", "14×14×6", {}, Family::Pooling),
                   node(4, "Conv2D", "16 filters · 5×5 · relu", "10×10×16", "2,416 params", Family::Convolution),
                   node(5, "Max pooling", "2×2", "5×5×16", {}, Family::Pooling),
                   node(6, "Flatten", "to a vector", "400", {}, Family::Shape),
                   node(7, "Dense", "120 units · relu", "120", "48,120 params", Family::Linear),
                   broken ? node(8, "Dense", "8 units · softmax", "8", "968 params", Family::Linear)
                          : node(8, "Dense", "10 units · softmax", "10", "1,210 params", Family::Linear),
                   classify};
    model.nodes[1].preview = maps(c1);
    model.nodes[2].preview = maps(p1);
    model.nodes[3].preview = maps(c2);
    model.nodes[3].expanded = true;
    model.nodes[4].preview = maps(p2);
    model.nodes[5].preview = vectorOf(p2);
    model.nodes[6].preview = sparseVector(120);
}

}  // namespace

QImage sampleDigit() {
    QImage image(28, 28, QImage::Format_Grayscale8);
    image.fill(0);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath stroke(QPointF(8.5, 8));
    stroke.cubicTo(QPointF(11, 3.5), QPointF(20.5, 4.5), QPointF(18.5, 9.5));
    stroke.cubicTo(QPointF(17.5, 12.5), QPointF(14, 13), QPointF(12.5, 13.5));
    stroke.cubicTo(QPointF(18, 13), QPointF(21, 17), QPointF(18, 21));
    stroke.cubicTo(QPointF(15, 24.5), QPointF(9, 23.5), QPointF(7, 21));
    painter.strokePath(
        stroke, QPen(theme::colour(theme::Token::Node, theme::Scheme::Light), 2.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    return image;
}

QList<QImage> sampleMaps(const QList<QImage>& inputs, int count, bool same, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const int padding = same ? 2 : 0;
    QList<QImage> out;
    for (int f = 0; f < count; ++f) {
        Values values{inputs.front().width() - 4 + 2 * padding, inputs.front().height() - 4 + 2 * padding, {}};
        values.v.assign(static_cast<std::size_t>(values.width * values.height), 0);
        for (int c = 0; c < inputs.size(); ++c) {
            const double angle = std::numbers::pi * (f + 0.37 * c) / std::max(3, count) * (1 + c % 2);
            const double strength = inputs.size() == 1 ? 1 : 0.35 + 0.65 * std::abs(normal(random));
            accumulate(values, valuesOf(inputs[c]), filter(angle, f % 3 * 0.9 + 0.5 * normal(random), strength), padding);
        }
        for (double& v : values.v) v = std::max(0.0, v);
        out.append(imageOf(values));
    }
    return out;
}

QList<QImage> samplePooled(const QList<QImage>& inputs) {
    QList<QImage> out;
    for (const QImage& image : inputs) {
        const Values in = valuesOf(image);
        Values half{in.width / 2, in.height / 2, {}};
        for (int y = 0; y < half.height; ++y)
            for (int x = 0; x < half.width; ++x)
                half.v.push_back(
                    std::max({in.at(2 * x, 2 * y), in.at(2 * x + 1, 2 * y), in.at(2 * x, 2 * y + 1), in.at(2 * x + 1, 2 * y + 1)}));
        out.append(imageOf(half));
    }
    return out;
}

CanvasModel digitReader(bool broken) {
    CanvasModel model;
    addBlocks(model, broken);
    if (broken) {
        Node branch = node(10, "Global average pooling", "mean of each map", "16", {}, Family::Pooling);
        Node dropout = node(11, "Dropout", "rate 0.3", "16", {}, Family::Norm);
        dropout.state = State::Bypassed;
        model.nodes << branch << dropout;
    }
    link(model, 1, "image", 2, "x");
    for (NodeId id = 2; id < 8; ++id) link(model, id, "y", id + 1, "x");
    link(model, 8, "y", 9, "scores");
    link(model, 1, "label", 9, "label", PortKind::Integer);
    if (broken) {
        link(model, 5, "y", 10, "x");
        link(model, 10, "y", 11, "x");
    }
    const auto places = layoutOf(model);
    for (Node& n : model.nodes) n.position = places.value(n.id);
    return model;
}

Node sampleNode(const QString& subtitle) {
    static const QList<QImage> values = sampleMaps(samplePooled(sampleMaps({sampleDigit()}, 6, true, 4)), 16, false, 11);
    Node n = node(1, "Conv2D", subtitle, "10×10×16", "2,416 params", Family::Convolution);
    n.preview = maps(values);
    n.inputs[0].connected = n.outputs[0].connected = true;
    return n;
}

CanvasModel mesh(int columns, int rows) {
    const QString titles[]{"Conv2D", "Max pooling", "Dense", "Batch normalization"};
    const Family families[]{Family::Convolution, Family::Pooling, Family::Linear, Family::Norm};
    const QList<QImage> few = sampleMaps({sampleDigit()}, 6, true, 4), many = sampleMaps(few, 16, false, 11);
    CanvasModel model;
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            const int k = (r + c) % 4;
            Node n = node(static_cast<NodeId>(r * columns + c + 1), titles[k], "16 filters · 5×5 · relu", "10×10×16",
                          "2,416 params", families[k]);
            if (k < 2) n.preview = maps(k == 0 ? many : few);
            n.position = {c * 344.0, r * 104.0};
            n.inputs[0].connected = n.outputs[0].connected = true;
            model.nodes.append(n);
        }
    const auto id = [&](int r, int c) { return static_cast<NodeId>(r * columns + c + 1); };
    for (int r = 0; r + 1 < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            model.links.append({{id(r, c), "y", id(r + 1, c), "x"}, PortKind::Float, false});
            if ((r * 7 + c) % 3 == 0 && c + 1 < columns)
                model.links.append({{id(r, c), "y", id(r + 1, c + 1), "x"}, PortKind::Float, false});
        }
    return model;
}

}  // namespace nw::examples
