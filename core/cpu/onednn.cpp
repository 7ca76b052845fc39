// Making and running oneDNN primitives.
#include "core/cpu/onednn.h"

#include "core/base/check.h"

#include <omp.h>

#include <array>

namespace nw::cpu {
namespace {

using dnnl::memory;

/// The stream of a thread; making it sets the thread up. A thread meets its first primitive in the middle of a run, where our code
/// must not allocate: hence the C interface, whose memory is the library's own.
struct ThreadState {
    ThreadState() {
        omp_set_num_threads(1);
        NW_CHECK(dnnl_stream_create(&stream, engine().get(), dnnl_stream_default_flags) == dnnl_success);
    }
    ~ThreadState() { dnnl_stream_destroy(stream); }
    ThreadState(const ThreadState&) = delete;
    ThreadState& operator=(const ThreadState&) = delete;
    dnnl_stream_t stream = nullptr;
};

ThreadState& threadState() {
    thread_local ThreadState state;
    return state;
}

std::size_t threadNumber() {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t number = next++;
    return number;
}

#if DNNL_VERSION_MAJOR >= 3
void appendEltwise(dnnl::post_ops& ops, dnnl::algorithm algorithm, float alpha, float beta) {
    ops.append_eltwise(algorithm, alpha, beta);
}
bool isZero(const memory::desc& d) { return d.is_zero(); }
#else
void appendEltwise(dnnl::post_ops& ops, dnnl::algorithm algorithm, float alpha, float beta) {
    ops.append_eltwise(1.0f, algorithm, alpha, beta);
}
bool isZero(const memory::desc& d) { return d.is_zero(); }
#endif

/// Runs `make`, which builds a primitive, and turns oneDNN's exceptions into errors.
template <class Make>
Result<MadePrimitive> guarded(Make make) {
    guardThread();
    try {
        return make();
    } catch (const dnnl::error& e) { return fail(Code::Unsupported, "oneDNN", e.what()); }
}

template <class P, class Desc>
Result<MadePrimitive> finish(const Desc& pd, std::vector<DnnArg> args, memory::desc weights, int threads) {
    const std::string implementation = pd.impl_info_str();
    NW_RETURN_IF_ERROR(refuseReference(implementation));
    return MadePrimitive{std::make_unique<Primitive>(pd, P(pd), std::move(args), threads), std::move(weights)};
}

}  // namespace

std::string oneDnnVersion() {
    const dnnl_version_t* v = dnnl_version();
    return std::to_string(v->major) + "." + std::to_string(v->minor);
}

const dnnl::engine& engine() {
    static const dnnl::engine e(dnnl::engine::kind::cpu, 0);
    return e;
}

void guardThread() { threadState(); }

Activation activationOf(std::string_view op) {
    if (op == "relu") return Activation::Relu;
    return op == "relu6" ? Activation::Relu6 : Activation::None;
}

dnnl::primitive_attr attributes(Activation activation) {
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (activation == Activation::None) return attr;
    dnnl::post_ops ops;
    switch (activation) {
        case Activation::Relu: appendEltwise(ops, dnnl::algorithm::eltwise_relu, 0, 0); break;
        case Activation::Relu6: appendEltwise(ops, dnnl::algorithm::eltwise_clip, 0, 6); break;
        case Activation::None: break;
    }
    attr.set_post_ops(ops);
    return attr;
}

Result<void> refuseReference(const std::string& implementation) {
    if (implementation.find("ref") == std::string::npos) return {};
    return fail(Code::Unsupported, "oneDNN", "oneDNN has only its slow implementation " + implementation + " for these shapes");
}

Primitive::Primitive(const dnnl::primitive_desc_base& desc, dnnl::primitive primitive, std::vector<DnnArg> args, int threads)
    : implementation("onednn:" + std::string(desc.impl_info_str())), primitive_(std::move(primitive)), args_(std::move(args)) {
    const memory::desc scratch = desc.scratchpad_desc();
    scratchBytes = scratch.get_size();
    if (scratchBytes > 0) args_.push_back({DNNL_ARG_SCRATCHPAD, scratch});
    for (int i = 0; i < threads + 1; ++i) slots_.push_back(makeSlot());
}

std::unique_ptr<Primitive::Slot> Primitive::makeSlot() const {
    auto slot = std::make_unique<Slot>();
    for (const DnnArg& a : args_) slot->memory.push_back(memory(a.desc, engine(), DNNL_MEMORY_NONE));
    return slot;
}

void Primitive::runIn(Slot& slot, std::span<void* const> pointers, std::byte* scratch) const {
    constexpr std::size_t most = 8;
    std::array<dnnl_exec_arg_t, most> args;
    for (std::size_t i = 0; i < args_.size(); ++i) {
        dnnl_memory_t m = slot.memory[i].get();
        dnnl_memory_set_data_handle(m, i < pointers.size() ? pointers[i] : scratch);
        args[i] = {args_[i].kind, m};
    }
    const dnnl_status_t status =
        dnnl_primitive_execute(primitive_.get(), threadState().stream, static_cast<int>(args_.size()), args.data());
    NW_CHECK(status == dnnl_success, "oneDNN " + implementation + " failed");
}

void Primitive::run(std::span<void* const> pointers, std::byte* scratch) const {
    const std::size_t first = threadNumber();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        Slot& slot = *slots_[(first + i) % slots_.size()];
        if (slot.taken.test_and_set(std::memory_order_acquire)) continue;
        runIn(slot, pointers, scratch);
        slot.taken.clear(std::memory_order_release);
        return;
    }
    runIn(*makeSlot(), pointers, scratch);  // more threads than were announced
}

