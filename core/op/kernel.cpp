// Choice of a kernel: the first factory that does not decline.
#include "core/op/kernel.h"

#include "core/op/def.h"

namespace nw {

Result<std::unique_ptr<Kernel>> KernelTable::prepare(const KernelRequest& request) const {
    const std::string_view id = request.params().op().id;
    std::string reasons;
    for (const auto& [op, factory] : kernels_) {
        if (op != id) continue;
        auto kernel = factory(request);
        if (kernel) return kernel;
        reasons += (reasons.empty() ? "" : "; ") + kernel.error().message;
    }
    return fail(Code::Unsupported, id, reasons.empty() ? "has no kernel on this device" : reasons);
}

}  // namespace nw
