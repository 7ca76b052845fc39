// The backend of the processor: kernels that beat the reference ones.
#pragma once
#include "core/plugin/plugin.h"

namespace nw {

/// Device "cpu". oneDNN for products and convolutions, own vector loops for the rest; float32 only: what it declines runs on the
/// reference kernels. Results do not depend on the number of threads.
const PluginInfo& cpuPlugin();

}  // namespace nw
