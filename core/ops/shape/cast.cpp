// y = x as another dtype.
#include "core/op/define.h"

namespace nw::ops::cast {

struct Cast {
    DType dtype = DType::Float32;
};

Result<Signature> infer(const Cast& p, const Inputs& in) {
    for (const DType t : {in["x"].dtype, p.dtype})
        if (t == DType::String || isComplex(t))
            return fail(Code::Type, t == p.dtype ? "dtype" : "x",
                        "is " + std::string(nameOf(t)) + ", but must be a real number or bool");
    return Signature().output("y", {p.dtype, in["x"].shape});
}

Grads vjp(const Cast& p, const Pullback& c) {  // dx = dy as the dtype of x; nothing flows through whole numbers
    const DType from = c.emit().dtype(c.in("x"));
    Grads g;
    if (isDifferentiable(from) && isDifferentiable(p.dtype)) g.set("x", c.emit().cast(c.grad("y"), from));
    return g;
}

/// Numbers become true unless 0. Fractions are cut off towards zero; what a whole type cannot hold becomes its nearest end, NaN
/// becomes 0. Whole numbers wrap into smaller whole types.
template <class To, class From>
To converted(From x) {
    if constexpr (std::is_same_v<To, bool>) {
        return x != From(0);
    } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        if (x != x) return 0;
        if (x >= std::ldexp(From(1), std::numeric_limits<To>::digits)) return std::numeric_limits<To>::max();
        if (x <= static_cast<From>(std::numeric_limits<To>::min())) return std::numeric_limits<To>::min();
        return static_cast<To>(x);
    } else {
        return static_cast<To>(x);
    }
}

/// Through the widest type of its kind: one loop for each source type and three for each target, instead of all pairs.
template <class From>
using Wide = std::conditional_t<std::is_floating_point_v<From>, double,
                                std::conditional_t<std::is_same_v<From, std::uint64_t>, std::uint64_t, std::int64_t>>;

template <class From>
void store(DType dtype, std::span<const From> from, const ReferenceArgs& args, std::int64_t begin) {
    const bool known = withType(AllTypes(), dtype, [&]<class To>() {
        std::transform(from.begin(), from.end(), args.out<To>("y").data + begin, converted<To, From>);
    });
    NW_CHECK(known, "the reference kernel cannot make " + std::string(nameOf(dtype)));
}

template <class From>
void reference(const Cast& p, const ReferenceArgs& args) {
    const auto x = args.in<From>("x");
    std::array<Wide<From>, 512> wide;
    for (std::int64_t i = 0, n = x.size(); i < n; i += 512) {
        const std::int64_t count = std::min<std::int64_t>(512, n - i);
        std::copy_n(x.data + i, count, wide.data());
        store<Wide<From>>(p.dtype, std::span(wide).first(static_cast<std::size_t>(count)), args, i);
    }
}

}  // namespace nw::ops::cast

NW_OPERATOR(cast) {
    using namespace nw;
    using namespace nw::ops::cast;
    return Op<Cast>("cast")
        .label("Cast")
        .doc("The same numbers as another type. Fractions are cut off when the new type is whole.")
        .formula("y = x as dtype")
        .source("tf.cast; tf.keras.ops.cast")
        .keywords({"convert", "dtype", "type"})
        .input("x", "[...]", "Any tensor of numbers or truth values.")
        .output("y", "[...]", "Same shape.")
        .param<&Cast::dtype>("dtype", {.label = "Type", .doc = "The new type."})
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<T>; })
        .sample({{"x", {2, 3}}}, {.dtype = DType::Float64})
        .sample({{"x", {2, 3}, -3, 3}}, {.dtype = DType::Int8})
        .sample({{"x", {2, 3}, -2, 2, DType::Int32}}, {.dtype = DType::Bool})
        .sample({{"x", {4}, 0, 256, DType::UInt8}}, {.dtype = DType::Float32})
        .sample({{"x", {4}, 0, 2, DType::Bool}}, {.dtype = DType::Int64});
}
