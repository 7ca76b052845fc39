// Args: the options of one subcommand, bound to variables. Hides the parser, which is slow to compile.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nw::cli {

class Args {
public:
    struct Parser;
    explicit Args(Parser& parser) : parser_(parser) {}

    /// Values without a name, in order.
    void positional(const char* name, std::string& target, const char* doc);
    void positional(const char* name, std::vector<std::string>& target, const char* doc);
    void optionalPositional(const char* name, std::string& target, const char* doc);
    void option(const char* names, std::string& target, const char* doc);
    void option(const char* names, std::vector<std::string>& target, const char* doc);
    /// Numbers below `least` are wrong usage.
    void option(const char* names, std::int64_t& target, const char* doc, std::int64_t least = 0);
    void option(const char* names, std::optional<std::int64_t>& target, const char* doc, std::int64_t least = 0);
    void option(const char* names, double& target, const char* doc, double least = 0);
    void flag(const char* names, bool& target, const char* doc);

private:
    Parser& parser_;
};

}  // namespace nw::cli
