// Normal form of dimension expressions: constant + sum of coefficient * product of atoms, terms ordered by their text.
#include "core/tensor/dim.h"

#include <algorithm>
#include <cctype>
#include <limits>

#include "core/base/check.h"

namespace nw {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// Sums and products that stay at the largest number when they leave the range, so that a hostile size is never a small one.
std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t r = 0;
    if (__builtin_add_overflow(a, b, &r)) return a > 0 ? largest : -largest;
    return std::max(r, -largest);
}
std::int64_t times(std::int64_t a, std::int64_t b) {
    std::int64_t r = 0;
    if (__builtin_mul_overflow(a, b, &r)) return (a > 0) == (b > 0) ? largest : -largest;
    return std::max(r, -largest);
}

}  // namespace

/// A name, or floor(inner / divisor).
struct Dim::Atom {
    std::string name;
    std::int64_t bound = 0;
    std::shared_ptr<const Dim> inner;
    std::int64_t divisor = 1;
    std::string text;
    bool operator<(const Atom& o) const { return text < o.text; }
    bool operator==(const Atom& o) const { return text == o.text; }
};

struct Dim::Term {
    std::int64_t factor = 1;
    std::vector<Atom> atoms;  ///< sorted
    bool sameAtoms(const Term& o) const { return atoms == o.atoms; }
};

Dim::Terms Dim::termsOf(const Dim& d) { return d.terms_ ? *d.terms_ : Terms{}; }

Dim Dim::make(std::int64_t constant, Terms terms) {
    std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.atoms < b.atoms; });
    Terms merged;
    for (Term& t : terms) {
        if (!merged.empty() && merged.back().sameAtoms(t))
            merged.back().factor = plus(merged.back().factor, t.factor);
        else
            merged.push_back(std::move(t));
    }
    std::erase_if(merged, [](const Term& t) { return t.factor == 0; });
    Dim d(constant);
    if (!merged.empty()) d.terms_ = std::make_shared<const Terms>(std::move(merged));
    return d;
}

Dim Dim::named(std::string_view name, std::int64_t bound) {
    return make(0, {Term{1, {Atom{std::string(name), bound, nullptr, 1, std::string(name)}}}});
}

Dim operator+(const Dim& a, const Dim& b) {
    if (a.known() && b.known()) return Dim(plus(a.constant_, b.constant_));
    Dim::Terms terms = Dim::termsOf(a);
    for (Dim::Term& t : Dim::termsOf(b)) terms.push_back(std::move(t));
    return Dim::make(plus(a.constant_, b.constant_), std::move(terms));
}

Dim operator-(const Dim& a, const Dim& b) { return a + Dim(-1) * b; }

Dim operator*(const Dim& a, const Dim& b) {
    if (a.known() && b.known()) return Dim(times(a.constant_, b.constant_));
    Dim::Terms terms;
    const auto scale = [&](const Dim& d, std::int64_t by) {
        for (Dim::Term t : Dim::termsOf(d)) {
            t.factor = times(t.factor, by);
            terms.push_back(std::move(t));
        }
    };
    scale(a, b.constant_), scale(b, a.constant_);
    for (const Dim::Term& x : Dim::termsOf(a))
        for (const Dim::Term& y : Dim::termsOf(b)) {
            Dim::Term t{times(x.factor, y.factor), x.atoms};
            t.atoms.insert(t.atoms.end(), y.atoms.begin(), y.atoms.end());
            std::sort(t.atoms.begin(), t.atoms.end());
            terms.push_back(std::move(t));
        }
    return Dim::make(times(a.constant_, b.constant_), std::move(terms));
}

Dim floorDiv(const Dim& a, std::int64_t divisor) {
    NW_CHECK(divisor > 0);
    const auto floor = [divisor](std::int64_t v) { return v >= 0 ? v / divisor : -((-v + divisor - 1) / divisor); };
    if (divisor == 1) return a;
    if (a.known()) return Dim(floor(a.constant_));
    Dim::Terms whole, rest;  // what divides leaves the quotient
    for (Dim::Term t : Dim::termsOf(a))
        if (t.factor % divisor == 0) {
            t.factor /= divisor;
            whole.push_back(std::move(t));
        } else
            rest.push_back(std::move(t));
    const std::int64_t q = floor(a.constant_), r = a.constant_ - q * divisor;
    if (rest.empty()) return Dim::make(q, std::move(whole));
    Dim::Atom atom;
    atom.inner = std::make_shared<const Dim>(Dim::make(r, std::move(rest)));
    atom.divisor = divisor;
    atom.text = "(" + atom.inner->text() + ")//" + std::to_string(divisor);
    whole.push_back(Dim::Term{1, {std::move(atom)}});
    return Dim::make(q, std::move(whole));
}

