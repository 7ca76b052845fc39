// NumPy's .npy: one tensor in one file. Format: numpy.lib.format, versions 1 to 3.
#pragma once
#include "core/base/files.h"
#include "core/tensor/tensor.h"

namespace nw {

/// Both byte orders and both element orders; the answer is row-major. bfloat16, which NumPy lacks, is `V2` as ml_dtypes writes it.
/// The content is untrusted: sizes are checked before memory is taken. Errors: Format, Type (objects, texts, dates).
Result<Tensor> readNpy(std::span<const std::uint8_t> bytes);
/// Also Io.
Result<Tensor> readNpyFile(const std::filesystem::path& path);

/// Version 1, little-endian, row-major, data aligned to 64 bytes. Error: Type (strings).
Result<Bytes> writeNpy(const Tensor& tensor);
/// The file, all or nothing. Also Io.
Result<void> writeNpyFile(const std::filesystem::path& path, const Tensor& tensor);

}  // namespace nw
