// IDX files: whole, cut off, lying, compressed; folders of them; the real sets.
#include "core/data/idx.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "tests/core/data/idx_files.h"
#include "tests/core/data/scratch_folder.h"

namespace nw {
namespace {

using test::gzip;
using test::idx;
using test::ScratchFolder;

void expectError(const Bytes& file, Code code, const std::string& part) {
    const auto result = parseIdx(file, "f");
    ASSERT_FALSE(result) << part;
    EXPECT_EQ(result.error().code, code) << result.error().text();
    EXPECT_NE(result.error().text().find(part), std::string::npos) << result.error().text();
}

TEST(Idx, ReadsPlainAndCompressed) {
    const Bytes file = idx({5, 3, 2}, 30);
    for (const Bytes& f : {file, gzip(file)}) {
        const auto array = parseIdx(f, "f");
        ASSERT_TRUE(array) << array.error().text();
        EXPECT_EQ(array->extents, (Extents{5, 3, 2}));
        EXPECT_TRUE(std::equal(array->values.begin(), array->values.end(), file.begin() + 16, file.end()));
    }
}

TEST(Idx, ReadsSeveralGzipMembers) {
    const Bytes file = idx({4, 2, 2}, 16);
    Bytes members = gzip(Bytes(file.begin(), file.begin() + 20));
    const Bytes second = gzip(Bytes(file.begin() + 20, file.end()));
    members.insert(members.end(), second.begin(), second.end());
    const auto array = parseIdx(members, "f");
    ASSERT_TRUE(array) << array.error().text();
    EXPECT_EQ(array->values[15], 15);
}

TEST(Idx, SaysWhereItEnds) {
    expectError(idx({60000, 2, 2}, 12 * 4 + 3), Code::Format, "ends after 12 of 60,000 images. Download it again.");
    expectError(idx({7}, 3), Code::Format, "ends after 3 of 7 labels");
    expectError(gzip(idx({60, 2, 2}, 12 * 4 + 3)), Code::Format, "ends after 12 of 60 images");
    expectError(idx({4, 2, 2}, 17), Code::Format, "goes on after its 4 images");
    expectError(gzip(idx({4, 2, 2}, 17)), Code::Format, "goes on after its 4 images");
}

TEST(Idx, RefusesWhatItIsNot) {
    expectError({}, Code::Format, "empty");
    expectError({'P', 'K', 3, 4}, Code::Format, "not an IDX file");
    expectError(idx({4, 2, 2}, 16, 251, 0x0D), Code::Unsupported, "float32");
    expectError(idx({4, 2, 2}, 16, 251, 0x77), Code::Format, "not an IDX file");
    expectError({0, 0, 8, 0}, Code::Format, "0 dimensions");
    expectError({0, 0, 8, 200}, Code::Format, "200 dimensions");
    expectError({0, 0, 8, 3, 0, 0}, Code::Format, "within its header");
    expectError(idx({0, 28, 28}, 0), Code::Format, "sizes is 0");
}

TEST(Idx, TakesNoMemoryForALie) {
    expectError(idx({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, 4), Code::Memory, "more than 8 GiB");
    expectError(idx({1000000, 64, 64}, 4), Code::Format, "ends after 0 of 1,000,000 images");
    // As a bomb: a few bytes of gzip cannot hold what the header claims.
    expectError(gzip(idx({1000000, 64, 64}, 4)), Code::Format, "more than a compressed file of");
    // Real content, far more than the header claims, is not inflated.
    expectError(gzip(idx({1, 2, 2}, std::size_t{64} << 20, 1)), Code::Format, "goes on after");
}

TEST(Idx, EveryTruncationIsAnError) {
    const Bytes plain = idx({3, 2, 2}, 12), packed = gzip(plain);
    for (const Bytes& whole : {plain, packed})
        for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_FALSE(parseIdx(std::span(whole).first(n), "f")) << n;
}

TEST(Idx, DamagedCompressionIsAnError) {
    Bytes packed = gzip(idx({40, 8, 8}, 2560));
    packed[packed.size() - 6] ^= 1;  // the checksum
    EXPECT_FALSE(parseIdx(packed, "f"));
}

TEST(IdxFolder, OpensMnistsNames) {
    ScratchFolder folder;
    folder.write("train-images-idx3-ubyte.gz", gzip(idx({24, 3, 2}, 144)));
    folder.write("train-labels-idx1-ubyte", idx({24}, 24, 3));
    folder.write("t10k-images.idx3-ubyte", idx({2, 3, 2}, 12));
    folder.write("t10k-labels-idx1-ubyte.gz", gzip(idx({2}, 2, 3)));
    ASSERT_TRUE(hasIdxFiles(folder.path()));
    const auto splits = openIdxFolder(folder.path());
    ASSERT_TRUE(splits) << splits.error().text();
    EXPECT_EQ(splits->train->size(), 24);
    EXPECT_EQ(splits->test->size(), 2);
    EXPECT_EQ(splits->train->spec().classNames, (std::vector<std::string>{"0", "1", "2"}));
    std::array<float, 6> image;
    std::int32_t label = -1;
    const std::array<std::byte*, 2> fields = {reinterpret_cast<std::byte*>(image.data()), reinterpret_cast<std::byte*>(&label)};
    ASSERT_TRUE(splits->train->read(4, fields));
    EXPECT_EQ(image, (std::array<float, 6>{24, 25, 26, 27, 28, 29}));
    EXPECT_EQ(label, 1);
    EXPECT_EQ(splits->train->label(4), 1);
}

TEST(IdxFolder, CountsMustAgree) {
    ScratchFolder folder;
    folder.write("train-images-idx3-ubyte", idx({24, 3, 2}, 144));
    EXPECT_NE(openIdxFolder(folder.path()).error().text().find("no file of labels"), std::string::npos);
    folder.write("train-labels-idx1-ubyte", idx({23}, 23, 3));
    const auto splits = openIdxFolder(folder.path());
    ASSERT_FALSE(splits);
    EXPECT_NE(splits.error().text().find("has 24 images, but train-labels-idx1-ubyte has 23 labels"), std::string::npos)
        << splits.error().text();
}

TEST(IdxFolder, ClassNamesComeFromAFile) {
    ScratchFolder folder;
    folder.write("train-images-idx3-ubyte", idx({6, 1, 1}, 6));
    folder.write("train-labels-idx1-ubyte", idx({6}, 6, 3));
    ASSERT_TRUE(writeTextAtomically(folder.path() / "classes.txt", "shirt\r\nboot\n"));
    EXPECT_FALSE(openIdxFolder(folder.path()));
    ASSERT_TRUE(writeTextAtomically(folder.path() / "classes.txt", "shirt\r\nboot\nbag"));
    EXPECT_EQ(openIdxFolder(folder.path())->train->spec().classNames, (std::vector<std::string>{"shirt", "boot", "bag"}));
}

TEST(IdxFolder, ReadsTheRealSets) {
    for (const char* name : {"mnist", "fashion-mnist"}) {
        const auto folder = test::sharedData(name);
        if (folder.empty()) GTEST_SKIP() << "the shared data set " << name << " is absent ($NETWRIGHT_SHARED)";
        const auto splits = openIdxFolder(folder);
        ASSERT_TRUE(splits) << splits.error().text();
        EXPECT_EQ(splits->train->size(), 60000);
        EXPECT_EQ(splits->test->size(), 10000);
        EXPECT_EQ(splits->train->spec().fields[0].type.extents, (Extents{28, 28, 1}));
        if (std::string(name) == "mnist") {
            EXPECT_EQ(splits->train->label(0), 5);  // the well-known first labels of MNIST
            EXPECT_EQ(splits->test->label(0), 7);
        }
    }
}

}  // namespace
}  // namespace nw
