// Patches for adding, removing and linking.
#include "ui/build/edits.h"

#include <QCoreApplication>
#include <cmath>
#include <set>

#include "core/op/registry.h"
#include "ui/build/canvas_model.h"
#include "ui/build/families.h"
#include "ui/document/text.h"
#include "widgets/canvas/geometry.h"

namespace nw::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("edits", text); }

QPointF placeOf(const Studio& studio, NodeId id) {
    const auto& positions = studio.document.layout().positions;
    const auto it = positions.find(id);
    return it == positions.end() ? QPointF() : it->second;
}

QSizeF sizeOf(const Studio& studio, NodeId id) {
    return canvas::nodeSize(outlineOf(studio, id, studio.document.layout().expanded.contains(id)));
}

double heightOf(const Studio& studio, NodeId id) { return sizeOf(studio, id).height(); }

/// A node of `op` without links, as far as its size and ports depend on it.
canvas::Node outlineOf(const OpDef& op) {
    canvas::Node n;
    for (const PortDoc& p : op.inputs)
        if (!p.implicit) n.inputs << canvas::Port{};
    for (std::size_t i = 0; i < op.outputs.size() && std::string_view(op.family) != "head"; ++i) n.outputs << canvas::Port{};
    return n;
}

QSizeF sizeOf(const OpDef& op) { return canvas::nodeSize(outlineOf(op)); }

LayoutEdit placed(const Studio& studio, NodeId id, QPointF at) { return {id, at, studio.document.layout().expanded.contains(id)}; }

/// What an Input stores of the elements of a set: of its first value that no other Input reads.
std::vector<std::pair<const char*, Attr>> elementParams(const Graph& graph, const ElementSpec& spec) {
    std::set<std::string> taken;
    for (const auto& [id, node] : graph.nodes())
        if (std::string_view(node->op().id) == "input") taken.insert(node->params.get<std::string>("name"));
    const Field *value = nullptr, *label = nullptr;
    for (const Field& f : spec.fields) {
        const bool isLabel = f.name == "label" || isInteger(f.type.dtype);
        if (isLabel ? !label : (!value || (taken.contains(value->name) && !taken.contains(f.name)))) (isLabel ? label : value) = &f;
    }
    std::vector<std::pair<const char*, Attr>> params{{"class_names", spec.classNames}};
    if (!label) params.emplace_back("target", std::string("none"));
    if (label) params.emplace_back("label", label->name);
    if (label && isFloating(label->type.dtype)) params.emplace_back("target", std::string("value"));
    if (!value) return params;
    params.insert(params.end(), {{"name", value->name}, {"shape", value->type.extents}, {"dtype", value->type.dtype}});
    if (value->type.extents.size() == 3 && isFloating(value->type.dtype)) params.emplace_back("rescale", 1.0 / 255);
    return params;
}

/// A node of `op` that does not exist yet, with parameters that fit the project.
Node freshNode(const Studio& studio, std::string_view op) {
    const Graph& g = studio.document.graph();
    const OpDef& def = operatorById(op);
    Node node{randomNodeId(), g.freeName(op), Params(def), g.freeStream(), {}, {}};
    if (op != "input" || !studio.data.isOpen()) return node;
    for (const auto& [id, value] : elementParams(g, studio.data.splits().train->spec()))
        if (auto with = node.params.with(id, value)) node.params = *std::move(with);
    return node;
}

/// A head reads the labels of the only Input that gives some.
void linkLabels(const Studio& studio, const Node& head, ProjectPatch& patch) {
    if (std::string_view(head.op().family) != "head") return;
    const Node* only = nullptr;
    for (const auto& [id, node] : studio.document.graph().nodes())
        if (std::string_view(node->op().id) == "input" && node->params.get<std::string>("target") != "none") {
            if (only) return;
            only = node.get();
        }
    if (only) patch.graph.edits.push_back(AddLink{{{head.id, "label", 0}, {only->id, "label", 0}}});
}

/// The first input that takes a link, as new nodes are linked.
PortRef firstInput(const Node& node) { return {node.id, node.op().inputs[0].name, 0}; }
PortRef firstOutput(const Node& node) {
    return {node.id, node.op().outputs[0].variadic ? "result0" : node.op().outputs[0].name, 0};
}

bool hasInput(const Node& node) { return !node.op().inputs.empty() && !node.op().inputs[0].implicit; }

/// Moves every node that is at or below `y` and in the reach of the column down by `by`.
void makeRoom(const Studio& studio, double y, double by, ProjectPatch& patch) {
    for (const auto& [id, at] : studio.document.layout().positions)
        if (at.y() >= y - 1 && studio.document.graph().find(id)) patch.layout.push_back(placed(studio, id, at + QPointF(0, by)));
}

NewNode begun(const Studio& studio, std::string_view op) {
    Node node = freshNode(studio, op);
    NewNode made{node.id, {}};
    made.patch.label = tr("Add %1").arg(q(node.op().label));
    made.patch.graph.edits.push_back(AddNode{std::move(node)});
    return made;
}

const Node& nodeIn(const NewNode& made) { return std::get<AddNode>(made.patch.graph.edits[0]).node; }

