// Folds factors and offsets into the weights of linear layers, for deployment.
#pragma once
#include "core/graph/program.h"

namespace nw {

/// Batch normalisation, rescaling and constant factors become part of the constant weights of the dense or convolution layer beside
/// them. Expects constants to be folded. Reassociates: relative error of about 1e-6.
FunctionRef foldLinear(Module& module, FunctionRef f);

/// An application of `constant`.
Apply makeConstant(Tensor tensor, std::string name);

}  // namespace nw
