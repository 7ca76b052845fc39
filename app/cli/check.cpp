// netwright check: what is wrong with a project, and its totals.
#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/graph/analyse.h"

namespace nw::cli {
namespace {

class Check final : public Command {
public:
    const char* name() const override { return "check"; }
    const char* doc() const override { return "Look for mistakes in a project."; }
    void declare(Args& args) override { args.positional("PROJECT", path_, "A .netwright file."); }
    Result<void> run(Console& console) override {
        NW_TRY(const Project project, loadAnyProject(path_));
        const Analysis analysis = analyse(project.graph);
        int faults = 0;
        for (const Finding& f : analysis.findings) {
            if (f.rank == Rank::Open) continue;
            faults += f.rank == Rank::Contradiction || f.rank == Rank::Blocker;
            const Node* node = nodeOf(project.graph, f);
            const std::string where = node ? node->name : "network";
            nlohmann::json j{
                {"rank", nameOf(f.rank)}, {"node", where}, {"place", f.place}, {"headline", f.headline}, {"message", f.message}};
            for (const Patch& fix : f.fixes) j["fixes"].push_back(fix.label);
            console.print(j, std::string(nameOf(f.rank)) + ": " + where + ": " + f.headline + ". " + f.message +
                                 (f.fixes.empty() ? "" : " Fix: " + f.fixes[0].label + "."));
        }
        printTotals(console, project, analysis);
        if (faults > 0)
            return fail(Code::Argument, path_,
                        std::to_string(faults) + (faults == 1 ? " problem" : " problems") + " must be solved before training");
        return {};
    }

private:
    static void printTotals(Console& console, const Project& project, const Analysis& analysis) {
        const std::int64_t parameters = parameterCount(project.graph, analysis);
        const auto nodes = static_cast<std::int64_t>(project.graph.nodes().size());
        console.print({{"nodes", nodes}, {"parameters", parameters}},
                      std::to_string(nodes) + " nodes, " + std::to_string(parameters) + " parameters");
    }

    std::string path_;
};

}  // namespace

std::unique_ptr<Command> makeCheck() { return std::make_unique<Check>(); }

}  // namespace nw::cli
