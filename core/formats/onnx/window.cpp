// Padding both ways.
#include "core/formats/onnx/window.h"

#include <algorithm>

namespace nw::onnx {

Result<std::vector<std::int64_t>> pairOf(OpReader& r, std::string_view name, std::int64_t otherwise) {
    std::vector<std::int64_t> pair = r.list(name);
    if (pair.empty()) pair = {otherwise, otherwise};
    if (pair.size() != 2) return r.refuse("works on " + std::to_string(pair.size()) + " dimensions; images can be read");
    for (const std::int64_t p : pair)
        if (p < 1 || p > 4096) return r.refuse("has the impossible " + std::string(name) + " " + std::to_string(p));
    return pair;
}

Result<Border> borderOf(OpReader& r, const Shape& x, std::span<const std::int64_t> kernel, std::span<const std::int64_t> strides,
                        std::span<const std::int64_t> dilation) {
    const std::string rule = r.text("auto_pad", "NOTSET");
    Border border;
    if (rule == "SAME_UPPER") return Border{"same", {}, {}};
    if (rule == "VALID") return border;
    std::vector<std::int64_t> pads = r.list("pads");
    const auto rulePads = samePads(x, kernel, strides, dilation);
    const bool known = rulePads.has_value();
    std::vector<std::int64_t> same = known ? *rulePads : std::vector<std::int64_t>(4, 0);
    if (rule == "SAME_LOWER") {
        if (!known) return r.refuse("pads by a rule that needs the size of the images");
        std::swap(same[0], same[2]);
        std::swap(same[1], same[3]);
        pads = same;
    } else if (rule != "NOTSET") {
        return r.refuse("has the unknown padding " + rule.substr(0, 40));
    } else if (known && pads == same && std::any_of(pads.begin(), pads.end(), [](std::int64_t p) { return p > 0; })) {
        return Border{"same", {}, {}};
    }
    if (pads.empty() || pads == std::vector<std::int64_t>(4, 0)) return border;
    if (pads.size() != 4 || std::any_of(pads.begin(), pads.end(), [](std::int64_t p) { return p < 0 || p > 1 << 16; }))
        return r.refuse("has impossible pads");
    border.before = {pads[0], pads[1]};
    border.after = {pads[2], pads[3]};
    return border;
}

Result<Value> bordered(OpReader& r, Value x, const Border& border, double value) {
    for (std::size_t d = 0; d < border.before.size(); ++d) {
        const auto axis = static_cast<std::int64_t>(d + 1);
        if (border.before[d] == 0 && border.after[d] == 0) continue;
        const Shape padding{border.before[d], border.after[d]};
        NW_TRY(x, r.apply("pad", {{"axis", axis}, {"padding", padding}, {"value", value}}, {x}));
    }
    return x;
}

std::optional<std::vector<std::int64_t>> samePads(const Shape& x, std::span<const std::int64_t> kernel,
                                                  std::span<const std::int64_t> strides, std::span<const std::int64_t> dilation) {
    std::vector<std::int64_t> pads(4, 0);
    for (std::size_t d = 0; d < 2; ++d) {
        if (!x[d + 1].known()) return std::nullopt;
        const std::int64_t size = x[d + 1].value(), out = (size + strides[d] - 1) / strides[d];
        const std::int64_t total = std::max<std::int64_t>((out - 1) * strides[d] + (kernel[d] - 1) * dilation[d] + 1 - size, 0);
        pads[d] = total / 2;
        pads[d + 2] = total - total / 2;
    }
    return pads;
}

void setWindow(pb::Node& node, const Application& from, const std::vector<std::int64_t>& kernel,
               const std::vector<std::int64_t>& strides, const std::vector<std::int64_t>& dilation) {
    setInts(node, "kernel_shape", kernel);
    setInts(node, "strides", strides);
    const bool same = from.get<std::string>("padding") == "same";
    const auto pads = same ? samePads(from.shape(0), kernel, strides, dilation) : std::nullopt;
    if (pads)  // ONNX Runtime has no rule for dilated windows
        setInts(node, "pads", *pads);
    else
        setString(node, "auto_pad", same ? "SAME_UPPER" : "VALID");
}

}  // namespace nw::onnx
