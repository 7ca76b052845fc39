// Analysis of a graph that may be half built: types of all ports, and findings.
#pragma once
#include <optional>

#include "core/graph/patch.h"
#include "core/op/signature.h"

namespace nw {

/// Open: silent. Advice: works, but probably not as meant. Contradiction: two known facts exclude each other. Blocker: missing for
/// training or export.
enum class Rank : std::uint8_t { Open, Advice, Contradiction, Blocker };
std::string_view nameOf(Rank rank);

struct Finding {
    Rank rank = Rank::Open;
    NodeId node = 0;           ///< 0: the whole network
    std::string place;         ///< port, parameter or setting; may be empty
    std::string headline;      ///< at most 40 characters, with the values
    std::string message;       ///< one or two sentences
    std::vector<Patch> fixes;  ///< best first; each is labelled by its effect
};

struct NodeAnalysis {
    std::vector<NamedType> outputs;      ///< by port, shapes as far as known
    std::optional<Signature> signature;  ///< nothing when inference failed
};

struct Analysis {
    std::map<NodeId, NodeAnalysis> nodes;
    std::vector<Finding> findings;  ///< worst first

    /// The type of an output port; float32 of unknown shape when there is no such port.
    Type type(const PortRef& output) const;
    /// The first finding of rank Contradiction or Blocker as an Error; nothing when the network can be trained.
    std::optional<Error> fault(const Graph& graph) const;
};

/// Never fails and never throws for any graph that Patch can make.
Analysis analyse(const Graph& graph);
/// Types alone, with the findings that inference makes: analyse without rules.
Analysis inferTypes(const Graph& graph);
/// One node's signature from the types of what it reads, as if `extra` (may be null) were a link already. Open inputs are unknown.
Result<Signature> inferNode(const Graph& graph, const Node& node, const Analysis& analysis, const Link* extra = nullptr);

/// The values of an application's inputs in declared order, as links: null where an input is open. Variadic inputs are expanded.
std::vector<const Link*> inputLinks(const Graph& graph, const Node& node);

}  // namespace nw
