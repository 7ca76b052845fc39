// Backends: where kernels come from.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/op/kernel.h"
#include "core/plugin/plugin.h"

namespace nw {

/// One registered backend: its information and its kernels. Immutable after registration.
class Backend {
public:
    /// Error: Version (see checkPlugin).
    static Result<std::shared_ptr<const Backend>> load(const PluginInfo& info);

    const std::string& device() const { return device_; }
    const std::string& description() const { return description_; }
    const KernelTable& kernels() const { return kernels_; }

private:
    std::string device_, description_;
    KernelTable kernels_;
};

/// Tried in order; after the last one the reference kernels.
using Backends = std::vector<std::shared_ptr<const Backend>>;

/// The kernel for a single application: the backends' in order, then the reference. Error: Unsupported with every reason.
Result<std::unique_ptr<Kernel>> prepareKernel(const Backends& backends, const KernelRequest& request);

}  // namespace nw
