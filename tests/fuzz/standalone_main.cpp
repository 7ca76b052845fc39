// A small mutational fuzzer, so that the fuzz targets run without clang: TARGET CORPUS... [--seconds N] [--runs N] [--seed S].
//
// Inputs are the files of the corpus folders (each is first run as it is), then mutants: bits flipped, bytes and whole numbers
// replaced, the end cut off, pieces copied, moved or taken from another file. The sequence of inputs depends on the seed and the
// corpus alone. When the target crashes, the input is written to crash-<seed>-<run>.bin in the current folder.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/philox.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using nw::Bytes;

struct Settings {
    double seconds = 10;
    std::uint64_t runs = ~std::uint64_t{0}, seed = 1;
    std::vector<Bytes> corpus;
};

/// What runs now, for the signal handler.
struct Current {
    const std::uint8_t* data = nullptr;
    std::size_t size = 0;
    std::array<char, 64> file{};
} current;

extern "C" void keepInput(int signal) {
    const int fd = ::open(current.file.data(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd >= 0 && ::write(fd, current.data, current.size) >= 0) ::close(fd);
    static constexpr char Text[] = "the target crashed; its input is in crash-<seed>-<run>.bin here\n";
    if (::write(2, Text, sizeof Text - 1) < 0) {}
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

class Mutator {
public:
    Mutator(std::uint64_t seed, const std::vector<Bytes>& corpus) : key_{seed}, corpus_(corpus) {}

    Bytes next() {
        Bytes input = corpus_[below(corpus_.size())];
        for (std::size_t n = 1 + below(4); n > 0; --n) mutate(input);
        return input;
    }

private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(nw::below(nw::randomBits(key_, used_++), n)); }

    void mutate(Bytes& input) {
        static constexpr std::array<std::uint32_t, 12> Numbers = {0,      1,      2,      0x7F,       0x80,       0xFF,
                                                                  0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
        const std::size_t size = input.size(), at = below(size);
        switch (below(8)) {
            case 0:
                if (size > 0) input[at] ^= static_cast<std::uint8_t>(1u << below(8));
                break;
            case 1:
                if (size > 0) input[at] = static_cast<std::uint8_t>(below(256));
                break;
            case 2: {  // a number that often is a limit, in either byte order
                const std::uint32_t number = Numbers[below(Numbers.size())];
                const std::size_t bytes = std::size_t{1} << below(3);
                const bool big = below(2) == 1;
                for (std::size_t i = 0; i < bytes && at + i < size; ++i)
                    input[at + i] = static_cast<std::uint8_t>(number >> 8 * (big ? bytes - 1 - i : i));
                break;
            }
            case 3: input.resize(at); break;
            case 4: input.erase(input.begin() + static_cast<std::ptrdiff_t>(at), input.begin() + end(at, size)); break;
            case 5: {  // a piece of itself, again
                const Bytes piece(input.begin() + static_cast<std::ptrdiff_t>(at), input.begin() + end(at, size));
                input.insert(input.begin() + static_cast<std::ptrdiff_t>(below(size)), piece.begin(), piece.end());
                break;
            }
            case 6: {  // the rest of another file
                const Bytes& other = corpus_[below(corpus_.size())];
                input.resize(at);
                input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(below(other.size())), other.end());
                break;
            }
            default:
                for (std::size_t n = below(16); n > 0 && size > 0; --n) input[below(size)] = static_cast<std::uint8_t>(below(256));
        }
    }

    std::ptrdiff_t end(std::size_t at, std::size_t size) { return static_cast<std::ptrdiff_t>(std::min(size, at + 1 + below(64))); }

    nw::RandomKey key_;
    std::uint64_t used_ = 0;
    const std::vector<Bytes>& corpus_;
};

void run(const Bytes& input, std::uint64_t seed, std::uint64_t number) {
    std::snprintf(current.file.data(), current.file.size(), "crash-%llu-%llu.bin", static_cast<unsigned long long>(seed),
                  static_cast<unsigned long long>(number));
    const Bytes exact(input);  // no spare capacity, so that a sanitizer sees a read past the end
    current.data = exact.data();
    current.size = exact.size();
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void addFolder(const std::filesystem::path& folder, std::vector<Bytes>& corpus) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
        if (auto content = nw::readFile(file, 1 << 20)) corpus.push_back(*std::move(content));
}

Settings parse(int argc, char** argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool option = argument.starts_with("--") && i + 1 < argc;
        if (!option)
            addFolder(argument, settings.corpus);
        else if (argument == "--seconds")
            settings.seconds = std::atof(argv[++i]);
        else if (argument == "--runs")
            settings.runs = std::strtoull(argv[++i], nullptr, 10);
        else if (argument == "--seed")
            settings.seed = std::strtoull(argv[++i], nullptr, 10);
    }
    if (settings.corpus.empty()) settings.corpus.push_back({});
    return settings;
}

/// A reader that takes memory on a file's word is stopped (sanitizers need their address space, so not with them).
void limitMemory() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    const rlimit limit{rlim_t{6} << 30, rlim_t{6} << 30};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
}

}  // namespace

int main(int argc, char** argv) {
    const Settings settings = parse(argc, argv);
    limitMemory();
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, keepInput);
    std::uint64_t number = 0;
    for (const Bytes& input : settings.corpus) run(input, settings.seed, number++);
    Mutator mutator(settings.seed, settings.corpus);
    const auto start = std::chrono::steady_clock::now();
    const auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
    while (number < settings.runs && elapsed() < settings.seconds) run(mutator.next(), settings.seed, number++);
    std::printf("%llu inputs, seed %llu, no crash\n", static_cast<unsigned long long>(number),
                static_cast<unsigned long long>(settings.seed));
    return 0;
}
