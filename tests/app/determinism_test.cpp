// The same project, data and seed give the same bits, for any number of threads, through kill and resume.
#include <filesystem>
#include <random>
#include <sstream>

#include "core/io/safetensors.h"
#include "tests/app/program.h"

namespace nw::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Determinism : public Program {
protected:
    /// Bytes of all tensors of a run's last checkpoint, by name.
    std::map<std::string, std::string> weights(const std::string& run) const {
        std::map<std::string, std::string> all;
        const auto content = readSafetensorsFile(at(run) / "checkpoints/last.safetensors");
        EXPECT_TRUE(content) << (content ? "" : content.error().text());
        if (content)
            for (const auto& [name, t] : content->tensors) all[name].assign(reinterpret_cast<const char*>(t.raw()), t.bytes());
        return all;
    }
    /// metrics.jsonl without the speed.
    std::vector<json> metrics(const std::string& run) const {
        std::vector<json> all;
        std::istringstream text(read(run + "/metrics.jsonl"));
        for (std::string line; std::getline(text, line);) {
            all.push_back(json::parse(line));
            all.back().erase("samples_per_second");
        }
        return all;
    }
    std::string status(const std::string& run) const { return json::parse(read(run + "/manifest.json")).value("status", ""); }
    void expectSame(const std::string& a, const std::string& b) const {
        EXPECT_TRUE(weights(a) == weights(b)) << a << " and " << b << " hold different weights";
        EXPECT_EQ(metrics(a), metrics(b));
    }
    /// lenet with a batch norm after the first convolution, beside its dropout.
    void writeNormProject(const std::string& file) const {
        json p = json::parse(read(project("lenet")));
        json& graph = p["graph"];
        const auto idOf = [&](const std::string& name) {
            for (const json& n : graph["nodes"])
                if (n["name"] == name) return n["id"].get<std::string>();
            ADD_FAILURE() << "lenet has no " << name;
            return std::string();
        };
        const std::string id = "0123456789abcdef", before = idOf("conv2d"), after = idOf("conv2d_1");
        graph["nodes"].push_back({{"id", id}, {"name", "norm"}, {"op", "batch_normalization"}, {"stream", 50}});
        for (json& link : graph["links"])
            if (link["from"][0] == before && link["to"][0] == after) link["to"] = {id, "x"};
        graph["links"].push_back({{"from", {id, "y"}}, {"to", {after, "x"}}});
        write(file, p.dump(2));
    }
};

TEST_F(Determinism, ThreadsDoNotMatter) {
    const std::string first = project("first-network");
    for (const char* threads : {"1", "2", "4"})
        good({"train", first, "--data", "digits?limit=600", "--epochs", "2", "--threads", threads, "--run-dir",
              std::string("first") + threads});
    expectSame("first1", "first2");
    expectSame("first1", "first4");

    writeNormProject("norm.netwright");
    good({"check", "norm.netwright"});
    for (const char* threads : {"1", "2", "4"})
        good({"train", "norm.netwright", "--data", "digits?limit=300", "--batch", "50", "--steps", "9", "--threads", threads,
              "--run-dir", std::string("norm") + threads});
    expectSame("norm1", "norm2");
    expectSame("norm1", "norm4");
    EXPECT_TRUE(weights("norm1").contains("norm/moving_mean"));
}

TEST_F(Determinism, SeedsMatter) {
    const std::string p = project("first-network");
    for (const char* seed : {"1", "2"})
        good({"train", p, "--data", "digits?limit=200", "--epochs", "1", "--seed", seed, "--run-dir", std::string("r") + seed});
    EXPECT_FALSE(weights("r1") == weights("r2"));
}

