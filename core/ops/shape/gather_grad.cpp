// dtable[r] = Σ dy[i] over i with indices[i] = r: the gradient of gather.
#include "core/op/define.h"

namespace nw::ops::gather_grad {

struct GatherGrad {
    Shape rows{1};
};

Result<Signature> infer(const GatherGrad& p, const Inputs& in) {
    const Type &indices = in["indices"], &dy = in["dy"];
    if (p.rows.size() != 1) return fail(Code::Argument, "rows", "must be one number, got " + textOf(p.rows));
    if (!indices.shape || !dy.shape) return Signature().output("dtable", {dy.dtype, {}});
    if (dy.shape->size() < indices.shape->size())
        return fail(Code::Shape, "dy", "is " + textOf(*dy.shape) + ", but there is a row for each of " + textOf(*indices.shape));
    Shape y{p.rows[0]};
    y.insert(y.end(), dy.shape->begin() + static_cast<std::ptrdiff_t>(indices.shape->size()), dy.shape->end());
    return Signature().output("dtable", {dy.dtype, std::move(y)});
}

Grads vjp(const GatherGrad&, const Pullback& c) {  // the adjoint of scattering rows is looking them up
    Grads g;
    if (c.wants("dy")) g.set("dy", c.emit().one("gather", {}, {c.grad("dtable"), c.in("indices")}));
    return g;
}

template <class T>
void reference(const GatherGrad&, const ReferenceArgs& args) {
    const auto dy = args.in<T>("dy");
    const auto dtable = args.out<T>("dtable");
    const std::int64_t rows = dtable.dim(0), width = rows ? dtable.size() / rows : 0;
    std::fill_n(dtable.data, dtable.size(), T(0));
    withType(Types<std::int32_t, std::int64_t>(), args.inputDType("indices"), [&]<class Index>() {
        const auto indices = args.in<Index>("indices");
        for (std::int64_t i = 0, n = indices.size(); i < n; ++i) {
            const std::int64_t row = indices[i];
            if (row < 0 || row >= rows) continue;
            for (std::int64_t k = 0; k < width; ++k) dtable[row * width + k] += dy[i * width + k];
        }
    });
}

}  // namespace nw::ops::gather_grad

NW_OPERATOR(gather_grad) {
    using namespace nw;
    using namespace nw::ops::gather_grad;
    return Op<GatherGrad>("gather_grad")
        .internal()
        .label("Gather gradient")
        .doc("Adds rows into a table of zeros at the places where gather took them.")
        .formula("dtable[r] = Σ dy[i] over i with indices[i] = r")
        .input("indices", "[...]", "Row numbers, counted from zero; those outside the table are left out.")
        .input("dy", "[indices..., ...]", "Cotangent of the gathered rows.")
        .output("dtable", "[rows, ...]", "Cotangent of the table.")
        .param<&GatherGrad::rows>("rows", {.label = "Rows", .doc = "The number of rows of the table.", .internal = true})
        .infer(infer)
        .vjp(vjp)
        .kernelBy("dy")
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"indices", {6}, 0, 4, DType::Int32}, {"dy", {6, 3}}}, {.rows = {4}})
        .sample({{"indices", {2, 2}, -1, 3, DType::Int64}, {"dy", {2, 2}}}, {.rows = {2}});
}
