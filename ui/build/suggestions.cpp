// Matching and ranking of operators.
#include "ui/build/suggestions.h"

#include <algorithm>

#include "core/op/registry.h"
#include "ui/build/families.h"
#include "ui/build/node_text.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

/// Without what people write differently: "Max pooling", "max_pooling2d", "MaxPooling2D".
QString plain(const QString& text) {
    QString out = text.toLower();
    out.removeIf([](QChar c) { return c == ' ' || c == '_' || c == '-'; });
    return out;
}

/// How well words match: 0 not at all, higher is better.
int match(const OpDef& op, const QString& text) {
    const QString wanted = plain(text), label = plain(q(op.label)), id = plain(q(op.id));
    if (wanted.isEmpty()) return 1;
    const auto anyWord = [&](auto fits) {
        return std::any_of(op.keywords.begin(), op.keywords.end(), [&](const char* word) { return fits(plain(q(word))); });
    };
    if (label == wanted || id == wanted) return 100;
    if (label.startsWith(wanted) || id.startsWith(wanted)) return 80;
    if (anyWord([&](const QString& word) { return word.startsWith(wanted); })) return 60;
    if (label.contains(wanted) || id.contains(wanted)) return 40;
    return anyWord([&](const QString& word) { return word.contains(wanted); }) ? 20 : 0;
}

/// What usually follows an operator, by families and rank of the tensor: a table of habits, not of rules.
int habit(const OpDef& op, const Node& before, const Type& type) {
    const std::string_view id = op.id, family = op.family, last = before.op().id;
    const std::size_t rank = type.shape ? type.shape->size() : 0;
    const bool image = rank == 4;
    if (image) {
        if (id == "conv2d") return last == "conv2d" ? 70 : 90;
        if (id == "max_pooling2d") return before.op().activation ? 85 : 30;
        if (id == "flatten") return last == "max_pooling2d" || last == "global_average_pooling2d" ? 80 : 40;
        if (id == "batch_normalization") return 55;
        if (id == "global_average_pooling2d") return 45;
    }
    if (rank == 2) {
        const bool softened = last == "softmax" || settingValue(before, "activation") == Attr(std::string("softmax"));
        if (id == "classify") return softened ? 95 : 60;
        if (id == "dense") return softened ? 20 : 90;
        if (id == "dropout") return 50;
        if (id == "softmax") return softened ? 0 : 40;
        if (id == "regress") return 35;
    }
    if (id == "dropout") return 35;
    if (id == "relu") return before.op().activation ? 25 : 45;
    return family == "activation" ? 10 : family == "elementwise" ? 4 : 6;
}

/// The output that a new node of `op` would have below `from`; nothing when it does not take it.
std::optional<Type> outputBelow(const Studio& studio, const OpDef& op, const PortRef& from) {
    if (op.inputs.empty() || op.inputs[0].implicit) return std::nullopt;
    const Type type = studio.document.analysis().type(from);
    std::vector<const Type*> types(op.inputs.size(), nullptr);
    types[0] = &type;
    const bool several = op.inputs.size() > 1 && !op.inputs[1].optional && !op.inputs[1].implicit;
    for (std::size_t i = 1; several && i < types.size(); ++i) types[i] = &type;
    const Params params(op);
    const auto signature = op.infer(params.raw(), Inputs(op, types, nullptr, true));
    if (!signature || signature->outputs.empty()) return std::nullopt;
    return signature->outputs[0].type;
}

std::vector<Suggestion> sorted(std::vector<Suggestion> found) {
    std::stable_sort(found.begin(), found.end(), [](const Suggestion& a, const Suggestion& b) { return a.rank > b.rank; });
    return found;
}

}  // namespace

PortRef outputOf(const Studio& studio, NodeId node) {
    const auto it = studio.document.analysis().nodes.find(node);
    if (it == studio.document.analysis().nodes.end() || it->second.outputs.empty()) return {};
    if (std::string_view(studio.document.graph().find(node)->op().family) == "head") return {};
    return {node, it->second.outputs[0].name, 0};
}

std::vector<Suggestion> suggestions(const Studio& studio, const PortRef& from, const QString& text) {
    std::vector<Suggestion> found;
    const Node* before = studio.document.graph().find(from.node);
    const Type type = before ? studio.document.analysis().type(from) : Type{};
    for (const OpDef* op : placeableOperators()) {
        const int words = match(*op, text);
        if (words == 0) continue;
        if (!before) {
            found.push_back({op, {}, 1000 * words});
            continue;
        }
        const auto output = outputBelow(studio, *op, from);
        if (output) found.push_back({op, shapeText(*output), 1000 * (text.isEmpty() ? 0 : words) + habit(*op, *before, type)});
    }
    return sorted(std::move(found));
}

std::vector<Suggestion> matches(const Studio& studio, const PortRef& from, const QString& text) {
    std::vector<Suggestion> found = suggestions(studio, from, text);
    if (!from.node) return found;
    const std::size_t fitting = found.size();
    for (Suggestion& s : suggestions(studio, {}, text))
        if (std::none_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(fitting),
                         [&](const Suggestion& one) { return one.op == s.op; }))
            found.push_back(std::move(s));
    return sorted(std::move(found));
}

std::vector<Suggestion> suggestionsAbove(const Studio& studio, const PortRef& to, const QString& text) {
    std::vector<Suggestion> found;
    const Node* after = studio.document.graph().find(to.node);
    for (const OpDef* op : placeableOperators()) {
        const int words = match(*op, text);
        if (words == 0 || op->outputs.empty() || std::string_view(op->family) == "head") continue;
        const bool input = std::string_view(op->id) == "input";
        const int usual = after && familyOf(*op) == familyOf(after->op()) ? 30 : input ? 20 : 10;
        found.push_back({op, {}, 1000 * (text.isEmpty() ? 0 : words) + usual});
    }
    return sorted(std::move(found));
}

}  // namespace nw::ui
