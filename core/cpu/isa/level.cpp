// The table of one instruction set level.
#include "core/cpu/isa/level.h"

namespace nw::cpu::NW_LEVEL {

#define NW_TEXT_(x) #x
#define NW_TEXT(x) NW_TEXT_(x)

VectorKernels table();
VectorKernels table() {
    VectorKernels k{};
    k.level = NW_TEXT(NW_LEVEL);
    addElementwise(k);
    addRows(k);
    addOptimizers(k);
    addPooling(k);
    addNormalization(k);
    addDropout(k);
    addWinograd(k);
    return k;
}

}  // namespace nw::cpu::NW_LEVEL
