// y = max x over the axes.
#include "core/op/reduction.h"

namespace nw::ops::reduce_max {

struct ReduceMax {
    std::vector<std::int64_t> axis{};
    bool keepdims = false;
};

Result<Signature> infer(const ReduceMax& p, const Inputs& in) { return reduceSignature(in, p.axis, p.keepdims, in["x"].dtype); }

Grads vjp(const ReduceMax& p, const Pullback& c) { return extremumGradient(c, p.axis); }

template <class T>
void reference(const ReduceMax& p, const ReferenceArgs& args) {
    const T start = std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::lowest();
    extremum<T>(args, p.axis, start, [](T x, T y) { return x > y; });
}

}  // namespace nw::ops::reduce_max

NW_OPERATOR(reduce_max) {
    using namespace nw;
    using namespace nw::ops::reduce_max;
    return declareReduction(Op<ReduceMax>("reduce_max")
                                .label("Maximum over axes")
                                .doc("The largest element along some axes.")
                                .formula("y = max x over the axes")
                                .source("tf.math.reduce_max; tf.keras.ops.max")
                                .keywords({"largest", "reduce"})
                                .infer(infer)
                                .vjp(vjp)
                                .kernels(NumberTypes(), []<class T>() { return reference<T>; }))
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}}, {.axis = {0}});
}
