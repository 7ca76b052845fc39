// Training with the processor's backend: the same bits for any number of threads, and the reference's losses.
#include <gtest/gtest.h>

#include <cstring>

#include "core/base/philox.h"
#include "core/compile/compile.h"
#include "core/cpu/cpu.h"
#include "core/graph/patch.h"
#include "core/op/registry.h"

namespace nw {
namespace {

using Attrs = std::vector<std::pair<std::string_view, Attr>>;

PortRef add(Graph& g, std::string_view op, const Attrs& attrs, const std::vector<PortRef>& from, const char* activation = nullptr) {
    const OpDef& def = operatorById(op);
    Node node{randomNodeId(), g.freeName(op), *Params::make(def, attrs), g.freeStream(), {}, {}};
    if (activation) node.settings["activation"] = std::string(activation);
    Patch patch{"", {AddNode{node}}};
    for (std::size_t i = 0; i < from.size(); ++i) patch.edits.push_back(AddLink{{{node.id, def.inputs[i].name, 0}, from[i]}});
    EXPECT_TRUE(patch.apply(g));
    return {node.id, def.outputs[0].name, 0};
}

Graph smallNetwork() {
    Graph g;
    const PortRef input = add(g, "input", {{"shape", std::vector<std::int64_t>{14, 14, 1}}}, {});
    PortRef x = add(g, "conv2d", {{"filters", std::int64_t{16}}}, {input}, "relu");
    x = add(g, "conv2d", {{"filters", std::int64_t{32}}, {"padding", std::string("same")}}, {x});
    x = add(g, "relu", {}, {add(g, "batch_normalization", {}, {x})});
    x = add(g, "flatten", {}, {add(g, "max_pooling2d", {}, {x})});
    x = add(g, "dropout", {}, {add(g, "dense", {{"units", std::int64_t{40}}}, {x}, "relu")});
    x = add(g, "dense", {{"units", std::int64_t{10}}}, {x});
    add(g, "classify", {}, {x, {input.node, "label", 0}});
    return g;
}

struct Trained {
    std::vector<Tensor> state;
    std::vector<double> losses;
};

/// Four steps; `threads` 0: the reference kernels.
Trained train(int threads) {
    auto program = trainingProgram(smallNetwork(), Params(operatorById("adam")));
    EXPECT_TRUE(program) << (program ? "" : program.error().text());
    ExecutableOptions options;
    options.phase = Phase::Training;
    if (threads > 0) {
        options.backends = {*Backend::load(cpuPlugin())};
        options.pool = std::make_shared<ThreadPool>(threads);
    }
    Runner runner(*program, options);
    Trained out;
    out.state = initialState(*program, 3)->tensors;
    std::vector<Tensor> inputs{Tensor::empty(DType::Float32, {24, 14, 14, 1}), Tensor::empty(DType::Int32, {24})};
    std::uint64_t i = 0;
    for (float& v : inputs[0].data<float>()) v = uniform24(randomBits({5}, i++));
    for (std::int32_t& v : inputs[1].data<std::int32_t>()) v = static_cast<std::int32_t>(below(randomBits({5}, i++), 10));
    for (std::int64_t step = 0; step < 4; ++step) {
        const auto run = runner.run(inputs, out.state, 1e-3f, 7, step);
        EXPECT_TRUE(run) << (run ? "" : run.error().text());
        out.losses.push_back(static_cast<double>((*run)[program->findOutput(OutputRole::Loss)].data<float>()[0]));
    }
    return out;
}

TEST(CpuTraining, SameBitsForAnyNumberOfThreads) {
    const Trained one = train(1);
    for (const int threads : {2, 3, 4}) {
        const Trained more = train(threads);
        EXPECT_EQ(more.losses, one.losses);
        for (std::size_t i = 0; i < one.state.size(); ++i)
            EXPECT_EQ(std::memcmp(more.state[i].raw(), one.state[i].raw(), one.state[i].bytes()), 0)
                << threads << " threads, state " << i;
    }
}

TEST(CpuTraining, LossesAgreeWithTheReference) {
    const Trained fast = train(2), slow = train(0);
    for (std::size_t i = 0; i < slow.losses.size(); ++i) EXPECT_NEAR(fast.losses[i], slow.losses[i], 2e-3 * slow.losses[i]) << i;
}

}  // namespace
}  // namespace nw