Result<MadePrimitive> makeMatmul(const memory::desc& a, const memory::desc& b, const memory::desc& bias, const memory::desc& c,
                                 Activation activation, int threads) {
    return guarded([&]() -> Result<MadePrimitive> {
#if DNNL_VERSION_MAJOR >= 3
        const dnnl::matmul::primitive_desc pd(engine(), a, b, bias, c, attributes(activation));
#else
        const dnnl::matmul::desc d = isZero(bias) ? dnnl::matmul::desc(a, b, c) : dnnl::matmul::desc(a, b, bias, c);
        const dnnl::matmul::primitive_desc pd(d, attributes(activation), engine());
#endif
        std::vector<DnnArg> args{{DNNL_ARG_SRC, a}, {DNNL_ARG_WEIGHTS, b}, {DNNL_ARG_DST, c}};
        if (!isZero(bias)) args.push_back({DNNL_ARG_BIAS, bias});
        return finish<dnnl::matmul>(pd, std::move(args), b, threads);
    });
}

Result<MadePrimitive> makeConvForward(const ConvDescs& d, bool training, Activation activation, int threads) {
    return guarded([&]() -> Result<MadePrimitive> {
        const auto kind = training ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
        const dnnl::convolution_forward::primitive_desc pd(engine(), kind, algorithm, d.src, d.weights, d.bias, d.dst, d.strides,
                                                           d.dilation, d.before, d.after, attributes(activation));
#else
        const dnnl::convolution_forward::desc desc =
            isZero(d.bias) ? dnnl::convolution_forward::desc(kind, algorithm, d.src, d.weights, d.dst, d.strides, d.dilation,
                                                             d.before, d.after)
                           : dnnl::convolution_forward::desc(kind, algorithm, d.src, d.weights, d.bias, d.dst, d.strides,
                                                             d.dilation, d.before, d.after);
        const dnnl::convolution_forward::primitive_desc pd(desc, attributes(activation), engine());
#endif
        std::vector<DnnArg> args{{DNNL_ARG_SRC, d.src}, {DNNL_ARG_WEIGHTS, pd.weights_desc()}, {DNNL_ARG_DST, d.dst}};
        if (!isZero(d.bias)) args.push_back({DNNL_ARG_BIAS, d.bias});
        return finish<dnnl::convolution_forward>(pd, std::move(args), pd.weights_desc(), threads);
    });
}

Result<MadePrimitive> makeConvBackwardData(const ConvDescs& d, int threads) {
    return guarded([&]() -> Result<MadePrimitive> {
        constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
        const dnnl::convolution_forward::primitive_desc hint(engine(), dnnl::prop_kind::forward_training, algorithm, d.src,
                                                             d.weights, d.dst, d.strides, d.dilation, d.before, d.after,
                                                             attributes());
        const dnnl::convolution_backward_data::primitive_desc pd(engine(), algorithm, d.src, d.weights, d.dst, d.strides,
                                                                 d.dilation, d.before, d.after, hint, attributes());
#else
        const dnnl::convolution_forward::desc forward(dnnl::prop_kind::forward_training, algorithm, d.src, d.weights, d.dst,
                                                      d.strides, d.dilation, d.before, d.after);
        const dnnl::convolution_forward::primitive_desc hint(forward, attributes(), engine());
        const dnnl::convolution_backward_data::desc desc(algorithm, d.src, d.weights, d.dst, d.strides, d.dilation, d.before,
                                                         d.after);
        const dnnl::convolution_backward_data::primitive_desc pd(desc, attributes(), engine(), hint);
#endif
        return finish<dnnl::convolution_backward_data>(
            pd, {{DNNL_ARG_DIFF_DST, d.dst}, {DNNL_ARG_WEIGHTS, pd.weights_desc()}, {DNNL_ARG_DIFF_SRC, d.src}}, pd.weights_desc(),
            threads);
    });
}

Result<MadePrimitive> makeConvBackwardWeights(const ConvDescs& d, int threads) {
    return guarded([&]() -> Result<MadePrimitive> {
        constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
        const dnnl::convolution_forward::primitive_desc hint(engine(), dnnl::prop_kind::forward_training, algorithm, d.src,
                                                             d.weights, d.dst, d.strides, d.dilation, d.before, d.after,
                                                             attributes());
        const dnnl::convolution_backward_weights::primitive_desc pd(engine(), algorithm, d.src, d.weights, d.dst, d.strides,
                                                                    d.dilation, d.before, d.after, hint, attributes());
#else
        const dnnl::convolution_forward::desc forward(dnnl::prop_kind::forward_training, algorithm, d.src, d.weights, d.dst,
                                                      d.strides, d.dilation, d.before, d.after);
        const dnnl::convolution_forward::primitive_desc hint(forward, attributes(), engine());
        const dnnl::convolution_backward_weights::desc desc(algorithm, d.src, d.weights, d.dst, d.strides, d.dilation, d.before,
                                                            d.after);
        const dnnl::convolution_backward_weights::primitive_desc pd(desc, attributes(), engine(), hint);
#endif
        return finish<dnnl::convolution_backward_weights>(
            pd, {{DNNL_ARG_SRC, d.src}, {DNNL_ARG_DIFF_DST, d.dst}, {DNNL_ARG_DIFF_WEIGHTS, pd.diff_weights_desc()}},
            pd.diff_weights_desc(), threads);
    });
}

Result<MadePrimitive> makeReorder(const memory::desc& from, const memory::desc& to, int threads) {
    return guarded([&]() -> Result<MadePrimitive> {
        const dnnl::reorder::primitive_desc pd(engine(), from, engine(), to, attributes());
        return MadePrimitive{std::make_unique<Primitive>(pd, dnnl::reorder(pd),
                                                         std::vector<DnnArg>{{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}}, threads),
                             to};
    });
}

}  // namespace nw::cpu
