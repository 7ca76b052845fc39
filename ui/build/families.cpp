// Families of operators.
#include "ui/build/families.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "core/op/registry.h"
#include "resources/templates/templates.h"

namespace nw::ui {

using theme::Family;

Family familyOf(const OpDef& op) {
    static const std::map<std::string_view, Family> families{
        {"input", Family::Data},         {"preprocess", Family::Data},       {"random", Family::Data},
        {"conv", Family::Convolution},   {"pool", Family::Pooling},          {"linear", Family::Linear},
        {"embedding", Family::Linear},   {"activation", Family::Activation}, {"norm", Family::Norm},
        {"recurrent", Family::Sequence}, {"attention", Family::Sequence},    {"head", Family::Output},
        {"loss", Family::Output},        {"metric", Family::Output}};
    const auto it = families.find(op.family);
    return it == families.end() ? Family::Shape : it->second;
}

QString titleOf(Family family) {
    switch (family) {
        case Family::Data: return QCoreApplication::translate("families", "Data");
        case Family::Convolution: return QCoreApplication::translate("families", "Convolution");
        case Family::Pooling: return QCoreApplication::translate("families", "Pooling");
        case Family::Linear: return QCoreApplication::translate("families", "Linear");
        case Family::Activation: return QCoreApplication::translate("families", "Activation");
        case Family::Norm: return QCoreApplication::translate("families", "Norm, dropout");
        case Family::Sequence: return QCoreApplication::translate("families", "Sequence");
        case Family::Shape: return QCoreApplication::translate("families", "Shape, maths");
        case Family::Output: return QCoreApplication::translate("families", "Output, loss");
    }
    return {};
}

namespace {

/// How often the starters use each operator, as a node or as the activation of one.
std::map<std::string, int> usesInStarters() {
    std::map<std::string, int> uses;
    for (const Template& starter : templates())
        for (const Project project = starter.make(); const auto& [id, node] : project.graph.nodes()) {
            ++uses[node->op().id];
            if (const auto it = node->settings.find("activation"); it != node->settings.end())
                if (const auto* activation = std::get_if<std::string>(&it->second)) ++uses[*activation];
        }
    return uses;
}

}  // namespace

bool isPlaceable(const OpDef& op) { return !op.internal && std::string_view(op.family) != "control"; }

std::vector<const OpDef*> placeableOperators() {
    std::vector<const OpDef*> out;
    for (const OpDef& op : operators())
        if (isPlaceable(op)) out.push_back(&op);
    static const std::map<std::string, int> uses = usesInStarters();
    const auto place = [](const OpDef* op) {
        const auto it = uses.find(op->id);
        return std::pair(familyOf(*op), it == uses.end() ? 0 : -it->second);
    };
    std::stable_sort(out.begin(), out.end(), [&](const OpDef* a, const OpDef* b) { return place(a) < place(b); });
    return out;
}

theme::PortKind kindOf(const Type& type) {
    using theme::PortKind;
    if (type.dtype == DType::Bool) return PortKind::Boolean;
    if (type.dtype == DType::String) return PortKind::String;
    if (isInteger(type.dtype)) return PortKind::Integer;
    return isComplex(type.dtype) ? PortKind::Complex : PortKind::Float;
}

}  // namespace nw::ui
