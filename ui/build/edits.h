// Edits of the network that people make on the canvas, as project patches: pure functions of what is there.
#pragma once

#include "ui/document/studio.h"

namespace nw::ui {

/// A new node of an operator with a free name and stream. A head gets the labels of the only Input that has some, an Input the
/// sizes of the open data.
struct NewNode {
    NodeId id = 0;
    ProjectPatch patch;
};

/// With its top left at a place of the canvas, or as near to it as it overlaps nothing; without links.
NewNode addNode(const Studio& studio, std::string_view op, QPointF at);
/// Below an output and linked to it; what is in the way of the new node moves down.
NewNode addBelow(const Studio& studio, std::string_view op, const PortRef& from);
/// With its input where a link was dropped, and linked to it; what reads the output goes on reading it.
NewNode addBranch(const Studio& studio, std::string_view op, const PortRef& from, QPointF at);
/// With its output where a link to an input was dropped, and linked to it.
NewNode addAbove(const Studio& studio, std::string_view op, const PortRef& to, QPointF at);
/// Into a link; everything below moves down.
NewNode insertInto(const Studio& studio, std::string_view op, const Link& link);
/// An existing node, which has no links, into a link.
ProjectPatch putInto(const Studio& studio, NodeId node, const Link& link, QPointF at);

/// Removes nodes with their links, and links. `heal`: what the first input of a removed node read goes to what read it.
ProjectPatch remove(const Studio& studio, const std::vector<NodeId>& nodes, const std::vector<Link>& links, bool heal);
/// A link; one that the input has already is replaced.
ProjectPatch connect(const Studio& studio, const Link& link);
/// Why a link cannot be: no such port, a circle, or an element type or number of axes that its reader never takes and no fix cures.
/// Empty when it can.
QString whyNot(const Studio& studio, const Link& link);
ProjectPatch moveTo(const Studio& studio, const std::map<NodeId, QPointF>& positions);
ProjectPatch togglePreview(const Studio& studio, const std::vector<NodeId>& nodes);
ProjectPatch toggleBypass(const Studio& studio, const std::vector<NodeId>& nodes);
ProjectPatch rename(const Studio& studio, NodeId node, const QString& name);

/// A fix of a finding, with places for the layers that it adds: below what they read, in the place of what they replace.
ProjectPatch fixWithPlaces(const Studio& studio, const Patch& fix);

/// Nodes and the links among them as text for the clipboard.
QString copyText(const Studio& studio, const std::vector<NodeId>& nodes);
struct Pasted {
    std::vector<NodeId> nodes;
    ProjectPatch patch;
};
/// New nodes of a copied text, `by` away from where they were. `keepInputs`: links from nodes that were not copied are kept. Error:
/// Format.
/// Whether a text is one of copyText.
bool holdsLayers(const QString& text);
Result<Pasted> paste(const Studio& studio, const QString& text, QPointF by, bool keepInputs);

}  // namespace nw::ui
