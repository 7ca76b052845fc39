// The built-in set `digits`: handwritten digits made by code, in MNIST's format.
#pragma once
#include <cstdint>
#include <filesystem>

#include "core/base/files.h"
#include "core/base/thread_pool.h"
#include "core/data/dataset.h"

namespace nw::datasets {

constexpr std::int64_t DigitsForTraining = 60'000, DigitsForTest = 10'000;

/// Samples first...first+count-1 of the endless sequence of digits, one after the other: labels, and 28×28 bytes each.
struct DigitBlock {
    Bytes labels, pixels;
};

/// Draws samples on the pool (null: on this thread). The bits depend on `first` and `count` alone.
DigitBlock drawDigits(std::int64_t first, std::int64_t count, ThreadPool* pool);

/// The set: 60,000 images for training (samples 0...), the next 10,000 for test, no validation. It is drawn at first use and kept
/// in `cache` (created if missing); a damaged, old or missing file is made anew, and a folder that cannot be written costs only the
/// time to draw again (about a second on one core).
DatasetSplits openDigits(const std::filesystem::path& cache, ThreadPool* pool);

}  // namespace nw::datasets
