// IDX, the file format of MNIST: big-endian sizes, then bytes. http://yann.lecun.com/exdb/mnist (section "FILE FORMATS").
#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace nw {

/// An array of bytes, row-major.
struct IdxArray {
    Extents extents;  ///< 1 to 4 of them, each at least 1
    Bytes values;
};

/// Reads an IDX file of unsigned bytes, plain or compressed with gzip. The sizes in the header are compared with the size of the
/// file before memory is taken. `place` names the file in errors. Error: Format (not IDX, cut off, too long, damaged), Unsupported
/// (numbers other than bytes), Memory (more than 8 GiB).
Result<IdxArray> parseIdx(std::span<const std::uint8_t> content, std::string_view place);

/// Whether the folder has files named as MNIST's are.
bool hasIdxFiles(const std::filesystem::path& folder);

/// Opens a folder with train-images-idx3-ubyte and train-labels-idx1-ubyte, and where they exist t10k-… or test-… and validation-…,
/// each plain or with .gz. Images have 3 (size, height, width) or 4 (…, channels 1 or 3) sizes. Class names are the lines of
/// classes.txt in the folder, else the numbers. Error: NotFound, and those of parseIdx, and Format where images and labels
/// disagree.
Result<DatasetSplits> openIdxFolder(const std::filesystem::path& folder);

}  // namespace nw
