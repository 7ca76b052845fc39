// Colour conversion and resizing of images, and a set that applies them.
#include "core/data/image_convert.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/bilinear.h"
#include "core/base/check.h"

namespace nw {
namespace {

/// Another set with its images converted as they are read.
class ConvertedImages final : public Dataset {
public:
    ConvertedImages(std::shared_ptr<const Dataset> source, std::size_t field, ImageShape from, ImageShape to)
        : source_(std::move(source)), field_(field), from_(from), to_(to), spec_(source_->spec()) {
        spec_.fields[field].type.extents = {to.height, to.width, to.channels};
    }

    const ElementSpec& spec() const override { return spec_; }
    std::int64_t size() const override { return source_->size(); }
    std::string name(std::int64_t index) const override { return source_->name(index); }
    std::int64_t label(std::int64_t index) const override { return source_->label(index); }
    std::optional<StoredSize> storedSize(std::int64_t index) const override { return source_->storedSize(index); }

    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override {
        thread_local std::vector<float> image;
        image.resize(static_cast<std::size_t>(from_.elements()));
        std::array<std::byte*, 8> into;
        NW_CHECK(fields.size() <= into.size());
        std::copy(fields.begin(), fields.end(), into.begin());
        into[field_] = reinterpret_cast<std::byte*>(image.data());
        NW_RETURN_IF_ERROR(source_->read(index, std::span(into).first(fields.size())));
        convertImage(image.data(), from_, reinterpret_cast<float*>(fields[field_]), to_);
        return {};
    }

private:
    std::shared_ptr<const Dataset> source_;
    std::size_t field_;
    ImageShape from_, to_;
    ElementSpec spec_;
};

}  // namespace

void convertChannels(const float* from, std::int64_t channels, float* to, std::int64_t toChannels, std::int64_t pixels) {
    if (channels == toChannels) {
        std::copy(from, from + pixels * channels, to);
    } else if (channels == 3) {
        for (std::int64_t i = 0; i < pixels; ++i)
            to[i] = 0.299f * from[3 * i] + 0.587f * from[3 * i + 1] + 0.114f * from[3 * i + 2];
    } else {
        for (std::int64_t i = 0; i < pixels; ++i) to[3 * i] = to[3 * i + 1] = to[3 * i + 2] = from[i];
    }
}

void convertImage(const float* from, ImageShape shape, float* to, ImageShape toShape) {
    const std::int64_t pixels = shape.height * shape.width;
    if (shape.height == toShape.height && shape.width == toShape.width)
        return convertChannels(from, shape.channels, to, toShape.channels, pixels);
    thread_local std::vector<float> scratch;
    if (shape.channels != toShape.channels) {
        scratch.resize(static_cast<std::size_t>(pixels * toShape.channels));
        convertChannels(from, shape.channels, scratch.data(), toShape.channels, pixels);
        from = scratch.data();
    }
    resizeBilinear(from, 1, shape.height, shape.width, toShape.channels, to, toShape.height, toShape.width);
}

Result<std::shared_ptr<const Dataset>> withImageShape(std::shared_ptr<const Dataset> set, std::int64_t height, std::int64_t width,
                                                      std::int64_t channels) {
    if (!set) return set;
    const auto field = set->spec().find("image");
    if (!field || set->spec().fields[*field].type.extents.size() != 3)
        return fail(Code::Unsupported, "data", "This set has no images, so size and colour cannot be chosen");
    const Extents& e = set->spec().fields[*field].type.extents;
    const ImageShape from{e[0], e[1], e[2]}, to{height, width, channels};
    if (from == to) return set;
    return std::shared_ptr<const Dataset>(std::make_shared<ConvertedImages>(std::move(set), *field, from, to));
}

}  // namespace nw
