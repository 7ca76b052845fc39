// Integer loops with AVX-512 VNNI. Sums wrap as int32 does, so the order of their terms does not matter.
#include <immintrin.h>

#include "core/cpu/vnni.h"

namespace nw::cpu {

const Int8Loops& vnniLoops();

namespace {

#define NW_INLINE inline __attribute__((always_inline))

/// The low halves of 64-bit lanes `even`, and those of `odd` in the odd places.
NW_INLINE __m512i interleave(__m512i even, __m512i odd) {
    return _mm512_mask_blend_epi32(0xAAAA, even, _mm512_slli_epi64(odd, 32));
}

/// highMultiply for b ≥ 0: (a b + 2³⁰) / 2³¹ rounded down.
NW_INLINE __m512i highMultiply(__m512i a, __m512i b) {
    const __m512i nudge = _mm512_set1_epi64(1 << 30);
    const __m512i even = _mm512_add_epi64(_mm512_mul_epi32(a, b), nudge);
    const __m512i odd = _mm512_add_epi64(_mm512_mul_epi32(_mm512_srli_epi64(a, 32), _mm512_srli_epi64(b, 32)), nudge);
    return _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 31), _mm512_slli_epi64(odd, 1));
}

NW_INLINE __m512i roundingShift(__m512i x, __m512i e) {
    const __m512i one = _mm512_set1_epi32(1), mask = _mm512_sub_epi32(_mm512_sllv_epi32(one, e), one);
    const __m512i threshold = _mm512_sub_epi32(_mm512_srli_epi32(mask, 1), _mm512_srai_epi32(x, 31));
    const __mmask16 up = _mm512_cmpgt_epi32_mask(_mm512_and_si512(x, mask), threshold);
    const __m512i down = _mm512_srav_epi32(x, e);
    return _mm512_mask_add_epi32(down, up, down, one);
}

NW_INLINE __m512i scaleBy(__m512i x, __m512i multiplier, __m512i left, __m512i right) {
    return roundingShift(highMultiply(_mm512_sllv_epi32(x, left), multiplier), right);
}

/// scaleByOnce of the even lanes, in the low halves of 64-bit lanes.
NW_INLINE __m512i scaleEvenOnce(__m512i x, __m512i multiplier, __m512i total) {
    const __m512i half = _mm512_sllv_epi64(_mm512_set1_epi64(1), _mm512_sub_epi64(total, _mm512_set1_epi64(1)));
    return _mm512_srav_epi64(_mm512_add_epi64(_mm512_mul_epi32(x, multiplier), half), total);
}

NW_INLINE __m512i scaleByOnce(__m512i x, __m512i multiplier, __m512i total) {
    const __m512i low = _mm512_set1_epi64(0xFFFFFFFF);
    return interleave(scaleEvenOnce(x, multiplier, _mm512_and_si512(total, low)),
                      scaleEvenOnce(_mm512_srli_epi64(x, 32), _mm512_srli_epi64(multiplier, 32), _mm512_srli_epi64(total, 32)));
}

NW_INLINE __m512i clampAround(__m512i x, int32_t zero, int32_t low, int32_t high) {
    x = _mm512_max_epi32(_mm512_min_epi32(x, _mm512_set1_epi32(high - zero)), _mm512_set1_epi32(low - zero));
    return _mm512_add_epi32(x, _mm512_set1_epi32(zero));
}

/// 16 sums, of the lanes from `at`, scaled.
NW_INLINE __m512i scaled(const Int8Epilogue& e, __m512i acc, int64_t at) {
    const __m512i multiplier = _mm512_loadu_si512(e.multiplier + at), right = _mm512_loadu_si512(e.right + at);
    if (e.rounding == Int8Rounding::Once) return scaleByOnce(acc, multiplier, right);
    const __m512i left = _mm512_loadu_si512(e.left + at);
    if (e.rounding == Int8Rounding::Twice) return scaleBy(acc, multiplier, left, right);
    const __m512i high = highMultiply(acc, multiplier);
    return _mm512_srav_epi32(_mm512_add_epi32(_mm512_add_epi32(high, left), _mm512_srai_epi32(high, 31)), right);
}

