// The format: its names, and which writer and reader serve it.
#include "core/formats/tflite/tflite.h"

#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

class Tflite final : public Format {
public:
    std::string_view id() const override { return "tflite"; }
    std::string_view label() const override { return "TensorFlow Lite"; }
    std::string_view extension() const override { return ".tflite"; }

    Result<void> accepts(const Application& node) const override { return tflite::accepts(node); }
    Result<Bytes> writeLegal(const Program& legal) const override { return FileWriter(legal).write(); }
    Result<Program> readUnguarded(std::span<const std::uint8_t> bytes) const override { return readModel(bytes); }
};

}  // namespace

const Format& format() {
    static const Tflite instance;
    return instance;
}

}  // namespace nw::tflite
