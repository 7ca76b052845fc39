// Port arithmetic and helpers of shape inference.
#include "core/op/signature.h"

#include <algorithm>

#include "core/op/def.h"

namespace nw {

PortMap::PortMap(const OpDef& op, std::size_t inputs) : op_(op) {
    std::size_t fixed = 0;
    bool variadic = false;
    for (const PortDoc& p : op.inputs) p.variadic ? void(variadic = true) : void(++fixed);
    // Weights never follow a variadic port, so everything that is not fixed belongs to it.
    variadic_ = variadic && inputs > fixed ? inputs - fixed : 0;
    declared_ = std::min(fixed + variadic_, inputs);
}

std::pair<std::size_t, std::size_t> PortMap::range(std::string_view port) const {
    std::size_t at = 0;
    for (const PortDoc& p : op_.inputs) {
        const std::size_t n = p.variadic ? variadic_ : 1;
        if (port == p.name) return {std::min(at, declared_), std::min(at + n, declared_)};
        at += n;
    }
    NW_CHECK(false, std::string(op_.id) + " has no input " + std::string(port));
    return {0, 0};
}

const Type& Inputs::operator[](std::string_view port) const {
    static const Type unknown;
    const auto [begin, end] = map_.range(port);
    return begin < end && types_[begin] ? *types_[begin] : unknown;
}

bool Inputs::present(std::string_view port) const {
    const auto [begin, end] = map_.range(port);
    return begin < end && types_[begin] != nullptr;
}

std::vector<Type> Inputs::many(std::string_view port) const {
    const auto [begin, end] = map_.range(port);
    std::vector<Type> out;
    for (std::size_t i = begin; i < end; ++i) out.push_back(types_[i] ? *types_[i] : Type{});
    return out;
}

Signature& Signature::output(std::string_view name, Type type) {
    outputs.push_back({std::string(name), std::move(type)});
    return *this;
}

Signature& Signature::residual(std::string_view name, Type type) {
    residuals.push_back({std::string(name), std::move(type)});
    return *this;
}

Signature& Signature::weight(std::string_view name, Type type, std::string_view initializer) {
    weights.push_back({std::string(name), std::move(type), std::string(initializer), true, {}});
    return *this;
}

Signature& Signature::state(std::string_view name, Type type, std::string_view initializer, bool updated) {
    WeightSpec spec{std::string(name), type, std::string(initializer), false, {}};
    if (updated) {
        spec.next = spec.name + "_next";
        output(spec.next, std::move(type));
    }
    weights.push_back(std::move(spec));
    return *this;
}

Signature& Signature::flops(Dim count) {
    cost = std::move(count);
    return *this;
}

Result<Shape> broadcast(const Shape& a, const Shape& b, std::string_view port) {
    Shape y(std::max(a.size(), b.size()));
    for (std::size_t i = 0; i < y.size(); ++i) {
        const Dim p = i < a.size() ? a[a.size() - 1 - i] : Dim(1), q = i < b.size() ? b[b.size() - 1 - i] : Dim(1);
        if (!(p == q) && !(p == Dim(1)) && !(q == Dim(1)))
            return fail(Code::Shape, port, textOf(b) + " cannot be stretched to " + textOf(a),
                        "Sizes must be equal or 1, counted from the last axis.");
        y[y.size() - 1 - i] = p == Dim(1) ? q : p;
    }
    return y;
}

Result<std::size_t> normalAxis(std::int64_t axis, std::size_t rank, std::string_view param) {
    const auto r = static_cast<std::int64_t>(rank);
    if (axis < -r || axis >= r)
        return fail(Code::Argument, param,
                    "axis " + std::to_string(axis) + " is outside a tensor of " + std::to_string(rank) + " axes");
    return static_cast<std::size_t>(axis < 0 ? axis + r : axis);
}

Result<std::vector<std::size_t>> normalAxes(std::span<const std::int64_t> axes, std::size_t rank, std::string_view param) {
    std::vector<std::size_t> out;
    if (axes.empty())
        for (std::size_t i = 0; i < rank; ++i) out.push_back(i);
    for (const std::int64_t a : axes) {
        NW_TRY(const std::size_t axis, normalAxis(a, rank, param));
        out.push_back(axis);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Result<Shape> reducedShape(const Shape& shape, std::span<const std::int64_t> axes, bool keepDims) {
    NW_TRY(const std::vector<std::size_t> reduced, normalAxes(axes, shape.size(), "axis"));
    Shape out;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool gone = std::binary_search(reduced.begin(), reduced.end(), i);
        if (!gone)
            out.push_back(shape[i]);
        else if (keepDims)
            out.push_back(1);
    }
    return out;
}

}  // namespace nw
