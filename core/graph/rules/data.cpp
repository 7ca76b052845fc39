// A network against a data set, and fixing one finding after another.
#include "core/graph/data_rules.h"

#include <algorithm>
#include <set>

#include "core/graph/rules/classes.h"
#include "core/graph/rules/edits.h"

namespace nw {
namespace {

using namespace rules_of;
using Ints = std::vector<std::int64_t>;
using Field = DataDescription::Field;

std::string sizeText(std::int64_t height, std::int64_t width) { return textOf(Ints{height, width}); }

/// What one Input gets of the data; null where it gets nothing.
struct Fed {
    const Field *value = nullptr, *label = nullptr;
};

bool isLabel(const Field& field) { return isInteger(field.type.dtype) || field.name == "label"; }
bool hasTarget(const Node& input) { return input.params.get<std::string>("target") != "none"; }

std::map<NodeId, Fed> feed(std::span<const Node* const> inputs, const DataDescription& data) {
    std::vector<WantedField> wanted;
    for (const Node* input : inputs) {
        wanted.push_back({input->params.get<std::string>("name"), false});
        if (hasTarget(*input)) wanted.push_back({input->params.get<std::string>("label"), true});
    }
    const auto found = fieldsFor(wanted, data);
    std::map<NodeId, Fed> out;
    std::size_t at = 0;
    for (const Node* input : inputs) {
        const auto next = [&] { return found[at] ? &data.fields[*found[at++]] : (++at, nullptr); };
        out[input->id].value = next();
        if (hasTarget(*input)) out[input->id].label = next();
    }
    return out;
}

void checkNames(const Node& node, const DataDescription& data, std::vector<Finding>& findings) {
    const auto names = node.params.get<std::vector<std::string>>("class_names");
    const std::size_t have = data.classNames.size();
    if (have == 0 || names == data.classNames) return;
    const std::string count = std::to_string(have), label(node.op().label);
    const Patch take{"Take the " + count + " classes of the data", {SetParam{node.id, "class_names", data.classNames}}};
    const auto add = [&](Rank rank, std::string headline, std::string message) {
        findings.push_back({rank, node.id, "class_names", std::move(headline), std::move(message), {take}});
    };
    if (names.empty())
        add(Rank::Open, "The classes have no names", "The data name " + count + " classes.");
    else if (names.size() < have)
        add(Rank::Contradiction, std::to_string(names.size()) + " classes, but the data have " + count,
            label + " must know the classes of its data.");
    else if (names.size() > have)
        add(Rank::Advice, std::to_string(names.size()) + " classes, but the data have " + count,
            label + " knows classes that the data have no samples of.");
    else
        add(Rank::Advice, "The data name classes differently",
            "The first name that differs is \"" +
                std::mismatch(names.begin(), names.end(), data.classNames.begin()).second->substr(0, 80) + "\".");
}

class InputCheck {
public:
    InputCheck(const Node& input, const Fed& fed, const DataDescription& data, std::vector<Finding>& findings)
        : input_(input), fed_(fed), data_(data), findings_(findings) {}

    void run() {
        if (fed_.value) checkValue(*fed_.value);
        const auto target = input_.params.get<std::string>("target");
        if (target == "none") return;
        if (fed_.label)
            checkLabel(*fed_.label, target == "class");
        else
            add(Rank::Contradiction, "target", "The data have no labels", "Training needs something to learn about each element.",
                {{"Set target to nothing", {SetParam{input_.id, "target", std::string("none")}}}});
        if (target == "class" && fed_.label) checkNames(input_, data_, findings_);
    }

private:
    void add(Rank rank, std::string place, std::string headline, std::string message, std::vector<Patch> fixes) {
        findings_.push_back({rank, input_.id, std::move(place), std::move(headline), std::move(message), std::move(fixes)});
    }
    SetParam set(std::string param, Attr value) const { return {input_.id, std::move(param), std::move(value)}; }

