// The format: legalise, then write; parse, then read.
#include "core/formats/onnx/onnx.h"

#include "core/formats/legalise.h"
#include "core/formats/onnx/reader.h"
#include "core/formats/onnx/writer.h"

namespace nw::onnx {
namespace {

class Onnx final : public Format {
public:
    std::string_view id() const override { return "onnx"; }
    std::string_view label() const override { return "ONNX"; }
    std::string_view extension() const override { return ".onnx"; }

    Result<Bytes> write(const Program& program) const override {
        NW_TRY(const Program legal, legalise(program, accepts));
        return FileWriter(legal).write();
    }

    Result<Program> read(std::span<const std::uint8_t> bytes) const override {
        try {
            return readModel(bytes);
        } catch (const InternalError& e) {  // sizes whose arithmetic overflows are found where they are computed
            return fail(Code::Format, "onnx", std::string("the file describes an impossible network: ") + e.what());
        } catch (const std::bad_alloc&) { return fail(Code::Memory, "onnx", "the file asks for more memory than there is"); }
    }
};

}  // namespace

const Format& format() {
    static const Onnx instance;
    return instance;
}

}  // namespace nw::onnx
