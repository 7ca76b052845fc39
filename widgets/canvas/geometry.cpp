// The measures of a node.
#include "widgets/canvas/geometry.h"

#include <algorithm>
#include <cmath>

namespace nw::canvas {

namespace {

constexpr double Inset = 10, StripTop = 64, StripGap = 4, BarsHeight = 66;
constexpr int StripColumns = 8;

bool showsStrip(const Node& node) {
    using Kind = Preview::Kind;
    const Kind kind = node.preview.kind;
    return kind == Kind::Scores || (node.expanded && kind != Kind::None);
}

double stripHeight(const Node& node, double width) {
    if (node.preview.kind != Preview::Kind::Maps) return BarsHeight;
    const double cell = (width - 2 * Inset - StripGap * (StripColumns - 1)) / StripColumns;
    const auto shown = std::clamp<qsizetype>(node.preview.images.size(), 1, 2 * StripColumns);
    const auto rows = static_cast<double>((shown + StripColumns - 1) / StripColumns);
    return rows * cell + StripGap * (rows - 1);
}

}  // namespace

Detail detailAt(double zoom, bool changing) {
    if (zoom < 0.22) return Detail::Block;
    if (zoom < 0.5) return Detail::Compact;
    return zoom < 0.85 || changing ? Detail::Card : Detail::Full;
}

QSizeF nodeSize(const Node& node) {
    const auto ports = std::max(node.inputs.size(), node.outputs.size());
    const double width = NodeWidth + PortPitch * static_cast<double>(std::max<qsizetype>(0, ports - 2));
    if (!showsStrip(node)) return {width, NodeHeight};
    const bool scores = node.preview.kind == Preview::Kind::Scores;
    return {width, StripTop + stripHeight(node, width) + (scores ? 10 : Inset)};
}

double portPitch(const Node& node, bool outputs) {
    const auto extra = static_cast<double>((outputs ? node.outputs : node.inputs).size() - 1);
    return extra < 1 ? PortPitch : std::min(PortPitch, (nodeSize(node).width() / 2 - 24) / extra);
}

QPointF inputAt(const Node& node, int index) { return {nodeSize(node).width() / 2 + portPitch(node, false) * index, 0}; }

QPointF outputAt(const Node& node, int index) {
    const QSizeF size = nodeSize(node);
    return {size.width() / 2 + portPitch(node, true) * index, size.height()};
}

QRectF thumbnailRect(const Node& node) {
    if (node.preview.kind == Preview::Kind::None || showsStrip(node)) return {};
    return {nodeSize(node).width() - 56, 8, 48, 48};
}

QRectF stripRect(const Node& node) {
    if (!showsStrip(node)) return {};
    const double width = nodeSize(node).width();
    return {Inset, StripTop, width - 2 * Inset, stripHeight(node, width)};
}

double laneShift(const Node& node, int input) {
    const auto extra = static_cast<double>(node.inputs.size() - 2);  // the first input is straight below its source
    if (input < 1 || extra < 1) return 0;
    return (input - 1 - extra / 2) * std::min(6.0, 16 / extra);
}

int indexOf(const QList<Port>& ports, const QString& id) {
    for (qsizetype i = 0; i < ports.size(); ++i)
        if (ports[i].id == id) return static_cast<int>(i);
    return -1;
}

QPointF snapped(const Node& node, QPointF position) {
    const double half = nodeSize(node).width() / 2, base = NodeWidth / 2;
    const double x = std::round((position.x() + half - base) / GridStep) * GridStep + base - half;
    return {x, std::round(position.y() / GridStep) * GridStep};
}

}  // namespace nw::canvas