NW_INLINE __m512i broadcast(const uint8_t* p) {
    int v;
    __builtin_memcpy(&v, p, 4);
    return _mm512_set1_epi32(v);
}

void shift(const int8_t* x, uint8_t* to, int64_t n) {
    const __m512i flip = _mm512_set1_epi8(-128);
    for (int64_t i = 0; i < n; i += 64) {
        const __mmask64 lanes = n - i < 64 ? (__mmask64{1} << (n - i)) - 1 : ~__mmask64{0};
        _mm512_mask_storeu_epi8(to + i, lanes, _mm512_xor_si512(_mm512_maskz_loadu_epi8(lanes, x + i), flip));
    }
}

/// N vectors of channels of M pixels.
template <int M, int N>
void block(const Int8Dot& d, const uint8_t* const* from, int8_t* const* to, int64_t vector) {
    const int64_t depth = d.count * d.quads;
    __m512i acc[M][N];
    for (int n = 0; n < N; ++n) acc[0][n] = _mm512_loadu_si512(d.out.bias + (vector + n) * 16);
    for (int m = 1; m < M; ++m)
        for (int n = 0; n < N; ++n) acc[m][n] = acc[0][n];
    const int8_t* w = d.weights + vector * depth * 64;
    for (int64_t run = 0; run < d.count; ++run) {
        const int64_t offset = d.runs[run], end = offset + d.quads * 4;
        for (int64_t k = offset; k < end; k += 4, w += 64) {
            __m512i weights[N];
            for (int n = 0; n < N; ++n) weights[n] = _mm512_loadu_si512(w + n * depth * 64);
            for (int m = 0; m < M; ++m) {
                const __m512i x = broadcast(from[m] + k);
                for (int n = 0; n < N; ++n) acc[m][n] = _mm512_dpbusd_epi32(acc[m][n], x, weights[n]);
            }
        }
    }
    for (int n = 0; n < N; ++n) {
        const int64_t channel = (vector + n) * 16, rest = d.channels - channel;
        const auto lanes = static_cast<__mmask16>((1 << (rest < 16 ? rest : 16)) - 1);
        for (int m = 0; m < M; ++m) {
            const __m128i bytes =
                _mm512_cvtepi32_epi8(clampAround(scaled(d.out, acc[m][n], channel), d.out.zero, d.out.low, d.out.high));
            if (rest >= 16)
                _mm_storeu_si128(reinterpret_cast<__m128i*>(to[m] + channel), bytes);
            else
                _mm_mask_storeu_epi8(to[m] + channel, lanes, bytes);
        }
    }
}

/// Where pixels first .. first + M - 1 are; those beyond the last are the last one again.
template <int M>
NW_INLINE void locate(const Int8Dot& d, const uint8_t* map, int64_t first, int64_t pixels, int8_t* y, const uint8_t** from,
                      int8_t** to) {
    int64_t row = first / d.perRow, column = first % d.perRow;
    for (int m = 0; m < M; ++m) {
        from[m] = map + row * d.rowStep + column * d.pixelStep;
        to[m] = y + (row * d.perRow + column) * d.stride;
        if (first + m + 1 < pixels && ++column == d.perRow) column = 0, ++row;
    }
}

template <int N>
void columns(const Int8Dot& d, const uint8_t* map, int64_t pixels, int8_t* y, int64_t vector) {
    constexpr int M = N == 4 ? 6 : 8;
    const uint8_t* from[M];
    int8_t* to[M];
    for (int64_t p = 0; p < pixels; p += M) {
        locate<M>(d, map, p, pixels, y, from, to);
        if (p + 1 == pixels)
            block<1, N>(d, from, to, vector);
        else
            block<M, N>(d, from, to, vector);
    }
}

void dot(const Int8Dot& d, const uint8_t* map, int64_t pixels, int8_t* y, int64_t first, int64_t last) {
    int64_t v = first;
    for (; v + 4 <= last; v += 4) columns<4>(d, map, pixels, y, v);
    if (last - v == 3) columns<3>(d, map, pixels, y, v);
    if (last - v == 2) columns<2>(d, map, pixels, y, v);
    if (last - v == 1) columns<1>(d, map, pixels, y, v);
}

