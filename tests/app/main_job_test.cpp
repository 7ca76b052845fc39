// The main job from new to a verified file, on few samples.
#include <filesystem>
#include <map>

#include "core/io/npy.h"
#include "tests/app/program.h"

namespace nw::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class MainJob : public Program {
protected:
    /// A small training of a template into the run folder "r".
    void trained(const std::string& name) const {
        good({"train", project(name), "--data", "digits?limit=600", "--epochs", "2", "--run-dir", "r"});
    }
    static std::int64_t sum(const json& confusion) {
        std::int64_t total = 0;
        for (const json& row : confusion)
            for (const json& n : row) total += n.get<std::int64_t>();
        return total;
    }
};

/// Convolutions without bias, each with the four vectors of a batch norm (He et al. 2016; shortcuts are projected).
std::int64_t resnet20Parameters() {
    std::int64_t total = 9 * 3 * 16 + 4 * 16, in = 16;
    for (const std::int64_t f : {16, 32, 64})
        for (int block = 0; block < 3; ++block, in = f) {
            total += 9 * in * f + 9 * f * f + 2 * 4 * f;
            if (in != f) total += in * f + 4 * f;
        }
    return total + 64 * 10 + 10;
}

/// As Keras counts them: weights and moving averages.
TEST_F(MainJob, ParametersOfTemplates) {
    const std::map<std::string, std::int64_t> known = {
        {"first-network", 51902},          {"mlp", 669706}, {"lenet", 1199882}, {"resnet20", resnet20Parameters()},
        {"resnet18", 11689512 + 2 * 4800},  // torchvision's count leaves the averages out
        {"mobilenetv2", 3538984}};          // Keras Applications
    for (const auto& [name, parameters] : known)
        EXPECT_EQ(good({"check", project(name)}).value("parameters", std::int64_t{0}), parameters) << name;
}

TEST_F(MainJob, EvaluatePredictRun) {
    trained("first-network");
    const json e = good({"eval", "r", "--data", "digits?limit=600"});
    EXPECT_EQ(e.value("samples", 0), 600);
    EXPECT_EQ(sum(e["confusion"]), 600);
    std::int64_t right = 0;
    for (std::size_t i = 0; i < 10; ++i) right += e["confusion"][i][i].get<std::int64_t>();
    EXPECT_NEAR(e.value("accuracy", 0.0), static_cast<double>(right) / 600, 1e-6);
    EXPECT_GT(e.value("accuracy", 0.0), 0.2) << "two epochs on 600 digits tell more than chance";

    const auto pictures = run({"data", "preview", "digits?limit=20", "--out", "pictures", "--count", "4", "--json"}).lines();
    ASSERT_EQ(pictures.size(), 4u);
    for (const json& picture : pictures) {
        const json p = good({"predict", "r", picture.value("file", ""), "--top", "10"});
        ASSERT_EQ(p["top"].size(), 10u);
        double total = 0;
        for (const json& c : p["top"]) total += c.value("score", 0.0);
        EXPECT_NEAR(total, 1, 1e-5);
        EXPECT_GE(p["top"][0].value("score", 0.0), p["top"][1].value("score", 0.0));
    }

    // The same picture as an array gives the same scores.
    const std::string picture = read(pictures[0].value("file", ""));
    Tensor x = Tensor::empty(DType::Float32, {1, 28, 28, 1});
    ASSERT_GE(picture.size(), 784u);
    for (std::size_t i = 0; i < 784; ++i) x.data<float>()[i] = static_cast<unsigned char>(picture[picture.size() - 784 + i]);
    ASSERT_TRUE(writeNpyFile(at("x.npy"), x));
    const json out = good({"run", "r", "--input", "image=x.npy", "--output-dir", "outputs"});
    const auto y = readNpyFile(at(out.value("file", "")));
    ASSERT_TRUE(y);
    ASSERT_EQ(y->extents(), (Extents{1, 10}));
    const json p = good({"predict", "r", pictures[0].value("file", "")});
    for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(static_cast<double>(y->data<float>()[i]), p["scores"][i].get<double>());
}

