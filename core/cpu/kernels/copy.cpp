// Operators that move elements: transpose, pad, slice, concatenate, of any dtype; casts to float32; broadcast_to.
#include <array>
#include <cstring>

#include "core/cpu/chunked.h"

namespace nw::cpu {
namespace {

constexpr double byteCost = 0.06;

std::size_t axisOf(const KernelRequest& r) {
    const auto axis = r.params().get<std::int64_t>("axis");
    return static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(r.outputs()[0].extents.size()) : axis);
}

/// Bytes from an axis on.
std::int64_t width(const TensorType& t, std::size_t axis) {
    return count(t.extents, axis, t.extents.size()) * static_cast<std::int64_t>(sizeOf(t.dtype));
}

/// Bytes of one index of an axis.
std::int64_t stepOf(const TensorType& t, std::size_t axis) {
    return count(t.extents, axis + 1, t.extents.size()) * static_cast<std::int64_t>(sizeOf(t.dtype));
}

/// The first number of a Shape parameter.
Result<std::int64_t> number(const KernelRequest& r, std::string_view param) {
    const Shape values = r.params().get<Shape>(param);
    if (values.empty() || !values[0].known()) return decline(r, std::string(param) + " is not a number yet");
    return values[0].value();
}

Result<std::unique_ptr<Kernel>> slice(const KernelRequest& r) {
    const std::size_t axis = axisOf(r);
    NW_TRY(const std::int64_t begin, number(r, "range"));
    const std::int64_t from = width(r.inputs[0], axis), to = width(r.outputs()[0], axis), skip = begin * stepOf(r.inputs[0], axis);
    const double cost = byteCost * static_cast<double>(to);
    const Split split = Split::of(count(r.outputs()[0].extents, 0, axis), cost);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i)
            std::memcpy(static_cast<std::byte*>(args.out[0]) + i * to, static_cast<const std::byte*>(args.in[0]) + i * from + skip,
                        static_cast<std::size_t>(to));
    });
}

Result<std::unique_ptr<Kernel>> pad(const KernelRequest& r) {
    if (r.nodes[0].params.get<double>("value") != 0) return fail(Code::Unsupported, "pad", "pads with zeros alone");
    const std::size_t axis = axisOf(r);
    NW_TRY(const std::int64_t before, number(r, "padding"));
    const std::int64_t from = width(r.inputs[0], axis), to = width(r.outputs()[0], axis), skip = before * stepOf(r.inputs[0], axis);
    const double cost = byteCost * static_cast<double>(to);
    const Split split = Split::of(count(r.outputs()[0].extents, 0, axis), cost);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i) {
            std::byte* y = static_cast<std::byte*>(args.out[0]) + i * to;
            std::memset(y, 0, static_cast<std::size_t>(skip));
            std::memcpy(y + skip, static_cast<const std::byte*>(args.in[0]) + i * from, static_cast<std::size_t>(from));
            std::memset(y + skip + from, 0, static_cast<std::size_t>(to - skip - from));
        }
    });
}

Result<std::unique_ptr<Kernel>> concatenate(const KernelRequest& r) {
    const std::size_t axis = axisOf(r);
    const std::vector<int> sources = r.nodes.back().inputs;  // one value may stand in several places
    std::vector<std::int64_t> widths;
    for (const int i : sources) widths.push_back(width(r.inputs[static_cast<std::size_t>(i)], axis));
    const std::int64_t to = width(r.outputs()[0], axis);
    const double cost = byteCost * static_cast<double>(to);
    const Split split = Split::of(count(r.outputs()[0].extents, 0, axis), cost);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i) {
            std::byte* y = static_cast<std::byte*>(args.out[0]) + i * to;
            for (std::size_t k = 0; k < sources.size(); ++k) {
                std::memcpy(y, static_cast<const std::byte*>(args.in[sources[k]]) + i * widths[k],
                            static_cast<std::size_t>(widths[k]));
                y += widths[k];
            }
        }
    });
}

/// Neighbouring axes are stretched: x is outer × inner, y is outer × repeats × inner.
Result<std::unique_ptr<Kernel>> broadcastTo(const KernelRequest& r) {
    const Extents& y = r.outputs()[0].extents;
    Extents x = r.inputs[0].extents;
    x.insert(x.begin(), y.size() - x.size(), 1);
    std::int64_t outer = 1, repeats = 1, inner = 1;
    int stage = 0;
    for (std::size_t d = 0; d < y.size(); ++d) {
        if (y[d] == 1) continue;
        const bool stretched = x[d] == 1;
        if (stretched && stage == 2) return decline(r, "only neighbouring axes are stretched fast");
        if (stretched) stage = 1;
        if (!stretched && stage == 1) stage = 2;
        (stage == 0 ? outer : stage == 1 ? repeats : inner) *= y[d];
    }
    if (r.inputs[0].dtype != DType::Float32) return decline(r, "only float32 is accelerated");
    const double cost = 4 * byteCost * static_cast<double>(inner);
    const Split split = Split::of(outer * repeats, cost, inner < 16 ? 16 : 1);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range rows = split.range(chunk);
        for (std::int64_t i = rows.begin; i < rows.end; ++i) {
            if (inner == 1)
                out(args, 0)[i] = floats(args, 0)[i / repeats];
            else
                std::copy_n(floats(args, 0) + i / repeats * inner, inner, out(args, 0) + i * inner);
        }
    });
}

constexpr std::size_t mostAxes = 8;

/// A transpose with neighbouring axes joined: sizes of y's axes, and the steps along them in x.
struct Order {
    std::size_t rank = 0;
    std::array<std::int64_t, mostAxes> size{}, step{};

