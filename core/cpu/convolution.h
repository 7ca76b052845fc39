// Convolutions cut into pieces of whole images, or of rows of one image, that oneDNN computes one by one.
#pragma once
#include "core/cpu/chunked.h"
#include "core/cpu/onednn.h"

namespace nw::cpu {

/// Sizes of a convolution, NHWC and HWIO; `before` and `after` are the zeros around the map (height, width).
struct ConvShape {
    std::int64_t batch, channels, filters, groups = 1;
    std::array<std::int64_t, 2> in, out, kernel, strides, dilation, before, after;

    /// From the extents of x and y and the parameters strides, padding, dilation_rate that convolutions share.
    static ConvShape of(const Extents& x, const Extents& y, std::array<std::int64_t, 2> kernel, std::int64_t groups,
                        const Params& params);
    double flops() const;
    std::int64_t kernelSize() const { return kernel[0] * kernel[1] * channels / groups * filters; }
    /// The kernel as HWIO in memory.
    dnnl::memory::desc plainKernel() const;
};

enum class ConvKind : std::uint8_t { Forward, InputGrad, KernelGrad };

/// The pieces of one convolution; each is one chunk. All use one packed layout of the kernel.
class ConvPieces {
public:
    struct Options {
        ConvKind kind = ConvKind::Forward;
        bool bias = false, training = false;
        Activation activation = Activation::None;
        int threads = 1;
        double pieceTime = 150e3;     ///< nanoseconds
        std::int64_t most = 1 << 20;  ///< pieces
        bool rows = true;             ///< images may be cut
    };
    /// Error: Unsupported with oneDNN's reason.
    static Result<ConvPieces> make(const ConvShape& shape, const Options& options);

    /// Forward: x, kernel, y, bias. InputGrad: dy, kernel, dx. KernelGrad: x, dy, dkernel of this piece alone.
    void run(std::int64_t piece, const float* a, const float* b, float* c, const float* bias, std::byte* scratch) const;

    std::int64_t count() const { return static_cast<std::int64_t>(pieces_.size()); }
    std::size_t scratchBytes() const { return scratchBytes_; }
    const dnnl::memory::desc& packed() const { return packed_; }
    const std::string& implementation() const { return pieces_.front().primitive->implementation; }

private:
    struct Piece {
        std::int64_t images, rowsIn, rowsOut, top, bottom;  ///< what decides the primitive
        std::int64_t x, y;                                  ///< offsets in floats
        std::shared_ptr<Primitive> primitive;
    };
    void cut(const ConvShape& shape, const Options& options);
    Result<void> prepare(const ConvShape& shape, const Options& options, Piece& piece);

    std::vector<Piece> pieces_;
    dnnl::memory::desc packed_;
    ConvKind kind_ = ConvKind::Forward;
    std::size_t scratchBytes_ = 0;
};

}  // namespace nw::cpu
