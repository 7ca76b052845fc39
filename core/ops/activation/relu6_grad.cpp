// dx = dy where 0 < y < 6, else 0: the gradient of relu6 from its output.
#include "core/op/define.h"

namespace nw::ops::relu6_grad {

Result<Signature> infer(const NoParams&, const Inputs& in) { return Signature().output("dx", in["dy"]); }

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    const Value zero = e.constantLike(in[0], 0), six = e.constantLike(in[0], 6);
    return {e.where(e.logicalAnd(e.greater(in[0], zero), e.less(in[0], six)), in[1], zero)};
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    const auto y = a.in<T>("y"), dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx");
    for (std::int64_t i = 0, n = dx.size(); i < n; ++i) dx[i] = y[i] > T(0) && y[i] < T(6) ? dy[i] : T(0);
}

}  // namespace nw::ops::relu6_grad

NW_OPERATOR(relu6_grad) {
    using namespace nw;
    using namespace nw::ops::relu6_grad;
    return Op<NoParams>("relu6_grad")
        .internal()
        .label("ReLU6 gradient")
        .doc("The gradient of ReLU6 from its output: the cotangent where the output is between 0 and 6.")
        .formula("dx = dy where 0 < y < 6, else 0")
        .input("y", "[...]", "Output of relu6.")
        .input("dy", "[...]", "Cotangent of y.")
        .output("dx", "[...]", "Cotangent of x.")
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"y", {2, 3}, 0.2, 5.8}, {"dy", {2, 3}}})
        .sample({{"y", {2, 3}, 6.2, 8}, {"dy", {2, 3}}});
}
