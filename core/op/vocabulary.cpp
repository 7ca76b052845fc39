// Methods of Emit in terms of applications by id.
#include "core/op/vocabulary.h"

namespace nw {

namespace {
std::vector<std::int64_t> list(Axes axes) { return {axes.begin(), axes.end()}; }
}  // namespace

Value Emit::constant(DType dtype, double value) {
    return one("fill", {{"dtype", dtype}, {"shape", Shape{}}, {"value", value}}, {});
}

Value Emit::fill(const Type& type, double value) {
    NW_CHECK(type.shape.has_value());
    if (type.form == Form::List) return one("empty_list", {{"dtype", type.dtype}, {"shape", *type.shape}}, {});
    return one("fill", {{"dtype", type.dtype}, {"shape", *type.shape}, {"value", value}}, {});
}

Value Emit::cast(Value x, DType to) { return dtype(x) == to ? x : one("cast", {{"dtype", to}}, {x}); }
Value Emit::stopGradient(Value x) { return one("stop_gradient", {}, {x}); }

Value Emit::add(Value a, Value b) { return one(type(a).form == Form::List ? "add_lists" : "add", {}, {a, b}); }
Value Emit::subtract(Value a, Value b) { return one("subtract", {}, {a, b}); }
Value Emit::multiply(Value a, Value b) { return one("multiply", {}, {a, b}); }
Value Emit::divide(Value a, Value b) { return one("divide", {}, {a, b}); }
Value Emit::maximum(Value a, Value b) { return one("maximum", {}, {a, b}); }
Value Emit::minimum(Value a, Value b) { return one("minimum", {}, {a, b}); }
Value Emit::power(Value a, Value b) { return one("power", {}, {a, b}); }
Value Emit::equal(Value a, Value b) { return one("equal", {}, {a, b}); }
Value Emit::less(Value a, Value b) { return one("less", {}, {a, b}); }
Value Emit::greater(Value a, Value b) { return one("greater", {}, {a, b}); }
Value Emit::greaterEqual(Value a, Value b) { return one("greater_equal", {}, {a, b}); }
Value Emit::logicalAnd(Value a, Value b) { return one("logical_and", {}, {a, b}); }
Value Emit::where(Value condition, Value a, Value b) { return one("where", {}, {condition, a, b}); }

Value Emit::negative(Value x) { return one("negative", {}, {x}); }
Value Emit::square(Value x) { return one("square", {}, {x}); }
Value Emit::sqrt(Value x) { return one("sqrt", {}, {x}); }
Value Emit::rsqrt(Value x) { return one("rsqrt", {}, {x}); }
Value Emit::exp(Value x) { return one("exp", {}, {x}); }
Value Emit::log(Value x) { return one("log", {}, {x}); }
Value Emit::abs(Value x) { return one("abs", {}, {x}); }
Value Emit::sign(Value x) { return one("sign", {}, {x}); }
Value Emit::sigmoid(Value x) { return one("sigmoid", {}, {x}); }
Value Emit::tanh(Value x) { return one("tanh", {}, {x}); }
Value Emit::erf(Value x) { return one("erf", {}, {x}); }

Value Emit::matmul(Value a, Value b, bool transposeA, bool transposeB) {
    return one("matmul", {{"transpose_a", transposeA}, {"transpose_b", transposeB}}, {a, b});
}
Value Emit::sum(Value x, Axes axes, bool keepDims) {
    return one("reduce_sum", {{"axis", list(axes)}, {"keepdims", keepDims}}, {x});
}
Value Emit::mean(Value x, Axes axes, bool keepDims) {
    return one("reduce_mean", {{"axis", list(axes)}, {"keepdims", keepDims}}, {x});
}
Value Emit::max(Value x, Axes axes, bool keepDims) {
    return one("reduce_max", {{"axis", list(axes)}, {"keepdims", keepDims}}, {x});
}
Value Emit::softmax(Value x) { return one("softmax", {}, {x}); }
Value Emit::logSoftmax(Value x) { return one("log_softmax", {}, {x}); }

Value Emit::stretch(Value reduced, Axes axes, Value like) {
    const Shape full = shape(like);
    const auto kept = reducedShape(full, axes, true);
    NW_CHECK(kept, kept ? "" : kept.error().text());
    return broadcastTo(reshape(reduced, *kept), full);
}

Value Emit::sizeOf(const Dim& dim, DType to) {
    if (dim.known()) return constant(to, static_cast<double>(dim.value()));
    // Sums of ones, one for each name: short, and exact in float32, which 16-bit types would not be.
    const DType wide = to == DType::Float64 ? to : DType::Float32;
    std::map<std::string, std::int64_t, std::less<>> names;
    dim.collect(names);
    Dim rest = dim;
    Value size{};
    const auto factor = [&](const Dim& d) {
        const Value one = d.known() ? constant(wide, static_cast<double>(d.value())) : sum(fill({wide, Shape{d}}, 1), {});
        size = size ? multiply(size, one) : one;
    };
    for (const auto& [name, bound] : names)
        while (const auto quotient = exactDiv(rest, Dim::named(name, bound))) {
            factor(Dim::named(name, bound));
            rest = *quotient;
            if (rest.known()) break;
        }
    if (!(rest == Dim(1))) factor(rest);
    return cast(size, to);
}

Value Emit::reshape(Value x, const Shape& to) { return shape(x) == to ? x : one("reshape_to", {{"shape", to}}, {x}); }

Value Emit::flattenRows(Value x) {
    const Shape& s = shape(x);
    NW_CHECK(!s.empty());
    return reshape(x, {product(Shape(s.begin(), s.end() - 1)), s.back()});
}

Value Emit::broadcastTo(Value x, const Shape& to) { return shape(x) == to ? x : one("broadcast_to", {{"shape", to}}, {x}); }

Value Emit::sumTo(Value x, const Shape& to) {
    const Shape from = shape(x);
    if (from == to) return x;
    std::vector<std::int64_t> axes;
    const std::size_t extra = from.size() - to.size();
    for (std::size_t i = 0; i < from.size(); ++i)
        if (i < extra || (to[i - extra] == Dim(1) && !(from[i] == Dim(1)))) axes.push_back(static_cast<std::int64_t>(i));
    return reshape(axes.empty() ? x : sum(x, axes), to);
}

Value Emit::transpose(Value x, std::span<const std::int64_t> permutation) {
    return one("transpose", {{"permutation", list(permutation)}}, {x});
}
Value Emit::concatenate(std::span<const Value> xs, std::int64_t axis) { return call("concatenate", {{"axis", axis}}, xs)[0]; }
Value Emit::slice(Value x, std::int64_t axis, const Dim& begin, const Dim& size) {
    return one("slice", {{"axis", axis}, {"range", Shape{begin, size}}}, {x});
}
Value Emit::pad(Value x, std::int64_t axis, const Dim& before, const Dim& after) {
    return one("pad", {{"axis", axis}, {"padding", Shape{before, after}}}, {x});
}
Value Emit::oneHot(Value indices, const Dim& depth, DType to) {
    return one("one_hot", {{"depth", Shape{depth}}, {"dtype", to}}, {indices});
}

Value Emit::foldKey(Value key, std::int64_t number) {
    return foldKey(key, one("fill", {{"dtype", DType::Int64}, {"shape", Shape{}}, {"value", static_cast<double>(number)}}, {}));
}
Value Emit::foldKey(Value key, Value number) { return one("fold_key", {}, {key, number}); }

std::vector<Value> Emit::callFunction(FunctionRef function, std::span<const Value> inputs) {
    return call("call", {{"function", function}}, inputs);
}

}  // namespace nw
