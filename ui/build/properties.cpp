// From declarations to editors and back.
#include "ui/build/properties.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <algorithm>

#include "core/graph/attr_json.h"
#include "core/graph/settings.h"
#include "core/op/def.h"
#include "ui/build/lines_field.h"
#include "ui/document/text.h"
#include "widgets/form/fields.h"
#include "widgets/form/segmented_control.h"
#include "widgets/theme/type.h"

namespace nw::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("properties", text); }

Property ofParam(const ParamSpec& spec) {
    Property p{spec.id, false, spec.kind, spec.count, q(spec.doc.label), q(spec.doc.doc), q(spec.doc.unit), q(spec.doc.zero)};
    p.min = spec.doc.min, p.max = spec.doc.max;
    p.advanced = spec.doc.advanced;
    for (const Choice& c : spec.doc.choices) p.choices.emplace_back(c.id, q(c.label));
    if (spec.kind == ParamKind::DType)
        for (int i = 0; i <= static_cast<int>(DType::Complex128); ++i) {
            const std::string name(nameOf(static_cast<DType>(i)));
            p.choices.emplace_back(name, q(name));
        }
    return p;
}

Property ofSetting(const SettingSpec& spec) {
    Property p{spec.id, true, spec.kind, 0, q(spec.label), q(spec.doc), {}, {}};
    p.min = spec.min, p.max = spec.max;
    p.fallback = spec.fallback;
    p.advanced = spec.id != "activation";
    for (const std::string& c : spec.choices) p.choices.emplace_back(c, q(c));
    return p;
}

/// The layers whose weights a layer can use: others of its operator.
void offerLayers(const Graph& graph, const Node& node, Property& p) {
    p.choices.emplace_back("", tr("Its own"));
    for (const auto& [id, other] : graph.nodes())
        if (id != node.id && &other->op() == &node.op()) p.choices.emplace_back(other->name, q(other->name));
}

/// A function of the network as a parameter of an operator.
void offerFunctions(const Graph& graph, Property& p) {
    p.advanced = false;
    p.choices.emplace_back("", tr("None"));
    for (const auto& [name, function] : graph.functions()) p.choices.emplace_back(name, q(name));
}

QList<form::Choice> choicesOf(const Property& p) {
    QList<form::Choice> out;
    for (const auto& [id, label] : p.choices) out << form::Choice{q(id), label};
    return out;
}

bool isTuple(const Property& p) { return p.kind == ParamKind::Ints && p.count > 0; }

QVariantList listOf(const std::vector<std::int64_t>& values) {
    QVariantList out;
    for (const std::int64_t v : values) out << static_cast<qlonglong>(v);
    return out;
}

QString joined(const Attr& value) {
    const QString text = q(textOf(value));
    return text == QStringLiteral("scalar") || text == QStringLiteral("none") ? QString() : text;
}

Result<Attr> listFromText(const Property& p, QString text) {
    text.replace(u'×', u'x').replace(u' ', u',').replace(QStringLiteral(",,"), QStringLiteral(","));
    if (text.endsWith(u',') || text.endsWith(u'x')) text.chop(1);
    if (p.kind == ParamKind::Shape) {
        Shape shape;
        for (const QString& part : text.replace(u'x', u',').split(u',', Qt::SkipEmptyParts)) {
            NW_TRY(const Dim d, Dim::parse(s(part)));
            shape.push_back(d);
        }
        return Attr(shape);
    }
    if (text.isEmpty()) return p.kind == ParamKind::Ints ? Attr(std::vector<std::int64_t>{}) : Attr(std::vector<double>{});
    return attrFromText(s(text), p.kind);
}

}  // namespace

std::vector<Property> propertiesOf(const Studio& studio, const Node& node) {
    std::vector<Property> out;
    const auto functions = functionParams(node.op());
    for (const ParamSpec& spec : node.op().params)
        if (!spec.doc.internal && spec.kind != ParamKind::Function && spec.kind != ParamKind::Tensor) out.push_back(ofParam(spec));
    const auto it = studio.document.analysis().nodes.find(node.id);
    const bool known = it != studio.document.analysis().nodes.end() && it->second.signature;
    for (const SettingSpec& spec : settingsOf(node.op(), known ? &*it->second.signature : nullptr)) {
        Property p = ofSetting(spec);
        if (spec.id == "weights_of") offerLayers(studio.document.graph(), node, p);
        if (std::any_of(functions.begin(), functions.end(), [&](const ParamSpec* f) { return spec.id == f->id; }))
            offerFunctions(studio.document.graph(), p);
        out.push_back(std::move(p));
    }
    return out;
}

std::vector<Property> sharedProperties(const Studio& studio, const std::vector<NodeId>& nodes) {
    std::vector<Property> out;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node* node = studio.document.graph().find(nodes[i]);
        if (!node) continue;
        std::vector<Property> own = propertiesOf(studio, *node);
        if (i == 0)
            out = std::move(own);
        else
            std::erase_if(out, [&](const Property& p) { return std::find(own.begin(), own.end(), p) == own.end(); });
    }
    return out;
}

