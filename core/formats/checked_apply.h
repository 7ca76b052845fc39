// Applying an operator with what an untrusted file says, for readers.
#pragma once
#include "core/graph/builder.h"

namespace nw {

/// The first output. Errors: of parameters and inference; Format, placed at `format`, where a weight has another type than the
/// operator needs (it would be read beyond its end).
Result<Value> checkedApply(FunctionBuilder& builder, std::string_view format, std::string_view op, AttrList attrs,
                           std::span<const Value> inputs);

/// A constant that carries its own name; what is applied next carries the name that was set before.
Result<Value> namedConstant(FunctionBuilder& builder, std::string_view format, std::string name, const Tensor& value);

}  // namespace nw
