// Graph: the network as people edit it. A value type: copies are snapshots that share their nodes.
#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/op/params.h"

namespace nw {

/// Random 64 bits, so that graphs that were edited apart can be merged. 0 is no node.
using NodeId = std::uint64_t;
NodeId randomNodeId();
/// 16 hexadecimal digits, the form in files.
std::string textOf(NodeId id);

/// One layer. Immutable once in a graph.
struct Node {
    NodeId id = 0;
    std::string name;  ///< unique in its graph, as Keras names layers: conv2d, conv2d_1
    Params params;
    std::uint32_t stream = 0;  ///< number of its random stream, unique in the graph, kept for life
    /// Settings of the node beside the operator's parameters: see settings.h.
    std::map<std::string, Attr, std::less<>> settings;
    std::string device;  ///< explicit placement, e.g. "cuda:0"; empty: automatic

    const OpDef& op() const { return params.op(); }
    bool operator==(const Node& other) const = default;
};

/// A port of a node by name; `index` counts the connections of a variadic input.
struct PortRef {
    NodeId node = 0;
    std::string port;
    std::uint32_t index = 0;
    auto operator<=>(const PortRef&) const = default;
};

/// From an output to an input. An input has at most one link.
struct Link {
    PortRef to, from;  ///< `to` first: it is the key
    auto operator<=>(const Link&) const = default;
};

class Graph {
public:
    /// Null when there is none.
    const Node* find(NodeId id) const;
    const Node* findByName(std::string_view name) const;
    const std::map<NodeId, std::shared_ptr<const Node>>& nodes() const { return nodes_; }
    const std::set<Link>& links() const { return links_; }
    /// The link into an input; null when it is open.
    const Link* linkInto(const PortRef& input) const;
    /// Links into a node, in the order of its ports; out of a node.
    std::vector<Link> linksInto(NodeId node) const;
    std::vector<Link> linksFrom(NodeId node) const;

    /// Nodes in an order in which each comes after what it reads; ties by name, so that the order does not depend on ids.
    std::vector<NodeId> topologicalOrder() const;
    /// Whether `to` depends on `from` (or is it).
    bool reaches(NodeId from, NodeId to) const;
    /// The name a new node of an operator gets: its id, then with _1, _2, ...
    std::string freeName(std::string_view base) const;
    std::uint32_t freeStream() const;

    /// Subgraphs that nodes use by name (call, cond, loop: see functionOf). They see one another, and have none of their own.
    using Functions = std::map<std::string, std::shared_ptr<const Graph>, std::less<>>;
    const Functions& functions() const { return functions_; }
    /// Null when there is none.
    const Graph* function(std::string_view name) const;

    /// Same nodes, links and functions.
    bool operator==(const Graph& other) const;

private:
    friend class Patch;  // the only writer
    void put(Node node);
    void drop(NodeId id);
    void put(const Link& link);
    bool drop(const Link& link);

    struct ByOutput {
        bool operator()(const Link& a, const Link& b) const { return std::tie(a.from, a.to) < std::tie(b.from, b.to); }
    };
    std::map<NodeId, std::shared_ptr<const Node>> nodes_;
    std::map<std::string, NodeId, std::less<>> names_;  ///< of nodes_
    std::set<Link> links_;
    std::set<Link, ByOutput> readers_;  ///< links_ by what they leave
    Functions functions_;
};

/// The name of the function that a node uses as the parameter `param`; empty when none is chosen.
std::string functionOf(const Node& node, std::string_view param);
/// Whether the setting `bypassed` makes a node give its first input unchanged.
bool isBypassed(const Node& node);
/// Whether a node can be bypassed: layers can, inputs, heads and the ends of functions cannot.
bool canBeBypassed(const OpDef& op);
/// The parameters of an operator that are functions which people choose.
std::vector<const ParamSpec*> functionParams(const OpDef& op);

}  // namespace nw