Attr valueOf(const Node& node, const Property& p) {
    if (!p.setting) return node.params.get(p.id);
    const auto it = node.settings.find(p.id);
    return it == node.settings.end() ? p.fallback : it->second;
}

Edit editOf(NodeId node, const Property& p, const Attr& value) {
    if (!p.setting) return SetParam{node, p.id, value};
    return SetSetting{node, p.id, value == p.fallback ? std::nullopt : std::optional(value)};
}

bool labelsItself(const Property& p) { return p.kind == ParamKind::Bool; }

namespace {

form::Editor* makeNumber(const Property& p) {
    auto* field = new form::NumberField;
    if (p.min != p.max) field->setRange(static_cast<qint64>(p.min), static_cast<qint64>(p.max));
    field->setUnit(p.unit, p.zero);
    return field;
}

form::Editor* makeReal(const Property& p) {
    auto* field = new form::RealField;
    if (p.min != p.max) field->setRange(p.min, p.max);
    field->setUnit(p.unit, p.zero);
    return field;
}

form::Editor* makeTuple(const Property& p) {
    auto* field = new form::TupleField(static_cast<int>(p.count));
    if (p.min != p.max) field->setRange(static_cast<qint64>(p.min), static_cast<qint64>(p.max));
    if (!p.zero.isEmpty()) field->setZero(p.zero);
    for (auto* spin : field->findChildren<form::Spin*>()) spin->setMinimumWidth(36);  // "128 × 128" beside the chain
    return field;
}

/// Whether the words of all choices are seen whole beside a label.
bool fitSegments(const Property& p) {
    const QFontMetrics metrics(theme::font(theme::Type::BodyStrong));
    const int room = 160 / static_cast<int>(p.choices.size()) - 12;
    return std::all_of(p.choices.begin(), p.choices.end(),
                       [&](const auto& c) { return metrics.horizontalAdvance(c.second) <= room; });
}

}  // namespace

form::Editor* makeEditor(const Property& p) {
    if (!p.choices.empty()) {
        if (p.choices.size() <= 3 && !p.setting && fitSegments(p)) return new form::SegmentedControl(choicesOf(p));
        return new form::ChoiceBox(choicesOf(p));
    }
    switch (p.kind) {
        case ParamKind::Int: return makeNumber(p);
        case ParamKind::Float: return makeReal(p);
        case ParamKind::Bool: return new form::CheckRow(p.label);
        case ParamKind::Texts: return new LinesField;
        default: return isTuple(p) ? makeTuple(p) : new form::TextField;
    }
}

QVariant toVariant(const Property& p, const Attr& value) {
    if (const auto* i = std::get_if<std::int64_t>(&value))
        return p.kind == ParamKind::Float ? QVariant(static_cast<double>(*i)) : QVariant(static_cast<qlonglong>(*i));
    if (const auto* d = std::get_if<double>(&value)) return *d;
    if (const auto* b = std::get_if<bool>(&value)) return *b;
    if (const auto* t = std::get_if<std::string>(&value)) return q(*t);
    if (const auto* d = std::get_if<DType>(&value)) return q(nameOf(*d));
    if (const auto* v = std::get_if<std::vector<std::int64_t>>(&value); v && isTuple(p)) return listOf(*v);
    if (const auto* v = std::get_if<std::vector<std::string>>(&value)) {
        QStringList lines;
        for (const std::string& line : *v) lines << q(line);
        return lines;
    }
    return joined(value);
}

Result<Attr> toAttr(const Property& p, const QVariant& value) {
    switch (p.kind) {
        case ParamKind::Int: return Attr(static_cast<std::int64_t>(value.toLongLong()));
        case ParamKind::Float: return Attr(value.toDouble());
        case ParamKind::Bool: return Attr(value.toBool());
        case ParamKind::DType: {
            const auto dtype = dtypeFromName(s(value.toString()));
            return dtype ? Result<Attr>(Attr(*dtype)) : fail(Code::Argument, p.id, "is not a type");
        }
        case ParamKind::Texts: {
            std::vector<std::string> lines;
            for (const QString& line : value.toStringList()) lines.push_back(s(line));
            return Attr(std::move(lines));
        }
        case ParamKind::Ints:
            if (isTuple(p)) {
                std::vector<std::int64_t> values;
                for (const QVariant& v : value.toList()) values.push_back(v.toLongLong());
                return Attr(std::move(values));
            }
            return listFromText(p, value.toString());
        case ParamKind::Floats:
        case ParamKind::Shape: return listFromText(p, value.toString());
        default: return Attr(s(value.toString()));
    }
}

}  // namespace nw::ui
