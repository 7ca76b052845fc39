// The format: its names, and which writer and reader serve it.
#include "core/formats/onnx/onnx.h"

#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

class Onnx final : public Format {
public:
    std::string_view id() const override { return "onnx"; }
    std::string_view label() const override { return "ONNX"; }
    std::string_view extension() const override { return ".onnx"; }

    Result<void> accepts(const Application& node) const override { return onnx::accepts(node); }
    Result<Bytes> writeLegal(const Program& legal) const override { return FileWriter(legal).write(); }
    Result<Program> readUnguarded(std::span<const std::uint8_t> bytes) const override { return readModel(bytes); }
};

}  // namespace

const Format& format() {
    static const Onnx instance;
    return instance;
}

}  // namespace nw::onnx