/// Quantize, export both, and the files answer as the runs do.
TEST_F(MainJob, QuantizeAndExport) {
    for (const char* name : {"first-network", "lenet"}) {
        SCOPED_TRACE(name);
        fs::remove_all(at("r"));
        fs::remove_all(at("q"));
        trained(name);
        const json floats = good({"eval", "r"});
        const json q = good({"quantize", "r", "-o", "q", "--samples", "200"});
        EXPECT_EQ(q.value("samples", 0), 200);
        EXPECT_EQ(q.value("int8_layers", 0), 4);
        EXPECT_EQ(q.value("layers", 0), 4);
        const json integers = good({"eval", "q"});
        EXPECT_NEAR(integers.value("accuracy", 0.0), floats.value("accuracy", 1.0), 0.03);

        const json f = good({"export", "r", "--format", "tflite", "-o", "model.tflite"});
        const json i = good({"export", "q", "--format", "tflite", "-o", "model_int8.tflite"});
        EXPECT_LE(i.value("bytes", 1.0), 0.5 * f.value("bytes", 1.0));
        EXPECT_EQ(f.value("bytes", std::uintmax_t{0}), fs::file_size(at("model.tflite")));
        const json fileFloats = good({"eval", "model.tflite", "--data", "digits?limit=600"});
        EXPECT_NEAR(fileFloats.value("accuracy", 0.0), floats.value("accuracy", 1.0), 1e-6);
        EXPECT_EQ(fileFloats.value("confusion", json()), floats.value("confusion", json()));
        const json fileIntegers = good({"eval", "model_int8.tflite", "--data", "digits?limit=600"});
        EXPECT_EQ(fileIntegers.value("confusion", json()), integers.value("confusion", json()));

        // The manifest knows where the int8 run came from; another project cannot take its place by accident.
        EXPECT_EQ(json::parse(read("q/manifest.json")).value("parent", ""), fs::canonical(at("r")).string());
        bad({"quantize", "q", "-o", "qq"}, {"is quantized already"});
        bad({"quantize", "r", "-o", "r"}, {"holds a training run"});
    }
}

TEST_F(MainJob, Onnx) {
    trained("first-network");
    const Outcome o = run({"export", "r", "--format", "onnx", "-o", "model.onnx", "--json"});
    if (o.status == 1 && o.err.find("is not known") != std::string::npos) GTEST_SKIP() << "ONNX is not written yet";
    ASSERT_EQ(o.status, 0) << o.err;
    const json file = good({"eval", "model.onnx", "--data", "digits?limit=600"});
    EXPECT_EQ(file.value("confusion", json()), good({"eval", "r"}).value("confusion", json(1)));
}

/// Without Python the file is read back by Netwright itself, and the verdict says that nobody else has looked.
TEST_F(MainJob, VerifyWithoutPython) {
    trained("first-network");
    const RunOptions none{.environment = {"NETWRIGHT_PYTHON=/nonexistent"}};
    const json v = good({"export", "r", "-o", "model.tflite", "--verify", "digits", "--samples", "100"}, none);
    EXPECT_EQ(v.value("verdict", ""), "unchecked");
    EXPECT_EQ(v.value("samples", 0), 100);
    EXPECT_LE(v.value("max_abs_difference", 1.0), 1e-4);
    good({"quantize", "r", "-o", "q", "--samples", "100"});
    const json i = good({"export", "q", "-o", "int8.tflite", "--verify", "digits", "--samples", "100"}, none);
    EXPECT_EQ(i.value("verdict", ""), "unchecked");
    EXPECT_EQ(i.value("max_abs_difference", 1.0), 0);
}

/// A project stands for its newest run; without -o results go beside it.
TEST_F(MainJob, ProjectNamesItsNewestRun) {
    const std::string p = project("first-network");
    bad({"eval", p}, {"no run", "Train"});
    const json first = good({"train", p, "--data", "digits?limit=200", "--epochs", "1"});
    const json second = good({"train", p, "--data", "digits?limit=200", "--epochs", "2", "--seed", "5"});
    EXPECT_NE(first.value("run", ""), second.value("run", ""));
    EXPECT_EQ(good({"eval", p})["confusion"], good({"eval", second.value("run", "")})["confusion"]);
    const json q = good({"quantize", p, "--samples", "50"});
    EXPECT_TRUE(q.value("run", "").starts_with("first-network.runs/"));
    EXPECT_TRUE(good({"export", p, "--format", "tflite"}).value("file", "").starts_with(second.value("run", "")));
}

}  // namespace
}  // namespace nw::test
