// A set of 8-bit images and labels held in memory.
#pragma once
#include <memory>
#include <span>

#include "core/data/dataset.h"

namespace nw {

/// Images [size, height, width, channels] as bytes, read as float32. Several sets may look into one block of memory.
class MemoryImages final : public Dataset {
public:
    struct Content {
        std::span<const std::uint8_t> pixels;  ///< size × height × width × channels
        std::span<const std::uint8_t> labels;  ///< one an image, each below classNames.size()
        std::int64_t height = 0, width = 0, channels = 1;
        std::vector<std::string> classNames;
        std::shared_ptr<const void> owner;  ///< keeps pixels and labels alive
    };
    /// NW_CHECK: the sizes agree and every label has a class name.
    explicit MemoryImages(Content content);

    const ElementSpec& spec() const override { return spec_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(content_.labels.size()); }
    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override;
    std::int64_t label(std::int64_t index) const override { return content_.labels[static_cast<std::size_t>(index)]; }
    bool inMemory() const override { return true; }

private:
    Content content_;
    std::size_t imageBytes_;
    ElementSpec spec_;
};

/// The fields of a classification set of images: "image" float32 [height, width, channels] and "label" int32.
ElementSpec imageSpec(std::int64_t height, std::int64_t width, std::int64_t channels, std::vector<std::string> classNames);

}  // namespace nw
