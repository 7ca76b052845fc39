// Analysis of a graph that may be half built: types of all ports, and findings.
#pragma once
#include <optional>
#include <span>

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
    std::string function{};    ///< the function that `node` belongs to; empty: the network itself
};

struct Analysis;

struct NodeAnalysis {
    std::vector<NamedType> outputs{};      ///< by port, shapes as far as known
    std::optional<Signature> signature{};  ///< nothing when inference failed
    /// The functions that the node uses, by parameter, with the types that they get here.
    std::map<std::string, std::shared_ptr<const Analysis>, std::less<>> functions{};
};

struct Analysis {
    std::map<NodeId, NodeAnalysis> nodes;
    std::vector<Finding> findings;  ///< worst first

    /// The type of an output port; float32 of unknown shape when there is no such port.
    Type type(const PortRef& output) const;
};

/// Never fails and never throws for any graph that Patch can make.
Analysis analyse(const Graph& graph);
/// Types alone, with the findings that inference makes: analyse without rules.
Analysis inferTypes(const Graph& graph);
/// One node's signature from the types of what it reads, as if `extra` (may be null) were a link already. Open inputs are unknown.
Result<Signature> inferNode(const Graph& graph, const Node& node, const Analysis& analysis, const Link* extra = nullptr);

/// Numbers that layers own, those in functions too; layers that use the weights of others count nothing. Unknown sizes count
/// nothing.
std::int64_t parameterCount(const Graph& graph, const Analysis& analysis);
/// Of one layer.
std::int64_t parameterCount(const Graph& network, const Node& node, const NodeAnalysis& analysis);

/// The first finding of rank Contradiction or Blocker as an Error; nothing when the network can be trained.
std::optional<Error> firstFault(const Graph& graph, std::span<const Finding> findings);

/// The node of a finding; null when it is about the whole network.
const Node* nodeOf(const Graph& graph, const Finding& finding);

/// The nodes of an operator ("argument" or "result") in a function, by their places.
std::vector<const Node*> placesOf(const Graph& function, std::string_view op);
/// How many values a function takes: the last place of an argument + 1.
std::size_t argumentCount(const Graph& function);

/// The values of an application's inputs in declared order, as links: null where an input is open. Variadic inputs are expanded.
std::vector<const Link*> inputLinks(const Graph& graph, const Node& node);

}  // namespace nw
