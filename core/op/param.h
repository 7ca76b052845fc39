// Parameters of operators: reflected members of plain structs, described once for form, file, docs and command line.
#pragma once
#include <array>
#include <concepts>
#include <span>
#include <type_traits>

#include "core/op/attr.h"

namespace nw {

/// One value of an enumerated parameter: its id in files and its label for people.
struct Choice {
    const char* id;
    const char* label;
};

enum class ParamKind : std::uint8_t { Int, Float, Bool, Choice, Text, Ints, Floats, Texts, Shape, DType, Function, Tensor };

/// What people read about a parameter. min == max means no range. Numbers are in `unit`.
struct ParamDoc {
    const char* label = "";
    const char* doc = "";
    double min = 0, max = 0;
    const char* unit = "";
    const char* zero = "";  ///< what 0 means, where it is no number of units: "auto"
    std::span<const Choice> choices{};
    bool advanced = false;  ///< folded away in forms
    bool internal = false;  ///< not for people: set by other operators and passes
};

struct ParamSpec {
    const char* id;
    ParamKind kind;
    std::size_t count;  ///< elements of a fixed tuple; 0 otherwise
    ParamDoc doc;
    Attr (*get)(const void* params, const ParamSpec&);
    bool (*set)(void* params, const Attr&, const ParamSpec&);  ///< false: wrong kind; ranges are checked by Params
};

namespace detail {

template <class M>
struct MemberOf;
template <class C, class T>
struct MemberOf<T C::*> {
    using Class = C;
    using Type = T;
};
template <class T>
inline constexpr bool isTuple = false;
template <std::size_t N>
inline constexpr bool isTuple<std::array<std::int64_t, N>> = true;

template <class T>
constexpr ParamKind kindOf() {
    if constexpr (std::is_same_v<T, bool>)
        return ParamKind::Bool;
    else if constexpr (std::is_same_v<T, DType>)
        return ParamKind::DType;
    else if constexpr (std::is_enum_v<T>)
        return ParamKind::Choice;
    else if constexpr (std::is_integral_v<T>)
        return ParamKind::Int;
    else if constexpr (std::is_floating_point_v<T>)
        return ParamKind::Float;
    else if constexpr (std::is_same_v<T, std::string>)
        return ParamKind::Text;
    else if constexpr (std::is_same_v<T, std::vector<double>>)
        return ParamKind::Floats;
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
        return ParamKind::Texts;
    else if constexpr (std::is_same_v<T, Shape>)
        return ParamKind::Shape;
    else if constexpr (std::is_same_v<T, FunctionRef>)
        return ParamKind::Function;
    else if constexpr (std::is_same_v<T, TensorRef>)
        return ParamKind::Tensor;
    else
        return ParamKind::Ints;
}

bool setChoice(const Attr&, std::span<const Choice>, std::int64_t& index);
bool setTuple(const Attr&, std::span<std::int64_t>);

template <auto Member>
Attr getMember(const void* params, const ParamSpec& spec) {
    using T = typename MemberOf<decltype(Member)>::Type;
    const T& v = static_cast<const typename MemberOf<decltype(Member)>::Class*>(params)->*Member;
    if constexpr (kindOf<T>() == ParamKind::Choice)
        return Attr(std::string(spec.doc.choices[static_cast<std::size_t>(v)].id));
    else if constexpr (kindOf<T>() == ParamKind::Int)
        return Attr(static_cast<std::int64_t>(v));
    else if constexpr (kindOf<T>() == ParamKind::Float)
        return Attr(static_cast<double>(v));
    else if constexpr (isTuple<T>)
        return Attr(std::vector<std::int64_t>(v.begin(), v.end()));
    else
        return Attr(v);
}

template <auto Member>
bool setMember(void* params, const Attr& attr, const ParamSpec& spec) {
    using T = typename MemberOf<decltype(Member)>::Type;
    T& v = static_cast<typename MemberOf<decltype(Member)>::Class*>(params)->*Member;
    if constexpr (kindOf<T>() == ParamKind::Choice) {
        std::int64_t index = 0;
        if (!setChoice(attr, spec.doc.choices, index)) return false;
        v = static_cast<T>(index);
        return true;
    } else if constexpr (kindOf<T>() == ParamKind::Int) {
        std::int64_t i = 0;
        if (!read(attr, i)) return false;
        v = static_cast<T>(i);
        return true;
    } else if constexpr (kindOf<T>() == ParamKind::Float) {
        double d = 0;
        if (!read(attr, d)) return false;
        v = static_cast<T>(d);
        return true;
    } else if constexpr (isTuple<T>) {
        return setTuple(attr, v);
    } else {
        return read(attr, v);
    }
}

template <auto Member>
constexpr ParamSpec makeParam(const char* id, const ParamDoc& doc) {
    using T = typename MemberOf<decltype(Member)>::Type;
    std::size_t count = 0;
    if constexpr (isTuple<T>) count = std::tuple_size_v<T>;
    return {id, kindOf<T>(), count, doc, &getMember<Member>, &setMember<Member>};
}

}  // namespace detail
}  // namespace nw
