// Broken files, wrong sets and impossible settings: a sentence, status 1, and nothing lost.
#include <filesystem>
#include <fstream>

#include "core/io/npy.h"
#include "tests/app/program.h"

namespace nw::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class BadInput : public Program {
protected:
    static std::string corpus(const std::string& name) { return std::string(NW_SOURCE_DIR) + "/tests/corpus/" + name; }
    static std::string contentOf(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        EXPECT_TRUE(stream) << file;
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    json document(const std::string& name) const { return json::parse(read(name)); }
    /// A folder of pictures in `classes` folders, written from the digits.
    void pictures(const std::string& folder, int classes, int count) const {
        const auto all = run({"data", "preview", "digits?limit=" + std::to_string(count), "--out", folder + "-flat", "--count",
                              std::to_string(count), "--json"})
                             .lines();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const fs::path to =
                at(folder) / ("class" + std::to_string(i % static_cast<std::size_t>(classes))) / (std::to_string(i) + ".pgm");
            fs::create_directories(to.parent_path());
            fs::rename(at(all[i].value("file", "")), to);
        }
        fs::remove_all(at(folder + "-flat"));
    }
    /// A PPM picture of one colour.
    static std::string ppm(int width, int height, char value) {
        return "P6 " + std::to_string(width) + " " + std::to_string(height) + " 255\n" +
               std::string(static_cast<std::size_t>(width * height * 3), value);
    }
};

TEST_F(BadInput, NotAProject) {
    project("first-network");
    write("empty.netwright", "");
    write("picture.netwright", contentOf(corpus("images/grey.png")));
    write("other.netwright", R"({"name": "something else", "version": 3})");
    write("list.netwright", "[1, 2, 3]");
    write("deep.netwright", std::string(100000, '['));
    const std::string whole = read("first-network.netwright");
    write("half.netwright", whole.substr(0, whole.size() / 2));
    fs::create_directory(at("folder.netwright"));
    const auto before = everything();
    for (const char* name : {"empty", "picture", "other", "list", "deep", "half"})
        for (const char* command : {"check", "train", "explain"})
            bad({command, std::string(name) + ".netwright"}, {std::string(name) + ".netwright", "is not a Netwright project"});
    bad({"check", "folder.netwright"}, {"is a folder"});
    bad({"check", "missing.netwright"}, {"missing.netwright", "No such file"});
    bad({"eval", "missing"}, {"missing", "does not exist"});
    bad({"eval", std::string(300, 'x')}, {"xxx"});
    bad({"train", "first-network.netwright", "--run-dir", std::string(300, 'x')}, {"xxx", "too long"});
    bad({"check", std::string(5000, 'x')}, {"too long"});
    EXPECT_EQ(everything(), before);
}

TEST_F(BadInput, ProjectsThatCannotBeRead) {
    const json whole = document(project("first-network"));
    const auto refused = [&](const json& changed, const std::vector<std::string>& texts) {
        write("p.netwright", changed.dump());
        bad({"check", "p.netwright"}, texts);
        bad({"train", "p.netwright"}, texts);
    };
    json j = whole;
    j["netwright"] = 99;
    refused(j, {"newer Netwright", "99", "Update"});
    j = whole;
    j["graph"]["nodes"][0]["op"] = "quantum_dense";
    refused(j, {"quantum_dense"});
    j = whole;
    j["graph"]["nodes"] = 7;
    refused(j, {"nodes"});
    j = whole;
    j["graph"]["links"][0]["from"][0] = "ffffffffffffffff";
    refused(j, {"ffffffffffffffff", "no such node"});
    j = whole;
    j["training"]["batch"] = -1;
    refused(j, {"batch", "-1"});
    j = whole;
    j["training"]["optimizer"] = "magic";
    refused(j, {"magic", "adam"});
    j = whole;
    j["data"] = 3;
    refused(j, {"data"});

    // A link back: from the second dense layer to the first convolution.
    j = whole;
    const auto idOf = [&](const std::string& name) {
        for (const json& n : whole["graph"]["nodes"])
            if (n["name"] == name) return n["id"].get<std::string>();
        return std::string();
    };
    for (json& link : j["graph"]["links"])
        if (link["to"][0] == idOf("conv2d")) link["from"] = {idOf("conv2d_1"), "y"};
    refused(j, {"circle"});
}

