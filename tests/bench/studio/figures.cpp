// Printing and judging figures.
#include "tests/bench/studio/figures.h"

#include <algorithm>
#include <cstdio>

namespace nw::bench {

namespace {

std::string text(double value, const char* unit) {
    char out[48];
    std::snprintf(out, sizeof out, "%.3g %s", value, unit);
    return out;
}

}  // namespace

void Figures::add(const std::string& what, double value, double bound, const char* unit) {
    const std::string allowed = factor_ > 0 ? text(factor_ * bound, unit) : text(bound, unit);
    const bool holds = value <= (factor_ > 0 ? factor_ * bound : bound);
    std::printf("%-72s %10s   <= %s   %s\n", what.c_str(), text(value, unit).c_str(), allowed.c_str(), holds ? "holds" : "FAILS");
    std::fflush(stdout);
    if (!holds && factor_ > 0)
        broken_.push_back(what + ": " + text(value, unit) + ", but at most " + allowed + " is allowed, " + text(factor_, "times") +
                          " the bound.");
}

void Figures::tell(const std::string& what, double value, const char* unit) const {
    std::printf("%-72s %10s\n", what.c_str(), text(value, unit).c_str());
    std::fflush(stdout);
}

bool Figures::hold() const {
    for (const std::string& sentence : broken_) std::printf("%s\n", sentence.c_str());
    return broken_.empty();
}

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

}  // namespace nw::bench
