// Every command: help, wrong usage, and one JSON object a line.
#include "tests/app/program.h"

namespace nw::test {
namespace {

class Commands : public Program {};

const char* const names[] = {"ops",  "check",   "explain", "new",      "diff",   "data",   "train",
                             "eval", "predict", "run",     "quantize", "export", "import", "bench"};

TEST_F(Commands, Help) {
    const Outcome all = run({"--help"});
    EXPECT_EQ(all.status, 0);
    for (const char* name : names) {
        EXPECT_NE(all.out.find(name), std::string::npos) << name;
        const Outcome one = run({name, "--help"});
        EXPECT_EQ(one.status, 0) << name;
        EXPECT_NE(one.out.find("--json"), std::string::npos) << name;
        EXPECT_EQ(one.err, "") << name;
    }
    EXPECT_EQ(run({"--version"}).status, 0);
}

TEST_F(Commands, WrongUsage) {
    const std::vector<Words> cases = {{},
                                      {"nonsense"},
                                      {"new", "mlp"},
                                      {"train"},
                                      {"check"},
                                      {"diff", "a"},
                                      {"predict", "a"},
                                      {"eval"},
                                      {"eval", "a", "b"},
                                      {"run"},
                                      {"quantize"},
                                      {"export"},
                                      {"import"},
                                      {"data"},
                                      {"ops", "dense", "more"},
                                      {"check", "a", "--nonsense"},
                                      {"train", "a", "--epochs", "many"},
                                      {"train", "a", "--seed"},
                                      {"check", "a", "--threads", "-1"},
                                      {"check", "a", "--threads", "1000000"}};
    for (const Words& words : cases) {
        const Outcome o = run(words);
        EXPECT_EQ(o.status, 2) << testing::PrintToString(words) << o.err;
        EXPECT_NE(o.err, "") << testing::PrintToString(words);
    }
}

TEST_F(Commands, ImpossibleNumbersAreWrongUsage) {
    const std::vector<Words> cases = {{"train", "p", "--epochs", "-3"},
                                      {"train", "p", "--batch", "0"},
                                      {"train", "p", "--seed", "-1"},
                                      {"train", "p", "--steps", "-1"},
                                      {"eval", "r", "--batch", "0"},
                                      {"eval", "r", "--samples", "-4"},
                                      {"quantize", "r", "--samples", "0"},
                                      {"export", "r", "--samples", "0"},
                                      {"data", "preview", "digits", "--count", "-2"},
                                      {"bench", "mlp-infer", "--batch", "-2"},
                                      {"bench", "mlp-infer", "--seconds", "-2"},
                                      {"explain", "p", "--batch", "-2"},
                                      {"predict", "r", "x", "--top", "0"}};
    for (const Words& words : cases) {
        const Outcome o = run(words);
        EXPECT_EQ(o.status, 2) << testing::PrintToString(words) << o.err;
        EXPECT_NE(o.err.find(words[words.size() - 2]), std::string::npos) << o.err;
    }
}

TEST_F(Commands, UnknownWordsAreSentences) {
    const std::string p = project("first-network");
    bad({"train", p, "--device", "tpu"}, {"tpu", "cpu"});
    bad({"train", p, "--set", "rate"}, {"key=value"});
    bad({"train", p, "--set", "rate=fast"}, {"rate", "fast"});
    bad({"train", p, "--set", "epochs=1.5"}, {"epochs", "1.5"});
    bad({"explain", p, "--phase", "moon"}, {"moon", "training"});
    bad({"data", "dance", "digits"}, {"dance", "preview"});
    bad({"ops", "no_such_layer"}, {"no_such_layer"});
    bad({"new", "no-such-template", "x.netwright"}, {"no-such-template", "first-network"});
    bad({"bench", "no-such-template-train"}, {"no-such-template", "first-network"});
    EXPECT_FALSE(std::filesystem::exists(at("first-network.runs"))) << "an attempt left a folder behind";
}

/// Successes and failures alike: stdout is JSON and nothing else.
TEST_F(Commands, Json) {
    const std::string p = project("first-network");
    project("lenet");
    good({"train", p, "--data", "digits?limit=200", "--epochs", "2", "--run-dir", "r"});
    good({"data", "preview", "digits?limit=20", "--out", "pictures", "--count", "2"});
    write("not-a-model", "nothing");
    const std::vector<Words> cases = {{"ops"},
                                      {"ops", "conv2d"},
                                      {"ops", "nothing"},
                                      {"check", p},
                                      {"check", "missing"},
                                      {"explain", p},
                                      {"explain", p, "--phase", "inference", "--batch", "1"},
                                      {"new", "mlp", "new.netwright"},
                                      {"new", "mlp", p},
                                      {"diff", p, "lenet.netwright"},
                                      {"data", "list"},
                                      {"data", "info", "digits?limit=20"},
                                      {"data", "preview", "digits?limit=20", "--out", "d", "--count", "2"},
                                      {"train", p, "--data", "digits?limit=100", "--epochs", "1", "--run-dir", "again"},
                                      {"train", p, "--run-dir", "r"},
                                      {"eval", "r"},
                                      {"eval", "not-a-model"},
                                      {"predict", "r", "pictures/0-9.pgm"},
                                      {"quantize", "r", "-o", "q"},
                                      {"export", "r", "-o", "m.tflite"},
                                      {"export", "r", "--format", "tflite"},
                                      {"export", "r", "--format", "nonsense"},
                                      {"bench", "r", "--seconds", "0.05"},
                                      {"bench", "first-network-infer", "--seconds", "0.05"}};
    for (const Words& words : cases) {
        Words all = words;
        all.push_back("--json");
        const Outcome o = run(all);
        EXPECT_FALSE(o.lines().empty()) << testing::PrintToString(words) << o.err;
        EXPECT_TRUE(o.out.ends_with("\n"));
        EXPECT_EQ(o.last().contains("error"), o.status == 1) << testing::PrintToString(words) << o.out << o.err;
        if (o.status == 0) EXPECT_EQ(o.err, "") << testing::PrintToString(words);
    }
}

/// What scripts rely on: the fields of each command's lines.
TEST_F(Commands, Fields) {
    const std::string p = project("first-network");
    const Outcome trained = run({"train", p, "--data", "digits?limit=300", "--epochs", "2", "--run-dir", "r", "--json"});
    const auto lines = trained.lines();
    ASSERT_EQ(lines.size(), 3u) << trained.err;
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(lines[i].value("epoch", 0), static_cast<int>(i) + 1);
        for (const char* key : {"loss", "accuracy", "val_loss", "val_accuracy", "samples_per_second"})
            EXPECT_TRUE(lines[i].contains(key) && lines[i][key].is_number()) << key;
    }
    EXPECT_EQ(lines[2].value("run", ""), "r");
    EXPECT_EQ(lines[2].value("status", ""), "finished");
    for (const char* name :
         {"manifest.json", "project.netwright", "metrics.jsonl", "checkpoints/last.safetensors", "checkpoints/best.safetensors"})
        EXPECT_TRUE(std::filesystem::exists(at("r") / name)) << name;
    const auto e = good({"eval", "r"});
    for (const char* key : {"samples", "loss", "accuracy", "confusion"}) EXPECT_TRUE(e.contains(key)) << key;
    EXPECT_TRUE(std::filesystem::exists(at("r/evaluation/test.json")));
    const auto info = run({"data", "info", "digits?limit=300", "--json"}).lines();
    ASSERT_EQ(info.size(), 3u);
    for (const auto& split : info) EXPECT_EQ(split.value("samples", 0), 300);
    const auto b = good({"bench", "r", "--seconds", "0.05"});
    for (const char* key : {"median", "min", "max"}) EXPECT_TRUE(b.contains(key)) << b.dump();
}

}  // namespace
}  // namespace nw::test
