// Drawing the whole set, and its file in the cache folder.
#include "datasets/digits/digits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <optional>

#include "core/data/memory_images.h"
#include "datasets/digits/pen.h"

namespace nw::datasets {
namespace {

constexpr RandomKey SetKey{0x64696769747331ull};
constexpr std::int64_t AllDigits = DigitsForTraining + DigitsForTest;
constexpr std::int64_t ChunkSize = 256;
constexpr std::array<std::uint8_t, 8> Magic = {'N', 'W', 'D', 'I', 'G', 'I', 'T', '1'};
constexpr std::size_t HeaderBytes = Magic.size() + 8;  // then labels, then pixels
constexpr std::size_t FileBytes = HeaderBytes + static_cast<std::size_t>(AllDigits) * (1 + DigitPixels);

/// A checksum against damage, not against attack: four lanes of multiply and rotate over words of 8 bytes.
std::uint64_t checksum(std::span<const std::uint8_t> bytes) {
    constexpr std::uint64_t Factor = 0x9E3779B97F4A7C15ull;
    std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32)
        for (std::size_t l = 0; l < 4; ++l) {
            std::uint64_t word;
            std::memcpy(&word, bytes.data() + at + 8 * l, 8);
            lanes[l] = std::rotl((lanes[l] ^ word) * Factor, 29);
        }
    std::uint64_t sum = bytes.size();
    for (const std::uint64_t lane : lanes) sum = std::rotl((sum ^ lane) * Factor, 31);
    for (; at < bytes.size(); ++at) sum = std::rotl((sum ^ bytes[at]) * Factor, 31);
    return sum;
}

/// Named after what the generator draws, so that another generator never meets this one's file.
std::filesystem::path fileIn(const std::filesystem::path& cache) {
    const DigitBlock probe = drawDigits(0, 64, nullptr);
    std::array<char, 40> name;
    std::snprintf(name.data(), name.size(), "digits-%016llx.bin", static_cast<unsigned long long>(checksum(probe.pixels)));
    return cache / name.data();
}

std::optional<Bytes> load(const std::filesystem::path& file) {
    auto content = readFile(file, FileBytes);
    if (!content || content->size() != FileBytes || !std::equal(Magic.begin(), Magic.end(), content->begin())) return std::nullopt;
    std::uint64_t expected;
    std::memcpy(&expected, content->data() + Magic.size(), sizeof expected);
    const auto body = std::span<const std::uint8_t>(*content).subspan(HeaderBytes);
    if (checksum(body) != expected) return std::nullopt;
    const auto labels = body.first(static_cast<std::size_t>(AllDigits));
    if (std::any_of(labels.begin(), labels.end(), [](std::uint8_t l) { return l > 9; })) return std::nullopt;
    return *std::move(content);
}

Bytes make(ThreadPool* pool) {
    Bytes content(FileBytes);
    const DigitBlock block = drawDigits(0, AllDigits, pool);
    std::copy(Magic.begin(), Magic.end(), content.begin());
    std::copy(block.labels.begin(), block.labels.end(), content.begin() + HeaderBytes);
    std::copy(block.pixels.begin(), block.pixels.end(), content.begin() + HeaderBytes + AllDigits);
    const std::uint64_t sum = checksum(std::span(content).subspan(HeaderBytes));
    std::memcpy(content.data() + Magic.size(), &sum, sizeof sum);
    return content;
}

}  // namespace

DigitBlock drawDigits(std::int64_t first, std::int64_t count, ThreadPool* pool) {
    DigitBlock block{Bytes(static_cast<std::size_t>(count)), Bytes(static_cast<std::size_t>(count) * DigitPixels)};
    const auto drawChunk = [&](std::int64_t chunk, int) {
        const std::int64_t end = std::min(count, (chunk + 1) * ChunkSize);
        for (std::int64_t i = chunk * ChunkSize; i < end; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const std::span<std::uint8_t, DigitPixels> pixels(block.pixels.data() + at * DigitPixels, DigitPixels);
            block.labels[at] = static_cast<std::uint8_t>(drawDigit(fold(SetKey, static_cast<std::uint64_t>(first + i)), pixels));
        }
    };
    const std::int64_t chunks = (count + ChunkSize - 1) / ChunkSize;
    if (pool)
        pool->parallel(chunks, drawChunk, Job::Priority::Pipeline);
    else
        for (std::int64_t c = 0; c < chunks; ++c) drawChunk(c, 0);
    return block;
}

DatasetSplits openDigits(const std::filesystem::path& cache, ThreadPool* pool) {
    const std::filesystem::path file = fileIn(cache);
    std::optional<Bytes> content = load(file);
    if (!content) {
        content = make(pool);
        // Without the file the set is drawn again next time; that is no reason to refuse it now.
        const auto folder = makeFolder(cache);
        [[maybe_unused]] const auto written = folder ? writeFileAtomically(file, *content) : folder;
    }
    const auto owner = std::make_shared<const Bytes>(*std::move(content));
    const auto labels = std::span(*owner).subspan(HeaderBytes, static_cast<std::size_t>(AllDigits));
    const auto pixels = std::span(*owner).subspan(HeaderBytes + static_cast<std::size_t>(AllDigits));
    std::vector<std::string> names;
    for (char digit = '0'; digit <= '9'; ++digit) names.emplace_back(1, digit);
    const auto part = [&](std::int64_t first, std::int64_t count) {
        const auto f = static_cast<std::size_t>(first), n = static_cast<std::size_t>(count);
        return std::make_shared<MemoryImages>(MemoryImages::Content{pixels.subspan(f * DigitPixels, n * DigitPixels),
                                                                    labels.subspan(f, n), DigitSide, DigitSide, 1, names, owner});
    };
    DatasetSplits splits;
    splits.train = part(0, DigitsForTraining);
    splits.test = part(DigitsForTraining, DigitsForTest);
    return splits;
}

}  // namespace nw::datasets
