// quantizeRun: an int8 run from a trained float one.
#pragma once
#include "core/deploy/model.h"
#include "core/quant/quantization.h"

namespace nw {

struct QuantizeJob {
    std::string mode = "int8";
    std::string calibration;     ///< data specification (its train split); empty: the set that the run was trained on
    std::int64_t samples = 500;  ///< to measure ranges on
    std::filesystem::path out;   ///< the run folder to write; empty: beside the run
};

struct QuantizedRun {
    RunFolder folder;
    std::int64_t samples = 0;  ///< that were measured
    Int8Layers layers;         ///< at least one of them is int8
};

/// Nothing of an older run is lost when there is no room for the new one. Errors: Unsupported (mode, no layer that int8 knows),
/// Argument (not a float run), those of data and files, Cancelled.
Result<QuantizedRun> quantizeRun(const Engine& engine, const LoadedModel& model, const QuantizeJob& job, const JobHooks& hooks);

}  // namespace nw
