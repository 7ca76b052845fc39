// The widest vector of a level as a type. Internal linkage: see level.h.
#pragma once
#include <stdint.h>

namespace nw::cpu::NW_LEVEL {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif

typedef float Vector __attribute__((vector_size(lanes * 4)));
typedef int32_t IntVector __attribute__((vector_size(lanes * 4)));
typedef float LooseVector __attribute__((vector_size(lanes * 4), aligned(4), may_alias));
typedef int32_t LooseIntVector __attribute__((vector_size(lanes * 4), aligned(4), may_alias));

/// All lanes `a` (the subtraction folds away; an addition of zero would not, for −0 has to become 0).
inline __attribute__((always_inline)) Vector splat(float a) { return a - Vector{}; }
inline __attribute__((always_inline)) Vector load(const float* p) { return *reinterpret_cast<const LooseVector*>(p); }
inline __attribute__((always_inline)) void store(float* p, Vector v) { *reinterpret_cast<LooseVector*>(p) = v; }
inline __attribute__((always_inline)) IntVector load(const int32_t* p) { return *reinterpret_cast<const LooseIntVector*>(p); }
inline __attribute__((always_inline)) void store(int32_t* p, IntVector v) { *reinterpret_cast<LooseIntVector*>(p) = v; }

}  // namespace
}  // namespace nw::cpu::NW_LEVEL
