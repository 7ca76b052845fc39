// Applications by id.
#include "core/op/emit.h"

#include "core/op/registry.h"

namespace nw {

std::vector<Value> EmitBase::call(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> params,
                                  std::span<const Value> inputs) {
    const OpDef& def = operatorById(op);
    auto values = Params::make(def, {params.begin(), params.size()});
    NW_CHECK(values, values ? "" : values.error().text());
    return apply(*values, inputs);
}

Value EmitBase::one(std::string_view op, std::initializer_list<std::pair<std::string_view, Attr>> params,
                    std::initializer_list<Value> inputs) {
    return call(op, params, std::span<const Value>(inputs.begin(), inputs.size()))[0];
}

const Shape& EmitBase::shape(Value value) const {
    const Type& t = type(value);
    NW_CHECK(t.shape.has_value(), "shape is not known");
    return *t.shape;
}

}  // namespace nw
