// Groups of three digits.
#include "core/data/count_text.h"

namespace nw {

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string counted(std::uint64_t number, const char* singular, const char* plural) {
    return grouped(number) + " " + (number == 1 ? singular : plural);
}

}  // namespace nw
