// y = what the caller of the function hands in at this place.
#include "core/op/define.h"

namespace nw::ops::argument {

struct Argument {
    std::int64_t index = 0;
};

/// Which type it has is known where the function is used.
Result<Signature> infer(const Argument&, const Inputs&) { return Signature().output("y", {}); }

}  // namespace nw::ops::argument

NW_OPERATOR(argument) {
    using namespace nw::ops::argument;
    return nw::Op<Argument>("argument")
        .label("Argument")
        .keywords({"parameter", "function", "placeholder"})
        .doc("What a function is given; belongs inside a function.")
        .formula("y = x[index]")
        .source("tf.function")
        .output("y", "[...]", "The value.")
        .param<&Argument::index>("index",
                                 {.label = "Place", .doc = "Its place among the arguments, counted from 0.", .min = 0, .max = 4095})
        .infer(infer);
}
