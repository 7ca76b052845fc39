// From document, analysis and previews to what the canvas shows.
#include "ui/build/canvas_model.h"

#include "ui/build/families.h"
#include "ui/build/node_text.h"
#include "ui/build/preview_pictures.h"
#include "ui/document/text.h"

namespace nw::ui {

using canvas::State;

namespace {

QString portId(const PortRef& ref) { return ref.index == 0 ? q(ref.port) : q(ref.port) + u':' + QString::number(ref.index); }

}  // namespace

canvas::LinkEnds endsOf(const Link& link) { return {link.from.node, portId(link.from), link.to.node, portId(link.to)}; }

PortRef inputRef(canvas::NodeId node, const QString& port) {
    const qsizetype colon = port.indexOf(u':');
    return {node, s(colon < 0 ? port : port.left(colon)), colon < 0 ? 0 : port.mid(colon + 1).toUInt()};
}

Link linkOf(const canvas::LinkEnds& ends) { return {inputRef(ends.to, ends.input), inputRef(ends.from, ends.output)}; }

namespace {

class Builder {
public:
    explicit Builder(const Studio& studio)
        : studio_(studio), graph_(studio.document.graph()), analysis_(studio.document.analysis()) {
        for (const Finding& f : analysis_.findings)
            if (f.rank != Rank::Open && (f.rank != Rank::Blocker || studio.blockersShown()) && f.node != 0 && f.function.empty() &&
                !worst_.contains(f.node))
                worst_[f.node] = &f;
        for (const Finding& f : analysis_.findings)
            if (f.rank == Rank::Contradiction && f.function.empty()) impossible_.emplace(f.node, f.place);
        for (const Link& l : graph_.links()) read_.insert(l.from);
    }

    canvas::CanvasModel build() const {
        canvas::CanvasModel model;
        for (const NodeId id : graph_.topologicalOrder()) model.nodes << nodeOf(*graph_.find(id));
        for (const Link& l : graph_.links())
            model.links << canvas::Link{endsOf(l), kindOf(analysis_.type(l.from)), impossible_.contains({l.to.node, l.to.port})};
        return model;
    }

    canvas::Node outline(const Node& node, bool expanded) const {
        canvas::Node n;
        n.id = node.id;
        n.expanded = expanded;
        addPorts(node, analysis_.nodes.at(node.id), n);
        if (expanded || std::string_view(node.op().family) == "head") n.preview = previewFor(node);
        return n;
    }

private:
    canvas::Node nodeOf(const Node& node) const {
        const NodeAnalysis& a = analysis_.nodes.at(node.id);
        canvas::Node n;
        n.id = node.id;
        n.title = ui::titleOf(node);
        n.subtitle = subtitleFor(node);
        n.shape = a.signature && !a.outputs.empty() ? shapeText(a.outputs[0].type) : QStringLiteral("?");
        if (std::string_view(node.op().id) == "classify" && n.shape != QStringLiteral("?"))
            n.shape = QObject::tr("%1 classes").arg(classesOf(node, n.shape));
        const std::int64_t parameters = parameterCount(graph_, node, a);
        if (parameters > 0) n.parameters = QObject::tr("%1 params").arg(countText(parameters));
        n.tooltip = n.title;
        if (!a.outputs.empty())
            n.tooltip += u'\n' + fullShapeText(a.outputs[0].type) + u' ' + q(nw::nameOf(a.outputs[0].type.dtype));
        n.family = familyOf(node.op());
        n.function = node.op().hasFunctions();
        const auto& layout = studio_.document.layout();
        n.expanded = layout.expanded.contains(node.id);
        if (const auto it = layout.positions.find(node.id); it != layout.positions.end()) n.position = it->second;
        addState(node, n);
        addPorts(node, a, n);
        n.preview = previewFor(node);
        return n;
    }

    /// How many classes its data have, whatever it is given scores for; `scores` where nothing names them.
    QString classesOf(const Node& classify, const QString& scores) const {
        auto names = classify.params.get<std::vector<std::string>>("class_names");
        const Link* label = graph_.linkInto({classify.id, "label", 0});
        const Node* input = label ? graph_.find(label->from.node) : nullptr;
        if (names.empty() && input && std::string_view(input->op().id) == "input")
            names = input->params.get<std::vector<std::string>>("class_names");
        return names.empty() ? scores : countText(static_cast<std::int64_t>(names.size()));
    }

    QString subtitleFor(const Node& node) const {
        QString text = subtitleOf(node);
        if (std::string_view(node.op().id) == "input" && studio_.data.isOpen())
            text = QObject::tr("%1 to train").arg(countText(studio_.data.splits().train->size()));
        return text.isEmpty() ? captionOf(node.op()) : text;
    }

    void addState(const Node& node, canvas::Node& n) const {
        if (isBypassed(node)) n.state = State::Bypassed;
        const auto it = worst_.find(node.id);
        if (it == worst_.end()) return;
        n.state = it->second->rank == Rank::Advice ? State::Warning : State::Error;
        n.fault = q(it->second->headline);
    }

    void addPorts(const Node& node, const NodeAnalysis& a, canvas::Node& n) const {
        for (const PortDoc& port : node.op().inputs) {
            if (port.implicit) continue;
            std::uint32_t next = 0;
            for (const Link& l : graph_.linksInto(node.id))
                if (port.variadic && l.to.port == port.name) {
                    n.inputs << canvas::Port{endsOf(l).input, q(port.name), kindOf(analysis_.type(l.from)), true, false};
                    next = l.to.index + 1;
                }
            const Link* link = port.variadic ? nullptr : graph_.linkInto({node.id, port.name, 0});
            const bool label = std::string_view(port.name) == "label";
            const auto kind = link ? kindOf(analysis_.type(link->from)) : label ? theme::PortKind::Integer : theme::PortKind::Float;
            n.inputs << canvas::Port{port.variadic && next ? q(port.name) + u':' + QString::number(next) : q(port.name),
                                     q(port.name), kind, link != nullptr, port.variadic};
        }
        const bool head = std::string_view(node.op().family) == "head";
        for (const NamedType& t : a.outputs) {
            const bool read = read_.contains({node.id, t.name, 0});
            if (t.name.ends_with("_next")) continue;  // next values of moving averages are not for people
            if (head && !read) continue;              // a head ends the network
            const QString label = std::string_view(node.op().id) == "input" && t.name == "value"
                                      ? q(node.params.get<std::string>("name"))
                                      : q(t.name);
            n.outputs << canvas::Port{q(t.name), label, kindOf(t.type), read, false};
        }
    }

    canvas::Preview previewFor(const Node& node) const {
        const std::string_view id = node.op().id;
        if (std::string_view(node.op().family) == "head")
            return scoresOf(studio_.previews.value(node.id), studio_.data.classNames());
        const QImage sample = id == "input" ? studio_.sample.image() : QImage();
        return previewOf(studio_.previews, node.id, sample);
    }

    const Studio& studio_;
    const Graph& graph_;
    const Analysis& analysis_;
    std::map<NodeId, const Finding*> worst_;
    std::set<PortRef> read_;
    std::set<std::pair<NodeId, std::string>> impossible_;  ///< inputs whose links contradict what is known
};

}  // namespace

canvas::CanvasModel canvasModel(const Studio& studio) { return Builder(studio).build(); }

canvas::Node outlineOf(const Studio& studio, NodeId id, bool expanded) {
    const Node* node = studio.document.graph().find(id);
    return node ? Builder(studio).outline(*node, expanded) : canvas::Node{};
}

}  // namespace nw::ui
