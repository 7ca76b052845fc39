// Running one application on the processor's backend and on the reference kernels.
#include "compare.h"

#include <cstring>

#include "core/base/philox.h"

namespace nw::test {
namespace {

constexpr std::size_t guard = 256;

Tensor randomTensor(const CpuInput& in, std::uint64_t seed) {
    Tensor t = Tensor::empty(in.dtype, in.extents);
    const auto value = [&](std::int64_t i) {
        const double u = static_cast<double>(uniform24(randomBits({seed}, static_cast<std::uint64_t>(i))));
        return in.low + u * (in.high - in.low);
    };
    const auto fill = [&]<class T>() {
        auto data = t.data<T>();
        for (std::int64_t i = 0; i < t.elements(); ++i)
            data[static_cast<std::size_t>(i)] = static_cast<T>(isFloating(in.dtype) ? value(i) : std::floor(value(i)));
    };
    switch (in.dtype) {
        case DType::Float64: fill.operator()<double>(); break;
        case DType::Int32: fill.operator()<std::int32_t>(); break;
        case DType::Int64: fill.operator()<std::int64_t>(); break;
        case DType::Bool: fill.operator()<bool>(); break;
        default: fill.operator()<float>(); break;
    }
    return t;
}

Tensor guarded(const Type& type) {
    const auto extents = evaluate(*type.shape, {});
    const std::size_t bytes = Tensor::empty(type.dtype, *extents).bytes();
    auto storage = Storage::allocate(bytes + 2 * guard);
    std::memset(storage->data(), 0x5A, bytes + 2 * guard);
    return Tensor::view(storage, guard, type.dtype, *extents);
}

bool guardsIntact(const Tensor& t) {
    const auto intact = [](const std::byte* p) {
        return std::all_of(p, p + guard, [](std::byte b) { return b == std::byte{0x5A}; });
    };
    return intact(t.raw() - guard) && intact(t.raw() + t.bytes());
}

}  // namespace

CpuRun runCase(const CpuCase& c, int threads) {
    auto module = std::make_shared<Module>();
    FunctionBuilder b(*module, true, "case");
    std::vector<Value> in;
    std::vector<Tensor> args;
    for (const CpuInput& i : c.inputs) {
        if (i.absent) {
            in.push_back({});
            continue;
        }
        in.push_back(b.param("p" + std::to_string(in.size()), {i.dtype, toShape(i.extents), Form::Tensor}));
        args.push_back(randomTensor(i, args.size() + 1));
    }
    const auto params = Params::make(operatorById(c.op), c.attrs);
    EXPECT_TRUE(params) << (params ? "" : params.error().text());
    std::vector<Value> out = b.apply(*params, in, c.differentiated);
    if (c.then) out = b.apply(Params(operatorById(c.then)), std::array{out[0]});
    const FunctionRef f = b.finish(out);
    ExecutableOptions options;
    options.phase = Phase::Training;
    options.numerics = c.numerics;
    if (threads > 0) {
        options.backends = {*Backend::load(cpuPlugin())};
        options.pool = std::make_shared<ThreadPool>(threads);
    }
    Executable executable(module, f, options);
    CpuRun run;
    for (const Value v : out) run.results.push_back(guarded((*module)[f].type(v)));
    for (int i = 0; i < 2; ++i) {  // twice: a run must not depend on what the one before left
        const auto done = executable.run(args, run.results);
        EXPECT_TRUE(done) << c.op << ": " << (done ? "" : done.error().text());
    }
    for (const Tensor& t : run.results) EXPECT_TRUE(guardsIntact(t)) << c.op << " wrote beside its output";
    for (const InstructionProfile& p : executable.profile()) {
        run.implementations.push_back(p.implementation);
        run.ops.push_back(p.op);
    }
    return run;
}

void expectAgreement(const CpuCase& c) {
    std::string name = c.op;
    for (const CpuInput& i : c.inputs) name += " " + textOf(i.extents);
    SCOPED_TRACE(name);
    const CpuRun expected = runCase(c, 0), one = runCase(c, 1);
    for (const std::string& i : one.implementations) EXPECT_NE(i, "reference");
    for (const int threads : {2, 4}) {
        const CpuRun more = runCase(c, threads);
        for (std::size_t r = 0; r < one.results.size(); ++r)
            EXPECT_EQ(std::memcmp(more.results[r].raw(), one.results[r].raw(), one.results[r].bytes()), 0)
                << "other bits with " << threads << " threads in output " << r;
    }
    for (std::size_t r = 0; r < one.results.size(); ++r) {
        const auto want = toDoubles(expected.results[r]), got = toDoubles(one.results[r]);
        double largest = 1e-30, difference = 0;
        for (const double v : want) largest = std::max(largest, std::abs(v));
        for (std::size_t i = 0; i < want.size(); ++i)
            if (want[i] != got[i]) difference = std::max(difference, std::abs(want[i] - got[i]));
        EXPECT_LE(difference, c.tolerance * largest) << "output " << r;
    }
}

}  // namespace nw::test
