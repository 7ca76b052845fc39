// legalise: a program in the operators that a format can write, the highest ones that it has.
#pragma once
#include <functional>

#include "core/formats/application.h"
#include "core/graph/program.h"

namespace nw {

/// Nothing when the format can write the application as it is, else the reason why not.
using Accepts = std::function<Result<void>(const Application&)>;

/// Keeps each application that is accepted; of others it writes the body (or what the operator is in inference) under the same
/// rule. Applications of constants alone are computed; identities vanish; quantize and dequantize of constants stay.
/// `program` is frozen and without calls (see simplify). Errors: Unsupported with the operator and the table's reason.
Result<Program> legalise(const Program& program, const Accepts& accepts);

}  // namespace nw
