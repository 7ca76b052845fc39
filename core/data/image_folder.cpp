// Finding, checking and reading the images of a folder.
#include "core/data/image_folder.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "core/base/files.h"
#include "core/data/image_decode.h"
#include "core/data/image_header.h"
#include "core/data/memory_images.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t LargestFile = std::uint64_t{1} << 30;

struct ImageFile {
    std::string name;  ///< below the set's folder, with slashes
    std::int32_t label = 0;
    ImageHeader header;
};

class ImageFolder final : public Dataset {
public:
    ImageFolder(fs::path root, std::vector<ImageFile> files, ImageShape shape, std::vector<std::string> classNames)
        : root_(std::move(root)),
          files_(std::move(files)),
          shape_(shape),
          spec_(imageSpec(shape.height, shape.width, shape.channels, std::move(classNames))) {}

    const ElementSpec& spec() const override { return spec_; }
    std::int64_t size() const override { return static_cast<std::int64_t>(files_.size()); }
    std::string name(std::int64_t index) const override { return file(index).name; }
    std::int64_t label(std::int64_t index) const override { return file(index).label; }
    std::optional<StoredSize> storedSize(std::int64_t index) const override {
        return StoredSize{file(index).header.height, file(index).header.width};
    }

    Result<void> read(std::int64_t index, std::span<std::byte* const> fields) const override {
        const ImageFile& entry = file(index);
        const fs::path path = root_ / entry.name;
        NW_TRY(const Bytes content, readFile(path, LargestFile));
        const std::span<float> image(reinterpret_cast<float*>(fields[0]), static_cast<std::size_t>(shape_.elements()));
        NW_RETURN_IF_ERROR(decodeImage(content, path.string(), shape_, image));
        *reinterpret_cast<std::int32_t*>(fields[1]) = entry.label;
        return {};
    }

private:
    const ImageFile& file(std::int64_t index) const { return files_[static_cast<std::size_t>(index)]; }

    fs::path root_;
    std::vector<ImageFile> files_;
    ImageShape shape_;
    ElementSpec spec_;
};

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Files that are meant to be images; others (notes, thumbnails' databases) are passed over in silence.
bool meansImage(const fs::path& path) {
    static constexpr std::string_view Endings[] = {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm",
                                                   ".pgm", ".pnm",  ".gif", ".tif", ".tiff"};
    const std::string ending = lower(path.extension().string());
    return path.filename().string()[0] != '.' && std::find(std::begin(Endings), std::end(Endings), ending) != std::end(Endings);
}

Result<std::vector<fs::path>> list(const fs::path& folder, bool folders) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        const bool hidden = it->path().filename().string()[0] == '.';
        if (!hidden && (folders ? it->is_directory(ignored) : it->is_regular_file(ignored))) found.push_back(it->path());
    }
    if (error) return fail(Code::Io, folder.string(), "cannot be read: " + error.message());
    std::sort(found.begin(), found.end());
    return found;
}

/// Every image file in a class's folder, at any depth.
Result<std::vector<fs::path>> listImages(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    const auto skip = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator it(folder, skip, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_regular_file(ignored) && meansImage(it->path())) found.push_back(it->path());
    }
    if (error) return fail(Code::Io, folder.string(), "cannot be read: " + error.message());
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<Split> splitOfFolder(const fs::path& folder) {
    const std::string name = lower(folder.filename().string());
    if (name == "train" || name == "training") return Split::Train;
    if (name == "validation" || name == "valid" || name == "val") return Split::Validation;
    if (name == "test" || name == "testing") return Split::Test;
    return std::nullopt;
}

struct Scan {
    std::vector<std::string> classNames;
    std::vector<ImageFile> files[3];  ///< by Split
    std::vector<Error> problems;
};

/// The file's last bytes; fewer where it is shorter.
std::string tailOf(const fs::path& file, std::int64_t count) {
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    const auto size = static_cast<std::int64_t>(stream.tellg());
    std::string tail(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, count)), '\0');
    stream.seekg(std::max<std::int64_t>(size - count, 0));
    stream.read(tail.data(), static_cast<std::streamsize>(tail.size()));
    return tail;
}

