// Params: the parameter values of one application of an operator, type-erased and immutable.
#pragma once
#include <initializer_list>
#include <memory>
#include <utility>

#include "core/op/param.h"

namespace nw {

struct OpDef;
using AttrList = std::span<const std::pair<std::string_view, Attr>>;

class Params {
public:
    Params() = default;
    /// The operator's defaults.
    explicit Params(const OpDef& op);
    Params(const OpDef& op, std::shared_ptr<const void> values) : op_(&op), values_(std::move(values)) {}
    /// Defaults changed by `attrs`. Error: Argument (no such parameter, wrong kind, out of range).
    static Result<Params> make(const OpDef& op, AttrList attrs);

    const OpDef& op() const { return *op_; }
    bool defined() const { return op_ != nullptr; }
    const void* raw() const { return values_.get(); }
    /// The values as the operator's struct. The caller knows the type: only the operator's own file and its kernels do.
    template <class P>
    const P& as() const {
        return *static_cast<const P*>(values_.get());
    }
    Attr get(const ParamSpec& spec) const { return spec.get(values_.get(), spec); }
    /// NW_CHECK: the parameter exists.
    Attr get(std::string_view id) const;
    template <class T>
    T get(std::string_view id) const {
        return std::get<T>(get(id));
    }
    /// A copy with one parameter changed. Error: Argument.
    Result<Params> with(std::string_view id, const Attr& value) const;

    /// Same operator and, parameter by parameter, same values.
    bool operator==(const Params& other) const;

private:
    const OpDef* op_ = nullptr;
    std::shared_ptr<const void> values_;
};

}  // namespace nw
