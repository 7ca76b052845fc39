// The entry point that every backend offers, linked in or loaded: version first, then one function that registers its kernels.
#pragma once
#include "core/base/result.h"

namespace nw {

class KernelTable;

/// What a plugin's `netwright_plugin()` returns. Fields are only ever appended; `abi` changes when a type reachable from here does.
struct PluginInfo {
    int abi;
    const char* buildId;      ///< of the headers it was compiled with
    const char* device;       ///< "cpu", "cuda"
    const char* description;  ///< for people, e.g. "oneDNN 2.6, AVX-512 VNNI"
    void (*registerKernels)(KernelTable& table);
};

inline constexpr int pluginAbi = 1;
/// Identifies compiler and headers: two builds with the same id can exchange C++ objects.
const char* pluginBuildId();

/// Refuses a plugin of another ABI or build with a sentence. Error: Version.
Result<void> checkPlugin(const PluginInfo& info);

}  // namespace nw
