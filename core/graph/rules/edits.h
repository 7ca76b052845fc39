// What rules share: looking around in a graph, and the edits that fixes are made of.
#pragma once
#include <initializer_list>
#include <set>

#include "core/graph/analyse.h"
#include "core/graph/shown_name.h"
#include "core/op/def.h"

namespace nw::rules_of {

inline bool is(const Node* node, std::string_view op) { return node && op == node->op().id; }
inline bool isHead(const Node& node) { return std::string_view(node.op().family) == "head"; }
inline bool isActivation(const Node& node) { return std::string_view(node.op().family) == "activation"; }

/// What people see of a text: code points.
std::size_t charactersOf(std::string_view text);
/// A fix's label of at most 40 characters with a name in it: one that is too long for that ends in "…".
std::string labelWith(std::string_view before, std::string_view name, std::string_view after = {});

using Attrs = std::initializer_list<std::pair<std::string_view, Attr>>;
/// A new node with free name and stream; the parameters must be legal.
Node newNode(const Graph& graph, std::string_view op, Attrs params = {});

/// Puts a new node into links that leave one output: their readers read the node instead.
Patch insertInto(std::span<const Link> links, Node node, std::string label);
/// A Flatten in a link. Its label shows the reader's name as its card does: it is the head that the finding is about or feeds it.
Patch insertFlatten(const Graph& graph, const Link& link);
/// Removes a node; what read its first output reads what its first input read.
Patch removeHealing(const Graph& graph, NodeId node, std::string label);
/// Another operator in place of a node: links of `from` named in `ports` (old name, new name) are kept, the others go.
Patch replaceBy(const Graph& graph, NodeId from, Node node, std::span<const std::pair<std::string, std::string>> ports,
                std::string label);

/// The link into a port that is not variadic; null when it is open.
const Link* into(const Graph& graph, const Node& node, std::string_view port);
/// The node behind that link; null when it is open.
const Node* producer(const Graph& graph, const Node& node, std::string_view port);
/// What training computes: heads (in a function: its results) and all that they read.
std::set<NodeId> neededNodes(const Graph& graph);
/// The Inputs that training reads, in the order in which they are fed.
std::vector<const Node*> neededInputs(const Graph& graph);
/// One Input in place of another that gives the same; nothing where they give values of other types or labels of other kinds.
std::optional<Patch> mergeInputs(const Graph& graph, const Node& from, const Node& into);

/// The contradiction that inference found at a node; null when there is none.
Finding* faultOf(Analysis& analysis, NodeId node);
/// Replaces what inference said about a node by a sentence that knows more.
void replaceFault(Analysis& analysis, Finding finding);
/// A type's shape without the batch, as people read it.
std::string elementText(const Shape& shape);

/// The parameter that decides the size of the last axis of what a port reads, looking through layers that keep it.
struct Width {
    const Node* node = nullptr;
    std::string param;  ///< units or filters
    explicit operator bool() const { return node != nullptr; }
    Patch set(std::int64_t to) const;
};
Width widthBehind(const Graph& graph, const Node& node, std::string_view port);

}  // namespace nw::rules_of
