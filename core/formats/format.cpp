// The list of formats, and files.
#include "core/formats/format.h"

#include <algorithm>
#include <array>

#include "core/formats/legalise.h"
#include "core/formats/onnx/onnx.h"
#include "core/formats/tflite/tflite.h"

namespace nw {

Result<Bytes> Format::write(const Program& program) const {
    NW_TRY(const Program legal, legalise(program, [this](const Application& node) { return accepts(node); }));
    return writeLegal(legal);
}

Result<Program> Format::read(std::span<const std::uint8_t> bytes) const {
    try {
        return readUnguarded(bytes);
    } catch (const InternalError& e) {  // sizes whose arithmetic overflows are found where they are computed
        return fail(Code::Format, id(), std::string("the file describes an impossible network: ") + e.what());
    } catch (const std::bad_alloc&) { return fail(Code::Memory, id(), "the file asks for more memory than there is"); }
}

Result<void> Format::writeFile(const std::filesystem::path& path, const Program& program) const {
    NW_TRY(const Bytes bytes, write(program));
    return writeFileAtomically(path, bytes);
}

Result<Program> Format::readFile(const std::filesystem::path& path) const {
    NW_TRY(const Bytes bytes, nw::readFile(path));
    auto program = read(bytes);
    if (program) return program;
    Error error = program.error();
    if (error.place != id()) error.message = joined(error.place, error.message);  // "SHAPE is an operator that cannot be read yet"
    error.place = path.string();
    return error;
}

std::span<const Format* const> formats() {
    static const std::array<const Format*, 2> all{&onnx::format(), &tflite::format()};
    return all;
}

const Format* findFormat(std::string_view id) {
    for (const Format* f : formats())
        if (f->id() == id) return f;
    return nullptr;
}

const Format* formatForFile(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const Format* f : formats())
        if (f->extension() == extension) return f;
    return nullptr;
}

}  // namespace nw