/// The header of an image that can be shown. A JPEG or PNG that does not end as it should (T.81 B.1.1.3: EOI; PNG 11.2.5: IEND) is
/// decoded once, to tell a cut off file from one with something behind the picture.
Result<ImageHeader> checkImage(const fs::path& file) {
    NW_TRY(const ImageHeader header, readImageHeader(file));
    using namespace std::string_literals;
    const std::string tail = tailOf(file, 8);
    if (header.format == ImageFormat::Jpeg ? tail.ends_with("\xFF\xD9"s)
                                           : header.format != ImageFormat::Png || tail == "IEND\xAE\x42\x60\x82"s)
        return header;
    NW_TRY(const Bytes content, readFile(file, LargestFile));
    std::vector<float> pixels(3);
    NW_RETURN_IF_ERROR(decodeImage(content, file.string(), {1, 1, 3}, pixels));
    return header;
}

/// Adds the images of FOLDER/CLASS/… to one split. The training part comes first and says which classes there are.
Result<void> scanPart(const fs::path& root, const fs::path& folder, Split split, Scan& scan) {
    NW_TRY(const std::vector<fs::path> classes, list(folder, true));
    if (split == Split::Train)
        for (const fs::path& c : classes) scan.classNames.push_back(c.filename().string());
    for (const fs::path& c : classes) {
        const auto at = std::find(scan.classNames.begin(), scan.classNames.end(), c.filename().string());
        if (at == scan.classNames.end())
            return fail(Code::Format, c.string(), "There is no class '" + c.filename().string() + "' in the training images",
                        "Give the class folders of every split the same names.");
        NW_TRY(const std::vector<fs::path> images, listImages(c));
        for (const fs::path& image : images) {
            auto header = checkImage(image);
            if (header)
                scan.files[static_cast<int>(split)].push_back({image.lexically_relative(root).generic_string(),
                                                               static_cast<std::int32_t>(at - scan.classNames.begin()), *header});
            else
                scan.problems.push_back(header.error());
        }
    }
    return {};
}

/// The most frequent size and the channels that no image loses colour with.
ImageShape shapeOf(const std::vector<ImageFile>& files, const ImageFolderOptions& options) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> sizes;
    bool grey = true;
    for (const ImageFile& f : files) ++sizes[{f.header.height, f.header.width}], grey = grey && f.header.grey;
    const auto most =
        std::max_element(sizes.begin(), sizes.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
    return {options.height.value_or(most.first), options.width.value_or(most.second), options.channels.value_or(grey ? 1 : 3)};
}

Result<Scan> scanFolder(const fs::path& folder) {
    NW_TRY(const std::vector<fs::path> subfolders, list(folder, true));
    const auto isTrain = [](const fs::path& p) { return splitOfFolder(p) == Split::Train; };
    const auto train = std::find_if(subfolders.begin(), subfolders.end(), isTrain);
    Scan scan;
    if (train == subfolders.end()) {
        NW_RETURN_IF_ERROR(scanPart(folder, folder, Split::Train, scan));
    } else {
        NW_RETURN_IF_ERROR(scanPart(folder, *train, Split::Train, scan));
        for (const fs::path& p : subfolders) {
            const auto split = splitOfFolder(p);
            if (split && *split != Split::Train) NW_RETURN_IF_ERROR(scanPart(folder, p, *split, scan));
        }
    }
    return scan;
}

}  // namespace

bool hasImageClasses(const fs::path& folder) {
    const auto subfolders = list(folder, true);
    if (!subfolders) return false;
    for (const fs::path& p : *subfolders) {
        std::error_code error;
        fs::recursive_directory_iterator it(p, fs::directory_options::skip_permission_denied, error);
        for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error))
            if (meansImage(it->path())) return true;
    }
    return false;
}

Result<DatasetSplits> openImageFolder(const fs::path& folder, const ImageFolderOptions& options) {
    NW_TRY(Scan scan, scanFolder(folder));
    std::vector<ImageFile>& train = scan.files[0];
    if (scan.classNames.empty())
        return fail(Code::NotFound, folder.string(), "There are no class folders here",
                    "Put the images of each class into a folder of its name.");
    if (train.empty() && !scan.problems.empty()) return scan.problems.front();
    if (train.empty())
        return fail(Code::NotFound, folder.string(), "There are no images in its class folders (JPEG, PNG, BMP, WebP, PNM)");
    const ImageShape shape = shapeOf(train, options);
    DatasetSplits splits;
    std::shared_ptr<const Dataset>* const sets[] = {&splits.train, &splits.validation, &splits.test};
    for (int s = 0; s < 3; ++s)
        if (!scan.files[s].empty())
            *sets[s] = std::make_shared<ImageFolder>(folder, std::move(scan.files[s]), shape, scan.classNames);
    splits.problems = std::move(scan.problems);
    return splits;
}

}  // namespace nw