    void add(std::int64_t n, std::int64_t s) {
        if (n == 1) return;
        if (rank > 0 && step[rank - 1] == n * s) {
            size[rank - 1] *= n;
            step[rank - 1] = s;
            return;
        }
        size[rank] = n;
        step[rank++] = s;
    }
    std::int64_t rows() const {
        std::int64_t n = 1;
        for (std::size_t d = 0; d + 2 < rank; ++d) n *= size[d];
        return n;
    }
    /// Where the last two axes of row `index` begin in x.
    std::int64_t offset(std::int64_t index) const {
        std::int64_t at = 0;
        for (std::size_t d = rank - 2; d-- > 0; index /= size[d]) at += index % size[d] * step[d];
        return at;
    }
};

/// The last two axes, in tiles: one of them is contiguous in x, or x is read in strides.
template <class T>
void copyPlane(const T* x, T* y, std::int64_t n, std::int64_t stepN, std::int64_t m, std::int64_t stepM) {
    if (stepM == 1) {
        for (std::int64_t i = 0; i < n; ++i) std::memcpy(y + i * m, x + i * stepN, static_cast<std::size_t>(m) * sizeof(T));
        return;
    }
    constexpr std::int64_t tile = 16;
    for (std::int64_t j0 = 0; j0 < m; j0 += tile)
        for (std::int64_t i0 = 0; i0 < n; i0 += tile)
            for (std::int64_t i = i0; i < std::min(n, i0 + tile); ++i)
                for (std::int64_t j = j0; j < std::min(m, j0 + tile); ++j) y[i * m + j] = x[i * stepN + j * stepM];
}

template <class T>
std::unique_ptr<Kernel> transposeAs(const Order& o) {
    const std::int64_t n = o.size[o.rank - 2], m = o.size[o.rank - 1];
    const bool many = o.rows() > 1;  // cut stacked planes, else the rows of the one plane
    const double cost = 0.5 * static_cast<double>(many ? n * m : m);
    const Split split = many ? Split::of(o.rows(), cost) : Split::of(n, cost, 16);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        const T* x = static_cast<const T*>(args.in[0]);
        T* y = static_cast<T*>(args.out[0]);
        const std::int64_t stepN = o.step[o.rank - 2], stepM = o.step[o.rank - 1];
        if (!many) return copyPlane(x + range.begin * stepN, y + range.begin * m, range.size(), stepN, m, stepM);
        for (std::int64_t i = range.begin; i < range.end; ++i) copyPlane(x + o.offset(i), y + i * n * m, n, stepN, m, stepM);
    });
}

Result<std::unique_ptr<Kernel>> transpose(const KernelRequest& r) {
    const Extents &x = r.inputs[0].extents, &y = r.outputs()[0].extents;
    if (x.size() > mostAxes) return decline(r, "more than 8 axes are not accelerated");
    const auto permutation = r.params().get<std::vector<std::int64_t>>("permutation");
    const Extents strides = denseStrides(x);
    Order o;
    for (std::size_t d = 0; d < y.size(); ++d) {
        std::int64_t axis = permutation.empty() ? static_cast<std::int64_t>(y.size() - 1 - d) : permutation[d];
        if (axis < 0) axis += static_cast<std::int64_t>(y.size());
        o.add(y[d], strides[static_cast<std::size_t>(axis)]);
    }
    if (o.rank < 2) {  // a copy of a row
        o.size = {1, o.rank == 0 ? 1 : o.size[0]};
        o.step = {0, o.rank == 0 ? 1 : o.step[0]};
        o.rank = 2;
    }
    switch (sizeOf(r.inputs[0].dtype)) {
        case 1: return transposeAs<std::uint8_t>(o);
        case 2: return transposeAs<std::uint16_t>(o);
        case 4: return transposeAs<std::uint32_t>(o);
        case 8: return transposeAs<std::uint64_t>(o);
        default: return decline(r, "elements of this size are not accelerated");
    }
}

template <class T>
std::unique_ptr<Kernel> castFrom(std::int64_t n) {
    constexpr double cost = 0.4;
    const Split split = Split::of(n, cost, 64);
    return kernelOf("copy", split, cost, [=](const KernelArgs& args, std::int64_t chunk) {
        const Range range = split.range(chunk);
        const T* x = static_cast<const T*>(args.in[0]);
        for (std::int64_t i = range.begin; i < range.end; ++i) out(args, 0)[i] = static_cast<float>(x[i]);
    });
}

Result<std::unique_ptr<Kernel>> cast(const KernelRequest& r) {
    if (r.outputs()[0].dtype != DType::Float32) return decline(r, "only casts to float32 are accelerated");
    const std::int64_t n = r.outputs()[0].elements();
    switch (r.inputs[0].dtype) {
        case DType::Bool:
        case DType::UInt8: return castFrom<std::uint8_t>(n);
        case DType::Int8: return castFrom<std::int8_t>(n);
        case DType::Int32: return castFrom<std::int32_t>(n);
        case DType::Int64: return castFrom<std::int64_t>(n);
        case DType::Float64: return castFrom<double>(n);
        default: return decline(r, "casts from this type are not accelerated");
    }
}

}  // namespace
}  // namespace nw::cpu

void nw_cpu_copy(nw::KernelTable& table);
void nw_cpu_copy(nw::KernelTable& table) {
    using namespace nw::cpu;
    table.add("slice", slice);
    table.add("pad", pad);
    table.add("concatenate", concatenate);
    table.add("transpose", transpose);
    table.add("cast", cast);
    table.add("broadcast_to", broadcastTo);
}
