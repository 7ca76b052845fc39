// Attributes as JSON, guided by the parameter's kind.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/op/param.h"

namespace nw {

nlohmann::json toJson(const Attr& attr);
/// Error: Format when the value is not of the kind. Functions are settings in project files (see Graph).
Result<Attr> attrFromJson(const nlohmann::json& json, ParamKind kind);

/// Text as the command line gives it ("same", "3x3", "0.1", "true") for a parameter of a kind. Error: Argument.
Result<Attr> attrFromText(std::string_view text, ParamKind kind);

}  // namespace nw
