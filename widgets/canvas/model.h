// What a canvas shows: plain values that its owner makes and hands over whole. The canvas never changes them.
#pragma once

#include <QHash>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QString>

#include "widgets/theme/tokens.h"

namespace nw::canvas {

using NodeId = quint64;

enum class State { Ok, Warning, Error, Running, Bypassed };

struct Port {
    QString id;
    QString label;  ///< shown beside the port when its side has more than one
    theme::PortKind kind = theme::PortKind::Float;
    bool connected = false;
    bool variadic = false;  ///< the free slot of a port that takes any number of links
    bool operator==(const Port&) const = default;
};

struct Score {
    QString label;
    double share = 0;  ///< 0…1; NaN when there is no value
    bool operator==(const Score&) const = default;
};

/// What a node shows of its value for the current sample.
struct Preview {
    enum class Kind {
        None,       ///< the node has nothing to show
        NoValue,    ///< it would, but a fault upstream leaves it without: an empty well and "–"
        Image,      ///< images[0…15], drawn as they are; the first is the thumbnail
        Maps,       ///< images[0…15]: Grayscale8 is values, coloured by the theme's ramp; other formats are drawn as they are
        Vector,     ///< values[…1024] in 0…1 (-1…1 when signed), a heat map row by row
        Histogram,  ///< values: heights of bars in 0…1
        Scores,     ///< scores[…3], best first
    };
    Kind kind = Kind::None;
    QList<QImage> images;
    int more = 0;               ///< maps that are not in images
    bool signedValues = false;  ///< Grayscale8 128 and value 0 are zero
    QList<float> values;
    QList<Score> scores;
    bool operator==(const Preview&) const = default;
};

struct Node {
    NodeId id = 0;
    QString title;
    QString subtitle;
    QString shape;           ///< without the batch: "28×28×6"; "?" when unknown
    QString parameters;      ///< "156 params", empty when none
    QString tooltip;         ///< its name; on further lines figures: shape with batch, dtype, time
    QString accessibleName;  ///< empty: the canvas composes one
    theme::Family family = theme::Family::Shape;
    QString glyph;  ///< id of an icon; empty: that of the family
    State state = State::Ok;
    QString fault;         ///< in place of the subtitle while state is Warning or Error
    double progress = -1;  ///< 0…1 while Running; negative when unknown
    QList<Port> inputs;
    QList<Port> outputs;
    Preview preview;
    bool expanded = false;
    bool function = false;  ///< has a graph inside: the tile is split
    QPointF position;       ///< top left, in scene units
    bool operator==(const Node&) const = default;
};

/// A link by its named ends. Two links of one canvas never have equal ends.
struct LinkEnds {
    NodeId from = 0;
    QString output;
    NodeId to = 0;
    QString input;
    bool operator==(const LinkEnds&) const = default;
};
inline size_t qHash(const LinkEnds& l, size_t seed = 0) { return qHashMulti(seed, l.from, l.output, l.to, l.input); }

struct Link {
    LinkEnds ends;
    theme::PortKind kind = theme::PortKind::Float;
    bool error = false;  ///< cannot be: dashed until fixed
    bool operator==(const Link&) const = default;
};

struct CanvasModel {
    QList<Node> nodes;
    QList<Link> links;
};

struct PortRef {
    NodeId node = 0;
    QString port;
    bool isOutput = false;
    bool operator==(const PortRef&) const = default;
};

}  // namespace nw::canvas

Q_DECLARE_METATYPE(nw::canvas::LinkEnds)
