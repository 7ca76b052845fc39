// Format: a file format for models, written from and read into inference programs.
#pragma once
#include <filesystem>
#include <span>

#include "core/base/files.h"
#include "core/graph/program.h"

namespace nw {

struct Application;

/// Stateless; may be used from several threads.
class Format {
public:
    virtual ~Format() = default;
    virtual std::string_view id() const = 0;         ///< "tflite"
    virtual std::string_view label() const = 0;      ///< "TensorFlow Lite"
    virtual std::string_view extension() const = 0;  ///< ".tflite"

    /// `program`: inference phase, frozen (no state; see freeze). All its outputs are written under their names. Errors:
    /// Unsupported (an operator or type that the format lacks: the sentence names it).
    Result<Bytes> write(const Program& program) const;
    /// A frozen inference program; every output is a prediction. Quantized inputs and outputs of a file become float32 with a
    /// quantize after, a dequantize before them. The content is untrusted. Errors: Format, Version, Unsupported (names the
    /// operator).
    Result<Program> read(std::span<const std::uint8_t> bytes) const;

    /// To and from a file; writing is all or nothing. Also Io.
    Result<void> writeFile(const std::filesystem::path& path, const Program& program) const;
    Result<Program> readFile(const std::filesystem::path& path) const;

protected:
    /// Whether the format's table can write an application as it is.
    virtual Result<void> accepts(const Application& node) const = 0;
    virtual Result<Bytes> writeLegal(const Program& legal) const = 0;
    /// May throw InternalError where sizes overflow, and bad_alloc.
    virtual Result<Program> readUnguarded(std::span<const std::uint8_t> bytes) const = 0;
};

/// All formats, sorted by id.
std::span<const Format* const> formats();
/// Null when there is none.
const Format* findFormat(std::string_view id);
/// By the file name's extension, whatever its case; null when no format has it.
const Format* formatForFile(const std::filesystem::path& path);

}  // namespace nw
