// netwright check: what is wrong with a project, its totals, and repairs.
#include <charconv>

#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/graph/data_rules.h"
#include "core/train/data_binding.h"

namespace nw::cli {
namespace {

class Check final : public Command {
public:
    const char* name() const override { return "check"; }
    const char* doc() const override { return "Look for mistakes in a project, and repair them."; }
    void declare(Args& args) override {
        args.positional("PROJECT", path_, "A .netwright file.");
        args.option("--data", data_, "A set: compare it with what Input stores.");
        args.option("--fix", fix_, "all, or the number of a finding as they are listed: apply its first fix.");
        args.option("-o,--output", out_, "With --fix: the project file to write; default: PROJECT itself.");
    }

    Result<void> run(Console& console) override {
        NW_TRY(Project project, loadAnyProject(path_));
        std::optional<DataDescription> data;
        if (!data_.empty()) {
            NW_TRY(const DatasetSplits splits, console.open(data_, static_cast<std::uint64_t>(project.training.seed)));
            data = describe(splits.train->spec());
        }
        const DataDescription* description = data ? &*data : nullptr;
        if (!fix_.empty()) NW_RETURN_IF_ERROR(repair(console, project, description));
        Analysis analysis = analyse(project.graph);
        if (data) addDataFindings(project.graph, analysis, *data);
        const int faults = list(console, project.graph, shown(analysis.findings));
        printTotals(console, project.graph, analysis);
        if (faults > 0)
            return fail(Code::Argument, path_,
                        std::to_string(faults) + (faults == 1 ? " problem" : " problems") + " must be solved before training");
        return {};
    }

private:
    /// What people see: everything but open ports.
    static std::vector<Finding> shown(std::vector<Finding> findings) {
        std::erase_if(findings, [](const Finding& f) { return f.rank == Rank::Open; });
        return findings;
    }

    Result<void> repair(Console& console, Project& project, const DataDescription* data) const {
        std::vector<std::string> done;
        if (fix_ == "all") {
            done = applyAllFixes(project.graph, data);
        } else {
            const std::vector<Finding> findings = shown(allFindings(project.graph, data));
            std::size_t number = 0;
            const auto read = std::from_chars(fix_.data(), fix_.data() + fix_.size(), number);
            if (read.ec != std::errc() || read.ptr != fix_.data() + fix_.size() || number < 1 || number > findings.size())
                return fail(Code::Argument, "--fix", "\"" + fix_ + "\" is no finding",
                            findings.empty() ? "There are none." : "Choose all or 1 to " + std::to_string(findings.size()) + ".");
            const Finding& f = findings[number - 1];
            if (f.fixes.empty()) return fail(Code::Argument, "--fix", "\"" + f.headline + "\" has no fix", f.message);
            NW_RETURN_IF_ERROR(f.fixes[0].apply(project.graph));
            done = {f.fixes[0].label};
        }
        NW_RETURN_IF_ERROR(saveProject(project, out_.empty() ? path_ : out_));
        for (const std::string& label : done) console.print({{"fixed", label}}, "fixed: " + label);
        return {};
    }

    /// Answers how many forbid training.
    static int list(Console& console, const Graph& graph, const std::vector<Finding>& findings) {
        int faults = 0;
        for (const Finding& f : findings) {
            faults += f.rank == Rank::Contradiction || f.rank == Rank::Blocker;
            const Node* node = nodeOf(graph, f);
            const std::string where = node ? node->name : "network";
            nlohmann::json j{
                {"rank", nameOf(f.rank)}, {"node", where}, {"place", f.place}, {"headline", f.headline}, {"message", f.message}};
            std::string fixes;
            for (const Patch& fix : f.fixes) {
                j["fixes"].push_back(fix.label);
                fixes += (fixes.empty() ? " Fix: " : ", or: ") + fix.label;
            }
            console.print(j, std::string(nameOf(f.rank)) + ": " + where + ": " + f.headline + ". " + f.message +
                                 (fixes.empty() ? "" : fixes + "."));
        }
        return faults;
    }

    static void printTotals(Console& console, const Graph& graph, const Analysis& analysis) {
        const std::int64_t parameters = parameterCount(graph, analysis);
        const auto nodes = static_cast<std::int64_t>(graph.nodes().size());
        console.print({{"nodes", nodes}, {"parameters", parameters}},
                      std::to_string(nodes) + " nodes, " + std::to_string(parameters) + " parameters");
    }

    std::string path_, data_, fix_, out_;
};

}  // namespace

std::unique_ptr<Command> makeCheck() { return std::make_unique<Check>(); }

}  // namespace nw::cli
