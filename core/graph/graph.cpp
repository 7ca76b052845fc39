// Look-ups and order in a graph.
#include "core/graph/graph.h"

#include <algorithm>
#include <queue>
#include <random>
#include <unordered_map>

#include "core/op/def.h"

namespace nw {

NodeId randomNodeId() {
    static thread_local std::mt19937_64 generator{std::random_device{}()};
    NodeId id = 0;
    while (id == 0) id = generator();
    return id;
}

std::string textOf(NodeId id) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out(16, '0');
    for (std::size_t i = 16; i-- > 0; id >>= 4) out[i] = digits[id & 15];
    return out;
}

const Node* Graph::find(NodeId id) const {
    const auto it = nodes_.find(id);
    return it == nodes_.end() ? nullptr : it->second.get();
}

const Node* Graph::findByName(std::string_view name) const {
    const auto it = names_.find(name);
    return it == names_.end() ? nullptr : find(it->second);
}

void Graph::put(Node node) {
    drop(node.id);
    names_.emplace(node.name, node.id);
    nodes_.emplace(node.id, std::make_shared<const Node>(std::move(node)));
}

void Graph::drop(NodeId id) {
    const auto it = nodes_.find(id);
    if (it == nodes_.end()) return;
    names_.erase(it->second->name);
    nodes_.erase(it);
}

void Graph::put(const Link& link) {
    links_.insert(link);
    readers_.insert(link);
}

bool Graph::drop(const Link& link) {
    readers_.erase(link);
    return links_.erase(link) > 0;
}

const Link* Graph::linkInto(const PortRef& input) const {
    const auto it = links_.lower_bound(Link{input, {}});
    return it != links_.end() && it->to == input ? &*it : nullptr;
}

std::vector<Link> Graph::linksInto(NodeId node) const {
    std::vector<Link> out;
    for (auto it = links_.lower_bound(Link{{node, "", 0}, {}}); it != links_.end() && it->to.node == node; ++it) out.push_back(*it);
    return out;
}

std::vector<Link> Graph::linksFrom(NodeId node) const {
    std::vector<Link> out;
    for (auto it = readers_.lower_bound(Link{{}, {node, "", 0}}); it != readers_.end() && it->from.node == node; ++it)
        out.push_back(*it);
    return out;
}

std::vector<NodeId> Graph::topologicalOrder() const {
    std::vector<NodeId> byName;
    std::unordered_map<NodeId, std::size_t> place;
    for (const auto& [name, id] : names_) {
        place.emplace(id, byName.size());
        byName.push_back(id);
    }
    std::vector<std::size_t> open(byName.size(), 0);
    for (const Link& l : links_) ++open[place.at(l.to.node)];
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < open.size(); ++i)
        if (open[i] == 0) ready.push(i);
    std::vector<NodeId> order;
    while (!ready.empty()) {
        const NodeId id = byName[ready.top()];
        ready.pop();
        order.push_back(id);
        for (auto it = readers_.lower_bound(Link{{}, {id, "", 0}}); it != readers_.end() && it->from.node == id; ++it)
            if (const std::size_t reader = place.at(it->to.node); --open[reader] == 0) ready.push(reader);
    }
    return order;
}

bool Graph::reaches(NodeId from, NodeId to) const {
    std::set<NodeId> seen;
    std::vector<NodeId> stack{to};
    while (!stack.empty()) {
        const NodeId id = stack.back();
        stack.pop_back();
        if (id == from) return true;
        if (!seen.insert(id).second) continue;
        for (const Link& l : linksInto(id)) stack.push_back(l.from.node);
    }
    return false;
}

std::string Graph::freeName(std::string_view base) const {
    std::string name(base);
    for (int i = 1; names_.contains(name); ++i) name = std::string(base) + "_" + std::to_string(i);
    return name;
}

std::uint32_t Graph::freeStream() const {
    std::set<std::uint32_t> taken;
    for (const auto& [id, node] : nodes_) taken.insert(node->stream);
    std::uint32_t stream = 1;
    while (taken.contains(stream)) ++stream;
    return stream;
}

bool Graph::operator==(const Graph& other) const {
    if (links_ != other.links_ || nodes_.size() != other.nodes_.size()) return false;
    for (const auto& [id, node] : nodes_) {
        const Node* o = other.find(id);
        if (!o || !(node.get() == o || *node == *o)) return false;
    }
    return std::equal(
        functions_.begin(), functions_.end(), other.functions_.begin(), other.functions_.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && (a.second == b.second || *a.second == *b.second); });
}

const Graph* Graph::function(std::string_view name) const {
    const auto it = functions_.find(name);
    return it == functions_.end() ? nullptr : it->second.get();
}

std::string functionOf(const Node& node, std::string_view param) {
    const auto it = node.settings.find(param);
    const std::string* name = it == node.settings.end() ? nullptr : std::get_if<std::string>(&it->second);
    return name ? *name : std::string();
}

bool canBeBypassed(const OpDef& op) {
    const std::string_view id = op.id, family = op.family;
    return !op.inputs.empty() && !op.outputs.empty() && !op.outputs[0].variadic && !op.inputs[0].implicit && family != "head" &&
           id != "result";
}

bool isBypassed(const Node& node) {
    const auto it = node.settings.find("bypassed");
    return it != node.settings.end() && it->second == Attr(true) && canBeBypassed(node.op());
}

std::vector<const ParamSpec*> functionParams(const OpDef& op) {
    std::vector<const ParamSpec*> out;
    for (const ParamSpec& p : op.params)
        if (p.kind == ParamKind::Function && !p.doc.internal) out.push_back(&p);
    return out;
}

}  // namespace nw
