// What the processor's backend says of itself.
#include "core/cpu/cpu.h"
#include "core/cpu/onednn.h"
#include "core/cpu/vector.h"

namespace nw {
namespace cpu {
void registerKernels(KernelTable& table);
}  // namespace cpu

const PluginInfo& cpuPlugin() {
    static const std::string description =
        "oneDNN " + cpu::oneDnnVersion() + ", vector loops for x86-64-" + std::string(cpu::vectors().level);
    static const PluginInfo info{pluginAbi, pluginBuildId(), "cpu", description.c_str(), cpu::registerKernels};
    return info;
}

}  // namespace nw
