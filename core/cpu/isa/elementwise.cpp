// Elementwise vector loops.
#include "core/cpu/isa/level.h"
#include "core/cpu/isa/math.h"

namespace nw::cpu::NW_LEVEL {
namespace {

struct ReluF {
    static float at(float x, float, float) { return x > 0.0f ? x : 0.0f; }
};
struct Relu6F {
    static float at(float x, float, float) { return x > 6.0f ? 6.0f : (x < 0.0f ? 0.0f : x); }
};
struct LeakyReluF {
    static float at(float x, float a, float) { return x > 0.0f ? x : a * x; }
};
struct EluF {
    static float at(float x, float a, float) {
        // e^x - 1 near 0 by its series: no cancellation
        const float series = x * (1.0f + x * (0.5f + x * (1.0f / 6 + x * (1.0f / 24 + x * (1.0f / 120 + x * (1.0f / 720))))));
        const float bent = x > -0.4f ? series : expOf(x) - 1.0f;
        return x > 0.0f ? x : a * bent;
    }
};
struct SigmoidF {
    static float at(float x, float, float) { return sigmoidOf(x); }
};
struct TanhF {
    static float at(float x, float, float) { return tanhOf(x); }
};
struct SwishF {
    static float at(float x, float, float) { return x / (1.0f + expOf(-x)); }
};
struct ExpF {
    static float at(float x, float, float) { return expOf(x); }
};
struct SqrtF {
    static float at(float x, float, float) { return __builtin_sqrtf(x); }
};
struct RsqrtF {
    static float at(float x, float, float) { return 1.0f / __builtin_sqrtf(x); }
};
struct SquareF {
    static float at(float x, float, float) { return x * x; }
};
struct NegativeF {
    static float at(float x, float, float) { return -x; }
};
struct AbsF {
    static float at(float x, float, float) { return x < 0.0f ? -x : x; }
};
struct AffineF {
    static float at(float x, float a, float b) { return x * a + b; }
};

struct AddF {
    static float at(float a, float b) { return a + b; }
};
struct SubtractF {
    static float at(float a, float b) { return a - b; }
};
struct MultiplyF {
    static float at(float a, float b) { return a * b; }
};
struct DivideF {
    static float at(float a, float b) { return a / b; }
};
struct MaximumF {
    static float at(float a, float b) { return (a > b) | (a != a) ? a : b; }
};
struct MinimumF {
    static float at(float a, float b) { return (a < b) | (a != a) ? a : b; }
};
struct ReluGradF {
    static float at(float y, float dy) { return y > 0.0f ? dy : 0.0f; }
};
struct Relu6GradF {
    static float at(float y, float dy) { return (y > 0.0f) & (y < 6.0f) ? dy : 0.0f; }
};

template <class F>
void unary(const float* x, float* y, int64_t n, float a, float b) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = F::at(x[i], a, b);
}

template <class F>
void binary(const float* a, const float* b, float* y, int64_t n) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = F::at(a[i], b[i]);
}

template <class F>
void binaryRight(const float* a, float b, float* y, int64_t n) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = F::at(a[i], b);
}

template <class F>
void binaryLeft(float a, const float* b, float* y, int64_t n) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = F::at(a, b[i]);
}

template <int A, int B>
void select(const bool* c, const float* a, const float* b, float* y, int64_t n) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(c);
    const float a0 = A ? 0.0f : *a, b0 = B ? 0.0f : *b;
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) {
        const float u = A ? a[i] : a0, v = B ? b[i] : b0;
        y[i] = bytes[i] ? u : v;
    }
}

void where(const bool* c, const float* a, int aStep, const float* b, int bStep, float* y, int64_t n) {
    if (aStep && bStep) return select<1, 1>(c, a, b, y, n);
    if (aStep) return select<1, 0>(c, a, b, y, n);
    if (bStep) return select<0, 1>(c, a, b, y, n);
    select<0, 0>(c, a, b, y, n);
}

template <class F>
void setUnary(VectorKernels& k, Unary u) {
    k.unary[static_cast<int>(u)] = unary<F>;
}

template <class F>
void setBinary(VectorKernels& k, Binary b) {
    k.binary[static_cast<int>(b)] = binary<F>;
    k.binaryRight[static_cast<int>(b)] = binaryRight<F>;
    k.binaryLeft[static_cast<int>(b)] = binaryLeft<F>;
}

}  // namespace

void addElementwise(VectorKernels& k) {
    setUnary<ReluF>(k, Unary::Relu);
    setUnary<Relu6F>(k, Unary::Relu6);
    setUnary<LeakyReluF>(k, Unary::LeakyRelu);
    setUnary<EluF>(k, Unary::Elu);
    setUnary<SigmoidF>(k, Unary::Sigmoid);
    setUnary<TanhF>(k, Unary::Tanh);
    setUnary<SwishF>(k, Unary::Swish);
    setUnary<ExpF>(k, Unary::Exp);
    setUnary<SqrtF>(k, Unary::Sqrt);
    setUnary<RsqrtF>(k, Unary::Rsqrt);
    setUnary<SquareF>(k, Unary::Square);
    setUnary<NegativeF>(k, Unary::Negative);
    setUnary<AbsF>(k, Unary::Abs);
    setUnary<AffineF>(k, Unary::Affine);
    setBinary<AddF>(k, Binary::Add);
    setBinary<SubtractF>(k, Binary::Subtract);
    setBinary<MultiplyF>(k, Binary::Multiply);
    setBinary<DivideF>(k, Binary::Divide);
    setBinary<MaximumF>(k, Binary::Maximum);
    setBinary<MinimumF>(k, Binary::Minimum);
    setBinary<ReluGradF>(k, Binary::ReluGrad);
    setBinary<Relu6GradF>(k, Binary::Relu6Grad);
    k.where = where;
}

}  // namespace nw::cpu::NW_LEVEL
