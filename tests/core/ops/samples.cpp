// Making applications of samples, and checking derivatives by central differences.
#include "tests/core/ops/samples.h"

#include <cmath>

#include "core/autodiff/differentiate.h"
#include "core/base/philox.h"

namespace nw {

Tensor randomTensor(DType dtype, const Extents& extents, double low, double high, std::uint64_t seed) {
    Tensor t = Tensor::empty(dtype, extents);
    const auto put = [&]<class T>() {
        for (std::int64_t i = 0; i < t.elements(); ++i) {
            const double v = low + (high - low) * randomBits(fold({seed}, 1), static_cast<std::uint64_t>(i)) * 0x1p-32;
            reinterpret_cast<T*>(t.raw())[i] = isFloating(dtype) ? static_cast<T>(v) : static_cast<T>(std::floor(v));
        }
    };
    NW_CHECK(withType(AllTypes(), dtype, put), "no random tensors of " + std::string(nameOf(dtype)));
    return t;
}

Application makeApplication(const OpDef& op, const Sample& sample, DType under) {
    Application a{sample.params ? Params(op, sample.params) : Params(op), {}, {}};
    if (const ParamSpec* spec = op.param("dtype"); spec && a.params.get(*spec) == Attr(DType::Float32))
        if (auto changed = a.params.with("dtype", under)) a.params = *changed;
    const auto add = [&](std::size_t i) {
        const SampleInput& in = sample.inputs[i];
        const DType dtype = in.dtype == DType::Float32 ? under : in.dtype;
        a.inputs.push_back(randomTensor(dtype, in.extents, in.low, in.high, i + 1));
        a.ports.emplace_back(in.port);
    };
    for (const PortDoc& port : op.inputs) {
        bool found = false;
        for (std::size_t i = 0; i < sample.inputs.size(); ++i)
            if (std::string_view(sample.inputs[i].port) == port.name) add(i), found = true;
        if (!found && !port.variadic) a.inputs.emplace_back(), a.ports.emplace_back(port.name);
    }
    for (std::size_t i = 0; i < sample.inputs.size(); ++i)
        if (!op.input(sample.inputs[i].port)) add(i);
    return a;
}

void OperatorTest::forSamples(DType under, const std::function<void(const Application&)>& check) const {
    for (std::size_t i = 0; i < op().samples.size(); ++i) {
        SCOPED_TRACE("sample " + std::to_string(i) + " in " + std::string(nameOf(under)));
        check(makeApplication(op(), op().samples[i], under));
        if (HasFatalFailure()) return;
    }
}

std::vector<std::string_view> operatorIds() {
    std::vector<std::string_view> ids;
    for (const OpDef& op : operators()) ids.emplace_back(op.id);
    return ids;
}

std::vector<Type> typesOf(const Application& a) {
    std::vector<Type> types;
    for (const Tensor& t : a.inputs) types.push_back(t.defined() ? Type{t.dtype(), toShape(t.extents()), Form::Tensor} : Type{});
    return types;
}

Result<Signature> inferOf(const Application& a, const std::vector<Type>& types, bool training) {
    std::vector<const Type*> pointers;
    for (std::size_t i = 0; i < types.size(); ++i) pointers.push_back(a.inputs[i].defined() ? &types[i] : nullptr);
    return inferApply(a.params, pointers, Module(), training);
}

std::vector<Value> applyTo(Emit& emit, const Application& a, std::span<const Value> inputs) {
    const OpDef& op = a.op();
    if (op.references.empty() && !op.view && op.hasBody()) return op.body(a.params, emit, inputs);
    return emit.apply(a.params, inputs);
}

Eager makeEager(bool training) {
    return Eager(training, {}, nullptr, [training](Module& module, FunctionRef f, const std::vector<bool>& wanted) {
        return GradientBuilder(module, training).linearise(f, wanted);
    });
}

std::vector<Value> valuesOf(Eager& eager, std::span<const Tensor> tensors) {
    std::vector<Value> out;
    for (const Tensor& t : tensors) out.push_back(t.defined() ? eager.value(t) : Value{});
    return out;
}

double difference(const Tensor& a, const Tensor& b) {
    if (!(a.type() == b.type())) return INFINITY;
    const std::vector<double> x = toDoubles(a), y = toDoubles(b);
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] == y[i]) continue;
        const double d = std::abs(x[i] - y[i]) / (1 + std::abs(x[i]));
        worst = d >= worst || d != d ? (d != d ? INFINITY : d) : worst;
    }
    return worst;
}

