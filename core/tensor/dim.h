// A dimension of a shape: a number, a name, or a sum, product or floor quotient of those, in one normal form.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace nw {

/// Values of named dimensions, e.g. {"batch": 32}.
using DimValues = std::map<std::string, std::int64_t, std::less<>>;

/// An integer polynomial in names and floor quotients. Two Dims that are the same expression compare equal
/// (2*(n+1) == 2*n+2); equality of all expressions that agree on every value is not promised for quotients.
/// A value: cheap to copy, immutable. Names are identifiers; a size that only data decides is a fresh name with an upper bound.
class Dim {
public:
    Dim(std::int64_t value = 0) : constant_(value) {}
    /// `bound`: the largest value the name can take, 0 if unknown.
    static Dim named(std::string_view name, std::int64_t bound = 0);
    /// Parses what `text()` prints: integers, names, + - * and parentheses, and `//` with an integer. Error: Format.
    static Result<Dim> parse(std::string_view text);

    bool known() const { return !terms_; }
    /// The number; only when known().
    std::int64_t value() const { return constant_; }
    /// The number that the names' values give; nothing when a name has no value or the result overflows.
    std::optional<std::int64_t> evaluate(const DimValues& values) const;
    /// Replaces names by dimensions.
    Dim substitute(const std::map<std::string, Dim, std::less<>>& by) const;
    /// An upper bound of a dimension whose names all have one; nothing otherwise.
    std::optional<std::int64_t> bound() const;
    /// Names that occur in it are added to `names`.
    void collect(std::map<std::string, std::int64_t, std::less<>>& names) const;

    std::string text() const;
    bool operator==(const Dim& other) const;

    friend Dim operator+(const Dim& a, const Dim& b);
    friend Dim operator-(const Dim& a, const Dim& b);
    friend Dim operator*(const Dim& a, const Dim& b);
    /// floor(a / divisor), divisor > 0.
    friend Dim floorDiv(const Dim& a, std::int64_t divisor);
    /// a / b where it is a whole polynomial (every term of a divides by b's single term); nothing otherwise.
    friend std::optional<Dim> exactDiv(const Dim& a, const Dim& b);

private:
    struct Atom;
    struct Term;
    using Terms = std::vector<Term>;
    static Dim make(std::int64_t constant, Terms terms);
    static Terms termsOf(const Dim& d);

    std::int64_t constant_ = 0;
    std::shared_ptr<const Terms> terms_;  ///< sorted, coefficients not 0; null for a number
};

using Shape = std::vector<Dim>;
using Extents = std::vector<std::int64_t>;

Dim floorDiv(const Dim& a, std::int64_t divisor);
std::optional<Dim> exactDiv(const Dim& a, const Dim& b);
inline Dim ceilDiv(const Dim& a, std::int64_t divisor) { return floorDiv(a + Dim(divisor - 1), divisor); }

/// Product of all dimensions; 1 for a scalar.
Dim product(const Shape& shape);
std::int64_t product(const Extents& extents);
/// "28×28×6"; a scalar is "scalar".
std::string textOf(const Shape& shape);
std::string textOf(const Extents& extents);
/// Concrete sizes of a shape; nothing when a name has no value.
std::optional<Extents> evaluate(const Shape& shape, const DimValues& values);
Shape toShape(const Extents& extents);

}  // namespace nw
