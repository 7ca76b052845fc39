// y = the index of the largest x along the axis; the first of several.
#include "core/op/define.h"

namespace nw::ops::argmax {

struct Argmax {
    std::int64_t axis = -1;
    bool keepdims = false;
};

Result<Signature> infer(const Argmax& p, const Inputs& in) {
    if (in["x"].shape && in["x"].shape->empty()) return fail(Code::Shape, "x", "needs at least one axis, got a scalar");
    return reduceSignature(in, std::array<std::int64_t, 1>{p.axis}, p.keepdims, DType::Int32);
}

template <class T>
void reference(const Argmax& p, const ReferenceArgs& args) {
    const auto x = args.in<T>("x");
    const auto y = args.out<std::int32_t>("y");
    const std::int64_t n = x.dim(p.axis);
    std::int64_t inner = 1;  // elements between neighbours along the axis
    for (std::int64_t d = (p.axis < 0 ? p.axis + x.rank() : p.axis) + 1; d < x.rank(); ++d) inner *= x.dim(d);
    for (std::int64_t i = 0, rows = y.size(); i < rows; ++i) {
        const std::int64_t at = i / inner * n * inner + i % inner;
        std::int64_t best = 0;
        for (std::int64_t k = 1; k < n; ++k)
            if (x[at + k * inner] > x[at + best * inner]) best = k;
        y[i] = static_cast<std::int32_t>(best);
    }
}

}  // namespace nw::ops::argmax

NW_OPERATOR(argmax) {
    using namespace nw;
    using namespace nw::ops::argmax;
    return Op<Argmax>("argmax")
        .label("Arg max")
        .doc("Where the largest element along an axis is, counted from zero; the first one when several are equal.")
        .caption("where the largest is")
        .formula("y = the i with the largest x[i] along the axis")
        .source("tf.keras.ops.argmax")
        .keywords({"index", "prediction", "class", "reduce"})
        .input("x", "[...]", "Any tensor.")
        .output("y", "[...]", "Indices, without the axis or with size 1 in its place.")
        .param<&Argmax::axis>("axis", {.label = "Axis", .doc = "The axis to search along; negative counts from the end."})
        .param<&Argmax::keepdims>("keepdims", {.label = "Keep axis", .doc = "Keeps the axis with size 1."})
        .infer(infer)
        .kernels(RealTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {3, 4}}})
        .sample({{"x", {2, 3, 4}}}, {.axis = 1, .keepdims = true})
        .sample({{"x", {2, 5}, 0, 3, DType::Int32}}, {.axis = 0});
}
