// The file form of layouts.
#include "ui/document/layout.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace nw::ui {

using nlohmann::json;

std::filesystem::path layoutPathOf(const std::filesystem::path& project) {
    std::filesystem::path path = project;
    path += ".layout";
    return path;
}

std::string toText(const Layout& layout) {
    json nodes = json::object();
    for (const auto& [id, at] : layout.positions) nodes[textOf(id)]["at"] = {std::lround(at.x()), std::lround(at.y())};
    for (const NodeId id : layout.expanded) nodes[textOf(id)]["expanded"] = true;
    return json{{"netwright_layout", 1}, {"nodes", std::move(nodes)}}.dump(1) + "\n";
}

Layout layoutFromText(std::string_view text) {
    Layout layout;
    const json j = json::parse(text, nullptr, false);
    if (!j.is_object() || !j.contains("nodes") || !j["nodes"].is_object()) return layout;
    for (const auto& [key, node] : j["nodes"].items()) {
        NodeId id = 0;
        const auto read = std::from_chars(key.data(), key.data() + key.size(), id, 16);
        if (read.ec != std::errc() || read.ptr != key.data() + key.size() || id == 0 || !node.is_object()) continue;
        const json at = node.value("at", json());
        constexpr double most = 1e7;
        if (at.is_array() && at.size() == 2 && at[0].is_number() && at[1].is_number() && std::abs(at[0].get<double>()) < most &&
            std::abs(at[1].get<double>()) < most)
            layout.positions[id] = {at[0].get<double>(), at[1].get<double>()};
        if (node.value("expanded", json(false)) == true) layout.expanded.insert(id);
    }
    return layout;
}

}  // namespace nw::ui
