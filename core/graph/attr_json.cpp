// Conversion of attributes.
#include "core/graph/attr_json.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "core/graph/tensor_json.h"

namespace nw {

using nlohmann::json;

json toJson(const Attr& attr) {
    if (const auto* v = std::get_if<std::int64_t>(&attr)) return *v;
    if (const auto* v = std::get_if<double>(&attr)) return *v;
    if (const auto* v = std::get_if<bool>(&attr)) return *v;
    if (const auto* v = std::get_if<std::string>(&attr)) return *v;
    if (const auto* v = std::get_if<std::vector<std::int64_t>>(&attr)) return *v;
    if (const auto* v = std::get_if<std::vector<double>>(&attr)) return *v;
    if (const auto* v = std::get_if<std::vector<std::string>>(&attr)) return *v;
    if (const auto* v = std::get_if<DType>(&attr)) return std::string(nameOf(*v));
    if (const auto* v = std::get_if<Shape>(&attr)) {
        json out = json::array();
        for (const Dim& d : *v) out.push_back(d.known() ? json(d.value()) : json(d.text()));
        return out;
    }
    if (const auto* v = std::get_if<TensorRef>(&attr)) return v->tensor.defined() ? toJson(v->tensor) : json();
    return nullptr;
}

namespace {

Error wrongKind(const json& j, const char* what) {
    return fail(Code::Format, "", j.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 60) + " is not " + what);
}

Result<Attr> shapeFrom(const json& j) {
    Shape shape;
    for (const json& d : j) {
        if (d.is_number_integer()) {
            shape.push_back(Dim(d.get<std::int64_t>()));
        } else if (d.is_string()) {
            NW_TRY(Dim dim, Dim::parse(d.get_ref<const std::string&>()));
            shape.push_back(std::move(dim));
        } else {
            return wrongKind(j, "a shape");
        }
    }
    return Attr(std::move(shape));
}

bool all(const json& j, bool (json::*test)() const noexcept) {
    if (!j.is_array() || j.size() > 100000) return false;
    for (const json& e : j)
        if (!(e.*test)()) return false;
    return true;
}

}  // namespace

Result<Attr> attrFromJson(const json& j, ParamKind kind) {
    switch (kind) {
        case ParamKind::Int:
            if (j.is_number_integer()) return Attr(j.get<std::int64_t>());
            return wrongKind(j, "a whole number");
        case ParamKind::Float:
            if (j.is_number()) return Attr(j.get<double>());
            return wrongKind(j, "a number");
        case ParamKind::Bool:
            if (j.is_boolean()) return Attr(j.get<bool>());
            return wrongKind(j, "true or false");
        case ParamKind::Choice:
        case ParamKind::Text:
        case ParamKind::DType:
            if (j.is_string()) return Attr(j.get<std::string>());
            return wrongKind(j, "a text");
        case ParamKind::Ints:
            if (j.is_number_integer()) return Attr(j.get<std::int64_t>());
            if (all(j, &json::is_number_integer)) return Attr(j.get<std::vector<std::int64_t>>());
            return wrongKind(j, "a list of whole numbers");
        case ParamKind::Floats:
            if (all(j, &json::is_number)) return Attr(j.get<std::vector<double>>());
            return wrongKind(j, "a list of numbers");
        case ParamKind::Texts:
            if (all(j, &json::is_string)) return Attr(j.get<std::vector<std::string>>());
            return wrongKind(j, "a list of texts");
        case ParamKind::Shape:
            if (j.is_array() && j.size() <= 64) return shapeFrom(j);
            return wrongKind(j, "a shape");
        case ParamKind::Tensor: {
            NW_TRY(Tensor tensor, tensorFromJson(j));
            return Attr(TensorRef{std::move(tensor)});
        }
        case ParamKind::Function: break;
    }
    return wrongKind(j, "allowed in a file");
}

namespace {

template <class T>
bool readNumber(std::string_view text, T& value) {
    const auto r = std::from_chars(text.data(), text.data() + text.size(), value);
    return r.ec == std::errc() && r.ptr == text.data() + text.size();
}

std::vector<std::string> splitText(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts{""};
    for (const char c : text)
        if (separators.find(c) != std::string_view::npos)
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

/// Numbers between separators; nothing where a part is none.
template <class T>
std::optional<Attr> numbersFrom(std::string_view text, std::string_view separators) {
    std::vector<T> numbers;
    for (const std::string& part : splitText(text, separators))
        if (!readNumber(part, numbers.emplace_back())) return std::nullopt;
    return Attr(std::move(numbers));
}

}  // namespace

Result<Attr> attrFromText(std::string_view text, ParamKind kind) {
    const auto wrong = [&](const char* what) { return fail(Code::Argument, "", "\"" + std::string(text) + "\" is not " + what); };
    const auto attrOr = [&](std::optional<Attr> attr, const char* what) {
        return attr ? Result<Attr>(*std::move(attr)) : wrong(what);
    };
    std::int64_t i = 0;
    double d = 0;
    switch (kind) {
        case ParamKind::Int: return readNumber(text, i) ? Result<Attr>(Attr(i)) : wrong("a whole number");
        case ParamKind::Float: return readNumber(text, d) ? Result<Attr>(Attr(d)) : wrong("a number");
        case ParamKind::Bool:
            if (text == "true" || text == "1" || text == "on") return Attr(true);
            if (text == "false" || text == "0" || text == "off") return Attr(false);
            return wrong("true or false");
        case ParamKind::Ints: return attrOr(numbersFrom<std::int64_t>(text, "x,"), "a list like 3x3");
        case ParamKind::Floats: return attrOr(numbersFrom<double>(text, ","), "a list like 0.1,0.2");
        case ParamKind::Texts: return Attr(splitText(text, ","));
        default: return Attr(std::string(text));
    }
}

}  // namespace nw
