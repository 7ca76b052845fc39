// y = a to the power b.
#include "core/op/define.h"

namespace nw::ops::power {

Result<Signature> infer(const NoParams&, const Inputs& in) { return broadcastSignature(in, in["a"].dtype); }

Grads vjp(const NoParams&, const Pullback& c) {  // da = dy b a^(b-1), db = dy y ln a (0 where a ≤ 0), summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    const Value a = c.in("a"), b = c.in("b"), dy = c.grad("y");
    const Value zero = e.constantLike(a, 0), one = e.constantLike(a, 1);
    if (c.wants("a")) {
        // 0^0 is 1 whatever a does, but 0 · 0^-1 would be NaN.
        const Value flat = e.logicalAnd(e.equal(a, zero), e.equal(b, zero));
        const Value slope = e.multiply(b, e.power(a, e.where(flat, one, e.subtract(b, one))));
        g.set("a", e.sumTo(e.multiply(dy, slope), a));
    }
    if (c.wants("b")) {
        const Value positive = e.greater(a, zero);
        const Value slope = e.multiply(c.out("y"), e.log(e.where(positive, a, one)));
        g.set("b", e.sumTo(e.multiply(dy, e.where(positive, slope, zero)), b));
    }
    return g;
}

/// Integers wrap as products do. A negative exponent gives the truncated value: 0 unless a is ±1.
template <class T>
T raised(T a, T b) {
    if constexpr (std::is_floating_point_v<T>) {
        return std::pow(a, b);
    } else {
        using U = std::make_unsigned_t<T>;
        const bool odd = (b & 1) != 0;
        if (b < 0) return static_cast<T>(a == 1 || (a == -1 && !odd) ? 1 : (a == -1 ? -1 : 0));
        U y = 1, base = static_cast<U>(a);
        for (U n = static_cast<U>(b); n != 0; n >>= 1, base *= base)
            if (n & 1) y *= base;
        return static_cast<T>(y);
    }
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    mapBroadcast<T, T>(args, raised<T>);
}

}  // namespace nw::ops::power

NW_OPERATOR(power) {
    using namespace nw;
    using namespace nw::ops::power;
    return Op<NoParams>("power")
        .label("Power")
        .doc("The left number raised to the power of the right one. Smaller tensors are stretched along axes of size 1.")
        .formula("y = aᵇ")
        .source("NumPy broadcasting; tf.keras.ops.power")
        .keywords({"exponent", "pow"})
        .input("a", "[...]", "Base.")
        .input("b", "[...]", "Exponent.")
        .output("y", "[...]", "Power.")
        .infer(infer)
        .vjp(vjp)
        .kernels(NumberTypes(), []<class T>() { return reference<T>; })
        .sample({{"a", {2, 3}, 0.4, 2}, {"b", {2, 3}, -2, 3}})
        .sample({{"a", {2, 1, 4}, 0.4, 2}, {"b", {3, 1}, 0.5, 2}})
        .sample({{"a", {4}, -3, 4, DType::Int32}, {"b", {3, 1}, 0, 4, DType::Int32}});
}
