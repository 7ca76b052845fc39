// Verification: the same samples through a written file, in a foreign runtime where there is one, and through this engine.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "core/deploy/model.h"

namespace nw {

/// A sample whose best class is another one in the file.
struct Difference {
    std::int64_t index = 0;  ///< in the split that was compared
    std::int32_t here = 0, there = 0;
    double margin = 0;  ///< how far the two best values lie apart here
    bool isNearTie() const { return margin < 0.1; }
};

struct Verification {
    std::string file, runtime, runtimeVersion;
    std::int64_t samples = 0;
    double maxAbsDifference = 0, top1Agreement = 0;
    std::string verdict;  ///< same, differs, unchecked
    std::string reason;   ///< why it was not checked by a foreign runtime
    std::vector<Difference> differing;
    Split split = Split::Test;                          ///< that was compared
    std::optional<double> accuracyHere, accuracyThere;  ///< where the set has labels
};

nlohmann::json toJson(const Verification& v);
/// What toJson wrote; nothing where it is not whole.
std::optional<Verification> verificationFrom(const nlohmann::json& json);

/// Whether the file does what the network does. Floats must agree to 1e-4 and 99 % of the best classes. int8: 99 % of the best
/// classes; or all values agree to 0.1 and only near ties get another class (a runtime may round otherwise than the reference).
bool saysTheSame(const Verification& v, bool quantized);

/// Compares on `samples` samples of the set's test split. `runtime`: litert, litert-ref or onnxruntime; called through a script run
/// by $NETWRIGHT_PYTHON (else python3). Where it is not installed the file is read back with our own reader and the verdict stays
/// "unchecked". The verdict is that of saysTheSame; for int8 in litert-ref every byte must be equal.
Result<Verification> verify(const Engine& engine, const LoadedModel& model, const std::string& file, const std::string& runtime,
                            const std::string& spec, std::int64_t samples, const JobHooks& hooks = {});

/// The runtime that a format is checked with: litert, onnxruntime.
std::string runtimeOf(std::string_view format);

}  // namespace nw
