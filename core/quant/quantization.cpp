// The file of a quantization.
#include "core/quant/quantization.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace nw {

using nlohmann::json;

namespace {

json toJson(const std::vector<Range>& ranges) {
    json out = json::array();
    for (const Range& r : ranges) out.push_back({r.low, r.high});
    return out;
}

bool fromJson(const json& j, std::vector<Range>& ranges) {
    if (!j.is_array() || j.size() > 1000000) return false;
    for (const json& r : j) {
        if (!r.is_array() || r.size() != 2 || !r[0].is_number() || !r[1].is_number()) return false;
        ranges.push_back({r[0].get<float>(), r[1].get<float>()});
    }
    return true;
}

}  // namespace

Result<void> saveQuantization(const Quantization& q, const std::filesystem::path& path) {
    const json j{{"netwright_quantization", 1},       {"mode", q.mode},
                 {"calibration", q.calibration},      {"samples", q.ranges.samples},
                 {"inputs", toJson(q.ranges.inputs)}, {"nodes", toJson(q.ranges.nodes)}};
    return writeTextAtomically(path, j.dump() + "\n");
}

Result<Quantization> loadQuantization(const std::filesystem::path& path) {
    NW_TRY(const std::string text, readText(path, std::uint64_t{64} << 20));
    const json j = json::parse(text, nullptr, false);
    Quantization q;
    const bool whole = j.is_object() && j.contains("netwright_quantization") && j.contains("mode") && j["mode"].is_string() &&
                       j.contains("inputs") && j.contains("nodes") && fromJson(j["inputs"], q.ranges.inputs) &&
                       fromJson(j["nodes"], q.ranges.nodes);
    if (!whole) return fail(Code::Format, path.string(), "is not a quantization file");
    q.mode = j["mode"].get<std::string>();
    if (q.mode != "int8")
        return fail(Code::Unsupported, path.string(), "uses the mode \"" + q.mode + "\"", "This version of Netwright knows int8.");
    if (j.contains("samples") && j["samples"].is_number_integer()) q.ranges.samples = j["samples"].get<std::int64_t>();
    if (j.contains("calibration") && j["calibration"].is_string()) q.calibration = j["calibration"].get<std::string>();
    return q;
}

Result<Program> quantize(const Program& deployed, const Quantization& q) {
    if (q.ranges.nodes.size() != deployed.function().nodes.size() + 1 || q.ranges.inputs.size() != deployed.inputs.size())
        return fail(Code::Format, "quantization", "the ranges belong to another network", "Quantize the run again.");
    return quantizeInt8(deployed, q.ranges);
}

}  // namespace nw
