// Small networks for tests of graphs, rules and compilation.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "core/graph/patch.h"
#include "core/op/registry.h"

namespace nw {

using Attrs = std::vector<std::pair<std::string_view, Attr>>;

/// Builds a graph through patches, node by node.
class Draft {
public:
    /// Adds a node and answers its id. Every step must succeed.
    NodeId add(std::string_view op, const Attrs& attrs = {}, std::map<std::string, Attr, std::less<>> settings = {},
               std::string name = {}) {
        const OpDef& def = operatorById(op);
        auto params = Params::make(def, attrs);
        EXPECT_TRUE(params) << (params ? "" : params.error().text());
        Node node{randomNodeId(),
                  name.empty() ? graph.freeName(op) : std::move(name),
                  *params,
                  graph.freeStream(),
                  std::move(settings),
                  {}};
        const NodeId id = node.id;
        apply({"", {AddNode{std::move(node)}}});
        return id;
    }
    /// Links an output to an input; the first ports are meant where none is named.
    void link(NodeId from, NodeId to, std::string output = {}, std::string input = {}, std::uint32_t index = 0) {
        if (output.empty()) output = graph.find(from)->op().outputs[0].name;
        if (input.empty()) input = graph.find(to)->op().inputs[0].name;
        apply({"", {AddLink{{{to, input, index}, {from, output, 0}}}}});
    }
    /// Adds a node below another.
    NodeId then(NodeId from, std::string_view op, const Attrs& attrs = {}, std::map<std::string, Attr, std::less<>> settings = {}) {
        const NodeId id = add(op, attrs, std::move(settings));
        link(from, id);
        return id;
    }
    /// A head below `scores`, with its label from `input`.
    NodeId head(NodeId scores, NodeId input, std::string_view op = "classify") {
        const NodeId id = then(scores, op);
        link(input, id, "label", "label");
        return id;
    }
    void apply(const Patch& patch) {
        const auto done = patch.apply(graph);
        EXPECT_TRUE(done) << (done ? "" : done.error().text());
    }
    Graph graph;
};

using Ints = std::vector<std::int64_t>;

/// Input 4 numbers, two Dense, Classify over 3 classes.
inline Draft smallClassifier() {
    Draft d;
    const NodeId input = d.add("input", {{"shape", Ints{4}}, {"name", std::string("x")}});
    const NodeId hidden = d.then(input, "dense", {{"units", std::int64_t{8}}}, {{"activation", std::string("relu")}});
    d.head(d.then(hidden, "dense", {{"units", std::int64_t{3}}}), input);
    return d;
}

}  // namespace nw
