// Min-max observation.
#include "core/quant/ranges.h"

#include <algorithm>

namespace nw {
namespace {

void widen(Range& r, const Tensor& t, bool first) {
    const auto v = t.data<float>();
    if (v.empty()) return;
    const auto [low, high] = std::minmax_element(v.begin(), v.end());
    r = first ? Range{*low, *high} : Range{std::min(r.low, *low), std::max(r.high, *high)};
}

}  // namespace

RangeObserver::RangeObserver(const Program& program, ExecutableOptions options) : probed_(program) {
    NW_CHECK(program.state.empty() && program.next.empty());
    probed_.module = std::make_shared<Module>(*program.module);
    Function f = program.function();
    f.results.clear();
    f.resultNames.clear();
    probed_.outputs.clear();
    for (std::uint32_t n = 1; n <= f.nodes.size(); ++n) {
        const Type& t = f.nodes[n - 1].outputs[0];
        if (t.dtype != DType::Float32 || t.form != Form::Tensor || f.nodes[n - 1].inputs.empty()) continue;
        nodes_.push_back(n);
        f.results.push_back({n, 0});
        probed_.outputs.push_back({std::to_string(n), OutputRole::Prediction});
    }
    ranges_.nodes.resize(f.nodes.size() + 1);
    ranges_.inputs.resize(program.inputs.size());
    probed_.main = probed_.module->add(std::move(f));
    runner_ = std::make_unique<Runner>(probed_, std::move(options));
}

Result<void> RangeObserver::observe(std::span<const Tensor> inputs) {
    NW_TRY(const auto outputs, runner_->run(inputs, {}));
    const bool first = ranges_.samples == 0;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (inputs[i].dtype() == DType::Float32) widen(ranges_.inputs[i], inputs[i], first);
    for (std::size_t i = 0; i < nodes_.size(); ++i) widen(ranges_.nodes[nodes_[i]], outputs[i], first);
    ranges_.samples += inputs.empty() || inputs[0].extents().empty() ? 1 : inputs[0].extents()[0];
    return {};
}

}  // namespace nw
