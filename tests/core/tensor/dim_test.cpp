// Dimensions: the normal form agrees with plain arithmetic for random expressions, and text goes both ways.
#include "core/tensor/dim.h"

#include <gtest/gtest.h>

#include <random>

namespace nw {
namespace {

/// An expression with its meaning: a function of the names' values.
struct Expression {
    Dim dim;
    std::function<std::int64_t(const DimValues&)> meaning;
};

std::int64_t floorOf(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

class Random {
public:
    explicit Random(unsigned seed) : gen_(seed) {}
    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(gen_() % static_cast<std::uint64_t>(n)); }

    Expression expression(int depth) {
        const std::int64_t kind = depth == 0 ? below(2) : below(6);
        if (kind == 0) {
            const std::int64_t v = below(13) - 4;
            return {Dim(v), [v](const DimValues&) { return v; }};
        }
        if (kind == 1) {
            const std::string name(1, static_cast<char>('a' + below(3)));
            return {Dim::named(name), [name](const DimValues& d) { return d.at(name); }};
        }
        Expression x = expression(depth - 1);
        if (kind == 5) {
            const std::int64_t by = 1 + below(6);
            return {floorDiv(x.dim, by), [m = x.meaning, by](const DimValues& d) { return floorOf(m(d), by); }};
        }
        Expression y = expression(depth - 1);
        if (kind == 2) return {x.dim + y.dim, [=](const DimValues& d) { return x.meaning(d) + y.meaning(d); }};
        if (kind == 3) return {x.dim - y.dim, [=](const DimValues& d) { return x.meaning(d) - y.meaning(d); }};
        return {x.dim * y.dim, [=](const DimValues& d) { return x.meaning(d) * y.meaning(d); }};
    }
    DimValues values() { return {{"a", below(9)}, {"b", 1 + below(20)}, {"c", 1 + below(5)}}; }

private:
    std::mt19937_64 gen_;
};

TEST(Dim, RandomExpressionsKeepTheirMeaning) {
    Random random(1);
    for (int i = 0; i < 3000; ++i) {
        const Expression e = random.expression(1 + i % 5);
        for (int k = 0; k < 4; ++k) {
            const DimValues v = random.values();
            ASSERT_EQ(e.dim.evaluate(v), e.meaning(v)) << e.dim.text();
        }
    }
}

TEST(Dim, TextGoesBothWays) {
    Random random(2);
    for (int i = 0; i < 3000; ++i) {
        const Dim d = random.expression(1 + i % 5).dim;
        if (d.text().size() > 4000) continue;
        const auto again = Dim::parse(d.text());
        ASSERT_TRUE(again) << again.error().text();
        EXPECT_TRUE(*again == d) << d.text() << " became " << again->text();
        EXPECT_EQ(again->text(), d.text());
    }
}

TEST(Dim, SubstitutionIsEvaluation) {
    Random random(3);
    for (int i = 0; i < 2000; ++i) {
        const Dim d = random.expression(4).dim;
        const DimValues v = random.values();
        std::map<std::string, Dim, std::less<>> numbers, shifted;
        for (const auto& [name, value] : v) numbers.emplace(name, value), shifted.emplace(name, Dim::named(name) + 2);
        const Dim known = d.substitute(numbers);
        EXPECT_TRUE(known.known());
        EXPECT_EQ(known.value(), d.evaluate(v));
        DimValues later = v;
        for (auto& [name, value] : later) value += 2;
        EXPECT_EQ(d.substitute(shifted).evaluate(v), d.evaluate(later)) << d.text();
    }
}

TEST(Dim, NormalForm) {
    const Dim n = Dim::named("n"), m = Dim::named("m");
    EXPECT_TRUE(Dim(2) * (n + 1) == n + n + 2);
    EXPECT_TRUE((n + m) * (n - m) == n * n - m * m);
    EXPECT_TRUE(n - n == Dim(0));
    EXPECT_TRUE((n - n).known());
    EXPECT_TRUE(floorDiv(n * 4 + 2, 2) == n * 2 + 1);
    EXPECT_TRUE(floorDiv(n * 4 + 3, 4) == n);
    EXPECT_TRUE(ceilDiv(n * 4, 4) == n);
    EXPECT_FALSE(n == m);
    EXPECT_EQ((n * 28 + 1).text(), "28*n+1");
}

TEST(Dim, ExactQuotients) {
    Random random(4);
    for (int i = 0; i < 2000; ++i) {
        const Dim a = random.expression(3).dim, b = random.expression(2).dim;
        if (b == Dim(0)) continue;
        const auto q = exactDiv(a * b, b);
        if (q) EXPECT_TRUE(*q * b == a * b) << a.text() << " times " << b.text();
    }
    const Dim n = Dim::named("n");
    EXPECT_TRUE(exactDiv(n * 12, Dim(4)) == n * 3);
    EXPECT_TRUE(exactDiv(n * 12, n * 4) == Dim(3));
    EXPECT_FALSE(exactDiv(n * 3, Dim(2)));
    EXPECT_FALSE(exactDiv(n, Dim(0)));
}

TEST(Dim, Bounds) {
    const Dim n = Dim::named("n", 10), free = Dim::named("free");
    EXPECT_EQ((n * 2 + 1).bound(), 21);
    EXPECT_EQ(floorDiv(n + 1, 2).bound(), 5);
    EXPECT_EQ((n * free).bound(), std::nullopt);
    EXPECT_EQ((Dim(5) - n).bound(), std::nullopt);
    EXPECT_EQ(Dim(7).bound(), 7);
}

TEST(Dim, MissingAndOverflowingValues) {
    const Dim n = Dim::named("n");
    EXPECT_EQ(n.evaluate({}), std::nullopt);
    EXPECT_EQ((n * n).evaluate({{"n", std::int64_t{1} << 40}}), std::nullopt);
    EXPECT_EQ((n * 3 + n).evaluate({{"n", std::int64_t{1} << 62}}), std::nullopt);
    EXPECT_EQ(evaluate(Shape{n - 5}, {{"n", 3}}), std::nullopt) << "a size is not negative";
}

TEST(Dim, StaysAtTheLargestNumber) {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    const Dim big = *Dim::parse("999999999999999999*999999999999999999");
    EXPECT_EQ(big.value(), largest);
    EXPECT_EQ((big + big).value(), largest);
    EXPECT_EQ((Dim(0) - big - big).value(), -largest);
    EXPECT_EQ(product(Extents{largest, 3}), largest);
    EXPECT_EQ(Dim::parse("n*999999999999999999*9999999999")->evaluate({{"n", 2}}), std::nullopt);
}

TEST(Dim, HostileText) {
    for (const char* text : {"", "+", "n+", "(n", "n)", "n//0", "n//m", "n//-2", "99999999999999999999", "n m", "n;", "*n", "//2",
                             "()", "n**m", "\x01", "n\n"}) {
        const auto d = Dim::parse(text);
        EXPECT_FALSE(d) << text << " is " << d->text();
        if (!d) EXPECT_EQ(d.error().code, Code::Format);
    }
    EXPECT_FALSE(Dim::parse(std::string(1000, '(') + "n" + std::string(1000, ')')));
    EXPECT_FALSE(Dim::parse(std::string(10000, 'n')));
    std::string explosive = "(a+b+c+d)";
    for (int i = 0; i < 300; ++i) explosive += "*(a+b+c+d)";
    (void)Dim::parse(explosive);  // must end soon, with or without an answer
}

}  // namespace
}  // namespace nw
