// Words from declarations.
#include "ui/build/node_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "core/graph/settings.h"
#include "core/graph/shown_name.h"
#include "core/op/def.h"
#include "ui/document/text.h"

namespace nw::ui {

QString titleOf(const Node& node) { return q(shownName(node)); }

Attr settingValue(const Node& node, std::string_view id) {
    for (const SettingSpec& spec : settingsOf(node.op(), nullptr))
        if (spec.id == id) return settingOf(node, spec);
    return std::string();
}

namespace {

QString valueText(const Attr& value) { return q(textOf(value)).replace(u'x', u'×'); }

/// What a switch is about, in Keras's word: "bias" of use_bias. Its label is a whole phrase.
QString thingOf(const ParamSpec& spec) {
    QString id = q(spec.id);
    if (id.startsWith(QStringLiteral("use_"))) id.remove(0, 4);
    return id.replace(u'_', u' ');
}

/// One parameter in a few words; empty when a reader guesses it.
QString wordsOf(const ParamSpec& spec, const Attr& value, const Attr& fallback, bool leading) {
    const bool differs = !(value == fallback);
    if (!leading && !differs) return {};
    const QString label = q(spec.doc.label).toLower();
    switch (spec.kind) {
        case ParamKind::Int: return valueText(value) + u' ' + label;
        case ParamKind::Ints: {
            const auto* v = std::get_if<std::vector<std::int64_t>>(&value);
            return v && v->empty() ? QString() : q(textOf(value));
        }
        case ParamKind::Float: return label + u' ' + QString::number(std::get<double>(value), 'g', 3);
        case ParamKind::Choice: return valueText(value);
        case ParamKind::Bool:
            if (!differs) return {};
            return std::get<bool>(value) ? label : QCoreApplication::translate("node", "no %1").arg(thingOf(spec));
        case ParamKind::Texts: {
            const auto* v = std::get_if<std::vector<std::string>>(&value);
            return v && !v->empty() ? QCoreApplication::translate("node", "%n classes", nullptr, static_cast<int>(v->size()))
                                    : QString();
        }
        default: return differs ? valueText(value) : QString();
    }
}

bool leads(const ParamSpec& spec, std::size_t position) {
    if (spec.kind == ParamKind::Float) return position == 0;
    return position < 2 && (spec.kind == ParamKind::Int || spec.kind == ParamKind::Ints) && std::string_view(spec.id) != "strides";
}

}  // namespace

QString subtitleOf(const Node& node) {
    QStringList words;
    if (isRenamed(node)) words << q(node.op().label);
    const Params defaults(node.op());
    std::size_t position = 0;
    for (const ParamSpec& spec : node.op().params) {
        if (spec.doc.internal || spec.kind == ParamKind::Function || spec.kind == ParamKind::Tensor) continue;
        const bool lead = leads(spec, position++);
        if (spec.doc.advanced && !lead) continue;
        const QString text = wordsOf(spec, node.params.get(spec), defaults.get(spec), lead);
        if (!text.isEmpty()) words << text;
    }
    if (node.op().activation) {
        const Attr activation = settingValue(node, "activation");
        if (activation != Attr(std::string("linear"))) words << q(std::get<std::string>(activation));
    }
    while (words.size() > 3) words.removeAt(words.size() - 2);
    return words.join(QStringLiteral(" · "));
}

QString captionOf(const OpDef& op) {
    constexpr qsizetype most = 26;
    const QString caption = q(op.caption), formula = q(op.formula);
    return !caption.isEmpty() ? caption : formula.size() <= most ? formula : QString();
}

QString shapeText(const Type& type) {
    if (!type.shape) return QStringLiteral("?");
    QStringList parts;
    for (std::size_t i = 1; i < type.shape->size(); ++i) parts << q((*type.shape)[i].text());
    if (type.shape->size() <= 1) return QCoreApplication::translate("node", "number");
    return parts.join(u'×');
}

QString fullShapeText(const Type& type) {
    if (!type.shape) return QStringLiteral("?");
    QStringList parts;
    for (const Dim& d : *type.shape) parts << q(d.text());
    return parts.isEmpty() ? QCoreApplication::translate("node", "number") : parts.join(u'×');
}

QString countText(std::int64_t count) {
    const QLocale locale;
    if (count >= 10'000'000) return locale.toString(static_cast<double>(count) / 1e6, 'f', 1) + QStringLiteral(" M");
    return locale.toString(static_cast<qlonglong>(count));
}

}  // namespace nw::ui
