// The rules, and the edits that their fixes share.
#include "core/graph/rules.h"

#include <array>

#include "core/op/registry.h"

namespace nw {
namespace {

bool is(const Node* node, std::string_view op) { return node && op == node->op().id; }
bool isHead(const Node& node) { return std::string_view(node.op().family) == "head"; }

/// A patch that puts a new node of `op` into a link.
Patch insertInto(const Graph& graph, const Link& link, std::string_view op, std::string label) {
    const OpDef& def = operatorById(op);
    Node node{randomNodeId(), graph.freeName(op), Params(def), graph.freeStream(), {}, {}};
    Patch p{std::move(label), {RemoveLink{link}, AddNode{node}}};
    p.edits.push_back(AddLink{{{node.id, def.inputs[0].name, 0}, link.from}});
    p.edits.push_back(AddLink{{link.to, {node.id, def.outputs[0].name, 0}}});
    return p;
}

const Node* producer(const Graph& graph, const Node& node, std::string_view port) {
    const Link* link = graph.linkInto({node.id, std::string(port), 0});
    return link ? graph.find(link->from.node) : nullptr;
}

/// The Dense that a head reads, looking through activations.
const Node* denseBefore(const Graph& graph, const Node& head, std::string_view port) {
    const Node* node = producer(graph, head, port);
    while (node && std::string_view(node->op().family) == "activation") node = producer(graph, *node, node->op().inputs[0].name);
    return is(node, "dense") ? node : nullptr;
}

void checkScores(const Graph& graph, const Node& head, Analysis& analysis) {
    const Link* scores = graph.linkInto({head.id, "scores", 0});
    if (!scores) return;
    const Type type = analysis.type(scores->from);
    if (!type.shape) return;
    const Node* dense = denseBefore(graph, head, "scores");
    if (type.shape->size() != 2) {
        Finding f{Rank::Contradiction,
                  head.id,
                  "scores",
                  "Scores have " + std::to_string(type.shape->size()) + " axes, needs 2",
                  "Each sample needs one row of scores, but it has " +
                      textOf(Shape(type.shape->begin() + (type.shape->empty() ? 0 : 1), type.shape->end())) + ".",
                  {}};
        const Node* below = dense ? dense : &head;
        const Link* link = graph.linkInto({below->id, below->op().inputs[0].name, 0});
        if (link) f.fixes.push_back(insertInto(graph, *link, "flatten", "Insert Flatten before " + below->name));
        std::erase_if(analysis.findings,
                      [&](const Finding& other) { return other.node == head.id && other.rank == Rank::Contradiction; });
        analysis.findings.push_back(std::move(f));
        return;
    }
    const auto classes = head.params.get<std::vector<std::string>>("class_names").size();
    const Dim& width = type.shape->back();
    const Node* input = nullptr;
    if (const Link* label = graph.linkInto({head.id, "label", 0})) input = graph.find(label->from.node);
    const std::size_t known = classes > 0          ? classes
                              : is(input, "input") ? input->params.get<std::vector<std::string>>("class_names").size()
                                                   : 0;
    if (known == 0 || !width.known() || width.value() == static_cast<std::int64_t>(known)) return;
    Finding f{Rank::Contradiction,
              head.id,
              "scores",
              width.text() + " scores, but " + std::to_string(known) + " classes",
              "The layer before the head must give one score for each class.",
              {}};
    if (dense)
        f.fixes.push_back(
            {"Set units to " + std::to_string(known), {SetParam{dense->id, "units", static_cast<std::int64_t>(known)}}});
    std::erase_if(analysis.findings,
                  [&](const Finding& other) { return other.node == head.id && other.rank == Rank::Contradiction; });
    analysis.findings.push_back(std::move(f));
}

/// Adds a head of `op` below the only output that nothing reads.
std::optional<Patch> addHead(const Graph& graph, std::string_view op) {
    const Node *last = nullptr, *input = nullptr;
    for (const auto& [id, node] : graph.nodes()) {
        if (is(node.get(), "input"))
            input = node.get();
        else if (graph.linksFrom(id).empty()) {
            if (last) return std::nullopt;
            last = node.get();
        }
    }
    if (!last || !input || last->op().outputs.empty() || input->params.get<std::string>("target") == "none") return std::nullopt;
    const OpDef& def = operatorById(op);
    Node head{randomNodeId(), graph.freeName(op), Params(def), graph.freeStream(), {}, {}};
    Patch p{"Add " + std::string(def.label), {AddNode{head}}};
    p.edits.push_back(AddLink{{{head.id, def.inputs[0].name, 0}, {last->id, last->op().outputs[0].name, 0}}});
    p.edits.push_back(AddLink{{{head.id, "label", 0}, {input->id, "label", 0}}});
    return p;
}

}  // namespace

std::span<const Rule> rules() {
    static constexpr std::array<Rule, 5> all{ruleHeads, ruleOpenInputs, ruleValueRange, ruleSecondSoftmax, ruleEmptyMap};
    return all;
}

std::span<const Rule> functionRules() {
    static constexpr std::array<Rule, 3> all{ruleOpenInputs, ruleSecondSoftmax, ruleEmptyMap};
    return all;
}

void ruleHeads(const Graph& graph, Analysis& analysis) {
    bool any = false;
    for (const auto& [id, node] : graph.nodes()) {
        any = any || isHead(*node);
        if (is(node.get(), "classify")) checkScores(graph, *node, analysis);
    }
    if (any || graph.nodes().empty()) return;
    Finding f{Rank::Blocker, 0, "", "No head", "Training needs a Classify or Regress layer at the end.", {}};
    for (const std::string_view op : {"classify", "regress"})
        if (auto fix = addHead(graph, op)) f.fixes.push_back(*std::move(fix));
    analysis.findings.push_back(std::move(f));
}

void ruleOpenInputs(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes())
        for (const PortDoc& port : node->op().inputs) {
            const bool label = isHead(*node) && std::string_view(port.name) == "label";  // optional: inference does without
            if ((port.optional && !label) || port.implicit || port.variadic || graph.linkInto({id, port.name, 0})) continue;
            Finding f{Rank::Blocker,
                      id,
                      port.name,
                      "Nothing connected to " + std::string(port.name),
                      "Connect " + std::string(port.name) + " of " + node->name + ".",
                      {}};
            if (label)
                for (const auto& [other, input] : graph.nodes())
                    if (is(input.get(), "input") && input->params.get<std::string>("target") != "none")
                        f.fixes.push_back({"Connect the labels", {AddLink{{{id, "label", 0}, {other, "label", 0}}}}});
            analysis.findings.push_back(std::move(f));
        }
}

