// Every operator × format: its samples come back with the same numbers, or refusals.json says why not.
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/formats/format.h"
#include "core/io/npy.h"
#include "tests/core/formats/samples.h"

namespace nw {
namespace {

using test::OneOp;

/// For an interop run: the file, inputs and outputs of each sample, in $NETWRIGHT_SAMPLES.
void dump(const Format& format, const std::string& name, const Bytes& bytes, const OneOp& one, std::span<const Tensor> outputs) {
    const char* folder = std::getenv("NETWRIGHT_SAMPLES");
    if (!folder) return;
    const auto path = std::filesystem::path(folder) / format.id() / name;
    ASSERT_TRUE(makeFolder(path));
    ASSERT_TRUE(writeFileAtomically(path / ("model" + std::string(format.extension())), bytes));
    for (std::size_t i = 0; i < one.inputs.size(); ++i)
        ASSERT_TRUE(writeNpyFile(path / ("input_" + std::to_string(i) + ".npy"), one.inputs[i]));
    for (std::size_t i = 0; i < outputs.size(); ++i)
        ASSERT_TRUE(writeNpyFile(path / ("output_" + std::to_string(i) + ".npy"), outputs[i]));
}

/// What a quantized input or output of the file becomes: float32, by the scale of the application.
Tensor real(const Tensor& t, const Params& params) {
    const auto scale = params.get<std::vector<double>>("scale");
    const auto zero = params.get<std::vector<std::int64_t>>("zero_point");
    const std::int64_t axis = params.get<std::int64_t>("axis");
    std::int64_t inner = 1;
    for (std::size_t d = static_cast<std::size_t>(axis + 1); axis >= 0 && d < t.extents().size(); ++d) inner *= t.extents()[d];
    const std::vector<double> q = toDoubles(t);
    std::vector<float> out;
    for (std::size_t i = 0; i < q.size(); ++i) {
        const std::size_t c = i / static_cast<std::size_t>(inner) % scale.size();
        out.push_back(static_cast<float>(scale[c]) * static_cast<float>(q[i] - static_cast<double>(zero[c])));
    }
    return Tensor::of<float>(t.extents(), out);
}

/// Empty when the sample round-trips; else why not.
std::string failure(const Format& format, const OpDef& op, const Sample& sample, const std::string& name) {
    OneOp one = test::oneOp(op, sample);
    const auto expected = test::run(one.program, one.inputs);
    if (!expected) return "does not run: " + expected.error().text();
    const auto bytes = format.write(one.program);
    if (!bytes) return bytes.error().text();
    dump(format, name, *bytes, one, *expected);
    const auto again = format.read(*bytes);
    if (!again) return "cannot be read: " + again.error().text();
    std::vector<Tensor> inputs = one.inputs, outputs = *expected;
    const Params params = sample.params ? Params(op, sample.params) : Params(op);
    const std::string_view id = op.id;
    if (id == "dequantize" && again->inputs[0].type.dtype == DType::Float32) inputs[0] = real(inputs[0], params);
    const auto actual = test::run(*again, inputs);
    if (!actual) return "does not run after reading: " + actual.error().text();
    if (actual->size() != outputs.size()) return "has another number of outputs";
    if (id == "quantize" && (*actual)[0].dtype() == DType::Float32) outputs[0] = real(outputs[0], params);
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (const double d = test::difference(outputs[i], (*actual)[i]); !(d <= 1e-5)) return "differs by " + std::to_string(d);
    return {};
}

nlohmann::json refusals() {
    std::ifstream file(std::string(NW_SOURCE_DIR) + "/tests/core/formats/refusals.json");
    return nlohmann::json::parse(file);
}

class RoundTrip : public testing::TestWithParam<const Format*> {};

TEST_P(RoundTrip, EveryOperatorOrItsReason) {
    const Format& format = *GetParam();
    const nlohmann::json refused = refusals()[std::string(format.id())];
    std::size_t passed = 0;
    for (const OpDef& op : operators()) {
        std::string why = op.samples.empty() ? "has no sample" : "";
        for (std::size_t i = 0; i < op.samples.size(); ++i) {
            const std::string one = failure(format, op, op.samples[i], std::string(op.id) + "_" + std::to_string(i));
            if (why.empty()) why = one;
        }
        passed += why.empty() ? 1 : 0;
        if (why.empty())
            EXPECT_FALSE(refused.contains(op.id)) << op.id << " has become possible: remove it from refusals.json";
        else
            EXPECT_TRUE(refused.contains(op.id)) << op.id << ": " << why;
    }
    for (const auto& [id, reason] : refused.items()) {
        EXPECT_TRUE(findOperator(id)) << id << " is no operator";
        EXPECT_GT(reason.get<std::string>().size(), 10u) << id;
    }
    RecordProperty("operators", static_cast<int>(passed));
    EXPECT_GT(passed, 60u);
}

INSTANTIATE_TEST_SUITE_P(Formats, RoundTrip, testing::ValuesIn(std::vector<const Format*>(formats().begin(), formats().end())),
                         [](const auto& p) { return std::string(p.param->id()); });

}  // namespace
}  // namespace nw
