// Sums and softmax over rows and columns.
#include "core/cpu/isa/lanes.h"
#include "core/cpu/isa/level.h"
#include "core/cpu/isa/math.h"

namespace nw::cpu::NW_LEVEL {
namespace {

/// Sums of N vectors' width of columns, every second row in accumulators of its own (the additions overlap).
template <int N>
void strip(const float* x, int64_t rows, int64_t stride, float* sums) {
    Vector even[N] = {}, odd[N] = {};
    int64_t r = 0;
    for (; r + 2 <= rows; r += 2)
        for (int i = 0; i < N; ++i) {
            even[i] += load(x + r * stride + i * lanes);
            odd[i] += load(x + (r + 1) * stride + i * lanes);
        }
    for (int i = 0; i < N; ++i) {
        if (r < rows) even[i] += load(x + r * stride + i * lanes);
        store(sums + i * lanes, even[i] + odd[i]);
    }
}

void columnSums(const float* x, int64_t rows, int64_t columns, int64_t stride, float* sums) {
    int64_t j = 0;
    for (; j + 4 * lanes <= columns; j += 4 * lanes) strip<4>(x + j, rows, stride, sums + j);
    for (; j + lanes <= columns; j += lanes) strip<1>(x + j, rows, stride, sums + j);
    for (; j < columns; ++j) {
        float total = 0;
        for (int64_t r = 0; r < rows; ++r) total += x[r * stride + j];
        sums[j] = total;
    }
}

void accumulate(const float* x, float* sums, int64_t n) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) sums[i] += x[i];
}

float total(Vector v) {
    float t = 0;
    for (int i = 0; i < lanes; ++i) t += v[i];
    return t;
}

float sum(const float* x, int64_t n) {
    Vector parts[4] = {};
    int64_t i = 0;
    for (; i + 4 * lanes <= n; i += 4 * lanes)
        for (int k = 0; k < 4; ++k) parts[k] += load(x + i + k * lanes);
    float t = total((parts[0] + parts[1]) + (parts[2] + parts[3]));
    for (; i < n; ++i) t += x[i];
    return t;
}

float largest(const float* x, int64_t n) {
    float top = x[0];
    int64_t i = 0;
    if (n >= lanes) {
        Vector best = load(x);
        for (i = lanes; i + lanes <= n; i += lanes) {
            const Vector v = load(x + i);
            best = best > v ? best : v;
        }
        for (int k = 0; k < lanes; ++k) top = best[k] > top ? best[k] : top;
    }
    for (; i < n; ++i) top = x[i] > top ? x[i] : top;
    return top;
}

void exps(const float* x, float top, float* y, int64_t n) {
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = expOf(x[i] - top);
}

void softmaxRow(const float* x, float* y, int64_t n) {
    exps(x, largest(x, n), y, n);
    const float all = sum(y, n);
    NW_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] /= all;
}

float logSumExp(const float* x, int64_t n) {
    const float top = largest(x, n);
    float buffer[256], all = 0;
    for (int64_t i = 0; i < n; i += 256) {
        const int64_t m = n - i < 256 ? n - i : 256;
        exps(x + i, top, buffer, m);
        all += sum(buffer, m);
    }
    return top + __builtin_logf(all);
}

}  // namespace

void addRows(VectorKernels& k) {
    k.columnSums = columnSums;
    k.accumulate = accumulate;
    k.sum = sum;
    k.softmaxRow = softmaxRow;
    k.logSumExp = logSumExp;
}

}  // namespace nw::cpu::NW_LEVEL
