// dx = dy where y > 0, else 0: the gradient of relu from its output.
#include "core/op/define.h"

namespace nw::ops::relu_grad {

Result<Signature> infer(const NoParams&, const Inputs& in) { return Signature().output("dx", in["dy"]); }

std::vector<Value> body(const NoParams&, Emit& e, std::span<const Value> in) {
    return {e.where(e.greater(in[0], e.constantLike(in[0], 0)), in[1], e.zerosLike(in[1]))};
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& a) {
    const auto y = a.in<T>("y"), dy = a.in<T>("dy");
    const auto dx = a.out<T>("dx");
    for (std::int64_t i = 0, n = dx.size(); i < n; ++i) dx[i] = y[i] > T(0) ? dy[i] : T(0);
}

}  // namespace nw::ops::relu_grad

NW_OPERATOR(relu_grad) {
    using namespace nw::ops::relu_grad;
    return nw::Op<nw::NoParams>("relu_grad")
        .internal()
        .label("ReLU gradient")
        .doc("The gradient of ReLU from its output: the cotangent where the output is positive.")
        .formula("dx = dy where y > 0, else 0")
        .input("y", "[...]", "Output of relu.")
        .input("dy", "[...]", "Cotangent of y.")
        .output("dx", "[...]", "Cotangent of x.")
        .infer(infer)
        .body(body)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"y", {3, 4}}, {"dy", {3, 4}}});
}
