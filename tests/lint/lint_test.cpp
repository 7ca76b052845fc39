// Rules of the source tree: who includes whom, sizes of files, first sentences, operator ids, packages of the build.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;
const fs::path root = NW_SOURCE_DIR;

std::string textOf(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// Files of the project with one of these endings, relative to the root, sorted. Build folders and hidden ones are not part of it.
std::vector<std::string> filesWith(const std::set<std::string>& endings) {
    std::vector<std::string> out;
    for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
        const std::string name = it->path().filename().string();
        const bool skipped = name.starts_with(".") || name == "build" || name == "out" || name == "corpus" || name == "third_party";
        if (it->is_directory() && skipped) it.disable_recursion_pending();
        if (it->is_regular_file() && (endings.contains(it->path().extension().string()) || endings.contains(name)))
            out.push_back(fs::relative(it->path(), root).generic_string());
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> sources() { return filesWith({".h", ".cpp", ".cu"}); }

/// `path` lies in `folder`.
bool within(const std::string& path, const std::string& folder) { return path == folder || path.starts_with(folder + "/"); }

class IncludeRules {
public:
    IncludeRules() {
        for (const std::string& line : linesOf(textOf(root / "tests/lint/include_rules.txt"))) {
            const auto colon = line.find(':');
            if (line.starts_with("#") || colon == std::string::npos) continue;
            std::istringstream words(line.substr(colon + 1));
            std::vector<std::string>& allowed = rules_[line.substr(0, colon)];
            for (std::string word; words >> word;) allowed.push_back(word);
        }
    }
    /// The longest folder of the table that `path` lies in; empty when there is none.
    std::string folderOf(const std::string& path) const {
        std::string best;
        for (const auto& [folder, allowed] : rules_)
            if (within(path, folder) && folder.size() > best.size()) best = folder;
        return best;
    }
    bool allows(const std::string& from, const std::string& included) const {
        std::set<std::string> seen;
        std::vector<std::string> stack{from};
        while (!stack.empty()) {
            const std::string folder = stack.back();
            stack.pop_back();
            if (!seen.insert(folder).second) continue;
            if (within(included, folder)) return true;
            if (const auto it = rules_.find(folder); it != rules_.end())
                stack.insert(stack.end(), it->second.begin(), it->second.end());
        }
        return false;
    }
    bool empty() const { return rules_.empty(); }

private:
    std::map<std::string, std::vector<std::string>> rules_;
};

/// The quoted includes of a file, with line numbers.
std::vector<std::pair<int, std::string>> includesOf(const std::string& path) {
    std::vector<std::pair<int, std::string>> out;
    int number = 0;
    for (const std::string& line : linesOf(textOf(root / path))) {
        ++number;
        const auto hash = line.find_first_not_of(' ');
        if (hash == std::string::npos || line.compare(hash, 9, "#include ") != 0) continue;
        const auto begin = line.find('"'), end = line.rfind('"');
        if (begin != std::string::npos && end > begin) out.emplace_back(number, line.substr(begin + 1, end - begin - 1));
    }
    return out;
}

TEST(Lint, FoldersIncludeWhatTheyMay) {
    const IncludeRules rules;
    ASSERT_FALSE(rules.empty());
    for (const std::string& path : sources()) {
        const std::string folder = rules.folderOf(path);
        EXPECT_NE(folder, "") << path << " lies in no folder of include_rules.txt";
        for (const auto& [line, included] : includesOf(path)) {
            if (included.ends_with("_generated.h") || included.ends_with(".pb.h")) continue;  // made from schemas by the build
            if (!fs::exists(root / included)) {
                EXPECT_TRUE(included.find('/') == std::string::npos || !rules.folderOf(included).size())
                    << path << ":" << line << " includes " << included << ", which does not exist";
                continue;
            }
            EXPECT_TRUE(rules.allows(folder, included)) << path << ":" << line << " includes " << included;
        }
    }
}

TEST(Lint, OperatorsIncludeTheBuilderOnly) {
    const std::set<std::string> allowed{"core/op/define.h",  "core/op/adam.h",      "core/op/fans.h",
                                        "core/op/pooling.h", "core/op/reduction.h", "core/op/resample.h",
                                        "core/op/window.h",  "core/base/philox.h",  "core/base/bilinear.h"};
    for (const std::string& path : sources()) {
        if (!path.starts_with("core/ops/") || path == "core/ops/registry.cpp") continue;
        EXPECT_TRUE(path.ends_with(".cpp")) << path;
        for (const auto& [line, included] : includesOf(path))
            EXPECT_TRUE(allowed.contains(included)) << path << ":" << line << " includes " << included;
    }
}

TEST(Lint, OperatorFilesAreNamedAfterTheirOperator) {
    const std::regex definition(R"(NW_OPERATOR\((\w+)\))"), builder("Op<[^>]*>\\(\"(\\w+)\"");
    for (const std::string& path : sources()) {
        if (!path.starts_with("core/ops/") || path == "core/ops/registry.cpp") continue;
        const std::string id = fs::path(path).stem().string(), text = textOf(root / path);
        std::smatch m;
        ASSERT_TRUE(std::regex_search(text, m, definition)) << path;
        EXPECT_EQ(m[1].str(), id) << path;
        ASSERT_TRUE(std::regex_search(text, m, builder)) << path;
        EXPECT_EQ(m[1].str(), id) << path;
        EXPECT_NE(text.find("namespace nw::ops::" + id + " {"), std::string::npos) << path;
    }
}

TEST(Lint, FilesAreSmall) {
    for (const std::string& path : sources()) {
        const std::size_t lines = linesOf(textOf(root / path)).size();
        if (path.starts_with("core/ops/")) {
            EXPECT_LE(lines, 200u) << path << ": an operator has at most 200 lines";
        } else {
            EXPECT_LE(lines, 600u) << path << ": split it";
            if (lines > 400) std::printf("warning: %s has %zu lines, more than 400\n", path.c_str(), lines);
        }
    }
}

TEST(Lint, FilesBeginWithASentence) {
    for (const std::string& path : filesWith({".h", ".cpp", ".cu", "CMakeLists.txt", ".cmake", ".py"})) {
        std::string comment;
        const std::string sign = path.ends_with(".txt") || path.ends_with(".cmake") || path.ends_with(".py") ? "#" : "//";
        for (const std::string& line : linesOf(textOf(root / path))) {
            if (line.starts_with("#!")) continue;
            if (!line.starts_with(sign)) {
                if (path.ends_with(".py") && line.starts_with("\"\"\"")) comment += " " + line.substr(3);
                break;
            }
            comment += " " + line.substr(sign.size());
        }
        if (textOf(root / path).size() < 2) continue;
        EXPECT_GE(comment.size(), 8u) << path << " does not say what it is";
        EXPECT_NE(comment.find('.'), std::string::npos) << path << " does not begin with a sentence:" << comment;
    }
}

/// Words are put together here so that this file does not hold them.
TEST(Lint, NothingLeftToDoAndNothingOfOneMachine) {
    const std::vector<std::string> words{std::string("TO") + "DO", std::string("FIX") + "ME", std::string("XX") + "X:"};
    const std::regex home("(^|[^A-Za-z0-9_.])/(" + std::string("ho") + "me|ro" + "ot|Use" + "rs|wo" + "rk)/");
    for (const std::string& path :
         filesWith({".h", ".cpp", ".cu", "CMakeLists.txt", ".cmake", ".py", ".json", ".md", ".txt", "run", "test"})) {
        int number = 0;
        for (const std::string& line : linesOf(textOf(root / path))) {
            ++number;
            for (const std::string& w : words) EXPECT_EQ(line.find(w), std::string::npos) << path << ":" << number << " " << w;
            EXPECT_FALSE(std::regex_search(line, home)) << path << ":" << number << " names a folder of one machine: " << line;
        }
    }
}

/// One table names colours; Qt::transparent says that there is none.
TEST(Lint, ColoursAreTokens) {
    const std::regex literal(
        R"(#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}"|QColor\(\s*[0-9]|QColor\(\s*["']|QColor\{\s*[0-9"]|qRgba?\(\s*[0-9]|fromRgb(F|a)?\(\s*[0-9]|fromHs[lv]F?\(\s*[0-9]|0[xX][Ff]{2}[0-9A-Fa-f]{6}\b)"
        R"(|Qt::(white|black|red|dark\w+|green|blue|cyan|magenta|yellow|gray|grey|lightGray)\b|QColorConstants)");
    for (const std::string& path : sources()) {
        if ((!path.starts_with("widgets/") && !path.starts_with("ui/") && !path.starts_with("examples/")) ||
            path == "widgets/theme/tokens.cpp")
            continue;
        int number = 0;
        for (const std::string& line : linesOf(textOf(root / path))) {
            ++number;
            EXPECT_FALSE(std::regex_search(line, literal)) << path << ":" << number << " names a colour: " << line;
            EXPECT_EQ(line.find("setStyleSheet"), std::string::npos) << path << ":" << number << " has a style sheet";
        }
    }
    EXPECT_TRUE(std::regex_search("QColor(12, 3, 4)", literal) && std::regex_search("= \"#A85500\";", literal) &&
                std::regex_search("Qt::red)", literal) && !std::regex_search("Qt::transparent", literal));
}

/// Names that the build looks for, by the file that does.
std::map<std::string, std::string> namesOfTheBuild() {
    const std::regex find(R"((?:find_package|find_program)\(\s*(\w+)(?:\s+([\w.+-]+))?)"),
        modules(R"(pkg_check_modules\(([^)]*)\))");
    std::map<std::string, std::string> out;
    for (const std::string& path : filesWith({"CMakeLists.txt", ".cmake"}))
        for (const std::string& line : linesOf(textOf(root / path))) {
            if (line.find_first_not_of(' ') != std::string::npos && line[line.find_first_not_of(' ')] == '#') continue;
            std::smatch m;
            if (std::regex_search(line, m, find))
                out[line.find("find_program") != std::string::npos ? m[2].str() : m[1].str()] = path;
            if (!std::regex_search(line, m, modules)) continue;
            std::istringstream words(m[1].str());
            std::string word;
            words >> word;  // the prefix
            while (words >> word)
                if (!std::all_of(word.begin(), word.end(),
                                 [](char c) { return std::isupper(static_cast<unsigned char>(c)) || c == '_'; }))
                    out[word.substr(0, word.find_first_of("<>="))] = path;
        }
    return out;
}

TEST(Lint, PackagesOfTheBuildAreListed) {
    std::set<std::string> listed{"Threads", "OpenMP"};  // belong to the compiler
    for (const std::string& line : linesOf(textOf(root / "tools/packages.txt"))) {
        std::istringstream words(line);
        std::string package, name, more;
        if (line.empty() || line.starts_with("#")) continue;
        ASSERT_TRUE(words >> package >> name) << line;
        EXPECT_FALSE(words >> more) << line;
        listed.insert(name);
    }
    const auto names = namesOfTheBuild();
    EXPECT_TRUE(names.contains("GTest"));
    for (const auto& [name, path] : names)
        EXPECT_TRUE(listed.contains(name)) << name << " of " << path << " is not in tools/packages.txt";
}

}  // namespace
