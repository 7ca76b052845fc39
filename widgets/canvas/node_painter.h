// Draws one node at the detail of the zoom.
#pragma once

#include <QPainter>
#include <QPixmap>
#include <QStaticText>

#include "widgets/canvas/geometry.h"
#include "widgets/canvas/ink.h"
#include "widgets/canvas/model.h"
#include "widgets/theme/type.h"

namespace nw::canvas {

/// What the canvas knows of a node beside its model: where the hand and the eye are.
struct NodeMarks {
    bool selected = false;
    bool hovered = false;
    bool focused = false;   ///< the keyboard is here and shown
    bool target = false;    ///< would take the link in the hand
    bool flashing = false;  ///< shown to the user just now
    int hotInput = -1;      ///< the port that would take the link
    int hotOutput = -1;
    quint64 fadedInputs = 0;  ///< bit by port: cannot take the link in the hand
    quint64 fadedOutputs = 0;
    bool operator==(const NodeMarks&) const = default;
};

/// Texts laid out once and pictures drawn once, until the node, the theme or the zoom step changes.
struct NodeCache {
    struct Line {
        QStaticText text;
        int width = -1;  ///< it was elided for this
    };
    Line title, subtitle, shape, parameters;
    Line deviceTitle, deviceShape;
    double shapeWidth = 0;
    QPixmap thumbnail, strip;
    double sheetScale = 0;
    theme::Scheme scheme = theme::Scheme::Light;
    void clear() { *this = NodeCache(); }
};

class NodePainter {
public:
    /// `stretch`: the card is taller than its node by this, on the way to another height.
    NodePainter(QPainter& painter, const Node& node, const NodeMarks& marks, const Ink& ink, NodeCache& cache, double stretch = 0);
    /// `changing`: the zoom moves just now. `turn` in 0…1 turns the sign of running nodes.
    void paint(bool changing, double turn);

private:
    void paintBlock();
    void paintCompact();
    void paintCard();
    void paintFull(double turn);
    void paintGround();
    void paintTexts();
    void paintSigns(double turn);
    void paintPreview();
    void paintPorts(bool names);
    void paintPortNames(const QList<Port>& ports, bool outputs);
    void paintTile(const QRectF& rect, double radius, double glyph);
    void drawLine(NodeCache::Line& line, const QString& text, theme::Type type, theme::Token colour, QPointF at, double width);
    void drawDeviceLine(NodeCache::Line& line, const QString& text, const QFont& font, theme::Token colour, QPointF at,
                        double width);
    QString subtitle() const;
    double textRight() const;
    double signRight() const;
    bool bypassed() const { return node_.state == State::Bypassed; }
    QPen edge(double unit) const;

    QPainter& p_;
    const Node& node_;
    const NodeMarks& marks_;
    const Ink& ink_;
    NodeCache& cache_;
    const double stretch_, opacity_;
    const QRectF body_;
    const double zoom_;
};

/// Beside the card: shadow, halo, focus ring, ports and their names.
QRectF nodeBounds(const Node& node);
/// Where the title of a node at rest stands, in pixels from the node's top left on the screen, and its font there.
struct TitlePlace {
    QRectF line;
    QFont font;
};
TitlePlace titleOf(const Node& node, double zoom);

}  // namespace nw::canvas
