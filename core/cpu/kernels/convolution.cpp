// conv2d, depthwise_conv2d and their gradients on oneDNN. Kernels that change at every step are packed once a run, constant ones
// when the plan is bound. The gradient of the kernel is summed over pieces of the batch in their order.
#include "core/cpu/convolution.h"
#include "core/cpu/vector.h"
#include "core/cpu/winograd.h"

namespace nw::cpu {
namespace {

/// The kernel in the layout that the primitives want: packed at once when it is constant, else at the start of a run.
struct Packing {
    std::shared_ptr<Primitive> reorder;  ///< null: no packing is needed
    std::shared_ptr<Storage> packed;     ///< the packed constant
    std::size_t bytes = 0, scratchBytes = 0;

    static Result<Packing> make(const ConvShape& shape, const dnnl::memory::desc& packed, const void* constant, int threads) {
        Packing p;
        if (packed == shape.plainKernel()) return p;
        NW_TRY(MadePrimitive made, makeReorder(shape.plainKernel(), packed, threads));
        p.reorder = std::move(made.primitive);
        p.bytes = packed.get_size();
        p.scratchBytes = p.reorder->scratchBytes;
        if (!constant) return p;
        p.packed = Storage::allocate(p.bytes);
        const auto scratch = Storage::allocate(p.scratchBytes);
        p.run(static_cast<const float*>(constant), p.packed->data(), scratch->data());
        return p;
    }
    bool everyRun() const { return reorder && !packed; }
    void run(const float* kernel, std::byte* to, std::byte* scratch) const {
        void* pointers[] = {const_cast<float*>(kernel), to};
        reorder->run(pointers, scratch);
    }
};

/// Stage one packs the kernel (input 1) into shared memory, stage two runs the pieces; without packing there is one stage.
std::unique_ptr<Kernel> piecesKernel(ConvPieces pieces, Packing packing, const ConvShape& shape, bool bias) {
    const std::int64_t count = pieces.count();
    const std::string implementation = pieces.implementation();
    const std::size_t scratch = std::max(pieces.scratchBytes(), packing.scratchBytes),
                      shared = packing.everyRun() ? packing.bytes : 0;
    const bool two = packing.everyRun();
    const auto piece = [pieces = std::move(pieces), packing, bias](const KernelArgs& args, std::int64_t i) {
        const std::byte* packed = packing.packed ? packing.packed->data() : args.shared;
        const float* kernel = packing.reorder ? reinterpret_cast<const float*>(packed) : floats(args, 1);
        pieces.run(i, floats(args, 0), kernel, out(args, 0), bias ? floats(args, 2) : nullptr, args.scratch);
    };
    const auto pack = [packing](const KernelArgs& args, std::int64_t) { packing.run(floats(args, 1), args.shared, args.scratch); };
    std::unique_ptr<Kernel> kernel =
        two ? twoStages(implementation, 1, pack, count, piece) : kernelOf(implementation, Split{count, count, 1}, 0, piece);
    kernel->scratchBytes = scratch;
    kernel->sharedBytes = shared;
    kernel->cost = shape.flops() / 90;
    return kernel;
}

Result<std::unique_ptr<Kernel>> forward(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const RegionNode& node = r.nodes.front();
    for (std::size_t i = 0; i < node.inputs.size(); ++i)
        if (node.inputs[i] != static_cast<int>(i)) return decline(r, "the weights are an input of something else in the region");
    const bool depthwise = std::string_view(node.params.op().id) == "depthwise_conv2d";
    const Extents &x = r.inputs[0].extents, &k = r.inputs[1].extents;
    const std::int64_t groups = depthwise ? x[3] : node.params.get<std::int64_t>("groups");
    const ConvShape shape = ConvShape::of(x, r.outputs()[0].extents, {k[0], k[1]}, groups, node.params);
    ConvPieces::Options options;
    options.bias = node.params.get<bool>("use_bias");
    options.training = r.phase == Phase::Training;
    options.activation = r.nodes.size() > 1 ? activationOf(r.params().op().id) : Activation::None;
    options.threads = r.threads;
    NW_TRY(ConvPieces pieces, ConvPieces::make(shape, options));
    NW_TRY(Packing packing, Packing::make(shape, pieces.packed(), r.constants.size() > 1 ? r.constants[1] : nullptr, r.threads));
    return piecesKernel(std::move(pieces), std::move(packing), shape, options.bias);
}

Result<std::unique_ptr<Kernel>> inputGrad(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const Extents &dy = r.inputs[0].extents, &k = r.inputs[1].extents;
    const ConvShape shape =
        ConvShape::of(r.outputs()[0].extents, dy, {k[0], k[1]}, r.params().get<std::int64_t>("groups"), r.params());
    ConvPieces::Options options;
    options.kind = ConvKind::InputGrad;
    options.threads = r.threads;
    NW_TRY(ConvPieces pieces, ConvPieces::make(shape, options));
    NW_TRY(Packing packing, Packing::make(shape, pieces.packed(), r.constants.size() > 1 ? r.constants[1] : nullptr, r.threads));
    return piecesKernel(std::move(pieces), std::move(packing), shape, false);
}

/// Partial gradients, packed, one for each piece, lie in shared memory; the tail adds them in order and unpacks the sum.
Result<std::unique_ptr<Kernel>> kernelGrad(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const Extents& k = r.outputs()[0].extents;
    const ConvShape shape =
        ConvShape::of(r.inputs[0].extents, r.inputs[1].extents, {k[0], k[1]}, r.params().get<std::int64_t>("groups"), r.params());
    ConvPieces::Options options;
    options.kind = ConvKind::KernelGrad;
    options.threads = r.threads;
    options.pieceTime = 300e3;
    options.most = std::clamp<std::int64_t>((std::int64_t{4} << 20) / std::max<std::int64_t>(1, shape.kernelSize()), 2, 32);
    NW_TRY(ConvPieces pieces, ConvPieces::make(shape, options));
    const std::int64_t count = pieces.count(), stride = static_cast<std::int64_t>((pieces.packed().get_size() + 63) / 64 * 16);
    const std::size_t scratch = pieces.scratchBytes();
    const std::string implementation = pieces.implementation();
    NW_TRY(MadePrimitive unpack, makeReorder(pieces.packed(), shape.plainKernel(), r.threads));
    const std::shared_ptr<Primitive> reorder = std::move(unpack.primitive);
    const auto piece = [pieces = std::move(pieces), stride](const KernelArgs& args, std::int64_t i) {
        pieces.run(i, floats(args, 0), floats(args, 1), reinterpret_cast<float*>(args.shared) + i * stride, nullptr, args.scratch);
    };
    const auto add = [reorder, count, stride](const KernelArgs& args, std::int64_t) {
        float* parts = reinterpret_cast<float*>(args.shared);
        for (std::int64_t i = 1; i < count; ++i) vectors().accumulate(parts + i * stride, parts, stride);
        void* pointers[] = {parts, args.out[0]};
        reorder->run(pointers, args.scratch);
    };
    auto kernel = twoStages(implementation, count, piece, 1, add);
    kernel->scratchBytes = std::max(scratch, reorder->scratchBytes);
    kernel->sharedBytes = static_cast<std::size_t>(count * stride) * sizeof(float);
    kernel->cost = shape.flops() / 90;
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_convolution(nw::KernelTable& table);
void nw_cpu_convolution(nw::KernelTable& table) {
    using namespace nw;
    using namespace nw::cpu;
    // Where Winograd's algorithm applies it is tried first.
    RegionRule fast{"conv2d+activation", chain({"relu", "relu6"}, {"conv2d"}), winogradForward};
    fast.numerics = Numerics::Fast;
    fast.errorBound = winogradError;
    table.addRegion(std::move(fast));
    table.addRegion({"conv2d+activation", chain({"relu", "relu6"}, {"conv2d", "depthwise_conv2d"}), forward});
    table.add("conv2d", winogradForward);
    table.add("conv2d", forward);
    table.add("depthwise_conv2d", forward);
    table.add("conv2d_input_grad", winogradInputGrad);
    table.add("conv2d_input_grad", inputGrad);
    table.add("conv2d_kernel_grad", kernelGrad);
}