    void checkValue(const Field& value) {
        const auto shape = input_.params.get<Ints>("shape");
        const Ints have(value.type.extents.begin(), value.type.extents.end());
        if (const DType dtype = input_.params.get<DType>("dtype"); dtype != value.type.dtype) {
            const std::string is(nameOf(value.type.dtype));
            add(Rank::Contradiction, "dtype", "Data are " + is + ", input is " + std::string(nameOf(dtype)),
                "The type of the elements must be that of the data.", {{"Set type to " + is, {set("dtype", value.type.dtype)}}});
        }
        if (shape == have) return;
        if (shape.size() == 3 && have.size() == 3 && (shape[2] == 1 || shape[2] == 3)) return checkImage(shape, have);
        add(Rank::Contradiction, "shape", "Data of " + textOf(have) + ", input of " + textOf(shape),
            "Each element of the data has the sizes " + textOf(have) + ".",
            {{"Set input to " + textOf(have), {set("shape", have), set("size", Ints{})}}});
    }

    void checkImage(const Ints& shape, const Ints& have) {
        if (shape[2] != have[2])
            add(Rank::Advice, "shape",
                "Images have " + std::to_string(have[2]) + (have[2] == 1 ? " channel" : " channels") + ", input takes " +
                    std::to_string(shape[2]),
                shape[2] == 1 ? "Colours are turned into grey before the network sees them."
                              : "The channels are converted before the network sees them.",
                {{"Set input to " + std::to_string(have[2]) + (have[2] == 1 ? " channel" : " channels"),
                  {set("shape", Ints{shape[0], shape[1], have[2]})}}});
        if (shape[0] == have[0] && shape[1] == have[1]) return;
        const auto given = input_.params.get<Ints>("size");
        const Ints size = given.size() == 2 ? given : Ints{shape[0], shape[1]};
        const Ints whole{have[0], have[1], shape[2]};
        const std::string images = sizeText(have[0], have[1]);
        add(Rank::Advice, "shape", "Images of " + images + ", input of " + sizeText(shape[0], shape[1]),
            "An exported network takes images of the size that Input stores.",
            {{"Resize images to " + textOf(size), {set("shape", whole), set("size", size)}},
             {"Set input to " + images, {set("shape", whole), set("size", Ints{})}}});
    }

    void checkLabel(const Field& label, bool wantsClass) {
        if (label.type.dtype == DType::String)
            add(Rank::Contradiction, "target", "Labels are words",
                "A class needs a number. Read the data as classes, so that the pipeline numbers them.", {});
        else if (wantsClass && isFloating(label.type.dtype))
            add(Rank::Contradiction, "target", "Labels are numbers, not classes",
                "The data give " + std::string(nameOf(label.type.dtype)) + " numbers to predict.",
                {{"Set target to a number", {set("target", std::string("value"))}}});
        else if (!wantsClass && isInteger(label.type.dtype))
            add(Rank::Contradiction, "target", "Labels are classes, not numbers", "The data give the class of each element.",
                {{"Set target to a class", {set("target", std::string("class"))}}});
    }

