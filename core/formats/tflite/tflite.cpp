// The format: legalise, then write; verify, then read.
#include "core/formats/tflite/tflite.h"

#include "core/formats/legalise.h"
#include "core/formats/tflite/reader.h"
#include "core/formats/tflite/writer.h"

namespace nw::tflite {
namespace {

class Tflite final : public Format {
public:
    std::string_view id() const override { return "tflite"; }
    std::string_view label() const override { return "TensorFlow Lite"; }
    std::string_view extension() const override { return ".tflite"; }

    Result<Bytes> write(const Program& program) const override {
        NW_TRY(const Program legal, legalise(program, accepts));
        return FileWriter(legal).write();
    }

    Result<Program> read(std::span<const std::uint8_t> bytes) const override {
        try {
            return readModel(bytes);
        } catch (const InternalError& e) {  // sizes whose arithmetic overflows are found where they are computed
            return fail(Code::Format, "tflite", std::string("the file describes an impossible network: ") + e.what());
        } catch (const std::bad_alloc&) { return fail(Code::Memory, "tflite", "the file asks for more memory than there is"); }
    }
};

}  // namespace

const Format& format() {
    static const Tflite instance;
    return instance;
}

}  // namespace nw::tflite
