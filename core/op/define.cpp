// The non-template part of the operator builder, and look-ups in an OpDef.
#include "core/op/define.h"

namespace nw {

void OpText::addParam(const ParamSpec& spec) { def_.params.push_back(spec); }
void OpText::addKeywords(std::initializer_list<const char*> words) { def_.keywords.assign(words); }

void OpText::addSample(std::initializer_list<SampleInput> inputs, std::shared_ptr<const void> params) {
    def_.samples.push_back({std::vector<SampleInput>(inputs), std::move(params)});
}

void OpText::addReference(DType dtype, OpDef::Erased fn, void (*call)(OpDef::Erased, const void*, const ReferenceArgs&)) {
    def_.references.push_back({dtype, fn, call});
}

const OpDef::Reference* OpDef::reference(DType dtype) const {
    for (const Reference& r : references)
        if (r.dtype == dtype) return &r;
    return nullptr;
}

const PortDoc* OpDef::input(std::string_view name) const {
    for (const PortDoc& p : inputs)
        if (name == p.name) return &p;
    return nullptr;
}

const ParamSpec* OpDef::param(std::string_view name) const {
    for (const ParamSpec& p : params)
        if (name == p.id) return &p;
    return nullptr;
}

Result<Signature> broadcastSignature(const Inputs& in, DType result) {
    const Type &a = in["a"], &b = in["b"];
    if (in.present("a") && in.present("b") && a.dtype != b.dtype)
        return fail(Code::Type, "b",
                    "is " + std::string(nameOf(b.dtype)) + ", but the other input is " + std::string(nameOf(a.dtype)),
                    "Insert a cast.");
    if (!a.shape || !b.shape) return Signature().output("y", {result, {}});
    NW_TRY(Shape y, broadcast(*a.shape, *b.shape, "b"));
    return Signature().output("y", {result, std::move(y)});
}

Result<Signature> sameAsInput(const Inputs& in) { return Signature().output("y", in["x"]); }

Result<Signature> floatAsInput(const Inputs& in) {
    if (const DType dtype = in["x"].dtype; !isDifferentiable(dtype))
        return fail(Code::Type, "x", "is " + std::string(nameOf(dtype)) + ", but needs a floating type such as float32",
                    "Insert a cast.");
    return sameAsInput(in);
}

Result<Signature> reduceSignature(const Inputs& in, std::span<const std::int64_t> axes, bool keepDims, DType result) {
    const Type& x = in["x"];
    if (!x.shape) return Signature().output("y", {result, {}});
    NW_TRY(Shape y, reducedShape(*x.shape, axes, keepDims));
    return Signature().flops(product(*x.shape)).output("y", {result, std::move(y)});
}

}  // namespace nw
