// Making, changing and comparing parameters through their specifications.
#include "core/op/params.h"

#include "core/op/def.h"

namespace nw {
namespace {

Error outOfRange(const OpDef& op, const ParamSpec& spec, const std::string& value) {
    const auto text = [&](double v) {
        return textOf(Attr(spec.kind == ParamKind::Float ? Attr(v) : Attr(static_cast<std::int64_t>(v))));
    };
    return fail(
        Code::Argument, op.id,
        std::string(spec.id) + " is " + value + ", but must be between " + text(spec.doc.min) + " and " + text(spec.doc.max));
}

std::string choicesOf(const ParamSpec& spec) {
    std::string out;
    for (const Choice& c : spec.doc.choices) out += (out.empty() ? "" : ", ") + std::string(c.id);
    return out;
}

Result<void> checkRange(const OpDef& op, const ParamSpec& spec, const Attr& value) {
    if (spec.doc.min == spec.doc.max) return {};
    const auto inside = [&](double v) { return v >= spec.doc.min && v <= spec.doc.max; };
    bool ok = true;
    double d = 0;
    if (detail::read(value, d))
        ok = inside(d);
    else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&value))
        for (const std::int64_t v : *ints) ok = ok && inside(static_cast<double>(v));
    if (!ok) return outOfRange(op, spec, textOf(value));
    return {};
}

Result<void> setChecked(const OpDef& op, void* values, std::string_view id, const Attr& attr) {
    const ParamSpec* spec = op.param(id);
    if (!spec) return fail(Code::Argument, op.id, "has no parameter \"" + std::string(id) + "\"");
    NW_RETURN_IF_ERROR(checkRange(op, *spec, attr));
    if (spec->set(values, attr, *spec)) return {};
    const std::string allowed = spec->kind == ParamKind::Choice ? "Choose one of " + choicesOf(*spec) + "." : "";
    return fail(Code::Argument, op.id, std::string(spec->id) + " cannot be " + textOf(attr), allowed);
}

}  // namespace

namespace detail {

bool setChoice(const Attr& attr, std::span<const Choice> choices, std::int64_t& index) {
    const auto* id = std::get_if<std::string>(&attr);
    if (!id) return false;
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (*id == choices[i].id) {
            index = static_cast<std::int64_t>(i);
            return true;
        }
    return false;
}

bool setTuple(const Attr& attr, std::span<std::int64_t> tuple) {
    if (const auto* one = std::get_if<std::int64_t>(&attr)) {  // 3 stands for 3×3, as in Keras
        for (std::int64_t& v : tuple) v = *one;
        return true;
    }
    const auto* ints = std::get_if<std::vector<std::int64_t>>(&attr);
    if (!ints || ints->size() != tuple.size()) return false;
    std::copy(ints->begin(), ints->end(), tuple.begin());
    return true;
}

}  // namespace detail

Params::Params(const OpDef& op) : op_(&op), values_(op.make()) {}

Result<Params> Params::make(const OpDef& op, AttrList attrs) {
    std::shared_ptr<void> values = op.make();
    for (const auto& [id, attr] : attrs) NW_RETURN_IF_ERROR(setChecked(op, values.get(), id, attr));
    return Params(op, std::move(values));
}

Attr Params::get(std::string_view id) const {
    const ParamSpec* spec = op_->param(id);
    NW_CHECK(spec, std::string(op_->id) + " has no parameter " + std::string(id));
    return get(*spec);
}

Result<Params> Params::with(std::string_view id, const Attr& value) const {
    std::shared_ptr<void> values = op_->copy(values_.get());
    NW_RETURN_IF_ERROR(setChecked(*op_, values.get(), id, value));
    return Params(*op_, std::move(values));
}

bool Params::operator==(const Params& other) const {
    if (op_ != other.op_) return false;
    if (values_ == other.values_) return true;
    for (const ParamSpec& spec : op_->params)
        if (!(get(spec) == other.get(spec))) return false;
    return true;
}

}  // namespace nw
