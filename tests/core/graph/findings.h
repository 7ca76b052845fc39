// Looking at findings in tests: each fix must remove its finding, and its inverse must restore every byte.
#pragma once
#include <algorithm>

#include "core/graph/analyse.h"
#include "core/graph/project.h"
#include "tests/core/graph/documents.h"

namespace nw {

inline const Finding* findingWith(const std::vector<Finding>& findings, std::string_view part) {
    for (const Finding& f : findings)
        if (f.headline.find(part) != std::string::npos) return &f;
    return nullptr;
}

inline std::ptrdiff_t charactersOf(std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

inline std::string listed(const std::vector<Finding>& findings) {
    std::string out;
    for (const Finding& f : findings) out += std::string(nameOf(f.rank)) + ": " + f.headline + " | " + f.message + "\n";
    return out;
}

inline std::string textOf(const Graph& graph) { return toText(Project{graph, {}, {}}); }

/// Ranks that stop training.
inline std::ptrdiff_t faults(const std::vector<Finding>& findings) {
    return std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.rank >= Rank::Contradiction; });
}

using Look = std::function<std::vector<Finding>(const Graph&)>;
inline std::vector<Finding> analysed(const Graph& graph) { return analyse(graph).findings; }

/// The network has a finding of this headline and rank; every fix removes it without making the network worse, and its inverse
/// gives the same bytes as before. Answers the labels of the fixes.
inline std::vector<std::string> fixes(const Graph& graph, std::string_view headline, Rank rank, const Look& look = analysed) {
    std::vector<std::string> labels;
    const std::vector<Finding> before = look(graph);
    const Finding* f = findingWith(before, headline);
    EXPECT_TRUE(f) << headline << " is not among\n" << listed(before);
    if (!f) return labels;
    EXPECT_EQ(f->rank, rank) << nameOf(f->rank);
    EXPECT_NE(f->message, "");
    EXPECT_FALSE(f->fixes.empty()) << f->headline;
    for (const Patch& fix : f->fixes) {
        EXPECT_NE(fix.label, "");
        EXPECT_LE(charactersOf(fix.label), 40) << fix.label;
        labels.push_back(fix.label);
        Graph fixed = graph;
        const auto inverse = fix.apply(fixed);
        EXPECT_TRUE(inverse) << fix.label << ": " << inverse.error().text();
        if (!inverse) continue;
        EXPECT_NE(textOf(fixed), textOf(graph)) << fix.label << " changes nothing";
        const std::vector<Finding> after = look(fixed);
        const Finding* still = findingWith(after, headline);
        EXPECT_FALSE(still && still->node == f->node) << fix.label << " leaves\n" << listed(after);
        EXPECT_LE(faults(after), faults(before)) << fix.label << " leaves\n" << listed(after);
        EXPECT_TRUE(inverse->apply(fixed));
        EXPECT_EQ(textOf(fixed), textOf(graph)) << fix.label;
    }
    return labels;
}

/// Pictures of one size, rescaled.
inline Attrs image(std::int64_t size, std::int64_t channels = 1) {
    return {{"shape", Ints{size, size, channels}}, {"rescale", 1.0 / 255}};
}

}  // namespace nw
