// Model files that other tools wrote ($NETWRIGHT_SHARED/models): each is read and runs, or is refused with a sentence.
#include <cstdlib>

#include "core/formats/format.h"
#include "core/io/npy.h"
#include "tests/core/formats/samples.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

fs::path modelsFolder() {
    const char* shared = std::getenv("NETWRIGHT_SHARED");
    return fs::path(shared ? shared : NW_SOURCE_DIR "/../shared") / "models";
}

/// A batch of one in the range 0 … 1.
std::vector<Tensor> inputsOf(const Program& program) {
    std::vector<Tensor> inputs;
    for (const NamedType& i : program.inputs) {
        Extents extents;
        for (const Dim& d : *i.type.shape) extents.push_back(d.known() ? d.value() : 1);
        inputs.push_back(test::randomTensor(i.type.dtype, extents, 0, isFloating(i.type.dtype) ? 1 : 2, inputs.size()));
    }
    return inputs;
}

std::int64_t largest(const Program& program) {
    std::int64_t cost = 0;
    for (const Apply& a : program.function().nodes)
        for (const Type& t : a.outputs)
            if (const auto e = evaluate(*t.shape, {{"batch", 1}})) cost += product(*e);
    return cost;
}

void dump(const fs::path& file, const Program& program) {
    const char* folder = std::getenv("NETWRIGHT_SAMPLES");
    if (!folder || largest(program) > 4'000'000) return;
    const std::vector<Tensor> inputs = inputsOf(program);
    const auto outputs = test::run(program, inputs);
    ASSERT_TRUE(outputs) << file << ": " << outputs.error().text();
    const auto path = fs::path(folder) / "models" / file.extension().string().substr(1) / file.stem();
    ASSERT_TRUE(makeFolder(path));
    fs::copy_file(file, path / ("model" + file.extension().string()), fs::copy_options::overwrite_existing);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        ASSERT_TRUE(writeNpyFile(path / ("input_" + std::to_string(i) + ".npy"), inputs[i]));
    for (std::size_t i = 0; i < outputs->size(); ++i)
        ASSERT_TRUE(writeNpyFile(path / ("output_" + std::to_string(i) + ".npy"), (*outputs)[i]));
}

TEST(Models, OfOtherToolsAreReadOrRefused) {
    if (!fs::exists(modelsFolder())) GTEST_SKIP() << "the shared model files are not here";
    std::size_t read = 0, refused = 0;
    for (const auto& entry : fs::recursive_directory_iterator(modelsFolder())) {
        const Format* format = entry.is_regular_file() ? formatForFile(entry.path()) : nullptr;
        if (!format) continue;
        const auto program = format->readFile(entry.path());
        if (program) {
            ++read;
            dump(entry.path(), *program);
            continue;
        }
        ++refused;
        EXPECT_GT(program.error().message.size(), 10u);
        std::printf("refused %s: %s\n", entry.path().filename().c_str(), program.error().message.c_str());
    }
    std::printf("%zu read, %zu refused\n", read, refused);
    EXPECT_GE(read, 20u);
}

}  // namespace
}  // namespace nw
