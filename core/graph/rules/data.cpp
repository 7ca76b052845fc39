// Input against a data set, and fixing one finding after another.
#include "core/graph/data_rules.h"

#include <algorithm>
#include <set>

#include "core/graph/rules/edits.h"

namespace nw {
namespace {

using namespace rules_of;
using Ints = std::vector<std::int64_t>;
using Field = DataDescription::Field;

std::string sizeText(std::int64_t height, std::int64_t width) { return textOf(Ints{height, width}); }

class InputCheck {
public:
    InputCheck(const Node& input, const DataDescription& data, std::vector<Finding>& findings)
        : input_(input), data_(data), findings_(findings) {}

    void run() {
        const Field* value = field(input_.params.get<std::string>("name"), false);
        if (value) checkValue(*value);
        const auto target = input_.params.get<std::string>("target");
        if (target == "none") return;
        const Field* label = field(input_.params.get<std::string>("label"), true);
        if (label)
            checkLabel(*label, target == "class");
        else
            add(Rank::Contradiction, "target", "The data have no labels", "Training needs something to learn about each element.",
                {{"Set target to nothing", {SetParam{input_.id, "target", std::string("none")}}}});
        if (target == "class" && label) checkClasses();
    }

private:
    /// By name, else the only one of its kind: labels are whole numbers or called so.
    const Field* field(const std::string& name, bool label) const {
        const Field* found = nullptr;
        for (const Field& f : data_.fields) {
            if (f.name == name) return &f;
            if ((isInteger(f.type.dtype) || f.name == "label") != label) continue;
            if (found) return nullptr;
            found = &f;
        }
        return found;
    }

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
        if (shape.size() == 3 && have.size() == 3) return checkImage(shape, have);
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

    void checkClasses() {
        const auto names = input_.params.get<std::vector<std::string>>("class_names");
        const std::size_t have = data_.classNames.size();
        if (have == 0 || names == data_.classNames) return;
        const std::string count = std::to_string(have);
        Patch take{"Take the " + count + " classes of the data", {set("class_names", data_.classNames)}};
        if (names.empty())
            add(Rank::Open, "class_names", "The classes have no names", "The data name " + count + " classes.", {take});
        else if (names.size() != have)
            add(Rank::Contradiction, "class_names", std::to_string(names.size()) + " classes, but the data have " + count,
                "Input must know the classes of its data.", {take});
        else
            add(Rank::Advice, "class_names", "The data name classes differently",
                "The first name that differs is \"" + firstOther(names) + "\".", {take});
    }

    std::string firstOther(const std::vector<std::string>& names) const {
        const auto at = std::mismatch(names.begin(), names.end(), data_.classNames.begin());
        return at.second->substr(0, 80);
    }

    const Node& input_;
    const DataDescription& data_;
    std::vector<Finding>& findings_;
};

}  // namespace

std::vector<Finding> dataFindings(const Graph& graph, const DataDescription& data) {
    std::vector<Finding> out;
    for (const auto& [id, node] : graph.nodes())
        if (is(node.get(), "input")) InputCheck(*node, data, out).run();
    return out;
}

std::vector<Finding> allFindings(const Graph& graph, const DataDescription* data) {
    std::vector<Finding> out = analyse(graph).findings;
    if (data)
        for (Finding& f : dataFindings(graph, *data)) out.push_back(std::move(f));
    std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) { return a.rank > b.rank; });
    return out;
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
