// Evaluation: how well a model does on a set. One object that pages and the command line share.
#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "core/compile/compile.h"
#include "core/train/data_binding.h"

namespace nw {

/// What a model said about one sample.
struct SampleAnswer {
    std::int64_t index = 0;            ///< in the set that was evaluated, also where only some were
    std::int32_t truth = 0, said = 0;  ///< classes
    float certainty = 0;               ///< the probability of what was said, 0…1
    bool operator==(const SampleAnswer&) const = default;
};

struct Evaluation {
    std::int64_t samples = 0;
    double loss = 0;
    std::map<std::string, double> metrics;  ///< "accuracy", ...; means over samples
    std::vector<std::string> classNames;
    std::vector<std::vector<std::int64_t>> confusion;  ///< [true][said]; empty without classes
    double seconds = 0;
    std::vector<SampleAnswer> answers;  ///< in the order of the set; where EvaluateOptions::keepAnswers asks for them

    double accuracy() const;  ///< 0 when there is none
};

/// All but the answers.
nlohmann::json toJson(const Evaluation& evaluation);

struct EvaluateOptions {
    std::int64_t batch = 128;
    std::int64_t limit = 0;    ///< at most this many samples, evenly spaced; 0: all
    bool keepAnswers = false;  ///< fill Evaluation::answers; needs classes
    std::stop_token stop;
    std::function<void(std::int64_t done, std::int64_t total)> progress;  ///< after each batch; may be empty
};

/// Runs an evaluation program over a set. `state` in the program's order. Errors: of the data, of kernels, Cancelled.
Result<Evaluation> evaluate(Runner& runner, std::span<const Tensor> state, std::shared_ptr<const Dataset> set, ThreadPool& pool,
                            const EvaluateOptions& options);

/// The same for a program with predictions alone (an imported model): accuracy and confusion from the labels of the set.
Result<Evaluation> evaluatePredictions(Runner& runner, std::span<const Tensor> state, std::shared_ptr<const Dataset> set,
                                       ThreadPool& pool, const EvaluateOptions& options);

}  // namespace nw
