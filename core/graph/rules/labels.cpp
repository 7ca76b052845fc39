// Labels in another form than a head reads: converts them, or takes the head that they need.
#include <algorithm>
#include <array>

#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

constexpr std::array toRegress{std::pair{"scores", "value"}, std::pair{"label", "label"}};
constexpr std::array toClassify{std::pair{"value", "scores"}, std::pair{"label", "label"}};

Patch otherHead(const Graph& graph, const Node& head, const char* op, std::span<const std::pair<const char*, const char*>> ports) {
    Node node = newNode(graph, op);
    const std::vector<std::pair<std::string, std::string>> names(ports.begin(), ports.end());
    std::string label = "Use " + std::string(node.op().label) + " instead";
    return replaceBy(graph, head.id, std::move(node), names, std::move(label));
}

/// An Input that learns numbers, where classes are meant.
bool fixTarget(const Graph& graph, const Node& head, const Node& source, bool single, Finding& f) {
    if (!is(&source, "input") || source.params.get<std::string>("target") != "value") return false;
    f.headline = "Labels are numbers, not classes";
    f.message =
        "Classify learns which class a sample belongs to, but " + tellingName(graph, source) + " gives a number to predict.";
    f.fixes = {{"Set target to a class", {SetParam{source.id, "target", std::string("class")}}},
               otherHead(graph, head, "regress", toRegress)};
    if (single) std::swap(f.fixes[0], f.fixes[1]);
    return true;
}

/// Labels that hold the classes in another form.
void convert(const Graph& graph, const Link& link, const Type& label, const std::optional<Shape>& scores, Finding& f) {
    const Node& source = *graph.find(link.from.node);
    const std::string dtype(nameOf(label.dtype));
    const auto insert = [&](std::string_view op, Attrs params, std::string what) {
        f.fixes = {insertInto({&link, 1}, newNode(graph, op, params), std::move(what))};
    };
    const bool whole = label.dtype == DType::Int32 || label.dtype == DType::Int64;
    if (is(&source, "one_hot") || (label.shape && scores && *label.shape == *scores && !whole)) {
        f.headline = "Labels are one-hot, not class numbers";
        f.message = "Classify reads the number of the class, from 0, not a row with a single one.";
        if (is(&source, "one_hot"))
            f.fixes = {removeHealing(graph, source.id, labelWith("Remove ", tellingName(graph, source)))};
        else
            insert("argmax", {{"axis", std::int64_t{-1}}}, "Turn the labels into class numbers");
    } else if (!whole && (isInteger(label.dtype) || isFloating(label.dtype) || label.dtype == DType::Bool)) {
        f.headline = "Labels are " + dtype + ", classes are int32";
        f.message = "The number of a class is a whole number of 32 bits.";
        insert("cast", {{"dtype", DType::Int32}}, "Cast the labels to int32");
    } else if (whole && label.shape && scores && label.shape->size() == scores->size() && label.shape->back() == Dim(1)) {
        f.headline = "Labels have " + std::to_string(label.shape->size()) + " axes, needs " + std::to_string(scores->size() - 1);
        f.message = "Each label stands alone in an axis of size 1.";
        insert("squeeze", {{"axis", std::vector<std::int64_t>{-1}}}, "Drop the last axis of the labels");
    }
}

/// Whether the output that a link reads exists with the parameters as they are.
bool exists(const Analysis& analysis, const PortRef& output) {
    const auto& outputs = analysis.nodes.at(output.node).outputs;
    return std::any_of(outputs.begin(), outputs.end(), [&](const NamedType& t) { return t.name == output.port; });
}

void checkClassify(const Graph& graph, const Node& head, Analysis& analysis) {
    const Link* link = into(graph, head, "label");
    const Finding* fault = faultOf(analysis, head.id);
    if (!link || !fault || fault->place != "label" || !exists(analysis, link->from)) return;
    const Link* read = into(graph, head, "scores");
    const std::optional<Shape> scores = read ? analysis.type(read->from).shape : std::nullopt;
    Finding f = *fault;
    const bool single = scores && scores->size() == 2 && scores->back() == Dim(1);
    if (!fixTarget(graph, head, *graph.find(link->from.node), single, f))
        convert(graph, *link, analysis.type(link->from), scores, f);
    replaceFault(analysis, std::move(f));
}

/// Regress: as many values as there are numbers to predict.
void checkRegress(const Graph& graph, const Node& head, Analysis& analysis) {
    const Link *link = into(graph, head, "label"), *read = into(graph, head, "value");
    const Finding* fault = faultOf(analysis, head.id);
    if (!link || !read || !fault || fault->place != "label") return;
    const Type value = analysis.type(read->from), label = analysis.type(link->from);
    if (!value.shape || !label.shape || label.shape->size() > 2) return;
    const Dim wanted = label.shape->size() == 2 ? label.shape->back() : Dim(1), have = value.shape->back();
    Finding f = *fault;
    const Node* below = is(producer(graph, head, "value"), "dense") ? producer(graph, head, "value") : &head;
    if (value.shape->size() > 2) {
        f.headline = "The value has " + std::to_string(value.shape->size()) + " axes, needs 2";
        f.message = "Each sample needs one row of numbers, but it has " + elementText(*value.shape) + ".";
        if (const Link* in = into(graph, *below, below->op().inputs[0].name)) f.fixes = {insertFlatten(graph, *in)};
    } else if (wanted.known() && have.known() && !(wanted == have)) {
        f.headline = have.text() + (have == Dim(1) ? " value, but " : " values, but ") + wanted.text() +
                     (wanted == Dim(1) ? " number" : " numbers") + " to predict";
        f.message = std::string(producer(graph, head, "value")->op().label) + " must give one value for each number.";
        f.fixes.clear();
        if (isInteger(label.dtype)) f.fixes.push_back(otherHead(graph, head, "classify", toClassify));
        if (const Width source = widthBehind(graph, head, "value")) f.fixes.push_back(source.set(wanted.value()));
    }
    replaceFault(analysis, std::move(f));
}

}  // namespace

void labels(const Graph& graph, Analysis& analysis) {
    for (const auto& [id, node] : graph.nodes()) {
        if (is(node.get(), "classify")) checkClassify(graph, *node, analysis);
        if (is(node.get(), "regress")) checkRegress(graph, *node, analysis);
    }
}

}  // namespace nw::rules_of
