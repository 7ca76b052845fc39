// The table of vector loops: the same source for several instruction sets, chosen once when the program starts.
// Included by files that are compiled for other instruction sets: plain declarations only, nothing inline.
#pragma once
#include <stdint.h>

namespace nw::cpu {

enum class Unary { Relu, Relu6, LeakyRelu, Elu, Sigmoid, Tanh, Swish, Exp, Sqrt, Rsqrt, Square, Negative, Abs, Affine, Count };
enum class Binary { Add, Subtract, Multiply, Divide, Maximum, Minimum, ReluGrad, Relu6Grad, Count };

/// What the optimizers' loops take. Unused pointers are null; outputs may be the inputs' memory.
struct OptimizerStep {
    const float *weight, *gradient, *first, *second;
    float *weightNext, *firstNext, *secondNext;
    float rate, pace, rest1, rest2, epsilon, decay, momentum;
    bool nesterov;
};

/// A max pooling of one output row: `taps` cells, of which `offsets` (in floats, from the row's input base) are on the map.
struct PoolTap {
    int64_t offset;
    int32_t tap;
};

/// The part of a Winograd tile that lies on the map.
struct WinogradTile {
    int top, bottom, left, right;
};

struct VectorKernels {
    const char* level;
    /// y = f(x); `a` and `b` are parameters (slope, alpha; Affine: a x + b). y may be x.
    void (*unary[static_cast<int>(Unary::Count)])(const float* x, float* y, int64_t n, float a, float b);
    /// y = f(a, b); y may be an operand.
    void (*binary[static_cast<int>(Binary::Count)])(const float* a, const float* b, float* y, int64_t n);
    /// One operand is a scalar.
    void (*binaryRight[static_cast<int>(Binary::Count)])(const float* a, float b, float* y, int64_t n);
    void (*binaryLeft[static_cast<int>(Binary::Count)])(float a, const float* b, float* y, int64_t n);
    /// y = c ? a : b, scalars where the step (0 or 1) is 0.
    void (*where)(const bool* c, const float* a, int aStep, const float* b, int bStep, float* y, int64_t n);

    /// sums[j] = Σ over rows of x[r * stride + j], in order of rows.
    void (*columnSums)(const float* x, int64_t rows, int64_t columns, int64_t stride, float* sums);
    /// sums[j] += x[j]
    void (*accumulate)(const float* x, float* sums, int64_t n);
    /// Σ x, in 64 lanes that are added in order.
    float (*sum)(const float* x, int64_t n);

    void (*softmaxRow)(const float* x, float* y, int64_t n);
    /// log Σ exp x
    float (*logSumExp)(const float* x, int64_t n);

    void (*adam)(const OptimizerStep& s, int64_t begin, int64_t end);
    void (*sgd)(const OptimizerStep& s, int64_t begin, int64_t end);
    void (*rmsprop)(const OptimizerStep& s, int64_t begin, int64_t end);

    /// Largest of the taps in each channel; argmax (may be null) is its tap. NaN wins, the last one.
    void (*maxPool)(const float* x, const PoolTap* taps, int count, float* y, int32_t* argmax, int64_t channels);
    /// dx[channel] += dy[channel] where argmax is `tap`.
    void (*maxPoolGrad)(const float* dy, const int32_t* argmax, int32_t tap, float* dx, int64_t channels);
    /// The same for a window of cells nothing else writes: dx = argmax == tap ? dy : 0.
    void (*maxPoolSet)(const float* dy, const int32_t* argmax, int32_t tap, float* dx, int64_t channels);

    /// Elements [begin, end) of a dropout, begin a multiple of 4; mask may be null.
    void (*dropout)(const float* x, float* y, bool* mask, int64_t begin, int64_t end, uint64_t key, float rate, float scale);

    /// Partial sums of batch normalization over rows: sums of (x − shift) and of its square.
    void (*moments)(const float* x, int64_t rows, int64_t channels, const float* shift, double* sum, double* squares);
    /// y = x a + b for each channel.
    void (*channelAffine)(const float* x, int64_t rows, int64_t channels, const float* a, const float* b, float* y);
    /// Sums of dy and of dy (x − mean).
    void (*gradMoments)(const float* x, const float* dy, int64_t rows, int64_t channels, const float* mean, double* sum,
                        double* products);
    /// dx = dy a + x b + c for each channel.
    void (*channelAffine2)(const float* dy, const float* x, int64_t rows, int64_t channels, const float* a, const float* b,
                           const float* c, float* dx);

    /// One row of a depthwise convolution output: y[c] = bias[c] + Σ x[offset + c] k[tap * channels + c]; bias may be null.
    void (*depthwise)(const float* x, const PoolTap* taps, int count, const float* kernel, const float* bias, float* y,
                      int64_t channels);

    /// Winograd F(4×4, 3×3), channels and filters multiples of 16. Input: v[p * pointStride + c] of the 6×6 tile at x (which may
    /// lie before the map: only the tile's part is read).
    void (*winogradInput)(const float* x, int64_t rowStride, const WinogradTile& tile, int64_t channels, float* v,
                          int64_t pointStride);
    /// Output: bias (may be null) is added, then values are limited to [low, top].
    void (*winogradOutput)(const float* m, int64_t pointStride, const WinogradTile& tile, int64_t filters, const float* bias,
                           float top, float low, float* y, int64_t rowStride);
    /// Kernel: a row of n filters of one channel, nine taps `tapStride` apart, filters `step` apart.
    void (*winogradKernel)(const float* g, int64_t tapStride, int64_t step, int64_t n, float* u, int64_t pointStride);
    /// c[rows, n] = a[rows, k] b[k, n], dense, n a multiple of 16.
    void (*smallProduct)(const float* a, int64_t rows, int64_t k, const float* b, int64_t n, float* c);
};

/// The best table that this processor runs, but none above the level in the environment's NETWRIGHT_MAX_CPU_LEVEL (v2, v3, v4).
const VectorKernels& vectors();

}  // namespace nw::cpu