void ruleValueRange(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        if (!is(node.get(), "input") || node->params.get<double>("rescale") != 0 ||
            node->params.get<std::vector<std::int64_t>>("shape").size() != 3)
            continue;
        for (const Link& l : graph.linksFrom(id)) {
            const Node* reader = graph.find(l.to.node);
            if (l.from.port == "label" || is(reader, "rescaling") || is(reader, "batch_normalization") || is(reader, "resizing"))
                continue;
            Finding f{Rank::Advice, id, "rescale", "Values go up to 255", "Networks learn faster from values between 0 and 1.", {}};
            f.fixes.push_back({"Rescale to 0…1", {SetParam{id, "rescale", 1.0 / 255}}});
            analysis.findings.push_back(std::move(f));
            break;
        }
    }
}

void ruleSecondSoftmax(const Graph& graph, Analysis& analysis) {
    const auto softened = [](const Node* node) {
        const auto it = node ? node->settings.find("activation") : decltype(node->settings.end()){};
        return is(node, "softmax") || (node && it != node->settings.end() && it->second == Attr(std::string("softmax")));
    };
    for (const auto& [id, node] : graph.nodes()) {
        if (!is(node.get(), "softmax")) continue;
        const Link* in = graph.linkInto({id, "x", 0});
        if (!in || !softened(graph.find(in->from.node))) continue;
        Finding f{Rank::Advice, id, "x", "Softmax of softmax", "The second softmax flattens the probabilities.", {}};
        Patch fix{"Remove " + node->name, {}};
        const std::vector<Link> readers = graph.linksFrom(id);
        for (const Link& l : readers) fix.edits.push_back(RemoveLink{l});
        fix.edits.push_back(RemoveLink{*in});
        fix.edits.push_back(RemoveNode{id});
        for (const Link& l : readers) fix.edits.push_back(AddLink{{l.to, in->from}});
        f.fixes.push_back(std::move(fix));
        analysis.findings.push_back(std::move(f));
    }
}

void ruleEmptyMap(const Graph& graph, Analysis& analysis) {
    for (Finding& f : analysis.findings) {
        const Node* node = graph.find(f.node);
        if (!node || f.rank != Rank::Contradiction || !node->op().param("padding")) continue;
        if (f.headline.find("does not fit") == std::string::npos || !f.fixes.empty()) continue;
        f.fixes.push_back({"Set padding to same", {SetParam{f.node, "padding", std::string("same")}}});
    }
}

}  // namespace nw
