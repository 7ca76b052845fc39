// netwright predict: what a model says about pictures.
#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/data/image_decode.h"

namespace nw::cli {
namespace {

class Predict final : public Command {
public:
    const char* name() const override { return "predict"; }
    const char* doc() const override { return "Ask a model about pictures."; }
    void declare(Args& args) override {
        args.positional("MODEL", path_, "A project, a run folder or a model file.");
        args.positional("INPUT", inputs_, "Picture files.");
        args.option("--top", top_, "How many classes to name.", 1);
    }
    Result<void> run(Console& console) override {
        NW_TRY(const LoadedModel model, console.load(path_));
        if (model.inference.inputs.size() != 1)
            return fail(Code::Unsupported, path_, "takes " + std::to_string(model.inference.inputs.size()) + " inputs at once",
                        "Use `netwright run` with .npy files.");
        const Type& type = model.inference.inputs[0].type;
        const auto e = type.shape->size() == 4 ? evaluate(*type.shape, {{"batch", 1}}) : std::nullopt;
        if (!e) return fail(Code::Unsupported, path_, "does not take pictures", "Use `netwright run` with .npy files.");
        Runner runner(model.inference, console.engine().executable(Phase::Inference));
        const std::vector<Tensor> input{Tensor::empty(DType::Float32, *e)};
        for (const std::string& file : inputs_) {
            if (console.stopToken().stop_requested()) return fail(Code::Cancelled, "predict", "was stopped");
            NW_TRY(const Bytes bytes, readFile(file, std::uint64_t{512} << 20));
            NW_RETURN_IF_ERROR(decodeImage(bytes, file, {(*e)[1], (*e)[2], (*e)[3]}, input[0].data<float>()));
            NW_TRY(const auto outputs, runner.run(input, {}));
            show(console, model, file, toDoubles(outputs[0]));
        }
        return {};
    }

private:
    void show(Console& console, const LoadedModel& model, const std::string& file, const std::vector<double>& scores) const {
        std::vector<std::size_t> order(scores.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
        nlohmann::json j{{"file", file}, {"scores", scores}};
        std::string text = file;
        for (std::size_t i = 0; i < order.size() && i < static_cast<std::size_t>(std::max<std::int64_t>(top_, 1)); ++i) {
            const std::string label = order[i] < model.classNames.size() ? model.classNames[order[i]] : std::to_string(order[i]);
            j["top"].push_back({{"class", label}, {"score", scores[order[i]]}});
            char line[64];
            std::snprintf(line, sizeof line, "  %.4f  ", scores[order[i]]);
            text += line + label;
        }
        console.print(j, text);
    }

    std::string path_;
    std::vector<std::string> inputs_;
    std::int64_t top_ = 3;
};

}  // namespace

std::unique_ptr<Command> makePredict() { return std::make_unique<Predict>(); }

}  // namespace nw::cli
