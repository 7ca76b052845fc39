// y[..., k] = 1 where k = x[...], else 0.
#include "core/op/define.h"

namespace nw::ops::one_hot {

struct OneHot {
    Shape depth{10};
    DType dtype = DType::Float32;
};

Result<Signature> infer(const OneHot& p, const Inputs& in) {
    const Type& x = in["x"];
    if (p.depth.size() != 1) return fail(Code::Argument, "depth", "must be one number, got " + textOf(p.depth));
    if (p.depth[0].known() && p.depth[0].value() < 1)
        return fail(Code::Argument, "depth", "is " + p.depth[0].text() + ", but must be at least 1");
    if (in.present("x") && x.dtype != DType::Int32 && x.dtype != DType::Int64 && x.dtype != DType::UInt8)
        return fail(Code::Type, "x", "is " + std::string(nameOf(x.dtype)) + ", but must be int32, int64 or uint8",
                    "Insert a cast.");
    if (!x.shape) return Signature().output("y", {p.dtype, {}});
    Shape y = *x.shape;
    y.push_back(p.depth[0]);
    return Signature().output("y", {p.dtype, std::move(y)});
}

Grads vjp(const OneHot&, const Pullback&) { return {}; }  // indices have no gradient

void scatter(DType dtype, std::span<const std::int64_t> classes, const ReferenceArgs& args) {
    const bool known = withType(AllTypes(), dtype, [&]<class T>() {
        const auto y = args.out<T>("y");
        const std::int64_t depth = y.dim(-1);
        std::fill_n(y.data, y.size(), T(0));
        T* row = y.data;
        for (const std::int64_t k : classes) {
            if (k >= 0 && k < depth) row[k] = T(1);
            row += depth;
        }
    });
    NW_CHECK(known, "the reference kernel cannot make " + std::string(nameOf(dtype)));
}

template <class Index>
void reference(const OneHot& p, const ReferenceArgs& args) {
    const auto x = args.in<Index>("x");
    const std::vector<std::int64_t> classes(x.data, x.data + x.size());
    scatter(p.dtype, classes, args);
}

}  // namespace nw::ops::one_hot

NW_OPERATOR(one_hot) {
    using namespace nw;
    using namespace nw::ops::one_hot;
    return Op<OneHot>("one_hot")
        .label("One hot")
        .doc("Turns a class number into a row of zeros with a single one. Numbers outside the range give only zeros.")
        .caption("a one among zeros")
        .formula("y[..., k] = 1 where k = x[...], else 0")
        .source("tf.one_hot; tf.keras.ops.one_hot")
        .keywords({"class", "label", "categorical", "encode"})
        .input("x", "[...]", "Class numbers, counted from zero.")
        .output("y", "[..., depth]", "Rows of zeros and ones.")
        .param<&OneHot::depth>("depth", {.label = "Classes", .doc = "How many classes there are: the length of a row."})
        .param<&OneHot::dtype>("dtype", {.label = "Type", .doc = "The type of the output."})
        .infer(infer)
        .vjp(vjp)
        .kernels(Types<std::int32_t, std::int64_t, std::uint8_t>(), []<class T>() { return reference<T>; })
        .sample({{"x", {5}, -1, 4, DType::Int32}}, {.depth = {3}})
        .sample({{"x", {2, 3}, 0, 4, DType::Int64}}, {.depth = {4}, .dtype = DType::Int32});
}
