// Evaluations kept with their run: what the command line measured the pages show, and the other way round.
#pragma once
#include "core/train/evaluate.h"
#include "core/train/run_folder.h"

namespace nw {

/// Writes evaluation/<split>.json and, where there are answers, evaluation/<split>.answers.json. `data`: the specification of the
/// set. Error: Io.
Result<void> saveEvaluation(const RunFolder& run, const std::string& split, const std::string& data, const Evaluation& evaluation);

/// What was kept, with its answers; nothing where there is none, where it is of other data or of fewer than `samples` samples, or
/// older than the run's weights. Damaged files count as none.
std::optional<Evaluation> loadEvaluation(const RunFolder& run, const std::string& split, const std::string& data,
                                         std::int64_t samples);

}  // namespace nw
