// The node cases of ONNX's own backend test (libonnx-testdata): read, run on the reference kernels, compare.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/formats/onnx/onnx.h"
#include "core/formats/onnx/tensors.h"
#include "tests/core/formats/samples.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

Result<Tensor> readTensor(const fs::path& path) {
    NW_TRY(const Bytes bytes, readFile(path));
    onnx::pb::Tensor proto;
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return fail(Code::Format, path.string(), "is no tensor");
    return onnx::load(proto);
}

Result<std::vector<Tensor>> readAll(const fs::path& folder, const std::string& prefix) {
    std::vector<Tensor> all;
    for (std::size_t i = 0; fs::exists(folder / (prefix + std::to_string(i) + ".pb")); ++i) {
        NW_TRY(Tensor t, readTensor(folder / (prefix + std::to_string(i) + ".pb")));
        all.push_back(std::move(t));
    }
    return all;
}

/// Empty: the case passes. The tolerances are ONNX's own.
std::string failure(const fs::path& folder) {
    const auto program = onnx::format().readFile(folder / "model.onnx");
    if (!program) return "unread: " + program.error().text();
    const auto inputs = readAll(folder / "test_data_set_0", "input_"), expected = readAll(folder / "test_data_set_0", "output_");
    if (!inputs || !expected) return "unread: " + (inputs ? expected.error() : inputs.error()).text();
    const auto actual = test::run(*program, *inputs);
    if (!actual) return "does not run: " + actual.error().text();
    if (actual->size() != expected->size()) return "differs in the number of outputs";
    for (std::size_t i = 0; i < actual->size(); ++i) {
        if ((*actual)[i].type() != (*expected)[i].type()) return "differs in the type of output " + std::to_string(i);
        const std::vector<double> a = toDoubles((*actual)[i]), e = toDoubles((*expected)[i]);
        for (std::size_t k = 0; k < a.size(); ++k)
            if (!(std::abs(a[k] - e[k]) <= 1e-6 + 1e-3 * std::abs(e[k])) && a[k] != e[k] && !(std::isnan(a[k]) && std::isnan(e[k])))
                return "differs: " + std::to_string(a[k]) + " instead of " + std::to_string(e[k]);
    }
    return {};
}

std::set<std::string> supported() {
    std::ifstream file(std::string(NW_SOURCE_DIR) + "/tests/core/formats/onnx_backend.txt");
    std::set<std::string> names;
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) names.insert(line);
    return names;
}

TEST(OnnxBackend, NodeCases) {
    const fs::path root = "/usr/share/libonnx-testdata/data/node";
    if (!fs::exists(root)) GTEST_SKIP() << "the package libonnx-testdata is not installed";
    const std::set<std::string> list = supported();
    std::size_t passed = 0, skipped = 0;
    std::ofstream report;
    if (const char* path = std::getenv("NETWRIGHT_ONNX_REPORT")) report.open(path);
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        std::string why;
        try {
            why = failure(entry.path());
        } catch (const std::exception& e) { why = std::string("exception: ") + e.what(); }
        report << name << '\t' << why << '\n';
        passed += why.empty() ? 1 : 0;
        skipped += why.empty() || list.count(name) ? 0 : 1;
        if (list.count(name)) { EXPECT_EQ(why, "") << name; }
        EXPECT_EQ(why.rfind("exception", 0), std::string::npos) << name << ": " << why;
        if (why.empty()) { EXPECT_TRUE(list.count(name)) << name << " passes: add it to onnx_backend.txt"; }
    }
    std::printf("ONNX backend node cases: %zu passed, %zu skipped\n", passed, skipped);
    EXPECT_EQ(passed, list.size());
}

}  // namespace
}  // namespace nw
