// What a function gives back at this place.
#include "core/op/define.h"

namespace nw::ops::result {

struct ResultNode {
    std::int64_t index = 0;
};

Result<Signature> infer(const ResultNode&, const Inputs& in) { return Signature().output("y", in["x"]); }

}  // namespace nw::ops::result

NW_OPERATOR(result) {
    using namespace nw::ops::result;
    return nw::Op<ResultNode>("result")
        .label("Result")
        .keywords({"return", "function", "output"})
        .doc("What a function gives back; belongs inside a function.")
        .formula("result[index] = x")
        .source("tf.function")
        .input("x", "[...]", "The value.")
        .output("y", "[...]", "The same value.")
        .param<&ResultNode::index>("index",
                                   {.label = "Place", .doc = "Its place among the results, counted from 0.", .min = 0, .max = 4095})
        .infer(infer);
}