/// 64 channels of M pixels.
template <int M>
void depthwiseBlock(const Int8Dot& d, const uint8_t* const* from, int8_t* const* to, int64_t channel) {
    const int64_t place = channel % d.period;
    __m512i acc[M][4];
    for (int m = 0; m < M; ++m)
        for (int v = 0; v < 4; ++v) acc[m][v] = _mm512_loadu_si512(d.out.bias + place + v * 16);
    const int8_t* w = d.weights + place * d.count;
    for (int64_t tap = 0; tap < d.count; tap += 4, w += 256)
        for (int m = 0; m < M; ++m) {
            __m512i x[4];
            for (int t = 0; t < 4; ++t) x[t] = _mm512_loadu_si512(from[m] + d.runs[tap + t] + channel);
            const __m512i low01 = _mm512_unpacklo_epi8(x[0], x[1]), high01 = _mm512_unpackhi_epi8(x[0], x[1]);
            const __m512i low23 = _mm512_unpacklo_epi8(x[2], x[3]), high23 = _mm512_unpackhi_epi8(x[2], x[3]);
            acc[m][0] = _mm512_dpbusd_epi32(acc[m][0], _mm512_unpacklo_epi16(low01, low23), _mm512_loadu_si512(w));
            acc[m][1] = _mm512_dpbusd_epi32(acc[m][1], _mm512_unpackhi_epi16(low01, low23), _mm512_loadu_si512(w + 64));
            acc[m][2] = _mm512_dpbusd_epi32(acc[m][2], _mm512_unpacklo_epi16(high01, high23), _mm512_loadu_si512(w + 128));
            acc[m][3] = _mm512_dpbusd_epi32(acc[m][3], _mm512_unpackhi_epi16(high01, high23), _mm512_loadu_si512(w + 192));
        }
    const int64_t rest = d.channels - channel;
    const __mmask64 lanes = rest < 64 ? (__mmask64{1} << rest) - 1 : ~__mmask64{0};
    for (int m = 0; m < M; ++m) {
        for (int v = 0; v < 4; ++v) acc[m][v] = scaled(d.out, acc[m][v], place + v * 16);
        const __m512i zero = _mm512_set1_epi16(static_cast<int16_t>(d.out.zero));
        const __m512i low = _mm512_adds_epi16(_mm512_packs_epi32(acc[m][0], acc[m][1]), zero);
        const __m512i high = _mm512_adds_epi16(_mm512_packs_epi32(acc[m][2], acc[m][3]), zero);
        const __m512i bytes =
            _mm512_max_epi8(_mm512_min_epi8(_mm512_packs_epi16(low, high), _mm512_set1_epi8(static_cast<int8_t>(d.out.high))),
                            _mm512_set1_epi8(static_cast<int8_t>(d.out.low)));
        if (rest >= 64)
            _mm512_storeu_si512(to[m] + channel, bytes);
        else
            _mm512_mask_storeu_epi8(to[m] + channel, lanes, bytes);
    }
}

template <int M>
void depthwisePixels(const Int8Dot& d, const uint8_t* map, int64_t first, int64_t pixels, int8_t* y) {
    const uint8_t* from[M];
    int8_t* to[M];
    locate<M>(d, map, first, pixels, y, from, to);
    for (int64_t c = 0; c < d.channels; c += 64) depthwiseBlock<M>(d, from, to, c);
}

void depthwise(const Int8Dot& d, const uint8_t* map, int64_t pixels, int8_t* y) {
    int64_t p = 0;
    for (; p + 4 <= pixels; p += 4) depthwisePixels<4>(d, map, p, pixels, y);
    for (; p < pixels; ++p) depthwisePixels<1>(d, map, p, pixels, y);
}

