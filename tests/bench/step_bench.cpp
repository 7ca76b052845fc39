// Times training steps on hand-built networks and shows where they spend their time: step_bench WORKLOAD [threads] [seconds]
// [profile].
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "core/compile/compile.h"
#include "core/compile/deploy.h"
#include "core/cpu/cpu.h"
#include "core/graph/patch.h"
#include "core/op/registry.h"
#include "core/passes/simplify.h"

namespace nw {
namespace {

using Attrs = std::vector<std::pair<std::string_view, Attr>>;
using Settings = std::map<std::string, Attr, std::less<>>;

/// A network written layer by layer.
class Net {
public:
    PortRef input(const std::vector<std::int64_t>& shape) {
        input_ = add("input", {{"shape", shape}}, {}, {});
        return {input_.node, "value", 0};
    }
    PortRef add(std::string_view op, const Attrs& attrs, const std::vector<PortRef>& from, const Settings& settings = {}) {
        const OpDef& def = operatorById(op);
        auto params = Params::make(def, attrs);
        NW_CHECK(params, params ? "" : params.error().text());
        Node node{randomNodeId(), graph.freeName(op), *params, graph.freeStream(), settings, {}};
        Patch patch{"", {AddNode{node}}};
        for (std::size_t i = 0; i < from.size(); ++i) patch.edits.push_back(AddLink{{{node.id, def.inputs[i].name, 0}, from[i]}});
        const auto done = patch.apply(graph);
        NW_CHECK(done, done ? "" : done.error().text());
        return {node.id, def.outputs.empty() ? "" : def.outputs[0].name, 0};
    }
    PortRef dense(PortRef x, std::int64_t units, const char* activation = "linear") {
        return add("dense", {{"units", units}}, {x}, {{"activation", std::string(activation)}});
    }
    PortRef conv(PortRef x, std::int64_t filters, std::int64_t stride, const char* padding, bool bias, const char* activation,
                 std::int64_t size = 3) {
        return add("conv2d",
                   {{"filters", filters},
                    {"kernel_size", std::vector<std::int64_t>{size, size}},
                    {"strides", std::vector<std::int64_t>{stride, stride}},
                    {"padding", std::string(padding)},
                    {"use_bias", bias}},
                   {x}, {{"activation", std::string(activation)}});
    }
    PortRef block(PortRef x, std::int64_t filters, std::int64_t stride, bool project) {
        PortRef y = add("relu", {}, {add("batch_normalization", {}, {conv(x, filters, stride, "same", false, "linear")})});
        y = add("batch_normalization", {}, {conv(y, filters, 1, "same", false, "linear")});
        if (project) x = add("batch_normalization", {}, {conv(x, filters, stride, "same", false, "linear", 1)});
        return add("relu", {}, {add("add", {}, {y, x})});
    }
    PortRef normalized(PortRef x, const char* activation = nullptr) {
        x = add("batch_normalization", {}, {x});
        return activation ? add(activation, {}, {x}) : x;
    }
    PortRef inverted(PortRef x, std::int64_t channels, std::int64_t filters, std::int64_t expand, std::int64_t stride) {
        PortRef y = x;
        if (expand != 1) y = normalized(conv(y, channels * expand, 1, "valid", false, "linear", 1), "relu6");
        y = add("depthwise_conv2d",
                {{"strides", std::vector<std::int64_t>{stride, stride}}, {"padding", std::string("same")}, {"use_bias", false}},
                {y});
        y = normalized(conv(normalized(y, "relu6"), filters, 1, "valid", false, "linear", 1));
        return stride == 1 && channels == filters ? add("add", {}, {x, y}) : y;
    }
    void classify(PortRef x) { add("classify", {}, {x, {input_.node, "label", 0}}); }

