// netwright explain: the passes that make a program of a project, and the kernels that run it.
#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/op/registry.h"

namespace nw::cli {
namespace {

class Explain final : public Command {
public:
    const char* name() const override { return "explain"; }
    const char* doc() const override { return "Show the passes that make a program of a project, and its kernels."; }
    void declare(Args& args) override {
        args.positional("PROJECT", path_, "A .netwright file.");
        args.option("--phase", phase_, "training (default), evaluation or inference.");
        args.option("--pass", pass_, "Print the whole program after this pass alone.");
        args.option("--batch", batch_, "Samples at once.");
    }
    Result<void> run(Console& console) override {
        NW_TRY(const Project project, loadAnyProject(path_));
        std::vector<std::string> names;
        bool printed = false;
        const auto observer = [&](const PassEvent& e) {
            names.emplace_back(e.name);
            if (pass_.empty()) printPass(console, e.name, e.doc, e.before, e.after);
            if (pass_ != e.name) return;
            printed = true;
            const std::string text = nw::print(e.module, e.function);
            console.print({{"pass", e.name}, {"program", text}}, text.substr(0, text.size() - 1));
        };
        NW_TRY(const Program program, compile(project, observer));
        if (pass_.empty()) return explainKernels(console, program, batch_ > 0 ? batch_ : project.training.batch);
        if (printed) return {};
        std::string known;
        for (const std::string& n : names) known += (known.empty() ? "" : ", ") + n;
        return fail(Code::Argument, "--pass", "\"" + pass_ + "\" is not a pass of this phase", "Choose one of " + known + ".");
    }

private:
    Result<Program> compile(const Project& project, const PassObserver& observer) const {
        if (phase_ == "evaluation") return evaluationProgram(project.graph, observer);
        if (phase_ == "inference") return inferenceProgram(project.graph, observer);
        if (phase_ != "training")
            return fail(Code::Argument, "--phase", "\"" + phase_ + "\" is not a phase",
                        "Choose training, evaluation or inference.");
        return trainingProgram(project.graph, Params(operatorById(project.training.optimizer)), observer);
    }

    static void printPass(Console& console, std::string_view pass, std::string_view doc, std::size_t before, std::size_t after) {
        std::string line(pass);
        line.resize(std::max<std::size_t>(line.size(), 14), ' ');
        line += std::to_string(before) + " -> " + std::to_string(after) + " nodes";
        line.resize(std::max<std::size_t>(line.size(), 36), ' ');
        console.print({{"pass", pass}, {"doc", doc}, {"nodes_before", before}, {"nodes_after", after}}, line + std::string(doc));
    }

    /// The passes that need sizes and devices: regions, place, plan memory, bind.
    Result<void> explainKernels(Console& console, const Program& program, std::int64_t batch) const {
        ExecutableOptions options = console.engine().executable(phase_ == "training" ? Phase::Training : Phase::Inference);
        for (std::size_t i = 0; i < program.next.size(); ++i) options.inPlace.emplace_back(program.stateParam(program.next[i]), i);
        Executable executable(program.module, program.main, options);
        NW_RETURN_IF_ERROR(executable.bind({{"batch", batch}}));
        const std::vector<InstructionProfile> rows = executable.profile();
        const std::size_t nodes = program.function().nodes.size(), units = rows.size();
        printPass(console, "regions", "What one kernel computes becomes one; views and constants need none.", nodes, units);
        printPass(console, "place", "Every kernel on cpu.", units, units);
        const std::string memory = std::to_string(executable.plannedBytes() / 1000) + " kB";
        printPass(console, "plan memory", memory + " for a batch of " + std::to_string(batch) + ".", units, units);
        printPass(console, "bind", "The kernels below, prepared for these sizes.", units, units);
        for (const InstructionProfile& row : rows) {
            std::string shapes;
            for (const TensorType& t : row.outputs) shapes += (shapes.empty() ? "" : ", ") + textOf(t.extents);
            console.print(
                {{"name", row.name}, {"op", row.op}, {"kernel", row.implementation}, {"chunks", row.chunks}, {"outputs", shapes}},
                row.op + "\t" + row.implementation + "\t" + std::to_string(row.chunks) + " chunks\t" + shapes + "\t" + row.name);
        }
        console.print({{"memory_bytes", executable.plannedBytes()}}, "planned memory: " + memory);
        return {};
    }

    std::string path_, phase_ = "training", pass_;
    std::int64_t batch_ = 0;
};

}  // namespace

std::unique_ptr<Command> makeExplain() { return std::make_unique<Explain>(); }

}  // namespace nw::cli
