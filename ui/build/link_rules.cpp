// Which links cannot be. What one of the fixes would cure, or another size, stays possible.
#include <algorithm>

#include "core/op/def.h"
#include "ui/build/edits.h"
#include "ui/document/text.h"

namespace nw::ui {

namespace {

/// What inference says against a node that reads `type` by `link`; empty when nothing.
std::string faultWith(const Studio& studio, const Link& link, const Type& type) {
    const Graph& graph = studio.document.graph();
    Analysis near;  // what the node reads
    for (const Link& l : graph.linksInto(link.to.node)) near.nodes[l.from.node] = studio.document.analysis().nodes.at(l.from.node);
    near.nodes[link.from.node] = studio.document.analysis().nodes.at(link.from.node);
    for (NamedType& t : near.nodes[link.from.node].outputs)
        if (t.name == link.from.port) t.type = type;
    const auto signature = inferNode(graph, *graph.find(link.to.node), near, &link);
    return signature ? std::string() : signature.error().message;
}

/// The fault that the element type or the number of axes alone makes, whatever the sizes are; empty when there is none.
std::string certainFault(const Studio& studio, const Link& link) {
    const Type type = studio.document.analysis().type(link.from);
    const std::string fault = faultWith(studio, link, type);
    if (fault.empty() || fault == faultWith(studio, link, {type.dtype, std::nullopt, type.form})) return fault;
    if (!type.shape) return {};
    Shape anySizes;
    for (std::size_t i = 0; i < type.shape->size(); ++i) anySizes.push_back(Dim::named("size" + std::to_string(i)));
    return fault == faultWith(studio, link, {type.dtype, anySizes, type.form}) ? fault : std::string();
}

}  // namespace

QString whyNot(const Studio& studio, const Link& link) {
    const Graph& graph = studio.document.graph();
    if (const auto allowed = checkLink(graph, link); !allowed) return sentence(allowed.error());
    const Node& node = *graph.find(link.to.node);
    const bool variadic = std::any_of(node.op().inputs.begin(), node.op().inputs.end(),
                                      [&](const PortDoc& p) { return p.variadic && link.to.port == p.name; });
    if (variadic || !inferNode(graph, node, studio.document.analysis()) || certainFault(studio, link).empty()) return {};
    Graph with = graph;
    Patch add{"", {}};
    if (const Link* old = graph.linkInto(link.to)) add.edits.push_back(RemoveLink{*old});
    add.edits.push_back(AddLink{link});
    if (!add.apply(with)) return {};
    const Finding* told = nullptr;
    const Analysis then = analyse(with);
    for (const Finding& f : then.findings)
        if (f.node == node.id && f.function.empty() && f.rank == Rank::Contradiction) {
            if (!f.fixes.empty()) return {};
            if (!told) told = &f;
        }
    if (!told) return {};
    const QString headline = q(told->headline), message = q(told->message);
    return message.startsWith(headline) ? message : QStringLiteral("%1. %2").arg(headline, message);
}

}  // namespace nw::ui
