// Whether the processor has AVX-512 VNNI.
#include "core/cpu/vnni.h"

#include <string_view>

#include "core/cpu/vector.h"

namespace nw::cpu {

#if NW_VNNI
const Int8Loops& vnniLoops();
#endif

const Int8Loops* int8Loops() {
#if NW_VNNI
    static const bool has = std::string_view(vectors().level) == "v4" && __builtin_cpu_supports("avx512vnni");
    return has ? &vnniLoops() : nullptr;
#else
    return nullptr;
#endif
}

}  // namespace nw::cpu
