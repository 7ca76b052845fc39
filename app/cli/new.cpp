// netwright new: a project from a template.
#include <filesystem>

#include "app/cli/command.h"
#include "core/deploy/model.h"
#include "resources/templates/templates.h"

namespace nw::cli {
namespace {

class New final : public Command {
public:
    const char* name() const override { return "new"; }
    const char* doc() const override { return "Write a project from a template."; }
    void declare(Args& args) override {
        args.positional("TEMPLATE", template_, "first-network, mlp, lenet, resnet20, resnet18 or mobilenetv2.");
        args.positional("PROJECT", path_, "The .netwright file to write.");
        args.flag("--force", force_, "Overwrite a file that exists.");
    }
    Result<void> run(Console& console) override {
        NW_TRY(const Project project, makeTemplate(template_));
        std::error_code error;
        if (!force_ && std::filesystem::is_regular_file(path_, error))
            return fail(Code::Argument, path_, "exists already", "Choose another name, or add --force.");
        NW_RETURN_IF_ERROR(saveProject(project, path_));
        console.print({{"project", path_}}, "wrote " + path_);
        return {};
    }

private:
    std::string template_, path_;
    bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> makeNew() { return std::make_unique<New>(); }

}  // namespace nw::cli
