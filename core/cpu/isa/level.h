// What every vector file of a level offers to its table. Files of this folder are compiled for several instruction sets: they
// include nothing that has inline functions, so that no weak symbol with wrong instructions reaches the rest of the program.
#pragma once
#include "core/cpu/vector.h"

namespace nw::cpu::NW_LEVEL {

void addElementwise(VectorKernels& k);
void addRows(VectorKernels& k);
void addOptimizers(VectorKernels& k);
void addPooling(VectorKernels& k);
void addNormalization(VectorKernels& k);
void addDropout(VectorKernels& k);
void addWinograd(VectorKernels& k);

}  // namespace nw::cpu::NW_LEVEL

/// The loop that follows has no dependence between iterations, even where operands share memory.
#define NW_INDEPENDENT _Pragma("GCC ivdep")
