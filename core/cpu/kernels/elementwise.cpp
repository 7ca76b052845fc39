// Elementwise operators on float32: unary ones, and binary ones with operands of one shape, a scalar, or a row along the last axes.
#include "core/cpu/chunked.h"
#include "core/cpu/vector.h"
#include "core/op/def.h"

namespace nw::cpu {
namespace {

constexpr double memoryCost = 0.25;  // nanoseconds an element of a loop that waits for memory

template <Unary U>
Result<std::unique_ptr<Kernel>> unary(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    float a = 0, b = 0;
    if constexpr (U == Unary::LeakyRelu) a = static_cast<float>(r.params().get<double>("negative_slope"));
    if constexpr (U == Unary::Elu) a = static_cast<float>(r.params().get<double>("alpha"));
    constexpr bool heavy = U == Unary::Elu || U == Unary::Sigmoid || U == Unary::Tanh || U == Unary::Swish || U == Unary::Exp;
    constexpr double cost = heavy ? 2 * memoryCost : memoryCost;
    const Split split = Split::of(r.outputs()[0].elements(), cost, 64);
    auto kernel = kernelOf("vector", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        vectors().unary[static_cast<int>(U)](floats(args, 0) + range.begin, out(args, 0) + range.begin, range.size(), a, b);
    });
    kernel->inPlace = {{0, 0}};
    return kernel;
}

/// How an operand of a broadcast walks along with the result: as it is, not at all, or again from its start after `period`.
enum class Walk : std::uint8_t { Same, Scalar, Rows, Other };

Walk walkOf(const Extents& operand, const Extents& y) {
    if (operand == y) return Walk::Same;
    const std::int64_t n = count(operand, 0, operand.size());
    if (n == 1) return Walk::Scalar;
    if (n == count(y, 0, y.size())) return Walk::Same;
    std::size_t first = 0;  // leading ones do not matter
    while (first < operand.size() && operand[first] == 1) ++first;
    const std::size_t kept = operand.size() - first;
    return std::equal(operand.begin() + static_cast<std::ptrdiff_t>(first), operand.end(),
                      y.end() - static_cast<std::ptrdiff_t>(kept))
               ? Walk::Rows
               : Walk::Other;
}

/// Calls f(begin, end, offset in the row) for the pieces of a range that lie in one row of `period` elements.
template <class F>
void eachRow(Range range, std::int64_t period, F f) {
    for (std::int64_t at = range.begin; at < range.end;) {
        const std::int64_t offset = at % period, end = std::min(range.end, at + period - offset);
        f(at, end, offset);
        at = end;
    }
}

template <Binary B>
Result<std::unique_ptr<Kernel>> binary(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    if (r.inputs.size() == 1) return decline(r, "one value on both sides is not accelerated");
    const Extents& y = r.outputs()[0].extents;
    const Walk a = walkOf(r.inputs[0].extents, y), b = walkOf(r.inputs[1].extents, y);
    if (a == Walk::Other || b == Walk::Other) return decline(r, "this broadcast is not accelerated");
    const std::int64_t periodA = a == Walk::Rows ? r.inputs[0].elements() : 0,
                       periodB = b == Walk::Rows ? r.inputs[1].elements() : 0;
    if (a != Walk::Same && b != Walk::Same) return decline(r, "this broadcast is not accelerated");
    const std::int64_t period = std::max(periodA, periodB);
    if (period > 0 && period < 8) return decline(r, "rows are too short");
    const Split split = Split::of(r.outputs()[0].elements(), memoryCost, 64);
    auto kernel = kernelOf("vector", split, memoryCost, [=](const KernelArgs& args, std::int64_t chunk) {
        constexpr int op = static_cast<int>(B);
        const Range range = split.range(chunk);
        const float *p = floats(args, 0), *q = floats(args, 1);
        float* to = out(args, 0);
        if (period > 0)
            eachRow(range, period, [&](std::int64_t begin, std::int64_t end, std::int64_t offset) {
                vectors().binary[op](p + (periodA ? offset : begin), q + (periodB ? offset : begin), to + begin, end - begin);
            });
        else if (a == Walk::Scalar)
            vectors().binaryLeft[op](p[0], q + range.begin, to + range.begin, range.size());
        else if (b == Walk::Scalar)
            vectors().binaryRight[op](p + range.begin, q[0], to + range.begin, range.size());
        else
            vectors().binary[op](p + range.begin, q + range.begin, to + range.begin, range.size());
    });
    if (r.inputs[0].elements() == r.outputs()[0].elements()) kernel->inPlace.emplace_back(0, 0);
    if (r.inputs[1].elements() == r.outputs()[0].elements()) kernel->inPlace.emplace_back(1, 0);
    return kernel;
}

Result<std::unique_ptr<Kernel>> where(const KernelRequest& r) {
    const bool types = r.inputs.size() == 3 && r.inputs[0].dtype == DType::Bool && r.inputs[1].dtype == DType::Float32;
    if (!types) return decline(r, "only float32 is accelerated");
    const Extents& y = r.outputs()[0].extents;
    const Walk c = walkOf(r.inputs[0].extents, y), a = walkOf(r.inputs[1].extents, y), b = walkOf(r.inputs[2].extents, y);
    const auto simple = [](Walk w) { return w == Walk::Same || w == Walk::Scalar; };
    if (c != Walk::Same || !simple(a) || !simple(b)) return decline(r, "this broadcast is not accelerated");
    const Split split = Split::of(r.outputs()[0].elements(), memoryCost, 64);
    const int stepA = a == Walk::Same, stepB = b == Walk::Same;
    auto kernel = kernelOf("vector", split, memoryCost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        vectors().where(static_cast<const bool*>(args.in[0]) + range.begin, floats(args, 1) + stepA * range.begin, stepA,
                        floats(args, 2) + stepB * range.begin, stepB, out(args, 0) + range.begin, range.size());
    });
    if (stepA) kernel->inPlace.emplace_back(1, 0);
    if (stepB) kernel->inPlace.emplace_back(2, 0);
    return kernel;
}

