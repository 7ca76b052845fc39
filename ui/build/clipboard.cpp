// Copies of layers as text: a small project file without data.
#include <QCoreApplication>
#include <nlohmann/json.hpp>

#include "core/graph/json.h"
#include "ui/build/edits.h"
#include "ui/document/text.h"

namespace nw::ui {

using nlohmann::json;

QString copyText(const Studio& studio, const std::vector<NodeId>& nodes) {
    const Graph& g = studio.document.graph();
    Patch part;
    json outside = json::array(), places = json::object();
    const std::set<NodeId> chosen(nodes.begin(), nodes.end());
    for (const auto& [name, body] : g.functions()) part.edits.push_back(SetFunction{name, body});
    for (const NodeId id : chosen) part.edits.push_back(AddNode{*g.find(id)});
    for (const Link& l : g.links()) {
        if (!chosen.contains(l.to.node)) continue;
        if (chosen.contains(l.from.node))
            part.edits.push_back(AddLink{l});
        else
            outside.push_back({{"from", {textOf(l.from.node), l.from.port}}, {"to", {textOf(l.to.node), l.to.port, l.to.index}}});
    }
    for (const auto& [id, at] : studio.document.layout().positions)
        if (chosen.contains(id)) places[textOf(id)] = {at.x(), at.y()};
    Graph copy;
    const auto done = part.apply(copy);
    NW_CHECK(done);
    return q(json{{"netwright_layers", 1}, {"graph", toJson(copy)}, {"outside", outside}, {"places", places}}.dump(1));
}

namespace {

NodeId idFrom(const json& j) {
    return j.is_string() && j.get<std::string>().size() == 16 ? std::strtoull(j.get<std::string>().c_str(), nullptr, 16) : 0;
}

/// The links into copied nodes from others that still exist.
std::vector<Link> outsideLinks(const json& j, const Graph& graph) {
    std::vector<Link> out;
    if (!j.is_array()) return out;
    for (const json& l : j) {
        if (!l.is_object() || !l.contains("from") || !l.contains("to")) continue;
        const json &from = l["from"], &to = l["to"];
        if (!from.is_array() || from.size() != 2 || !from[1].is_string() || !to.is_array() || to.size() != 3 ||
            !to[1].is_string() || !to[2].is_number_unsigned() || to[2].get<std::uint64_t>() > 65535)
            continue;
        const Link link{{idFrom(to[0]), to[1], to[2].get<std::uint32_t>()}, {idFrom(from[0]), from[1], 0}};
        if (graph.find(link.from.node)) out.push_back(link);
    }
    return out;
}

}  // namespace

bool holdsLayers(const QString& text) {
    const json j = json::parse(s(text), nullptr, false);
    return j.is_object() && j.contains("netwright_layers") && j.contains("graph");
}

Result<Pasted> paste(const Studio& studio, const QString& text, QPointF by, bool keepInputs) {
    if (!holdsLayers(text)) return fail(Code::Format, "clipboard", "holds no layers", "Copy layers first.");
    const json j = json::parse(s(text), nullptr, false);
    NW_TRY(const Graph copy, graphFromJson(j["graph"]));
    const Graph& g = studio.document.graph();
    Pasted made;
    made.patch.label = QCoreApplication::translate("edits", "Paste");
    std::map<NodeId, NodeId> fresh;
    Graph scratch = g;  // names and streams must be free among the pasted ones too
    for (const auto& [name, body] : copy.functions())
        if (!g.function(name)) made.patch.graph.edits.push_back(SetFunction{name, body});
    for (const NodeId old : copy.topologicalOrder()) {
        Node node = *copy.find(old);
        node.id = randomNodeId();
        fresh[old] = node.id;
        const std::string base = node.name.substr(0, node.name.find_last_not_of("0123456789") + 1);
        node.name = scratch.findByName(node.name) ? scratch.freeName(base.ends_with('_') ? base.substr(0, base.size() - 1) : base)
                                                  : node.name;
        node.stream = scratch.freeStream();
        NW_RETURN_IF_ERROR(Patch({"", {AddNode{node}}}).apply(scratch));
        made.patch.graph.edits.push_back(AddNode{node});
        made.nodes.push_back(node.id);
        const json at = j.value("places", json::object()).value(textOf(old), json());
        QPointF place;
        if (at.is_array() && at.size() == 2 && at[0].is_number() && at[1].is_number())
            place = {at[0].get<double>(), at[1].get<double>()};
        made.patch.layout.push_back({node.id, place + by, false});
    }
    for (Link l : copy.links()) {
        l.from.node = fresh[l.from.node], l.to.node = fresh[l.to.node];
        made.patch.graph.edits.push_back(AddLink{l});
    }
    for (Link l : keepInputs ? outsideLinks(j.value("outside", json()), g) : std::vector<Link>()) {
        if (!fresh.contains(l.to.node)) continue;
        l.to.node = fresh[l.to.node];
        made.patch.graph.edits.push_back(AddLink{l});
    }
    return made;
}

}  // namespace nw::ui
