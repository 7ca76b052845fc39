// oneDNN behind the laws of this engine: user scratchpads always, one thread inside a chunk, no reference implementations, no
// allocation of ours in a run. The only header that knows the differences between oneDNN 2.x and 3.x.
#pragma once
#include <atomic>
#include <dnnl.hpp>
#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"

namespace nw::cpu {

std::string oneDnnVersion();
const dnnl::engine& engine();

/// Makes oneDNN single-threaded on the calling thread; needed wherever primitives are made or run.
void guardThread();

enum class Activation : std::uint8_t { None, Relu, Relu6 };

/// The activation that an operator is; None for operators that are not fused.
Activation activationOf(std::string_view op);

/// Attributes: user scratchpad, and the activation fused after everything else.
dnnl::primitive_attr attributes(Activation activation = Activation::None);

/// One argument of a primitive.
struct DnnArg {
    int kind;
    dnnl::memory::desc desc;
};

/// A primitive with places for its arguments. run may be called from several threads.
class Primitive {
public:
    Primitive(const dnnl::primitive_desc_base& desc, dnnl::primitive primitive, std::vector<DnnArg> args, int threads);

    /// Pointers in the order of the arguments; `scratch` of scratchBytes bytes, aligned to 64.
    void run(std::span<void* const> pointers, std::byte* scratch) const;

    std::size_t scratchBytes = 0;
    std::string implementation;

private:
    struct Slot {
        std::atomic_flag taken = ATOMIC_FLAG_INIT;
        std::vector<dnnl::memory> memory;
    };
    void runIn(Slot& slot, std::span<void* const> pointers, std::byte* scratch) const;
    std::unique_ptr<Slot> makeSlot() const;

    dnnl::primitive primitive_;
    std::vector<DnnArg> args_;
    std::vector<std::unique_ptr<Slot>> slots_;
};

/// Error: Unsupported when the implementation is a slow reference one.
Result<void> refuseReference(const std::string& implementation);

struct ConvDescs {
    dnnl::memory::desc src, weights, bias, dst;  ///< weights with format any: the primitive chooses
    dnnl::memory::dims strides, dilation, before, after;
};

struct MadePrimitive {
    std::unique_ptr<Primitive> primitive;
    dnnl::memory::desc weights;  ///< as the primitive wants them (convolutions)
};

/// c = a b (+ bias). `bias` may be zero. Arguments: a, b, c, [bias]. Errors: Unsupported with oneDNN's reason.
Result<MadePrimitive> makeMatmul(const dnnl::memory::desc& a, const dnnl::memory::desc& b, const dnnl::memory::desc& bias,
                                 const dnnl::memory::desc& c, Activation activation, int threads);
/// Arguments: src, weights, dst, [bias].
Result<MadePrimitive> makeConvForward(const ConvDescs& d, bool training, Activation activation, int threads);
/// Arguments: diff_dst, weights, diff_src.
Result<MadePrimitive> makeConvBackwardData(const ConvDescs& d, int threads);
/// Arguments: src, diff_dst, diff_weights.
Result<MadePrimitive> makeConvBackwardWeights(const ConvDescs& d, int threads);
/// Arguments: from, to.
Result<MadePrimitive> makeReorder(const dnnl::memory::desc& from, const dnnl::memory::desc& to, int threads);

}  // namespace nw::cpu
