// Losses and gradients of small networks against PyTorch in float64: this program writes weights, a batch, the loss and all
// gradients as .npy; torch_gradients.py computes the same network and compares.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>

#include "core/autodiff/differentiate.h"
#include "core/compile/compile.h"
#include "core/io/npy.h"
#include "core/passes/expand.h"
#include "core/passes/simplify.h"
#include "tests/core/graph/documents.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

constexpr int skipped = 77;  ///< the script's exit status where PyTorch is absent

std::map<std::string, Attr, std::less<>> activation(const char* id) { return {{"activation", std::string(id)}}; }

Attrs units(std::int64_t n) { return {{"units", n}}; }

Attrs inputOf(Ints shape) { return {{"shape", std::move(shape)}, {"dtype", DType::Float64}}; }

Draft mlp() {
    Draft d;
    const NodeId input = d.add("input", inputOf({6}));
    const NodeId hidden = d.then(d.then(input, "dense", units(8), activation("relu")), "dense", units(5), activation("tanh"));
    d.head(d.then(hidden, "dense", units(3)), input);
    return d;
}

Draft cnn() {
    Draft d;
    const NodeId input = d.add("input", inputOf({9, 8, 2}));
    const NodeId conv =
        d.then(input, "conv2d", {{"filters", std::int64_t{4}}, {"kernel_size", Ints{3, 3}}, {"padding", std::string("same")}},
               activation("relu"));
    const NodeId norm = d.then(d.then(conv, "max_pooling2d"), "batch_normalization");
    const NodeId strided = d.then(
        norm, "conv2d",
        {{"filters", std::int64_t{3}}, {"kernel_size", Ints{2, 3}}, {"strides", Ints{2, 2}}, {"padding", std::string("same")}});
    d.head(d.then(d.then(strided, "flatten"), "dense", units(3)), input);
    return d;
}

class Folder {
public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "netwright-gradients-XXXXXX").string();
        NW_CHECK(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() { fs::remove_all(path_); }
    void write(std::string name, const Tensor& t) const {
        std::replace(name.begin(), name.end(), '/', '.');
        ASSERT_TRUE(writeNpyFile(path_ / (name + ".npy"), t));
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// Random values for weights as well: zeros for biases would hide mistakes.
Tensor stateOf(const StateSpec& s, std::uint64_t seed) {
    const bool positive = s.name.ends_with("gamma") || s.name.ends_with("variance");
    return randomTensor(s.type.dtype, s.type.extents, positive ? 0.5 : -0.6, positive ? 1.5 : 0.6, seed);
}

void writeCase(const Graph& graph, const Folder& folder) {
    const auto expanded = expand(graph, {Phase::Training, true});
    ASSERT_TRUE(expanded) << expanded.error().text();
    const Program& p = *expanded;
    std::vector<Tensor> args;
    for (const NamedType& in : p.inputs) {
        const auto extents = *evaluate(*in.type.shape, {{"batch", 7}});
        args.push_back(in.type.dtype == DType::Int32 ? randomTensor(DType::Int32, extents, 0, 3, 91)
                                                     : randomTensor(DType::Float64, extents, -1, 1, 90));
        folder.write(in.type.dtype == DType::Int32 ? "input.label" : "input.x", args.back());
    }
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < p.state.size(); ++i) {
        args.push_back(stateOf(p.state[i], i + 1));
        folder.write("weight." + p.state[i].name, args.back());
        if (p.state[i].trainable) wanted.push_back(p.stateParam(i));
    }
    args.push_back(Tensor::scalar(std::int64_t{1})), args.push_back(Tensor::scalar(std::int64_t{1}));
    const std::array<std::size_t, 1> loss{p.outputResult(p.findOutput(OutputRole::Loss))};
    const FunctionRef f = simplify(*p.module, differentiate(*p.module, p.main, loss, wanted, true));
    ExecutableOptions options;
    options.phase = Phase::Training;
    Executable executable(p.module, f, options);
    std::vector<Tensor> results((*p.module)[f].results.size());
    const auto done = executable.run(args, results);
    ASSERT_TRUE(done) << done.error().text();
    folder.write("loss", results[loss[0]]);
    const std::size_t first = p.function().results.size();
    for (std::size_t i = 0; i < wanted.size(); ++i)
        folder.write("gradient." + p.function().params[wanted[i]].name, results[first + i]);
}

void compare(const Graph& graph, const std::string& network) {
    const Folder folder;
    writeCase(graph, folder);
    if (testing::Test::HasFatalFailure()) return;
    const char* python = std::getenv("NETWRIGHT_PYTHON");
    const std::string script = (fs::path(NW_SOURCE_DIR) / "tests/interop/torch_gradients.py").string();
    const std::string command =
        std::string(python && *python ? python : "python3") + " " + script + " " + network + " " + folder.path().string();
    const int status = std::system(command.c_str());
    ASSERT_TRUE(WIFEXITED(status)) << command;
    if (WEXITSTATUS(status) == skipped || WEXITSTATUS(status) == 127)
        GTEST_SKIP() << "no Python with PyTorch; set NETWRIGHT_PYTHON";
    EXPECT_EQ(WEXITSTATUS(status), 0) << command;
}

TEST(TorchGradients, Mlp) { compare(mlp().graph, "mlp"); }
TEST(TorchGradients, Cnn) { compare(cnn().graph, "cnn"); }

}  // namespace
}  // namespace nw
