// Sums over rows for each channel, in float over 32 rows, then in double; and the affine maps that use them.
#include "core/cpu/isa/lanes.h"
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {
namespace {

constexpr int64_t block = 32;

/// Adds Σ u and Σ u v of one block to the doubles, for `lanes` channels or one. Terms gives u and v of a row.
template <class V, class Terms>
inline __attribute__((always_inline)) void addBlock(int64_t rows, Terms terms, double* sum, double* products, int width) {
    V s = {}, p = {};
    for (int64_t r = 0; r < rows; ++r) {
        V u, v;
        terms(r, u, v);
        s += u;
        p += u * v;
    }
    if constexpr (sizeof(V) == sizeof(float)) {
        *sum += static_cast<double>(s);
        *products += static_cast<double>(p);
    } else {
        for (int i = 0; i < width; ++i) {
            sum[i] += static_cast<double>(s[i]);
            products[i] += static_cast<double>(p[i]);
        }
    }
}

void moments(const float* x, int64_t rows, int64_t channels, const float* shift, double* sum, double* squares) {
    for (int64_t at = 0; at < rows; at += block) {
        const int64_t n = rows - at < block ? rows - at : block;
        const float* from = x + at * channels;
        int64_t c = 0;
        for (; c + lanes <= channels; c += lanes) {
            const Vector s = load(shift + c);
            addBlock<Vector>(
                n, [&](int64_t r, Vector& u, Vector& v) { v = u = load(from + r * channels + c) - s; }, sum + c, squares + c,
                lanes);
        }
        for (; c < channels; ++c)
            addBlock<float>(
                n, [&](int64_t r, float& u, float& v) { v = u = from[r * channels + c] - shift[c]; }, sum + c, squares + c, 1);
    }
}

void gradMoments(const float* x, const float* dy, int64_t rows, int64_t channels, const float* mean, double* sum,
                 double* products) {
    for (int64_t at = 0; at < rows; at += block) {
        const int64_t n = rows - at < block ? rows - at : block;
        const float *fromX = x + at * channels, *fromDy = dy + at * channels;
        int64_t c = 0;
        for (; c + lanes <= channels; c += lanes) {
            const Vector m = load(mean + c);
            addBlock<Vector>(
                n,
                [&](int64_t r, Vector& u, Vector& v) {
                    u = load(fromDy + r * channels + c);
                    v = load(fromX + r * channels + c) - m;
                },
                sum + c, products + c, lanes);
        }
        for (; c < channels; ++c)
            addBlock<float>(
                n,
                [&](int64_t r, float& u, float& v) {
                    u = fromDy[r * channels + c];
                    v = fromX[r * channels + c] - mean[c];
                },
                sum + c, products + c, 1);
    }
}

void channelAffine(const float* x, int64_t rows, int64_t channels, const float* a, const float* b, float* y) {
    for (int64_t r = 0; r < rows; ++r) {
        const float* from = x + r * channels;
        float* to = y + r * channels;
        NW_INDEPENDENT
        for (int64_t c = 0; c < channels; ++c) to[c] = from[c] * a[c] + b[c];
    }
}

void channelAffine2(const float* dy, const float* x, int64_t rows, int64_t channels, const float* a, const float* b, const float* c,
                    float* dx) {
    for (int64_t r = 0; r < rows; ++r) {
        const float *fromDy = dy + r * channels, *fromX = x + r * channels;
        float* to = dx + r * channels;
        NW_INDEPENDENT
        for (int64_t i = 0; i < channels; ++i) to[i] = fromDy[i] * a[i] + (fromX[i] * b[i] + c[i]);
    }
}

}  // namespace

void addNormalization(VectorKernels& k) {
    k.moments = moments;
    k.gradMoments = gradMoments;
    k.channelAffine = channelAffine;
    k.channelAffine2 = channelAffine2;
}

}  // namespace nw::cpu::NW_LEVEL
