// Applying edits, each with its inverse.
#include "core/graph/patch.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/op/def.h"

namespace nw {
namespace {

std::string nameOf(const Graph& g, NodeId id) {
    const Node* n = g.find(id);
    return n ? n->name : "node " + textOf(id);
}

Error noNode(NodeId id) { return fail(Code::NotFound, textOf(id), "there is no such node"); }

bool validName(const std::string& name) {
    if (name.empty() || name.size() > 200) return false;
    return std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == '/' || c == 0x7F; });
}

/// Whether an operator may have this output; which of them it has can depend on parameters (see analyse).
bool hasOutput(const OpDef& op, const PortRef& ref) {
    return ref.index == 0 &&
           std::any_of(op.outputs.begin(), op.outputs.end(), [&](const PortDoc& p) { return p.variadic || ref.port == p.name; });
}

/// Functions that nodes of a graph use.
std::set<std::string> usedFunctions(const Graph& g) {
    std::set<std::string> used;
    for (const auto& [id, node] : g.nodes())
        for (const ParamSpec* p : functionParams(node->op()))
            if (std::string name = functionOf(*node, p->id); !name.empty()) used.insert(std::move(name));
    return used;
}

/// The name of a node or function that uses the function.
std::optional<std::string> userOf(const Graph& g, const std::string& function) {
    for (const auto& [id, node] : g.nodes())
        for (const ParamSpec* p : functionParams(node->op()))
            if (functionOf(*node, p->id) == function) return node->name;
    for (const auto& [name, body] : g.functions())
        if (usedFunctions(*body).contains(function)) return name;
    return std::nullopt;
}

/// Error: Argument when a function reaches itself.
Result<void> checkRecursion(const Graph& g) {
    std::map<std::string, std::set<std::string>> left;
    for (const auto& [name, body] : g.functions()) left[name] = usedFunctions(*body);
    for (bool changed = true; changed && !left.empty();) {
        changed = false;
        for (auto it = left.begin(); it != left.end();) {
            const bool waits = std::any_of(it->second.begin(), it->second.end(), [&](const auto& n) { return left.contains(n); });
            changed = changed || !waits;
            it = waits ? std::next(it) : left.erase(it);
        }
    }
    if (left.empty()) return {};
    return fail(Code::Argument, left.begin()->first, "would call itself", "Use a loop to repeat a function.");
}

/// Walks from the ends of new links along all links: each node is looked at once, whatever the number of links.
class CircleSearch {
public:
    explicit CircleSearch(const Graph& graph) : graph_(graph) {}

    /// A link on a circle that is reached from `start`.
    std::optional<Link> from(NodeId start) {
        if (!seen_.insert(start).second) return std::nullopt;
        enter(start);
        while (!path_.empty()) {
            Step& step = path_.back();
            if (step.next == step.out.size()) {
                open_.erase(step.node);
                path_.pop_back();
                continue;
            }
            const Link link = step.out[step.next++];
            if (open_.contains(link.to.node)) return link;
            if (seen_.insert(link.to.node).second) enter(link.to.node);
        }
        return std::nullopt;
    }

private:
    struct Step {
        NodeId node;
        std::vector<Link> out;
        std::size_t next = 0;
    };
    void enter(NodeId id) {
        open_.insert(id);
        path_.push_back({id, graph_.linksFrom(id)});
    }
    const Graph& graph_;
    std::unordered_set<NodeId> seen_, open_;  ///< open: on the path
    std::vector<Step> path_;
};

Error circle(const Graph& g, const Link& link) {
    const std::string from = nameOf(g, link.from.node), to = nameOf(g, link.to.node);
    return fail(Code::Type, to, "the link from " + from + " would make a circle: " + from + " already depends on " + to,
                "Use a loop to feed values back.");
}

