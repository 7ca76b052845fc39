// Sentences of shape inference as findings: a headline of at most 40 characters, the sentence below it.
#include "core/graph/rules.h"
#include "core/graph/rules/edits.h"

namespace nw::rules_of {
namespace {

/// "Conv2D cannot take this x", "Conv2D cannot have this filters".
std::string shortHeadline(const Node& node, const std::string& place) {
    const std::string label(node.op().label);
    const std::string tries[] = {node.op().input(place)   ? label + " cannot take this " + place
                                 : node.op().param(place) ? label + ": " + node.op().param(place)->doc.label + " does not fit"
                                                          : label + " does not fit here",
                                 label + " does not fit here", "This layer does not fit here"};
    for (const std::string& text : tries)
        if (charactersOf(text) <= 40) return text;
    return tries[2];
}

}  // namespace

void headlines(const Graph& graph, Analysis& analysis) {
    for (Finding& f : analysis.findings) {
        const Node* node = graph.find(f.node);
        if (!node || charactersOf(f.headline) <= 40) continue;
        const std::string full = f.place.empty() ? f.headline : f.place + " " + f.headline;
        if (f.message.find(f.headline) == std::string::npos)
            f.message = full + (full.ends_with('.') ? " " : ". ") + f.message;
        else
            f.message = full + ".";
        f.headline = shortHeadline(*node, f.place);
    }
}

}  // namespace nw::rules_of