namespace {

double dot(const Tensor& a, const Tensor& b) {
    double sum = 0;
    const auto x = a.data<double>(), y = b.data<double>();
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
}

/// Values and derivatives of loss = Σ w · outputs and slope = Σ v · d loss / d input, with fixed random w and v.
struct Point {
    double loss = 0, slope = 0;
    std::vector<Tensor> first, second;
};

Point evaluate(const TensorFunction& f, const std::vector<Tensor>& inputs, bool second) {
    Eager eager = makeEager();
    Tape tape(eager);
    const std::vector<Value> in = valuesOf(eager, inputs);
    std::vector<Value> wanted, outputs, weights, slopes;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in[i] && eager.type(in[i]).dtype == DType::Float64) tape.watch(in[i]), wanted.push_back(in[i]);
    Point p;
    for (const Value y : f(tape, in)) {
        if (eager.type(y).dtype != DType::Float64 || eager.type(y).form == Form::List) continue;
        const Tensor w = randomTensor(DType::Float64, eager.tensor(y).extents(), -1, 1, 1000 + outputs.size());
        p.loss += dot(eager.tensor(y), w);
        outputs.push_back(y), weights.push_back(eager.value(w));
    }
    const std::vector<Value> first = tape.gradient(outputs, weights, wanted, true);
    for (const Value g : first) {
        p.first.push_back(eager.tensor(g));
        const Tensor v = randomTensor(DType::Float64, p.first.back().extents(), -1, 1, 2000 + slopes.size());
        p.slope += dot(p.first.back(), v);
        slopes.push_back(eager.value(v));
    }
    if (second)
        for (const Value g : tape.gradient(first, slopes, wanted)) p.second.push_back(eager.tensor(g));
    return p;
}

double largest(const Tensor& t) {
    double m = 1;
    for (const double v : t.data<double>()) m = std::max(m, std::abs(v));
    return m;
}

}  // namespace

void checkGradients(const TensorFunction& f, const std::vector<Tensor>& inputs, double tolerance) {
    constexpr double h = 1e-5;
    const Point at = evaluate(f, inputs, true);
    std::size_t k = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!inputs[i].defined() || inputs[i].dtype() != DType::Float64) continue;
        ASSERT_EQ(at.first[k].extents(), inputs[i].extents()) << "gradient of input " << i;
        ASSERT_EQ(at.second[k].extents(), inputs[i].extents()) << "second gradient of input " << i;
        const double one = tolerance * largest(at.first[k]), two = tolerance * largest(at.second[k]);
        for (std::size_t j = 0; j < static_cast<std::size_t>(inputs[i].elements()); ++j) {
            const auto moved = [&](double by) {
                std::vector<Tensor> there = inputs;
                there[i] = inputs[i].clone();
                there[i].data<double>()[j] += by;
                return evaluate(f, there, false);
            };
            const Point up = moved(h), down = moved(-h);
            EXPECT_NEAR(at.first[k].data<double>()[j], (up.loss - down.loss) / (2 * h), one) << "input " << i << " element " << j;
            EXPECT_NEAR(at.second[k].data<double>()[j], (up.slope - down.slope) / (2 * h), two)
                << "second derivative, input " << i << " element " << j;
        }
        ++k;
    }
}

}  // namespace nw
