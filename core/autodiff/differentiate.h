// Reverse mode on functions: gradients of a function, and its split into a forward and a backward function.
#pragma once
#include <map>

#include "core/graph/builder.h"

namespace nw {

/// A FunctionBuilder whose functions can contain loops, branches and calls that are differentiated.
class GradientBuilder final : public FunctionBuilder {
public:
    using Memo = std::map<std::pair<std::uint32_t, std::vector<bool>>, Linear>;
    GradientBuilder(Module& module, bool training, std::string name = {}, std::shared_ptr<Memo> memo = std::make_shared<Memo>())
        : FunctionBuilder(module, training, std::move(name)), memo_(std::move(memo)) {}

    Linear linearise(FunctionRef function, const std::vector<bool>& wanted) override;

protected:
    std::unique_ptr<FunctionBuilder> nested(std::string name) override {
        return std::make_unique<GradientBuilder>(module(), training(), std::move(name), memo_);
    }

private:
    std::shared_ptr<Memo> memo_;  ///< a function is linearised once for each set of wanted parameters
};

/// The function (params of f) -> (results of f, gradients of the sum of the scalar results `losses` by the parameters `wanted`).
FunctionRef differentiate(Module& module, FunctionRef f, std::span<const std::size_t> losses, std::span<const std::size_t> wanted,
                          bool training);

}  // namespace nw
