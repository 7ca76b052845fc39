// The file form of graphs.
#include "core/graph/json.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "core/graph/attr_json.h"
#include "core/graph/patch.h"
#include "core/graph/settings.h"
#include "core/op/registry.h"

namespace nw {

using nlohmann::json;

namespace {

json nodeToJson(const Node& node) {
    json j{{"id", textOf(node.id)}, {"op", node.op().id}, {"name", node.name}, {"stream", node.stream}};
    if (node.op().version != 1) j["version"] = node.op().version;
    const Params defaults(node.op());
    json params = json::object();
    for (const ParamSpec& p : node.op().params)
        if (!p.doc.internal && p.kind != ParamKind::Function && !(node.params.get(p) == defaults.get(p)))
            params[p.id] = toJson(node.params.get(p));
    if (!params.empty()) j["params"] = std::move(params);
    for (const auto& [id, value] : node.settings) j["settings"][id] = toJson(value);
    if (!node.device.empty()) j["device"] = node.device;
    return j;
}

json portToJson(const PortRef& p) {
    json j = json::array({textOf(p.node), p.port});
    if (p.index != 0) j.push_back(p.index);
    return j;
}

Result<NodeId> idFrom(const json& j) {
    NodeId id = 0;
    if (j.is_string()) {
        const auto& s = j.get_ref<const std::string&>();
        const auto r = std::from_chars(s.data(), s.data() + s.size(), id, 16);
        if (r.ec == std::errc() && r.ptr == s.data() + s.size() && s.size() == 16 && id != 0) return id;
    }
    return fail(Code::Format, "graph", "a node id must be 16 hexadecimal digits");
}

std::string textField(const json& j, const char* key) {
    const auto it = j.find(key);
    return it != j.end() && it->is_string() ? it->get<std::string>() : std::string();
}

Result<Params> paramsFrom(const OpDef& op, const json& j) {
    Params params(op);
    if (!j.is_object()) return fail(Code::Format, op.id, "parameters must be an object");
    for (const auto& [id, value] : j.items()) {
        const ParamSpec* spec = op.param(id);
        if (!spec || spec->doc.internal) return fail(Code::Format, op.id, "has no parameter \"" + id + "\"");
        auto attr = attrFromJson(value, spec->kind);
        if (!attr) return fail(Code::Format, op.id, id + ": " + attr.error().message);
        NW_TRY(params, params.with(id, *attr));
    }
    return params;
}

Result<Attr> settingFrom(const json& j, const std::string& id) {
    if (j.is_boolean()) return Attr(j.get<bool>());
    if (j.is_number()) return Attr(j.get<double>());
    if (j.is_string()) return Attr(j.get<std::string>());
    return fail(Code::Format, id, "a setting must be true, false, a number or a text");
}

Result<Node> nodeFrom(const json& j) {
    if (!j.is_object()) return fail(Code::Format, "graph", "a node must be an object");
    Node node;
    node.name = textField(j, "name");
    const std::string id = textField(j, "op");
    const OpDef* op = findOperator(id);
    if (!op)
        return fail(Code::Version, node.name, "uses the layer \"" + id + "\", which this version of Netwright does not know",
                    "Open the project with a newer version.");
    if (op->internal)  // gradients and optimizers trust what passes hand them
        return fail(Code::Format, node.name, "\"" + id + "\" is part of the engine, not a layer that a project can use");
    if (const int version = j.value("version", json(1)).is_number_integer() ? j.value("version", 1) : 0;
        version < 1 || version > op->version)
        return fail(Code::Version, node.name,
                    "uses version " + std::to_string(version) + " of \"" + id + "\", this program knows version " +
                        std::to_string(op->version),
                    "Open the project with a newer version.");
    NW_TRY(node.id, idFrom(j.contains("id") ? j["id"] : json()));
    const json stream = j.contains("stream") ? j["stream"] : json();
    if (!stream.is_number_unsigned() || stream.get<std::uint64_t>() > 0xFFFFFFFFu)
        return fail(Code::Format, node.name, "needs a stream number");
    node.stream = stream.get<std::uint32_t>();
    NW_TRY(node.params, paramsFrom(*op, j.contains("params") ? j["params"] : json::object()));
    if (j.contains("settings")) {
        if (!j["settings"].is_object()) return fail(Code::Format, node.name, "settings must be an object");
        for (const auto& [key, value] : j["settings"].items()) {
            NW_TRY(Attr attr, settingFrom(value, key));
            node.settings.emplace(key, std::move(attr));
        }
    }
    node.device = textField(j, "device");
    return node;
}

Result<PortRef> portFrom(const json& j) {
    if (!j.is_array() || j.size() < 2 || j.size() > 3 || !j[1].is_string())
        return fail(Code::Format, "graph", "a link's end must be [node, port]");
    PortRef p;
    NW_TRY(p.node, idFrom(j[0]));
    p.port = j[1].get<std::string>();
    if (j.size() == 3) {
        if (!j[2].is_number_unsigned() || j[2].get<std::uint64_t>() > 65535)
            return fail(Code::Format, "graph", "a link's index must be a small whole number");
        p.index = j[2].get<std::uint32_t>();
    }
    return p;
}

/// Files that were merged by hand can hold a stream number twice: the first node keeps it, the others get free ones.
void renumberStreams(std::vector<Node>& nodes) {
    std::set<std::uint32_t> all, taken;
    for (const Node& n : nodes) all.insert(n.stream);
    std::uint32_t free = 1;
    for (Node& n : nodes)
        if (!taken.insert(n.stream).second) {
            while (all.contains(free)) ++free;
            all.insert(n.stream = free);
        }
}

}  // namespace

json toJson(const Graph& graph) {
    json nodes = json::array(), links = json::array();
    for (const auto& [id, node] : graph.nodes()) nodes.push_back(nodeToJson(*node));
    for (const Link& l : graph.links()) links.push_back({{"from", portToJson(l.from)}, {"to", portToJson(l.to)}});
    json out{{"nodes", std::move(nodes)}, {"links", std::move(links)}};
    for (const auto& [name, body] : graph.functions()) out["functions"][name] = toJson(*body);
    return out;
}

namespace {

/// `functions`: those that the nodes may use, added in the same step as the nodes.
Result<Graph> graphFrom(const json& j, std::vector<Edit> functions) {
    if (!j.is_object() || !j.contains("nodes") || !j["nodes"].is_array() || !j.contains("links") || !j["links"].is_array())
        return fail(Code::Format, "graph", "needs lists of nodes and links");
    std::vector<Node> nodes;
    for (const json& n : j["nodes"]) {
        NW_TRY(Node node, nodeFrom(n));
        nodes.push_back(std::move(node));
    }
    renumberStreams(nodes);
    Patch patch{"", std::move(functions)};
    for (Node& node : nodes) patch.edits.push_back(AddNode{std::move(node)});
    for (const json& l : j["links"]) {
        if (!l.is_object() || !l.contains("from") || !l.contains("to"))
            return fail(Code::Format, "graph", "a link needs from and to");
        Link link;
        NW_TRY(link.from, portFrom(l["from"]));
        NW_TRY(link.to, portFrom(l["to"]));
        patch.edits.push_back(AddLink{std::move(link)});
    }
    Graph graph;
    NW_RETURN_IF_ERROR(patch.apply(graph));
    return graph;
}

}  // namespace

Result<Graph> graphFromJson(const json& j) {
    std::vector<Edit> functions;
    if (j.is_object() && j.contains("functions")) {
        if (!j["functions"].is_object()) return fail(Code::Format, "graph", "functions must be an object");
        for (const auto& [name, body] : j["functions"].items()) {
            if (body.is_object() && body.contains("functions"))
                return fail(Code::Format, name, "a function has no functions of its own: they belong to the network");
            NW_TRY(Graph graph, graphFrom(body, {}));
            functions.push_back(SetFunction{name, std::make_shared<const Graph>(std::move(graph))});
        }
    }
    return graphFrom(j, std::move(functions));
}

}  // namespace nw
