// Integer loops for processors with AVX-512 VNNI; their results are those of int8_arithmetic.h, bit for bit.
// Included by a file that is compiled for another instruction set: plain declarations only, nothing inline.
#pragma once
#include <stdint.h>

namespace nw::cpu {

/// Twice: scaleBy. Small: scaleBy where no sum can overflow and all shifts are to the right. Once: scaleByOnce.
enum class Int8Rounding { Twice, Small, Once };

/// acc → clamp(scaled acc + zero). Arrays in the order of the kernel's lanes, whole vectors long.
struct Int8Epilogue {
    const int32_t *bias, *multiplier;
    const int32_t *left, *right;  ///< shifts; Small: left is half of 2^right; Once: right = 31 - shift, left is not read
    Int8Rounding rounding;
    int32_t zero, low, high;
};

/// Sums over runs of bytes. Pixel p of the result reads from the map at (p / perRow) * rowStep + (p % perRow) * pixelStep.
struct Int8Dot {
    int64_t perRow, rowStep, pixelStep;
    const int32_t* runs;  ///< offsets of the runs of one pixel
    int64_t count;        ///< of runs
    int64_t quads;        ///< of each run; for depthwise kernels runs are taps, and their number is a multiple of four
    const int8_t* weights;
    int64_t channels;  ///< results of one pixel, the last vector may be partial
    int64_t stride;    ///< bytes from one pixel of the result to the next
    int64_t period;    ///< of depthwise weights, in lanes: a multiple of 64
    Int8Epilogue out;
};

/// y = clamp(scale(scale(a << 20) ± scale(b << 20)) + zero)
struct Int8Sum {
    struct Scale {
        int32_t multiplier, left, right;
    };
    Scale a, b, sum;
    int32_t zeroA, zeroB, zero, low, high;
    bool subtract;
};

struct Int8Loops {
    /// to = x + 128
    void (*shift)(const int8_t* x, uint8_t* to, int64_t n);
    /// weights: [block of 16 channels][run][quad][16][4]; vectors [first, last) of 16 channels of `pixels` pixels.
    void (*dot)(const Int8Dot& d, const uint8_t* map, int64_t pixels, int8_t* y, int64_t first, int64_t last);
    /// weights: [block of 64 channels][taps / 4][4 vectors][4 lanes of 128 bits][4 channels][4 taps]; vector v has the channels
    /// 16 lane + 4 v + i of its block; after `period` channels come the first ones again. Reads up to 63 bytes beyond the last
    /// pixel.
    void (*depthwise)(const Int8Dot& d, const uint8_t* map, int64_t pixels, int8_t* y);
    /// The largest of the taps in each channel.
    void (*maxPool)(const int8_t* x, const int64_t* taps, int64_t count, int8_t* y, int64_t channels);
    void (*sum)(const Int8Sum& s, const int8_t* a, const int8_t* b, int8_t* y, int64_t n);
    /// y = clamp(round(x / scale) + zero), halves away from zero; NaN becomes the least.
    void (*quantize)(const float* x, float scale, int32_t zero, int8_t* y, int64_t n);
};

/// Null where the processor lacks the instructions, or NETWRIGHT_MAX_CPU_LEVEL is below v4.
const Int8Loops* int8Loops();

}  // namespace nw::cpu