/// A network that is read but cannot be trained: check finds it, train refuses, no run folder is made.
TEST_F(BadInput, UnfinishedNetwork) {
    json j = document(project("first-network"));
    json links = json::array();
    for (const json& link : j["graph"]["links"])
        if (link["to"][1] != "label") links.push_back(link);
    j["graph"]["links"] = links;
    write("p.netwright", j.dump());
    bad({"check", "p.netwright"}, {"must be solved"});
    bad({"train", "p.netwright", "--data", "digits?limit=100"}, {"label"});
    EXPECT_FALSE(fs::exists(at("p.runs")));
}

TEST_F(BadInput, DataThatCannotBeRead) {
    const std::string p = project("first-network");
    bad({"train", p, "--data", "nosuch"}, {"nosuch", "digits"});
    bad({"train", p, "--data", "idx:nosuch/"}, {"nosuch"});
    bad({"train", p, "--data", "digits?limit=-3"}, {"limit", "-3"});
    bad({"train", p, "--data", "digits?nonsense=1"}, {"nonsense"});
    bad({"train", p, "--data", "p?size=0x0"}, {"size"});
    write("file", "text");
    bad({"data", "info", "file"}, {"is a file"});
    bad({"data", "info", ""}, {"data"});

    write("cut/train-images-idx3-ubyte", contentOf(corpus("idx/cut-off.idx3")));
    write("cut/train-labels-idx1-ubyte", contentOf(corpus("idx/labels.idx1")));
    bad({"train", p, "--data", "idx:cut"}, {"train-images-idx3-ubyte", "ends after"});
    write("bomb/train-images-idx3-ubyte.gz", contentOf(corpus("idx/bomb.idx3.gz")));
    write("bomb/train-labels-idx1-ubyte", contentOf(corpus("idx/labels.idx1")));
    bad({"data", "info", "idx:bomb"}, {"train-images-idx3-ubyte.gz"});

    fs::create_directories(at("void/cats"));
    fs::create_directories(at("void/dogs"));
    bad({"train", p, "--data", "images:void"}, {"void", "no images"});
    fs::create_directories(at("bare"));
    bad({"train", p, "--data", "images:bare"}, {"bare", "no class folders"});
    EXPECT_FALSE(fs::exists(at("first-network.runs"))) << "an attempt left a folder behind";
}

/// A damaged picture is left out with the reason, and training goes on with the others.
TEST_F(BadInput, DamagedPicturesAreLeftOut) {
    const std::string p = project("first-network");
    pictures("set", 3, 60);
    const std::string jpeg = contentOf(corpus("images/colour.jpg")), png = contentOf(corpus("images/deep.png"));
    write("set/class0/cut.jpg", jpeg.substr(0, jpeg.size() * 2 / 3));
    write("set/class0/cut-late.jpg", jpeg.substr(0, jpeg.size() - 20));
    write("set/class0/longer.jpg", jpeg + "what some cameras write behind their pictures");
    write("set/class2/cut.png", png.substr(0, png.size() - 20));
    write("set/class1/empty.jpg", "");
    write("set/class1/text.png", "this is no picture");
    const Outcome o = run({"train", p, "--data", "images:set", "--epochs", "1", "--run-dir", "r", "--json"});
    EXPECT_EQ(o.status, 0) << o.err;
    EXPECT_EQ(o.err.find("longer.jpg"), std::string::npos) << o.err;
    for (const char* name : {"cut.jpg", "cut-late.jpg", "cut.png", "empty.jpg", "text.png"})
        EXPECT_NE(o.err.find(name), std::string::npos) << o.err;
    EXPECT_EQ(o.last().value("status", ""), "finished");
}

