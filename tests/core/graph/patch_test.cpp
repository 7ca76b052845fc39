// Patches: inverses restore, failures change nothing, circles and names.
#include "core/graph/patch.h"

#include <gtest/gtest.h>

#include <random>

#include "core/graph/analyse.h"
#include "tests/core/graph/documents.h"

namespace nw {
namespace {

Node nodeOf(const Graph& g, std::string_view op) {
    return {randomNodeId(), g.freeName(op), Params(operatorById(op)), g.freeStream(), {}, {}};
}

/// An edit that may or may not be legal.
Edit randomEdit(const Graph& g, std::mt19937& gen) {
    std::vector<NodeId> ids;
    for (const auto& [id, node] : g.nodes()) ids.push_back(id);
    const auto any = [&]() -> NodeId { return ids.empty() ? 1 : ids[gen() % ids.size()]; };
    const char* ops[] = {"add", "dense", "relu", "concatenate", "conv2d", "dropout"};
    const char* inputs[] = {"a", "b", "x", "xs", "in"};
    std::vector<Link> links(g.links().begin(), g.links().end());
    switch (gen() % 10) {
        case 0:
        case 1:
        case 2: return AddNode{nodeOf(g, ops[gen() % 6])};
        case 3: return RemoveNode{any()};
        case 4:
        case 5: return AddLink{{{any(), inputs[gen() % 5], 0}, {any(), "y", 0}}};
        case 6:
            if (!links.empty()) return RemoveLink{links[gen() % links.size()]};
            return RemoveLink{{{any(), "x", 0}, {any(), "y", 0}}};
        case 7: return SetParam{any(), gen() % 2 ? "units" : "rate", static_cast<std::int64_t>(gen() % 40)};
        case 8: return Rename{any(), "name_" + std::to_string(gen() % 9)};
        default:
            if (gen() % 2) return SetDevice{any(), "cuda:" + std::to_string(gen() % 2)};
            return SetSetting{any(), "trainable", gen() % 2 ? std::optional<Attr>(Attr(gen() % 2 == 0)) : std::nullopt};
    }
}

TEST(Patch, RandomEditsAreUndoneAndRedone) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 gen(seed);
        Graph g;
        std::vector<std::pair<Graph, Patch>> undo;
        int refused = 0;
        for (int i = 0; i < 150; ++i) {
            Patch p{"edit", {}};
            for (unsigned n = 1 + gen() % 3; n > 0; --n) p.edits.push_back(randomEdit(g, gen));
            const Graph before = g;
            const auto inverse = p.apply(g);
            if (!inverse) {
                ++refused;
                ASSERT_TRUE(g == before) << "a patch that failed changed the graph";
                ASSERT_NE(inverse.error().message, "");
                continue;
            }
            undo.emplace_back(before, *inverse);
        }
        EXPECT_GT(refused, 0);
        EXPECT_GT(undo.size(), 10u);
        EXPECT_EQ(g.topologicalOrder().size(), g.nodes().size()) << "a circle";
        (void)analyse(g);
        while (!undo.empty()) {
            const Graph after = g;
            const auto redo = undo.back().second.apply(g);
            ASSERT_TRUE(redo) << redo.error().text();
            ASSERT_TRUE(g == undo.back().first);
            Graph again = g;
            ASSERT_TRUE(redo->apply(again));
            ASSERT_TRUE(again == after);
            undo.pop_back();
        }
        EXPECT_TRUE(g == Graph());
    }
}

TEST(Patch, AllOrNothing) {
    Draft d = smallClassifier();
    const Graph before = d.graph;
    const NodeId dense = d.graph.findByName("dense")->id;
    const Patch p{"two edits", {SetParam{dense, "units", std::int64_t{20}}, SetParam{dense, "units", std::int64_t{-1}}}};
    const auto r = p.apply(d.graph);
    ASSERT_FALSE(r);
    EXPECT_EQ(r.error().code, Code::Argument);
    EXPECT_TRUE(d.graph == before);
}

Code codeOf(Graph g, Edit edit) {
    const auto r = Patch{"", {std::move(edit)}}.apply(g);
    EXPECT_FALSE(r);
    return r ? Code::Cancelled : r.error().code;
}

