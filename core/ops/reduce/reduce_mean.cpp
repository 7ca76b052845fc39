// y = Σ x / n over the axes.
#include "core/op/reduction.h"

namespace nw::ops::reduce_mean {

struct ReduceMean {
    std::vector<std::int64_t> axis{};
    bool keepdims = false;
};

Result<Signature> infer(const ReduceMean& p, const Inputs& in) {
    NW_TRY([[maybe_unused]] const Signature checked, floatAsInput(in));
    return reduceSignature(in, p.axis, p.keepdims, in["x"].dtype);
}

Grads vjp(const ReduceMean& p, const Pullback& c) {  // dx = dy / n, stretched over the reduced axes
    Emit& e = c.emit();
    Grads g;
    const Value x = c.in("x"), dy = c.grad("y");
    const auto axes = normalAxes(p.axis, e.rank(x), "axis");
    NW_CHECK(axes);
    Dim known = 1;
    Value share = dy;
    for (const std::size_t axis : *axes)
        if (const Dim size = e.shape(x)[axis]; size.known())
            known = known * size;
        else
            share = e.divide(share, e.sizeOf(size, e.dtype(x)));
    g.set("x", e.stretch(known == Dim(1) ? share : e.scale(share, 1 / static_cast<double>(known.value())), p.axis, x));
    return g;
}

template <class T>
void reference(const ReduceMean& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<T>("y");
    std::fill_n(y.data, y.size(), T(0));
    forEachOffset<1>(x.shape, {reducedStrides(x.shape, p.axis)},
                     [&](std::int64_t i, const std::array<std::int64_t, 1>& o) { y[o[0]] += x[i]; });
    const std::int64_t results = y.size();
    for (std::int64_t i = 0; i < results; ++i) y[i] /= static_cast<T>(x.size() / results);
}

}  // namespace nw::ops::reduce_mean

NW_OPERATOR(reduce_mean) {
    using namespace nw;
    using namespace nw::ops::reduce_mean;
    return declareReduction(Op<ReduceMean>("reduce_mean")
                                .label("Mean")
                                .doc("The average of all elements along some axes.")
                                .formula("y = Σ x / n over the axes")
                                .source("tf.math.reduce_mean; tf.keras.ops.mean")
                                .keywords({"average", "reduce", "global average pooling"})
                                .infer(infer)
                                .vjp(vjp)
                                .kernel<float>(reference<float>)
                                .kernel<double>(reference<double>));
}
