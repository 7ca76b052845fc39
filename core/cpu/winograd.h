// Convolutions by Winograd's algorithm: faster than direct ones where it applies, but not exact.
#pragma once
#include "core/cpu/chunked.h"

namespace nw::cpu {

/// Relative to the largest output.
inline constexpr double winogradError = 1e-5;

/// conv2d, alone or followed by relu or relu6. Error: Unsupported unless the kernel is 3×3, dense and of stride 1, channels suit,
/// and the request allows numerics that reassociate.
Result<std::unique_ptr<Kernel>> winogradForward(const KernelRequest& request);
/// conv2d_input_grad under the same conditions.
Result<std::unique_ptr<Kernel>> winogradInputGrad(const KernelRequest& request);

}  // namespace nw::cpu