/// Pictures of other sizes and colours are converted, for training and for a question.
TEST_F(BadInput, OtherSizesAndColours) {
    const std::string p = project("first-network");
    for (int i = 0; i < 40; ++i) {
        const std::string file = (i % 2 ? "set/dark/" : "set/light/") + std::to_string(i) + ".ppm";
        write(file, ppm(20 + i, 50 - i, static_cast<char>(i % 2 ? i : 255 - i)));
    }
    good({"train", p, "--data", "images:set", "--epochs", "1", "--batch", "8", "--run-dir", "r"});
    EXPECT_EQ(good({"predict", "r", "set/dark/1.ppm"})["scores"].size(), 10u);
    bad({"predict", "r", "missing.ppm"}, {"missing.ppm"});
    bad({"predict", "r", p}, {p, "not an image"});

    project("resnet20");
    const Outcome grey = run({"train", "resnet20.netwright", "--data", "digits?limit=60", "--steps", "1", "--batch", "20", "--set",
                              "validation_limit=20", "--run-dir", "rgb", "--json"});
    EXPECT_EQ(grey.status, 0) << grey.err;
}

TEST_F(BadInput, MoreClassesThanTheNetwork) {
    const std::string p = project("first-network");
    pictures("set", 12, 120);
    bad({"train", p, "--data", "images:set"}, {"12 classes", "10"});
    bad({"train", p, "--data", "images:set", "--run-dir", "r"}, {"12 classes"});
    EXPECT_FALSE(fs::exists(at("first-network.runs")));
    // A network without class names is found out by its last layer.
    json j = document(p);
    for (json& n : j["graph"]["nodes"])
        if (n["op"] == "input") n["params"].erase("class_names");
    write("unnamed.netwright", j.dump());
    bad({"train", "unnamed.netwright", "--data", "images:set", "--run-dir", "u"}, {"12 classes"});
}

TEST_F(BadInput, BrokenModelFiles) {
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    good({"export", "r", "-o", "m.tflite"});
    const std::string whole = read("m.tflite");
    for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{100}, whole.size() / 2, whole.size() - 10}) {
        write("cut.tflite", whole.substr(0, size));
        bad({"eval", "cut.tflite", "--data", "digits?limit=20"}, {"cut.tflite"});
    }
    write("text.tflite", "this is no model at all, but it is long enough to have a header");
    bad({"predict", "text.tflite", "x.png"}, {"text.tflite"});
    bad({"quantize", "m.tflite"}, {"is not a run"});
    bad({"export", "m.tflite", "--format", "tflite"}, {"--output"});
    bad({"run", "m.tflite", "--output-dir", "out"}, {"image"});
    write("x.npy", "no array");
    bad({"run", "m.tflite", "--input", "image=x.npy", "--output-dir", "out"}, {"x.npy"});
    bad({"run", "m.tflite", "--input", "image", "--output-dir", "out"}, {"name=file.npy"});
    ASSERT_TRUE(writeNpyFile(at("flat.npy"), Tensor::empty(DType::Float32, {1, 784})));
    bad({"run", "m.tflite", "--input", "image=flat.npy", "--output-dir", "out"}, {"image", "28×28×1", "1×784"});
    ASSERT_TRUE(writeNpyFile(at("good.npy"), Tensor::zeros(DType::Float32, {1, 28, 28, 1})));
    bad({"run", "m.tflite", "--input", "image=good.npy", "--input", "sound=good.npy", "--output-dir", "out"}, {"sound", "image"});
    EXPECT_FALSE(fs::exists(at("out")));

    // A run folder with a broken checkpoint, manifest or project.
    const auto broken = [&](const std::string& file, const std::string& content, const std::vector<std::string>& texts) {
        const std::string old = read(file);
        write(file, content);
        bad({"eval", "r", "--data", "digits?limit=20"}, texts);
        write(file, old);
    };
    broken("r/manifest.json", "{}", {"is not a run folder"});
    broken("r/project.netwright", "{}", {"is not a Netwright project"});
    good({"eval", "r", "--data", "digits?limit=20"});
}

