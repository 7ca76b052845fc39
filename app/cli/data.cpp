// netwright data: sets by name, what is in one, and pictures of it.
#include <filesystem>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/data/statistics.h"

namespace nw::cli {
namespace {

class Data final : public Command {
public:
    const char* name() const override { return "data"; }
    const char* doc() const override { return "List sets, describe one, or write pictures of its samples."; }
    void declare(Args& args) override {
        args.positional("ACTION", action_, "list, info or preview.");
        args.optionalPositional("SPEC", spec_, "A set, such as digits, idx:mnist/ or images:flowers/?size=64x64.");
        args.option("--out", out_, "Folder for the pictures of preview.");
        args.option("--count", count_, "Pictures to write.");
    }
    Result<void> run(Console& console) override {
        if (action_ == "list") {
            for (const auto& [id, entry] : console.engine().sets().entries())
                console.print({{"name", id}, {"description", entry.description}}, id + "\t" + entry.description);
            return {};
        }
        if (action_ != "info" && action_ != "preview")
            return fail(Code::Argument, action_, "is not an action", "Choose list, info or preview.");
        if (action_ == "preview" && out_.empty())
            return fail(Code::Argument, "--out", "is missing", "Name a folder for the pictures.");
        NW_TRY(const DatasetSplits splits, console.open(spec_, 1));
        return action_ == "info" ? info(console, splits) : preview(console, splits);
    }

private:
    Result<void> info(Console& console, const DatasetSplits& splits) const {
        NW_TRY(const DuplicateReport repeated, duplicates(console, splits));
        for (const SplitStatistics& s : statisticsOf(splits)) {
            const auto& set = splits.of(s.split);
            nlohmann::json j{{"split", nameOf(s.split)}, {"samples", s.samples}, {"class_names", set->spec().classNames}};
            std::string text = std::string(nameOf(s.split)) + ": " + std::to_string(s.samples) + " samples";
            for (const Field& f : set->spec().fields) {
                j["fields"].push_back({{"name", f.name}, {"dtype", nw::nameOf(f.type.dtype)}, {"shape", f.type.extents}});
                text += ", " + f.name + " " + std::string(nw::nameOf(f.type.dtype)) + " " + textOf(f.type.extents);
            }
            j["class_counts"] = s.classCounts;
            for (std::size_t c = 0; c < s.classCounts.size(); ++c)
                text += "\n  " + set->spec().classNames[c] + "\t" + std::to_string(s.classCounts[c]);
            for (const auto& [size, count] : s.sizes) {
                j["sizes"].push_back({{"height", size.height}, {"width", size.width}, {"samples", count}});
                text += "\n  stored as " + textOf(Extents{size.height, size.width}) + "\t" + std::to_string(count);
            }
            for (const Split of : {Split::Train, Split::Validation}) {
                if (of >= s.split || !splits.of(of)) continue;
                const std::int64_t count = repeated.count(s.split, of);
                j["also_in"][std::string(nameOf(of))] = count;
                text += "\n  also in " + std::string(nameOf(of)) + "\t" + std::to_string(count);
            }
            console.print(j, text);
        }
        for (const Error& e : splits.problems) console.print({{"problem", e.text()}}, "left out: " + e.text());
        for (const Error& e : repeated.unreadable) console.print({{"problem", e.text()}}, "cannot be read: " + e.text());
        return {};
    }

    static Result<DuplicateReport> duplicates(Console& console, const DatasetSplits& splits) {
        return findDuplicates(splits,
                              {console.engine().pool().get(), console.stopToken(), [&](std::int64_t done, std::int64_t total) {
                                   console.progress("compared " + std::to_string(done) + " of " + std::to_string(total));
                               }});
    }

    /// PGM or PPM, which every viewer reads.
    static Bytes picture(const Extents& e, std::span<const float> pixels) {
        const std::string head = (e[2] == 3 ? "P6 " : "P5 ") + std::to_string(e[1]) + " " + std::to_string(e[0]) + " 255\n";
        Bytes out(head.begin(), head.end());
        for (const float v : pixels) out.push_back(static_cast<std::uint8_t>(std::min(255.0f, std::max(0.0f, v + 0.5f))));
        return out;
    }

    Result<void> preview(Console& console, const DatasetSplits& splits) const {
        NW_TRY(const auto set, splits.choose(Split::Train));
        const auto image = set->spec().find("image");
        if (!image || set->spec().fields[*image].type.extents.size() != 3) return fail(Code::Unsupported, spec_, "holds no images");
        NW_RETURN_IF_ERROR(makeFolder(out_));
        std::vector<Tensor> fields;
        std::vector<std::byte*> pointers;
        for (const Field& f : set->spec().fields) {
            fields.push_back(Tensor::empty(f.type.dtype, f.type.extents));
            pointers.push_back(fields.back().raw());
        }
        for (std::int64_t i = 0; i < std::min(count_, set->size()); ++i) {
            NW_RETURN_IF_ERROR(set->read(i, pointers));
            const std::int64_t label = set->label(i);
            const auto& names = set->spec().classNames;
            const std::string text = label >= 0 && label < static_cast<std::int64_t>(names.size())
                                         ? names[static_cast<std::size_t>(label)]
                                         : std::to_string(label);
            const auto path = std::filesystem::path(out_) /
                              (std::to_string(i) + "-" + text + (fields[*image].extents()[2] == 3 ? ".ppm" : ".pgm"));
            NW_RETURN_IF_ERROR(writeFileAtomically(path, picture(fields[*image].extents(), fields[*image].data<float>())));
            console.print({{"file", path.string()}, {"name", set->name(i)}, {"label", text}}, path.string());
        }
        return {};
    }

    std::string action_, spec_, out_;
    std::int64_t count_ = 16;
};

}  // namespace

std::unique_ptr<Command> makeData() { return std::make_unique<Data>(); }

}  // namespace nw::cli
