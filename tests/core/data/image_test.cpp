// Decoding, resizing and folders of images, whole and broken.
#include <gtest/gtest.h>
#include <turbojpeg.h>

#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "core/base/bilinear.h"
#include "core/data/image_decode.h"
#include "core/data/image_folder.h"
#include "core/data/image_header.h"
#include "core/data/pipeline.h"
#include "tests/core/data/scratch_folder.h"

namespace nw {
namespace {

using test::ScratchFolder;

/// A smooth picture: red grows to the right, green downwards, blue is constant.
cv::Mat picture(int height, int width) {
    cv::Mat image(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.at<cv::Vec3b>(y, x) = {60, static_cast<std::uint8_t>(y * 255 / height),
                                         static_cast<std::uint8_t>(x * 255 / width)};
    return image;
}

Bytes encode(const cv::Mat& image, const char* ending) {
    Bytes bytes;
    cv::imencode(ending, image, bytes);
    return bytes;
}

Bytes jpeg(int height, int width, int quality = 95) {
    const cv::Mat image = picture(height, width);
    tjhandle handle = tjInitCompress();
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    tjCompress2(handle, image.data, width, 0, height, TJPF_BGR, &memory, &size, TJSAMP_444, quality, 0);
    Bytes bytes(memory, memory + size);
    tjFree(memory);
    tjDestroy(handle);
    return bytes;
}

std::vector<float> decode(const Bytes& file, ImageShape shape) {
    std::vector<float> out(static_cast<std::size_t>(shape.elements()), -1.0f);
    const auto result = decodeImage(file, "f", shape, out);
    EXPECT_TRUE(result) << result.error().text();
    return out;
}

TEST(Bilinear, HasTensorFlowsValues) {
    // tf.image.resize([[1, 2], [3, 4]], [4, 4]) and of a row 0…3 to 2, 3 and 8 values: half-pixel centres, by hand.
    const std::array<float, 4> square = {1, 2, 3, 4};
    std::array<float, 16> out;
    resizeBilinear(square.data(), 1, 2, 2, 1, out.data(), 4, 4);
    const std::array<float, 16> expected = {1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4};
    EXPECT_EQ(out, expected);
    const std::array<double, 4> row = {0, 1, 2, 3};
    std::array<double, 2> two;
    resizeBilinear(row.data(), 1, 1, 4, 1, two.data(), 1, 2);
    EXPECT_EQ(two, (std::array<double, 2>{0.5, 2.5}));
    std::array<double, 8> eight;
    resizeBilinear(row.data(), 1, 1, 4, 1, eight.data(), 1, 8);
    EXPECT_EQ(eight, (std::array<double, 8>{0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3}));
}

TEST(Bilinear, KeepsTheSameSizeAndLinearRamps) {
    std::vector<float> image(2 * 5 * 7 * 3), same(image.size());
    for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i % 17);
    resizeBilinear(image.data(), 2, 5, 7, 3, same.data(), 5, 7);
    EXPECT_EQ(image, same);
}

TEST(ImageDecode, LosslessFormatsGiveThePixelsBack) {
    const cv::Mat image = picture(9, 14);
    for (const char* ending : {".png", ".bmp", ".ppm", ".webp"}) {
        const bool lossy = std::string(ending) == ".webp";
        const std::vector<float> pixels = decode(encode(image, ending), {9, 14, 3});
        for (int y = 0; y < 9; ++y)
            for (int x = 0; x < 14; ++x)
                for (int c = 0; c < 3; ++c)
                    ASSERT_NEAR(pixels[static_cast<std::size_t>((y * 14 + x) * 3 + c)], image.at<cv::Vec3b>(y, x)[2 - c],
                                lossy ? 12 : 0)
                        << ending;
    }
}

TEST(ImageDecode, GreyIsLuma) {
    const cv::Mat image(4, 4, CV_8UC3, cv::Scalar(200, 100, 50));  // B, G, R
    const float luma = 0.299f * 50 + 0.587f * 100 + 0.114f * 200;
    EXPECT_NEAR(decode(encode(image, ".png"), {4, 4, 1})[5], luma, 1e-3);
    EXPECT_NEAR(decode(encode(image, ".jpg"), {4, 4, 1})[5], luma, 2.0);
    const cv::Mat grey(4, 4, CV_8UC1, cv::Scalar(77));
    for (const char* ending : {".png", ".jpg"}) EXPECT_EQ(decode(encode(grey, ending), {4, 4, 3}), std::vector<float>(48, 77.0f));
}

TEST(ImageDecode, JpegAtEveryScaleShowsTheSamePicture) {
    const Bytes file = jpeg(240, 320);
    for (const int height : {240, 120, 90, 60, 31, 7, 480}) {
        const int width = height * 4 / 3;
        const std::vector<float> pixels = decode(file, {height, width, 3});
        double error = 0;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const auto at = static_cast<std::size_t>((y * width + x) * 3);
                error += std::abs(pixels[at] - (x + 0.5) * 255 / width) + std::abs(pixels[at + 1] - (y + 0.5) * 255 / height) +
                         std::abs(pixels[at + 2] - 60);
            }
        EXPECT_LT(error / (3.0 * height * width), 2.5) << height;
    }
}

TEST(ImageDecode, CmykJpegGoesToTheOtherDecoder) {
    Bytes pixels(8 * 8 * 4, 128);
    tjhandle handle = tjInitCompress();
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    ASSERT_EQ(tjCompress2(handle, pixels.data(), 8, 0, 8, TJPF_CMYK, &memory, &size, TJSAMP_444, 90, 0), 0);
    EXPECT_EQ(decode(Bytes(memory, memory + size), {8, 8, 3}).size(), 192u);
    tjFree(memory);
    tjDestroy(handle);
}

TEST(ImageDecode, TruncatedFilesAreErrorsNotPictures) {
    std::vector<float> out(40 * 60 * 3);
    for (const Bytes& whole : {jpeg(40, 60), encode(picture(40, 60), ".png"), encode(picture(40, 60), ".bmp")})
        for (std::size_t n = 0; n < whole.size() - 16; n += 1 + n / 16) {
            const auto result = decodeImage(std::span(whole).first(n), "photo.jpg", {40, 60, 3}, out);
            ASSERT_FALSE(result) << n << " of " << whole.size() << " bytes, first " << int{whole[0]};
            EXPECT_EQ(result.error().place, "photo.jpg");
            EXPECT_FALSE(result.error().message.empty());
        }
}

TEST(ImageDecode, ABrokenFileDoesNotSpoilTheNext) {
    const Bytes whole = jpeg(40, 60);
    const std::vector<float> expected = decode(whole, {40, 60, 3});
    std::vector<float> out(expected.size());
    for (std::size_t n = 2; n < whole.size() / 2; n += 7) {
        EXPECT_FALSE(decodeImage(std::span(whole).first(n), "f", {40, 60, 3}, out));
        ASSERT_EQ(decode(whole, {40, 60, 3}), expected) << n;
    }
}

TEST(ImageHeader, RefusesHugeImagesBeforeMemory) {
    Bytes png = encode(picture(4, 4), ".png");
    png[16] = 0x7F;  // the width's highest byte
    const auto header = parseImageHeader(png, "f");
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().code, Code::Memory);
    Bytes bmp = encode(picture(4, 4), ".bmp");
    bmp[21] = 0x7F;
    EXPECT_EQ(parseImageHeader(bmp, "f").error().code, Code::Memory);
    bmp[18] = bmp[21] = 0;
    EXPECT_EQ(parseImageHeader(bmp, "f").error().code, Code::Format);
}