/// Where the best weights cannot be read the last ones are used, and that is said; without those it is an error.
TEST_F(BadInput, DamagedBestWeights) {
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    fs::copy(at("r"), at("whole"), fs::copy_options::recursive);
    fs::remove(at("whole/checkpoints/best.safetensors"));
    const std::string best = read("r/checkpoints/best.safetensors");
    for (const std::string& content : {std::string(), best.substr(0, 1000)}) {
        write("r/checkpoints/best.safetensors", content);
        const std::vector<Words> uses = {{"eval", "r", "--data", "digits?limit=20"},
                                         {"export", "r", "-o", "m.onnx"},
                                         {"quantize", "r", "--calibrate", "digits?limit=40", "-o", "q"}};
        for (const Words& words : uses) {
            const Outcome o = run(words);
            EXPECT_EQ(o.status, 0) << o.err;
            EXPECT_NE(o.err.find("The best weights of r cannot be read, its last ones are used."), std::string::npos) << o.err;
        }
        good({"export", "whole", "-o", "whole.onnx"});
        EXPECT_EQ(read("m.onnx"), read("whole.onnx"));
    }
    fs::remove(at("r/checkpoints/last.safetensors"));
    bad({"eval", "r", "--data", "digits?limit=20"}, {"best.safetensors"});
}

/// A training that cannot begin leaves nothing, wherever its run was to be.
TEST_F(BadInput, FailedStartsLeaveNothing) {
    const std::string p = project("first-network");
    json j = document(p);
    for (json& n : j["graph"]["nodes"])
        if (n["op"] == "dense" && n["params"]["units"] == 10) n["params"]["units"] = 4;
    write("wrong.netwright", j.dump());
    pictures("set", 2, 40);
    write("kept/note.txt", "mine");
    fs::create_directory(at("empty"));
    const auto before = everything();
    bad({"train", "wrong.netwright", "--data", "images:set"}, {"4 scores, but 10 classes"});
    for (const char* folder : {"r", "deep/in/r"})
        bad({"train", "wrong.netwright", "--data", "images:set", "--run-dir", folder}, {"4 scores, but 10 classes"});
    bad({"train", "wrong.netwright", "--data", "images:set", "--run-dir", "kept"}, {"4 scores, but 10 classes"});
    bad({"train", p, "--data", "images:set", "--from", "set"}, {"is not a run folder"});
    EXPECT_EQ(everything(), before);
    // Pictures that go away between opening and reading: the first step fails.
    for (const auto& entry : fs::recursive_directory_iterator(at("set")))
        if (entry.is_regular_file()) fs::resize_file(entry.path(), 40);
    const auto cut = everything();
    bad({"train", p, "--data", "images:set", "--run-dir", "r"}, {});
    EXPECT_EQ(everything(), cut);
}

/// What is printed is not lost in silence.
TEST_F(BadInput, OutputThatCannotBeWritten) {
    if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    const std::vector<Words> commands = {{"ops"},
                                         {"ops", "dense", "--json"},
                                         {"check", p},
                                         {"explain", p},
                                         {"new", "mlp", "m.netwright"},
                                         {"diff", p, "r"},
                                         {"data", "list"},
                                         {"train", p, "--data", "digits?limit=60", "--epochs", "1", "--run-dir", "full"},
                                         {"eval", "r", "--data", "digits?limit=20"},
                                         {"quantize", "r", "--calibrate", "digits?limit=20", "-o", "q"},
                                         {"export", "r", "-o", "m.onnx"},
                                         {"import", "m.onnx", "-o", "i.netwright"},
                                         {"bench", "r", "--seconds", "0.01"},
                                         {"--help"},
                                         {"--version"},
                                         {"train", "--help"}};
    for (const Words& words : commands) bad(words, {"standard output", "No space left"}, {.output = "/dev/full"});
}

