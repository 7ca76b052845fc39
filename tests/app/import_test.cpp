// netwright import: a file becomes a project that eval, predict and export take; wrong files and projects are left alone.
#include "tests/app/program.h"

namespace nw::test {
namespace {

class Import : public Program {};

TEST_F(Import, RoundTrip) {
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=600", "--epochs", "2", "--run-dir", "r"});
    good({"data", "preview", "digits?limit=20", "--out", "pictures", "--count", "1"});
    const auto expected = good({"eval", "r", "--data", "digits?limit=200"});
    for (const char* format : {"tflite", "onnx"}) {
        const std::string file = std::string("m.") + format, again = std::string("again.") + format;
        const std::string imported = std::string("from-") + format + ".netwright";
        good({"export", "r", "-o", file});
        const auto made = good({"import", file, "-o", imported});
        EXPECT_EQ(made.value("parameters", 0), 51902);
        EXPECT_TRUE(std::filesystem::exists(at(made.value("run", "")) / "checkpoints/last.safetensors"));
        const auto e = good({"eval", imported, "--data", "digits?limit=200"});
        EXPECT_EQ(e["confusion"], expected["confusion"]);
        EXPECT_NEAR(e.value("loss", 0.0), expected.value("loss", 1.0), 1e-4);
        EXPECT_EQ(good({"predict", imported, "pictures/0-9.pgm"})["top"][0]["class"],
                  good({"predict", "r", "pictures/0-9.pgm"})["top"][0]["class"]);
        good({"check", imported});
        good({"export", imported, "-o", again});
        EXPECT_NEAR(good({"eval", again, "--data", "digits?limit=200"}).value("loss", 0.0), expected.value("loss", 1.0), 1e-4);
        good({"train", imported, "--data", "digits?limit=60", "--epochs", "1"});
    }
}

TEST_F(Import, RefusesWithASentence) {
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=100", "--epochs", "1", "--run-dir", "r"});
    good({"export", "r", "-o", "m.tflite"});
    good({"quantize", "r", "-o", "q"});
    good({"export", "q", "-o", "q.tflite"});
    write("broken.tflite", read("m.tflite").substr(0, 2000));
    write("text.onnx", "nothing");
    write("taken.netwright", "mine");
    const auto before = everything();
    bad({"import", "m.tflite"}, {"--output"});
    bad({"import", "missing.onnx", "-o", "x.netwright"}, {"missing.onnx"});
    bad({"import", "r", "-o", "x.netwright"}, {"is not a model"});
    bad({"import", "broken.tflite", "-o", "x.netwright"}, {"broken.tflite"});
    bad({"import", "text.onnx", "-o", "x.netwright"}, {"text.onnx"});
    bad({"import", "q.tflite", "-o", "x.netwright"}, {"Import the float version"});
    bad({"import", "m.tflite", "-o", "taken.netwright"}, {"exists already", "--force"});
    EXPECT_EQ(everything(), before);
    good({"import", "m.tflite", "-o", "taken.netwright", "--force"});
}

/// An imported project trains from fresh weights, which is said, and from its own where that is asked for.
TEST_F(Import, WeightsAreTrainedOn) {
    const std::string p = project("mlp");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    good({"export", "r", "-o", "m.onnx"});
    good({"import", "m.onnx", "-o", "i.netwright"});
    const Words train{"train", "i.netwright", "--data", "digits?limit=200", "--epochs", "1", "--run-dir"};
    const auto with = [&](std::string folder, const Words& more) {
        Words words = train;
        words.push_back(std::move(folder));
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    const Outcome fresh = run(with("fresh", {}));
    EXPECT_EQ(fresh.status, 0) << fresh.err;
    EXPECT_NE(fresh.err.find("begins with fresh weights. Add --from i.netwright"), std::string::npos) << fresh.err;
    const Outcome tuned = run(with("tuned", {"--from", "i.netwright"}));
    EXPECT_EQ(tuned.status, 0) << tuned.err;
    EXPECT_NE(tuned.err.find("The training begins with 6 of the network's 6 weights from i.netwright."), std::string::npos)
        << tuned.err;
    EXPECT_EQ(tuned.err.find("fresh"), std::string::npos) << tuned.err;
    EXPECT_NE(nlohmann::json::parse(read("tuned/manifest.json")).value("parent", "").find("i.runs/"), std::string::npos);
    bad(with("tuned", {"--from", "r", "--resume"}), {"--from", "cannot be used with --resume"});
    project("resnet20");
    bad({"train", "resnet20.netwright", "--data", "digits?limit=60&size=32x32", "--from", "r", "--run-dir", "none"},
        {"has no weight that fits this network"});
    EXPECT_FALSE(std::filesystem::exists(at("none")));
}

}  // namespace
}  // namespace nw::test
