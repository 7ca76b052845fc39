// After the second step of a binding, training and inference on the processor take no memory but what oneDNN takes for itself.
#include <gtest/gtest.h>

#include "core/compile/compile.h"
#include "core/compile/deploy.h"
#include "core/cpu/cpu.h"
#include "core/op/registry.h"
#include "core/passes/simplify.h"
#include "resources/templates/templates.h"
#include "tests/core/compile/allocations.h"

namespace nw {
namespace {

ExecutableOptions processor(Phase phase) {
    ExecutableOptions options;
    options.phase = phase;
    options.backends = {*Backend::load(cpuPlugin())};
    options.pool = std::make_shared<ThreadPool>(2);
    return options;
}

std::vector<Tensor> zeroInputs(const Program& p, std::int64_t batch) {
    std::vector<Tensor> inputs;
    for (const NamedType& t : p.inputs) inputs.push_back(Tensor::zeros(t.type.dtype, *evaluate(*t.type.shape, {{"batch", batch}})));
    return inputs;
}

/// Without those that oneDNN makes inside its own calls.
std::size_t ours() { return allocationCount() - allocationCountOfOneDnn(); }

class Allocations : public testing::TestWithParam<const char*> {};

TEST_P(Allocations, TrainingTakesNone) {
    const Project project = *makeTemplate(GetParam());
    Program program = *trainingProgram(project.graph, Params(operatorById(project.training.optimizer)));
    const State state = *initialState(program, 1);
    const std::vector<Tensor> inputs = zeroInputs(program, 16);
    Runner runner(std::move(program), processor(Phase::Training));
    for (int step = 0; step < 3; ++step) ASSERT_TRUE(runner.run(inputs, state.tensors, 0.001f, 1, step));
    const std::size_t before = ours();
    for (int step = 3; step < 6; ++step) ASSERT_TRUE(runner.run(inputs, state.tensors, 0.001f, 1, step));
    EXPECT_EQ(ours() - before, 0u);
}

TEST_P(Allocations, InferenceTakesNone) {
    const Program program = *inferenceProgram((*makeTemplate(GetParam())).graph);
    const State state = *initialState(program, 1);
    const Program deployed = *deploy(freeze(program, state.tensors));
    const std::vector<Tensor> inputs = zeroInputs(deployed, 4);
    Runner runner(deployed, processor(Phase::Inference));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(runner.run(inputs, {}));
    const std::size_t before = ours();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(runner.run(inputs, {}));
    EXPECT_EQ(ours() - before, 0u);
}

INSTANTIATE_TEST_SUITE_P(Templates, Allocations, testing::Values("mlp", "lenet", "first-network", "resnet20"));

}  // namespace
}  // namespace nw
