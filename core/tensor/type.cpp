// Text of types.
#include "core/tensor/type.h"

namespace nw {

std::string Type::text() const {
    return (form == Form::List ? "list of " : "") + std::string(nameOf(dtype)) + " " + (shape ? textOf(*shape) : std::string("?"));
}

}  // namespace nw
