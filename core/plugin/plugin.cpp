// Compatibility of plugins.
#include "core/plugin/plugin.h"

namespace nw {

const char* pluginBuildId() {
#if defined(__GLIBCXX__)
    return "abi1 " __VERSION__ " libstdc++";
#else
    return "abi1 " __VERSION__;
#endif
}

Result<void> checkPlugin(const PluginInfo& info) {
    if (info.abi != pluginAbi)
        return fail(Code::Version, info.device,
                    "the plugin speaks version " + std::to_string(info.abi) + ", this program version " + std::to_string(pluginAbi),
                    "Install the plugin that belongs to this version of Netwright.");
    if (std::string_view(info.buildId) != pluginBuildId())
        return fail(
            Code::Version, info.device,
            "the plugin was built with \"" + std::string(info.buildId) + "\", this program with \"" + pluginBuildId() + "\"",
            "Install the plugin that belongs to this build of Netwright.");
    return {};
}

}  // namespace nw
