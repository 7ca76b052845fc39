// y = Σ x over the axes.
#include "core/op/reduction.h"

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
    return declareReduction(Op<ReduceSum>("reduce_sum")
                                .label("Sum")
                                .doc("Adds all elements along some axes.")
                                .formula("y = Σ x over the axes")
                                .source("tf.math.reduce_sum; tf.keras.ops.sum")
                                .keywords({"total", "reduce"})
                                .infer(infer)
                                .vjp(vjp)
                                .kernels(NumberTypes(), []<class T>() { return reference<T>; }))
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}}, {.axis = {0}});
}
