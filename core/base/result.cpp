// Text of codes and errors.
#include "core/base/result.h"

namespace nw {

std::string_view codeName(Code code) {
    switch (code) {
        case Code::Argument: return "argument";
        case Code::Shape: return "shape";
        case Code::Type: return "type";
        case Code::NotFound: return "not_found";
        case Code::Unsupported: return "unsupported";
        case Code::Io: return "io";
        case Code::Format: return "format";
        case Code::Version: return "version";
        case Code::Memory: return "memory";
        case Code::Cancelled: return "cancelled";
    }
    return "unknown";
}

std::string Error::text() const {
    std::string out;
    if (!place.empty()) out += "[" + place + "] ";
    out += message;
    if (!hint.empty()) {
        if (!out.empty() && out.back() != '.') out += '.';
        out += " " + hint;
    }
    return out;
}

}  // namespace nw
