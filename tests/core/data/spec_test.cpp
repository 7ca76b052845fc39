// SPECs, splits, limits and conversions.
#include "core/data/spec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/data/memory_images.h"
#include "tests/core/data/idx_files.h"
#include "tests/core/data/scratch_folder.h"

namespace nw {
namespace {

std::string errorOf(std::string_view spec) {
    const auto parsed = parseDataSpec(spec);
    return parsed ? "" : parsed.error().text();
}

std::shared_ptr<const Dataset> greys(int size) {
    struct Memory {
        Bytes pixels, labels;
    };
    const auto memory = std::make_shared<Memory>();
    for (int i = 0; i < size; ++i) {
        memory->labels.push_back(static_cast<std::uint8_t>(i * 3 / size));
        for (int p = 0; p < 4; ++p) memory->pixels.push_back(static_cast<std::uint8_t>(i + p));
    }
    return std::make_shared<MemoryImages>(MemoryImages::Content{memory->pixels, memory->labels, 2, 2, 1, {"a", "b", "c"}, memory});
}

BuiltInSets builtIn() {
    BuiltInSets sets;
    sets.add("greys", "for tests", [](const OpenOptions&) {
        return Result<DatasetSplits>({greys(120), nullptr, greys(30), {}, {}});
    });
    sets.add("other", "for tests", [](const OpenOptions&) { return Result<DatasetSplits>({greys(1), nullptr, nullptr, {}, {}}); });
    return sets;
}

TEST(DataSpec, ReadsItsParts) {
    const auto spec = parseDataSpec("images:flowers/?size=64x48&colour=grey&split=test&limit=100");
    ASSERT_TRUE(spec) << spec.error().text();
    EXPECT_EQ(spec->kind, "images");
    EXPECT_EQ(spec->path, "flowers/");
    EXPECT_EQ(spec->height, 64);
    EXPECT_EQ(spec->width, 48);
    EXPECT_EQ(spec->channels, 1);
    EXPECT_EQ(spec->split, Split::Test);
    EXPECT_EQ(spec->limit, 100);
    EXPECT_EQ(parseDataSpec("what?")->path, "what");
    EXPECT_EQ(parseDataSpec("a?b/c")->path, "a?b/c");
    EXPECT_EQ(parseDataSpec("C:/data")->kind, "");
    EXPECT_EQ(parseDataSpec("./x:y")->path, "./x:y");
}

TEST(DataSpec, RefusesWithTheValues) {
    EXPECT_NE(errorOf("digits?size=0x28").find("size cannot be '0x28'"), std::string::npos);
    EXPECT_NE(errorOf("digits?size=99999999999999999999").find("size"), std::string::npos);
    EXPECT_NE(errorOf("digits?split=tset").find("train, validation or test"), std::string::npos);
    EXPECT_NE(errorOf("digits?limit=-1").find("at least 1"), std::string::npos);
    EXPECT_NE(errorOf("digits?colour=pink").find("grey or rgb"), std::string::npos);
    EXPECT_NE(errorOf("digits?speed=1").find("options are split, size, colour and limit"), std::string::npos);
    EXPECT_NE(errorOf("digits?limit=3&split").find("no value"), std::string::npos);
    EXPECT_NE(errorOf("csvx:a").find("kinds are idx and images"), std::string::npos);
    EXPECT_NE(errorOf("").find("no name"), std::string::npos);
    EXPECT_NE(errorOf("idx:").find("no name"), std::string::npos);
}

TEST(OpenDataset, HoldsOutATwelfthBySeed) {
    const BuiltInSets sets = builtIn();
    const auto a = openDataset("greys", {.builtIn = &sets, .seed = 1}), b = openDataset("greys", {.builtIn = &sets, .seed = 1});
    const auto c = openDataset("greys", {.builtIn = &sets, .seed = 2});
    ASSERT_TRUE(a && b && c);
    EXPECT_EQ(a->train->size(), 110);
    EXPECT_EQ(a->validation->size(), 10);
    EXPECT_EQ(a->test->size(), 30);
    std::vector<std::string> names, same, other;
    for (std::int64_t i = 0; i < 10; ++i) {
        names.push_back(a->validation->name(i));
        same.push_back(b->validation->name(i));
        other.push_back(c->validation->name(i));
    }
    EXPECT_EQ(names, same);
    EXPECT_NE(names, other);
    for (std::int64_t i = 0; i < 110; ++i) EXPECT_EQ(std::count(names.begin(), names.end(), a->train->name(i)), 0);
    EXPECT_EQ(openDataset("greys", {.builtIn = &sets, .holdOut = false})->train->size(), 120);
    EXPECT_EQ(openDataset("other", {.builtIn = &sets})->validation, nullptr);
}

TEST(OpenDataset, LimitsEvenlyAndConverts) {
    const BuiltInSets sets = builtIn();
    const auto splits = openDataset("greys?limit=6&size=4x4&colour=rgb&split=validation", {.builtIn = &sets});
    ASSERT_TRUE(splits) << splits.error().text();
    EXPECT_EQ(splits->test->size(), 6);
    EXPECT_EQ(splits->test->label(0), 0);
    EXPECT_EQ(splits->test->label(5), 2);
    EXPECT_EQ(splits->test->spec().fields[0].type.extents, (Extents{4, 4, 3}));
    EXPECT_EQ(*splits->choose(Split::Train), splits->validation);
    std::vector<float> image(48);
    std::int32_t label = -1;
    const std::array<std::byte*, 2> fields = {reinterpret_cast<std::byte*>(image.data()), reinterpret_cast<std::byte*>(&label)};
    ASSERT_TRUE(splits->test->read(0, fields));
    EXPECT_EQ(image[0], 0.0f);
    EXPECT_EQ(image[3], 0.25f);
    EXPECT_EQ(image[47], 3.0f);
}

TEST(OpenDataset, SaysWhatExists) {
    const BuiltInSets sets = builtIn();
    const auto unknown = openDataset("grays", {.builtIn = &sets});
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().text().find("no data set and no folder named 'grays'; built-in sets are greys, other"),
              std::string::npos);
    EXPECT_EQ(openDataset("idx:nowhere/", {.builtIn = &sets}).error().code, Code::NotFound);
    const auto lacking = openDataset("other?split=test", {.builtIn = &sets});
    ASSERT_TRUE(lacking);
    EXPECT_NE(lacking->choose(Split::Train).error().text().find("no test split"), std::string::npos);
}

TEST(OpenDataset, DetectsWhatAFolderHolds) {
    test::ScratchFolder folder;
    const OpenOptions options{.relativeTo = folder.path()};
    EXPECT_EQ(openDataset(".", options).error().code, Code::Format);
    folder.write("m/train-images-idx3-ubyte", test::idx({24, 2, 2}, 96));
    folder.write("m/train-labels-idx1-ubyte", test::idx({24}, 24, 10));
    EXPECT_EQ(openDataset("m", options)->validation->size(), 2);
    EXPECT_EQ(openDataset("idx:m/?limit=5", options)->train->size(), 5);
    const std::string pgm = "P5 2 2 255\nabcd";
    folder.write("i/x/1.pgm", Bytes(pgm.begin(), pgm.end()));
    folder.write("i/y/1.pgm", Bytes(pgm.begin(), pgm.end()));
    EXPECT_EQ(openDataset("i", options)->train->spec().fields[0].type.extents, (Extents{2, 2, 1}));
}

}  // namespace
}  // namespace nw
