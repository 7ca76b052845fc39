// One step of the optimizers, element by element; outputs may be the inputs' memory.
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {
namespace {

void adam(const OptimizerStep& s, int64_t begin, int64_t end) {
    const float *w = s.weight, *g = s.gradient, *m = s.first, *v = s.second;
    float *wNext = s.weightNext, *mNext = s.firstNext, *vNext = s.secondNext;
    const float rest1 = s.rest1, rest2 = s.rest2, pace = s.pace, epsilon = s.epsilon, shrink = s.decay * s.rate;
    NW_INDEPENDENT
    for (int64_t i = begin; i < end; ++i) {
        const float first = m[i] + (g[i] - m[i]) * rest1;
        const float second = v[i] + (g[i] * g[i] - v[i]) * rest2;
        mNext[i] = first;
        vNext[i] = second;
        wNext[i] = (w[i] - w[i] * shrink) - first * pace / (__builtin_sqrtf(second) + epsilon);
    }
}

void sgd(const OptimizerStep& s, int64_t begin, int64_t end) {
    const float *w = s.weight, *g = s.gradient, *m = s.first;
    float *wNext = s.weightNext, *mNext = s.firstNext;
    const float rate = s.rate, momentum = s.momentum;
    if (!m) {
        NW_INDEPENDENT
        for (int64_t i = begin; i < end; ++i) wNext[i] = w[i] - g[i] * rate;
        return;
    }
    const float ahead = s.nesterov ? momentum : 1.0f, direct = s.nesterov ? rate : 0.0f;
    NW_INDEPENDENT
    for (int64_t i = begin; i < end; ++i) {
        const float moved = m[i] * momentum - g[i] * rate;
        wNext[i] = w[i] + (moved * ahead - g[i] * direct);
        mNext[i] = moved;
    }
}

void rmsprop(const OptimizerStep& s, int64_t begin, int64_t end) {
    const float *w = s.weight, *g = s.gradient, *v = s.second;
    float *wNext = s.weightNext, *vNext = s.secondNext;
    const float rate = s.rate, keep = s.rest1, rest = s.rest2, epsilon = s.epsilon;
    NW_INDEPENDENT
    for (int64_t i = begin; i < end; ++i) {
        const float spread = v[i] * keep + g[i] * g[i] * rest;
        vNext[i] = spread;
        wNext[i] = w[i] - g[i] * rate / __builtin_sqrtf(spread + epsilon);
    }
}

}  // namespace

void addOptimizers(VectorKernels& k) {
    k.adam = adam;
    k.sgd = sgd;
    k.rmsprop = rmsprop;
}

}  // namespace nw::cpu::NW_LEVEL
