// Properties: what people can set on a layer, from its operator's declaration, and the editors for it.
#pragma once

#include <QVariant>

#include "ui/document/studio.h"
#include "widgets/form/editor.h"

namespace nw::ui {

/// A parameter of the operator, or a setting of the node.
struct Property {
    std::string id;
    bool setting = false;
    ParamKind kind = ParamKind::Text;
    std::size_t count = 0;  ///< elements of a tuple of fixed size
    QString label, help, unit, zero;
    double min = 0, max = 0;  ///< equal: no range
    std::vector<std::pair<std::string, QString>> choices{};
    bool advanced = false;
    Attr fallback{};  ///< of a setting
    bool operator==(const Property&) const = default;
};

/// In the order of the declaration: parameters, activation, then the other settings. Those that a form cannot show (functions,
/// constants) are left out.
std::vector<Property> propertiesOf(const Studio& studio, const Node& node);
/// What all nodes have alike.
std::vector<Property> sharedProperties(const Studio& studio, const std::vector<NodeId>& nodes);

Attr valueOf(const Node& node, const Property& property);
/// The edit that sets it; a setting at its default is taken away.
Edit editOf(NodeId node, const Property& property, const Attr& value);

/// An editor for the kind, its range, unit and choices.
form::Editor* makeEditor(const Property& property);
/// A boolean says in its phrase what it does and needs no label.
bool labelsItself(const Property& property);
QVariant toVariant(const Property& property, const Attr& value);
/// Error: Argument, when the text is not of the kind.
Result<Attr> toAttr(const Property& property, const QVariant& value);

}  // namespace nw::ui
