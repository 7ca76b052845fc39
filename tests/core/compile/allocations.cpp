// Global operator new with a counter; sanitizers keep their own.
#include "tests/core/compile/allocations.h"

#include <link.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<std::size_t> count{0}, countOfOneDnn{0};

/// Where the library's code lies; nothing where it is not loaded.
struct Code {
    std::uintptr_t begin = 0, end = 0;
    Code() {
        dl_iterate_phdr(
            [](dl_phdr_info* info, std::size_t, void* self) {
                auto& code = *static_cast<Code*>(self);
                if (!info->dlpi_name || !std::strstr(info->dlpi_name, "libdnnl")) return 0;
                for (int i = 0; i < info->dlpi_phnum; ++i)
                    if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X)) {
                        code.begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
                        code.end = code.begin + info->dlpi_phdr[i].p_memsz;
                    }
                return 1;
            },
            this);
    }
};

void countFor(const void* caller) {
    static const Code code;
    const auto at = reinterpret_cast<std::uintptr_t>(caller);
    ++count;
    if (at >= code.begin && at < code.end) ++countOfOneDnn;
}

}  // namespace

std::size_t nw::allocationCount() { return count; }
std::size_t nw::allocationCountOfOneDnn() { return countOfOneDnn; }

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static void* take(std::size_t bytes, std::size_t alignment, const void* caller) {
    countFor(caller);
    const std::size_t size = (bytes + alignment - 1) / alignment * alignment;
    if (void* p = std::aligned_alloc(alignment, size == 0 ? alignment : size)) return p;
    throw std::bad_alloc();
}

void* operator new(std::size_t bytes) { return take(bytes, alignof(std::max_align_t), __builtin_return_address(0)); }
void* operator new[](std::size_t bytes) { return take(bytes, alignof(std::max_align_t), __builtin_return_address(0)); }
void* operator new(std::size_t bytes, std::align_val_t a) {
    return take(bytes, static_cast<std::size_t>(a), __builtin_return_address(0));
}
void* operator new[](std::size_t bytes, std::align_val_t a) {
    return take(bytes, static_cast<std::size_t>(a), __builtin_return_address(0));
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
#endif
