// Conversion of constant tensors.
#include "core/graph/tensor_json.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace nw {

using nlohmann::json;

namespace {

/// Calls f with an element of the C++ type of `dtype`; false for types that have no JSON number.
template <class F>
bool withNumber(DType dtype, F f) {
    switch (dtype) {
        case DType::Float32: return f(float()), true;
        case DType::Float64: return f(double()), true;
        case DType::Int8: return f(std::int8_t()), true;
        case DType::Int16: return f(std::int16_t()), true;
        case DType::Int32: return f(std::int32_t()), true;
        case DType::Int64: return f(std::int64_t()), true;
        case DType::UInt8: return f(std::uint8_t()), true;
        case DType::UInt16: return f(std::uint16_t()), true;
        case DType::UInt32: return f(std::uint32_t()), true;
        case DType::UInt64: return f(std::uint64_t()), true;
        case DType::Bool: return f(bool()), true;
        default: return false;
    }
}

std::string hexOf(const std::byte* bytes, std::size_t count) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += digits[std::to_integer<unsigned>(bytes[i]) >> 4];
        out += digits[std::to_integer<unsigned>(bytes[i]) & 15];
    }
    return out;
}

bool fromHex(const json& j, std::byte* bytes, std::size_t count) {
    if (!j.is_string() || j.get_ref<const std::string&>().size() != 2 * count) return false;
    const auto& text = j.get_ref<const std::string&>();
    for (std::size_t i = 0; i < 2 * count; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return false;
        bytes[i / 2] = static_cast<std::byte>((i % 2 ? std::to_integer<int>(bytes[i / 2]) * 16 : 0) + digit);
    }
    return true;
}

template <class T>
json valueOf(T v) {
    if constexpr (std::is_floating_point_v<T>) {
        if (std::isnan(v)) return "nan";
        if (std::isinf(v)) return v > 0 ? "inf" : "-inf";
    }
    return v;
}

template <class T>
bool readValue(const json& j, T& v) {
    if constexpr (std::is_same_v<T, bool>) {
        if (j.is_boolean()) v = j.get<bool>();
        return j.is_boolean();
    } else if constexpr (std::is_floating_point_v<T>) {
        if (j.is_number()) return v = static_cast<T>(j.get<double>()), true;
        if (j == "nan") return v = std::numeric_limits<T>::quiet_NaN(), true;
        if (j == "inf") return v = std::numeric_limits<T>::infinity(), true;
        if (j == "-inf") return v = -std::numeric_limits<T>::infinity(), true;
        return false;
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
        if (j.is_number_unsigned()) v = j.get<std::uint64_t>();
        return j.is_number_unsigned();
    } else {
        if (!j.is_number_integer() || (j.is_number_unsigned() && j.get<std::uint64_t>() > 0x7FFFFFFFFFFFFFFFull)) return false;
        const auto n = j.get<std::int64_t>();
        v = static_cast<T>(n);
        return static_cast<std::int64_t>(v) == n && (n < 0) == (v < 0);
    }
}

Error bad(const char* what) { return fail(Code::Format, "value", what); }

}  // namespace

json toJson(const Tensor& tensor) {
    const Tensor dense = tensor.contiguous();
    json out{{"dtype", std::string(nameOf(dense.dtype()))}, {"shape", dense.extents()}};
    json values = json::array();
    const bool numbers = withNumber(dense.dtype(), [&](auto zero) {
        for (const auto v : dense.data<decltype(zero)>()) values.push_back(valueOf(v));
    });
    if (numbers)
        out["values"] = std::move(values);
    else
        out["bytes"] = hexOf(dense.raw(), dense.bytes());
    return out;
}

Result<Tensor> tensorFromJson(const json& j) {
    if (!j.is_object() || !j.contains("dtype") || !j["dtype"].is_string() || !j.contains("shape") || !j["shape"].is_array())
        return bad("a tensor needs dtype, shape and values");
    const auto dtype = dtypeFromName(j["dtype"].get_ref<const std::string&>());
    if (!dtype || sizeOf(*dtype) == 0) return bad("the dtype of a tensor is not known");
    if (j["shape"].size() > 16) return bad("a tensor has at most 16 axes");
    Extents extents;
    std::int64_t elements = 1;
    for (const json& e : j["shape"]) {
        if (!e.is_number_unsigned() || e.get<std::uint64_t>() > static_cast<std::uint64_t>(mostConstantElements))
            return bad("the shape of a tensor must be small whole numbers");
        extents.push_back(e.get<std::int64_t>());
        elements *= extents.back();
        if (elements > mostConstantElements) return bad("a constant has at most 1,048,576 elements");
    }
    const json values = j.contains("values") ? j["values"] : json();
    const Tensor tensor = Tensor::zeros(*dtype, std::move(extents));
    bool fits = false;
    const bool numbers = withNumber(*dtype, [&](auto zero) {
        const auto data = tensor.data<decltype(zero)>();
        fits = values.is_array() && values.size() == data.size();
        for (std::size_t i = 0; fits && i < data.size(); ++i) fits = readValue(values[i], data[i]);
    });
    if (!numbers) fits = fromHex(j.contains("bytes") ? j["bytes"] : json(), tensor.raw(), tensor.bytes());
    if (!fits) return bad("the values of a tensor do not fit its shape and dtype");
    return tensor;
}

}  // namespace nw
