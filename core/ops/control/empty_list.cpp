// y = []: a list without elements, which stands for zeros wherever a list is consumed or added.
#include "core/op/define.h"

namespace nw::ops::empty_list {

struct EmptyList {
    DType dtype = DType::Float32;
    Shape shape;
};

Result<Signature> infer(const EmptyList& p, const Inputs&) { return Signature().output("y", {p.dtype, p.shape, Form::List}); }

}  // namespace nw::ops::empty_list

NW_OPERATOR(empty_list) {
    using namespace nw::ops::empty_list;
    return nw::Op<EmptyList>("empty_list")
        .internal()
        .control()
        .label("Empty list")
        .doc("A list without elements; as a gradient it means zero.")
        .formula("y = []")
        .output("y", "[...]", "The list.")
        .param<&EmptyList::dtype>("dtype", {.label = "Type", .doc = "Type of the elements."})
        .param<&EmptyList::shape>("shape", {.label = "Shape", .doc = "Shape of one element."})
        .infer(infer);
}
