// JPEG through libjpeg-turbo, everything else through OpenCV, on one thread each.
#include "core/data/image_decode.h"

#include <turbojpeg.h>

#include <mutex>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/data/count_text.h"
#include "core/data/image_header.h"

namespace nw {
namespace {

/// Scratch memory of more values than this is given back after the image.
constexpr std::size_t LargestKept = std::size_t{16} << 20;

/// Pixels as a decoder left them.
struct Pixels {
    std::vector<std::uint8_t> bytes;
    ImageShape shape;
};

/// One libjpeg-turbo instance; each thread has its own.
class JpegDecoder {
public:
    JpegDecoder() : handle_(tjInitDecompress()) { NW_CHECK(handle_ != nullptr); }
    ~JpegDecoder() { tjDestroy(handle_); }
    JpegDecoder(const JpegDecoder&) = delete;
    JpegDecoder& operator=(const JpegDecoder&) = delete;

    /// False: this kind of JPEG (CMYK) is for the other decoder.
    Result<bool> decode(std::span<const std::uint8_t> file, std::string_view place, ImageShape wanted, Pixels& out) {
        int width = 0, height = 0, subsampling = 0, colours = 0;
        const auto size = static_cast<unsigned long>(file.size());
        if (tjDecompressHeader3(handle_, file.data(), size, &width, &height, &subsampling, &colours) != 0) return damaged(place);
        if (colours == TJCS_CMYK || colours == TJCS_YCCK) return false;
        if (width < 1 || height < 1 || height > LargestImage / width) return damaged(place);
        const tjscalingfactor scale = smallestScale(width, height, wanted);
        width = TJSCALED(width, scale), height = TJSCALED(height, scale);
        // A grey file has the same values in each channel, and Y of a colour file is the luma that was asked for.
        const bool grey = wanted.channels == 1 || colours == TJCS_GRAY;
        out.shape = {height, width, grey ? 1 : 3};
        out.bytes.resize(static_cast<std::size_t>(out.shape.elements()));
        const int status = tjDecompress2(handle_, file.data(), size, out.bytes.data(), width, 0, height,
                                         grey ? TJPF_GRAY : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS);
        if (status != 0 && (tjGetErrorCode(handle_) == TJERR_FATAL || contentIsMissing())) return damaged(place);
        return true;
    }

private:
    static tjscalingfactor smallestScale(int width, int height, ImageShape wanted) {
        int count = 0;
        const tjscalingfactor* factors = tjGetScalingFactors(&count);
        tjscalingfactor best{1, 1};
        for (int i = 0; i < count; ++i) {
            const tjscalingfactor f = factors[i];
            const bool large = TJSCALED(width, f) >= wanted.width && TJSCALED(height, f) >= wanted.height;
            if (large && f.num * best.denom < best.num * f.denom) best = f;
        }
        return best;
    }

    /// Whether the warning is one that leaves pixels undefined; stray bytes between segments do not.
    bool contentIsMissing() const {
        const std::string_view text = tjGetErrorStr2(handle_);
        return text.find("remature") != text.npos || text.find("bad Huffman") != text.npos ||
               text.find("restart marker") != text.npos;
    }

    /// The decoder's error as one of ours. The instance starts anew: after an error in its header libjpeg keeps what it had read,
    /// and whole files would fail after a broken one.
    Error damaged(std::string_view place) {
        const std::string text = tjGetErrorStr2(handle_);
        tjDestroy(handle_);
        handle_ = tjInitDecompress();
        NW_CHECK(handle_ != nullptr);
        if (text.find("remature") != text.npos)
            return fail(Code::Format, place, "This JPEG file is cut off: its last part is missing", "Copy or download it again.");
        return fail(Code::Format, place, "This JPEG file is damaged (" + text + ")", "Copy or download it again.");
    }

    tjhandle handle_;
};

/// OpenCV's decoders. They report damage by an empty matrix or an exception.
Result<void> decodeOther(std::span<const std::uint8_t> file, std::string_view place, const ImageHeader& header, Pixels& out) {
    static std::once_flag once;
    std::call_once(once, [] { cv::setNumThreads(1); });
    const Error damaged = fail(Code::Format, place, "This image file is damaged or cut off", "Copy or download it again.");
    cv::Mat image;
    try {
        const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1, const_cast<std::uint8_t*>(file.data()));
        image = cv::imdecode(bytes, cv::IMREAD_ANYCOLOR | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const std::exception&) { return damaged; }
    const int channels = image.channels();
    if (image.empty() || image.depth() != CV_8U || (channels != 1 && channels != 3)) return damaged;
    if (image.rows != header.height || image.cols != header.width) return damaged;
    out.shape = {image.rows, image.cols, channels};
    out.bytes.resize(static_cast<std::size_t>(out.shape.elements()));
    const auto row = static_cast<std::size_t>(image.cols * channels);
    for (int y = 0; y < image.rows; ++y) {
        const std::uint8_t* from = image.ptr(y);
        std::uint8_t* to = out.bytes.data() + static_cast<std::size_t>(y) * row;
        if (channels == 1)
            std::copy(from, from + row, to);
        else
            for (std::size_t x = 0; x < row; x += 3) to[x] = from[x + 2], to[x + 1] = from[x + 1], to[x + 2] = from[x];
    }
    return {};
}

}  // namespace

Result<void> decodeImage(std::span<const std::uint8_t> file, std::string_view place, ImageShape shape, std::span<float> out) {
    NW_CHECK(out.size() == static_cast<std::size_t>(shape.elements()) && (shape.channels == 1 || shape.channels == 3));
    NW_TRY(const ImageHeader header, parseImageHeader(file, place));
    // Known before a decoder sees it: OpenCV's write to the error stream.
    if (!reachesItsEnd(file, header))
        return fail(Code::Format, place, "This image file is cut off: its last part is missing", "Copy or download it again.");
    if (file.size() > (std::size_t{1} << 30)) return fail(Code::Memory, place, "This image file has more than 1 GiB");
    thread_local JpegDecoder jpeg;
    thread_local Pixels pixels;
    thread_local std::vector<float> values;
    bool decoded = false;
    if (header.format == ImageFormat::Jpeg) { NW_TRY(decoded, jpeg.decode(file, place, shape, pixels)); }
    if (!decoded) NW_RETURN_IF_ERROR(decodeOther(file, place, header, pixels));
    values.resize(pixels.bytes.size());
    std::copy(pixels.bytes.begin(), pixels.bytes.end(), values.begin());
    convertImage(values.data(), pixels.shape, out.data(), shape);
    if (values.capacity() > LargestKept) values = {}, pixels = {};
    return {};
}

}  // namespace nw
