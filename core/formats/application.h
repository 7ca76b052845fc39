// Application: one application of a function as exporters look at it: types, parameters, constants behind its inputs.
#pragma once
#include "core/graph/function.h"
#include "core/op/def.h"

namespace nw {

/// A dense copy in another axis order: axis i of the answer is axis permutation[i].
Tensor transposed(const Tensor& tensor, std::span<const std::size_t> permutation);

struct Application {
    const Function& function;
    const Apply& apply;

    bool is(std::string_view op) const { return op == apply.op().id; }
    bool has(std::size_t i) const { return i < apply.inputs.size() && apply.inputs[i]; }
    const Type& type(std::size_t i) const { return function.type(apply.inputs[i]); }
    const Shape& shape(std::size_t i) const { return *type(i).shape; }
    const Type& out() const { return apply.outputs[0]; }
    template <class T>
    T get(std::string_view param) const {
        return apply.params.get<T>(param);
    }
    std::vector<std::int64_t> ints(std::string_view param) const { return get<std::vector<std::int64_t>>(param); }
    /// The axis parameter `param` as 0..rank-1 of input 0.
    std::size_t axis(std::string_view param) const;
    /// As above for a list; empty means all.
    std::vector<std::int64_t> axes(std::string_view param) const;
    Tensor constant(std::size_t i) const { return has(i) ? constantOf(function, apply.inputs[i]) : Tensor(); }
    /// The application that makes input i, if that is operator `op`; else null.
    const Apply* maker(std::size_t i, std::string_view op) const;
    /// Error for an input, parameter or type that the format cannot express.
    Error refuse(std::string reason) const { return fail(Code::Unsupported, apply.op().id, std::move(reason)); }
};

}  // namespace nw
