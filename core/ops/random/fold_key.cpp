// y = the Philox key of substream `number` of the stream `key`.
#include "core/base/philox.h"
#include "core/op/define.h"

namespace nw::ops::fold_key {

Result<Signature> infer(const NoParams&, const Inputs& in) {
    for (const char* port : {"key", "number"}) {
        const Type& t = in[port];
        if (!in.present(port)) continue;
        if (t.dtype != DType::Int64) return fail(Code::Type, port, "is " + std::string(nameOf(t.dtype)) + ", but must be int64");
        if (t.shape && !t.shape->empty()) return fail(Code::Shape, port, "is " + textOf(*t.shape) + ", but must be a scalar");
    }
    return Signature().output("y", {DType::Int64, Shape{}});
}

void reference(const NoParams&, const ReferenceArgs& a) {
    const auto bits = [&](const char* port) { return static_cast<std::uint64_t>(a.in<std::int64_t>(port)[0]); };
    a.out<std::int64_t>("y")[0] = static_cast<std::int64_t>(fold(RandomKey{bits("key")}, bits("number")).value);
}

}  // namespace nw::ops::fold_key

NW_OPERATOR(fold_key) {
    using namespace nw::ops::fold_key;
    return nw::Op<nw::NoParams>("fold_key")
        .internal()
        .label("Fold key")
        .doc("Derives the key of an independent random stream from a key and a number, such as a step or an iteration.")
        .formula("y = philox(key, number)")
        .source("Salmon et al. 2011 (Philox); jax.random.fold_in")
        .input("key", "[]", "A random key, int64.")
        .input("number", "[]", "Which substream, int64.")
        .output("y", "[]", "The key of the substream.")
        .infer(infer)
        .kernel<std::int64_t>(reference)
        .sample({{"key", {}, 0, 1000, nw::DType::Int64}, {"number", {}, 0, 1000, nw::DType::Int64}});
}
