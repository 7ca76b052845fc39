// Reference kernels as Kernel objects: one chunk, arguments by name.
#include "core/op/reference.h"

#include <algorithm>
#include <cstring>

#include "core/op/def.h"

namespace nw {

int ReferenceArgs::inputIndex(std::string_view port) const {
    const auto [begin, end] = inputRange(port);
    return begin < end ? static_cast<int>(begin) : -1;
}

std::pair<std::size_t, std::size_t> ReferenceArgs::inputRange(std::string_view port) const {
    const OpDef& op = node_.params.op();
    const PortMap map(op, node_.inputs.size());
    std::pair<std::size_t, std::size_t> r;
    if (op.input(port)) {
        r = map.range(port);
    } else {
        std::size_t i = 0;
        while (i < signature_.weights.size() && signature_.weights[i].name != port) ++i;
        NW_CHECK(i < signature_.weights.size(), std::string(op.id) + " has no input or weight " + std::string(port));
        r = {map.declared() + i, map.declared() + i + 1};
    }
    if (r.first >= r.second || node_.inputs[r.first] < 0) return {0, 0};
    return {static_cast<std::size_t>(node_.inputs[r.first]), static_cast<std::size_t>(node_.inputs[r.second - 1]) + 1};
}

int ReferenceArgs::outputIndex(std::string_view port) const {
    for (std::size_t i = 0; i < signature_.outputs.size(); ++i)
        if (signature_.outputs[i].name == port) return static_cast<int>(i);
    for (std::size_t i = 0; i < signature_.residuals.size(); ++i)
        if (signature_.residuals[i].name == port) {
            const std::size_t at = signature_.outputs.size() + i;
            return at < node_.outputs.size() ? static_cast<int>(at) : -1;
        }
    NW_CHECK(false, std::string(node_.params.op().id) + " has no output " + std::string(port));
    return -1;
}

std::vector<std::int64_t> broadcastStrides(std::span<const std::int64_t> shape, std::span<const std::int64_t> to) {
    std::vector<std::int64_t> strides(to.size(), 0);
    std::int64_t stride = 1;
    for (std::size_t d = 1; d <= shape.size(); ++d) {
        const std::int64_t extent = shape[shape.size() - d];
        strides[to.size() - d] = extent == 1 ? 0 : stride;
        stride *= extent;
    }
    return strides;
}

std::vector<std::int64_t> reducedStrides(std::span<const std::int64_t> shape, std::span<const std::int64_t> axes) {
    const auto reduced = normalAxes(axes, shape.size(), "axis");
    NW_CHECK(reduced);
    std::vector<std::int64_t> strides(shape.size(), 0);
    std::int64_t stride = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
        if (std::find(reduced->begin(), reduced->end(), d) != reduced->end()) continue;
        strides[d] = stride;
        stride *= shape[d];
    }
    return strides;
}

namespace {

class ReferenceKernel final : public Kernel {
public:
    ReferenceKernel(const KernelRequest& request, Signature signature, const OpDef::Reference& reference)
        : node_(request.nodes[0]), inputs_(request.inputs), signature_(std::move(signature)), reference_(reference) {
        implementation = "reference";
        cost = static_cast<double>(request.outputs().empty() ? 0 : request.outputs()[0].elements()) * 4;
    }
    void run(const KernelArgs& args, std::int64_t, Stream&) const override {
        reference_.call(reference_.fn, node_.params.raw(), ReferenceArgs(node_, inputs_, signature_, args));
    }

private:
    RegionNode node_;
    std::vector<TensorType> inputs_;
    Signature signature_;
    const OpDef::Reference& reference_;
};

/// A view whose memory the planner could not share.
class CopyKernel final : public Kernel {
public:
    explicit CopyKernel(std::size_t bytes) : bytes_(bytes) {
        implementation = "copy";
        cost = static_cast<double>(bytes) / 8;
    }
    void run(const KernelArgs& args, std::int64_t, Stream&) const override {
        if (bytes_ != 0) std::memcpy(args.out[0], args.in[0], bytes_);
    }

private:
    std::size_t bytes_;
};

/// The dtype that chooses the kernel: of the port that the operator names, else of the first input, else of the first output.
DType choosingDType(const KernelRequest& request) {
    const RegionNode& node = request.nodes[0];
    const OpDef& op = node.params.op();
    if (op.kernelPort) {
        const std::size_t at = PortMap(op, node.inputs.size()).range(op.kernelPort).first;
        return request.inputs[static_cast<std::size_t>(node.inputs[at])].dtype;
    }
    return !request.inputs.empty() ? request.inputs[0].dtype : request.outputs()[0].dtype;
}

}  // namespace

Result<std::unique_ptr<Kernel>> prepareReference(const KernelRequest& request) {
    NW_CHECK(request.nodes.size() == 1);
    const RegionNode& node = request.nodes[0];
    const OpDef& op = node.params.op();
    if (op.view) {
        if (request.inputs.empty() || request.inputs[0].bytes() != request.outputs()[0].bytes())
            return fail(Code::Shape, op.id, "cannot see its input under another number of elements");
        return std::unique_ptr<Kernel>(std::make_unique<CopyKernel>(request.inputs[0].bytes()));
    }
    std::vector<Type> types;
    for (const TensorType& t : request.inputs) types.push_back({t.dtype, toShape(t.extents), Form::Tensor});
    std::vector<const Type*> pointers;
    for (const int i : node.inputs) pointers.push_back(i >= 0 ? &types[static_cast<std::size_t>(i)] : nullptr);
    NW_TRY(Signature signature, op.infer(node.params.raw(), Inputs(op, pointers, nullptr, request.phase == Phase::Training)));
    const DType dtype = choosingDType(request);
    const OpDef::Reference* reference = op.reference(dtype);
    if (!reference && !op.kernelPort && !isDifferentiable(dtype) && !request.outputs().empty())  // indices or a key come first
        reference = op.reference(request.outputs()[0].dtype);
    if (!reference) return fail(Code::Unsupported, op.id, "has no kernel for " + std::string(nameOf(dtype)));
    return std::unique_ptr<Kernel>(std::make_unique<ReferenceKernel>(request, std::move(signature), *reference));
}

}  // namespace nw