Result<std::unique_ptr<Kernel>> rescaling(const KernelRequest& r) {
    if (!allFloat(r)) return decline(r, "only float32 is accelerated");
    const float a = static_cast<float>(r.params().get<double>("scale")), b = static_cast<float>(r.params().get<double>("offset"));
    const Split split = Split::of(r.outputs()[0].elements(), memoryCost, 64);
    auto kernel = kernelOf("vector", split, memoryCost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        vectors().unary[static_cast<int>(Unary::Affine)](floats(args, 0) + range.begin, out(args, 0) + range.begin, range.size(), a,
                                                         b);
    });
    kernel->inPlace = {{0, 0}};
    return kernel;
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_elementwise(nw::KernelTable& table);
void nw_cpu_elementwise(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.add("relu", unary<Unary::Relu>);
    table.add("relu6", unary<Unary::Relu6>);
    table.add("leaky_relu", unary<Unary::LeakyRelu>);
    table.add("elu", unary<Unary::Elu>);
    table.add("sigmoid", unary<Unary::Sigmoid>);
    table.add("tanh", unary<Unary::Tanh>);
    table.add("swish", unary<Unary::Swish>);
    table.add("exp", unary<Unary::Exp>);
    table.add("sqrt", unary<Unary::Sqrt>);
    table.add("rsqrt", unary<Unary::Rsqrt>);
    table.add("square", unary<Unary::Square>);
    table.add("negative", unary<Unary::Negative>);
    table.add("abs", unary<Unary::Abs>);
    table.add("add", binary<Binary::Add>);
    table.add("subtract", binary<Binary::Subtract>);
    table.add("multiply", binary<Binary::Multiply>);
    table.add("divide", binary<Binary::Divide>);
    table.add("maximum", binary<Binary::Maximum>);
    table.add("minimum", binary<Binary::Minimum>);
    table.add("relu_grad", binary<Binary::ReluGrad>);
    table.add("relu6_grad", binary<Binary::Relu6Grad>);
    table.add("where", where);
    table.add("rescaling", rescaling);
}
