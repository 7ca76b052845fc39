// A network without Classify or Regress cannot be trained: adds the one that fits.
#include <algorithm>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// Whether a node computes something from the data.
bool readsData(const Graph& graph, NodeId node) {
    return std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](const auto& n) {
        return n.first != node && is(n.second.get(), "input") && graph.reaches(n.first, node);
    });
}

struct Ends {
    const Node *last = nullptr, *input = nullptr;  ///< the only end of what is computed, and an Input, one with labels first
};

Ends endsOf(const Graph& graph) {
    Ends ends;
    std::size_t leaves = 0, inputs = 0;
    for (const auto& [id, node] : graph.nodes()) {
        if (is(node.get(), "input")) {
            ++inputs;
            if (!ends.input || node->params.get<std::string>("target") != "none") ends.input = node.get();
        } else if (graph.linksFrom(id).empty() && !node->op().outputs.empty() && readsData(graph, id)) {
            ends.last = node.get();
            ++leaves;
        }
    }
    if (leaves != 1) ends.last = leaves == 0 && inputs == 1 ? ends.input : nullptr;  // what follows an Input alone has fixes too
    return ends;
}

Patch addHead(const Graph& graph, const Ends& ends, std::string_view op) {
    Node head = newNode(graph, op);
    const OpDef& def = head.op();
    const NodeId id = head.id;
    Patch p{"Add " + std::string(def.label), {AddNode{std::move(head)}}};
    if (ends.input->params.get<std::string>("target") == "none")
        p.edits.push_back(SetParam{ends.input->id, "target", std::string(op == "classify" ? "class" : "value")});
    p.edits.push_back(AddLink{{{id, def.inputs[0].name, 0}, {ends.last->id, ends.last->op().outputs[0].name, 0}}});
    p.edits.push_back(AddLink{{{id, "label", 0}, {ends.input->id, "label", 0}}});
    return p;
}

}  // namespace

void missingHead(const Graph& graph, Analysis& analysis) {
    const auto& nodes = graph.nodes();
    if (nodes.empty() || std::any_of(nodes.begin(), nodes.end(), [](const auto& n) { return isHead(*n.second); })) return;
    Finding f{Rank::Blocker,
              0,
              "",
              "No Classify or Regress at the end",
              "Training needs one of them to compare the answers with the labels.",
              {}};
    if (const Ends ends = endsOf(graph); ends.last && ends.input) {
        const bool number = ends.input->params.get<std::string>("target") == "value";
        for (const std::string_view op : {number ? "regress" : "classify", number ? "classify" : "regress"})
            f.fixes.push_back(addHead(graph, ends, op));
    }
    analysis.findings.push_back(std::move(f));
}

}  // namespace nw::rules_of
