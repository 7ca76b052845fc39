// Checks that many kernels share.
#include "core/cpu/chunked.h"

namespace nw::cpu {

bool allFloat(const KernelRequest& request) {
    const auto isFloat = [](const TensorType& t) { return t.dtype == DType::Float32; };
    return std::all_of(request.inputs.begin(), request.inputs.end(), isFloat) &&
           std::all_of(request.outputs().begin(), request.outputs().end(), isFloat);
}

}  // namespace nw::cpu
