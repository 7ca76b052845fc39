// Safetensors: named tensors and string metadata in one file. Format: github.com/huggingface/safetensors.
#pragma once
#include <map>
#include <span>
#include <string>

#include "core/base/files.h"
#include "core/tensor/tensor.h"

namespace nw {

/// Ordered by name, so that equal content is equal bytes.
struct Safetensors {
    std::map<std::string, Tensor, std::less<>> tensors;
    std::map<std::string, std::string, std::less<>> metadata;
};

/// Tensors own their memory. The content is untrusted: the header is limited to 100 MB; ranges must be as long as their shapes say,
/// lie within the data and not overlap; gaps are refused as well. Errors: Format, Type (a dtype that we do not have).
Result<Safetensors> readSafetensors(std::span<const std::uint8_t> bytes);
/// Also Io.
Result<Safetensors> readSafetensorsFile(const std::filesystem::path& path);

/// The whole file as bytes. Data are aligned to 8 bytes. Errors: Type (strings, complex128), Argument (a reserved name).
Result<Bytes> writeSafetensors(const Safetensors& content);
/// The file, all or nothing, without assembling it in memory. Also Io.
Result<void> writeSafetensorsFile(const std::filesystem::path& path, const Safetensors& content);

}  // namespace nw
