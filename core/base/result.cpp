// Text of codes and errors.
#include "core/base/result.h"

#include <algorithm>
#include <span>

namespace nw {

std::string_view codeName(Code code) {
    switch (code) {
        case Code::Argument: return "argument";
        case Code::Shape: return "shape";
        case Code::Type: return "type";
        case Code::NotFound: return "not_found";
        case Code::Unsupported: return "unsupported";
        case Code::Io: return "io";
        case Code::Format: return "format";
        case Code::Version: return "version";
        case Code::Memory: return "memory";
        case Code::Cancelled: return "cancelled";
    }
    return "unknown";
}

std::string Error::text() const {
    std::string out;
    if (!place.empty()) out += "[" + place + "] ";
    out += message;
    if (!hint.empty()) {
        if (!out.empty() && out.back() != '.') out += '.';
        out += " " + hint;
    }
    return out;
}

namespace {

/// Verbs that messages about a place begin with; every other message says what it is about itself.
constexpr std::string_view verbs[] = {
    "is",     "are",   "was",   "were",  "has",    "have",  "holds",   "cannot",   "can",    "does",    "needs",     "must",
    "may",    "would", "takes", "gives", "uses",   "names", "reads",   "writes",   "ends",   "lies",    "belongs",   "begins",
    "exists", "wants", "pads",  "mixes", "refers", "gets",  "returns", "contains", "stands", "answers", "describes", "computes"};

/// Places that are no names of anything people made.
constexpr std::string_view roles[] = {"data", "graph", "network", "program", "training"};
/// Places that are work, of which messages speak as a whole.
constexpr std::string_view jobs[] = {"evaluate", "export", "import", "measure", "quantize", "resume", "train", "verify"};

bool isOneOf(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool beginsWithVerb(std::string_view message) { return isOneOf(verbs, message.substr(0, message.find_first_of(" ,.:"))); }

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace

std::string joined(std::string_view place, std::string_view message) {
    if (place.empty() || message.empty()) return std::string(place) + std::string(message);
    return std::string(place) + (beginsWithVerb(message) ? " " : ": ") + std::string(message);
}

std::string Error::sentence() const {
    std::string out;
    if (place.empty() || ((isOneOf(roles, place) || isOneOf(jobs, place)) && !beginsWithVerb(message)))
        out = capitalised(message);
    else
        out = (isOneOf(roles, place) ? "The " : "") + joined(place, message);
    if (!out.empty() && out.back() != '.') out += '.';
    return hint.empty() ? out : out + " " + hint;
}

}  // namespace nw
