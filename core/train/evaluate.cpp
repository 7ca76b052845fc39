// Sums over batches.
#include "core/train/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace nw {

double Evaluation::accuracy() const {
    const auto it = metrics.find("accuracy");
    return it == metrics.end() ? 0 : it->second;
}

nlohmann::json toJson(const Evaluation& e) {
    nlohmann::json j{{"samples", e.samples}, {"loss", e.loss}, {"seconds", e.seconds}};
    for (const auto& [name, value] : e.metrics) j[name] = value;
    if (!e.confusion.empty()) j["confusion"] = e.confusion;
    if (!e.classNames.empty()) j["class_names"] = e.classNames;
    return j;
}

namespace {

/// Adds one batch of predictions [n, classes] with its labels to a confusion matrix.
void countPredictions(const Tensor& predictions, const Tensor& labels, Evaluation& e) {
    const std::int64_t classes = predictions.extents().back();
    if (e.confusion.empty())
        e.confusion.assign(static_cast<std::size_t>(classes), std::vector<std::int64_t>(static_cast<std::size_t>(classes), 0));
    const auto p = predictions.data<float>();
    const auto l = labels.data<std::int32_t>();
    for (std::size_t i = 0; i < l.size(); ++i) {
        const auto row = p.subspan(i * static_cast<std::size_t>(classes), static_cast<std::size_t>(classes));
        const auto said = static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
        if (l[i] >= 0 && l[i] < classes) ++e.confusion[static_cast<std::size_t>(l[i])][said];
    }
}

/// −log of the probability of `label`. Rows that are no probabilities (quantized ones add up to 1 roughly) are scores before a
/// softmax.
double crossEntropy(std::span<const float> row, std::size_t label) {
    double sum = 0, exps = 0, top = -std::numeric_limits<double>::infinity();
    bool probabilities = true;
    for (const float v : row) {
        sum += static_cast<double>(v);
        top = std::max(top, static_cast<double>(v));
        probabilities = probabilities && v >= 0 && v <= 1.001F;
    }
    const auto said = static_cast<double>(row[label]);
    if (probabilities && sum > 0.25 && sum < 2) return -std::log(std::max(1e-7, said));
    for (const float v : row) exps += std::exp(static_cast<double>(v) - top);
    return top + std::log(exps) - said;
}

/// Walks a set in order, batch by batch.
template <class Visit>
Result<void> forEachBatch(std::shared_ptr<const Dataset> set, ThreadPool& pool, const EvaluateOptions& options, Visit visit) {
    Pipeline pipeline(set, {.batch = std::min(options.batch, set->size()), .shuffle = false}, pool);
    pipeline.startEpoch(0);
    Batch batch;
    for (std::int64_t done = 0;;) {
        if (options.stop.stop_requested()) return fail(Code::Cancelled, "evaluate", "was stopped");
        NW_TRY(const bool more, pipeline.next(batch));
        if (!more) return {};
        NW_RETURN_IF_ERROR(visit(batch));
        done += batch.count;
        if (options.progress) options.progress(done, set->size());
    }
}

bool countable(const Tensor& prediction, const Batch& batch, int label) {
    return label >= 0 && prediction.dtype() == DType::Float32 && prediction.extents().size() == 2 &&
           batch.fields[static_cast<std::size_t>(label)].dtype() == DType::Int32;
}

void finish(Evaluation& e, std::chrono::steady_clock::time_point start) {
    e.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (e.samples == 0) return;
    e.loss /= static_cast<double>(e.samples);
    for (auto& [name, value] : e.metrics) value /= static_cast<double>(e.samples);
}

Result<std::shared_ptr<const Dataset>> prepared(const Program& program, std::shared_ptr<const Dataset> set,
                                                const EvaluateOptions& options) {
    NW_TRY(auto fitted, fitImages(program, std::move(set)));
    if (options.limit > 0) fitted = limited(std::move(fitted), options.limit);
    if (fitted->size() == 0) return fail(Code::Argument, "data", "the set is empty");
    return fitted;
}

}  // namespace

Result<Evaluation> evaluate(Runner& runner, std::span<const Tensor> state, std::shared_ptr<const Dataset> given, ThreadPool& pool,
                            const EvaluateOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const Program& program = runner.program();
    NW_TRY(auto set, prepared(program, std::move(given), options));
    NW_TRY(DataBinding binding, DataBinding::create(program, set->spec()));
    Evaluation e;
    e.classNames = !program.classNames.empty() ? program.classNames : set->spec().classNames;
    const auto visit = [&](const Batch& batch) -> Result<void> {
        NW_TRY(const auto outputs, runner.run(binding.inputs(batch), state));
        const auto count = static_cast<double>(batch.count);
        for (std::size_t i = 0; i < program.outputs.size(); ++i) {
            const OutputSpec& o = program.outputs[i];
            if (o.role == OutputRole::Loss) e.loss += toDoubles(outputs[i])[0] * count;
            if (o.role == OutputRole::Metric) e.metrics[o.name] += toDoubles(outputs[i])[0] * count;
        }
        if (countable(outputs[0], batch, binding.labelField()))
            countPredictions(outputs[0], batch.fields[static_cast<std::size_t>(binding.labelField())], e);
        e.samples += batch.count;
        return {};
    };
    NW_RETURN_IF_ERROR(forEachBatch(set, pool, options, visit));
    finish(e, start);
    return e;
}

Result<Evaluation> evaluatePredictions(Runner& runner, std::span<const Tensor> state, std::shared_ptr<const Dataset> given,
                                       ThreadPool& pool, const EvaluateOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    NW_TRY(auto set, prepared(runner.program(), std::move(given), options));
    NW_TRY(DataBinding binding, DataBinding::create(runner.program(), set->spec()));
    const auto label = set->spec().find("label");
    if (!label) return fail(Code::NotFound, "data", "the set has no labels", "Choose a set with classes.");
    Evaluation e;
    e.classNames = set->spec().classNames;
    double logs = 0;
    const auto visit = [&](const Batch& batch) -> Result<void> {
        NW_TRY(const auto outputs, runner.run(binding.inputs(batch), state));
        if (!countable(outputs[0], batch, static_cast<int>(*label)))
            return fail(Code::Type, "predictions", "are not one row of scores for each sample");
        countPredictions(outputs[0], batch.fields[*label], e);
        const auto p = outputs[0].data<float>();
        const auto l = batch.fields[*label].data<std::int32_t>();
        const auto classes = static_cast<std::size_t>(outputs[0].extents().back());
        for (std::size_t i = 0; i < l.size(); ++i)
            if (l[i] >= 0 && static_cast<std::size_t>(l[i]) < classes)
                logs += crossEntropy(p.subspan(i * classes, classes), static_cast<std::size_t>(l[i]));
        e.samples += batch.count;
        return {};
    };
    NW_RETURN_IF_ERROR(forEachBatch(set, pool, options, visit));
    std::int64_t right = 0;
    for (std::size_t i = 0; i < e.confusion.size(); ++i) right += e.confusion[i][i];
    e.metrics["accuracy"] = static_cast<double>(right);
    e.loss = logs;
    finish(e, start);
    return e;
}

}  // namespace nw
