// Choice of the instruction set level.
#include "core/cpu/vector.h"

#include <cstdlib>

namespace nw::cpu {

#define NW_LEVEL(level)    \
    namespace level {      \
    VectorKernels table(); \
    }
NW_LEVELS
#undef NW_LEVEL

const VectorKernels& vectors() {
    static const VectorKernels chosen = [] {
#if defined(__x86_64__)
        const char* most = std::getenv("NETWRIGHT_MAX_CPU_LEVEL");
        const int limit = most && most[0] == 'v' ? most[1] - '0' : 4;
        if (limit >= 4 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
            return v4::table();
        if (limit >= 3 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
            return v3::table();
        return v2::table();
#else
        return base::table();
#endif
    }();
    return chosen;
}

}  // namespace nw::cpu
