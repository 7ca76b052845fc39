// deploy: a trained network as it leaves the program: constants folded, normalisation part of the weights.
#pragma once
#include "core/graph/program.h"
#include "core/tensor/tensor.h"

namespace nw {

/// Expects an inference program whose state was frozen. The result has the same inputs and outputs; numbers differ by rounding
/// (relative error of about 1e-6). Errors: of kernels that compute constants.
Result<Program> deploy(const Program& frozen);

/// Computes every application whose inputs are constants (dequantize stays).
Result<FunctionRef> foldConstants(Module& module, FunctionRef f);

}  // namespace nw
