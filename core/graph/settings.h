// Settings of nodes: what every layer with weights or an activation can be told beside its operator's parameters.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/op/signature.h"

namespace nw {

/// One setting as forms, files and the command line see it. Ids follow Keras: activation, kernel_initializer, trainable, ...
struct SettingSpec {
    std::string id;
    ParamKind kind;  ///< Text, Bool or Float
    std::string label, doc;
    Attr fallback;  ///< the operator's default
    double min = 0, max = 0;
    std::vector<std::string> choices;  ///< operator ids, for activation and initializers
};

/// The settings that a node has, given its signature (null while shapes are unknown: only those that do not depend on weights).
std::vector<SettingSpec> settingsOf(const OpDef& op, const Signature* signature);

/// A node's value, else the default.
Attr settingOf(const Node& node, const SettingSpec& spec);

/// Checks kind, range and choice. Error: Argument.
Result<void> checkSetting(const SettingSpec& spec, const Attr& value);

}  // namespace nw
