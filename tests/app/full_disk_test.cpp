// No room and no permission: old files stay whole, and nothing half written is left.
#include <filesystem>

#include "tests/app/program.h"

namespace nw::test {
namespace {

namespace fs = std::filesystem;

class FullDisk : public Program {
protected:
    void SetUp() override {
        project_ = project("first-network");
        good({"train", project_, "--data", "digits?limit=200", "--epochs", "1", "--run-dir", "r"});
    }
    /// The command fails with `text`; nothing changes and nothing is left.
    void unchanged(const Words& words, const std::vector<std::string>& texts, const RunOptions& options = {}) {
        SCOPED_TRACE(testing::PrintToString(words));
        const auto before = everything();
        bad(words, texts, options);
        EXPECT_EQ(everything(), before);
        EXPECT_EQ(temporaries(), std::vector<std::string>{});
    }
    static RunOptions room(std::uint64_t bytes) { return {.fileBytes = bytes}; }
    std::string project_;
};

TEST_F(FullDisk, Devices) {
    unchanged({"export", "r", "--format", "tflite", "-o", "/dev/full"}, {"/dev/full", "No space left"});
    unchanged({"new", "mlp", "/dev/full"}, {"/dev/full", "No space left"});
    const Outcome o = run({"export", "r", "--format", "tflite", "-o", "/dev/null"});
    EXPECT_EQ(o.status, 0) << o.err;
}

TEST_F(FullDisk, AnEvaluationIsToldWhereItCannotBeKept) {
    const auto before = everything();
    const Outcome o = run({"eval", "r", "--data", "digits?limit=20", "--json"}, room(100));
    EXPECT_EQ(o.status, 0) << o.err;
    EXPECT_NE(o.out.find("\"accuracy\""), std::string::npos);
    EXPECT_NE(o.err.find("Not kept: "), std::string::npos) << o.err;
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(temporaries(), std::vector<std::string>{});
}

TEST_F(FullDisk, OldFilesStayWhole) {
    good({"export", "r", "-o", "model.tflite"});
    good({"quantize", "r", "-o", "q", "--samples", "50"});
    unchanged({"export", "r", "-o", "model.tflite"}, {"model.tflite", "File too large", "Free some space"}, room(20000));
    unchanged({"export", "q", "-o", "model.tflite"}, {"model.tflite", "File too large"}, room(5000));
    unchanged({"quantize", "r", "-o", "q", "--samples", "60"}, {"cannot be written"}, room(20000));
    unchanged({"quantize", "r", "-o", "q", "--samples", "60"}, {"cannot be written"}, room(100));
    unchanged({"quantize", "r", "-o", "new", "--samples", "50"}, {"cannot be written"}, room(20000));
    unchanged({"new", "mlp", project_, "--force"}, {project_, "cannot be written"}, room(100));
    unchanged({"data", "preview", "digits?limit=20", "--out", ".", "--count", "1"}, {"cannot be written"}, room(100));
    good({"eval", "q"});
    EXPECT_EQ(good({"quantize", "r", "-o", "q", "--samples", "60"}).value("samples", 0), 60) << "with room it is replaced";
    EXPECT_EQ(temporaries(), std::vector<std::string>{});
}

TEST_F(FullDisk, Training) {
    const Words words{"train", project_, "--data", "digits?limit=200", "--run-dir"};
    const auto with = [&](const Words& more) {
        Words all = words;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    // No room for a checkpoint (620 kB): the run is kept, says that it failed, and goes on when there is room.
    bad(with({"small", "--epochs", "2"}), {".safetensors", "File too large", "Free some space"}, room(100000));
    EXPECT_EQ(temporaries(), std::vector<std::string>{});
    EXPECT_EQ(nlohmann::json::parse(read("small/manifest.json")).value("status", ""), "failed");
    good(with({"small", "--epochs", "2", "--resume"}));
    good(with({"whole", "--epochs", "2"}));
    EXPECT_EQ(good({"eval", "small"})["confusion"], good({"eval", "whole"})["confusion"]);
    // A finished run's checkpoint survives a failed continuation.
    const std::string before = read("whole/checkpoints/last.safetensors");
    bad(with({"whole", "--resume", "--epochs", "3"}), {"cannot be written"}, room(100000));
    EXPECT_TRUE(read("whole/checkpoints/last.safetensors") == before);
    // Not even the manifest.
    bad(with({"tiny", "--epochs", "2"}), {"cannot be written"}, room(10));
    EXPECT_EQ(temporaries(), std::vector<std::string>{});
}

/// Root may write anywhere, so a path below a file stands for a folder that cannot be written.
TEST_F(FullDisk, FoldersThatCannotBeWritten) {
    unchanged({"export", "r", "--format", "tflite", "-o", "first-network.netwright/m.tflite"}, {"Not a directory"});
    unchanged({"export", "r", "--format", "tflite", "-o", "missing/m.tflite"}, {"missing/m.tflite", "No such file"});
    unchanged({"export", "r", "--format", "tflite", "-o", "r"}, {"is a folder"});
    unchanged({"train", project_, "--data", "digits?limit=200", "--run-dir", "first-network.netwright/run"}, {"Not a directory"});
    unchanged({"quantize", "r", "-o", "first-network.netwright/q", "--samples", "20"}, {"Not a directory"});
    unchanged({"data", "preview", "digits?limit=20", "--out", "first-network.netwright/p"}, {"Not a directory"});
    unchanged({"new", "mlp", "first-network.netwright/p.netwright"}, {"Not a directory"});
    write("first-network.runs", "in the way");
    unchanged({"train", project_, "--data", "digits?limit=200"}, {"first-network.runs"});
}

}  // namespace
}  // namespace nw::test