    Graph graph;

private:
    PortRef input_;
};

Graph network(std::string_view name) {
    Net n;
    if (name == "mlp") {
        PortRef x = n.dense(n.input({784}), 512, "relu");
        n.classify(n.dense(n.dense(x, 512, "relu"), 10));
    } else if (name == "lenet") {
        PortRef x = n.conv(n.conv(n.input({28, 28, 1}), 32, 1, "valid", true, "relu"), 64, 1, "valid", true, "relu");
        x = n.add("flatten", {}, {n.add("max_pooling2d", {}, {x})});
        n.classify(n.dense(n.add("dropout", {}, {n.dense(x, 128, "relu")}), 10));
    } else if (name == "resnet18") {
        PortRef x = n.normalized(n.conv(n.input({224, 224, 3}), 64, 2, "same", false, "linear", 7), "relu");
        const std::vector<std::int64_t> size{3, 3}, strides{2, 2};
        x = n.add("max_pooling2d", {{"pool_size", size}, {"strides", strides}, {"padding", std::string("same")}}, {x});
        std::int64_t filters = 64;
        for (int stage = 0; stage < 4; ++stage, filters *= 2)
            for (int k = 0; k < 2; ++k) x = n.block(x, filters, stage > 0 && k == 0 ? 2 : 1, stage > 0 && k == 0);
        n.classify(n.dense(n.add("global_average_pooling2d", {}, {x}), 1000));
    } else if (name == "mobilenetv2") {
        PortRef x = n.normalized(n.conv(n.input({224, 224, 3}), 32, 2, "same", false, "linear"), "relu6");
        std::int64_t channels = 32;
        constexpr std::int64_t table[7][4] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                              {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
        for (const auto& [expand, filters, repeats, stride] : table)
            for (std::int64_t k = 0; k < repeats; ++k, channels = filters)
                x = n.inverted(x, channels, filters, expand, k == 0 ? stride : 1);
        x = n.normalized(n.conv(x, 1280, 1, "valid", false, "linear", 1), "relu6");
        n.classify(n.dense(n.add("global_average_pooling2d", {}, {x}), 1000));
    } else {
        PortRef x =
            n.add("relu", {}, {n.add("batch_normalization", {}, {n.conv(n.input({32, 32, 3}), 16, 1, "same", false, "linear")})});
        std::int64_t filters = 16;
        for (int stage = 0; stage < 3; ++stage, filters *= 2)
            for (int k = 0; k < 3; ++k) x = n.block(x, filters, stage > 0 && k == 0 ? 2 : 1, stage > 0 && k == 0);
        n.classify(n.dense(n.add("global_average_pooling2d", {}, {x}), 10));
    }
    return n.graph;
}

std::vector<Tensor> randomInputs(const Program& program, std::int64_t batch) {
    std::vector<Tensor> inputs;
    std::uint32_t seed = 1;
    const auto next = [&] { return (seed = seed * 1664525 + 1013904223) >> 8; };
    for (const NamedType& t : program.inputs) {
        const auto extents = evaluate(*t.type.shape, {{"batch", batch}});
        inputs.push_back(Tensor::empty(t.type.dtype, *extents));
        if (t.type.dtype == DType::Float32)
            for (float& v : inputs.back().data<float>()) v = static_cast<float>(next()) * 0x1p-23f - 1;
        else
            for (std::int32_t& v : inputs.back().data<std::int32_t>()) v = static_cast<std::int32_t>(next() % 10);
    }
    return inputs;
}

void printProfile(Executable& executable) {
    auto rows = executable.profile();
    double total = 0;
    for (const auto& r : rows) total += r.runs ? r.seconds / static_cast<double>(r.runs) : 0;
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    std::printf("sum of instructions %.3f ms\n", total * 1e3);
    for (std::size_t i = 0; i < rows.size() && i < 400; ++i)
        std::printf("%9.1f us %4lld chunks  %-24s %-22s %-26s %s\n", rows[i].seconds / static_cast<double>(rows[i].runs) * 1e6,
                    static_cast<long long>(rows[i].chunks), rows[i].op.c_str(), rows[i].name.c_str(),
                    rows[i].implementation.c_str(), rows[i].outputs.empty() ? "" : textOf(rows[i].outputs[0].extents).c_str());
}

int run(std::string_view name, int threads, double seconds, bool profile) {
    const bool sgd = name == "resnet20";
    const Attrs attrs = sgd ? Attrs{{"momentum", 0.9}} : Attrs{};
    auto program = trainingProgram(network(name), *Params::make(operatorById(sgd ? "sgd" : "adam"), attrs));
    NW_CHECK(program, program ? "" : program.error().text());
    ExecutableOptions options;
    options.phase = Phase::Training;
    if (std::getenv("NW_EXACT")) options.numerics = Numerics::Exact;
    if (!std::getenv("NW_REFERENCE")) options.backends = {*Backend::load(cpuPlugin())};
    options.pool = std::make_shared<ThreadPool>(threads);
    Runner runner(*program, options);
    const auto state = initialState(*program, 1);
    NW_CHECK(state, state ? "" : state.error().text());
    const std::vector<Tensor> inputs = randomInputs(*program, 128);
    runner.executable().setProfiling(profile);
    std::int64_t step = 0;
    const auto once = [&] {
        const auto out = runner.run(inputs, state->tensors, 1e-3f, 7, step++);
        NW_CHECK(out, out ? "" : out.error().text());
        return (*out)[program->findOutput(OutputRole::Loss)].data<float>()[0];
    };
    for (int i = 0; i < 3; ++i) std::printf("loss %.6f\n", static_cast<double>(once()));
    std::vector<double> times;
    double spent = 0;
    const std::clock_t processor = std::clock();
    while (spent < seconds) {
        const auto start = std::chrono::steady_clock::now();
        once();
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        spent += times.back();
    }
    const double busy = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / static_cast<double>(times.size());
    std::sort(times.begin(), times.end());
    std::printf("processor time %.3f ms a step\n", busy * 1e3);
    std::printf("%.*s threads %d: median %.3f ms, p10 %.3f, best %.3f: %.0f samples/s (best %.0f), loss %.6f\n",
                static_cast<int>(name.size()), name.data(), threads, times[times.size() / 2] * 1e3, times[times.size() / 10] * 1e3,
                times[0] * 1e3, 128 / times[times.size() / 2], 128 / times[0], static_cast<double>(once()));
    if (profile) printProfile(runner.executable());
    return 0;
}

/// Milliseconds of one image through the deployed network.
int infer(std::string_view name, int threads, double seconds, bool profile) {
    auto program = inferenceProgram(network(name));
    NW_CHECK(program, program ? "" : program.error().text());
    const auto state = initialState(*program, 1);
    NW_CHECK(state, state ? "" : state.error().text());
    auto deployed = deploy(freeze(*program, state->tensors));
    NW_CHECK(deployed, deployed ? "" : deployed.error().text());
    ExecutableOptions options;
    if (!std::getenv("NW_REFERENCE")) options.backends = {*Backend::load(cpuPlugin())};
    options.pool = std::make_shared<ThreadPool>(threads);
    Runner runner(*deployed, options);
    const std::vector<Tensor> inputs = randomInputs(*deployed, 1);
    runner.executable().setProfiling(profile);
    std::vector<double> times;
    for (double spent = 0; spent < seconds; spent += times.back()) {
        const auto start = std::chrono::steady_clock::now();
        const auto out = runner.run(inputs, {});
        NW_CHECK(out, out ? "" : out.error().text());
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    std::printf("%.*s-infer threads %d: median %.3f ms, p10 %.3f, best %.3f\n", static_cast<int>(name.size()), name.data(), threads,
                times[times.size() / 2] * 1e3, times[times.size() / 10] * 1e3, times[0] * 1e3);
    if (profile) printProfile(runner.executable());
    return 0;
}

}  // namespace
}  // namespace nw

int main(int argc, char** argv) {
    if (argc < 2)
        return std::puts(
                   "step_bench mlp|lenet|resnet20|lenet-infer|resnet18-infer|mobilenetv2-infer [threads] [seconds] [profile]"),
               2;
    const std::string_view name = argv[1];
    const int threads = argc > 2 ? std::atoi(argv[2]) : 2;
    const double seconds = argc > 3 ? std::atof(argv[3]) : 3;
    if (name.ends_with("-infer")) return nw::infer(name.substr(0, name.size() - 6), threads, seconds, argc > 4);
    return nw::run(name, threads, seconds, argc > 4);
}
