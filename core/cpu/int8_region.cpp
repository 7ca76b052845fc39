// Reading quantized regions.
#include "core/cpu/int8_region.h"

#include <algorithm>
#include <cmath>

namespace nw::cpu {
namespace {

bool is(const RegionNode& n, std::string_view op) { return op == n.params.op().id; }

Result<Int8Operand> operandOf(const KernelRequest& r, int input) {
    if (input >= 0) return fail(Code::Unsupported, "int8", "an input is not quantized");
    const RegionNode& dq = r.nodes[static_cast<std::size_t>(-1 - input)];
    if (!is(dq, "dequantize") || dq.inputs[0] < 0) return fail(Code::Unsupported, "int8", "an input is not quantized");
    const auto index = static_cast<std::size_t>(dq.inputs[0]);
    Int8Operand o{dq.inputs[0], r.inputs[index], dq.params.get<std::vector<double>>("scale"), 0};
    const auto zeros = dq.params.get<std::vector<std::int64_t>>("zero_point");
    if (std::any_of(zeros.begin(), zeros.end(), [&](std::int64_t z) { return z != zeros[0]; }))
        return fail(Code::Unsupported, "int8", "zero points differ");
    o.zeroPoint = zeros.empty() ? 0 : zeros[0];
    if (o.type.dtype != DType::Int8 && o.type.dtype != DType::Int32)
        return fail(Code::Unsupported, "int8", "an input is " + std::string(nameOf(o.type.dtype)));
    return o;
}

}  // namespace

Result<Int8Region> Int8Region::parse(const KernelRequest& r) {
    const RegionNode& q = r.nodes.back();
    Int8Region out;
    out.output = r.outputs()[0];
    const auto scales = q.params.get<std::vector<double>>("scale");
    if (!is(q, "quantize") || scales.size() != 1 || out.output.dtype != DType::Int8)
        return fail(Code::Unsupported, "int8", "the output is not int8");
    out.outScale = scales[0];
    out.outZero = q.params.get<std::vector<std::int64_t>>("zero_point")[0];
    const RegionNode* node = &r.nodes[static_cast<std::size_t>(-1 - q.inputs[0])];
    const bool relu = is(*node, "relu"), relu6 = is(*node, "relu6");
    const auto quantized = [&](double v) {
        return static_cast<std::int32_t>(out.outZero + std::lround(static_cast<float>(v) / static_cast<float>(out.outScale)));
    };
    if ((relu || relu6) && node->inputs[0] < 0 && !is(r.nodes[static_cast<std::size_t>(-1 - node->inputs[0])], "dequantize")) {
        out.low = std::max(-128, quantized(0));
        if (relu6) out.high = std::min(127, quantized(6));
        node = &r.nodes[static_cast<std::size_t>(-1 - node->inputs[0])];
    }
    out.op = *node;
    if (is(*node, "dequantize")) {  // a change of scale alone
        NW_TRY(Int8Operand o, operandOf(r, q.inputs[0]));
        out.operands.push_back(std::move(o));
        return out;
    }
    for (const int input : node->inputs) {
        if (input == RegionNode::absent) continue;
        NW_TRY(Int8Operand o, operandOf(r, input));
        out.operands.push_back(std::move(o));
    }
    return out;
}

RegionPattern int8Pattern(std::vector<std::string_view> ops, std::size_t operands, bool activation) {
    RegionPattern dequantize{{"dequantize"}, {}, false, true};
    RegionPattern op{std::move(ops), std::vector<RegionPattern>(operands, dequantize), false, false};
    if (!activation) return {{"quantize"}, {op}, false, false};
    return {{"quantize"}, {RegionPattern{{"relu", "relu6"}, {op}, true, false}}, false, false};
}

}  // namespace nw::cpu
