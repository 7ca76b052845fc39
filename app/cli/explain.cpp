// netwright explain: the program that a project becomes, and the kernels that run it.
#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "core/op/registry.h"

namespace nw::cli {
namespace {

class Explain final : public Command {
public:
    const char* name() const override { return "explain"; }
    const char* doc() const override { return "Show the program that a project becomes, and its kernels."; }
    void declare(Args& args) override {
        args.positional("PROJECT", path_, "A .netwright file.");
        args.option("--phase", phase_, "training (default), evaluation or inference.");
        args.option("--batch", batch_, "Samples at once.");
    }
    Result<void> run(Console& console) override {
        NW_TRY(const Project project, loadAnyProject(path_));
        NW_TRY(const Program program, compile(project));
        if (!console.json) console.print({}, nw::print(*program.module, program.main));
        ExecutableOptions options = console.engine().executable(phase_ == "training" ? Phase::Training : Phase::Inference);
        for (std::size_t i = 0; i < program.next.size(); ++i) options.inPlace.emplace_back(program.stateParam(program.next[i]), i);
        Executable executable(program.module, program.main, options);
        NW_RETURN_IF_ERROR(executable.bind({{"batch", batch_ > 0 ? batch_ : project.training.batch}}));
        for (const InstructionProfile& row : executable.profile()) {
            std::string shapes;
            for (const TensorType& t : row.outputs) shapes += (shapes.empty() ? "" : ", ") + textOf(t.extents);
            console.print(
                {{"name", row.name}, {"op", row.op}, {"kernel", row.implementation}, {"chunks", row.chunks}, {"outputs", shapes}},
                row.op + "\t" + row.implementation + "\t" + std::to_string(row.chunks) + " chunks\t" + shapes + "\t" + row.name);
        }
        console.print({{"memory_bytes", executable.plannedBytes()}},
                      "planned memory: " + std::to_string(executable.plannedBytes() / 1000) + " kB");
        return {};
    }

private:
    Result<Program> compile(const Project& project) const {
        if (phase_ == "evaluation") return evaluationProgram(project.graph);
        if (phase_ == "inference") return inferenceProgram(project.graph);
        if (phase_ != "training")
            return fail(Code::Argument, "--phase", "\"" + phase_ + "\" is not a phase",
                        "Choose training, evaluation or inference.");
        return trainingProgram(project.graph, Params(operatorById(project.training.optimizer)));
    }

    std::string path_, phase_ = "training";
    std::int64_t batch_ = 0;
};

}  // namespace

std::unique_ptr<Command> makeExplain() { return std::make_unique<Explain>(); }

}  // namespace nw::cli
