// Dropout with Philox4x32-10 (see core/base/philox.h), sixteen blocks of four numbers at a time.
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {
namespace {

constexpr int batch = 16;

/// bits[4 i + k] = number k of block first + i.
void philoxBlocks(uint64_t key, uint64_t first, uint32_t* bits) {
    uint32_t c0[batch], c1[batch], c2[batch] = {}, c3[batch] = {};
    for (int i = 0; i < batch; ++i) {
        const uint64_t counter = first + static_cast<uint64_t>(i);
        c0[i] = static_cast<uint32_t>(counter);
        c1[i] = static_cast<uint32_t>(counter >> 32);
    }
    uint32_t k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < batch; ++i) {
            const uint64_t p0 = uint64_t{0xD2511F53} * c0[i], p1 = uint64_t{0xCD9E8D57} * c2[i];
            c0[i] = static_cast<uint32_t>(p1 >> 32) ^ c1[i] ^ k0;
            c1[i] = static_cast<uint32_t>(p1);
            c2[i] = static_cast<uint32_t>(p0 >> 32) ^ c3[i] ^ k1;
            c3[i] = static_cast<uint32_t>(p0);
        }
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    for (int i = 0; i < batch; ++i) {
        bits[4 * i] = c0[i];
        bits[4 * i + 1] = c1[i];
        bits[4 * i + 2] = c2[i];
        bits[4 * i + 3] = c3[i];
    }
}

void dropout(const float* x, float* y, bool* mask, int64_t begin, int64_t end, uint64_t key, float rate, float scale) {
    uint32_t bits[4 * batch];
    for (int64_t at = begin; at < end; at += 4 * batch) {
        philoxBlocks(key, static_cast<uint64_t>(at) / 4, bits);
        const int n = static_cast<int>(end - at < 4 * batch ? end - at : 4 * batch);
        float keep[4 * batch];
        for (int i = 0; i < 4 * batch; ++i) keep[i] = static_cast<float>(static_cast<int32_t>(bits[i] >> 8)) * 0x1p-24f;
        NW_INDEPENDENT
        for (int i = 0; i < n; ++i) y[at + i] = keep[i] >= rate ? x[at + i] * scale : 0.0f;
        if (mask)
            for (int i = 0; i < n; ++i) mask[at + i] = keep[i] >= rate;
    }
}

}  // namespace

void addDropout(VectorKernels& k) { k.dropout = dropout; }

}  // namespace nw::cpu::NW_LEVEL