TEST(ImageHeader, AgreesWithTheDecoders) {
    for (const char* ending : {".png", ".bmp", ".ppm", ".webp", ".jpg"}) {
        const auto header = parseImageHeader(encode(picture(13, 29), ending), "f");
        ASSERT_TRUE(header) << ending << header.error().text();
        EXPECT_EQ(header->height, 13) << ending;
        EXPECT_EQ(header->width, 29) << ending;
    }
    const std::string pnm = "P5 # made by hand\n# 9\n 3\t2\n255\nabcdef";
    const auto header = parseImageHeader(std::span(reinterpret_cast<const std::uint8_t*>(pnm.data()), pnm.size()), "f");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 3);
    EXPECT_EQ(header->height, 2);
}

TEST(ImageFolder, OpensClassesAndReportsWhatCannotBeUsed) {
    ScratchFolder folder;
    for (int i = 0; i < 3; ++i) folder.write("rose/" + std::to_string(i) + ".jpg", jpeg(20, 30));
    folder.write("aster/a.png", encode(picture(20, 30), ".png"));
    folder.write("aster/deep/b.BMP", encode(picture(10, 10), ".bmp"));
    folder.write("aster/empty.jpg", {});
    folder.write("aster/notes.txt", Bytes{'h', 'i'});
    folder.write("aster/fake.png", Bytes{'h', 'i', 1, 2, 3, 4, 5, 6, 7, 8});
    ASSERT_TRUE(hasImageClasses(folder.path()));
    const auto splits = openImageFolder(folder.path());
    ASSERT_TRUE(splits) << splits.error().text();
    const Dataset& set = *splits->train;
    EXPECT_EQ(set.spec().classNames, (std::vector<std::string>{"aster", "rose"}));
    EXPECT_EQ(set.spec().fields[0].type.extents, (Extents{20, 30, 3}));
    ASSERT_EQ(set.size(), 5);
    EXPECT_EQ(set.name(0), "aster/a.png");
    EXPECT_EQ(set.name(1), "aster/deep/b.BMP");
    EXPECT_EQ(set.label(1), 0);
    EXPECT_EQ(set.label(2), 1);
    ASSERT_EQ(splits->problems.size(), 2u);
    EXPECT_NE(splits->problems[0].text().find("empty.jpg"), std::string::npos);
    EXPECT_NE(splits->problems[1].text().find("fake.png"), std::string::npos);
    EXPECT_EQ(splits->test, nullptr);
}