std::optional<Dim> exactDiv(const Dim& a, const Dim& b) {
    if (a.known() && a.constant_ == 0 && !(b == Dim(0))) return Dim(0);
    Dim::Term by;
    if (b.known())
        by.factor = b.constant_;
    else if (b.constant_ == 0 && b.terms_->size() == 1)
        by = b.terms_->front();
    else
        return a == b ? std::optional<Dim>(Dim(1)) : std::nullopt;
    if (by.factor == 0 || a.constant_ % by.factor != 0 || (a.constant_ != 0 && !by.atoms.empty())) return std::nullopt;
    Dim::Terms terms;
    for (Dim::Term t : Dim::termsOf(a)) {
        if (t.factor % by.factor != 0) return std::nullopt;
        t.factor /= by.factor;
        for (const Dim::Atom& atom : by.atoms) {
            const auto it = std::find(t.atoms.begin(), t.atoms.end(), atom);
            if (it == t.atoms.end()) return std::nullopt;
            t.atoms.erase(it);
        }
        terms.push_back(std::move(t));
    }
    Dim out(a.constant_ / by.factor);
    Dim::Terms symbolic;
    for (Dim::Term& t : terms)
        if (t.atoms.empty())
            out.constant_ += t.factor;
        else
            symbolic.push_back(std::move(t));
    return Dim::make(out.constant_, std::move(symbolic));
}

std::optional<std::int64_t> Dim::evaluate(const DimValues& values) const {
    if (!terms_) return constant_;
    std::int64_t sum = constant_;
    for (const Term& t : *terms_) {
        std::int64_t p = t.factor;
        for (const Atom& a : t.atoms) {
            std::int64_t v = 0;
            if (a.inner) {
                const auto inner = a.inner->evaluate(values);
                if (!inner) return std::nullopt;
                v = floorDiv(Dim(*inner), a.divisor).value();
            } else if (const auto it = values.find(a.name); it != values.end()) {
                v = it->second;
            } else {
                return std::nullopt;
            }
            if (__builtin_mul_overflow(p, v, &p)) return std::nullopt;
        }
        if (__builtin_add_overflow(sum, p, &sum)) return std::nullopt;
    }
    return sum;
}

Dim Dim::substitute(const std::map<std::string, Dim, std::less<>>& by) const {
    if (!terms_) return *this;
    Dim out(constant_);
    for (const Term& t : *terms_) {
        Dim p(t.factor);
        for (const Atom& a : t.atoms) {
            if (a.inner)
                p = p * floorDiv(a.inner->substitute(by), a.divisor);
            else if (const auto it = by.find(a.name); it != by.end())
                p = p * it->second;
            else
                p = p * named(a.name, a.bound);
        }
        out = out + p;
    }
    return out;
}

void Dim::collect(std::map<std::string, std::int64_t, std::less<>>& names) const {
    if (!terms_) return;
    for (const Term& t : *terms_)
        for (const Atom& a : t.atoms)
            if (a.inner)
                a.inner->collect(names);
            else
                names[a.name] = a.bound;
}

std::optional<std::int64_t> Dim::bound() const {
    if (!terms_) return constant_;
    std::map<std::string, std::int64_t, std::less<>> names;
    collect(names);
    for (const auto& [name, limit] : names)
        if (limit == 0) return std::nullopt;
    for (const Term& t : *terms_)
        if (t.factor < 0) return std::nullopt;
    return evaluate(names);
}

std::string Dim::text() const {
    if (!terms_) return std::to_string(constant_);
    std::string out;
    for (const Term& t : *terms_) {
        if (!out.empty())
            out += t.factor < 0 ? "-" : "+";
        else if (t.factor < 0)
            out += "-";
        const std::int64_t size = t.factor < 0 ? -t.factor : t.factor;
        if (size != 1) out += std::to_string(size) + "*";
        for (std::size_t i = 0; i < t.atoms.size(); ++i) out += (i ? "*" : "") + t.atoms[i].text;
    }
    if (constant_ > 0) out += "+" + std::to_string(constant_);
    if (constant_ < 0) out += std::to_string(constant_);
    return out;
}

