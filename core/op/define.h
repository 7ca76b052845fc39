// What an operator file includes, and all it includes: the builder of its OpDef.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "core/op/def.h"

namespace nw {

/// The part of the builder that is not a template: compiled once, in define.cpp.
class OpText {
protected:
    OpText(const char* id, int version) { def_.id = id, def_.version = version; }
    void addInput(PortDoc port) { def_.inputs.push_back(port); }
    void addOutput(PortDoc port) { def_.outputs.push_back(port); }
    void addParam(const ParamSpec& spec);
    void addKeywords(std::initializer_list<const char*> words);
    void addSample(std::initializer_list<SampleInput> inputs, std::shared_ptr<const void> params);
    void addReference(DType dtype, OpDef::Erased fn, void (*call)(OpDef::Erased, const void*, const ReferenceArgs&));
    OpDef def_;
};

/// Declares an operator whose parameters are the members of P. Methods may come in any order; see docs/howto/add_an_operator.md.
template <class P>
class Op : OpText {
    using F = OpDef::Erased;
    template <class Fn>
    static F erase(Fn* f) {
        return reinterpret_cast<F>(f);
    }
    static const P& params(const void* p) { return *static_cast<const P*>(p); }

public:
    explicit Op(const char* id, int version = 1) : OpText(id, version) {}

    Op& label(const char* text) {
        def_.label = text;
        return *this;
    }
    Op& doc(const char* text) {
        def_.doc = text;
        return *this;
    }
    /// At most 26 characters for a node whose parameters say nothing; without it, the formula where it is that short.
    Op& caption(const char* text) {
        def_.caption = text;
        return *this;
    }
    Op& formula(const char* text) {
        def_.formula = text;
        return *this;
    }
    Op& source(const char* text) {
        def_.source = text;
        return *this;
    }
    Op& keywords(std::initializer_list<const char*> words) {
        addKeywords(words);
        return *this;
    }
    Op& input(const char* name, const char* shape, const char* doc) {
        addInput({name, shape, doc});
        return *this;
    }
    Op& variadic(const char* name, const char* shape, const char* doc) {
        addInput({name, shape, doc, true, false});
        return *this;
    }
    Op& optional(const char* name, const char* shape, const char* doc) {
        addInput({name, shape, doc, false, true});
        return *this;
    }
    Op& output(const char* name, const char* shape, const char* doc) {
        addOutput({name, shape, doc});
        return *this;
    }
    Op& variadicOutput(const char* name, const char* shape, const char* doc) {
        addOutput({name, shape, doc, true, false});
        return *this;
    }
    template <auto Member>
    Op& param(const char* id, ParamDoc doc) {
        addParam(detail::makeParam<Member>(id, doc));
        return *this;
    }

    Op& internal() {
        def_.internal = true;
        return *this;
    }
    Op& activation() {
        def_.activation = true;
        return *this;
    }
    Op& view() {
        def_.view = true;
        return *this;
    }
    Op& control() {
        def_.control = true;
        return *this;
    }
    /// Adds the implicit input `key` (int64 scalar, see core/base/philox.h) after the inputs declared so far.
    Op& random() {
        def_.random = true;
        addInput({"key", "[]", "The key of the random stream.", false, false, true});
        return *this;
    }

