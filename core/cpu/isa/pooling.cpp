// Pooling and depthwise convolution of one output pixel over its channels.
#include "core/cpu/isa/lanes.h"
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {
namespace {

void maxPool(const float* x, const PoolTap* taps, int count, float* y, int32_t* argmax, int64_t channels) {
    int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
        Vector best = splat(-__builtin_inff());
        IntVector at = IntVector{} - 1;
        for (int t = 0; t < count; ++t) {
            const Vector v = load(x + taps[t].offset + c);
            const IntVector take = (v > best) | (v != v);
            best = take ? v : best;
            at = take ? IntVector{} + taps[t].tap : at;
        }
        store(y + c, best);
        if (argmax) store(argmax + c, at);
    }
    for (; c < channels; ++c) {
        float best = -__builtin_inff();
        int32_t at = -1;
        for (int t = 0; t < count; ++t) {
            const float v = x[taps[t].offset + c];
            if (!(v > best) && v == v) continue;
            best = v;
            at = taps[t].tap;
        }
        y[c] = best;
        if (argmax) argmax[c] = at;
    }
}

void maxPoolGrad(const float* dy, const int32_t* argmax, int32_t tap, float* dx, int64_t channels) {
    NW_INDEPENDENT
    for (int64_t c = 0; c < channels; ++c) dx[c] += argmax[c] == tap ? dy[c] : 0.0f;
}

void maxPoolSet(const float* dy, const int32_t* argmax, int32_t tap, float* dx, int64_t channels) {
    NW_INDEPENDENT
    for (int64_t c = 0; c < channels; ++c) dx[c] = argmax[c] == tap ? dy[c] : 0.0f;
}

void depthwise(const float* x, const PoolTap* taps, int count, const float* kernel, const float* bias, float* y, int64_t channels) {
    int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
        Vector sum = bias ? load(bias + c) : Vector{};
        for (int t = 0; t < count; ++t) sum += load(x + taps[t].offset + c) * load(kernel + taps[t].tap * channels + c);
        store(y + c, sum);
    }
    for (; c < channels; ++c) {
        float sum = bias ? bias[c] : 0.0f;
        for (int t = 0; t < count; ++t) sum += x[taps[t].offset + c] * kernel[taps[t].tap * channels + c];
        y[c] = sum;
    }
}

}  // namespace

void addPooling(VectorKernels& k) {
    k.maxPool = maxPool;
    k.maxPoolGrad = maxPoolGrad;
    k.maxPoolSet = maxPoolSet;
    k.depthwise = depthwise;
}

}  // namespace nw::cpu::NW_LEVEL
