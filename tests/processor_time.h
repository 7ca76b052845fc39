// ProcessorTime: what work costs, on a quiet machine and on a busy one alike.
#pragma once
#include <ctime>

namespace nw::test {

/// Processor time of all threads of this process since the object was made.
class ProcessorTime {
public:
    double milliseconds() const { return 1e3 * static_cast<double>(std::clock() - begin_) / CLOCKS_PER_SEC; }

private:
    std::clock_t begin_ = std::clock();
};

}  // namespace nw::test
