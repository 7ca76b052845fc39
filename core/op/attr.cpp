// Reading attributes as the C++ types of parameters, and their text.
#include "core/op/attr.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace nw {

bool TensorRef::operator==(const TensorRef& other) const {
    if (tensor.defined() != other.tensor.defined()) return false;
    if (!tensor.defined()) return true;
    if (!(tensor.type() == other.tensor.type())) return false;
    const Tensor a = tensor.contiguous(), b = other.tensor.contiguous();
    return a.raw() == b.raw() || a.bytes() == 0 || std::memcmp(a.raw(), b.raw(), a.bytes()) == 0;
}

namespace {

std::string number(double v) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
    return {buffer, end};
}

struct Text {
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return number(v); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const std::vector<std::int64_t>& v) const { return textOf(Extents(v)); }
    std::string operator()(const std::vector<double>& v) const {
        std::string out;
        for (const double x : v) out += (out.empty() ? "" : ", ") + number(x);
        return out;
    }
    std::string operator()(const std::vector<std::string>& v) const {
        std::string out;
        for (const std::string& s : v) out += (out.empty() ? "" : ", ") + s;
        return out;
    }
    std::string operator()(const Shape& v) const { return textOf(v); }
    std::string operator()(DType v) const { return std::string(nameOf(v)); }
    std::string operator()(FunctionRef v) const { return v ? "function " + std::to_string(v.id) : "none"; }
    std::string operator()(const TensorRef& v) const {
        return v.tensor.defined() ? std::string(nameOf(v.tensor.dtype())) + " " + textOf(v.tensor.extents()) : "none";
    }
};

template <class T>
bool readExact(const Attr& a, T& v) {
    if (const T* p = std::get_if<T>(&a)) {
        v = *p;
        return true;
    }
    return false;
}

}  // namespace

std::string textOf(const Attr& attr) { return std::visit(Text{}, attr); }

namespace detail {

bool read(const Attr& a, std::int64_t& v) {
    if (const double* d = std::get_if<double>(&a)) {
        if (std::floor(*d) != *d || std::abs(*d) > 0x1p53) return false;
        v = static_cast<std::int64_t>(*d);
        return true;
    }
    return readExact(a, v);
}

bool read(const Attr& a, double& v) {
    if (const std::int64_t* i = std::get_if<std::int64_t>(&a)) {
        v = static_cast<double>(*i);
        return true;
    }
    return readExact(a, v);
}

bool read(const Attr& a, bool& v) { return readExact(a, v); }
bool read(const Attr& a, std::string& v) { return readExact(a, v); }
bool read(const Attr& a, std::vector<std::int64_t>& v) { return readExact(a, v); }

bool read(const Attr& a, std::vector<double>& v) {
    if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&a)) {
        v.assign(ints->begin(), ints->end());
        return true;
    }
    return readExact(a, v);
}

bool read(const Attr& a, std::vector<std::string>& v) { return readExact(a, v); }

bool read(const Attr& a, Shape& v) {
    if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&a)) {
        v = toShape(*ints);
        return true;
    }
    return readExact(a, v);
}

bool read(const Attr& a, DType& v) {
    if (const std::string* s = std::get_if<std::string>(&a)) {
        const auto t = dtypeFromName(*s);
        if (t) v = *t;
        return t.has_value();
    }
    return readExact(a, v);
}

bool read(const Attr& a, FunctionRef& v) { return readExact(a, v); }
bool read(const Attr& a, TensorRef& v) { return readExact(a, v); }

}  // namespace detail
}  // namespace nw
