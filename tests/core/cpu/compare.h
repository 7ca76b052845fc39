// Running one application on the processor's backend and on the reference kernels.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/cpu/cpu.h"
#include "core/graph/builder.h"
#include "core/op/registry.h"
#include "core/runtime/executable.h"

namespace nw::test {

struct CpuInput {
    Extents extents;
    DType dtype = DType::Float32;
    double low = -1, high = 1;
    bool absent = false;
};

struct CpuCase {
    const char* op;
    std::vector<std::pair<std::string_view, Attr>> attrs;
    std::vector<CpuInput> inputs;
    double tolerance = 0;  ///< relative to the largest output; 0: the same bits
    bool differentiated = false;
    const char* then = nullptr;  ///< a second operator applied to the first output
    Numerics numerics = Numerics::Exact;
};

struct CpuRun {
    std::vector<Tensor> results;
    std::vector<std::string> implementations, ops;
};

/// All outputs. `threads` 0: the reference kernels. Checks that nothing is written beside the outputs.
CpuRun runCase(const CpuCase& c, int threads);

/// The backend agrees with the reference, gives the same bits for 1, 2 and 4 threads, and really takes the case.
void expectAgreement(const CpuCase& c);

}  // namespace nw::test
