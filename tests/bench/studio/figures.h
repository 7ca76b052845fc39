// Figures: what was measured beside its bound, one line each.
#pragma once

#include <string>
#include <vector>

namespace nw::bench {

class Figures {
public:
    /// Figures hold up to `factor` times their bound; 0: nothing is judged.
    explicit Figures(double factor) : factor_(factor) {}

    /// Prints at once, so that a long benchmark is seen to go on.
    void add(const std::string& what, double value, double bound, const char* unit);
    /// A figure without a bound.
    void tell(const std::string& what, double value, const char* unit) const;
    /// Prints a sentence for each figure that does not hold; whether all do.
    bool hold() const;

private:
    double factor_;
    std::vector<std::string> broken_;
};

/// The value that `share` of them do not pass; 0.5: the median. `values` must not be empty.
double quantile(std::vector<double> values, double share);

}  // namespace nw::bench