/// Errors: NotFound, for nodes and ports.
Result<void> checkPorts(const Graph& g, const Link& l) {
    const Node *from = g.find(l.from.node), *to = g.find(l.to.node);
    if (!from || !to) return noNode(from ? l.to.node : l.from.node);
    const PortDoc* input = to->op().input(l.to.port);
    if (!input || input->implicit || (l.to.index != 0 && !input->variadic))
        return fail(Code::NotFound, to->name, "has no input \"" + l.to.port + "\"");
    if (!hasOutput(from->op(), l.from)) return fail(Code::NotFound, from->name, "has no output \"" + l.from.port + "\"");
    return {};
}

/// Error: Type when new links close a circle.
Result<void> checkCircles(const Graph& g, const std::vector<Edit>& edits) {
    CircleSearch search(g);
    for (const Edit& edit : edits) {
        const auto* added = std::get_if<AddLink>(&edit);
        if (!added || !g.links().contains(added->link)) continue;
        if (const auto link = search.from(added->link.to.node)) return circle(g, *link);
    }
    return {};
}

}  // namespace

Result<Edit> Patch::add(Graph& g, const AddNode& edit) {
    const Node& node = edit.node;
    NW_CHECK(node.params.defined() && node.id != 0);
    if (g.find(node.id)) return fail(Code::Argument, node.name, "the node exists already");
    if (!validName(node.name)) return fail(Code::Argument, node.name, "a name needs 1 to 200 characters and no slash");
    if (g.findByName(node.name)) return fail(Code::Argument, node.name, "the name is taken");
    g.put(node);
    return Edit(RemoveNode{node.id});
}

Result<Edit> Patch::remove(Graph& g, const RemoveNode& edit) {
    const Node* node = g.find(edit.node);
    if (!node) return noNode(edit.node);
    if (!g.linksInto(edit.node).empty() || !g.linksFrom(edit.node).empty())
        return fail(Code::Argument, node->name, "the node still has links");
    Edit inverse = AddNode{*node};
    g.drop(edit.node);
    return inverse;
}

Result<Edit> Patch::add(Graph& g, const AddLink& edit) {
    const Link& l = edit.link;
    NW_RETURN_IF_ERROR(checkPorts(g, l));
    if (g.linkInto(l.to))
        return fail(Code::Type, nameOf(g, l.to.node), "the input " + l.to.port + " is connected already",
                    "Remove the other link first.");
    g.put(l);
    return Edit(RemoveLink{l});
}

Result<Edit> Patch::remove(Graph& g, const RemoveLink& edit) {
    if (!g.drop(edit.link))
        return fail(Code::NotFound, nameOf(g, edit.link.to.node), "there is no link from " + nameOf(g, edit.link.from.node));
    return Edit(AddLink{edit.link});
}

template <class Change>
Result<Edit> Patch::change(Graph& g, NodeId id, Change change) {
    const Node* old = g.find(id);
    if (!old) return noNode(id);
    Node node = *old;
    Result<Edit> inverse = change(node);
    if (inverse) g.put(std::move(node));
    return inverse;
}

Result<Edit> Patch::set(Graph& g, const SetFunction& edit) {
    if (!validName(edit.name)) return fail(Code::Argument, edit.name, "a name needs 1 to 200 characters and no slash");
    if (edit.graph && !edit.graph->functions().empty())
        return fail(Code::Argument, edit.name, "a function has no functions of its own: they belong to the network");
    const auto it = g.functions_.find(edit.name);
    Edit inverse = SetFunction{edit.name, it == g.functions_.end() ? nullptr : it->second};
    if (edit.graph) {
        g.functions_.insert_or_assign(edit.name, edit.graph);
        return inverse;
    }
    if (it == g.functions_.end()) return fail(Code::NotFound, edit.name, "there is no such function");
    const auto user = userOf(g, edit.name);
    if (user) return fail(Code::Argument, edit.name, "is still used by " + *user, "Delete " + *user + " first.");
    g.functions_.erase(it);
    return inverse;
}

