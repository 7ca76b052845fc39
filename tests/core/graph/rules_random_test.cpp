// The rules on networks that nobody would draw.
#include <gtest/gtest.h>

#include <random>

#include "core/graph/data_rules.h"
#include "tests/core/graph/findings.h"

namespace nw {
namespace {

/// Whatever people connect: no rule throws, headlines stay short, and every fix can be applied and undone to the same bytes.
TEST(Rules, FixesOfRandomGraphsCanBeUndone) {
    std::mt19937 gen(11);
    std::vector<const OpDef*> layers;
    for (const OpDef& op : operators())
        if (!op.internal && !op.control) layers.push_back(&op);
    std::size_t applied = 0, better = 0;
    for (int round = 0; round < 450; ++round) {
        Draft d;
        std::vector<NodeId> ids{d.add("input", image(static_cast<std::int64_t>(1 + gen() % 6), 3))};
        for (int n = 0; n < 9; ++n) {
            const OpDef& op = *layers[gen() % layers.size()];
            const NodeId id = d.add(round % 3 == 0 && n == 8 ? "classify" : op.id);
            for (const PortDoc& port : d.graph.find(id)->op().inputs) {
                if (port.implicit || gen() % 5 == 0) continue;
                const Node& from = *d.graph.find(ids[gen() % ids.size()]);
                if (from.op().outputs.empty()) continue;
                const auto& outputs = from.op().outputs;
                (void)Patch{"", {AddLink{{{id, port.name, 0}, {from.id, outputs[gen() % outputs.size()].name, 0}}}}}.apply(d.graph);
            }
            ids.push_back(id);
        }
        const std::string before = textOf(d.graph);
        const auto findings = analyse(d.graph).findings;
        for (const Finding& f : findings) {
            EXPECT_LE(charactersOf(f.headline), 40) << f.headline;
            for (const Patch& fix : f.fixes) {
                EXPECT_LE(charactersOf(fix.label), 40) << fix.label;
                Graph fixed = d.graph;
                const auto inverse = fix.apply(fixed);
                ASSERT_TRUE(inverse) << fix.label << ": " << inverse.error().text() << "\n" << before;
                const auto after = analyse(fixed).findings;
                const Finding* still = findingWith(after, f.headline);
                better += !still || still->node != f.node;
                ++applied;
                ASSERT_TRUE(inverse->apply(fixed)) << fix.label;
                ASSERT_EQ(textOf(fixed), before) << fix.label;
            }
        }
        const auto labels = applyAllFixes(d.graph, nullptr);
        EXPECT_LT(labels.size(), 60u) << testing::PrintToString(labels);
    }
    EXPECT_GT(applied, 300u);
    EXPECT_GT(better * 10, applied * 9) << better << " of " << applied << " made their finding go away";
}

}  // namespace
}  // namespace nw
