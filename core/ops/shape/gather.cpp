// y[i..., ...] = table[indices[i...], ...].
#include "core/op/define.h"

namespace nw::ops::gather {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    const Type &table = in["table"], &indices = in["indices"];
    if (in.present("indices") && indices.dtype != DType::Int32 && indices.dtype != DType::Int64)
        return fail(Code::Type, "indices", "is " + std::string(nameOf(indices.dtype)) + ", but must be int32 or int64",
                    "Insert a cast.");
    if (table.shape && table.shape->empty()) return fail(Code::Shape, "table", "needs at least one axis [rows, ...], got a scalar");
    if (!table.shape || !indices.shape) return Signature().output("y", {table.dtype, {}});
    Shape y = *indices.shape;
    y.insert(y.end(), table.shape->begin() + 1, table.shape->end());
    return Signature().output("y", {table.dtype, std::move(y)});
}

Grads vjp(const NoParams&, const Pullback& c) {  // dtable[r] = Σ dy[i] over i with indices[i] = r
    Emit& e = c.emit();
    Grads g;
    if (c.wants("table")) {
        const Shape rows{e.shape(c.in("table"))[0]};
        g.set("table", e.one("gather_grad", {{"rows", rows}}, {c.in("indices"), c.grad("y")}));
    }
    return g;
}

template <class T>
void reference(const NoParams&, const ReferenceArgs& args) {
    const auto table = args.in<T>("table");
    const auto y = args.out<T>("y");
    const std::int64_t rows = table.dim(0), width = rows ? table.size() / rows : 0;
    withType(Types<std::int32_t, std::int64_t>(), args.inputDType("indices"), [&]<class Index>() {
        const auto indices = args.in<Index>("indices");
        for (std::int64_t i = 0, n = indices.size(); i < n; ++i) {
            const std::int64_t row = indices[i];
            if (row >= 0 && row < rows)
                std::copy_n(table.data + row * width, width, y.data + i * width);
            else
                std::fill_n(y.data + i * width, width, T{});
        }
    });
}

}  // namespace nw::ops::gather

NW_OPERATOR(gather) {
    using namespace nw;
    using namespace nw::ops::gather;
    return Op<NoParams>("gather")
        .label("Gather")
        .doc("Looks rows of a table up by number. Numbers outside the table give zeros.")
        .caption("rows by index")
        .formula("y[i..., ...] = table[indices[i...], ...]")
        .source("tf.gather with axis 0; tf.keras.ops.take")
        .keywords({"lookup", "take", "index", "embedding"})
        .input("table", "[rows, ...]", "The rows.")
        .input("indices", "[...]", "Row numbers, counted from zero.")
        .output("y", "[indices..., ...]", "One row for each number.")
        .infer(infer)
        .vjp(vjp)
        .kernels(AllTypes(), []<class T>() { return reference<ElementOf<T>>; })
        .sample({{"table", {5, 3}}, {"indices", {4}, 0, 5, DType::Int32}})
        .sample({{"table", {2, 3, 2}}, {"indices", {2, 3}, -1, 3, DType::Int64}});
}
