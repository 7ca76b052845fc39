// Bytes to floats, one image at a time.
#include "core/data/memory_images.h"

#include <algorithm>
#include <cstring>

#include "core/base/check.h"

namespace nw {

ElementSpec imageSpec(std::int64_t height, std::int64_t width, std::int64_t channels, std::vector<std::string> classNames) {
    return {{{"image", {DType::Float32, {height, width, channels}}}, {"label", {DType::Int32, {}}}}, std::move(classNames)};
}

MemoryImages::MemoryImages(Content content)
    : content_(std::move(content)),
      imageBytes_(static_cast<std::size_t>(content_.height * content_.width * content_.channels)),
      spec_(imageSpec(content_.height, content_.width, content_.channels, content_.classNames)) {
    NW_CHECK(content_.pixels.size() == content_.labels.size() * imageBytes_);
    const std::size_t classes = content_.classNames.size();
    NW_CHECK(std::all_of(content_.labels.begin(), content_.labels.end(), [classes](std::uint8_t l) { return l < classes; }));
}

Result<void> MemoryImages::read(std::int64_t index, std::span<std::byte* const> fields) const {
    const auto i = static_cast<std::size_t>(index);
    const std::uint8_t* const from = content_.pixels.data() + i * imageBytes_;
    auto* const to = reinterpret_cast<float*>(fields[0]);
    for (std::size_t p = 0; p < imageBytes_; ++p) to[p] = static_cast<float>(from[p]);
    const std::int32_t label = content_.labels[i];
    std::memcpy(fields[1], &label, sizeof label);
    return {};
}

}  // namespace nw
