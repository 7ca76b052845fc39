// y = a b, matrix by matrix over the leading axes.
#include "core/op/define.h"

namespace nw::ops::matmul {

struct Matmul {
    bool transposeA = false;
    bool transposeB = false;
};

Result<Signature> infer(const Matmul& p, const Inputs& in) {
    const Type &a = in["a"], &b = in["b"];
    if (in.present("a") && in.present("b") && a.dtype != b.dtype)
        return fail(Code::Type, "b",
                    "is " + std::string(nameOf(b.dtype)) + ", but the other input is " + std::string(nameOf(a.dtype)),
                    "Insert a cast.");
    for (const char* port : {"a", "b"})
        if (in[port].shape && in[port].shape->size() < 2)
            return fail(Code::Shape, port, "needs at least 2 axes [..., rows, columns], got " + textOf(*in[port].shape));
    if (!a.shape || !b.shape) return Signature().output("y", {a.dtype, {}});
    Shape m(a.shape->end() - 2, a.shape->end()), n(b.shape->end() - 2, b.shape->end());
    if (p.transposeA) std::swap(m[0], m[1]);
    if (p.transposeB) std::swap(n[0], n[1]);
    if (!(m[1] == n[0]))
        return fail(Code::Shape, "b", "has " + n[0].text() + " rows, but a has " + m[1].text() + " columns",
                    "The inner sizes of a product must agree.");
    NW_TRY(Shape y, broadcast({a.shape->begin(), a.shape->end() - 2}, {b.shape->begin(), b.shape->end() - 2}, "b"));
    y.push_back(m[0]);
    y.push_back(n[1]);
    return Signature().flops(Dim(2) * product(y) * m[1]).output("y", {a.dtype, y});
}

Grads vjp(const Matmul& p, const Pullback& c) {  // da = dy bᵀ, db = aᵀ dy (transposed where a or b is), summed over stretched axes
    Emit& e = c.emit();
    Grads g;
    const Value a = c.in("a"), b = c.in("b"), dy = c.grad("y");
    if (c.wants("a")) {
        const Value da = p.transposeA ? e.matmul(b, dy, p.transposeB, true) : e.matmul(dy, b, false, !p.transposeB);
        g.set("a", e.sumTo(da, a));
    }
    if (c.wants("b")) {
        const Value db = p.transposeB ? e.matmul(dy, a, true, p.transposeA) : e.matmul(a, dy, !p.transposeA, false);
        g.set("b", e.sumTo(db, b));
    }
    return g;
}

template <class T>
void reference(const Matmul& p, const ReferenceArgs& args) {
    const auto a = args.in<T>("a"), b = args.in<T>("b");
    const auto y = args.out<T>("y");
    const std::int64_t rows = y.dim(-2), columns = y.dim(-1), inner = a.dim(p.transposeA ? -2 : -1);
    const std::int64_t aRow = p.transposeA ? 1 : inner, aStep = p.transposeA ? rows : 1;
    const std::int64_t bColumn = p.transposeB ? inner : 1, bStep = p.transposeB ? 1 : columns;
    const auto batch = y.shape.first(y.shape.size() - 2);
    const auto strides = [&](const auto& v) { return broadcastStrides(v.shape.first(v.shape.size() - 2), batch); };
    forEachOffset<2>(batch, {strides(a), strides(b)}, [&](std::int64_t k, const std::array<std::int64_t, 2>& o) {
        const T* left = a.data + o[0] * rows * inner;
        const T* right = b.data + o[1] * inner * columns;
        T* out = y.data + k * rows * columns;
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t j = 0; j < columns; ++j) {
                T sum = 0;
                for (std::int64_t i = 0; i < inner; ++i) sum += left[r * aRow + i * aStep] * right[i * bStep + j * bColumn];
                out[r * columns + j] = sum;
            }
    });
}

}  // namespace nw::ops::matmul

NW_OPERATOR(matmul) {
    using namespace nw;
    using namespace nw::ops::matmul;
    return Op<Matmul>("matmul")
        .label("Matmul")
        .doc(
            "The product of two matrices over the last two axes. Leading axes are a stack of matrices, stretched where their size "
            "is "
            "1.")
        .caption("a · b")
        .formula("y[..., i, j] = Σₖ a[..., i, k] b[..., k, j]")
        .source("tf.linalg.matmul; tf.keras.ops.matmul")
        .keywords({"dot", "multiply", "linear", "attention", "batch"})
        .input("a", "[..., rows, inner]", "Left matrices.")
        .input("b", "[..., inner, columns]", "Right matrices.")
        .output("y", "[..., rows, columns]", "Products.")
        .param<&Matmul::transposeA>("transpose_a", {.label = "Transpose a", .doc = "Swaps the last two axes of a first."})
        .param<&Matmul::transposeB>("transpose_b", {.label = "Transpose b", .doc = "Swaps the last two axes of b first."})
        .infer(infer)
        .vjp(vjp)
        .kernel<float>(reference<float>)
        .kernel<double>(reference<double>)
        .sample({{"a", {2, 3}}, {"b", {3, 4}}})
        .sample({{"a", {3, 2}}, {"b", {3, 4}}}, {.transposeA = true})
        .sample({{"a", {2, 1, 2, 3}}, {"b", {3, 4, 3}}}, {.transposeB = true})
        .sample({{"a", {2, 3, 2}}, {"b", {4, 3}}}, {.transposeA = true, .transposeB = true});
}
