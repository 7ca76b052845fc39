// Look-ups in programs.
#include "core/graph/program.h"

namespace nw {

std::size_t Program::findOutput(OutputRole role, std::string_view name) const {
    std::size_t i = 0;
    while (i < outputs.size() && !(outputs[i].role == role && (name.empty() || outputs[i].name == name))) ++i;
    return i;
}

}  // namespace nw
