// y = max x over the axes.
#include "core/op/define.h"

namespace nw::ops::reduce_max {

struct ReduceMax {
    std::vector<std::int64_t> axis{};
    bool keepdims = false;
};

Result<Signature> infer(const ReduceMax& p, const Inputs& in) { return reduceSignature(in, p.axis, p.keepdims, in["x"].dtype); }

Grads vjp(const ReduceMax& p, const Pullback& c) {  // dy goes to the largest element, in equal shares when several are
    Emit& e = c.emit();
    Grads g;
    const Value x = c.in("x");
    const auto kept = reducedShape(e.shape(x), p.axis, true);
    NW_CHECK(kept);
    const Value hit = e.equal(x, e.reshape(c.out("y"), *kept));
    const Value one = e.constantLike(x, 1), zero = e.constantLike(x, 0);
    const Value ties = e.sum(e.where(hit, one, zero), p.axis, true);
    const Value share = e.divide(e.reshape(c.grad("y"), *kept), ties);
    g.set("x", e.where(hit, share, zero));
    return g;
}

template <class T>
void reference(const ReduceMax& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    const T start = std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
    std::fill_n(y.data, y.size(), start);
    forEachOffset<1>(x.shape, {reducedStrides(x.shape, p.axis)}, [&](std::int64_t i, const std::array<std::int64_t, 1>& o) {
        if (x[i] > y[o[0]] || x[i] != x[i]) y[o[0]] = x[i];  // NaN stays
    });
}

}  // namespace nw::ops::reduce_max

NW_OPERATOR(reduce_max) {
    using namespace nw;
    using namespace nw::ops::reduce_max;
    return Op<ReduceMax>("reduce_max")
        .label("Maximum over axes")
        .doc("The largest element along some axes.")
        .formula("y = max x over the axes")
        .source("tf.math.reduce_max; tf.keras.ops.max")
        .keywords({"largest", "reduce"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Without the reduced axes, or with size 1 in their place.")
        .param<&ReduceMax::axis>("axis",
                                 {.label = "Axes", .doc = "The axes to reduce; negative ones count from the end, none means all."})
        .param<&ReduceMax::keepdims>("keepdims", {.label = "Keep axes", .doc = "Keeps the reduced axes with size 1."})
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {2, 3, 4}}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {0, -1}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {1}, .keepdims = true})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}}, {.axis = {0}});
}
