// Throws InternalError with the place of a failed check.
#include "core/base/check.h"

#include <cstring>

namespace nw {

void checkFailed(const char* condition, const char* file, int line, const std::string& message) {
    const char* name = std::strrchr(file, '/');
    std::string text = "internal error at " + std::string(name ? name + 1 : file) + ":" + std::to_string(line) + ": " + condition;
    if (!message.empty()) text += " (" + message + ")";
    throw InternalError(text);
}

}  // namespace nw
