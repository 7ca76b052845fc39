// Reference kernels of every operator: they write all of their outputs, nothing beside them, and the same every time; and plans for
// a named batch size give what concrete shapes give.
#include <cstring>

#include "core/autodiff/differentiate.h"
#include "core/runtime/regions.h"
#include "tests/core/ops/samples.h"

namespace nw {
namespace {

/// Operators whose parameters, or the meaning of whose first axis, fix its size.
const Reasons fixedFirstAxis{
    {"adam", "updates weights, whose sizes are numbers"},
    {"adamw", "updates weights, whose sizes are numbers"},
    {"rmsprop", "updates weights, whose sizes are numbers"},
    {"sgd", "updates weights, whose sizes are numbers"},
    {"broadcast_to", "is given the whole shape"},
    {"reshape_to", "is given the whole shape"},
};

class OperatorKernels : public OperatorTest {};

/// Output memory between guards.
class Guarded {
public:
    explicit Guarded(std::size_t bytes) : memory_(bytes + 2 * guard, std::byte{0xA5}), bytes_(bytes) {}
    std::byte* data() { return memory_.data() + guard; }
    void fill(int pattern) { std::memset(data(), pattern, bytes_); }
    bool intact() const {
        for (std::size_t i = 0; i < guard; ++i)
            if (memory_[i] != std::byte{0xA5} || memory_[guard + bytes_ + i] != std::byte{0xA5}) return false;
        return true;
    }
    std::vector<std::byte> content() { return {data(), data() + bytes_}; }

private:
    static constexpr std::size_t guard = 256;
    std::vector<std::byte> memory_;
    std::size_t bytes_;
};

/// Runs the reference kernel of a sample over outputs that hold `pattern` and answers their bytes.
std::vector<std::vector<std::byte>> runGuarded(const Application& a, bool training, int pattern) {
    Module module;
    FunctionBuilder builder(module, training);
    std::vector<Value> args;
    std::vector<std::vector<std::byte>> content;
    std::vector<const void*> in;
    for (const Tensor& t : a.inputs) {
        args.push_back(t.defined() ? builder.param("x", {t.dtype(), toShape(t.extents()), Form::Tensor}) : Value{});
        if (!t.defined()) continue;
        in.push_back(t.raw());
        content.emplace_back(t.raw(), t.raw() + t.bytes());
    }
    builder.apply(a.params, args, training);
    const Function& f = builder.function();
    std::vector<Guarded> outputs;
    std::vector<TensorType> params;
    for (const NamedType& p : f.params) params.push_back({p.type.dtype, *evaluate(*p.type.shape, {})});
    const auto typeOf = [&](Value v) { return TensorType{f.type(v).dtype, *evaluate(*f.type(v).shape, {})}; };
    KernelRequest request = requestFor(f, singleUnit(f, 1), {}, typeOf, [](Value) { return nullptr; });
    request.phase = training ? Phase::Training : Phase::Inference;
    request.differentiated = training;
    auto kernel = prepareReference(request);
    EXPECT_TRUE(kernel) << (kernel ? "" : kernel.error().text());
    if (!kernel) return {};
    for (const TensorType& t : request.outputs()) outputs.emplace_back(t.bytes()), outputs.back().fill(pattern);
    std::vector<void*> out;
    for (Guarded& g : outputs) out.push_back(g.data());
    Stream stream;
    (*kernel)->run({in.data(), out.data(), nullptr, nullptr}, 0, stream);
    std::vector<std::vector<std::byte>> results;
    for (Guarded& g : outputs) {
        EXPECT_TRUE(g.intact()) << "a kernel wrote beside its output";
        results.push_back(g.content());
    }
    std::size_t k = 0;
    for (const Tensor& t : a.inputs)
        if (t.defined()) {
            EXPECT_EQ(std::memcmp(t.raw(), content[k].data(), t.bytes()), 0) << "input " << k << " changed";
            ++k;
        }
    return results;
}

TEST_P(OperatorKernels, WriteTheirOutputsOnly) {
    if (op().control || op().references.empty()) return;
    for (const bool training : {true, false})
        for (const DType under : {DType::Float32, DType::Float64})
            forSamples(under, [&](const Application& a) {
                if (!training && op().hasInference()) return;
                const auto first = runGuarded(a, training, 0xCD), second = runGuarded(a, training, 0x32);
                EXPECT_EQ(first, second) << "some elements are not written, or the kernel is not a function of its inputs";
            });
}

/// Types of an application with the first axis named: of all inputs that have the size of the first one's, or only of those that
/// also have its rank. Nothing when inference allows neither.
std::optional<std::vector<Type>> withBatch(const Application& a) {
    for (const bool sameRank : {false, true}) {
        std::vector<Type> types = typesOf(a);
        const Shape first = types.empty() || !types[0].shape ? Shape{} : *types[0].shape;
        if (first.empty()) return std::nullopt;
        for (std::size_t i = 0; i < types.size(); ++i) {
            if (!a.inputs[i].defined() || !a.op().input(a.ports[i]) || types[i].shape->empty()) continue;
            if ((*types[i].shape)[0] == first[0] && (!sameRank || types[i].shape->size() == first.size()))
                (*types[i].shape)[0] = Dim::named("batch");
        }
        if (inferOf(a, types, true)) return types;
    }
    return std::nullopt;
}

/// Parameters of a gradient in which shapes that begin with `from` begin with `to`: those of gradients name the batch of their
/// input.
Params withFirst(const Params& params, const Dim& from, const Dim& to) {
    Params out = params;
    for (const ParamSpec& spec : params.op().params) {
        const Attr value = params.get(spec);
        const auto* shape = std::get_if<Shape>(&value);
        if (!params.op().internal || !shape || shape->size() < 3 || !((*shape)[0] == from)) continue;
        Shape changed = *shape;
        changed[0] = to;
        out = *out.with(spec.id, changed);
    }
    return out;
}

/// (inputs, cotangents of the floating outputs) -> (outputs, gradients), written once for any batch.
struct Symbolic {
    std::shared_ptr<Module> module = std::make_shared<Module>();
    FunctionRef function;
    std::size_t outputs = 0;
    std::vector<Type> cotangents;
};

Symbolic differentiated(const Application& a, const std::vector<Type>& types) {
    Symbolic s;
    GradientBuilder b(*s.module, true, "symbolic");
    Tape tape(b);
    std::vector<Value> in, asked, results;
    for (std::size_t i = 0; i < types.size(); ++i) {
        in.push_back(a.inputs[i].defined() ? b.param(a.ports[i], types[i]) : Value{});
        if (in.back() && isDifferentiable(types[i].dtype)) tape.watch(in.back()), asked.push_back(in.back());
    }
    results = tape.apply(a.params, in);
    if (!a.op().hasVjp() && !a.op().hasBody()) asked.clear();
    const auto signature = inferOf(a, types, true);
    results.resize(signature->outputs.size());
    s.outputs = results.size();
    std::vector<Value> cotangents;
    for (const Value y : results) {
        cotangents.push_back(isDifferentiable(b.type(y).dtype) ? b.param("cotangent", b.type(y)) : Value{});
        if (cotangents.back()) s.cotangents.push_back(b.type(y));
    }
    if (!asked.empty())
        for (const Value g : tape.gradient(std::vector(results), cotangents, asked)) results.push_back(g);
    s.function = b.finish(std::move(results));
    return s;
}

std::vector<Tensor> runSymbolic(Executable& executable, const Symbolic& s, std::vector<Tensor> args, std::int64_t batch) {
    std::erase_if(args, [](const Tensor& t) { return !t.defined(); });
    for (const Type& t : s.cotangents) {
        const auto extents = evaluate(*t.shape, {{"batch", batch}});
        NW_CHECK(extents.has_value());
        args.push_back(randomTensor(t.dtype, *extents, -1, 1, args.size()));
    }
    std::vector<Tensor> results((*s.module)[s.function].results.size());
    const auto done = executable.run(args, results);
    EXPECT_TRUE(done) << (done ? "" : done.error().text());
    for (Tensor& t : results) t = done ? t.clone() : Tensor();
    return results;
}

/// The same application with `times` as many elements along the named axis.
Application enlarged(const Application& a, const std::vector<Type>& types, std::int64_t times) {
    Application big = a;
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (!a.inputs[i].defined() || types[i].shape->empty() || (*types[i].shape)[0].known()) continue;
        Extents extents = a.inputs[i].extents();
        extents[0] *= times;
        big.inputs[i] = Tensor::empty(a.inputs[i].dtype(), extents);
        for (std::int64_t k = 0; k < times; ++k)
            if (a.inputs[i].bytes() > 0)
                std::memcpy(big.inputs[i].raw() + static_cast<std::size_t>(k) * a.inputs[i].bytes(), a.inputs[i].raw(),
                            a.inputs[i].bytes());
    }
    return big;
}

TEST_P(OperatorKernels, WorkForANamedBatch) {
    if (op().control || fixedFirstAxis.contains(op().id)) return;
    forSamples(DType::Float64, [&](const Application& a) {
        const auto named = withBatch(a);
        if (a.inputs.empty() || !a.inputs[0].defined() || a.inputs[0].extents().empty()) return;
        if (!named && a.inputs[0].extents()[0] == 1) return;  // an axis of size 1 may mean more than a batch
        ASSERT_TRUE(named) << "inference takes no named first axis";
        const std::vector<Type>& types = *named;
        const std::int64_t batch = a.inputs[0].extents()[0];
        Application generic = a;
        generic.params = withFirst(a.params, batch, Dim::named("batch"));
        const Symbolic symbolic = differentiated(generic, types);
        ExecutableOptions options;
        options.phase = Phase::Training;
        Executable executable(symbolic.module, symbolic.function, options);
        for (const std::int64_t times : {1, 3, 1}) {
            Application big = enlarged(a, types, times);
            big.params = withFirst(a.params, batch, batch * times);
            const Symbolic concrete = differentiated(big, typesOf(big));
            Executable expected(concrete.module, concrete.function, options);
            const auto got = runSymbolic(executable, symbolic, big.inputs, batch * times);
            const auto want = runSymbolic(expected, concrete, big.inputs, batch * times);
            ASSERT_EQ(got.size(), want.size());
            for (std::size_t i = 0; i < got.size() && !HasFailure(); ++i)
                EXPECT_LE(difference(want[i], got[i]), 1e-12) << (i < symbolic.outputs ? "output " : "gradient ") << i;
        }
    });
}

/// Floating results that hold no trace of a NaN among their inputs, with the reason.
const Reasons swallowsNaN{
    {"where", "does not take every element"},
    {"slice", "does not take every element"},
    {"gather", "does not take every element"},
    {"dropout", "drops elements"},
    {"sign", "counts comparisons, as NumPy's integers do"},
    {"relu_grad", "a NaN before is one after by the cotangent"},
    {"relu6_grad", "a NaN before is one after by the cotangent"},
    {"cast", "whole numbers have no NaN"},
};

/// A network that has gone wrong must show it: a NaN never turns into a number.
TEST_P(OperatorKernels, PassNaNOn) {
    const std::string_view family = op().family;
    const bool checked = family == "activation" || family == "elementwise" || family == "pool" || family == "reduce" ||
                         family == "shape" || family == "norm" || family == "linear" || family == "conv";
    if (!checked || op().control || op().references.empty() || swallowsNaN.contains(op().id)) return;
    forSamples(DType::Float32, [&](const Application& a) {
        if (a.inputs[0].dtype() != DType::Float32) return;
        Application bad = a;
        bad.inputs[0] = a.inputs[0].clone();
        for (float& v : bad.inputs[0].data<float>()) v = std::numeric_limits<float>::quiet_NaN();
        Eager eager = makeEager();
        const Value y = eager.apply(bad.params, valuesOf(eager, bad.inputs))[0];
        if (!isFloating(eager.type(y).dtype)) return;
        const std::vector<double> values = toDoubles(eager.tensor(y));
        EXPECT_TRUE(std::any_of(values.begin(), values.end(), [](double v) { return v != v; }));
    });
}

INSTANTIATE_TEST_SUITE_P(Every, OperatorKernels, testing::ValuesIn(operatorIds()), nameOfCase);

}  // namespace
}  // namespace nw
