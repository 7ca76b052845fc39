// A folder of IDX files in MNIST's naming.
#include <algorithm>
#include <optional>

#include "core/data/class_names.h"
#include "core/data/count_text.h"
#include "core/data/idx.h"
#include "core/data/memory_images.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

struct Part {
    IdxArray images, labels;
};

std::optional<fs::path> find(const fs::path& folder, std::span<const char* const> prefixes, std::span<const char* const> suffixes) {
    for (const char* prefix : prefixes)
        for (const char* suffix : suffixes)
            for (const char* packed : {"", ".gz"}) {
                fs::path path = folder / (std::string(prefix) + suffix + packed);
                std::error_code ignored;
                if (fs::is_regular_file(path, ignored)) return path;
            }
    return std::nullopt;
}

constexpr const char* ImageSuffixes[] = {"-images-idx3-ubyte", "-images.idx3-ubyte", "-images-idx4-ubyte", "-images.idx4-ubyte"};
constexpr const char* LabelSuffixes[] = {"-labels-idx1-ubyte", "-labels.idx1-ubyte"};
constexpr const char* TrainPrefixes[] = {"train"};
constexpr const char* TestPrefixes[] = {"t10k", "test"};
constexpr const char* ValidationPrefixes[] = {"validation", "valid", "val"};

Result<IdxArray> readArray(const fs::path& path) {
    NW_TRY(const Bytes content, readFile(path));
    return parseIdx(content, path.string());
}

Result<std::optional<Part>> readPart(const fs::path& folder, std::span<const char* const> prefixes) {
    const auto images = find(folder, prefixes, ImageSuffixes), labels = find(folder, prefixes, LabelSuffixes);
    if (!images && !labels) return std::optional<Part>{};
    if (!images || !labels)
        return fail(Code::NotFound, folder.string(),
                    "There is " + (images ? *images : *labels).filename().string() + ", but no file of " +
                        (images ? "labels (" : "images (") + prefixes[0] + (images ? LabelSuffixes[0] : ImageSuffixes[0]) +
                        ", with or without .gz)");
    Part part;
    NW_TRY(part.images, readArray(*images));
    NW_TRY(part.labels, readArray(*labels));
    const Extents& e = part.images.extents;
    if (e.size() < 3 || (e.size() == 4 && e[3] != 1 && e[3] != 3))
        return fail(Code::Shape, images->string(), "An array of " + textOf(e) + " is not a set of grey or RGB images");
    if (part.labels.extents.size() != 1)
        return fail(Code::Shape, labels->string(),
                    "Labels are one number an image; this is an array of " + textOf(part.labels.extents));
    if (part.labels.extents[0] != e[0])
        return fail(Code::Format, folder.string(),
                    images->filename().string() + " has " + counted(static_cast<std::uint64_t>(e[0]), "image", "images") +
                        ", but " + labels->filename().string() + " has " +
                        counted(static_cast<std::uint64_t>(part.labels.extents[0]), "label", "labels"),
                    "Download both files from the same place.");
    return std::optional<Part>(std::move(part));
}

std::shared_ptr<const Dataset> makeSet(Part part, const std::vector<std::string>& classNames) {
    const auto kept = std::make_shared<const Part>(std::move(part));
    const Extents& e = kept->images.extents;
    return std::make_shared<MemoryImages>(
        MemoryImages::Content{kept->images.values, kept->labels.values, e[1], e[2], e.size() == 4 ? e[3] : 1, classNames, kept});
}

int largestLabel(const std::optional<Part>& part) {
    return part ? *std::max_element(part->labels.values.begin(), part->labels.values.end()) : 0;
}

bool sameImages(const Part& a, const Part& b) {
    return std::equal(a.images.extents.begin() + 1, a.images.extents.end(), b.images.extents.begin() + 1, b.images.extents.end());
}

}  // namespace

bool hasIdxFiles(const fs::path& folder) {
    return find(folder, TrainPrefixes, ImageSuffixes) || find(folder, TestPrefixes, ImageSuffixes);
}

Result<DatasetSplits> openIdxFolder(const fs::path& folder) {
    NW_TRY(std::optional<Part> train, readPart(folder, TrainPrefixes));
    if (!train)
        return fail(Code::NotFound, folder.string(), "There is no train-images-idx3-ubyte here, with or without .gz",
                    "Choose the folder that holds the four files of the set.");
    NW_TRY(std::optional<Part> test, readPart(folder, TestPrefixes));
    NW_TRY(std::optional<Part> validation, readPart(folder, ValidationPrefixes));
    for (const auto* part : {&test, &validation})
        if (*part && !sameImages(*train, **part))
            return fail(
                Code::Shape, folder.string(),
                "Images for training are " + textOf(train->images.extents) + ", but others are " + textOf((*part)->images.extents));
    const int largest = std::max({largestLabel(train), largestLabel(test), largestLabel(validation)});
    NW_TRY(const auto names, classNamesFor(folder, largest));
    DatasetSplits splits;
    splits.train = makeSet(*std::move(train), names);
    if (validation) splits.validation = makeSet(*std::move(validation), names);
    if (test) splits.test = makeSet(*std::move(test), names);
    return splits;
}

}  // namespace nw
