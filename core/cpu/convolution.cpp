// Cutting convolutions and making their primitives.
#include "core/cpu/convolution.h"

namespace nw::cpu {
namespace {

using dnnl::memory;

constexpr double flopsPerNanosecond = 90;

memory::desc image(std::int64_t n, std::int64_t channels, std::int64_t height, std::int64_t width) {
    return memory::desc(memory::dims{n, channels, height, width}, memory::data_type::f32, memory::format_tag::nhwc);
}

memory::dims kernelDims(const ConvShape& s) {
    memory::dims dims{s.filters / s.groups, s.channels / s.groups, s.kernel[0], s.kernel[1]};
    if (s.groups > 1) dims.insert(dims.begin(), s.groups);
    return dims;
}

}  // namespace

ConvShape ConvShape::of(const Extents& x, const Extents& y, std::array<std::int64_t, 2> kernel, std::int64_t groups,
                        const Params& params) {
    ConvShape s{x[0], x[3], y[3], groups, {x[1], x[2]}, {y[1], y[2]}, kernel, {}, {}, {0, 0}, {0, 0}};
    const auto strides = params.get<std::vector<std::int64_t>>("strides"),
               dilation = params.get<std::vector<std::int64_t>>("dilation_rate");
    const bool same = params.get<std::string>("padding") == "same";
    for (std::size_t a = 0; a < 2; ++a) {
        s.strides[a] = strides[a];
        s.dilation[a] = dilation[a];
        const std::int64_t missing = (s.out[a] - 1) * strides[a] + (kernel[a] - 1) * dilation[a] + 1 - s.in[a];
        if (!same || missing <= 0) continue;
        s.before[a] = missing / 2;
        s.after[a] = missing - missing / 2;
    }
    return s;
}

double ConvShape::flops() const { return 2.0 * static_cast<double>(kernelSize()) * static_cast<double>(batch * out[0] * out[1]); }

memory::desc ConvShape::plainKernel() const {
    const std::int64_t in = channels / groups;
    memory::dims strides{1, filters, kernel[1] * in * filters, in * filters};
    if (groups > 1) strides.insert(strides.begin(), filters / groups);
    return memory::desc(kernelDims(*this), memory::data_type::f32, strides);
}

Result<ConvPieces> ConvPieces::make(const ConvShape& s, const Options& o) {
    if (s.batch < 1 || s.kernelSize() < 1 || s.out[0] < 1 || s.out[1] < 1) return fail(Code::Unsupported, "conv2d", "a size is 0");
    ConvPieces p;
    p.kind_ = o.kind;
    p.cut(s, o);
    for (Piece& piece : p.pieces_) NW_RETURN_IF_ERROR(p.prepare(s, o, piece));
    return p;
}

/// Whole images as long as there are enough of them, else rows of the output. An input gradient is cut into images alone: its
/// pieces would overlap.
void ConvPieces::cut(const ConvShape& s, const Options& o) {
    const double imageTime = s.flops() / flopsPerNanosecond / static_cast<double>(s.batch) + 200;
    const double time = imageTime * static_cast<double>(s.batch);
    const std::int64_t wanted =
        time < 20e3 ? 1
                    : std::clamp<std::int64_t>(static_cast<std::int64_t>(time / o.pieceTime), 2, std::max<std::int64_t>(1, o.most));
    const Split images{s.batch, std::min(s.batch, wanted), 1};
    const bool cutRows = o.rows && o.kind == ConvKind::Forward && s.batch < wanted && s.batch < 8;
    // A piece reads the whole kernel: a large one needs enough pixels to be worth it.
    const std::int64_t pixels = s.kernelSize() > (1 << 16) ? 48 : 1, most = std::max<std::int64_t>(2, s.out[0] * s.out[1] / pixels);
    const Split rows{s.out[0], cutRows ? std::min({s.out[0], (wanted + s.batch - 1) / s.batch, most}) : 1, 1};
    for (std::int64_t i = 0; i < images.chunks; ++i)
        for (std::int64_t j = 0; j < rows.chunks; ++j) {
            const Range n = images.range(i), r = rows.range(j);
            Piece p{n.size(),
                    s.in[0],
                    r.size(),
                    s.before[0],
                    s.after[0],
                    n.begin * s.in[0] * s.in[1] * s.channels,
                    (n.begin * s.out[0] + r.begin) * s.out[1] * s.filters,
                    nullptr};
            if (rows.chunks > 1) {
                const std::int64_t from = r.begin * s.strides[0] - s.before[0];
                const std::int64_t to = (r.end - 1) * s.strides[0] - s.before[0] + (s.kernel[0] - 1) * s.dilation[0] + 1;
                p.top = std::max<std::int64_t>(0, -from);
                p.bottom = std::max<std::int64_t>(0, to - s.in[0]);
                p.rowsIn = to - p.bottom - (from + p.top);
                p.x += (from + p.top) * s.in[1] * s.channels;
            }
            pieces_.push_back(p);
        }
}

Result<void> ConvPieces::prepare(const ConvShape& s, const Options& o, Piece& piece) {
    const auto same = [&](const Piece& p) {
        return p.primitive && p.images == piece.images && p.rowsIn == piece.rowsIn && p.rowsOut == piece.rowsOut &&
               p.top == piece.top && p.bottom == piece.bottom;
    };
    if (const auto known = std::find_if(pieces_.begin(), pieces_.end(), same); known != pieces_.end()) {
        piece.primitive = known->primitive;
        return {};
    }
    ConvDescs d;
    d.src = image(piece.images, s.channels, piece.rowsIn, s.in[1]);
    d.dst = image(piece.images, s.filters, piece.rowsOut, s.out[1]);
    d.weights = packed_.is_zero() ? memory::desc(kernelDims(s), memory::data_type::f32, memory::format_tag::any) : packed_;
    if (o.bias) d.bias = memory::desc(memory::dims{s.filters}, memory::data_type::f32, memory::format_tag::x);
    d.strides = {s.strides[0], s.strides[1]};
    d.dilation = {s.dilation[0] - 1, s.dilation[1] - 1};
    d.before = {piece.top, s.before[1]};
    d.after = {piece.bottom, s.after[1]};
    Result<MadePrimitive> made = o.kind == ConvKind::Forward     ? makeConvForward(d, o.training, o.activation, o.threads)
                                 : o.kind == ConvKind::InputGrad ? makeConvBackwardData(d, o.threads)
                                                                 : makeConvBackwardWeights(d, o.threads);
    if (!made) return made.error();
    packed_ = made->weights;
    scratchBytes_ = std::max(scratchBytes_, made->primitive->scratchBytes);
    piece.primitive = std::move(made->primitive);
    return {};
}

void ConvPieces::run(std::int64_t index, const float* a, const float* b, float* c, const float* bias, std::byte* scratch) const {
    const Piece& p = pieces_[static_cast<std::size_t>(index)];
    void* pointers[4] = {const_cast<float*>(a), const_cast<float*>(b), c, const_cast<float*>(bias)};
    switch (kind_) {
        case ConvKind::Forward:
            pointers[0] = const_cast<float*>(a + p.x);
            pointers[2] = c + p.y;
            break;
        case ConvKind::InputGrad:
            pointers[0] = const_cast<float*>(a + p.y);
            pointers[2] = c + p.x;
            break;
        case ConvKind::KernelGrad:
            pointers[0] = const_cast<float*>(a + p.x);
            pointers[1] = const_cast<float*>(b + p.y);
            break;
    }
    p.primitive->run({pointers, bias ? std::size_t{4} : std::size_t{3}}, scratch);
}

}  // namespace nw::cpu