    const Node& input_;
    const Fed& fed_;
    const DataDescription& data_;
    std::vector<Finding>& findings_;
};

/// An Input that training reads and the data have nothing for: those before it take what there is.
Finding unfed(const Graph& graph, const Node& input, const std::map<NodeId, Fed>& fed, const DataDescription& data) {
    Finding f{Rank::Contradiction, input.id, "name", "The data have nothing for this Input", "", {}};
    std::string left;
    for (const Field& field : data.fields) {
        const bool taken = std::any_of(fed.begin(), fed.end(), [&](const auto& other) { return other.second.value == &field; });
        if (taken || isLabel(field)) continue;
        left += (left.empty() ? "" : ", ") + field.name;
        f.fixes.push_back({labelWith("Take ", field.name), {SetParam{input.id, "name", field.name}}});
    }
    f.message = left.empty() ? "Every value of the data goes to another Input already."
                             : "It is called " + input.params.get<std::string>("name") + ", but the data have " + left + ".";
    for (const Node* other : neededInputs(graph))
        if (const auto it = fed.find(other->id); left.empty() && it != fed.end() && it->second.value)
            if (auto merged = mergeInputs(graph, input, *other)) f.fixes.push_back(*std::move(merged));
    return f;
}

/// A head with class names of its own, or in a network that has none: then its scores must be enough for the classes of the data.
void checkHead(const Graph& graph, const Analysis& analysis, const Node& head, const DataDescription& data,
               std::vector<Finding>& findings) {
    const Node* input = producer(graph, head, "label");
    if (!is(input, "input") || input->params.get<std::string>("target") != "class") return;
    if (!head.params.get<std::vector<std::string>>("class_names").empty()) return checkNames(head, data, findings);
    if (!classNamesOf(graph, head).empty()) return;
    const auto classes = static_cast<std::int64_t>(data.classNames.size());
    if (auto f = classesFinding(graph, head, scoresOf(graph, analysis, head), classes)) findings.push_back(*std::move(f));
}

}  // namespace

std::vector<std::optional<std::size_t>> fieldsFor(std::span<const WantedField> wanted, const DataDescription& data) {
    std::vector<std::optional<std::size_t>> out(wanted.size());
    std::set<std::size_t> taken;
    for (std::size_t w = 0; w < wanted.size(); ++w)
        for (std::size_t i = 0; i < data.fields.size(); ++i)
            if (data.fields[i].name == wanted[w].name && (wanted[w].label || taken.insert(i).second)) out[w] = i;
    for (std::size_t w = 0; w < wanted.size(); ++w) {
        std::vector<std::size_t> left;
        for (std::size_t i = 0; i < data.fields.size(); ++i)
            if (isLabel(data.fields[i]) == wanted[w].label && (wanted[w].label || !taken.contains(i))) left.push_back(i);
        if (out[w] || left.size() != 1) continue;
        out[w] = left[0];
        if (!wanted[w].label) taken.insert(left[0]);
    }
    return out;
}

std::vector<Finding> dataFindings(const Graph& graph, const Analysis& analysis, const DataDescription& data) {
    std::vector<Finding> out;
    std::vector<const Node*> inputs = neededInputs(graph);
    const std::size_t needed = inputs.size();
    const std::set<const Node*> read(inputs.begin(), inputs.end());
    for (const auto& [id, node] : graph.nodes())
        if (is(node.get(), "input") && !read.contains(node.get())) inputs.push_back(node.get());
    const std::map<NodeId, Fed> fed = feed(inputs, data);
    std::set<std::string> names;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Fed& has = fed.at(inputs[i]->id);
        const bool first = names.insert(inputs[i]->params.get<std::string>("name")).second;  // else inputNames tells
        if (!has.value && first && i < needed) out.push_back(unfed(graph, *inputs[i], fed, data));
        InputCheck(*inputs[i], has, data, out).run();
    }
    for (const auto& [id, node] : graph.nodes())
        if (is(node.get(), "classify")) checkHead(graph, analysis, *node, data, out);
    return out;
}

void addDataFindings(const Graph& graph, Analysis& analysis, const DataDescription& data) {
    for (Finding& f : dataFindings(graph, analysis, data)) analysis.findings.push_back(std::move(f));
    std::stable_sort(analysis.findings.begin(), analysis.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.rank > b.rank; });
}

std::vector<Finding> allFindings(const Graph& graph, const DataDescription* data) {
    Analysis analysis = analyse(graph);
    if (data) addDataFindings(graph, analysis, *data);
    return std::move(analysis.findings);
}

std::vector<std::string> applyAllFixes(Graph& graph, const DataDescription* data) {
    std::vector<std::string> done;
    std::set<std::pair<NodeId, std::string>> tried;  // a fix that did not help is not tried again
    for (bool changed = true; changed;) {
        changed = false;
        for (const Finding& f : allFindings(graph, data)) {
            if (f.rank == Rank::Open || f.fixes.empty() || !tried.emplace(f.node, f.headline + f.fixes[0].label).second) continue;
            if (!f.fixes[0].apply(graph)) continue;
            done.push_back(f.fixes[0].label);
            changed = true;
            break;
        }
    }
    return done;
}

}  // namespace nw
