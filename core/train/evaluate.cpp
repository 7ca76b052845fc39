// Sums over batches.
#include "core/train/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
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

/// Rows that are no probabilities (quantized ones add up to 1 roughly) are scores before a softmax.
bool areProbabilities(std::span<const float> row) {
    double sum = 0;
    for (const float v : row) {
        if (!(v >= 0 && v <= 1.001F)) return false;
        sum += static_cast<double>(v);
    }
    return sum > 0.25 && sum < 2;
}

/// log Σ exp(row).
double logSumExp(std::span<const float> row) {
    double exps = 0;
    const auto top = static_cast<double>(*std::max_element(row.begin(), row.end()));
    for (const float v : row) exps += std::exp(static_cast<double>(v) - top);
    return top + std::log(exps);
}

double probability(std::span<const float> row, std::size_t of) {
    const auto said = static_cast<double>(row[of]);
    return areProbabilities(row) ? std::min(1.0, said) : std::exp(said - logSumExp(row));
}

/// −log of the probability of `label`.
double crossEntropy(std::span<const float> row, std::size_t label) {
    const auto said = static_cast<double>(row[label]);
    return areProbabilities(row) ? -std::log(std::max(1e-7, said)) : logSumExp(row) - said;
}

/// Adds one batch of predictions [n, classes] with its labels to a confusion matrix, and to the answers where they are kept.
/// `first` is the place of the batch in the set.
void countPredictions(const Tensor& predictions, const Tensor& labels, std::int64_t first, bool keep, Evaluation& e) {
    const std::int64_t classes = predictions.extents().back();
    if (e.confusion.empty())
        e.confusion.assign(static_cast<std::size_t>(classes), std::vector<std::int64_t>(static_cast<std::size_t>(classes), 0));
    const auto p = predictions.data<float>();
    const auto l = labels.data<std::int32_t>();
    for (std::size_t i = 0; i < l.size(); ++i) {
        const auto row = p.subspan(i * static_cast<std::size_t>(classes), static_cast<std::size_t>(classes));
        const auto said = static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
        if (l[i] < 0 || l[i] >= classes) continue;
        ++e.confusion[static_cast<std::size_t>(l[i])][said];
        if (keep)
            e.answers.push_back({first + static_cast<std::int64_t>(i), l[i], static_cast<std::int32_t>(said),
                                 static_cast<float>(probability(row, said))});
    }
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

/// The answers of the first head that tells classes apart: one row of scores for each sample. Null where none does.
const Tensor* scoresIn(const Program& program, std::span<const Tensor> outputs, const Batch& batch, int label) {
    if (label < 0 || batch.fields[static_cast<std::size_t>(label)].dtype() != DType::Int32) return nullptr;
    for (std::size_t i = 0; i < program.outputs.size(); ++i)
        if (program.outputs[i].role == OutputRole::Prediction && outputs[i].dtype() == DType::Float32 &&
            outputs[i].extents().size() == 2 && outputs[i].extents().back() > 1)
            return &outputs[i];
    return nullptr;
}

/// `whole`: the size of the set of which at most `limit` elements were looked at.
void finish(Evaluation& e, std::int64_t whole, std::int64_t limit, std::chrono::steady_clock::time_point start) {
    if (limit > 0)
        for (SampleAnswer& a : e.answers) a.index = limitedIndex(whole, limit, a.index);
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
    const std::int64_t whole = given->size();
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
        if (const Tensor* scores = scoresIn(program, outputs, batch, binding.labelField()))
            countPredictions(*scores, batch.fields[static_cast<std::size_t>(binding.labelField())], e.samples, options.keepAnswers,
                             e);
        e.samples += batch.count;
        return {};
    };
    NW_RETURN_IF_ERROR(forEachBatch(set, pool, options, visit));
    finish(e, whole, options.limit, start);
    return e;
}

Result<Evaluation> evaluatePredictions(Runner& runner, std::span<const Tensor> state, std::shared_ptr<const Dataset> given,
                                       ThreadPool& pool, const EvaluateOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    const std::int64_t whole = given->size();
    NW_TRY(auto set, prepared(runner.program(), std::move(given), options));
    NW_TRY(DataBinding binding, DataBinding::create(runner.program(), set->spec()));
    const auto label = set->spec().find("label");
    if (!label) return fail(Code::NotFound, "data", "the set has no labels", "Choose a set with classes.");
    Evaluation e;
    e.classNames = set->spec().classNames;
    double logs = 0;
    const auto visit = [&](const Batch& batch) -> Result<void> {
        NW_TRY(const auto outputs, runner.run(binding.inputs(batch), state));
        const Tensor* scores = scoresIn(runner.program(), outputs, batch, static_cast<int>(*label));
        if (!scores) return fail(Code::Type, "predictions", "are not one row of scores for each sample");
        countPredictions(*scores, batch.fields[*label], e.samples, options.keepAnswers, e);
        const auto p = scores->data<float>();
        const auto l = batch.fields[*label].data<std::int32_t>();
        const auto classes = static_cast<std::size_t>(scores->extents().back());
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
    finish(e, whole, options.limit, start);
    return e;
}

}  // namespace nw
