// From a SPEC to the splits of a set.
#include <system_error>

#include "core/data/idx.h"
#include "core/data/image_convert.h"
#include "core/data/image_folder.h"
#include "core/data/spec.h"

namespace nw {
namespace {

namespace fs = std::filesystem;

Error unknown(const DataSpec& spec, const fs::path& path, const OpenOptions& options) {
    std::string names;
    if (options.builtIn)
        for (const auto& [name, entry] : options.builtIn->entries()) names += (names.empty() ? "" : ", ") + name;
    const bool looksLikePath = !spec.kind.empty() || spec.path.find('/') != spec.path.npos || names.empty();
    if (looksLikePath) return fail(Code::NotFound, path.string(), "There is no such folder");
    return fail(Code::NotFound, "data", "There is no data set and no folder named '" + spec.path + "'; built-in sets are " + names);
}

Result<DatasetSplits> openPath(const DataSpec& spec, const OpenOptions& options) {
    const fs::path path = options.relativeTo.empty() ? fs::path(spec.path) : options.relativeTo / spec.path;
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return unknown(spec, path, options);
    if (!fs::is_directory(path, ignored))
        return fail(Code::Unsupported, path.string(), "is a file; a set is a folder of images or of IDX files");
    if (spec.kind == "idx" || (spec.kind.empty() && hasIdxFiles(path))) return openIdxFolder(path);
    if (spec.kind == "images" || hasImageClasses(path)) return openImageFolder(path, {spec.height, spec.width, spec.channels});
    return fail(Code::Format, path.string(), "holds neither IDX files nor folders of images",
                "Put the images of each class into a folder of its name.");
}

Result<std::shared_ptr<const Dataset>> finish(std::shared_ptr<const Dataset> set, const DataSpec& spec) {
    if (!set) return set;
    if (spec.limit) set = limited(std::move(set), *spec.limit);
    if (!spec.height && !spec.channels) return set;
    const auto field = set->spec().find("image");
    Extents e = field ? set->spec().fields[*field].type.extents : Extents{};
    e.resize(3);  // what is not an image is refused below
    return withImageShape(std::move(set), spec.height.value_or(e[0]), spec.width.value_or(e[1]), spec.channels.value_or(e[2]));
}

}  // namespace

std::string anchoredSpec(const std::string& text, const BuiltInSets& sets, const fs::path& base) {
    const auto spec = parseDataSpec(text);
    if (!spec || base.empty() || fs::path(spec->path).is_absolute() || (spec->kind.empty() && sets.find(spec->path))) return text;
    const std::size_t kind = spec->kind.empty() ? 0 : spec->kind.size() + 1;
    return text.substr(0, kind) + (base / spec->path).lexically_normal().string() + text.substr(kind + spec->path.size());
}

Result<DatasetSplits> openDataset(std::string_view text, const OpenOptions& options) {
    NW_TRY(const DataSpec spec, parseDataSpec(text));
    const BuiltInSets::Entry* builtIn = spec.kind.empty() && options.builtIn ? options.builtIn->find(spec.path) : nullptr;
    NW_TRY(DatasetSplits splits, builtIn ? builtIn->open(options) : openPath(spec, options));
    if (options.holdOut) holdOutValidation(splits, options.seed);
    for (auto* set : {&splits.train, &splits.validation, &splits.test}) { NW_TRY(*set, finish(std::move(*set), spec)); }
    splits.wanted = spec.split;
    return splits;
}

}  // namespace nw
