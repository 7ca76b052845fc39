// value, label = what the data set gives; the compiler replaces this operator by the inputs of the program.
#include "core/op/define.h"

namespace nw::ops::input {

enum class Target { Class, Value, None };

constexpr Choice targets[] = {{"class", "A class"}, {"value", "A number"}, {"none", "Nothing"}};

struct Input {
    std::string name = "image";
    std::vector<std::int64_t> shape{28, 28, 1};
    DType dtype = DType::Float32;
    Target target = Target::Class;
    std::vector<std::string> classNames{};
    std::string label = "label";
    std::vector<std::int64_t> size{};
    double rescale = 0;
};

Result<Signature> infer(const Input& p, const Inputs&) {
    const Dim batch = Dim::named("batch");
    Shape value{batch};
    value.insert(value.end(), p.shape.begin(), p.shape.end());
    if (!p.size.empty()) {
        if (p.size.size() != 2)
            return fail(Code::Argument, "size", "is " + textOf(Attr(p.size)) + ", but needs 2 numbers: height and width");
        if (p.shape.size() != 3)
            return fail(Code::Argument, "size",
                        "needs elements of 3 axes [height, width, channels], but they have " + std::to_string(p.shape.size()),
                        "Leave the size empty.");
        value[1] = p.size[0];
        value[2] = p.size[1];
    }
    if (p.rescale != 0 && !isFloating(p.dtype))
        return fail(Code::Argument, "rescale", "gives fractions, which " + std::string(nameOf(p.dtype)) + " cannot hold",
                    "Choose float32.");
    if (p.target != Target::None && p.name == p.label)
        return fail(Code::Argument, "label", "is \"" + p.label + "\", which is the name of the value too");
    Signature s;
    s.output("value", {p.dtype, std::move(value)});
    if (p.target == Target::Class) s.output("label", {DType::Int32, Shape{batch}});
    if (p.target == Target::Value) s.output("label", {DType::Float32, Shape{batch, 1}});
    return s;
}

}  // namespace nw::ops::input

NW_OPERATOR(input) {
    using namespace nw;
    using namespace nw::ops::input;
    return Op<Input>("input")
        .label("Input")
        .doc("Where the data enter: one element of the data set, and what is to be learned about it.")
        .formula("value, label = the next batch")
        .source("tf.keras.Input")
        .keywords({"data", "image", "source", "placeholder"})
        .output("value", "[batch, shape...]", "The elements of a batch.")
        .output("label", "[batch] or [batch, 1]", "Their class numbers, or the numbers to predict; absent without a target.")
        .param<&Input::name>("name", {.label = "Name", .doc = "The name of the value in data sets and exported files."})
        .param<&Input::shape>("shape",
                              {.label = "Shape", .doc = "Sizes of one element, without the batch.", .min = 1, .max = 1 << 24})
        .param<&Input::dtype>("dtype", {.label = "Type", .doc = "The type of the elements."})
        .param<&Input::target>("target", {.label = "Target", .doc = "What is to be learned about an element.", .choices = targets})
        .param<&Input::classNames>("class_names",
                                   {.label = "Classes", .doc = "The names of the classes, in the order of their numbers."})
        .param<&Input::label>("label", {.label = "Label name", .doc = "The name of the label in data sets.", .advanced = true})
        .param<&Input::size>("size", {.label = "Resize to",
                                      .doc = "Height and width to which images are resized first; empty leaves them as they are.",
                                      .min = 1,
                                      .max = 1 << 16,
                                      .advanced = true})
        .param<&Input::rescale>("rescale",
                                {.label = "Rescale",
                                 .doc = "Every element is multiplied by this, as 1/255 does for pixels; 0 and 1 leave them "
                                        "as they are.",
                                 .zero = "off"})
        .infer(infer);
}
