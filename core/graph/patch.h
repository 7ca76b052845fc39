// Patch: an edit of a graph as data, with its inverse. The only way in which graphs change.
#pragma once
#include <optional>
#include <variant>

#include "core/graph/graph.h"

namespace nw {

struct AddNode {
    Node node;
    bool operator==(const AddNode&) const = default;
};
/// The node must have no links.
struct RemoveNode {
    NodeId node = 0;
    bool operator==(const RemoveNode&) const = default;
};
struct AddLink {
    Link link;
    bool operator==(const AddLink&) const = default;
};
struct RemoveLink {
    Link link;
    bool operator==(const RemoveLink&) const = default;
};
struct SetParam {
    NodeId node = 0;
    std::string param;
    Attr value;
    bool operator==(const SetParam&) const = default;
};
/// No value: back to the default.
struct SetSetting {
    NodeId node = 0;
    std::string setting;
    std::optional<Attr> value;
    bool operator==(const SetSetting&) const = default;
};
struct Rename {
    NodeId node = 0;
    std::string name;
    bool operator==(const Rename&) const = default;
};
struct SetDevice {
    NodeId node = 0;
    std::string device;
    bool operator==(const SetDevice&) const = default;
};

/// Adds or replaces a function of the network; without a graph: removes it, which needs that nothing uses it.
struct SetFunction {
    std::string name;
    std::shared_ptr<const Graph> graph;
    bool operator==(const SetFunction& other) const {
        return name == other.name && (graph == other.graph || (graph && other.graph && *graph == *other.graph));
    }
};

using Edit = std::variant<AddNode, RemoveNode, AddLink, RemoveLink, SetParam, SetSetting, Rename, SetDevice, SetFunction>;

class Patch {
public:
    std::string label;  ///< what the edit does, for undo menus and fix buttons: "Set units to 10"
    std::vector<Edit> edits;
    std::string function{};  ///< the function whose graph is edited; empty: the network itself

    /// Applies all edits in order, or none. The answer is the inverse. Errors: NotFound (also a port), Argument (a name that is
    /// taken, a parameter out of range, a function that would call itself), Type (a link that would make a cycle, or into an input
    /// that is taken).
    Result<Patch> apply(Graph& graph) const;

private:
    Result<Patch> applyHere(Graph& graph) const;
    static Result<Edit> set(Graph& graph, const SetFunction& edit);
    static Result<Edit> applyOne(Graph& graph, const Edit& edit);
    static Result<Edit> add(Graph& graph, const AddNode& edit);
    static Result<Edit> add(Graph& graph, const AddLink& edit);
    static Result<Edit> remove(Graph& graph, const RemoveNode& edit);
    static Result<Edit> remove(Graph& graph, const RemoveLink& edit);
    template <class Change>
    static Result<Edit> change(Graph& graph, NodeId id, Change change);
};

/// Whether a link may be added once its input is free, without trying: errors as AddLink.
Result<void> checkLink(const Graph& graph, const Link& link);

/// Removing a node with all its links.
Patch removeNode(const Graph& graph, NodeId node);

}  // namespace nw