Result<Edit> Patch::applyOne(Graph& g, const Edit& edit) {
    if (const auto* e = std::get_if<SetFunction>(&edit)) return set(g, *e);
    if (const auto* e = std::get_if<AddNode>(&edit)) return add(g, *e);
    if (const auto* e = std::get_if<RemoveNode>(&edit)) return remove(g, *e);
    if (const auto* e = std::get_if<AddLink>(&edit)) return add(g, *e);
    if (const auto* e = std::get_if<RemoveLink>(&edit)) return remove(g, *e);
    if (const auto* e = std::get_if<SetParam>(&edit))
        return change(g, e->node, [&](Node& n) -> Result<Edit> {
            if (!n.op().param(e->param)) return fail(Code::NotFound, n.name, "has no parameter \"" + e->param + "\"");
            Edit inverse = SetParam{e->node, e->param, n.params.get(e->param)};
            NW_TRY(n.params, n.params.with(e->param, e->value));
            return inverse;
        });
    if (const auto* e = std::get_if<SetSetting>(&edit))
        return change(g, e->node, [&](Node& n) -> Result<Edit> {
            const auto it = n.settings.find(e->setting);
            Edit inverse = SetSetting{e->node, e->setting, it == n.settings.end() ? std::nullopt : std::optional<Attr>(it->second)};
            if (e->value)
                n.settings.insert_or_assign(e->setting, *e->value);
            else
                n.settings.erase(e->setting);
            return inverse;
        });
    if (const auto* e = std::get_if<Rename>(&edit)) {
        const Node* other = g.findByName(e->name);
        if (other && other->id != e->node) return fail(Code::Argument, e->name, "the name is taken");
        if (!validName(e->name)) return fail(Code::Argument, e->name, "a name needs 1 to 200 characters and no slash");
        return change(g, e->node, [&](Node& n) -> Result<Edit> { return Edit(Rename{e->node, std::exchange(n.name, e->name)}); });
    }
    const auto& e = std::get<SetDevice>(edit);
    return change(g, e.node, [&](Node& n) -> Result<Edit> { return Edit(SetDevice{e.node, std::exchange(n.device, e.device)}); });
}

Result<Patch> Patch::apply(Graph& graph) const {
    if (function.empty()) return applyHere(graph);
    const auto it = graph.functions_.find(function);
    if (it == graph.functions_.end()) return fail(Code::NotFound, function, "there is no such function");
    Graph body = *it->second, changed = graph;
    NW_TRY(Patch inverse, applyHere(body));
    inverse.function = function;
    const bool nested = !body.functions().empty();
    if (nested) return fail(Code::Argument, function, "a function has no functions of its own: they belong to the network");
    changed.functions_.insert_or_assign(function, std::make_shared<const Graph>(std::move(body)));
    NW_RETURN_IF_ERROR(checkRecursion(changed));
    graph = std::move(changed);
    return inverse;
}

Result<Patch> Patch::applyHere(Graph& graph) const {
    Graph changed = graph;  // shares its nodes: cheap
    Patch inverse{label, {}};
    for (const Edit& edit : edits) {
        NW_TRY(Edit back, applyOne(changed, edit));
        inverse.edits.push_back(std::move(back));
    }
    std::reverse(inverse.edits.begin(), inverse.edits.end());
    NW_RETURN_IF_ERROR(checkCircles(changed, edits));
    NW_RETURN_IF_ERROR(checkRecursion(changed));
    graph = std::move(changed);
    return inverse;
}

Result<void> checkLink(const Graph& graph, const Link& link) {
    NW_RETURN_IF_ERROR(checkPorts(graph, link));
    if (graph.reaches(link.to.node, link.from.node)) return circle(graph, link);
    return {};
}

Patch removeNode(const Graph& graph, NodeId node) {
    Patch patch;
    for (const Link& l : graph.linksInto(node)) patch.edits.push_back(RemoveLink{l});
    for (const Link& l : graph.linksFrom(node)) patch.edits.push_back(RemoveLink{l});
    patch.edits.push_back(RemoveNode{node});
    patch.label = "Delete " + nameOf(graph, node);
    return patch;
}

}  // namespace nw