/// A card that lies under `area`.
std::optional<QRectF> under(const Studio& studio, const QRectF& area) {
    for (const auto& [id, at] : studio.document.layout().positions) {
        if (!studio.document.graph().find(id) || at.y() > area.bottom() || at.x() > area.right()) continue;
        if (const QRectF card(at, sizeOf(studio, id)); area.intersects(card)) return card;
    }
    return std::nullopt;
}

/// Where a card of `op` can stand that somebody wants at `at`: there, on the grid, or as near to it as it overlaps nothing.
QPointF freePlace(const Studio& studio, const OpDef& op, QPointF at) {
    constexpr double Apart = 16;
    const QRectF wish(canvas::snapped(outlineOf(op), at), sizeOf(op));
    QRectF best;
    for (const QPointF way : {QPointF(-1, 0), QPointF(1, 0), QPointF(0, 1), QPointF(0, -1)}) {
        QRectF area = wish;
        while (const auto card = under(studio, area)) {
            if (way.x() < 0) area.moveRight(card->left() - Apart);
            if (way.x() > 0) area.moveLeft(card->right() + Apart);
            if (way.y() > 0) area.moveTop(card->bottom() + Apart);
            if (way.y() < 0) area.moveBottom(card->top() - Apart);
        }
        const auto moved = [&](const QRectF& r) { return (r.topLeft() - wish.topLeft()).manhattanLength(); };
        if (best.isNull() || moved(area) < moved(best)) best = area;
    }
    return canvas::snapped(outlineOf(op), best.topLeft());
}

}  // namespace

NewNode addNode(const Studio& studio, std::string_view op, QPointF at) {
    NewNode made = begun(studio, op);
    made.patch.layout.push_back(placed(studio, made.id, freePlace(studio, nodeIn(made).op(), at)));
    linkLabels(studio, nodeIn(made), made.patch);
    return made;
}

NewNode addBelow(const Studio& studio, std::string_view op, const PortRef& from) {
    const OpDef& def = operatorById(op);
    const QPointF above = placeOf(studio, from.node);
    const QSizeF size = sizeOf(studio, from.node);
    const QPointF at = above + QPointF((size.width() - sizeOf(def).width()) / 2, size.height() + canvas::NodeGap);
    if (def.inputs.empty()) return addNode(studio, op, at);
    // A single reader below is pushed down and now reads the new node; beside several readers the new one gets a column.
    std::vector<Link> readers;
    for (const Link& l : studio.document.graph().linksFrom(from.node))
        if (l.from == from) readers.push_back(l);
    if (readers.size() == 1 && !def.outputs.empty() && std::string_view(def.family) != "head")
        return insertInto(studio, op, readers[0]);
    NewNode made = begun(studio, op);
    QRectF area(at, sizeOf(def));
    while (under(studio, area)) area.translate(canvas::NodeWidth + canvas::ColumnGap, 0);
    made.patch.layout.push_back(placed(studio, made.id, area.topLeft()));
    if (hasInput(nodeIn(made))) made.patch.graph.edits.push_back(AddLink{{firstInput(nodeIn(made)), from}});
    linkLabels(studio, nodeIn(made), made.patch);
    return made;
}

NewNode addBranch(const Studio& studio, std::string_view op, const PortRef& from, QPointF at) {
    NewNode made = addNode(studio, op, at - canvas::inputAt(outlineOf(operatorById(op)), 0));
    if (hasInput(nodeIn(made))) made.patch.graph.edits.push_back(AddLink{{firstInput(nodeIn(made)), from}});
    return made;
}

NewNode addAbove(const Studio& studio, std::string_view op, const PortRef& to, QPointF at) {
    NewNode made = addNode(studio, op, at - canvas::outputAt(outlineOf(operatorById(op)), 0));
    made.patch.graph.edits.push_back(AddLink{{to, firstOutput(nodeIn(made))}});
    return made;
}

NewNode insertInto(const Studio& studio, std::string_view op, const Link& link) {
    NewNode made = begun(studio, op);
    const QPointF above = placeOf(studio, link.from.node);
    const double y = above.y() + heightOf(studio, link.from.node) + canvas::NodeGap;
    auto& edits = made.patch.graph.edits;
    edits.push_back(RemoveLink{link});
    if (hasInput(nodeIn(made))) edits.push_back(AddLink{{firstInput(nodeIn(made)), link.from}});
    if (!nodeIn(made).op().outputs.empty()) edits.push_back(AddLink{{link.to, firstOutput(nodeIn(made))}});
    const double x = above.x() + (sizeOf(studio, link.from.node).width() - sizeOf(nodeIn(made).op()).width()) / 2;
    makeRoom(studio, y, sizeOf(nodeIn(made).op()).height() + canvas::NodeGap, made.patch);
    made.patch.layout.push_back(placed(studio, made.id, {x, y}));
    return made;
}

