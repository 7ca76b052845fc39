// OpDef: everything there is to know about an operator, type-erased. Made by define.h, one in each file of core/ops.
#pragma once
#include <memory>

#include "core/op/kernel.h"
#include "core/op/pullback.h"
#include "core/op/reference.h"

namespace nw {

struct PortDoc {
    const char* name;
    const char* shape;  ///< e.g. "[batch, height, width, channels]"
    const char* doc;
    bool variadic = false, optional = false;
    bool implicit = false;  ///< filled by the compiler, not by people (the random key)
};

/// One input of a sample: uniform in [low, high), whole numbers for integer types, seeded by its position. Float32 stands for the
/// dtype under test.
struct SampleInput {
    const char* port;  ///< a declared input (for a variadic one repeat it) or a weight
    Extents extents;
    double low = -1, high = 1;
    DType dtype = DType::Float32;
};

/// A small application of the operator for tests, documentation and format round trips.
struct Sample {
    std::vector<SampleInput> inputs;
    std::shared_ptr<const void> params;
};

/// Where values go that functions of an application need beside its arguments: weights, keys, counters. Positions count in the
/// variadic input and in the parameters of every function; `npos` is the end.
struct FunctionExtras {
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    std::size_t carriedAt = npos;   ///< what functions give back changed
    std::size_t capturedAt = npos;  ///< what they only read; counted after the carried ones have been inserted
    std::size_t resultAt = npos;    ///< where the carried ones are among the functions' results, and among the outputs
    std::string_view predicate;     ///< a function that only decides and carries nothing
};

struct OpDef {
    using Erased = void (*)();

    const char* id = "";
    int version = 1;
    const char *label = "", *family = "", *doc = "", *caption = "", *formula = "", *source = "";
    std::vector<const char*> keywords;
    std::vector<PortDoc> inputs, outputs;
    std::vector<ParamSpec> params;
    std::vector<Sample> samples;
    bool internal = false;    ///< absent from the palette: gradients, optimizers, initializers
    bool activation = false;  ///< has the node setting `activation`
    bool view = false;        ///< the first output is the first input under another shape
    bool control = false;     ///< executed by the runtime: call, cond, loop
    bool random = false;      ///< has an implicit `key` input
    bool iterates = false;    ///< calls a function many times in one application

    std::shared_ptr<void> (*make)() = nullptr;
    std::shared_ptr<void> (*copy)(const void*) = nullptr;

    Result<Signature> infer(const void* params, const Inputs& inputs) const { return inferCall(inferFn, params, inputs); }

    Erased inferFn = nullptr, vjpFn = nullptr, bodyFn = nullptr, inferenceFn = nullptr, augmentFn = nullptr, plainFn = nullptr,
           argumentsFn = nullptr, extendFn = nullptr;
    Result<Signature> (*inferCall)(Erased, const void*, const Inputs&) = nullptr;
    Grads (*vjpCall)(Erased, const void*, const Pullback&) = nullptr;
    using BodyCall = std::vector<Value> (*)(Erased, const void*, Emit&, std::span<const Value>);
    BodyCall bodyCall = nullptr, inferenceCall = nullptr;
    using AugmentCall = Params (*)(Erased, const void*, const OpDef&, Emit&, std::span<const Value>, std::span<const bool>);
    AugmentCall augmentCall = nullptr;
    Params (*plainCall)(Erased, const void*, const OpDef&) = nullptr;

    /// Gradient in other operators; without one the body is differentiated.
    bool hasVjp() const { return vjpFn != nullptr; }
    Grads vjp(const Params& p, const Pullback& c) const { return vjpCall(vjpFn, p.raw(), c); }
    /// The operator in other operators: outputs, state outputs, then residuals. Inputs: declared (null when absent), weights.
    bool hasBody() const { return bodyFn != nullptr; }
    std::vector<Value> body(const Params& p, Emit& e, std::span<const Value> in) const { return bodyCall(bodyFn, p.raw(), e, in); }
    /// What it becomes in the inference phase: its outputs, without state outputs. None: itself.
    bool hasInference() const { return inferenceFn != nullptr; }
    std::vector<Value> inference(const Params& p, Emit& e, std::span<const Value> in) const {
        return inferenceCall(inferenceFn, p.raw(), e, in);
    }
    /// Parameters for a forward pass that will be differentiated (loop: the body with residuals). None: the same.
    bool hasAugment() const { return augmentFn != nullptr; }
    Params augment(const Params& p, Emit& e, std::span<const Value> in, std::span<const bool> wanted) const {
        return augmentCall(augmentFn, p.raw(), *this, e, in, wanted);
    }
    /// The inverse view: an augmented application as a plain one whose residuals are ordinary outputs.
    Params plain(const Params& p) const { return plainFn ? plainCall(plainFn, p.raw(), *this) : p; }

    /// Functions as parameters: the types of what the application hands to the function of parameter `param`.
    bool hasFunctions() const { return argumentsFn != nullptr; }
    std::vector<Type> arguments(const Params& p, const Inputs& inputs, std::string_view param) const {
        return argumentsCall(argumentsFn, p.raw(), inputs, param);
    }
    /// Makes room for values that the functions need besides; `p` gets the changed parameters.
    FunctionExtras extend(Params& p, std::size_t inputs, std::size_t carried, std::size_t captured) const {
        return extendCall(extendFn, p, inputs, carried, captured);
    }
    std::vector<Type> (*argumentsCall)(Erased, const void*, const Inputs&, std::string_view) = nullptr;
    FunctionExtras (*extendCall)(Erased, Params&, std::size_t, std::size_t, std::size_t) = nullptr;

    struct Reference {
        DType dtype;
        Erased fn;
        void (*call)(Erased, const void*, const ReferenceArgs&);
    };
    /// By the dtype that chooses it: that of `kernelPort`; where that is null that of the first input, else (no input, or an
    /// integer one without a kernel: indices, a key) that of the first output. Views need none: their reference is a copy.
    std::vector<Reference> references;
    const char* kernelPort = nullptr;  ///< an input that is always connected
    const Reference* reference(DType dtype) const;

    const PortDoc* input(std::string_view name) const;
    const ParamSpec* param(std::string_view name) const;
};

/// Prepares the reference kernel of a single application. Error: Unsupported (no kernel for the dtype).
Result<std::unique_ptr<Kernel>> prepareReference(const KernelRequest& request);

}  // namespace nw
