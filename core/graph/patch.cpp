// Applying edits, each with its inverse.
#include "core/graph/patch.h"

#include <algorithm>

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

}  // namespace

Result<Edit> Patch::add(Graph& g, const AddNode& edit) {
    const Node& node = edit.node;
    NW_CHECK(node.params.defined() && node.id != 0);
    if (g.find(node.id)) return fail(Code::Argument, node.name, "the node exists already");
    if (!validName(node.name)) return fail(Code::Argument, node.name, "a name needs 1 to 200 characters and no slash");
    if (g.findByName(node.name)) return fail(Code::Argument, node.name, "the name is taken");
    g.nodes_.emplace(node.id, std::make_shared<const Node>(node));
    return Edit(RemoveNode{node.id});
}

Result<Edit> Patch::remove(Graph& g, const RemoveNode& edit) {
    const Node* node = g.find(edit.node);
    if (!node) return noNode(edit.node);
    if (!g.linksInto(edit.node).empty() || !g.linksFrom(edit.node).empty())
        return fail(Code::Argument, node->name, "the node still has links");
    Edit inverse = AddNode{*node};
    g.nodes_.erase(edit.node);
    return inverse;
}

Result<Edit> Patch::add(Graph& g, const AddLink& edit) {
    const Link& l = edit.link;
    const Node *from = g.find(l.from.node), *to = g.find(l.to.node);
    if (!from || !to) return noNode(from ? l.to.node : l.from.node);
    const PortDoc* input = to->op().input(l.to.port);
    if (!input || input->implicit || (l.to.index != 0 && !input->variadic))
        return fail(Code::NotFound, to->name, "has no input \"" + l.to.port + "\"");
    if (!hasOutput(from->op(), l.from)) return fail(Code::NotFound, from->name, "has no output \"" + l.from.port + "\"");
    if (g.linkInto(l.to))
        return fail(Code::Type, to->name, "the input " + l.to.port + " is connected already", "Remove the other link first.");
    if (g.reaches(l.to.node, l.from.node))
        return fail(Code::Type, to->name,
                    "the link from " + from->name + " would make a circle: " + from->name + " already depends on " + to->name,
                    "Use a loop to feed values back.");
    g.links_.insert(l);
    return Edit(RemoveLink{l});
}

Result<Edit> Patch::remove(Graph& g, const RemoveLink& edit) {
    if (g.links_.erase(edit.link) == 0)
        return fail(Code::NotFound, nameOf(g, edit.link.to.node), "there is no link from " + nameOf(g, edit.link.from.node));
    return Edit(AddLink{edit.link});
}

template <class Change>
Result<Edit> Patch::change(Graph& g, NodeId id, Change change) {
    const auto it = g.nodes_.find(id);
    if (it == g.nodes_.end()) return noNode(id);
    Node node = *it->second;
    Result<Edit> inverse = change(node);
    if (inverse) it->second = std::make_shared<const Node>(std::move(node));
    return inverse;
}

Result<Edit> Patch::applyOne(Graph& g, const Edit& edit) {
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
    Graph changed = graph;  // shares its nodes: cheap
    Patch inverse{label, {}};
    for (const Edit& edit : edits) {
        NW_TRY(Edit back, applyOne(changed, edit));
        inverse.edits.push_back(std::move(back));
    }
    std::reverse(inverse.edits.begin(), inverse.edits.end());
    graph = std::move(changed);
    return inverse;
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
