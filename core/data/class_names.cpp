// Reads classes.txt.
#include "core/data/class_names.h"

#include "core/base/files.h"
#include "core/data/count_text.h"

namespace nw {

Result<std::vector<std::string>> classNamesFor(const std::filesystem::path& folder, int largestLabel) {
    const std::filesystem::path file = folder / "classes.txt";
    const auto classes = static_cast<std::size_t>(largestLabel) + 1;
    std::vector<std::string> names;
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        for (std::size_t i = 0; i < classes; ++i) names.push_back(std::to_string(i));
        return names;
    }
    NW_TRY(const std::string text, readText(file, 1 << 20));
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) names.push_back(std::move(line));
        at = end + 1;
    }
    if (names.size() < classes)
        return fail(Code::Format, file.string(),
                    "It names " + counted(names.size(), "class", "classes") + ", but there are labels up to " +
                        std::to_string(largestLabel),
                    "Write one name a line, in the order of the labels.");
    return names;
}

}  // namespace nw