bool Dim::operator==(const Dim& o) const {
    if (terms_ == o.terms_) return constant_ == o.constant_;
    if (!terms_ || !o.terms_ || constant_ != o.constant_ || terms_->size() != o.terms_->size()) return false;
    for (std::size_t i = 0; i < terms_->size(); ++i)
        if ((*terms_)[i].factor != (*o.terms_)[i].factor || !(*terms_)[i].sameAtoms((*o.terms_)[i])) return false;
    return true;
}

namespace {

/// Recursive descent over what Dim::text prints. Depth, length and the length of every product are bounded: the text may come from
/// a file, and products of sums grow without end.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}
    Result<Dim> run() {
        if (text_.size() > longest) return fail(Code::Format, "dimension", "is longer than 4,096 characters");
        NW_TRY(Dim d, sum(0));
        if (at_ != text_.size()) return wrong();
        return d;
    }

private:
    static constexpr std::size_t longest = 4096;
    Error wrong() const {
        return fail(Code::Format, "dimension",
                    "\"" + std::string(text_) + "\" is not a dimension at character " + std::to_string(at_ + 1));
    }
    bool take(std::string_view token) {
        if (text_.substr(at_, token.size()) != token) return false;
        at_ += token.size();
        return true;
    }
    Result<Dim> sum(int depth) {
        Dim out(0);
        bool negative = take("-");
        for (;;) {
            NW_TRY(Dim t, factors(depth));
            out = negative ? out - t : out + t;
            if (take("+"))
                negative = false;
            else if (take("-"))
                negative = true;
            else
                return out;
        }
    }
    Result<Dim> factors(int depth) {
        NW_TRY(Dim out, atom(depth));
        while (take("*")) {
            NW_TRY(Dim next, atom(depth));
            out = out * next;
            if (out.text().size() > longest) return wrong();
        }
        return out;
    }
    Result<Dim> atom(int depth) {
        if (depth > 32) return wrong();
        NW_TRY(Dim out, primary(depth));
        while (take("//")) {
            NW_TRY(Dim by, primary(depth));
            if (!by.known() || by.value() <= 0) return wrong();
            out = floorDiv(out, by.value());
        }
        return out;
    }
    Result<Dim> primary(int depth) {
        if (take("(")) {
            NW_TRY(Dim inner, sum(depth + 1));
            if (!take(")")) return wrong();
            return inner;
        }
        const std::size_t begin = at_;
        const auto peek = [&] { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : 0; };
        if (std::isdigit(peek())) {
            std::int64_t v = 0;
            for (; std::isdigit(peek()); ++at_) {
                if (v > (std::int64_t{1} << 58)) return wrong();
                v = v * 10 + (peek() - '0');
            }
            return Dim(v);
        }
        while (std::isalnum(peek()) || peek() == '_' || peek() == '?' || peek() == '.') ++at_;
        if (at_ == begin) return wrong();
        return Dim::named(text_.substr(begin, at_ - begin));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Dim> Dim::parse(std::string_view text) { return Parser(text).run(); }

Dim product(const Shape& shape) {
    Dim p(1);
    for (const Dim& d : shape) p = p * d;
    return p;
}

std::int64_t product(const Extents& extents) {
    std::int64_t p = 1;
    for (const std::int64_t e : extents) p = times(p, e);
    return p;
}

std::string textOf(const Shape& shape) {
    if (shape.empty()) return "scalar";
    std::string out;
    for (const Dim& d : shape) out += (out.empty() ? "" : "×") + d.text();
    return out;
}

std::string textOf(const Extents& extents) { return textOf(toShape(extents)); }

std::optional<Extents> evaluate(const Shape& shape, const DimValues& values) {
    Extents out;
    for (const Dim& d : shape) {
        const auto v = d.evaluate(values);
        if (!v || *v < 0) return std::nullopt;
        out.push_back(*v);
    }
    return out;
}

Shape toShape(const Extents& extents) { return Shape(extents.begin(), extents.end()); }

}  // namespace nw