/// Killed ten times at moments that nobody chose, then finished: as if nothing had been.
TEST_F(Determinism, KilledAndResumed) {
    writeNormProject("norm.netwright");
    const Words words{"train", "norm.netwright",          "--data",   "digits?limit=600", "--batch", "20", "--epochs", "3",
                      "--set", "checkpoint_seconds=0.05", "--run-dir"};
    const auto with = [&](std::initializer_list<const char*> more) {
        Words all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(run(with({"whole"})).status, 0);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

    std::mt19937 random(std::random_device{}());
    std::uniform_real_distribution<double> moment(0.05, 0.2 + 0.15 * seconds);
    int killed = 0;
    for (int i = 0; i < 10; ++i) {
        const double after = moment(random);
        const bool begun = fs::exists(at("cut/manifest.json"));
        const Outcome o = run(begun ? with({"cut", "--resume"}) : with({"cut"}), {.signalAfter = after});
        killed += o.signal == 9;
        EXPECT_TRUE(o.signal == 9 || o.status == 0) << "after " << after << " s: " << o.err;
        if (begun) EXPECT_TRUE(fs::exists(at("cut/manifest.json")));
    }
    EXPECT_GE(killed, 5) << "most runs ended before they were killed";
    const Outcome last = run(with({"cut", "--resume"}));
    ASSERT_EQ(last.status, 0) << last.err;
    EXPECT_EQ(status("cut"), "finished");
    expectSame("whole", "cut");
    EXPECT_EQ(temporaries(), std::vector<std::string>{}) << "leftovers of killed writes";
}

TEST_F(Determinism, InterruptedAndResumed) {
    const std::string p = project("first-network");
    const Words words{"train", p, "--data", "digits?limit=2000", "--batch", "10", "--epochs", "6", "--run-dir"};
    const auto with = [&](const Words& more) {
        Words all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const Outcome stopped = run(with({"cut", "--json"}), {.signalWhen = "\"epoch\":2", .signal = 2});
    EXPECT_EQ(stopped.status, 0) << stopped.err;
    EXPECT_EQ(stopped.last().value("status", ""), "stopped");
    EXPECT_EQ(status("cut"), "stopped");
    EXPECT_LT(stopped.last().value("epochs", 9), 6);
    good({"eval", "cut"});
    // --resume alone takes the run's folder; the project's newest unfinished run works too.
    const Outcome rest = run({"train", "cut", "--resume", "--json"});
    EXPECT_EQ(rest.status, 0) << rest.err;
    EXPECT_EQ(rest.last().value("epochs", 0), 6);
    ASSERT_EQ(run(with({"whole"})).status, 0);
    expectSame("whole", "cut");
}

/// --steps ends inside an epoch; going on from there is as if it had not.
TEST_F(Determinism, StepsThenMoreSteps) {
    const std::string p = project("first-network");
    const Words words{"train", p, "--data", "digits?limit=200", "--batch", "30", "--epochs", "4", "--run-dir"};
    const auto with = [&](const Words& more) {
        Words all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    good(with({"whole", "--steps", "17"}));
    for (const char* steps : {"3", "7", "8", "17"})
        good(steps[0] == '3' ? with({"cut", "--steps", steps}) : with({"cut", "--steps", steps, "--resume"}));
    expectSame("whole", "cut");
    // Other batches do not continue an epoch; the run is left as it is.
    const auto before = everything();
    bad({"train", "cut", "--resume", "--batch", "200", "--steps", "20"}, {"inside an epoch", "Resume with the batch size"});
    bad({"train", "cut", "--resume", "--data", "digits?limit=50", "--steps", "20"}, {"inside an epoch"});
    EXPECT_EQ(everything(), before);
    // Settings that a resumed run was given are its own from then on.
    good({"train", "cut", "--resume", "--steps", "20", "--epochs", "5"});
    EXPECT_EQ(json::parse(read("cut/project.netwright"))["training"].value("epochs", 0), 5);
}

/// A run out of patience has ended, however often it is resumed; with more patience it goes on.
TEST_F(Determinism, EarlyStopIsAnEnd) {
    const std::string p = project("first-network");
    const json ended = good(
        {"train", p, "--data", "digits?limit=200", "--set", "patience=1", "--set", "rate=0.3", "--epochs", "20", "--run-dir", "r"});
    ASSERT_LT(ended.value("epochs", 0), 20);
    const auto epochs = metrics("r").size();
    const auto held = weights("r");
    EXPECT_EQ(good({"train", "r", "--resume"}).value("epochs", std::size_t{0}), epochs);
    EXPECT_EQ(metrics("r").size(), epochs);
    EXPECT_TRUE(weights("r") == held);
    good({"train", "r", "--resume", "--set", "patience=0", "--epochs", std::to_string(epochs + 1)});
    EXPECT_EQ(metrics("r").size(), epochs + 1);
}

TEST_F(Determinism, ResumeFindsTheNewestUnfinishedRun) {
    const std::string p = project("first-network");
    bad({"train", p, "--resume"}, {"no unfinished run"});
    bad({"train", p, "--resume", "--run-dir", "nowhere"}, {"nowhere", "is not a run folder"});
    EXPECT_FALSE(fs::exists(at("nowhere")));
    const Outcome stopped = run({"train", p, "--data", "digits?limit=2000", "--batch", "10", "--epochs", "4", "--json"},
                                {.signalWhen = "\"epoch\":1", .signal = 2});
    ASSERT_EQ(stopped.status, 0) << stopped.err;
    ASSERT_EQ(stopped.last().value("status", ""), "stopped");
    const json rest = good({"train", p, "--resume"});
    EXPECT_EQ(rest.value("run", "a"), stopped.last().value("run", "b"));
    EXPECT_EQ(rest.value("epochs", 0), 4);
    bad({"train", p, "--resume"}, {"no unfinished run"});
}

}  // namespace
}  // namespace nw::test
