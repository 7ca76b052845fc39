// y = Σ x over the axes.
#include "core/op/define.h"

namespace nw::ops::reduce_sum {

struct ReduceSum {
    std::vector<std::int64_t> axis{};
    bool keepdims = false;
};

Result<Signature> infer(const ReduceSum& p, const Inputs& in) { return reduceSignature(in, p.axis, p.keepdims, in["x"].dtype); }

Grads vjp(const ReduceSum& p, const Pullback& c) {  // dx = dy, stretched over the reduced axes
    Emit& e = c.emit();
    Grads g;
    g.set("x", e.stretch(c.grad("y"), p.axis, c.in("x")));
    return g;
}

template <class T>
void reference(const ReduceSum& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    std::fill_n(y.data, y.size(), T(0));
    forEachOffset<1>(x.shape, {reducedStrides(x.shape, p.axis)},
                     [&](std::int64_t i, const std::array<std::int64_t, 1>& o) { y[o[0]] += x[i]; });
}

}  // namespace nw::ops::reduce_sum

NW_OPERATOR(reduce_sum) {
    using namespace nw;
    using namespace nw::ops::reduce_sum;
    return Op<ReduceSum>("reduce_sum")
        .label("Sum")
        .doc("Adds all elements along some axes.")
        .formula("y = Σ x over the axes")
        .source("tf.math.reduce_sum; tf.keras.ops.sum")
        .keywords({"total", "reduce"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Without the reduced axes, or with size 1 in their place.")
        .param<&ReduceSum::axis>("axis",
                                 {.label = "Axes", .doc = "The axes to reduce; negative ones count from the end, none means all."})
        .param<&ReduceSum::keepdims>("keepdims", {.label = "Keep axes", .doc = "Keeps the reduced axes with size 1."})
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {2, 3, 4}}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {0, -1}})
        .sample({{"x", {2, 3, 4}}}, {.axis = {1}, .keepdims = true})
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}}, {.axis = {0}});
}