ProjectPatch putInto(const Studio& studio, NodeId id, const Link& link, QPointF at) {
    const Node& node = *studio.document.graph().find(id);
    ProjectPatch patch(tr("Insert %1").arg(q(node.op().label)), {});
    for (const Link& l : studio.document.graph().linksInto(id)) patch.graph.edits.push_back(RemoveLink{l});
    for (const Link& l : studio.document.graph().linksFrom(id)) patch.graph.edits.push_back(RemoveLink{l});
    patch.graph.edits.push_back(RemoveLink{link});
    patch.graph.edits.push_back(AddLink{{firstInput(node), link.from}});
    patch.graph.edits.push_back(AddLink{{link.to, firstOutput(node)}});
    const double y = placeOf(studio, link.from.node).y() + heightOf(studio, link.from.node) + canvas::NodeGap;
    makeRoom(studio, y, heightOf(studio, id) + canvas::NodeGap, patch);
    std::erase_if(patch.layout, [&](const LayoutEdit& e) { return e.node == id; });
    patch.layout.push_back(placed(studio, id, {placeOf(studio, link.to.node).x(), y}));
    (void)at;
    return patch;
}

ProjectPatch remove(const Studio& studio, const std::vector<NodeId>& nodes, const std::vector<Link>& links, bool heal) {
    const Graph& g = studio.document.graph();
    ProjectPatch patch;
    const std::set<NodeId> gone(nodes.begin(), nodes.end());
    patch.label = nodes.size() == 1 ? tr("Delete %1").arg(q(g.find(nodes[0])->name))
                  : nodes.empty()   ? tr("Delete link")
                                    : tr("Delete %1 layers").arg(nodes.size());
    for (const Link& l : g.links())
        if (gone.contains(l.from.node) || gone.contains(l.to.node) || std::find(links.begin(), links.end(), l) != links.end())
            patch.graph.edits.push_back(RemoveLink{l});
    for (const NodeId id : gone) {
        patch.graph.edits.push_back(RemoveNode{id});
        patch.layout.push_back({id, std::nullopt, false});
    }
    if (!heal) return patch;
    const auto sourceOf = [&](PortRef from) -> std::optional<PortRef> {
        while (gone.contains(from.node)) {
            const Node& node = *g.find(from.node);
            const Link* in = node.op().inputs.empty() ? nullptr : g.linkInto(firstInput(node));
            if (!in) return std::nullopt;
            from = in->from;
        }
        return from;
    };
    for (const Link& l : g.links())
        if (gone.contains(l.from.node) && !gone.contains(l.to.node))
            if (const auto from = sourceOf(l.from)) patch.graph.edits.push_back(AddLink{{l.to, *from}});
    return patch;
}

ProjectPatch connect(const Studio& studio, const Link& link) {
    ProjectPatch patch(tr("Connect %1").arg(q(studio.document.graph().find(link.to.node)->name)), {});
    if (const Link* old = studio.document.graph().linkInto(link.to)) patch.graph.edits.push_back(RemoveLink{*old});
    patch.graph.edits.push_back(AddLink{link});
    return patch;
}

ProjectPatch moveTo(const Studio& studio, const std::map<NodeId, QPointF>& positions) {
    ProjectPatch patch(positions.size() == 1 ? tr("Move layer") : tr("Move layers"), {});
    for (const auto& [id, at] : positions) patch.layout.push_back({id, at, studio.document.layout().expanded.contains(id)});
    return patch;
}

ProjectPatch togglePreview(const Studio& studio, const std::vector<NodeId>& nodes) {
    const Layout& layout = studio.document.layout();
    const bool expand = std::any_of(nodes.begin(), nodes.end(), [&](NodeId id) { return !layout.expanded.contains(id); });
    ProjectPatch patch(expand ? tr("Show large preview") : tr("Hide large preview"), {});
    std::map<NodeId, QPointF> places = layout.positions;
    std::set<NodeId> changed;
    for (const NodeId id : nodes) {
        if (layout.expanded.contains(id) == expand) continue;
        changed.insert(id);
        const double by = canvas::nodeSize(outlineOf(studio, id, expand)).height() - heightOf(studio, id);
        for (auto& [other, at] : places)
            if (at.y() > places.at(id).y()) at.ry() += by;
    }
    for (const auto& [id, at] : places)
        if (changed.contains(id))
            patch.layout.push_back({id, at, expand});
        else if (at != layout.positions.at(id))
            patch.layout.push_back(placed(studio, id, at));
    return patch;
}

ProjectPatch toggleBypass(const Studio& studio, const std::vector<NodeId>& nodes) {
    const Graph& g = studio.document.graph();
    const bool bypass = std::any_of(nodes.begin(), nodes.end(),
                                    [&](NodeId id) { return canBeBypassed(g.find(id)->op()) && !isBypassed(*g.find(id)); });
    ProjectPatch patch(bypass ? tr("Bypass") : tr("Use again"), {});
    for (const NodeId id : nodes)
        if (canBeBypassed(g.find(id)->op()))
            patch.graph.edits.push_back(SetSetting{id, "bypassed", bypass ? std::optional<Attr>(true) : std::nullopt});
    return patch;
}

ProjectPatch rename(const Studio& studio, NodeId node, const QString& name) {
    (void)studio;
    return {tr("Rename"), {"", {Rename{node, s(name.trimmed())}}}};
}

}  // namespace nw::ui
