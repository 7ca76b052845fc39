// netwright eval: how well a model does on a set.
#include <cstdio>

#include "app/cli/command.h"
#include "core/train/evaluation_file.h"

namespace nw::cli {
namespace {

std::string table(const Evaluation& e) {
    char line[128];
    std::snprintf(line, sizeof line, "%lld samples  loss %.4f", static_cast<long long>(e.samples), e.loss);
    std::string text = line;
    for (const auto& [name, value] : e.metrics) {
        std::snprintf(line, sizeof line, " %.4f", value);
        text += "  " + name + line;
    }
    if (e.confusion.empty() || e.confusion.size() > 30) return text;
    text += "\nconfusion (row: true, column: said)";
    for (std::size_t r = 0; r < e.confusion.size(); ++r) {
        text += "\n" + (r < e.classNames.size() ? e.classNames[r] : std::to_string(r)) + "\t";
        for (const std::int64_t n : e.confusion[r]) {
            std::snprintf(line, sizeof line, "%6lld", static_cast<long long>(n));
            text += line;
        }
    }
    return text;
}

class Eval final : public Command {
public:
    const char* name() const override { return "eval"; }
    const char* doc() const override { return "Measure a model on a set."; }
    void declare(Args& args) override {
        args.positional("MODEL", path_, "A project, a run folder or a model file.");
        args.option("--data", data_,
                    "The set; the test split is used unless ?split= says otherwise. Default: the set it was trained on.");
        args.option("--batch", batch_, "Samples at once.", 1);
        args.option("--samples", samples_, "At most so many samples; 0: all.");
    }
    Result<void> run(Console& console) override {
        NW_TRY(const LoadedModel model, console.load(path_));
        const std::string spec = data_.empty() ? model.data : data_;
        NW_TRY(const DatasetSplits splits, console.open(spec, static_cast<std::uint64_t>(model.seed)));
        NW_TRY(const auto set, splits.choose(splits.test ? Split::Test : Split::Validation));
        EvaluateOptions options{.batch = batch_,
                                .limit = samples_,
                                .keepAnswers = true,
                                .stop = console.stopToken(),
                                .progress = [&](std::int64_t done, std::int64_t total) {
                                    console.progress(std::to_string(done) + " of " + std::to_string(total));
                                }};
        NW_TRY(const Evaluation e, evaluateModel(console.engine(), model, set, options));
        const std::string split = splits.wanted ? std::string(nw::nameOf(*splits.wanted)) : splits.test ? "test" : "validation";
        nlohmann::json j = toJson(e);
        j["split"] = split;
        console.print(j, table(e));
        if (model.run)
            if (const auto kept = saveEvaluation(*model.run, split, spec, e); !kept)
                console.note("Not kept: " + kept.error().text());
        return {};
    }

private:
    std::string path_, data_;
    std::int64_t batch_ = 128, samples_ = 0;
};

}  // namespace

std::unique_ptr<Command> makeEval() { return std::make_unique<Eval>(); }

}  // namespace nw::cli