TEST_F(BadInput, WrongUsageIsToldInASentence) {
    const std::string p = project("first-network");
    const auto usage = [&](const Words& words, const std::string& text) {
        const Outcome o = run(words);
        EXPECT_EQ(o.status, 2) << testing::PrintToString(words);
        EXPECT_TRUE(o.err.starts_with("netwright: ") && o.err.find(text) != std::string::npos) << o.err;
        EXPECT_EQ(std::count(o.err.begin(), o.err.end(), '\n'), 1) << o.err;
    };
    usage({}, "A command is missing.");
    usage({"trian", p}, "\"trian\" is not a command. Commands are ops, check");
    usage({"check"}, "PROJECT is missing.");
    usage({"check", "--bogus"}, "\"--bogus\" is not an option of check.");
    usage({"data", "info", "digits", "more"}, "\"more\" is more than data takes.");
    usage({"train", p, "--epochs"}, "--epochs needs a value.");
    usage({"train", p, "--batch", "0"}, "--batch: 0 is not a number from 1 on.");
    usage({"train", p, "--threads", "999"}, "--threads: 999 is not a number from 0 to 256.");
    bad({"data", "bogus"}, {"[bogus] is not an action. Choose list, info or preview."});
    bad({"data", "info"}, {"no data are given. Name a set, for example digits."});
    bad({"import", "missing.onnx", "-o", "i.netwright"}, {"[missing.onnx] does not exist"});
    bad({"bench", "bogus"}, {"is neither a workload nor a model"});
    bad({"eval", p}, {"[" + p + "] has no run yet"});
    write("cut.onnx", "");
    bad({"eval", "cut.onnx"}, {"[cut.onnx] is not an ONNX model"});
}

TEST_F(BadInput, SettingsListWhatTheyKnow) {
    const std::string p = project("first-network");
    bad({"train", p, "--set", "nonsense=1"}, {"nonsense", "epochs", "batch", "rate", "patience", "beta_1", "checkpoint_seconds"});
    bad({"train", p, "--set", "optimizer=magic"}, {"magic", "adam", "sgd"});
    bad({"train", p, "--set", "rate=1e30"}, {"rate", "1e+30", "from 0 to"});
    bad({"train", p, "--set", "rate=nan"}, {"rate", "nan"});
    bad({"train", p, "--set", "beta_1=2"}, {"beta_1"});
    EXPECT_FALSE(fs::exists(at("first-network.runs")));
}

/// Training that runs away stops with the step and what to do; what was saved is usable.
TEST_F(BadInput, NotANumber) {
    const std::string p = project("mlp");
    const Words words{"train",         p,       "--data",       "digits?limit=600", "--set",
                      "optimizer=sgd", "--set", "momentum=0.9", "--run-dir",        "r"};
    const auto with = [&](const Words& more) {
        Words all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    bad(with({"--set", "rate=1e6"}), {"NaN or infinite at step", "dense/kernel", "Lower the learning rate"});
    EXPECT_EQ(document("r/manifest.json").value("status", ""), "failed");
    // Going on with a lower rate works: nothing that is not finite was saved.
    good(with({"--set", "rate=0.01", "--epochs", "1", "--resume"}));
    EXPECT_GT(good({"eval", "r"}).value("accuracy", 0.0), 0.1);
}

TEST_F(BadInput, RunFoldersAreNotOverwritten) {
    const std::string p = project("first-network");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    const auto before = everything();
    bad({"train", p, "--data", "digits?limit=200", "--run-dir", "r"}, {"holds a run already", "--resume"});
    bad({"new", "mlp", p}, {"exists already", "--force"});
    bad({"train", p, "--data", "digits?limit=200", "--run-dir", p}, {p});
    EXPECT_EQ(everything(), before);
}

}  // namespace
}  // namespace nw::test
