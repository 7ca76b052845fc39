// Winograd convolution F(4×4, 3×3): tiles of 6×6 inputs give 4×4 outputs with 36 products a channel pair in place of 144.
// Lavin and Gray 2016, Fast algorithms for convolutional neural networks; points 0, ±1, ±2, ∞.
#include "core/cpu/isa/lanes.h"
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {
namespace {

#define NW_INLINE inline __attribute__((always_inline))

/// Bᵀ d along one axis; elements are `s` apart.
NW_INLINE void inputAxis(Vector* d, int s) {
    const Vector d0 = d[0], d1 = d[s], d2 = d[2 * s], d3 = d[3 * s], d4 = d[4 * s], d5 = d[5 * s];
    const Vector a = d4 - 4.0f * d2, b = d3 - 4.0f * d1, e = d4 - d2, f = 2.0f * (d3 - d1);
    d[0] = 4.0f * d0 - 5.0f * d2 + d4;
    d[s] = a + b;
    d[2 * s] = a - b;
    d[3 * s] = e + f;
    d[4 * s] = e - f;
    d[5 * s] = 4.0f * d1 - 5.0f * d3 + d5;
}

/// Aᵀ m along one axis: six elements become four.
NW_INLINE void outputAxis(Vector* m, int s) {
    const Vector a = m[s] + m[2 * s], b = m[s] - m[2 * s], e = m[3 * s] + m[4 * s], f = m[3 * s] - m[4 * s];
    const Vector last = m[5 * s];
    m[0] = m[0] + a + e;
    m[s] = b + 2.0f * f;
    m[2 * s] = a + 4.0f * e;
    m[3 * s] = b + 8.0f * f + last;
}

/// One tile: rows and columns beside [top, bottom) × [left, right) of the tile are zeros.
void winogradInput(const float* x, int64_t rowStride, const WinogradTile& t, int64_t channels, float* v, int64_t pointStride) {
    for (int64_t c = 0; c < channels; c += lanes) {
        Vector d[36];
        for (int i = 0; i < 6; ++i)
            for (int j = 0; j < 6; ++j) {
                const bool inside = i >= t.top && i < t.bottom && j >= t.left && j < t.right;
                d[i * 6 + j] = inside ? load(x + i * rowStride + j * channels + c) : Vector{};
            }
        for (int i = t.top; i < t.bottom; ++i)  // the next tile of the row; where there is none, nothing is read
            for (int j = 6; j < 10; ++j) __builtin_prefetch(x + i * rowStride + j * channels + c);
        for (int j = 0; j < 6; ++j) inputAxis(d + j, 6);
        for (int i = 0; i < 6; ++i) inputAxis(d + i * 6, 1);
        for (int p = 0; p < 36; ++p) store(v + p * pointStride + c, d[p]);
    }
}

/// One tile of the result, of which [0, bottom) × [0, right) is written; bias may be null.
void winogradOutput(const float* m, int64_t pointStride, const WinogradTile& t, int64_t filters, const float* bias, float top,
                    float low, float* y, int64_t rowStride) {
    for (int64_t o = 0; o < filters; o += lanes) {
        Vector d[36];
        for (int p = 0; p < 36; ++p) d[p] = load(m + p * pointStride + o);
        for (int j = 0; j < 6; ++j) outputAxis(d + j, 6);
        for (int i = 0; i < 4; ++i) outputAxis(d + i * 6, 1);
        const Vector b = bias ? load(bias + o) : Vector{}, most = splat(top), least = splat(low);
        for (int i = 0; i < t.bottom; ++i)
            for (int j = 0; j < t.right; ++j) {
                Vector r = d[i * 6 + j] + b;
                r = r > least ? r : least;
                store(y + i * rowStride + j * filters + o, r < most ? r : most);
            }
    }
}

/// G g along one axis: three elements become six.
NW_INLINE void kernelAxis(const float* g, int from, float* u, int to) {
    const float a = (g[0] + g[2 * from]) * (-1.0f / 6), b = g[from] * (1.0f / 6);
    const float e = g[0] * (1.0f / 24) + g[2 * from] * (1.0f / 6), f = g[from] * (1.0f / 12);
    u[0] = g[0] * 0.25f;
    u[to] = a - b;
    u[2 * to] = a + b;
    u[3 * to] = e + f;
    u[4 * to] = e - f;
    u[5 * to] = g[2 * from];
}

/// The row of the transformed kernel of one input channel: u[p * pointStride + o] for n filters, taps `tapStride` apart (negative
/// and from the last tap: turned by 180°), filters `step` apart.
void winogradKernel(const float* g, int64_t tapStride, int64_t step, int64_t n, float* u, int64_t pointStride) {
    for (int64_t o = 0; o < n; ++o) {
        float taps[9], rows[18], all[36];
        for (int i = 0; i < 9; ++i) taps[i] = g[i * tapStride + o * step];
        for (int j = 0; j < 3; ++j) kernelAxis(taps + j, 3, rows + j, 3);
        for (int i = 0; i < 6; ++i) kernelAxis(rows + i * 3, 1, all + i * 6, 1);
        for (int p = 0; p < 36; ++p) u[p * pointStride + o] = all[p];
    }
}

/// R rows and N vectors of a product whose sums stay in registers.
template <int R, int N>
NW_INLINE void block(const float* a, int64_t k, const float* b, int64_t n, float* c) {
    Vector sums[R][N] = {};
    for (int64_t i = 0; i < k; ++i) {
        Vector row[N];
        for (int j = 0; j < N; ++j) row[j] = load(b + i * n + j * lanes);
        for (int r = 0; r < R; ++r) {
            const Vector left = splat(a[r * k + i]);
            for (int j = 0; j < N; ++j) sums[r][j] += left * row[j];
        }
    }
    for (int r = 0; r < R; ++r)
        for (int j = 0; j < N; ++j) store(c + r * n + j * lanes, sums[r][j]);
}

template <int R, int N>
void panel(const float* a, int64_t rows, int64_t k, const float* b, int64_t n, float* c) {
    int64_t r = 0;
    for (; r + R <= rows; r += R) block<R, N>(a + r * k, k, b, n, c + r * n);
    for (; r < rows; ++r) block<1, N>(a + r * k, k, b, n, c + r * n);
}

/// c[rows, n] = a[rows, k] b[k, n], n a multiple of 16.
void smallProduct(const float* a, int64_t rows, int64_t k, const float* b, int64_t n, float* c) {
    constexpr bool wide = lanes == 16;
    int64_t j = 0;
    if constexpr (wide)
        for (; j + 4 * lanes <= n; j += 4 * lanes) panel<6, 4>(a, rows, k, b + j, n, c + j);
    for (; j + 2 * lanes <= n; j += 2 * lanes) panel<wide ? 12 : 6, 2>(a, rows, k, b + j, n, c + j);
    for (; j < n; j += lanes) panel<12, 1>(a, rows, k, b + j, n, c + j);
}

}  // namespace

void addWinograd(VectorKernels& k) {
    k.winogradInput = winogradInput;
    k.winogradOutput = winogradOutput;
    k.winogradKernel = winogradKernel;
    k.smallProduct = smallProduct;
}

}  // namespace nw::cpu::NW_LEVEL
