// Reads what the kernel says.
#include "core/base/memory.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <limits>

namespace nw {

std::size_t availableMemory() {
    std::ifstream info("/proc/meminfo");
    for (std::string name, unit; info >> name;) {
        std::size_t kibibytes = 0;
        if (!(info >> kibibytes)) break;
        if (name == "MemAvailable:") return kibibytes * 1024;
        std::getline(info, unit);
    }
    const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(size)
                                 : std::numeric_limits<std::size_t>::max();
}

std::string memoryText(std::size_t bytes) {
    const double mega = static_cast<double>(bytes) / 1e6;
    char text[32];
    std::snprintf(text, sizeof text, mega < 999.5 ? "%.0f MB" : "%.1f GB", mega < 999.5 ? mega : mega / 1e3);
    return text;
}

}  // namespace nw
