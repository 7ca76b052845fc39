// Look-ups and order in a graph.
#include "core/graph/graph.h"

#include <algorithm>
#include <random>

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
    for (const auto& [id, node] : nodes_)
        if (node->name == name) return node.get();
    return nullptr;
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
    for (const Link& l : links_)
        if (l.from.node == node) out.push_back(l);
    return out;
}

std::vector<NodeId> Graph::topologicalOrder() const {
    std::map<NodeId, std::size_t> open;
    std::map<NodeId, std::vector<NodeId>> readers;
    for (const auto& [id, node] : nodes_) open[id] = 0;
    for (const Link& l : links_) {
        ++open[l.to.node];
        readers[l.from.node].push_back(l.to.node);
    }
    std::set<std::pair<std::string, NodeId>> ready;
    for (const auto& [id, count] : open)
        if (count == 0) ready.emplace(nodes_.at(id)->name, id);
    std::vector<NodeId> order;
    while (!ready.empty()) {
        const NodeId id = ready.begin()->second;
        ready.erase(ready.begin());
        order.push_back(id);
        for (const NodeId r : readers[id])
            if (--open[r] == 0) ready.emplace(nodes_.at(r)->name, r);
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
    std::set<std::string_view> taken;
    for (const auto& [id, node] : nodes_) taken.insert(node->name);
    std::string name(base);
    for (int i = 1; taken.contains(name); ++i) name = std::string(base) + "_" + std::to_string(i);
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
