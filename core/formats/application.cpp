// Looking at applications and their constants.
#include "core/formats/application.h"

#include <cstring>

#include "core/op/def.h"

namespace nw {

Tensor transposed(const Tensor& tensor, std::span<const std::size_t> permutation) {
    const Tensor dense = tensor.contiguous();
    const std::size_t rank = permutation.size(), size = sizeOf(dense.dtype());
    NW_CHECK(rank == dense.extents().size());
    const Extents from = denseStrides(dense.extents());
    Extents extents, strides, index(rank, 0);
    for (const std::size_t p : permutation) {
        extents.push_back(dense.extents()[p]);
        strides.push_back(from[p]);
    }
    Tensor out = Tensor::empty(dense.dtype(), extents);
    std::int64_t at = 0;
    for (std::size_t i = 0, n = static_cast<std::size_t>(out.elements()); i < n; ++i) {
        std::memcpy(out.raw() + i * size, dense.raw() + static_cast<std::size_t>(at) * size, size);
        for (std::size_t d = rank; d-- > 0;) {
            at += strides[d];
            if (++index[d] < extents[d]) break;
            at -= strides[d] * extents[d];
            index[d] = 0;
        }
    }
    return out;
}

std::size_t Application::axis(std::string_view param) const {
    const auto axis = normalAxis(get<std::int64_t>(param), shape(0).size(), param);
    NW_CHECK(axis);
    return *axis;
}

std::vector<std::int64_t> Application::axes(std::string_view param) const {
    const auto axes = normalAxes(ints(param), shape(0).size(), param);
    NW_CHECK(axes);
    return {axes->begin(), axes->end()};
}

const Apply* Application::maker(std::size_t i, std::string_view op) const {
    const Apply* a = has(i) ? function.maker(apply.inputs[i]) : nullptr;
    return a && op == a->op().id ? a : nullptr;
}

}  // namespace nw
