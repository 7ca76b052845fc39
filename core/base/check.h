// NW_CHECK: what must hold unless this program has a bug.
#pragma once
#include <stdexcept>
#include <string>

namespace nw {

/// A programmer's error. Caught where a job or a command began; never used for users' input.
class InternalError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void checkFailed(const char* condition, const char* file, int line, const std::string& message);

}  // namespace nw

#define NW_CHECK(condition, ...)                                                         \
    do {                                                                                 \
        if (!(condition)) [[unlikely]]                                                   \
            ::nw::checkFailed(#condition, __FILE__, __LINE__, std::string(__VA_ARGS__)); \
    } while (false)
