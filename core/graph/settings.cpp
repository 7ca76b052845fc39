// The settings of a node, derived from its operator's declaration.
#include "core/graph/settings.h"

#include <algorithm>

#include "core/op/registry.h"

namespace nw {
namespace {

std::vector<std::string> idsOfFamily(std::string_view family, bool internal) {
    std::vector<std::string> ids;
    for (const OpDef& op : operators())
        if (family == op.family && (internal || !op.internal) && op.inputs.size() <= 1) ids.emplace_back(op.id);
    return ids;
}

/// What can be chosen for trained weights: each its own, and what holds for all.
void addWeightSettings(const Signature& signature, std::vector<SettingSpec>& out) {
    bool trainable = false;
    for (const WeightSpec& w : signature.weights) {
        if (!w.trainable) continue;
        trainable = true;
        out.push_back({w.name + "_initializer", ParamKind::Text, "First " + w.name, "How the values are chosen before training.",
                       w.initializer, 0, 0, idsOfFamily("initializer", true)});
        out.push_back({w.name + "_regularizer",
                       ParamKind::Float,
                       "L2 on " + w.name,
                       "Adds this times the sum of squares to the loss.",
                       0.0,
                       0,
                       1000,
                       {}});
    }
    if (!trainable) return;
    out.push_back({"trainable", ParamKind::Bool, "Train the weights", "Whether training changes the weights.", true, 0, 0, {}});
    out.push_back({"learning_rate_factor",
                   ParamKind::Float,
                   "Rate factor",
                   "Multiplies the learning rate of these weights.",
                   1.0,
                   0,
                   1000,
                   {}});
}

}  // namespace

std::vector<SettingSpec> settingsOf(const OpDef& op, const Signature* signature) {
    std::vector<SettingSpec> out;
    if (op.activation) {
        std::vector<std::string> choices = idsOfFamily("activation", false);
        choices.insert(choices.begin(), "linear");
        out.push_back({"activation", ParamKind::Text, "Activation", "Applied to the output.", std::string("linear"), 0, 0,
                       std::move(choices)});
    }
    if (canBeBypassed(op))
        out.push_back({"bypassed", ParamKind::Bool, "Bypass the layer", "Gives its first input unchanged.", false, 0, 0, {}});
    for (const ParamSpec* p : functionParams(op))
        out.push_back({p->id, ParamKind::Text, p->doc.label, p->doc.doc, std::string(), 0, 0, {}});
    if (op.hasFunctions() || (signature && !signature->weights.empty()))
        out.push_back({"weights_of",
                       ParamKind::Text,
                       "Weights of",
                       "The name of another layer whose weights this one uses.",
                       std::string(),
                       0,
                       0,
                       {}});
    if (signature) addWeightSettings(*signature, out);
    return out;
}

Attr settingOf(const Node& node, const SettingSpec& spec) {
    const auto it = node.settings.find(spec.id);
    return it == node.settings.end() ? spec.fallback : it->second;
}

Result<void> checkSetting(const SettingSpec& spec, const Attr& value) {
    const auto wrong = [&](const std::string& hint) { return fail(Code::Argument, spec.id, "cannot be " + textOf(value), hint); };
    double number = 0;
    bool flag = false;
    std::string text;
    switch (spec.kind) {
        case ParamKind::Float:
            if (!detail::read(value, number) || !(number >= spec.min && number <= spec.max))
                return wrong("It must be a number that is not negative.");
            break;
        case ParamKind::Bool:
            if (!detail::read(value, flag)) return wrong("It must be true or false.");
            break;
        default:
            if (!detail::read(value, text)) return wrong("");
            if (!spec.choices.empty() && std::find(spec.choices.begin(), spec.choices.end(), text) == spec.choices.end())
                return wrong("Known are " + textOf(Attr(spec.choices)) + ".");
    }
    return {};
}

}  // namespace nw
