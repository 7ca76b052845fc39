// Folders of images with one subfolder a class.
#pragma once
#include <filesystem>
#include <optional>

#include "core/data/dataset.h"
#include "core/data/image_convert.h"

namespace nw {

struct ImageFolderOptions {
    std::optional<std::int64_t> height, width;  ///< both or none; none: the size that most images for training have
    std::optional<std::int64_t> channels;       ///< 1 or 3; nothing: 1 where every image for training is grey, else 3
};

/// Whether the folder looks like one: it has subfolders, and an image lies in one of them or in one of theirs.
bool hasImageClasses(const std::filesystem::path& folder);

/// Opens FOLDER/CLASS/… or FOLDER/{train,validation,test}/CLASS/… (also training, val, valid, testing, in any case). Classes are
/// the subfolders of the training part, sorted by name; images lie in them at any depth, sorted by path. Only headers are read
/// here. Image files whose header cannot be used are left out and listed in `problems`. Errors: NotFound (no folder, no classes, no
/// images), Format (a class that the training part lacks), Io.
Result<DatasetSplits> openImageFolder(const std::filesystem::path& folder, const ImageFolderOptions& options = {});

}  // namespace nw