void maxPool(const int8_t* x, const int64_t* taps, int64_t count, int8_t* y, int64_t channels) {
    for (int64_t c = 0; c < channels; c += 64) {
        const __mmask64 lanes = channels - c < 64 ? (__mmask64{1} << (channels - c)) - 1 : ~__mmask64{0};
        __m512i most = _mm512_set1_epi8(-128);
        for (int64_t t = 0; t < count; ++t) most = _mm512_max_epi8(most, _mm512_maskz_loadu_epi8(lanes, x + taps[t] + c));
        if (channels - c >= 64)
            _mm512_storeu_si512(y + c, most);
        else
            _mm512_mask_storeu_epi8(y + c, lanes, most);
    }
}

/// x << 20, scaled; of the larger scale the multiplier is one half.
NW_INLINE __m512i term(__m512i x, int32_t zero, const Int8Sum::Scale& s) {
    const __m512i centred = _mm512_sub_epi32(x, _mm512_set1_epi32(zero)), raised = _mm512_slli_epi32(centred, 20);
    if (s.multiplier == 1 << 30 && s.left == 0 && s.right == 0) return _mm512_slli_epi32(centred, 19);
    return scaleBy(raised, _mm512_set1_epi32(s.multiplier), _mm512_set1_epi32(s.left), _mm512_set1_epi32(s.right));
}

void sum(const Int8Sum& s, const int8_t* a, const int8_t* b, int8_t* y, int64_t n) {
    const __m512i multiplier = _mm512_set1_epi32(s.sum.multiplier), left = _mm512_set1_epi32(s.sum.left),
                  right = _mm512_set1_epi32(s.sum.right);
    for (int64_t i = 0; i < n; i += 16) {
        const auto lanes = static_cast<__mmask16>(n - i < 16 ? (1 << (n - i)) - 1 : 0xFFFF);
        const __m512i p = term(_mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(lanes, a + i)), s.zeroA, s.a);
        const __m512i q = term(_mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(lanes, b + i)), s.zeroB, s.b);
        const __m512i total = scaleBy(s.subtract ? _mm512_sub_epi32(p, q) : _mm512_add_epi32(p, q), multiplier, left, right);
        const __m128i bytes = _mm512_cvtepi32_epi8(clampAround(total, s.zero, s.low, s.high));
        if (n - i >= 16)
            _mm_storeu_si128(reinterpret_cast<__m128i*>(y + i), bytes);
        else
            _mm_mask_storeu_epi8(y + i, lanes, bytes);
    }
}

void quantize(const float* x, float scale, int32_t zero, int8_t* y, int64_t n) {
    const __m512 divisor = _mm512_set1_ps(scale), far = _mm512_set1_ps(512);
    for (int64_t i = 0; i < n; i += 16) {
        const auto lanes = static_cast<__mmask16>(n - i < 16 ? (1 << (n - i)) - 1 : 0xFFFF);
        const __m512 v = _mm512_div_ps(_mm512_maskz_loadu_ps(lanes, x + i), divisor), size = _mm512_abs_ps(v);
        const __m512 whole = _mm512_roundscale_ps(size, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
        const __mmask16 up = _mm512_cmp_ps_mask(_mm512_sub_ps(size, whole), _mm512_set1_ps(0.5f), _CMP_GE_OQ);
        const __m512i steps = _mm512_cvttps_epi32(_mm512_min_ps(_mm512_mask_add_ps(whole, up, whole, _mm512_set1_ps(1)), far));
        // NaN has become 512: it counts as negative
        const __mmask16 below = static_cast<__mmask16>(~_mm512_cmp_ps_mask(v, _mm512_setzero_ps(), _CMP_GE_OQ));
        const __m512i signedSteps = _mm512_mask_sub_epi32(steps, below, _mm512_setzero_si512(), steps);
        const __m128i bytes = _mm512_cvtepi32_epi8(clampAround(signedSteps, zero, -128, 127));
        if (n - i >= 16)
            _mm_storeu_si128(reinterpret_cast<__m128i*>(y + i), bytes);
        else
            _mm_mask_storeu_epi8(y + i, lanes, bytes);
    }
}

constexpr Int8Loops loops{shift, dot, depthwise, maxPool, sum, quantize};

}  // namespace

const Int8Loops& vnniLoops() { return loops; }

}  // namespace nw::cpu