    Op& infer(Result<Signature> (*f)(const P&, const Inputs&)) {
        def_.inferFn = erase(f);
        def_.inferCall = [](F fn, const void* p, const Inputs& in) {
            return reinterpret_cast<Result<Signature> (*)(const P&, const Inputs&)>(fn)(params(p), in);
        };
        return *this;
    }
    Op& vjp(Grads (*f)(const P&, const Pullback&)) {
        def_.vjpFn = erase(f);
        def_.vjpCall = [](F fn, const void* p, const Pullback& c) {
            return reinterpret_cast<Grads (*)(const P&, const Pullback&)>(fn)(params(p), c);
        };
        return *this;
    }
    using Body = std::vector<Value> (*)(const P&, Emit&, std::span<const Value>);
    Op& body(Body f) {
        def_.bodyFn = erase(f), def_.bodyCall = callBody;
        return *this;
    }
    Op& inference(Body f) {
        def_.inferenceFn = erase(f), def_.inferenceCall = callBody;
        return *this;
    }
    Op& augment(P (*f)(const P&, Emit&, std::span<const Value>, std::span<const bool> wanted), P (*plain)(const P&)) {
        def_.augmentFn = erase(f), def_.plainFn = erase(plain);
        def_.augmentCall = [](F fn, const void* p, const OpDef& op, Emit& e, std::span<const Value> in,
                              std::span<const bool> wanted) {
            auto* call = reinterpret_cast<P (*)(const P&, Emit&, std::span<const Value>, std::span<const bool>)>(fn);
            return Params(op, std::make_shared<const P>(call(params(p), e, in, wanted)));
        };
        def_.plainCall = [](F fn, const void* p, const OpDef& op) {
            return Params(op, std::make_shared<const P>(reinterpret_cast<P (*)(const P&)>(fn)(params(p))));
        };
        return *this;
    }
    /// For operators with functions as parameters. `arguments`: types of what function `param` gets; functions declared before it
    /// are known to the inputs. `extend`: see FunctionExtras.
    Op& functions(std::vector<Type> (*arguments)(const P&, const Inputs&, std::string_view param),
                  FunctionExtras (*extend)(P&, std::size_t inputs, std::size_t carried, std::size_t captured)) {
        def_.argumentsFn = erase(arguments), def_.extendFn = erase(extend);
        def_.argumentsCall = [](F fn, const void* p, const Inputs& in, std::string_view param) {
            return reinterpret_cast<std::vector<Type> (*)(const P&, const Inputs&, std::string_view)>(fn)(params(p), in, param);
        };
        def_.extendCall = [](F fn, Params& p, std::size_t inputs, std::size_t carried, std::size_t captured) {
            P changed = params(p.raw());
            const FunctionExtras extras = reinterpret_cast<FunctionExtras (*)(P&, std::size_t, std::size_t, std::size_t)>(fn)(
                changed, inputs, carried, captured);
            p = Params(p.op(), std::make_shared<const P>(std::move(changed)));
            return extras;
        };
        return *this;
    }
    /// Calls a function many times in one application.
    Op& iterates() {
        def_.iterates = true;
        return *this;
    }
    /// The reference kernel for the dtype of T.
    template <class T>
    Op& kernel(void (*f)(const P&, const ReferenceArgs&)) {
        addReference(dtypeOf<T>(), erase(f), [](F fn, const void* p, const ReferenceArgs& a) {
            reinterpret_cast<void (*)(const P&, const ReferenceArgs&)>(fn)(params(p), a);
        });
        return *this;
    }
    /// Reference kernels for a list of types: .kernels(NumberTypes(), []<class T>() { return reference<T>; }).
    template <class... T, class Pick>
    Op& kernels(Types<T...>, Pick pick) {
        (kernel<T>(pick.template operator()<T>()), ...);
        return *this;
    }
    /// The input whose dtype chooses the reference kernel, where that is not the first one (conditions and indices come first).
    Op& kernelBy(const char* input) {
        def_.kernelPort = input;
        return *this;
    }
    Op& sample(std::initializer_list<SampleInput> inputs, P values = {}) {
        addSample(inputs, std::make_shared<const P>(std::move(values)));
        return *this;
    }

    operator OpDef() {
        def_.make = [] { return std::static_pointer_cast<void>(std::make_shared<P>()); };
        def_.copy = [](const void* p) { return std::static_pointer_cast<void>(std::make_shared<P>(params(p))); };
        return std::move(def_);
    }

private:
    static std::vector<Value> callBody(F fn, const void* p, Emit& e, std::span<const Value> in) {
        return reinterpret_cast<Body>(fn)(params(p), e, in);
    }
};

/// Parameters of operators that have none.
struct NoParams {};

/// The signature of an elementwise operator: one output `y` of the type of input `x`.
Result<Signature> sameAsInput(const Inputs& in);
/// The same for functions of real numbers. Error: Type when `x` is neither floating nor complex.
Result<Signature> floatAsInput(const Inputs& in);
/// The signature of a reduction of `x` to one output `y`. Error: Argument (axes).
Result<Signature> reduceSignature(const Inputs& in, std::span<const std::int64_t> axes, bool keepDims, DType result);
/// The signature of a binary operator with ports a, b, y and NumPy broadcasting. Error: Type when the dtypes differ, Shape.
Result<Signature> broadcastSignature(const Inputs& in, DType result);

}  // namespace nw

/// The one definition an operator file exports; the table of operators is generated from the file list.
#define NW_OPERATOR(id)     \
    nw::OpDef nw_op_##id(); \
    nw::OpDef nw_op_##id()