TEST(Patch, Refusals) {
    const Graph g = smallClassifier().graph;
    const NodeId a = g.findByName("dense")->id, b = g.findByName("dense_1")->id, head = g.findByName("classify")->id;
    EXPECT_EQ(codeOf(g, AddLink{{{a, "x", 0}, {b, "y", 0}}}), Code::Type) << "taken, and a circle";
    EXPECT_EQ(codeOf(g, AddLink{{{a, "nothing", 0}, {b, "y", 0}}}), Code::NotFound);
    EXPECT_EQ(codeOf(g, AddLink{{{a, "x", 0}, {77, "y", 0}}}), Code::NotFound);
    EXPECT_EQ(codeOf(g, RemoveNode{head}), Code::Argument) << "still has links";
    EXPECT_EQ(codeOf(g, RemoveNode{77}), Code::NotFound);
    EXPECT_EQ(codeOf(g, RemoveLink{{{a, "x", 0}, {b, "y", 0}}}), Code::NotFound);
    EXPECT_EQ(codeOf(g, SetParam{a, "no_such", true}), Code::NotFound);
    EXPECT_EQ(codeOf(g, SetParam{a, "units", std::string("many")}), Code::Argument);
    EXPECT_EQ(codeOf(g, Rename{a, "dense_1"}), Code::Argument);
    for (const std::string& bad : {std::string(), std::string("a/b"), std::string("a\nb"), std::string(201, 'x')})
        EXPECT_EQ(codeOf(g, Rename{a, bad}), Code::Argument) << bad;
    Node twin = nodeOf(g, "relu");
    twin.name = "dense";
    EXPECT_EQ(codeOf(g, AddNode{twin}), Code::Argument);
    twin.name = "other", twin.id = a;
    EXPECT_EQ(codeOf(g, AddNode{twin}), Code::Argument);
}

TEST(Patch, Circles) {
    Draft d;
    const NodeId a = d.add("relu"), b = d.then(a, "relu"), c = d.then(b, "relu");
    EXPECT_EQ(codeOf(d.graph, AddLink{{{a, "x", 0}, {c, "y", 0}}}), Code::Type);
    EXPECT_EQ(codeOf(d.graph, AddLink{{{a, "x", 0}, {a, "y", 0}}}), Code::Type);
}

TEST(Patch, LinksOfPortsThatDoNotExist) {
    Draft d;
    const NodeId a = d.add("relu"), b = d.add("add");
    EXPECT_EQ(codeOf(d.graph, AddLink{{{b, "a", 3}, {a, "y", 0}}}), Code::NotFound) << "only variadic ports have indices";
    EXPECT_EQ(codeOf(d.graph, AddLink{{{b, "a", 0}, {a, "no_such_output", 0}}}), Code::NotFound);
    const NodeId drop = d.add("dropout");
    EXPECT_EQ(codeOf(d.graph, AddLink{{{drop, "key", 0}, {a, "y", 0}}}), Code::NotFound) << "the compiler fills it";
}

TEST(Graph, NamesAndStreams) {
    Draft d;
    EXPECT_EQ(d.graph.freeName("dense"), "dense");
    const NodeId first = d.add("dense");
    d.add("dense");
    EXPECT_EQ(d.graph.freeName("dense"), "dense_2");
    EXPECT_EQ(d.graph.freeStream(), 3u);
    d.apply(removeNode(d.graph, first));
    EXPECT_EQ(d.graph.freeName("dense"), "dense");
    EXPECT_EQ(d.graph.freeStream(), 1u) << "the smallest that is free";
}

TEST(Graph, SnapshotsShareNodes) {
    Draft d = smallClassifier();
    const Graph snapshot = d.graph;
    const NodeId dense = d.graph.findByName("dense")->id;
    d.apply({"", {SetParam{dense, "units", std::int64_t{99}}}});
    EXPECT_EQ(snapshot.find(dense)->params.get<std::int64_t>("units"), 8);
    EXPECT_EQ(snapshot.findByName("classify"), d.graph.findByName("classify"));
}

TEST(Graph, RemovingANodeTakesItsLinks) {
    Draft d = smallClassifier();
    const Graph before = d.graph;
    const Patch p = removeNode(d.graph, d.graph.findByName("dense_1")->id);
    const auto inverse = p.apply(d.graph);
    ASSERT_TRUE(inverse);
    EXPECT_EQ(d.graph.links().size(), 2u);
    ASSERT_TRUE(inverse->apply(d.graph));
    EXPECT_TRUE(d.graph == before);
}

}  // namespace
}  // namespace nw