TEST(ImageFolder, KnowsSplitFolders) {
    ScratchFolder folder;
    folder.write("Train/a/1.png", encode(picture(8, 8), ".png"));
    folder.write("Train/b/1.png", encode(picture(8, 8), ".png"));
    folder.write("val/b/2.png", encode(picture(8, 8), ".png"));
    folder.write("test/a/3.png", encode(picture(8, 8), ".png"));
    const auto splits = openImageFolder(folder.path(), {4, 6, 1});
    ASSERT_TRUE(splits) << splits.error().text();
    EXPECT_EQ(splits->train->size(), 2);
    EXPECT_EQ(splits->validation->size(), 1);
    EXPECT_EQ(splits->validation->label(0), 1);
    EXPECT_EQ(splits->test->spec().fields[0].type.extents, (Extents{4, 6, 1}));
    folder.write("test/c/3.png", encode(picture(8, 8), ".png"));
    EXPECT_NE(openImageFolder(folder.path()).error().text().find("no class 'c'"), std::string::npos);
}

TEST(ImageFolder, ABrokenFileFailsItsBatchWithItsName) {
    ScratchFolder folder;
    for (int i = 0; i < 6; ++i) folder.write("a/" + std::to_string(i) + ".jpg", jpeg(32, 32));
    const auto splits = openImageFolder(folder.path());
    ASSERT_TRUE(splits);
    Bytes cut = jpeg(32, 32);
    cut.resize(cut.size() * 3 / 4);
    folder.write("a/3.jpg", cut);  // damaged after the set was opened
    const auto later = openImageFolder(folder.path());
    ASSERT_TRUE(later);
    EXPECT_EQ(later->problems.size(), 1u);  // opened again, it is left out
    EXPECT_EQ(later->train->size(), 5);
    ThreadPool pool(2);
    Pipeline pipeline(splits->train, {.batch = 2, .shuffle = false}, pool);
    Batch batch;
    ASSERT_TRUE(pipeline.next(batch));
    const auto failed = pipeline.next(batch);
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().text().find("a/3.jpg] This JPEG file is cut off"), std::string::npos) << failed.error().text();
    EXPECT_TRUE(pipeline.next(batch));
}

TEST(ImageFolder, ReadsTheRealSet) {
    const auto root = test::sharedData("gestures-mini");
    if (root.empty()) GTEST_SKIP() << "the shared data set gestures-mini is absent ($NETWRIGHT_SHARED)";
    const auto splits = openImageFolder(root, {64, 64, 3});
    ASSERT_TRUE(splits) << splits.error().text();
    EXPECT_EQ(splits->train->size(), 40);
    EXPECT_EQ(splits->train->spec().classNames.size(), 4u);
    ThreadPool pool(2);
    Pipeline pipeline(splits->train, {.batch = 8}, pool);
    Batch batch;
    for (int i = 0; i < 5; ++i) {
        const auto more = pipeline.next(batch);
        EXPECT_TRUE(more) << more.error().text();
    }
}

}  // namespace
}  // namespace nw
