// Registration of backends and choice of kernels.
#include "core/runtime/backend.h"

#include "core/op/def.h"

namespace nw {

Result<std::shared_ptr<const Backend>> Backend::load(const PluginInfo& info) {
    NW_RETURN_IF_ERROR(checkPlugin(info));
    auto backend = std::make_shared<Backend>();
    backend->device_ = info.device;
    backend->description_ = info.description;
    info.registerKernels(backend->kernels_);
    return std::shared_ptr<const Backend>(std::move(backend));
}

Result<std::unique_ptr<Kernel>> prepareKernel(const Backends& backends, const KernelRequest& request) {
    std::string reasons;
    for (const auto& backend : backends) {
        auto kernel = backend->kernels().prepare(request);
        if (kernel) return kernel;
        reasons += backend->device() + ": " + kernel.error().message + "; ";
    }
    auto kernel = prepareReference(request);
    if (kernel) return kernel;
    return fail(Code::Unsupported, request.params().op().id, reasons + "reference: " + kernel.error().message);
}

}  // namespace nw
