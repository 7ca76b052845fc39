// y = min x over the axes.
#include "core/op/reduction.h"

namespace nw::ops::reduce_min {

struct ReduceMin {
    std::vector<std::int64_t> axis{};
    bool keepdims = false;
};

Result<Signature> infer(const ReduceMin& p, const Inputs& in) { return reduceSignature(in, p.axis, p.keepdims, in["x"].dtype); }

Grads vjp(const ReduceMin& p, const Pullback& c) { return extremumGradient(c, p.axis); }

template <class T>
void reference(const ReduceMin& p, const ReferenceArgs& args) {
    const T start = std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity() : std::numeric_limits<T>::max();
    extremum<T>(args, p.axis, start, [](T x, T y) { return x < y; });
}

}  // namespace nw::ops::reduce_min

NW_OPERATOR(reduce_min) {
    using namespace nw;
    using namespace nw::ops::reduce_min;
    return declareReduction(Op<ReduceMin>("reduce_min")
                                .label("Minimum over axes")
                                .doc("The smallest element along some axes.")
                                .formula("y = min x over the axes")
                                .source("tf.math.reduce_min; tf.keras.ops.min")
                                .keywords({"smallest", "reduce"})
                                .infer(infer)
                                .vjp(vjp)
                                .kernels(NumberTypes(), []<class T>() { return reference<T>; }))
        .sample({{"x", {3, 4}, -5, 6, DType::Int32}}, {.axis = {0}});
}
